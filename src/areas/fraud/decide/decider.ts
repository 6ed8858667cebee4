import { UsualByCurrency } from '../features/amounts.ts'
import { DIMENSIONS } from '../features/dimensions.ts'
import { FeaturePlan } from '../features/plan.ts'
import { type Linked, linkedTo } from '../features/linked.ts'
import { Reuse, type Reused } from '../features/reuse.ts'
import { Windows } from '../features/windows.ts'
import type { FraudEvent } from '../events/schema.ts'
import type { Scope, Value } from '../language/types.ts'
import { MODEL_INPUTS } from '../model/inputs.ts'
import { judgeBy, type Learned } from '../model/scorecard.ts'
import { derived } from './derived.ts'
import { fields } from './fields.ts'
import type { CompiledRule, RuleSet } from './rule-set.ts'
import { scoreOf } from './score.ts'

export type Outcome = 'approve' | 'challenge' | 'review' | 'decline'

export interface Decision {
  event: string
  outcome: Outcome
  /** 0 to 100. */
  score: number
  /** Ask the cardholder's bank (3-D Secure) before going on. */
  challenge: boolean
  /** Rules that fired, the heaviest first. */
  reasons: { rule: string; says: string; points: number; outcome: string }[]
  /** Rules that could not be judged: how many, by the field that was missing. */
  notEvaluated: Record<string, number>
  /** True where a count stopped at its bound and is "at least". */
  bounded: boolean
  /** Amounts that sums leave out, since they are in other currencies and no reference rate is known; missing where none. */
  unconverted?: number
  rules: string
  /** What the learned score says, where one is in force; always second to the rules. */
  learned?: Learned
}

/** Under which name the learned score gives its reason. */
const LEARNED_RULE = 'history/learned'

const USER = DIMENSIONS.indexOf('user')

type Reader = (event: FraudEvent, row: number) => Value

/** The past of one shop: windows and usual amounts. Fed in the order of filing, it is the same in a replay. */
export class Past {
  readonly windows: Windows
  readonly usual = new UsualByCurrency()
  readonly reuse = new Reuse()

  constructor(windows = new Windows()) {
    this.windows = windows
  }

  /** Files an event and returns its row. Labels also mark the event they judge. */
  add(event: FraudEvent): number {
    if (event.type === 'label' && event.label !== undefined)
      this.windows.label(event.label.of, event.label.verdict !== 'legitimate')
    const row = this.windows.add(event)
    this.reuse.add(event, this.windows.idAt(row, USER), this.windows.rows.time(row))
    return row
  }

  /** To be called once an event was judged: its own amount does not count as usual for itself. */
  settle(event: FraudEvent): void {
    if (event.type === 'order') this.usual.add(event)
  }
}

/** Judges events by one version of rules. One thread, no clock, no randomness: same past, same decision. */
export class Decider implements Scope {
  readonly past: Past
  readonly ruleSet: RuleSet
  readonly #plan: FeaturePlan
  /** One reader, and one kept value, for each name that the rules read. */
  readonly #readers: readonly Reader[]
  readonly #kept: Value[]
  readonly #keptFor: Int32Array
  #turn = 0
  #event: FraudEvent | undefined
  #row = -1
  #time = 0
  #linkedFor = -1
  #links: Linked = { users: 0, chargebacks: 0 }
  readonly #context

  constructor(ruleSet: RuleSet, past = new Past()) {
    this.ruleSet = ruleSet
    this.past = past
    this.#plan = new FeaturePlan(ruleSet.features.values())
    this.#context = {
      time: () => this.#time,
      usual: past.usual,
      feature: (name: string) => this.#feature(name),
      linked: () => this.#linked(),
      reused: (name: Reused) => this.#reused(name),
    }
    this.#readers = ruleSet.slots.names.map((name) => this.#reader(name))
    this.#kept = ruleSet.slots.names.map(() => undefined)
    this.#keptFor = new Int32Array(ruleSet.slots.names.length)
  }

  /** Files an event and, unless it only tells something (a label, reference rates), decides on it; else undefined. */
  take(event: FraudEvent): Decision | undefined {
    const row = this.past.add(event)
    const decision = this.judge(event, row)
    this.past.settle(event)
    return decision
  }

  /** Decides on an event that was filed under a row; undefined for labels and reference rates. */
  judge(event: FraudEvent, row: number): Decision | undefined {
    if (event.type === 'label' || event.type === 'rates') return undefined
    this.#event = event
    this.#row = row
    this.#time = this.past.windows.rows.time(row)
    this.#turn = (this.#turn + 1) | 0
    return this.#decide(event.id)
  }

  get(slot: number): Value {
    if (this.#keptFor[slot] === this.#turn) return this.#kept[slot]
    const value = (this.#readers[slot] as Reader)(this.#event as FraudEvent, this.#row)
    this.#keptFor[slot] = this.#turn
    this.#kept[slot] = value
    return value
  }

  #feature(name: string): number | undefined {
    const spec = this.ruleSet.features.get(name)
    return spec && this.#plan.read(this.past.windows, this.#row, spec)
  }

  #linked(): Linked {
    if (this.#linkedFor !== this.#row) {
      this.#linkedFor = this.#row
      this.#links = linkedTo(this.past.windows, this.#row)
    }
    return this.#links
  }

  #reused(name: Reused): number | undefined {
    const { reuse, windows } = this.past
    return reuse.users(this.#event as FraudEvent, name, windows.idAt(this.#row, USER), this.#time)
  }

  #reader(name: string): Reader {
    const spec = this.ruleSet.features.get(name)
    const field = fields[name]
    const made = derived[name]
    if (spec !== undefined) return (_event, row) => this.#plan.read(this.past.windows, row, spec)
    if (field !== undefined) return field.get
    if (made !== undefined) return (event) => made.get(event, this.#context)
    return () => undefined
  }

  missingField(slot: number): string {
    const event = this.#event as FraudEvent
    const name = this.ruleSet.slots.names[slot] as string
    if (fields[name] !== undefined) return name
    const needs = this.ruleSet.features.get(name)?.needs
    if (needs === undefined) return derived[name]?.needs(event) ?? name
    return needs.find((field) => fields[field]?.get(event) === undefined) ?? 'an earlier order of the customer'
  }

  inList(list: string, value: string): boolean {
    const until = this.ruleSet.lists.get(list)?.get(value)
    return until !== undefined && until > this.#time
  }

  /** What the learned score looks at, of the event judged last; the score of the rules is the last. */
  inputs(score: number): (number | undefined)[] {
    const values = (this.ruleSet.learned?.inputs ?? []).map((slot, index) => {
      const value = this.get(slot)
      return typeof value === 'number' ? Math.min(value, MODEL_INPUTS[index]?.most ?? value) : undefined
    })
    return [...values, score]
  }

  #decide(id: string): Decision {
    const fired: { rule: CompiledRule; points: number }[] = []
    const notEvaluated: Record<string, number> = {}
    for (const rule of this.ruleSet.rules) {
      const holds = rule.condition.run(this)
      if (holds === undefined) {
        const field = rule.condition.missing(this)
        notEvaluated[field] = (notEvaluated[field] ?? 0) + 1
      } else if (holds === true) {
        const grade = rule.gradeBy === undefined ? 1 : ((rule.gradeBy.run(this) as number | undefined) ?? 1)
        fired.push({ rule, points: rule.points * grade })
      }
    }
    const score = scoreOf(fired)
    const card = this.ruleSet.learned?.card
    const learned = card && judgeBy(card, this.inputs(score))
    const { outcome, challenge, byLearned } = this.#outcome(fired, score, learned?.probability ?? 0)
    fired.sort((a, b) => b.points - a.points)
    const unconverted = this.#plan.unconverted(this.#row)
    return {
      event: id,
      outcome,
      score,
      challenge,
      reasons: [
        ...fired.map(({ rule, points }) => ({
          rule: rule.id,
          says: rule.says,
          points: Math.round(points * 100) / 100,
          outcome: rule.outcome as string,
        })),
        ...(byLearned && learned ? [learnedReason(learned)] : []),
      ],
      notEvaluated,
      bounded: this.#plan.bounded(this.#row),
      ...(unconverted > 0 && { unconverted }),
      rules: this.ruleSet.version,
      ...(learned && { learned }),
    }
  }

  /**
   * The order of Stripe Radar: challenge is asked for first, then allow, block, review; then the score decides. Last the
   * learned score: it may send to challenge or review what the rules let pass, and never lets pass what they stop.
   */
  #outcome(
    fired: readonly { rule: CompiledRule }[],
    score: number,
    probability: number,
  ): { outcome: Outcome; challenge: boolean; byLearned: boolean } {
    const asks = (what: string) => fired.some((item) => item.rule.outcome === what)
    const limit = (name: string) => this.ruleSet.parameters[name] as number
    const challenge = asks('challenge') || score >= limit('challenge_score')
    const ruled = (outcome: Outcome) => ({ outcome, challenge, byLearned: false })
    if (asks('allow')) return ruled('approve')
    if (asks('block') || score >= limit('decline_score')) return ruled('decline')
    if (asks('review') || score >= limit('review_score')) return ruled('review')
    if (probability >= limit('learned_review')) return { outcome: 'review', challenge, byLearned: true }
    if (!challenge && probability >= limit('learned_challenge'))
      return { outcome: 'challenge', challenge: true, byLearned: true }
    return ruled(challenge ? 'challenge' : 'approve')
  }
}

/** In words, with what weighed most: the pattern is "known from earlier fraud". */
const learnedReason = ({ probability, because }: Learned) => ({
  rule: LEARNED_RULE,
  says: `By what became of earlier orders, fraud in ${Math.round(100 * probability)} of 100 such cases; because of: ${because.map(({ says }) => says).join(', ') || 'nothing single'}.`,
  points: 0,
  outcome: 'review',
})
