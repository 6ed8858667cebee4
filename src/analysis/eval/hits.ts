import type { Exposure } from '../context/exposure.ts'
import type { Hit } from '../machine.ts'
import type { Taint } from '../value.ts'

/** The sinks that were reached: one for a place and for the file its data enters by, the surest of each. */
export class Hits {
  readonly #found = new Map<string, Hit>()

  add(rule: string, file: number, at: number, exposures: readonly Exposure[]): void {
    for (const { taint, partial, where } of exposures) {
      const key = `${rule}\0${file}\0${at}\0${sourceFile(taint)}`
      const hit: Hit = { rule, file, at, taint, partial, where }
      const known = this.#found.get(key)
      if (known === undefined || rank(hit) < rank(known)) this.#found.set(key, hit)
    }
  }

  all(): Hit[] {
    return [...this.#found.values()]
  }
}

function sourceFile(taint: Taint): number {
  let { step } = taint
  while (step.before) step = step.before
  return step.file
}

/** Lower is a better report: sure, direct, short. */
function rank({ taint, partial }: Hit): number {
  return (partial ? 1000 : 0) + (taint.kind === 'request' ? 0 : 300) + (taint.unsure ? 100 : 0) + taint.step.length
}
