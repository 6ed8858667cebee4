import type { Expr } from '../ast.ts'
import { literalPrefix } from '../context/exposure.ts'
import { endingBits } from '../context/endings.ts'
import { Esc } from '../escapes.ts'
import type { ConditionResult, Machine, Refinement } from '../machine.ts'
import { unknownNumber, type Value } from '../value.ts'
import { wholeOf } from './hosts.ts'

/** The shop's own domain with the dot before it, which no other host ends in. */
const ownDomain = /^\.(?:[\w-]+\.)+[a-z]{2,}$/i

/** `x.endsWith('.pdf')`, and of the host of an address `host.endsWith('.shop.example')`. */
export function endsWith(machine: Machine, target: Expr, ending: Value): ConditionResult | undefined {
  if (typeof ending.constant === 'string' && ownDomain.test(ending.constant)) {
    const taints = machine.taints(machine.eval(target))
    const isHost = taints.length > 0 && taints.every(({ step }) => (wholeOf(step)?.bits ?? 0) === Esc.LocalUrl)
    if (isHost) return { value: unknownNumber, whenTrue: [{ target, bits: Esc.Safe }], whenFalse: [] }
  }
  const bits = typeof ending.constant === 'string' ? endingBits(ending.constant) : 0
  return bits === 0 ? undefined : { value: unknownNumber, whenTrue: [{ target, bits }], whenFalse: [] }
}

const siteWithSlash = /^https?:\/\/[^/?#\\]+[/?#]/i

/** What a path was made from: `f.toPath().normalize()` of `f`, `realpath(f)` of `f`. */
function madeFrom(target: Expr): Expr[] {
  if (target.kind === 'call') return target.args[0] ? [target.args[0].value] : []
  if (target.kind !== 'mcall' || target.args.length > 0) return []
  return [target.object, ...madeFrom(target.object)]
}

/**
 * What it says of a text that it begins with something of the shop's own: a resolved path is inside that folder, an address is
 * on that site. Not beginning with `//` is what is asked of a path of one's own.
 */
export function startsWith(machine: Machine, target: Expr, start: Value): ConditionResult {
  const result = (whenTrue: Refinement[], whenFalse: Refinement[] = []): ConditionResult => ({
    value: unknownNumber,
    whenTrue,
    whenFalse,
  })
  if (machine.taints(start).length > 0) return result([])
  if (start.constant === '//') return result([], [{ target, bits: Esc.LocalUrl }])
  // A path made plain has steps upwards at its beginning only.
  if (/^\.\.[/\\]?$/.test(String(start.constant))) {
    const given = machine.taints(machine.eval(target))
    const isPlain = given.length > 0 && given.every((taint) => taint.escapes & Esc.Resolved)
    return isPlain
      ? result(
          [],
          [target, ...madeFrom(target)].map((to) => ({ target: to, bits: Esc.PathName })),
        )
      : result([])
  }
  if (typeof start.constant === 'string' && start.constant.length < 2) return result([])
  const taints = machine.taints(machine.eval(target))
  let bits = siteWithSlash.test(literalPrefix(start.text)) ? Esc.LocalUrl : 0
  if (/^(?:https?|mailto|tel):/i.test(literalPrefix(start.text))) bits |= Esc.WebUrl
  // `/account/`: what begins so stays on the site.
  if (/^\/[^/\\]/.test(literalPrefix(start.text))) bits |= Esc.LocalPath
  if (taints.length > 0 && taints.every((taint) => taint.escapes & Esc.Resolved)) bits |= Esc.PathName
  if (bits === 0) return result([])
  // `f.getCanonicalPath()`, `realpath(f)`: what holds of the path holds of the file it was made from.
  return result([{ target, bits }, ...madeFrom(target).map((from) => ({ target: from, bits }))])
}
