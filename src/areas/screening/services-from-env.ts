import { fraudLabsPro } from '../../connect/fraudlabspro/fraudlabspro.ts'
import { minFraud } from '../../connect/minfraud/minfraud.ts'
import { sift } from '../../connect/sift/sift.ts'
import { stripeRadar } from '../../connect/stripe-radar/stripe-radar.ts'
import { ShopwardenError } from '../../core/errors.ts'
import type { PanelMember } from './panel.ts'

/** A decision in a checkout should not wait longer than this for anybody. */
const DEADLINE_MS = 1500

/** Names of everything that is read of the environment. */
export const SERVICE_SETTINGS = [
  'MINFRAUD_ACCOUNT_ID',
  'MINFRAUD_LICENSE_KEY',
  'MINFRAUD_URL',
  'FRAUDLABSPRO_KEY',
  'FRAUDLABSPRO_URL',
  'STRIPE_SECRET_KEY',
  'STRIPE_URL',
  'SIFT_API_KEY',
  'SIFT_URL',
]

/** Services whose keys are set in the environment. Prices are list prices in hundredths, for the budget only. */
export function servicesFromEnv(env: Readonly<Record<string, string | undefined>>): PanelMember[] {
  const members: PanelMember[] = []
  const add = (service: PanelMember['service'], price: number) =>
    members.push({ service, deadlineMs: DEADLINE_MS, price })
  const base = (name: string) => {
    const url = env[name]
    if (url === undefined || url === '') return {}
    if (!URL.canParse(url))
      throw new ShopwardenError('SW_SCREENING_OPTION', `${name} is no address`, {
        fix: "Leave it unset for the service's own address, or give one with https://.",
      })
    return { base: url.replace(/\/+$/, '') }
  }
  const { MINFRAUD_ACCOUNT_ID, MINFRAUD_LICENSE_KEY, FRAUDLABSPRO_KEY, STRIPE_SECRET_KEY, SIFT_API_KEY } = env
  if (MINFRAUD_ACCOUNT_ID && MINFRAUD_LICENSE_KEY)
    add(minFraud({ accountId: MINFRAUD_ACCOUNT_ID, licenseKey: MINFRAUD_LICENSE_KEY, ...base('MINFRAUD_URL') }), 0.5)
  if (FRAUDLABSPRO_KEY) add(fraudLabsPro({ key: FRAUDLABSPRO_KEY, ...base('FRAUDLABSPRO_URL') }), 3)
  if (STRIPE_SECRET_KEY) add(stripeRadar({ key: STRIPE_SECRET_KEY, ...base('STRIPE_URL') }), 0)
  if (SIFT_API_KEY) add(sift({ apiKey: SIFT_API_KEY, ...base('SIFT_URL') }), 4)
  return members
}
