import { Esc } from '../escapes.ts'
import type { Hole, Taint, Text } from '../value.ts'

/** A taint that reaches a context it is not made harmless for. */
export interface Exposure {
  taint: Taint
  /** Some escaping was done, but not the one this context needs: worth a look, less sure. */
  partial: boolean
  /** The context in plain words, e.g. "inside a double-quoted attribute". */
  where: string
}

/** What a station says where data comes back that a visitor was seen to write. */
export const writtenBefore = 'was written to'

/**
 * Stations since data that was followed from a visitor into a column or the session was read out of it again; undefined for
 * other data.
 */
export function stationsSinceRead(taint: Taint): number | undefined {
  for (let step: Taint['step'] | null = taint.step; step; step = step.before)
    if (step.message.startsWith(writtenBefore)) return taint.step.length - step.length
  return undefined
}

/** True for data that was followed into a column of a table, or into a setting, and out of it again. */
export function ofColumn(taint: Taint): boolean {
  for (let step: Taint['step'] | null = taint.step; step; step = step.before)
    if (step.message.startsWith(`${writtenBefore} column `) || step.message.startsWith(`${writtenBefore} the option`))
      return true
  return false
}

/** True for data that was followed from a visitor into a column or the session and out of it again. */
export const wasWritten = (taint: Taint): boolean => stationsSinceRead(taint) !== undefined

/** Adds what of a hole is not covered by `enough` (any one of its bits is); `helps` are bits that go half of the way. */
export function expose(into: Exposure[], hole: Hole, enough: number, where: string, helps = 0): void {
  for (const taint of hole.taints) {
    if ((taint.escapes & (enough | Esc.Safe | Esc.Trusted)) !== 0) continue
    const half = hole.folded ? taint.escapes : taint.escapes & helps
    into.push({ taint, partial: (half & ~Esc.Safe) !== 0, where })
  }
}

/** States of the contexts that are nothing but an open quote. */
const quotes: ReadonlySet<string> = new Set(['"', "'", '`'])

/**
 * Walks a text with a state that literals move and holes look at; after a choice the first option's end state holds. Behind a
 * folded hole the state is a guess: holes there are looked at as folded, too.
 */
export function walkText<S>(
  text: Text,
  start: S,
  literal: (state: S, text: string) => S,
  hole: (state: S, hole: Hole) => S,
): S {
  let lost = false
  const walk = (pieces: Text, from: S): S => {
    let state = from
    for (const part of pieces) {
      if (typeof part === 'string') state = literal(state, part)
      else if ('taints' in part) {
        state = hole(state, lost && !part.folded ? { ...part, folded: true } : part)
        if (part.folded) lost = true
      } else {
        const before = state
        let split = false
        part.options.forEach((option, index) => {
          const end = walk(option, before)
          if (index === 0) state = end
          // One way leaves a quote open: what follows may stand in either place.
          else if (quotes.has(String(end)) !== quotes.has(String(state)) || (quotes.has(String(end)) && end !== state))
            split = true
        })
        if (split) lost = true
      }
    }
    return state
  }
  return walk(text, start)
}

/** The literal text before the first hole, and whether there is a hole at all. */
export function literalPrefix(text: Text): string {
  let prefix = ''
  for (const part of text) {
    if (typeof part === 'string') prefix += part
    else if ('taints' in part) break
    else {
      const options = part.options.map((option) => literalPrefix(option))
      let common = options[0] ?? ''
      for (const option of options) while (!option.startsWith(common)) common = common.slice(0, -1)
      prefix += common
      break
    }
  }
  return prefix
}
