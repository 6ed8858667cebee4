import { join } from '../join.ts'
import type { Frame } from '../machine.ts'
import type { Layer } from '../state.ts'
import { type Scope, valueTaints } from '../value.ts'

/** True where a variable holds a known number or truth value: the only ones that conditions are decided by. */
export function hasSwitch(vars: Layer<string>): boolean {
  for (let layer: Layer<string> | null = vars; layer; layer = layer.below)
    for (const { constant } of layer.own.values())
      if (typeof constant === 'number' || typeof constant === 'boolean') return true
  return false
}

/** The variables of a function as they are when the closure runs, not when it was made; it may change them. */
export function liveScope(frame: Frame, call: number): Scope {
  const outer = frame.captured
  return {
    get: (name) => frame.state.vars.get(name) ?? outer?.get(name),
    set(name, value) {
      const before = frame.state.vars.get(name)
      if (before === undefined) return outer?.set?.(name, value) ?? false
      const either = join(before, value)
      frame.state.vars.set(name, either)
      // What was as foreign before says the same to whoever is called next.
      if (valueTaints(either).length > valueTaints(before).length) frame.foreignWrites++
      return true
    },
    version: () => call + frame.foreignWrites + (outer?.version?.() ?? 0),
  }
}
