import { createHash } from 'node:crypto'
import type { ScreeningOrder, ScreeningResult, ScreeningService } from '../../connect/screening.ts'
import { ShopwardenError } from '../../core/errors.ts'
import type { HttpClient } from '../../core/http.ts'
import { canonicalJson } from '../../core/json.ts'
import type { OrderOpinions } from '../../core/opinions.ts'
import { CircuitBreaker } from './breaker.ts'
import type { Look } from './schema.ts'

/** One service of the panel and its limits. */
export interface PanelMember {
  service: ScreeningService
  /** A decision never waits longer, in milliseconds. */
  deadlineMs: number
  /** Price of one look, in the currency's hundredths. */
  price: number
}

export interface PanelOptions {
  http: HttpClient
  now(): Date
  /** Most to spend a day (UTC), in hundredths, over all services. */
  dailyBudget: number
  /** Seconds an answer for the same order and particulars is used again. */
  cacheSeconds?: number
  /** What was spent today before, in hundredths. */
  spentToday?: number
  /** Called once a look that was really made. */
  record(look: Look): void
}

export type Opinion =
  | { service: string; answered: true; cached: boolean; ms: number; result: ScreeningResult }
  | { service: string; answered: false; why: string }

const MAX_CACHE = 10_000
const aboutTheOrder: ReadonlySet<string> = new Set(['SW_SCREENING_INPUT', 'SW_SCREENING_NOT_JUDGED'])

/** Asks external services side by side. Whatever happens to them, an answer comes within the longest deadline. */
export class ScreeningPanel {
  readonly #members: readonly PanelMember[]
  readonly #options: PanelOptions
  readonly #breakers = new Map<string, CircuitBreaker>()
  readonly #cache = new Map<string, { until: number; result: ScreeningResult }>()
  readonly #under = new Map<string, Promise<Opinion>>()
  #day = ''
  #spent = 0

  constructor(members: readonly PanelMember[], options: PanelOptions) {
    this.#members = members
    this.#options = options
    this.#day = options.now().toISOString().slice(0, 10)
    this.#spent = options.spentToday ?? 0
    for (const { service } of members) this.#breakers.set(service.name, new CircuitBreaker())
  }

  /** Spent today, in hundredths. */
  get spent(): number {
    return this.#spent
  }

  /** Opinions of all services; one that could not answer says why. Never rejects. */
  screen(order: ScreeningOrder): Promise<Opinion[]> {
    return Promise.all(this.#members.map((member) => this.#ask(member, order)))
  }

  async #ask(member: PanelMember, order: ScreeningOrder): Promise<Opinion> {
    const { service } = member
    const absent = service.needs(order)
    if (absent !== undefined) return { service: service.name, answered: false, why: `not asked: ${absent} is missing` }
    const key = createHash('sha256')
      .update(canonicalJson([service.name, order]))
      .digest('base64')
    const nowMs = this.#options.now().getTime()
    const kept = this.#cache.get(key)
    if (kept !== undefined && kept.until > nowMs)
      return { service: service.name, answered: true, cached: true, ms: 0, result: kept.result }
    const running = this.#under.get(key)
    if (running !== undefined) return running
    if (!this.#mayAsk(service.name, nowMs))
      return { service: service.name, answered: false, why: 'not asked: it has failed several times in a row' }
    if (!this.#pay(member.price)) {
      this.#breakers.get(service.name)?.succeeded()
      return { service: service.name, answered: false, why: "not asked: today's budget is spent" }
    }
    const asking = this.#look(member, order, key).finally(() => this.#under.delete(key))
    this.#under.set(key, asking)
    return asking
  }

  #mayAsk(name: string, nowMs: number): boolean {
    return this.#breakers.get(name)?.allows(nowMs) ?? true
  }

  #pay(price: number): boolean {
    const day = this.#options.now().toISOString().slice(0, 10)
    if (day !== this.#day) {
      this.#day = day
      this.#spent = 0
    }
    if (this.#spent + price > this.#options.dailyBudget) return false
    this.#spent += price
    return true
  }

  async #look({ service, deadlineMs }: PanelMember, order: ScreeningOrder, key: string): Promise<Opinion> {
    const { http, now, record } = this.#options
    const started = performance.now()
    const stop = new AbortController()
    let timer: NodeJS.Timeout | undefined
    try {
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          stop.abort()
          reject(new ShopwardenError('SW_SCREENING_LATE', `${service.name} did not answer within ${deadlineMs} ms`))
        }, deadlineMs)
      })
      const result = await Promise.race([
        service.screen(order, http, { timeoutMs: deadlineMs, signal: stop.signal }),
        late,
      ])
      const ms = performance.now() - started
      this.#breakers.get(service.name)?.succeeded()
      if (this.#cache.size >= MAX_CACHE) this.#cache.delete(this.#cache.keys().next().value as string)
      this.#cache.set(key, { until: now().getTime() + (this.#options.cacheSeconds ?? 600) * 1000, result })
      record({ at: now().toISOString(), service: service.name, order: order.id, ok: true, ms, score: result.score })
      return { service: service.name, answered: true, cached: false, ms, result }
    } catch (error) {
      const code = error instanceof ShopwardenError ? error.code : 'SW_SCREENING_FAILED'
      // A service that says what is wrong with this order is there for the next one.
      if (aboutTheOrder.has(code)) this.#breakers.get(service.name)?.succeeded()
      else this.#breakers.get(service.name)?.failed(now().getTime())
      record({
        at: now().toISOString(),
        service: service.name,
        order: order.id,
        ok: false,
        ms: performance.now() - started,
        error: code,
      })
      return {
        service: service.name,
        answered: false,
        why:
          error instanceof ShopwardenError
            ? `${error.message}${error.where === undefined || error.message.includes(error.where) ? '' : ` (${error.where})`}`
            : 'it could not be asked',
      }
    } finally {
      clearTimeout(timer)
    }
  }
}

/** The panel's view as one: the worst score of those that answered; undefined where none did, and own rules decide alone. */
export function combined(
  opinions: readonly Opinion[],
): { score: number; advice: ScreeningResult['advice'] } | undefined {
  const answers = opinions.flatMap((opinion) => (opinion.answered ? [opinion.result] : []))
  if (answers.length === 0) return undefined
  const asks = (advice: ScreeningResult['advice']) => answers.some((answer) => answer.advice === advice)
  return {
    score: Math.max(...answers.map((answer) => answer.score)),
    advice: asks('decline') ? 'decline' : asks('review') ? 'review' : asks('approve') ? 'approve' : undefined,
  }
}

/** Opinions in the words that other areas know. Pure. */
export function toOthers(opinions: readonly Opinion[]): OrderOpinions {
  const [answered, silent]: [Record<string, OrderOpinions['answered'][string]>, Record<string, string>] = [{}, {}]
  for (const opinion of opinions)
    if (opinion.answered) {
      const { score, advice } = opinion.result
      answered[opinion.service] = { score, ...(advice && { advice }) }
    } else silent[opinion.service] = opinion.why
  return { answered, silent }
}

/** What may be done with an order, from the mildest to the strictest. */
export const OUTCOMES = ['approve', 'challenge', 'review', 'decline'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** The own decision, which services can make stricter but never milder; where none answered it stands alone. Pure. */
export function settle(own: Outcome | undefined, together: ReturnType<typeof combined>): Outcome | undefined {
  return OUTCOMES.findLast((outcome) => outcome === own || outcome === together?.advice)
}
