import type { Expr } from '../ast.ts'
import { checks } from '../context/checks.ts'
import type { Machine } from '../machine.ts'
import { textTaints, type Value } from '../value.ts'
import { isNoPage } from './content-type.ts'
import type { Hits } from './hits.ts'
import { unwrap } from './wrappers.ts'

/** Notes what of a value is exposed at a sink, as the check of its rule judges it. */
export function reachSink(
  machine: Machine,
  hits: Hits,
  checkName: string,
  rule: string,
  value: Value,
  at: number,
  node: Expr | undefined,
): void {
  const check = checks[checkName]
  if (!check || (check === checks.html && isNoPage(machine))) return
  const found = check(value.text)
  // What stands in the text has been looked at where it stands.
  const own = textTaints(value.text)
  const held = value.shape || value.object ? machine.taints(value).filter((taint) => !own.includes(taint)) : []
  if (held.length > 0) found.push(...check([{ taints: held }]))
  if (found.length === 0) return
  const place = unwrap(machine.frame, at, node)
  hits.add(rule, place.file, place.at, found)
}
