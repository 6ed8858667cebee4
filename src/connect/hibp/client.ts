import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { type HttpClient, header } from '../../core/http.ts'
import * as shapes from './schema.ts'

/** What came of one question: an answer, or to be asked again after so many seconds. */
export type Reply<T> = { kind: 'answer'; value: T } | { kind: 'wait'; seconds: number }

export const HIBP_URL = 'https://haveibeenpwned.com/api/v3'

interface Settings {
  http: HttpClient
  key: string
  /** Another address, e.g. of a proxy. */
  base?: string
}

/**
 * Have I Been Pwned, API v3. Never retries by itself: whoever asks keeps the pace of the plan.
 * @throws SW_HIBP_KEY for a refused key, SW_HIBP_UNAVAILABLE for anything that is no answer
 */
export class Hibp {
  readonly #settings: Settings

  constructor(settings: Settings) {
    this.#settings = settings
  }

  async #ask<T>(path: string, shape: z.ZodType<T>, none: T): Promise<Reply<T>> {
    const { http, key, base = HIBP_URL } = this.#settings
    const url = `${base}${path}`
    const response = await http.request(url, {
      headers: { 'hibp-api-key': key, accept: 'application/json' },
      maxBytes: 50_000_000,
      timeoutMs: 30_000,
    })
    // An address travels in the path: errors name the service, never the path.
    const where = base
    if (response.status === 404) return { kind: 'answer', value: none }
    if (response.status === 429) {
      const seconds = Number(header(response, 'retry-after'))
      return { kind: 'wait', seconds: Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 86_400) : 6 }
    }
    if (response.status === 401 || response.status === 403)
      throw new ShopwardenError('SW_HIBP_KEY', 'Have I Been Pwned refuses the key for this', {
        where,
        fix: 'Check the key in HIBP_API_KEY, and that its plan includes this kind of search (domains must be verified there).',
      })
    const unavailable = (what: string, cause?: unknown) =>
      new ShopwardenError('SW_HIBP_UNAVAILABLE', `Have I Been Pwned gave no answer (${what})`, {
        where,
        fix: 'Run the same command again later: it goes on where it stopped.',
        cause,
      })
    if (response.status !== 200) throw unavailable(`status ${response.status}`)
    try {
      return { kind: 'answer', value: shape.parse(JSON.parse(response.body.toString('utf8'))) }
    } catch (cause) {
      throw unavailable('the answer is not in its published form', cause)
    }
  }

  /** Requests a minute that the plan allows. */
  async requestsPerMinute(): Promise<Reply<number>> {
    const reply = await this.#ask('/subscription/status', shapes.statusSchema, { Rpm: 10 })
    return reply.kind === 'wait' ? reply : { kind: 'answer', value: reply.value.Rpm }
  }

  /** Every breach it knows. */
  breaches = () => this.#ask('/breaches', shapes.breachListSchema, [])

  /** The breach added last: to be asked often, it tells whether anything is new. */
  latestBreach = () => this.#ask('/latestbreach', shapes.hibpBreachSchema.nullable(), null)

  /** Names of the breaches an address is in. The address leaves the house. */
  async account(address: string): Promise<Reply<string[]>> {
    const reply = await this.#ask(`/breachedaccount/${encodeURIComponent(address)}`, shapes.accountSchema, [])
    return reply.kind === 'wait' ? reply : { kind: 'answer', value: reply.value.map((breach) => breach.Name) }
  }

  /** The same, giving away only the first six characters of the address's SHA-1. */
  async accountByRange(address: string): Promise<Reply<string[]>> {
    const hash = createHash('sha1').update(address).digest('hex').toUpperCase()
    const reply = await this.#ask(`/breachedaccount/range/${hash.slice(0, 6)}`, shapes.rangeSchema, [])
    if (reply.kind === 'wait') return reply
    const own = reply.value.find((entry) => entry.hashSuffix.toUpperCase() === hash.slice(6))
    return { kind: 'answer', value: own?.websites ?? [] }
  }

  /** Names before the @ of a verified domain, with the breaches each is in. */
  domain = (domain: string) => this.#ask(`/breacheddomain/${encodeURIComponent(domain)}`, shapes.aliasesSchema, {})

  /** Websites for which an address's password was taken from an infected device. */
  stealerLogsByEmail = (address: string) =>
    this.#ask(`/stealerlogsbyemail/${encodeURIComponent(address)}`, shapes.namesSchema, [])

  /** Names before the @ of a verified domain, with the websites each typed a stolen password into. */
  stealerLogsByEmailDomain = (domain: string) =>
    this.#ask(`/stealerlogsbyemaildomain/${encodeURIComponent(domain)}`, shapes.aliasesSchema, {})

  /** Addresses whose password for a verified website was taken from an infected device: the strongest signal of all. */
  stealerLogsByWebsite = (domain: string) =>
    this.#ask(`/stealerlogsbywebsitedomain/${encodeURIComponent(domain)}`, shapes.namesSchema, [])
}
