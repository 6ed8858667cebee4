import { createHash } from 'node:crypto'
import { ShopwardenError } from '../../core/errors.ts'
import { createHttpClient } from '../../net/http-client.ts'
import { type PanelMember, ScreeningPanel } from './panel.ts'
import { SERVICE_SETTINGS, servicesFromEnv } from './services-from-env.ts'
import { readLooks, recordLook } from './usage.ts'

/** Newest part of the record that is read for what was spent today: about a hundred thousand looks. */
const TODAY_BYTES = 16_000_000

/** Spent today (UTC) as recorded, in hundredths. */
export async function spentToday(stateDir: string, members: readonly PanelMember[], now: Date): Promise<number> {
  const prices = new Map(members.map(({ service, price }) => [service.name, price]))
  const day = now.toISOString().slice(0, 10)
  let spent = 0
  for await (const look of readLooks(stateDir, TODAY_BYTES))
    if (look.at.startsWith(day)) spent += prices.get(look.service) ?? 0
  return spent
}

/** What a panel of one shop is made of. */
export interface PanelPlace {
  stateDir: string
  keys: Readonly<Record<string, string | undefined>>
  dailyBudget: number
  now(): Date
}

async function open({ stateDir, dailyBudget, now }: PanelPlace, members: PanelMember[]): Promise<ScreeningPanel> {
  return new ScreeningPanel(members, {
    http: createHttpClient({
      hosts: new Set(members.flatMap(({ service }) => service.hosts)),
      allowPrivateAddresses: false,
    }),
    now,
    dailyBudget,
    spentToday: await spentToday(stateDir, members, now()),
    record: (look) => recordLook(stateDir, { ...look, by: 'checkout' }),
  })
}

/** Panels of the shops that this server serves, kept between requests so that breakers, budget and cache hold. */
export class Panels {
  readonly #open = new Map<string, { made: string; panel: Promise<ScreeningPanel> }>()

  /** @throws SW_SCREENING_NO_SERVICE */
  of(place: PanelPlace): Promise<ScreeningPanel> {
    const members = servicesFromEnv(place.keys)
    if (members.length === 0)
      throw new ShopwardenError('SW_SCREENING_NO_SERVICE', 'No external service is set up for this shop', {
        fix: 'Set the key of one: PUT /api/v1/shops/{shop}/services/FRAUDLABSPRO_KEY, or another that GET …/services lists.',
      })
    // Other keys, another budget: another panel.
    const made = createHash('sha256')
      .update(JSON.stringify([place.dailyBudget, SERVICE_SETTINGS.map((name) => place.keys[name])]))
      .digest('base64')
    const known = this.#open.get(place.stateDir)
    if (known?.made === made) return known.panel
    const panel = open(place, members)
    this.#open.set(place.stateDir, { made, panel })
    // One that could not be opened is tried again by the next request.
    panel.catch(() => this.#open.delete(place.stateDir))
    return panel
  }
}
