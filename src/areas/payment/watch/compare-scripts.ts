import type { Alert, Notice } from './alert.ts'
import { type Compared, surelyLeave, waitingWays, withoutPassive } from './compared.ts'
import { familyOf } from './family.ts'
import type { Inventory, InventoryEntry } from './inventory.ts'
import { isApproved, isKnownHost, isRelative, servesScripts } from './known-hosts.ts'
import type { Capability, Observation, WatchedScript } from './observation.ts'

/** Abilities that, gained by a script, make a look necessary. */
const dangerous: ReadonlySet<Capability> = new Set([
  'reads-inputs',
  'network',
  'code-from-text',
  'form-change',
  'frame-change',
  'worker',
  'hooks',
  'obfuscated',
  'gated',
])

/** Where the name of an ability says little to people. */
const words: Partial<Record<Capability, string>> = {
  gated: 'act only at some hours, in some places or unwatched',
  hooks: 'stand in the place of something the browser offers',
  'code-from-text': 'make code from text',
}

/** A script that reads a card field but can neither send, keep nor hide anything is a form that checks its input. */
function canCarryAway(script: WatchedScript): boolean {
  const ways: readonly Capability[] = [
    'network',
    'storage',
    'form-change',
    'frame-change',
    'worker',
    'code-from-text',
    'obfuscated',
  ]
  return ways.some((way) => script.capabilities.includes(way))
}

/**
 * Whether a script shows that nothing typed leaves by it, other than by the ways it had before. Counts only where visits with two cards
 * were compared: then what its text cannot tell (digits chosen by conditions) would have shown itself.
 */
function letsNothingOut(
  script: WatchedScript,
  before: readonly string[] | undefined,
  inventory: Inventory,
  compared: Compared | undefined,
): boolean {
  return (
    compared !== undefined &&
    script.flows !== undefined &&
    before !== undefined &&
    withoutPassive(script.flows, compared).every((way) => before.includes(way) || toReceiver(way, script, inventory))
  )
}

/** A way from a script of somebody whom the owner lets have the card to another address of the same: that tells nobody anything new. */
function toReceiver(way: string, script: WatchedScript, inventory: Inventory): boolean {
  const host = /^to (?:https?:)?\/\/([^/]+)/.exec(way)?.[1]
  return host !== undefined && isRelative(script.host, inventory.cardHosts) && familyOf(host) === familyOf(script.host)
}

const mostWays = 12

/**
 * Ways by which something typed may leave a known script now and could not before: those that no visit saw used, and for scripts of
 * others than the shop all of them. A large text in which nearly everything may hold what is typed says nothing.
 */
function newWays(
  script: WatchedScript,
  entry: InventoryEntry,
  inventory: Inventory,
  compared: Compared | undefined,
): string[] {
  const { flows } = script
  if (compared === undefined || flows === undefined || entry.flows === undefined || flows.length > mostWays) return []
  const fresh = withoutPassive(flows, compared).filter(
    (way) => !entry.flows!.includes(way) && !toReceiver(way, script, inventory),
  )
  return isRelative(script.host, [new URL(inventory.url).host]) ? waitingWays(fresh, compared) : surelyLeave(fresh)
}

/** A known script at work: whether it now reads a card field, speaks of other hosts, or can do what it could not. */
function changedScript(
  script: WatchedScript,
  entry: InventoryEntry,
  inventory: Inventory,
  compared: Compared | undefined,
): Alert | undefined {
  const foreign = script.hosts.filter((host) => !entry.hosts.includes(host) && !isKnownHost(host, inventory))
  const name = script.url ?? script.key
  if (entry.versions.some((version) => version.sha384 === script.sha384 || version.structure === script.structure)) {
    if (foreign.length === 0) return undefined
    return {
      rule: 'payment/script-new-host',
      severity: 'high',
      title: `A known script now names another host: ${foreign[0]}`,
      detail: name,
    }
  }
  const quiet = letsNothingOut(script, entry.flows, inventory, compared)
  const nowTouches = !quiet && script.touchesCard && !entry.touchesCard && !entry.seeksCard && canCarryAway(script)
  const nowSeeks = !quiet && script.seeksCard && !entry.seeksCard && canCarryAway(script)
  const gained = script.capabilities.filter(
    (capability) => dangerous.has(capability) && !entry.capabilities.includes(capability),
  )
  // Shops learn to look up addresses and to open dialogues: without an eye on card fields, and with known hosts only, that is on record.
  const harmless = new Set<Capability>([
    'reads-inputs',
    'network',
    'frame-change',
    ...(quiet ? (['form-change', 'hooks'] as const) : []),
    ...(quiet && compared?.workersPassive ? (['worker'] as const) : []),
  ])
  const seeks = script.seeksCard && script.sendsReads && !quiet
  const needsLook = gained.filter((capability) => seeks || !harmless.has(capability))
  const ways = newWays(script, entry, inventory, compared)
  if (needsLook.length === 0 && foreign.length === 0 && ways.length === 0 && !nowTouches && !nowSeeks) return undefined
  const why = [
    needsLook.length > 0 ? `it can now: ${gained.map((item) => words[item] ?? item).join(', ')}` : '',
    foreign.length > 0 ? `it names new hosts: ${foreign.slice(0, 3).join(', ')}` : '',
    ways.length > 0 ? `what is typed may now leave by ${ways.slice(0, 3).join(', ')}` : '',
    nowTouches ? 'it now reads a card field' : nowSeeks ? 'its text now goes for what is typed' : '',
  ].filter((part) => part !== '')
  return {
    rule: 'payment/script-changed',
    severity:
      gained.includes('obfuscated') || nowTouches || nowSeeks || foreign.length + ways.length > 0 ? 'high' : 'medium',
    title: 'A script of the payment page changed what it can do',
    detail: `${name}: ${why.join('; ')}.`,
  }
}

function unknownScript(
  script: WatchedScript,
  inventory: Inventory,
  compared: Compared | undefined,
  workers: readonly WatchedScript[],
  fed: boolean,
): Alert | undefined {
  const served = script.url === undefined || servesScripts(script.host, inventory)
  const able = (capability: Capability) => script.capabilities.includes(capability)
  const where = script.url ?? `${script.kind} script, ${script.bytes} bytes`
  if (!served)
    return {
      rule: 'payment/script-unauthorised',
      severity: 'high',
      title: `A new script from ${script.host} runs on the payment page`,
      detail: where,
    }
  // A worker is judged by what it can do, where it was read.
  const passiveWorkers = workers.length > 0 && workers.every((worker) => worker.passive)
  const foreign = script.hosts.filter((host) => !isKnownHost(host, inventory))
  const approved = script.kind === 'file' && isApproved(script.host, inventory)
  // Who approved a host has accepted what its scripts look like, but not that they take card data: one that masks what is typed
  // reads fields, too, and is told by what it sends, where visits with two cards were compared (`card-dependence.ts`).
  const hides = able('obfuscated') || able('code-from-text') || !compared
  // A worker knows what it is told: where nothing typed is handed to any, it may send what it hears.
  const untold = script.kind === 'worker' && compared !== undefined && !fed && !able('hooks') && !hides
  const quiet = letsNothingOut(script, [], inventory, compared) || untold
  const takes =
    !quiet && script.touchesCard && canCarryAway(script) && (!approved || hides) ? 'it reads a card field' : ''
  const suspicious = [
    !quiet && script.seeksCard && canCarryAway(script)
      ? 'its text goes for what is typed and it can carry it away'
      : '',
    able('obfuscated') ? 'it is written so that nobody can read it' : '',
    able('gated') ? 'it acts only at some hours, in some places or where nobody inspects it' : '',
    able('code-from-text') ? 'it makes code from text' : '',
    able('worker') && !passiveWorkers ? 'it installs a worker' : '',
    able('hooks') && !quiet ? 'it stands in the place of something the browser offers' : '',
    able('form-change') && !quiet ? 'it changes where a form is sent' : '',
    able('frame-change') && foreign.length > 0 ? 'it brings a frame' : '',
    script.passesOn && compared && waitingWays(script.flows ?? [], compared).length > 0
      ? `it can let out what other scripts gather by ${waitingWays(script.flows ?? [], compared)[0]}`
      : '',
    foreign.length > 0 && able('network') ? `it names an unknown host (${foreign[0]})` : '',
  ]
  const why = [takes, ...(approved ? [] : suspicious)].filter((part) => part !== '')
  return why.length === 0
    ? undefined
    : {
        rule: 'payment/script-new-able',
        severity: 'high',
        title: 'A new script on the payment page can steal what is typed',
        detail: `${where}: ${why.join('; ')}.`,
      }
}

/**
 * What files of one owner could do that are not on the page any more, as one: a build renames files, joins them and cuts them
 * anew, and what took their place is judged as a change of them. Undefined where none is gone.
 */
function predecessor(script: WatchedScript, gone: readonly InventoryEntry[]): InventoryEntry | undefined {
  const before = gone.filter((entry) => familyOf(entry.host) === familyOf(script.host))
  const first = before[0]
  if (script.kind !== 'file' || first === undefined) return undefined
  return {
    ...first,
    versions: before.flatMap((entry) => entry.versions),
    capabilities: [...new Set(before.flatMap((entry) => entry.capabilities))],
    hosts: [...new Set(before.flatMap((entry) => entry.hosts))],
    touchesCard: before.some((entry) => entry.touchesCard),
    seeksCard: before.some((entry) => entry.seeksCard),
    flows: before.some((entry) => entry.flows === undefined) ? undefined : before.flatMap((entry) => entry.flows!),
  }
}

/** Judges each script of a visit: a known one, the successor of one that is gone, one seen before elsewhere, or a new one. */
export function judgeScripts(
  observation: Observation,
  inventory: Inventory,
  compared: Compared | undefined,
): { alerts: Alert[]; notices: Notice[] } {
  const byKey = new Map(inventory.scripts.map((entry) => [entry.key, entry]))
  const here = new Set(observation.scripts.map((script) => script.key))
  const gone = inventory.scripts.filter((entry) => !here.has(entry.key) && entry.key.startsWith(entry.host))
  const versions = inventory.scripts.flatMap((entry) => entry.versions)
  const structures = new Set(versions.map((version) => version.structure))
  const hashes = new Set(versions.map((version) => version.sha384))
  const workers = observation.scripts.filter((script) => script.kind === 'worker')
  // New texts that may hand something typed to a worker, or of which nobody can say it.
  const fed = observation.scripts.some(
    ({ kind, sha384, feedsNobody }) => kind !== 'worker' && !hashes.has(sha384) && !feedsNobody,
  )
  const alerts: Alert[] = []
  const notices: Notice[] = []
  for (const script of observation.scripts) {
    const entry = byKey.get(script.key)
    // The same text from another host of the same owner, or the same shape in the page again.
    const moved = script.kind === 'file' && hashes.has(script.sha384) && servesScripts(script.host, inventory)
    const seen = moved || (script.kind !== 'file' && structures.has(script.structure))
    const before = entry ?? predecessor(script, gone)
    const alert = before
      ? changedScript(script, before, inventory, compared)
      : seen
        ? undefined
        : unknownScript(script, inventory, compared, workers, fed)
    if (alert && !moved) alerts.push(alert)
    else if (entry === undefined) notices.push({ what: `new script ${script.url ?? script.key}` })
    else if (!entry.versions.some((version) => version.sha384 === script.sha384))
      notices.push({ what: `new version of ${script.url ?? script.key}` })
  }
  return { alerts, notices }
}
