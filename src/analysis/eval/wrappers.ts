import type { Expr } from '../ast.ts'
import type { Frame } from '../machine.ts'

/**
 * Where a sink is reported: at the sink, or, where a function of another file hands its own parameter on unchanged (`query($sql)`
 * of a database class), at the call of that function, since that is where the text was made. Within one file the sink itself
 * is the place: the reader sees both.
 */
export function unwrap(frame: Frame, at: number, node: Expr | undefined): { file: number; at: number } {
  let place = { file: frame.file, at }
  let current: Frame = frame
  let arg = node
  while (arg?.kind === 'var' && current.fn && current.caller) {
    const { name } = arg
    const position = current.fn.params.findIndex((param) => param.name === name)
    // A function in the function that has the parameter: `new Promise((resolve) => pool.query(sql, resolve))`.
    if (
      position < 0 &&
      current.fn.uses === 'all' &&
      !current.state.vars.get(name) &&
      current.caller.file === current.file
    ) {
      current = current.caller
      continue
    }
    if (!current.call) break
    const given = current.call.nodes[position]
    // A parameter that was changed on the way is this function's own making.
    if (position < 0 || !given || current.state.vars.get(name) !== current.base.vars.get(name)) break
    if (current.caller.file !== current.file) place = { file: current.caller.file, at: current.call.at }
    arg = given.value
    current = current.caller
  }
  return place
}

/** Files of a function and of those that called it: a sink inside may have been reported in any of them. */
export function filesAround(innermost: Frame): ReadonlySet<number> {
  const files = new Set<number>()
  for (let frame: Frame | null = innermost; frame; frame = frame.caller) files.add(frame.file)
  return files
}
