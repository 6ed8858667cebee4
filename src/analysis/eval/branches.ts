import type { LoopFrame, Machine } from '../machine.ts'
import { branch, type Changes, changesSince } from '../state.ts'

/** Runs `body` in a branch of its own; gives its changes, or null where it does not come out. */
export function isolated(machine: Machine, body: () => boolean): Changes | null {
  const base = machine.frame.state
  const { complaints } = machine.frame
  machine.frame.state = branch(base)
  const dead = body()
  machine.frame.complaints = complaints
  const changes = dead ? null : changesSince(machine.frame.state, base)
  machine.frame.state = base
  return changes
}

/** Opens a loop, or a switch, that `break` and `continue` speak of. */
export function openLoop(machine: Machine, isLoop: boolean): LoopFrame {
  const loop: LoopFrame = { base: machine.frame.state, breaks: [], isLoop }
  machine.frame.loops.push(loop)
  return loop
}

export const noChanges: Changes = { vars: new Map(), heap: new Map() }
