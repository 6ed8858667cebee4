import type { EvidenceView, Observed } from '../../core/view.ts'
import { type Look, lookFact } from './schema.ts'

/** All looks that count, newest first. */
export const looksOf = (view: EvidenceView): Observed<Look>[] =>
  view.all(lookFact).toSorted((a, b) => b.observedAt.getTime() - a.observedAt.getTime())

/** The newest look in which one part was seen, longest wait first for cut-offs: a thorough probe knows more than the audit's own. */
export function lookWith<K extends keyof Look>(
  view: EvidenceView,
  part: K,
): (Observed<Look> & { part: NonNullable<Look[K]> }) | undefined {
  const found = looksOf(view).find((look) => look.value[part] !== undefined)
  return found === undefined ? undefined : { ...found, part: found.value[part]! }
}
