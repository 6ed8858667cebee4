import type { Decision, Outcome } from '../decide/decider.ts'
import { derived } from '../decide/derived.ts'
import { fields } from '../decide/fields.ts'
import type { RuleSet } from '../decide/rule-set.ts'
import { instantMs } from '../events/parse.ts'
import type { FraudEvent } from '../events/schema.ts'
import { parseFeature } from '../features/names.ts'
import { PATTERNS, type Pattern } from '../rules/rule.ts'

/** Fields of an event that count as given, beyond those that rules may name. */
const extra: Readonly<Record<string, (event: FraudEvent) => unknown>> = {
  'customer.createdAt': (event) => event.customer?.createdAt,
  'session.id': (event) => event.session?.id,
}
/** Every field whose presence is counted, with how to read it: a plain list, since each event walks it. */
const watched: readonly { name: string; get(event: FraudEvent): unknown }[] = [
  ...Object.entries(fields).map(([name, field]) => ({ name, get: field.get })),
  ...Object.entries(extra).map(([name, get]) => ({ name, get })),
]
const positions = new Map(watched.map(({ name }, index) => [name, index]))

/** A field that fewer events carry is not "sent". */
const LEAST_SHARE = 0.01

export interface PatternCover {
  pattern: Pattern
  /** Rules that the fields of this stream allow, and all rules of the pattern. */
  usable: number
  rules: number
  /** Fields that would have to be sent for more. */
  missing: string[]
}

export interface CoverageState {
  events: number
  types: Record<string, number>
  outcomes: Record<Outcome, number>
  firstMs: number
  lastMs: number
  given: Record<string, number>
}

/** What a stream of events holds, and which patterns its fields allow to be watched. */
export class Coverage {
  events = 0
  readonly types: Record<string, number> = {}
  readonly outcomes: Record<Outcome, number> = { approve: 0, challenge: 0, review: 0, decline: 0 }
  #firstMs = Number.POSITIVE_INFINITY
  #lastMs = Number.NEGATIVE_INFINITY
  readonly #given = new Float64Array(watched.length)

  /** Time of the earliest event, ISO 8601 in UTC; undefined before any. */
  get firstAt(): string | undefined {
    return this.events === 0 ? undefined : new Date(this.#firstMs).toISOString()
  }

  get lastAt(): string | undefined {
    return this.events === 0 ? undefined : new Date(this.#lastMs).toISOString()
  }

  add(event: FraudEvent, decision: Decision | undefined): void {
    this.events++
    this.types[event.type] = (this.types[event.type] ?? 0) + 1
    if (decision) this.outcomes[decision.outcome]++
    const at = instantMs(event.at)
    if (at < this.#firstMs) this.#firstMs = at
    if (at > this.#lastMs) this.#lastMs = at
    for (let index = 0; index < watched.length; index++)
      if (watched[index]?.get(event) !== undefined) this.#given[index] = (this.#given[index] as number) + 1
  }

  #sent(field: string): boolean {
    // Guests are known by their mailbox.
    if (field === 'customer.id' && this.#sent('customer.email')) return true
    return (this.#given[positions.get(field) ?? -1] ?? 0) > LEAST_SHARE * this.events
  }

  /** Names of the fields that are sent. */
  get fields(): string[] {
    return [...positions.keys()].filter((field) => this.#sent(field)).sort()
  }

  /** Everything counted, as plain data for a snapshot; `restore` takes it back. */
  save(): CoverageState {
    const { events, types, outcomes } = this
    return {
      events,
      types: { ...types },
      outcomes: { ...outcomes },
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
      given: Object.fromEntries(watched.map(({ name }, index) => [name, this.#given[index] ?? 0])),
    }
  }

  restore(state: CoverageState): void {
    this.events = state.events
    Object.assign(this.types, state.types)
    Object.assign(this.outcomes, state.outcomes)
    this.#firstMs = state.firstMs
    this.#lastMs = state.lastMs
    for (const [name, count] of Object.entries(state.given)) {
      const index = positions.get(name)
      if (index !== undefined) this.#given[index] = count
    }
  }

  /** For each pattern, how many rules of a set could judge these events. */
  patterns(ruleSet: RuleSet): PatternCover[] {
    return (Object.keys(PATTERNS) as Pattern[]).map((pattern) => {
      const rules = ruleSet.rules.filter((rule) => rule.pattern === pattern && rule.outcome !== 'allow')
      const missing = new Set<string>()
      let usable = 0
      for (const rule of rules) {
        const absent = rule.condition.depends
          .flatMap((name) => needsOf(name))
          .filter((need) => !(typeof need === 'string' ? this.#sent(need) : need.some((field) => this.#sent(field))))
        const needsRefunds = rule.pattern === 'refund-abuse' && !this.types['refund']
        if (absent.length === 0 && !needsRefunds) usable++
        if (needsRefunds) missing.add('events of type refund')
        for (const need of absent) missing.add(typeof need === 'string' ? need : need.join(' or '))
      }
      return { pattern, usable, rules: rules.length, missing: [...missing].sort() }
    })
  }
}

function needsOf(name: string): readonly (string | readonly string[])[] {
  if (name.startsWith('param.')) return []
  return parseFeature(name)?.needs ?? derived[name]?.fields ?? [name]
}
