import type { Browser } from 'playwright-core'
import type { Alert, Notice } from './alert.ts'
import { cardDependent } from './card-dependence.ts'
import { compare } from './compare.ts'
import { comparedVisits } from './compared.ts'
import type { Inventory } from './inventory.ts'
import type { Observation } from './observation.ts'
import type { Recipe } from './recipes.ts'
import type { Step } from './steps.ts'
import { type Profile, visit } from './visit.ts'

const phone =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36'

/** Visitors that a page is shown to: skimmers hide from some of them. Two type each test card: what follows the card shows itself. All but one ask for
 * reduced motion: frames that are not drawn cost nothing, and what hides from such people shows itself to the first. */
export const PROFILES: readonly Profile[] = [
  { name: 'desktop', card: 0, timeZone: 'Europe/Berlin' },
  {
    name: 'phone from a search engine',
    card: 0,
    userAgent: phone,
    mobile: true,
    referrer: 'https://www.google.com/',
    reducedMotion: true,
    timeZone: 'America/New_York',
  },
  { name: 'patient visitor by night', card: 1, forwardMs: 10 * 60_000, hour: 23, reducedMotion: true },
  { name: 'desktop, another card, coming back', card: 1, again: true, reducedMotion: true },
]

/** Visitors that are sent once more, two for each card, where something seems to follow the card: by chance two visits often agree. */
const CONFIRM: readonly Profile[] = [0, 1, 0, 1].map((card) => ({
  name: 'desktop, once more',
  card,
  again: true,
  reducedMotion: true,
}))

/**
 * How often: a value of one bit, such as the arm of a test, falls as the cards do in 1 of 8 times in four visits, in 1 of 128 in eight, in
 * 1 of 2,048 in twelve.
 */
const confirmations = 2

export interface WatchOptions {
  url: string
  steps: readonly Step[]
  recipe?: Recipe | 'auto' | undefined
  profiles: readonly Profile[]
  signal: AbortSignal
  /** Places that are known to follow the card (inventory). */
  cardPlaces?: readonly string[] | undefined
  progress(message: string): void
}

/**
 * Visits the page once for each profile, side by side: most of a visit is waiting. Where something of the page seems to follow the
 * card number, more visits say whether it was chance. Observations in the order of the profiles.
 */
export async function observe(browser: Browser, options: WatchOptions): Promise<Observation[]> {
  const all = (profiles: readonly Profile[]) => {
    options.progress(`visiting as ${profiles.map((profile) => profile.name).join(', ')}`)
    return profiles.map((profile) => visit(browser, { ...options, profile }))
  }
  const seen = await Promise.all(all(options.profiles))
  for (let round = 0; round < confirmations; round++) {
    if (cardDependent(seen).every((place) => options.cardPlaces?.includes(place))) break
    const more = await Promise.allSettled(all(CONFIRM))
    options.signal.throwIfAborted()
    seen.push(...more.flatMap((item) => (item.status === 'fulfilled' ? [item.value] : [])))
  }
  return seen
}

/** Compares all visits with the inventory; what several visits show is told once. Pure. */
export function judge(
  observations: readonly Observation[],
  inventory: Inventory,
): { alerts: Alert[]; notices: Notice[] } {
  const alerts = new Map<string, Alert>()
  const notices = new Map<string, Notice>()
  const compared = comparedVisits(observations)
  for (const observation of observations) {
    const found = compare(observation, inventory, compared)
    for (const alert of found.alerts) alerts.set(`${alert.rule} ${alert.title}`, alert)
    for (const notice of found.notices) notices.set(notice.what, notice)
  }
  for (const place of cardDependent(observations)
    .filter((item) => !inventory.cardPlaces.includes(item))
    .slice(0, 5))
    alerts.set(`payment/card-data-sent ${place}`, {
      rule: 'payment/card-data-sent',
      severity: 'critical',
      title: `Something made of the card number leaves the page or is kept: ${place.slice(0, 160)}`,
      detail:
        'Two visitors with one test card gave the same value, two with another card another one. How it is encoded does not matter.',
    })
  return { alerts: [...alerts.values()], notices: [...notices.values()] }
}
