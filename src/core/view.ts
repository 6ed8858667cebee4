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

/**
 * The evidence that counts at one moment: still valid, and for each fact and subject only the newest observation.
 * A newer "could not look" does not erase an older observation that is still valid.
 */
export class EvidenceView {
  readonly now: Date
  readonly #byFact = new Map<string, Evidence[]>()
  readonly #misses = new Map<string, Evidence[]>()

  constructor(evidence: Iterable<Evidence>, now: Date) {
    this.now = now
    const newest = new Map<string, Evidence>()
    const at = now.toISOString()
    for (const item of evidence) {
      if (item.validUntil < at) continue
      const key = `${item.couldNotLook ? '-' : '+'}${item.fact}\0${item.subject}`
      const known = newest.get(key)
      if (known === undefined || known.observedAt <= item.observedAt) newest.set(key, item)
    }
    for (const item of newest.values()) {
      const index = item.couldNotLook ? this.#misses : this.#byFact
      const list = index.get(item.fact)
      if (list) list.push(item)
      else index.set(item.fact, [item])
    }
  }

  /** Everything that counts, observations first, each with its provenance. */
  current(): Evidence[] {
    return [...this.#byFact.values(), ...this.#misses.values()].flat()
  }

  /** Every subject's newest observation of a fact. */
  all<T>(fact: Fact<T>): Observed<T>[] {
    return (this.#byFact.get(fact.id) ?? []).map((item) => ({
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

  /** Why nothing is known of a fact: each probe's reason, or undefined where no probe tried. */
  whyUnknown(fact: Fact): { reason: string; fix: string } | undefined {
    return this.#misses.get(fact.id)?.[0]?.couldNotLook
  }
}
