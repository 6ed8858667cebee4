import type { Decision } from '../decide/decider.ts'
import type { RuleSet } from '../decide/rule-set.ts'
import type { FraudEvent } from '../events/schema.ts'
import { DIMENSIONS, keyOf } from '../features/dimensions.ts'
import { parseFeature } from '../features/names.ts'
import type { Pattern } from '../rules/rule.ts'
import { addOrder, type Money } from './money.ts'

/** Suspicious events of one pattern around one customer, card, address … */
export interface Alert {
  pattern: Pattern
  /** What the events share: "user", "card", "ip" … and its value (a token, never a card number). */
  around: string
  value: string
  says: string
  events: number
  amounts: Money
  firstAt: string
  lastAt: string
  score: number
  outcome: 'review' | 'decline'
  examples: string[]
}

const keyOfAlert = (pattern: string, around: string, value: string) => `${pattern}\0${around}\0${value}`

/** Most alerts that are held, about a kilobyte each. */
const MAX_GROUPS = 50_000
const MAX_EXAMPLES = 5

/** Gathers decisions that ask for attention into alerts, so that one attack is one alert. */
export class AlertBook {
  readonly #alerts = new Map<string, Alert>()
  readonly #sorted: Alert[] = []
  readonly #around = new Map<string, number>()
  readonly #most: number
  /** Called with an alert that was let go, the one where nothing happened for longest, to make room for a new one. */
  readonly #letGo: (alert: Alert) => void

  constructor(ruleSet: RuleSet, letGo: (alert: Alert) => void = () => undefined, most = MAX_GROUPS) {
    this.#letGo = letGo
    this.#most = most
    for (const rule of ruleSet.rules) {
      const spec = rule.condition.reads.map(parseFeature).find((found) => found !== undefined)
      const byField = rule.pattern === 'recipient' || rule.pattern === 'identity' ? 0 : undefined
      this.#around.set(rule.id, spec?.dimension ?? byField ?? 0)
    }
  }

  add(event: FraudEvent, decision: Decision): Alert | undefined {
    if (decision.outcome !== 'review' && decision.outcome !== 'decline') return undefined
    const main = decision.reasons.find((reason) => reason.outcome !== 'score') ?? decision.reasons[0]
    if (main === undefined) return undefined
    const dimension = this.#around.get(main.rule) ?? 0
    const value = keyOf(event, dimension) ?? event.id
    const pattern = main.rule.slice(0, main.rule.indexOf('/')) as Pattern
    const around = DIMENSIONS[dimension] ?? 'event'
    const key = keyOfAlert(pattern, around, value)
    let alert = this.#alerts.get(key)
    if (alert === undefined) {
      if (this.#alerts.size >= this.#most) this.#makeRoom()
      alert = {
        pattern,
        around,
        value,
        says: main.says,
        events: 0,
        amounts: {},
        firstAt: event.at,
        lastAt: event.at,
        score: 0,
        outcome: 'review',
        examples: [],
      }
      this.#sorted.push(alert)
    }
    // Whatever happens to an alert puts it at the end: what is let go first is where nothing happened for longest.
    this.#alerts.delete(key)
    this.#alerts.set(key, alert)
    alert.events++
    addOrder(alert.amounts, event)
    alert.lastAt = event.at
    if (decision.score > alert.score) {
      alert.score = decision.score
      alert.says = main.says
    }
    if (decision.outcome === 'decline') alert.outcome = 'decline'
    if (alert.examples.length < MAX_EXAMPLES) alert.examples.push(event.id)
    return alert
  }

  #makeRoom(): void {
    const [oldest] = this.#alerts
    if (oldest === undefined) return
    const [key, alert] = oldest
    this.#alerts.delete(key)
    this.#sorted.splice(this.#sorted.indexOf(alert), 1)
    this.#letGo(alert)
  }

  /** The worst first. The order is kept from call to call, so that sorting again costs little. */
  list(): readonly Alert[] {
    return this.#sorted.sort((a, b) => b.score - a.score || b.events - a.events || (a.value < b.value ? -1 : 1))
  }

  /** Alerts in the order in which something happened to them last, for a snapshot. */
  save(): Alert[] {
    return [...this.#alerts.values()]
  }

  restore(alerts: readonly Alert[]): void {
    for (const alert of alerts) {
      this.#alerts.set(keyOfAlert(alert.pattern, alert.around, alert.value), alert)
      this.#sorted.push(alert)
    }
  }
}
