import type { Machine, Refinement } from '../machine.ts'
import type { Expr } from '../ast.ts'
import { mapTaints, withEscapes } from '../map-taints.ts'
import { type Step, type Taint, unknown, Value, valueTaints } from '../value.ts'
import { lacking } from '../context/absent.ts'
import { Esc } from '../escapes.ts'
import { shapeOf, withElement } from './access.ts'
import { wholeOf } from './hosts.ts'
import { placeKey } from './conditions-places.ts'

const folding =
  /^\\?(?:mb_|utf8_)?(?:str_?to_?lower|str_?to_?upper|[lr]?trim|toLowerCase|toUpperCase|toString|strval|lower|upper|lower_?case|upper_?case)$/i

function stripped(expr: Expr): Expr {
  if (expr.kind === 'assign') return stripped(expr.target)
  if (expr.kind === 'cast') return stripped(expr.value)
  // Nothing, or a word of the shop's own: neither needs the check.
  if (expr.kind === 'bin' && expr.op === '??' && expr.right.kind === 'lit') return stripped(expr.left)
  // What holds of the folded text holds of the text.
  if (expr.kind === 'call' && expr.callee.kind === 'name' && folding.test(expr.callee.name) && expr.args[0])
    return stripped(expr.args[0].value)
  if (expr.kind === 'scall' && typeof expr.name === 'string' && folding.test(expr.name) && expr.args[0])
    return stripped(expr.args[0].value)
  if (expr.kind === 'mcall' && typeof expr.name === 'string' && folding.test(expr.name)) return stripped(expr.object)
  // `substr(strrchr($name, '.'), 1)`: without the dot.
  if (expr.kind === 'call' && expr.callee.kind === 'name' && /^\\?(?:mb_)?substr$/i.test(expr.callee.name)) {
    const inner = expr.args[0]?.value
    if (inner?.kind === 'call' && inner.callee.kind === 'name' && /^\\?strrchr$/i.test(inner.callee.name)) return inner
  }
  return expr
}

/** True where `taint` was made from the data of `origin`: its trace goes through the same station. */
function descends(taint: Taint, origin: Step): boolean {
  for (let step: Step | null = taint.step; step && step.length >= origin.length; step = step.before)
    if (step === origin) return true
  return false
}

/** What was made from the checked value before the check is checked with it: `$sql = "… $id"; if (is_numeric($id)) …`. */
function spread(machine: Machine, checked: Value, bits: number): void {
  const origins = valueTaints(checked).map((taint) => taint.step)
  spreadFrom(machine, origins, bits, true)
}

/** Gives the bits to every variable with data that came through one of the stations; `others`: not to the data at the station itself. */
function spreadFrom(machine: Machine, origins: readonly Step[], bits: number, others = false): void {
  const { vars } = machine.frame.state
  const comes = (taint: Taint) =>
    origins.some((origin) => (!others || taint.step !== origin) && descends(taint, origin))
  const seen = new Set<string>()
  for (let layer: typeof vars | null = vars; layer; layer = layer.below) {
    for (const [name, value] of layer.own) {
      if (seen.has(name)) continue
      seen.add(name)
      if (!valueTaints(value).some(comes)) continue
      const after = mapTaints(value, (taint) => {
        if (!origins.some((origin) => descends(taint, origin))) return taint
        return bits & Esc.Safe ? null : { ...taint, escapes: taint.escapes | bits }
      })
      vars.set(name, after)
    }
  }
}

/** A host or an ending of the shop's choice says something of the whole address or name. */
function spreadToWhole(machine: Machine, part: Value): void {
  for (const taint of valueTaints(part)) {
    const whole = wholeOf(taint.step)
    if (!whole) continue
    spreadFrom(machine, [whole.step], whole.bits)
    if (whole.place) refine(machine, [{ target: whole.place, bits: whole.bits }])
    if (whole.bits & Esc.LocalUrl) machine.withdraw('server-side-request-forgery', [{ ...taint, step: whole.step }])
  }
}

/** Functions that give a part of their argument: a check of it needs no variable to speak of the whole. */
const partsOfWhole = /^\\?(?:wp_parse_url|parse_url|pathinfo|strrchr)$/i

/** A message of another window: where its sender is one of the shop's choice, so is what it says. */
const isMessage = (machine: Machine, expr: Expr) => machine.eval(expr).object?.cls === 'MessageEvent'

/** A part that was checked, in the request's body as it is handed on: `find(req.body)`. */
function noteInWhole(machine: Machine, part: Extract<Expr, { kind: 'prop' }>, value: Value): void {
  const key = placeKey(part.object)
  if (key === undefined || typeof part.name !== 'string' || part.object.kind !== 'prop') return
  const whole = machine.eval(part.object)
  if (whole.object?.id || valueTaints(whole).length === 0) return
  const shape = withElement(whole.shape, part.name, value, false)
  machine.frame.state.vars.set(key, new Value(undefined, whole.text, shape, whole.object))
}

/** Applies what a condition said to the places it spoke of. */
export function refine(machine: Machine, refinements: readonly Refinement[]): void {
  for (const { target, bits, lacks } of refinements) {
    const place = stripped(target)
    if (bits & Esc.Safe && place.kind === 'prop' && place.name === 'origin' && isMessage(machine, place.object)) {
      machine.assign(place.object, unknown, -1)
      continue
    }
    const key = placeKey(place)
    if (key === undefined) {
      if (
        bits & Esc.Safe &&
        place.kind === 'call' &&
        place.callee.kind === 'name' &&
        partsOfWhole.test(place.callee.name)
      ) {
        const part = machine.eval(place)
        spreadToWhole(machine, part)
        // `parse_url($_GET['u'], PHP_URL_HOST) === 'shop.example'`: the whole is no variable.
        const whole = place.args[0] && valueTaints(part).map((taint) => wholeOf(taint.step)?.bits ?? 0)
        if (whole && whole.length > 0 && placeKey(place.args[0]!.value) !== undefined)
          refine(machine, [{ target: place.args[0]!.value, bits: whole.reduce((a, b) => a & b) }])
      }
      continue
    }
    const isCall = place.kind === 'call' || place.kind === 'mcall' || place.kind === 'scall'
    const before = isCall ? (machine.frame.state.vars.get(key) ?? machine.eval(place)) : machine.eval(place)
    if (machine.taints(before).length === 0) {
      // A request whose signature holds says what the shop said.
      if (bits & Esc.Trusted && before.object) machine.assign(place, unknown, -1)
      continue
    }
    const after = lacks ? lacking(withEscapes(before, bits), lacks) : withEscapes(before, bits)
    spread(machine, before, bits)
    if (bits & Esc.Safe) spreadToWhole(machine, before)
    if (bits & Esc.PathName) machine.withdraw('path-traversal', machine.taints(before))
    // A call with the same arguments gives the same foreign value again: what was checked stays checked.
    // So does a part of a request: `if (!ids.has(req.body.id)) return`.
    const isPart =
      (machine.semantics.language === 'js' && place.kind === 'prop' && place.object.kind === 'prop') ||
      (place.kind === 'index' && place.object.kind === 'prop' && !shapeOf(machine, machine.eval(place.object)))
    if (isCall || isPart) {
      machine.frame.checked = true
      machine.frame.state.vars.set(key, after)
      if (place.kind === 'prop') noteInWhole(machine, place, after)
    } else machine.assign(place, after, -1)
  }
}
