import type { Alert, Notice } from './alert.ts'
import { otherAccounts } from './accounts.ts'
import type { Compared } from './compared.ts'
import { outOfSight } from './deep-fields.ts'
import { endpointOf } from './endpoint.ts'
import { headerAlerts } from './headers.ts'
import { judgeScripts } from './compare-scripts.ts'
import { importMapAlerts } from './import-maps.ts'
import type { Inventory } from './inventory.ts'
import { isApproved, isKnownHost, isRelative, servesScripts } from './known-hosts.ts'
import type { Observation } from './observation.ts'
import { never } from './typing.ts'

const short = (text: string) => (text.length > 120 ? `${text.slice(0, 117)}…` : text)

/**
 * Card data seen on its way out, or kept: the proof itself. Exempt are the page's own form in the clear, and hosts that somebody
 * authorised as receivers of card data (a provider whose script posts it from the shop's own form).
 */
function exfiltration(observation: Observation, inventory: Inventory): Alert[] {
  // Percent signs are how forms and addresses are written, no disguise.
  const open = (carries: string | undefined) =>
    /^(?:percent, )?(?:plain|with separators)$|^percent$/.test(carries ?? '')
  const receivers = new Set([...inventory.formHosts, ...inventory.cardHosts])
  const leaks = observation.requests.filter(
    (request) =>
      request.carries !== undefined &&
      !(open(request.carries) && receivers.has(request.host)) &&
      !(request.kind === 'message' && inventory.frameHosts.includes(request.host)),
  )
  const hosts = [...new Set(leaks.map((request) => request.host))]
  const { clearTo } = inventory
  const inClear = observation.requests.find(
    (request) =>
      open(request.carries) &&
      inventory.formHosts.includes(request.host) &&
      !inventory.cardHosts.includes(request.host) &&
      clearTo !== undefined &&
      !clearTo.includes(request.host),
  )
  const alerts: Alert[] = hosts.map((host) => {
    const first = leaks.find((request) => request.host === host)!
    return {
      rule: 'payment/card-data-sent',
      severity: 'critical',
      title: `The card number typed on the payment page was sent to ${host || 'a frame without an address'}`,
      detail: `${first.kind} ${short(first.url)}, ${first.carries}.`,
    }
  })
  if (inClear !== undefined)
    alerts.push({
      rule: 'payment/card-data-in-clear',
      severity: 'high',
      title: `${inClear.host} now gets the card number in the clear`,
      detail: `${inClear.kind} ${short(inClear.url)}; before, it got none that could be read. Whoever reads what the server is sent has the card.`,
    })
  for (const place of new Set(observation.stored))
    alerts.push({
      rule: 'payment/card-data-stored',
      severity: 'critical',
      title: 'The page keeps the card number in the browser',
      detail: place,
    })
  for (const way of observation.sealed.filter((item) => !inventory.sealed.includes(item)))
    alerts.push({
      rule: 'payment/card-data-sealed',
      severity: 'high',
      title: 'A script of the page enciphers or hashes the card number',
      detail: `${way}; it did not before. Encrypted card data cannot be recognised when it leaves.`,
    })
  for (const { name, was, now, beside } of otherAccounts(observation.accounts, inventory.accounts))
    alerts.push({
      rule: 'payment/account-changed',
      severity: 'high',
      title: `The payment page names another account: ${short(name)}`,
      detail: `${beside ? `Beside ${short(was)} stands ${short(now)}` : `It was ${short(was)} and is now ${short(now)}`}. Whoever can change it is paid in your place, or reads the card.`,
    })
  for (const account of observation.copiedElse)
    alerts.push({
      rule: 'payment/account-changed',
      severity: 'critical',
      title: 'What the page copies is not the account that it shows',
      detail: `${short(account)} is copied, and stands nowhere on the page. Who pays by transfer pays somebody else.`,
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
    .filter((host) => !isRelative(host, [...known, ...inventory.requestHosts]) && !isApproved(host, inventory))
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
function sealed(observation: Observation, inventory: Inventory, compared: Compared | undefined): Alert[] {
  const found = observation.requests.filter(
    (request) =>
      request.afterTyping &&
      request.opaque &&
      /^(fetch|xhr|ping|image|websocket|other|webrtc|look-ahead|script)$/.test(request.kind) &&
      !isApproved(request.host, inventory) &&
      !inventory.cardHosts.includes(request.host) &&
      !inventory.endpoints.includes(endpointOf(request.url)) &&
      !compared?.steady.has(`${request.kind} to ${endpointOf(request.url)}`),
  )
  return found.slice(0, 3).map((request) => ({
    rule: 'payment/sealed-after-typing',
    severity: 'high',
    title: `Something unreadable is sent to ${endpointOf(request.url)} after typing`,
    detail: `${request.kind}; this address was not used before, and a script that deals with card fields has changed.`,
  }))
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

const code =
  'csc|cvv|cvc|security|cc.?cid|card.{0,3}verif|verification.?(?:number|value)|pr[üu]e?fnummer|cryptogram|seguridad|sicurezza|bezpiecze'
const fieldKinds = [new RegExp(never, 'i'), new RegExp(code, 'i'), /exp/i, /cc-name|holder/i]
const secret = new RegExp(`num|\\bpan\\b|${code}|${never}|\\d{4}[ -]\\d{4}`, 'i')
const kindOf = (field: string) => fieldKinds.findIndex((kind) => kind.test(field))

/**
 * Fields for card data that stand there in addition: one that only got another name or id took the place of the old one. Who wants the
 * card asks for its number or code: a field for the expiry or the holder alone is none.
 */
function newCardFields(observation: Observation, inventory: Inventory): string[] {
  const fresh = observation.cardFields.filter((item) => !inventory.cardFields.includes(item))
  const gone = inventory.cardFields.filter((item) => !observation.cardFields.includes(item)).map(kindOf)
  return fresh.filter((field) => {
    // Where people entered the card in plain sight of the shop's own checks, a field that nothing can look into is another matter.
    if (field.endsWith(outOfSight) && !inventory.cardFields.some((item) => item.endsWith(outOfSight))) return true
    if (kindOf(field) > 1 && !secret.test(field)) return false
    const place = gone.indexOf(kindOf(field))
    if (place >= 0) gone.splice(place, 1)
    return place < 0
  })
}

/** A frame of a known host that asked for no card before and does now. What is of the page's own host counts among its fields. */
function askingFrames({ frameFields, url }: Observation, inventory: Inventory): Alert[] {
  const { cardFrames, frameHosts, cardHosts } = inventory
  if (cardFrames === undefined) return []
  const hosts = new Set(frameFields.map((frame) => frame.host))
  return [...hosts]
    .filter(
      (host) =>
        host !== '' &&
        host !== new URL(url).host &&
        isRelative(host, frameHosts) &&
        !isRelative(host, [...cardFrames, ...cardHosts]),
    )
    .map((host) => ({
      rule: 'payment/frame-asks-card',
      severity: 'critical',
      title: `A frame of ${host} now asks for the card`,
      detail: 'It had no field for card data before. Who serves the frame reads what is entered there.',
    }))
}

/** Compares one visit with what is known and allowed; `compared`: what visits with two cards have shown, where there were any. Pure. */
export function compare(
  observation: Observation,
  inventory: Inventory,
  compared?: Compared,
): { alerts: Alert[]; notices: Notice[] } {
  const byKey = new Map(inventory.scripts.map((entry) => [entry.key, entry]))
  const scripts = judgeScripts(observation, inventory, compared)
  const alerts: Alert[] = [...exfiltration(observation, inventory), ...scripts.alerts]
  const { notices } = scripts
  const changed = observation.scripts.filter(
    (script) => !byKey.get(script.key)?.versions.some((version) => version.sha384 === script.sha384),
  )
  const serving = new Set(inventory.scripts.map((entry) => entry.host))
  alerts.push(...strangeTags(observation, inventory), ...newContacts(observation, inventory, serving))
  if (changed.some((script) => script.touchesCard || script.seeksCard))
    alerts.push(...sealed(observation, inventory, compared))
  const own = new URL(inventory.url).host
  const frames = observation.frames.filter(
    (frame) =>
      !inventory.frameHosts.includes(frame.host) &&
      !(frame.host !== own && isRelative(frame.host, inventory.frameHosts)) &&
      !isApproved(frame.host, inventory),
  )
  for (const frame of frames) {
    // Without a field for the card, a page of the shop in a frame that visitors see is the shop's own affair; whoever's authorised scripts
    // run on the page gains nothing by a frame; one that is neither seen nor has an address can show nothing.
    const host = frame.host === 'about:blank' ? '' : frame.host
    const ownAffair =
      (frame.host === own && frame.seen) ||
      inventory.scripts.some((entry) => entry.host === frame.host && entry.host !== own && entry.host !== '') ||
      (host === '' && frame.seen === false)
    if (ownAffair && !observation.frameFields.some((item) => item.host === host)) {
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
  alerts.push(...askingFrames(observation, inventory))
  const missing = inventory.frameHosts.filter((host) => !observation.frames.some((frame) => frame.host === host))
  if (missing.length > 0 && observation.cardFields.length > inventory.cardFields.length)
    alerts.push({
      rule: 'payment/frame-replaced',
      severity: 'critical',
      title: `The payment frame of ${missing[0]} is gone and the page asks for card data itself`,
      detail: observation.cardFields.join(', '),
    })
  // Whoever's scripts run here gains nothing by a form of hidden fields into a frame.
  const silent = observation.silentFormHosts.filter((host) => !inventory.scripts.some((entry) => entry.host === host))
  for (const host of new Set(
    [...observation.formHosts, ...silent].filter((item) => !inventory.formHosts.includes(item)),
  ))
    alerts.push({
      rule: 'payment/form-target',
      severity: 'critical',
      title: `A form of the payment page is now sent to ${host || 'nowhere'}`,
      detail: observation.url,
    })
  alerts.push(
    ...importMapAlerts(observation, inventory),
    ...foreignStyles(observation, inventory),
    ...leaving(observation, inventory),
  )
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
  for (const worker of observation.serviceWorkers.filter((item) => !inventory.serviceWorkers.includes(item))) {
    if (compared?.passiveWorkers.has(worker) && isKnownHost(new URL(worker).host, inventory))
      notices.push({ what: `new service worker ${worker}` })
    else
      alerts.push({
        rule: 'payment/service-worker',
        severity: 'high',
        title: 'A new service worker sits between the page and the network',
        detail: worker,
      })
  }
  return {
    alerts: [...alerts, ...headerAlerts(observation, inventory)],
    notices,
  }
}
