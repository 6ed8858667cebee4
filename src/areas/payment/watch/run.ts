import { ShopwardenError } from '../../../core/errors.ts'
import { fingerprint, type Finding } from '../../../core/finding.ts'
import { withBrowser } from '../../../net/browser.ts'
import type { Alert, Notice } from './alert.ts'
import { compare } from './compare.ts'
import { authorise, type Inventory, inventoryFrom } from './inventory.ts'
import { readInventory, recordRun, type WatchRun, writeInventory } from './records.ts'
import type { Observation } from './observation.ts'
import type { Recipe } from './recipes.ts'
import type { Step } from './steps.ts'
import type { Profile } from './visit.ts'
import { judge, observe } from './watch.ts'

export interface RunOptions {
  url: string
  steps: readonly Step[]
  recipe?: Recipe | 'auto' | undefined
  profiles: readonly Profile[]
  chromium: string
  switches?: readonly string[]
  /** Folder of inventory and records. */
  dir: string
  now(): Date
  signal: AbortSignal
  progress(message: string): void
  /** Takes what is there now into the inventory, authorised by this person for this reason. */
  authorise?: { by: string; justification: string }
  /** Hosts whose scripts are approved in advance. */
  approve?: readonly string[]
  /** Hosts that may be sent card data by the page itself; taken over together with an authorisation. */
  receivers?: readonly string[]
}

export interface WatchResult {
  run: WatchRun
  inventory: Inventory
  alerts: Alert[]
  notices: Notice[]
  first: boolean
  observations: Observation[]
}

/** Alerts that need no earlier inventory: they prove theft by themselves. */
const selfEvident = new Set([
  'payment/card-data-sent',
  'payment/card-data-stored',
  'payment/account-changed',
  'payment/overlay',
  'payment/style-reads-fields',
])

/**
 * One watch of a payment page: visits, comparison with the inventory, record. The first watch makes the inventory; later ones
 * leave it as it is unless somebody authorises, so that an alert stays until a person has looked.
 * @throws SW_PAYMENT_PAGE, SW_PAYMENT_STEP, SW_PAYMENT_WALL when the checkout was not seen: then nothing is written
 */
export async function runWatch(options: RunOptions): Promise<WatchResult> {
  const { url, dir, now } = options
  const known = readInventory(dir, url)
  const observations = await withBrowser(
    { executable: options.chromium, switches: options.switches ?? [] },
    (browser) =>
      observe(browser, {
        url,
        steps: options.steps,
        recipe: options.recipe,
        profiles: options.profiles,
        signal: options.signal,
        cardPlaces: known?.cardPlaces,
        progress: options.progress,
      }),
  )
  const bad = observations.find((observation) => observation.status >= 400 || observation.status === 0)
  if (bad)
    throw new ShopwardenError('SW_PAYMENT_PAGE', `The payment page answered with status ${bad.status}`, {
      where: bad.url,
      fix: 'Check the address; where a basket is needed, give the way there with --steps.',
    })
  const walled = observations.find((observation) => observation.walled)
  if (walled)
    throw new ShopwardenError('SW_PAYMENT_WALL', `The checkout was not seen: ${walled.obstacles.join('; ')}`, {
      where: walled.url,
      fix: 'Give the way past it with --steps (log in with a test account, agree to the banner); inventory and last good watch stay as they were.',
    })
  const at = now().toISOString()
  let inventory = known ?? { ...inventoryFrom(observations, at), url }
  if (options.approve)
    inventory = { ...inventory, approvedHosts: [...new Set([...inventory.approvedHosts, ...options.approve])] }
  if (options.authorise)
    inventory = authorise(
      {
        ...inventoryFrom(observations, at, inventory),
        url,
        headers: observations[0]!.headers,
        cardHosts: [...new Set([...inventory.cardHosts, ...(options.receivers ?? [])])],
      },
      options.authorise.by,
      options.authorise.justification,
      at,
    )
  const bare = { ...inventory, overlays: [], readingStyles: [] }
  const found =
    known === undefined
      ? {
          alerts: observations
            .flatMap((observation) => compare(observation, bare).alerts)
            .filter((alert) => selfEvident.has(alert.rule)),
          notices: [],
        }
      : judge(observations, inventory)
  const alerts = [...new Map(found.alerts.map((alert) => [`${alert.rule} ${alert.title}`, alert])).values()]
  if (known === undefined || options.authorise || options.approve) writeInventory(dir, url, inventory)
  const run: WatchRun = {
    at,
    url,
    profiles: observations.length,
    scripts: new Set(observations.flatMap((item) => item.scripts.map((script) => script.key))).size,
    unauthorised: inventory.scripts.filter((entry) => !entry.authorisedAt).length,
    alerts,
  }
  recordRun(dir, run)
  const limits = [...new Set(observations.flatMap((item) => item.obstacles))].map((what) => ({ what }))
  return { run, inventory, alerts, notices: [...limits, ...found.notices], first: known === undefined, observations }
}

const cwes: Readonly<Record<string, number>> = {
  'payment/card-data-sent': 506,
  'payment/card-data-stored': 922,
  'payment/overlay': 1021,
  'payment/csp-weakened': 693,
  'payment/header-lost': 693,
  'payment/header-weakened': 693,
  'payment/script-unauthorised': 829,
  'payment/new-frame': 829,
  'payment/frame-asks-card': 829,
}

/** Alerts as findings, for reports and SARIF. */
export function alertFindings(url: string, alerts: readonly Alert[]): Finding[] {
  return alerts.map((alert) => ({
    area: 'payment',
    rule: alert.rule,
    title: alert.title,
    message: alert.detail,
    severity: alert.severity,
    confidence: alert.severity === 'critical' ? 'high' : 'medium',
    cwe: [cwes[alert.rule] ?? 353],
    advisories: [],
    location: { uri: url },
    trace: [],
    fingerprint: fingerprint(alert.rule, url, alert.title),
    remedy:
      'Ask whoever changed the page. If nobody did, take the checkout offline, keep a copy, and search the server with "shopwarden malware scan". If it is wanted, run "shopwarden payment watch" with --authorise and the reason.',
  }))
}
