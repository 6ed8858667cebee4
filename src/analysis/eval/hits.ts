import type { Exposure } from '../context/exposure.ts'
import type { Hit } from '../machine.ts'
import { entryOf, type Step, type Taint } from '../value.ts'

/** The sinks that were reached: one for a place and for the file its data enters by, the surest of each. */
export class Hits {
  readonly #found = new Map<string, Hit>()

  add(rule: string, file: number, at: number, exposures: readonly Exposure[]): void {
    for (const { taint, partial, where } of exposures) {
      const key = `${rule}\0${file}\0${at}\0${entryOf(taint).file}`
      const hit: Hit = { rule, file, at, taint, partial, where }
      const known = this.#found.get(key)
      if (known === undefined || rank(hit) < rank(known)) this.#found.set(key, hit)
    }
  }

  /** Forgets hits of a rule in files whose data is on the way to one of the taints: making a path is not yet using it. */
  withdraw(rule: string, files: ReadonlySet<number>, taints: readonly Taint[]): void {
    for (const [key, hit] of this.#found)
      if (hit.rule === rule && files.has(hit.file) && taints.some((taint) => isBefore(hit.taint.step, taint)))
        this.#found.delete(key)
  }

  all(): Hit[] {
    return [...this.#found.values()]
  }
}

function isBefore(station: Step, taint: Taint): boolean {
  for (let step: Step | null = taint.step; step && step.length >= station.length; step = step.before)
    if (step === station) return true
  return false
}

/** Lower is a better report: sure, direct, short. */
function rank({ taint, partial }: Hit): number {
  const far = taint.kind === 'request' ? 0 : taint.kind === 'database' || taint.kind === 'environment' ? 600 : 300
  return (partial ? 1000 : 0) + far + (taint.unsure ? 100 : 0) + taint.step.length
}
