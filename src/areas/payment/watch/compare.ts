import type { Severity } from '../../../core/severity.ts'
import type { Inventory, InventoryEntry } from './inventory.ts'
import type { Capability, Observation, WatchedScript } from './observation.ts'

/** Something that changed on the payment page and that somebody must look at now. */
export interface Alert {
  rule: string
  severity: Severity
  title: string
  detail: string
}

/** A change that is on record but needs nobody: a new version with the same abilities, a rotated token. */
export interface Notice {
  what: string
}

/** Abilities that, gained by a script, make a look necessary. */
const dangerous: ReadonlySet<Capability> = new Set([
  'reads-inputs',
  'network',
  'code-from-text',
  'form-change',
  'frame-change',
  'worker',
  'obfuscated',
])

const short = (text: string) => (text.length > 120 ? `${text.slice(0, 117)}…` : text)

/** Card data seen on its way out, or kept: the proof itself. Hosts of the payment frame may receive what is typed. */
function exfiltration(observation: Observation, inventory: Inventory): Alert[] {
  const pageHost = new URL(observation.url).host
  const allowed = new Set([...inventory.frameHosts, ...inventory.formHosts, pageHost])
  const leaks = observation.requests.filter(
    (request) =>
      request.carries !== undefined &&
      !(allowed.has(request.host) && request.carries === 'plain' && inventory.formHosts.includes(request.host)),
  )
  const hosts = [...new Set(leaks.map((request) => request.host))]
  const alerts: Alert[] = hosts.map((host) => {
    const first = leaks.find((request) => request.host === host)!
    return {
      rule: 'payment/card-data-sent',
      severity: 'critical',
      title: `The card number typed on the payment page was sent to ${host}`,
      detail: `${first.kind} ${short(first.url)}, ${first.carries}.`,
    }
  })
  for (const place of observation.stored)
    alerts.push({
      rule: 'payment/card-data-stored',
      severity: 'critical',
      title: 'The page keeps the card number in the browser',
      detail: place,
    })
  return alerts
}

/** After typing, a host was contacted that the page never talked to: also encrypted data gives itself away like this. */
function newContacts(observation: Observation, inventory: Inventory, known: Set<string>): Alert[] {
  const contacted = new Set(
    observation.requests.filter((request) => request.afterTyping && request.host !== '').map((request) => request.host),
  )
  return [...contacted]
    .filter((host) => !known.has(host) && !inventory.requestHosts.includes(host))
    .map((host) => ({
      rule: 'payment/new-contact-after-typing',
      severity: 'high',
      title: `The page contacts ${host} after something was typed`,
      detail: 'It never contacted this host before. Encrypted theft looks like this; so does a new measuring pixel.',
    }))
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

function changedScript(script: WatchedScript, entry: InventoryEntry, inventory: Inventory): Alert | undefined {
  if (entry.versions.some((version) => version.sha384 === script.sha384 || version.structure === script.structure)) {
    const foreign = script.hosts.filter((host) => !entry.hosts.includes(host) && !isKnownHost(host, inventory))
    if (foreign.length === 0) return undefined
    return {
      rule: 'payment/script-new-host',
      severity: 'high',
      title: `A known script now names another host: ${foreign[0]}`,
      detail: script.url ?? script.key,
    }
  }
  const gained = script.capabilities.filter(
    (capability) => dangerous.has(capability) && !entry.capabilities.includes(capability),
  )
  const foreign = script.hosts.filter((host) => !entry.hosts.includes(host) && !isKnownHost(host, inventory))
  const nowTouches = script.touchesCard && !entry.touchesCard && canCarryAway(script)
  if (gained.length === 0 && foreign.length === 0 && !nowTouches) return undefined
  const why = [
    gained.length > 0 ? `it can now: ${gained.join(', ')}` : '',
    foreign.length > 0 ? `it names new hosts: ${foreign.slice(0, 3).join(', ')}` : '',
    nowTouches ? 'it now reads a card field' : '',
  ].filter((part) => part !== '')
  return {
    rule: 'payment/script-changed',
    severity: gained.includes('obfuscated') || nowTouches || foreign.length > 0 ? 'high' : 'medium',
    title: `A script of the payment page changed what it can do`,
    detail: `${script.url ?? script.key}: ${why.join('; ')}.`,
  }
}

function isKnownHost(host: string, inventory: Inventory): boolean {
  const known = [
    new URL(inventory.url).hostname,
    ...inventory.requestHosts,
    ...inventory.approvedHosts,
    ...inventory.frameHosts,
  ].map((item) => item.replace(/:\d+$/, ''))
  return known.includes(host)
}

/** Whether scripts of a host are known or approved on this page. */
function servesScripts(host: string, inventory: Inventory): boolean {
  const bare = host.replace(/:\d+$/, '')
  const approved = inventory.approvedHosts.some((item) => item === host || item === bare)
  return (
    host === new URL(inventory.url).host ||
    approved ||
    inventory.scriptHosts.includes(host) ||
    inventory.scripts.some((entry) => entry.host === host)
  )
}

/** A tag for a strange host is a sign of tampering also where a policy kept it from running. */
function strangeTags(observation: Observation, inventory: Inventory): Alert[] {
  const ran = new Set(observation.scripts.map((script) => script.host))
  return observation.scriptTags
    .filter((tag) => tag.host !== '' && !ran.has(tag.host) && !servesScripts(tag.host, inventory))
    .map((tag) => ({
      rule: 'payment/script-unauthorised',
      severity: 'high',
      title: `A new script from ${tag.host} stands on the payment page`,
      detail: `${short(tag.url)} (it did not run: blocked or not there)`,
    }))
}

function unknownScript(script: WatchedScript, inventory: Inventory): Alert | undefined {
  const served = script.kind !== 'file' || servesScripts(script.host, inventory)
  const able = (capability: Capability) => script.capabilities.includes(capability)
  const where = script.url ?? `${script.kind} script, ${script.bytes} bytes`
  if (!served)
    return {
      rule: 'payment/script-unauthorised',
      severity: 'high',
      title: `A new script from ${script.host} runs on the payment page`,
      detail: where,
    }
  const foreign = script.hosts.filter((host) => !isKnownHost(host, inventory))
  const why = [
    script.touchesCard && canCarryAway(script) ? 'it reads a card field' : '',
    able('obfuscated') ? 'it is written so that nobody can read it' : '',
    able('reads-inputs') && able('network') ? 'it can read fields and send' : '',
    able('code-from-text') ? 'it makes code from text' : '',
    able('worker') ? 'it installs a worker' : '',
    able('form-change') ? 'it changes where a form is sent' : '',
    able('frame-change') && foreign.length > 0 ? 'it brings a frame' : '',
    foreign.length > 0 && able('network') ? `it names an unknown host (${foreign[0]})` : '',
  ].filter((part) => part !== '')
  return why.length === 0
    ? undefined
    : {
        rule: 'payment/script-new-able',
        severity: 'high',
        title: 'A new script on the payment page can steal what is typed',
        detail: `${where}: ${why.join('; ')}.`,
      }
}

/** A header whose loss or weakening opens the page. */
function headerAlerts(observation: Observation, inventory: Inventory): Alert[] {
  const alerts: Alert[] = []
  for (const [name, before] of Object.entries(inventory.headers)) {
    const now = observation.headers[name]
    if (now === undefined) {
      alerts.push({
        rule: 'payment/header-lost',
        severity: 'high',
        title: `The header ${name} is gone`,
        detail: `It was: ${short(before)}`,
      })
    } else if (name === 'content-security-policy') {
      const opened = openedSources(before, now)
      if (opened.length > 0)
        alerts.push({
          rule: 'payment/csp-weakened',
          severity: 'high',
          title: 'The Content-Security-Policy allows more than before',
          detail: opened.slice(0, 5).join('; '),
        })
    } else if (
      name === 'strict-transport-security' &&
      Number(/max-age=(\d+)/.exec(now)?.[1] ?? 0) < Number(/max-age=(\d+)/.exec(before)?.[1] ?? 0) / 2
    ) {
      alerts.push({
        rule: 'payment/header-weakened',
        severity: 'medium',
        title: 'HSTS became shorter',
        detail: `${short(before)} → ${short(now)}`,
      })
    }
  }
  return alerts
}

function directives(policy: string): Map<string, Set<string>> {
  return new Map(
    policy.split(';').flatMap((part) => {
      const [name, ...sources] = part.trim().split(/\s+/)
      return name
        ? [[name.toLowerCase(), new Set(sources.filter((source) => !/^'(nonce|sha\d+)-/.test(source)))] as const]
        : []
    }),
  )
}

/** What a policy allows that an older one did not; nonces and hashes rotate and do not count. */
export function openedSources(before: string, now: string): string[] {
  const [old, current] = [directives(before), directives(now)]
  const opened: string[] = []
  for (const name of old.keys()) if (!current.has(name)) opened.push(`${name} is gone`)
  for (const [name, sources] of current) {
    const earlier = old.get(name) ?? old.get('default-src')
    if (earlier === undefined) continue
    for (const source of sources) if (!earlier.has(source) && source !== "'none'") opened.push(`${name} ${source}`)
  }
  return opened
}

/** Compares one visit with what is known and allowed. Pure. */
export function compare(observation: Observation, inventory: Inventory): { alerts: Alert[]; notices: Notice[] } {
  const byKey = new Map(inventory.scripts.map((entry) => [entry.key, entry]))
  const structures = new Set(inventory.scripts.flatMap((entry) => entry.versions.map((version) => version.structure)))
  const alerts: Alert[] = [...exfiltration(observation, inventory)]
  const notices: Notice[] = []
  for (const script of observation.scripts) {
    const entry = byKey.get(script.key)
    const alert = entry
      ? changedScript(script, entry, inventory)
      : structures.has(script.structure) && script.kind !== 'file'
        ? undefined
        : unknownScript(script, inventory)
    if (alert) alerts.push(alert)
    else if (entry === undefined) notices.push({ what: `new script ${script.url ?? script.key}` })
    else if (!entry.versions.some((version) => version.sha384 === script.sha384))
      notices.push({ what: `new version of ${script.url ?? script.key}` })
  }
  const approved = new Set([...inventory.approvedHosts, ...inventory.scripts.map((entry) => entry.host)])
  alerts.push(...strangeTags(observation, inventory), ...newContacts(observation, inventory, approved))
  const frames = observation.frames.filter(
    (frame) =>
      !inventory.frameHosts.includes(frame.host) && !inventory.approvedHosts.includes(frame.host.replace(/:\d+$/, '')),
  )
  for (const frame of frames)
    alerts.push({
      rule: 'payment/new-frame',
      severity: 'high',
      title: `A new frame stands on the payment page: ${frame.host || 'made by a script'}`,
      detail: short(frame.url),
    })
  const missing = inventory.frameHosts.filter((host) => !observation.frames.some((frame) => frame.host === host))
  if (missing.length > 0 && observation.cardFields.length > inventory.cardFields.length)
    alerts.push({
      rule: 'payment/frame-replaced',
      severity: 'critical',
      title: `The payment frame of ${missing[0]} is gone and the page asks for card data itself`,
      detail: observation.cardFields.join(', '),
    })
  for (const host of observation.formHosts.filter((item) => !inventory.formHosts.includes(item)))
    alerts.push({
      rule: 'payment/form-target',
      severity: 'critical',
      title: `A form of the payment page is now sent to ${host || 'nowhere'}`,
      detail: observation.url,
    })
  for (const field of observation.cardFields.filter((item) => !inventory.cardFields.includes(item)))
    alerts.push({
      rule: 'payment/new-card-field',
      severity: 'high',
      title: 'The page has a new field for card data',
      detail: short(field),
    })
  for (const cover of observation.overlays.filter((item) => !inventory.overlays.includes(item)))
    alerts.push({
      rule: 'payment/overlay',
      severity: 'high',
      title: 'Something lies over the payment frame or a card field',
      detail: short(cover),
    })
  for (const worker of observation.serviceWorkers.filter((item) => !inventory.serviceWorkers.includes(item)))
    alerts.push({
      rule: 'payment/service-worker',
      severity: 'high',
      title: 'A new service worker sits between the page and the network',
      detail: worker,
    })
  return { alerts: [...alerts, ...headerAlerts(observation, inventory)], notices }
}
