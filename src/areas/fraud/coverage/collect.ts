import type { Decision, Outcome } from '../decide/decider.ts'
import { derived } from '../decide/derived.ts'
import { fields } from '../decide/fields.ts'
import type { RuleSet } from '../decide/rule-set.ts'
import type { FraudEvent } from '../events/schema.ts'
import { parseFeature } from '../features/names.ts'
import { PATTERNS, type Pattern } from '../rules/rule.ts'

/** Fields of an event that count as given, beyond those that rules may name. */
const extra: Readonly<Record<string, (event: FraudEvent) => unknown>> = {
  'customer.createdAt': (event) => event.customer?.createdAt,
  'billing.line1': (event) => event.billing?.line1,
  'session.id': (event) => event.session?.id,
}
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

/** What a stream of events holds, and which patterns its fields allow to be watched. */
export class Coverage {
  events = 0
  readonly types: Record<string, number> = {}
  readonly outcomes: Record<Outcome, number> = { approve: 0, challenge: 0, review: 0, decline: 0 }
  firstAt: string | undefined
  lastAt: string | undefined
  readonly #given = new Map<string, number>()

  add(event: FraudEvent, decision: Decision | undefined): void {
    this.events++
    this.types[event.type] = (this.types[event.type] ?? 0) + 1
    if (decision) this.outcomes[decision.outcome]++
    const at = new Date(event.at.length > 19 ? event.at : `${event.at}Z`).toISOString()
    if (this.firstAt === undefined || at < this.firstAt) this.firstAt = at
    if (this.lastAt === undefined || at > this.lastAt) this.lastAt = at
    for (const [name, field] of Object.entries(fields)) if (field.get(event) !== undefined) this.#count(name)
    for (const [name, get] of Object.entries(extra)) if (get(event) !== undefined) this.#count(name)
  }

  #count(name: string): void {
    this.#given.set(name, (this.#given.get(name) ?? 0) + 1)
  }

  #sent(field: string): boolean {
    // Guests are known by their mailbox.
    if (field === 'customer.id' && this.#sent('customer.email')) return true
    return (this.#given.get(field) ?? 0) > LEAST_SHARE * this.events
  }

  /** Names of the fields that are sent. */
  get fields(): string[] {
    return [...this.#given.keys()].filter((field) => this.#sent(field)).sort()
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
