import type { Alert, Notice } from './alert.ts'
import { endpointOf } from './endpoint.ts'
import { headerAlerts } from './headers.ts'
import type { Inventory, InventoryEntry } from './inventory.ts'
import type { Capability, Observation, WatchedScript } from './observation.ts'

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

/**
 * Card data seen on its way out, or kept: the proof itself. Exempt are the page's own form in the clear, and hosts that somebody
 * authorised as receivers of card data (a provider whose script posts it from the shop's own form).
 */
function exfiltration(observation: Observation, inventory: Inventory): Alert[] {
  const open = (carries: string | undefined) => carries === 'plain' || carries === 'with separators'
  const receivers = new Set([...inventory.formHosts, ...inventory.cardHosts])
  const leaks = observation.requests.filter(
    (request) =>
      request.carries !== undefined &&
      !(open(request.carries) && receivers.has(request.host)) &&
      !(request.kind === 'message' && inventory.frameHosts.includes(request.host)),
  )
  const hosts = [...new Set(leaks.map((request) => request.host))]
  const alerts: Alert[] = hosts.map((host) => {
    const first = leaks.find((request) => request.host === host)!
    return {
      rule: 'payment/card-data-sent',
      severity: 'critical',
      title: `The card number typed on the payment page was sent to ${host || 'a frame without an address'}`,
      detail: `${first.kind} ${short(first.url)}, ${first.carries}.`,
    }
  })
  for (const place of new Set(observation.stored))
    alerts.push({
      rule: 'payment/card-data-stored',
      severity: 'critical',
      title: 'The page keeps the card number in the browser',
      detail: place,
    })
  for (const rule of observation.readingStyles.filter((text) => !inventory.readingStyles.includes(text)))
    alerts.push({
      rule: 'payment/style-reads-fields',
      severity: 'high',
      title: 'A style rule tells a server what a field holds',
      detail: short(rule),
    })
  return alerts
}

/** After typing, a host was contacted that the page never talked to: also encrypted data gives itself away like this. */
function newContacts(observation: Observation, inventory: Inventory, known: Set<string>): Alert[] {
  const contacted = new Set(
    observation.requests.filter((request) => request.afterTyping && request.host !== '').map((request) => request.host),
  )
  return [...contacted]
    .filter((host) => !known.has(host) && !inventory.requestHosts.includes(host) && !isApproved(host, inventory))
    .map((host) => ({
      rule: 'payment/new-contact-after-typing',
      severity: 'high',
      title: `The page contacts ${host} after something was typed`,
      detail: 'It never contacted this host before. Encrypted theft looks like this; so does a new measuring pixel.',
    }))
}

/**
 * Something unreadable went to an address that was never used before, while a script that deals with card fields had changed:
 * encrypted theft to a host that is known, the shop's own too.
 */
function sealed(observation: Observation, inventory: Inventory): Alert[] {
  const found = observation.requests.filter(
    (request) =>
      request.afterTyping &&
      request.opaque &&
      /^(fetch|xhr|ping|image|websocket|other|webrtc|look-ahead|script)$/.test(request.kind) &&
      !isApproved(request.host, inventory) &&
      !inventory.endpoints.includes(endpointOf(request.url)),
  )
  return found.slice(0, 3).map((request) => ({
    rule: 'payment/sealed-after-typing',
    severity: 'high',
    title: `Something unreadable is sent to ${endpointOf(request.url)} after typing`,
    detail: `${request.kind}; this address was not used before, and a script that deals with card fields has changed.`,
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

/** A known script at work: whether it now reads a card field, speaks of other hosts, or can do what it could not. */
function changedScript(script: WatchedScript, entry: InventoryEntry, inventory: Inventory): Alert | undefined {
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
  const nowTouches = script.touchesCard && !entry.touchesCard && !entry.seeksCard && canCarryAway(script)
  const nowSeeks = script.seeksCard && !entry.seeksCard && canCarryAway(script)
  const gained = script.capabilities.filter(
    (capability) => dangerous.has(capability) && !entry.capabilities.includes(capability),
  )
  // Shops learn to look up addresses and to open dialogues: without an eye on card fields, and with known hosts only, that is on record.
  const harmless = new Set<Capability>(['reads-inputs', 'network', 'frame-change'])
  const needsLook = gained.filter((capability) => (script.seeksCard && script.sendsReads) || !harmless.has(capability))
  if (needsLook.length === 0 && foreign.length === 0 && !nowTouches && !nowSeeks) return undefined
  const why = [
    needsLook.length > 0 ? `it can now: ${gained.join(', ')}` : '',
    foreign.length > 0 ? `it names new hosts: ${foreign.slice(0, 3).join(', ')}` : '',
    nowTouches ? 'it now reads a card field' : nowSeeks ? 'its text now goes for what is typed' : '',
  ].filter((part) => part !== '')
  return {
    rule: 'payment/script-changed',
    severity: gained.includes('obfuscated') || nowTouches || nowSeeks || foreign.length > 0 ? 'high' : 'medium',
    title: 'A script of the payment page changed what it can do',
    detail: `${name}: ${why.join('; ')}.`,
  }
}

/** Hosts approved in advance: by name, or with everything below a domain (`*.vendor.example`). */
function isApproved(host: string, inventory: Inventory): boolean {
  const bare = host.replace(/:\d+$/, '')
  return inventory.approvedHosts.some(
    (item) => item === host || item === bare || (item.startsWith('*.') && bare.endsWith(item.slice(1))),
  )
}

/** A host the page may speak of: itself, and those it already talks to. */
function isKnownHost(host: string, inventory: Inventory): boolean {
  if (isApproved(host, inventory)) return true
  const known = [new URL(inventory.url).hostname, ...inventory.requestHosts, ...inventory.frameHosts].map((item) =>
    item.replace(/:\d+$/, ''),
  )
  return known.includes(host)
}

/** Whether scripts of a host are known or approved on this page. */
function servesScripts(host: string, inventory: Inventory): boolean {
  return (
    host === new URL(inventory.url).host ||
    isApproved(host, inventory) ||
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
  const foreign = script.hosts.filter((host) => !isKnownHost(host, inventory))
  const takes = script.touchesCard && canCarryAway(script) ? 'it reads a card field' : ''
  // Who approved a host has accepted what its scripts look like, but not that they read card fields.
  const approved = script.kind === 'file' && isApproved(script.host, inventory)
  const suspicious = [
    script.seeksCard && canCarryAway(script) ? 'its text goes for what is typed and it can carry it away' : '',
    able('obfuscated') ? 'it is written so that nobody can read it' : '',
    able('code-from-text') ? 'it makes code from text' : '',
    able('worker') ? 'it installs a worker' : '',
    able('form-change') ? 'it changes where a form is sent' : '',
    able('frame-change') && foreign.length > 0 ? 'it brings a frame' : '',
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

/** A style sheet of a strange host can draw over the page, hide the payment frame, and read what attributes hold. */
function foreignStyles(observation: Observation, inventory: Inventory): Alert[] {
  const hosts = observation.requests.filter((item) => item.kind === 'stylesheet').map((item) => item.host)
  return [...new Set(hosts)]
    .filter((host) => host !== '' && !isKnownHost(host.replace(/:\d+$/, ''), inventory))
    .map((host) => ({
      rule: 'payment/style-unauthorised',
      severity: 'high',
      title: `The page loads a style sheet from ${host}`,
      detail: 'It never loaded anything from there before.',
    }))
}

/** The page goes elsewhere by itself, or offers to pay elsewhere. */
function leaving(observation: Observation, inventory: Inventory): Alert[] {
  const { goesTo } = inventory
  if (goesTo === undefined) return []
  const known = new Set([...goesTo, ...inventory.formHosts])
  return observation.goesTo
    .filter((host) => !known.has(host) && !isKnownHost(host.replace(/:\d+$/, ''), inventory))
    .map((host) => ({
      rule: 'payment/leads-away',
      severity: 'high',
      title: `The payment page leads to ${host} to pay`,
      detail: 'By a link or by itself; it did not before.',
    }))
}

const fieldKinds = [/csc|cvv|cvc|security/i, /exp/i, /cc-name|holder/i]
const kindOf = (field: string) => fieldKinds.findIndex((kind) => kind.test(field))

/** Fields for card data that stand there in addition: one that only got another name or id took the place of the old one. */
function newCardFields(observation: Observation, inventory: Inventory): string[] {
  const fresh = observation.cardFields.filter((item) => !inventory.cardFields.includes(item))
  const gone = inventory.cardFields.filter((item) => !observation.cardFields.includes(item)).map(kindOf)
  return fresh.filter((field) => {
    const place = gone.indexOf(kindOf(field))
    if (place >= 0) gone.splice(place, 1)
    return place < 0
  })
}

/** Compares one visit with what is known and allowed. Pure. */
export function compare(observation: Observation, inventory: Inventory): { alerts: Alert[]; notices: Notice[] } {
  const byKey = new Map(inventory.scripts.map((entry) => [entry.key, entry]))
  const structures = new Set(inventory.scripts.flatMap((entry) => entry.versions.map((version) => version.structure)))
  const alerts: Alert[] = [...exfiltration(observation, inventory)]
  const notices: Notice[] = []
  const changed = observation.scripts.filter(
    (script) => !byKey.get(script.key)?.versions.some((version) => version.sha384 === script.sha384),
  )
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
  const serving = new Set(inventory.scripts.map((entry) => entry.host))
  alerts.push(...strangeTags(observation, inventory), ...newContacts(observation, inventory, serving))
  if (changed.some((script) => script.touchesCard || script.seeksCard)) alerts.push(...sealed(observation, inventory))
  const frames = observation.frames.filter(
    (frame) => !inventory.frameHosts.includes(frame.host) && !isApproved(frame.host, inventory),
  )
  const own = new URL(inventory.url).host
  for (const frame of frames) {
    // A page of the shop in a frame that visitors see, without a field for the card, is the shop's own affair.
    if (frame.host === own && frame.seen && !observation.frameFields.some((item) => item.host === own)) {
      notices.push({ what: `new frame ${short(frame.url)}` })
      continue
    }
    alerts.push({
      rule: 'payment/new-frame',
      severity: 'high',
      title: `A new frame stands on the payment page: ${frame.host || 'made by a script'}`,
      detail: short(frame.url),
    })
  }
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
  alerts.push(...foreignStyles(observation, inventory), ...leaving(observation, inventory))
  for (const field of newCardFields(observation, inventory))
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
  return {
    alerts: [...alerts, ...headerAlerts(observation, inventory, (host) => isKnownHost(host, inventory))],
    notices,
  }
}
