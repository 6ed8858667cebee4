import type { Evidence } from './evidence.ts'
import type { Fact } from './fact.ts'
import type { Finding } from './finding.ts'

/** An observation with its value parsed: what verdicts read. */
export interface Observed<T> {
  id: string
  subject: string
  value: T
  observedAt: Date
  findings: Finding[]
}

/** The newest of each subject. */
function newestBySubject(items: readonly Evidence[]): Evidence[] {
  const newest = new Map<string, Evidence>()
  for (const item of items) {
    const known = newest.get(item.subject)
    if (known === undefined || known.observedAt <= item.observedAt) newest.set(item.subject, item)
  }
  return [...newest.values()]
}

/** What a probe names that could not start at all: no single place, so none that is lacking beside others. */
const wholeShop = 'shop'

/** How far the clock of this machine may be behind the one that dated an observation, milliseconds. */
const clockSlackMs = 3_600_000

/** An observation from a day yet to come says nothing, but that a clock is wrong. */
const yetToCome = (item: Evidence): Evidence => ({
  ...item,
  findings: [],
  couldNotLook: {
    reason: `It is dated ${item.observedAt.slice(0, 16).replace('T', ' ')} UTC, which is yet to come: a clock was or is wrong.`,
    fix: 'Set the clocks of this machine and of the shop right (NTP), then look again.',
  },
})

/**
 * The evidence that counts at one moment: still valid, not from a day yet to come, and for each fact and subject only the newest observation.
 * A newer "could not look" does not erase an older observation that is still valid; but once a newer run has observed a fact,
 * subjects that this run does not mention at all (a host that is gone, another address) stop counting.
 */
export class EvidenceView {
  readonly now: Date
  readonly #seen = new Map<string, Evidence[]>()
  readonly #misses = new Map<string, Evidence[]>()
  readonly #missedBeside = new Map<string, Evidence[]>()

  constructor(evidence: Iterable<Evidence>, now: Date) {
    this.now = now
    const at = now.toISOString()
    const credible = new Date(now.getTime() + clockSlackMs).toISOString()
    const byFact = new Map<string, Evidence[]>()
    for (const item of evidence) {
      if (item.validUntil < at) continue
      const list = byFact.get(item.fact)
      if (list) list.push(item)
      else byFact.set(item.fact, [item])
    }
    for (const [fact, dated] of byFact) {
      const items = dated.filter((item) => item.observedAt <= credible)
      const unbelieved = dated.filter((item) => item.observedAt > credible).map(yetToCome)
      const observed = newestBySubject(items.filter((item) => item.couldNotLook === undefined))
      const run = observed.reduce<Evidence | undefined>(
        (best, item) => (best === undefined || best.observedAt <= item.observedAt ? item : best),
        undefined,
      )?.run
      const mentioned = new Set(items.filter((item) => item.run === run).map((item) => item.subject))
      const counted = run === undefined ? observed : observed.filter((item) => mentioned.has(item.subject))
      const misses = newestBySubject(items.filter((item) => item.couldNotLook !== undefined))
      if (counted.length > 0) this.#seen.set(fact, counted)
      const known = new Set(counted.map((item) => item.subject))
      const beside = misses.filter((item) => item.run === run && !known.has(item.subject) && item.subject !== wholeShop)
      if (counted.length > 0 && beside.length > 0) this.#missedBeside.set(fact, beside)
      const reasons = misses.length > 0 ? misses : newestBySubject(unbelieved)
      if (reasons.length > 0) this.#misses.set(fact, reasons)
    }
  }

  /** Everything that counts, observations first, then why other facts stayed unknown. */
  current(): Evidence[] {
    const misses = [...this.#misses].flatMap(([fact, items]) => (this.#seen.has(fact) ? [] : items))
    return [...[...this.#seen.values()].flat(), ...misses]
  }

  /** Every subject's newest observation of a fact. */
  all<T>(fact: Fact<T>): Observed<T>[] {
    return (this.#seen.get(fact.id) ?? []).map((item) => ({
      id: item.id,
      subject: item.subject,
      value: item.value as T,
      observedAt: new Date(item.observedAt),
      findings: item.findings,
    }))
  }

  /** The newest observation of a fact over all subjects. */
  latest<T>(fact: Fact<T>): Observed<T> | undefined {
    return this.all(fact).reduce<Observed<T> | undefined>(
      (best, item) => (best === undefined || best.observedAt <= item.observedAt ? item : best),
      undefined,
    )
  }

  /** Subjects that the same run could not look into while it observed others: a second server that did not answer. */
  missed(fact: Fact): { subject: string; reason: string }[] {
    return (this.#missedBeside.get(fact.id) ?? []).map(({ subject, couldNotLook }) => ({
      subject,
      reason: couldNotLook!.reason,
    }))
  }

  /** Why nothing is known of a fact: each probe's reason, or undefined where no probe tried. */
  whyUnknown(fact: Fact): { reason: string; fix: string } | undefined {
    return this.#misses.get(fact.id)?.at(-1)?.couldNotLook
  }
}
