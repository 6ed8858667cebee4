import { join } from 'node:path'
import { adyenDisputes } from '../../../connect/adyen-disputes/adyen.ts'
import { paypalDisputes } from '../../../connect/paypal-disputes/paypal.ts'
import { stripeDisputes } from '../../../connect/stripe-disputes/stripe.ts'
import type { CommandIo, ExitStatus } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import type { HttpClient } from '../../../core/http.ts'
import {
  answerOptions,
  areaState,
  choice,
  type Options,
  stateOption,
  textOf,
  writeAnswer,
} from '../../../core/options.ts'
import { namesPrivateAddress } from '../../../net/addresses.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import { parseMoney } from '../money.ts'
import type { Costs } from '../qualify/advise.ts'
import { locationOf, openRoom, type Room } from '../records/room.ts'
import type { Providers } from '../submit/submit.ts'

export const options = [...answerOptions, stateOption] as const
export const costOption = {
  flags: '--cost <amount>',
  description: 'what one answer costs (fee and work), e.g. "15 EUR"',
} as const
export const shopOption = {
  flags: '--shop-name <name>',
  description: 'name of the shop as it stands on the cover',
} as const

/** Opens the records for one verb: DATABASE_URL, else a file in the state folder; keys in SHOPWARDEN_KEYS_DIR, else beside it. */
export async function withRoom<T>(
  given: Options,
  io: CommandIo,
  use: (room: Room, dir: string) => Promise<T>,
): Promise<T> {
  const dir = areaState(given, io, 'disputes')
  const room = await openRoom(
    locationOf(dir, io.env['DATABASE_URL']),
    io.env['SHOPWARDEN_KEYS_DIR'] ?? join(dir, 'keys'),
    io.now(),
  )
  try {
    return await use(room, dir)
  } finally {
    await room.close()
  }
}

/** Writes an answer as text or as one JSON document. */
export function say(
  given: Options,
  io: CommandIo,
  data: unknown,
  lines: readonly string[],
  status: ExitStatus = 0,
): ExitStatus {
  const format = choice(given, 'format', ['text', 'json'], 'text')
  writeAnswer(format === 'json' ? JSON.stringify(data, null, 2) : lines.join('\n'), given, io)
  return status
}

/** --cost, e.g. "15 EUR". @throws SW_CLI_OPTION */
export function costsOf(given: Options): Costs | undefined {
  const text = textOf(given, 'cost')
  if (text === undefined) return undefined
  const [amount = '', currency = ''] = text.trim().split(/\s+/)
  const answer = parseMoney(amount, currency)
  if (answer === undefined)
    throw new ShopwardenError('SW_CLI_OPTION', `"${text}" is no amount with its currency`, {
      fix: 'For example --cost "15 EUR".',
    })
  return { answer }
}

/** A client that reaches these hosts only; hosts on this machine may be named for a laboratory. */
export function clientFor(bases: readonly (string | undefined)[], hosts: readonly string[], io: CommandIo): HttpClient {
  const local = bases.filter((base) => base !== undefined).some((base) => namesPrivateAddress(new URL(base).hostname))
  return createHttpClient({ hosts: new Set(hosts), allowPrivateAddresses: local, signal: io.signal })
}

/** The providers whose keys are set in the environment. */
export function providersFrom(env: NodeJS.ProcessEnv): {
  providers: Providers
  bases: (string | undefined)[]
  hosts: string[]
} {
  const base = (name: string) => env[`${name}_BASE`] || undefined
  const providers: Providers = {}
  if (env['STRIPE_SECRET_KEY'])
    providers.stripe = stripeDisputes({
      key: env['STRIPE_SECRET_KEY'],
      ...(base('STRIPE') && { base: base('STRIPE')! }),
    })
  if (env['ADYEN_API_KEY'])
    providers.adyen = adyenDisputes({
      key: env['ADYEN_API_KEY'],
      merchantAccount: merchantAccountOf(env),
      ...(base('ADYEN') && { base: base('ADYEN')! }),
    })
  if (env['PAYPAL_CLIENT_ID'] && env['PAYPAL_CLIENT_SECRET'])
    providers.paypal = paypalDisputes({
      clientId: env['PAYPAL_CLIENT_ID'],
      secret: env['PAYPAL_CLIENT_SECRET'],
      ...(base('PAYPAL') && { base: base('PAYPAL')! }),
    })
  return {
    providers,
    bases: ['STRIPE', 'ADYEN', 'PAYPAL'].map(base),
    hosts: Object.values(providers).flatMap((provider) => provider.hosts),
  }
}

export const merchantAccountOf = (env: NodeJS.ProcessEnv): string =>
  env['ADYEN_MERCHANT_ACCOUNT'] || 'merchant-account-not-set'

export const percent = (part: number, whole: number): string =>
  whole === 0 ? 'none' : `${Math.floor((100 * part) / whole)}%`
