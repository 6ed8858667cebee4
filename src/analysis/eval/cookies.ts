import type { Expr } from '../ast.ts'
import type { Call, Machine } from '../machine.ts'
import type { CookieArguments } from '../sink-model.ts'
import type { Value } from '../value.ts'

/** Cookies that stand for a person: whoever has them is taken for him. */
const keysToTheShop = /sess|auth|token|log_?in|remember|jwt|passw|^sid$|user_?id|secret/i
/** Made to be read by scripts. */
const forScripts = /csrf|xsrf/i

/** Known keys of an array or object. */
export function keysOf(machine: Machine, value: Value): ReadonlyMap<string, Value> | undefined {
  return ((value.object ? machine.content(value)?.shape : undefined) ?? value.shape)?.keys
}

const isOff = (value: Value | undefined) => value === undefined || (value.constant !== undefined && !value.constant)

/** An argument by its name, or by its place. */
function given(call: Call, position: number, name: RegExp): Value | undefined {
  const named = call.nodes.findIndex((node) => node.name !== undefined && name.test(node.name))
  if (named >= 0) return call.args[named]
  return call.nodes[position]?.name === undefined ? call.args[position] : undefined
}

const isSwitchedOff = (value: Value | undefined) => value?.constant === false || value?.constant === 0

/** A secret that somebody is known by, by the name of the variable that holds it. */
const secretName = /^(?!.*[cx]srf).*(?:token|session_?id|auth_?key|remember|jwt)/i

const holdsSecret = (node: Expr | undefined): boolean =>
  (node?.kind === 'var' || node?.kind === 'prop') && typeof node.name === 'string' && secretName.test(node.name)

/** A cookie that opens an account, without the marks that keep it from scripts and from open networks; unknown marks are believed. */
export function isBareCookie(machine: Machine, call: Call, at: CookieArguments): boolean {
  const first = (at.receiver ? call.receiver : call.args[0]) ?? undefined
  // `set({ name, value, httpOnly: true })`
  const all = (at.receiver || call.args.length === 1) && first ? keysOf(machine, first) : undefined
  const name = all?.get('name') ?? given(call, at.name ?? 0, /^name$/)
  const value = all?.get('value') ?? given(call, (at.name ?? 0) + 1, /^value$/)
  if (typeof name?.constant !== 'string' || forScripts.test(name.constant)) return false
  if (!keysToTheShop.test(name.constant) && !holdsSecret(call.nodes[(at.name ?? 0) + 1]?.value)) return false
  // Taking a cookie back, or setting one of the shop's own words.
  if (!value || value.constant !== undefined) return false
  if (at.marked)
    return (
      isSwitchedOff(given(call, at.secure ?? -1, /^secure$/)) ||
      isSwitchedOff(given(call, at.httpOnly ?? -1, /^httponly$/i))
    )
  const options = all ? first : call.args[at.options]
  const shape = options && (options.object ? machine.content(options)?.shape : options.shape)
  if (shape) {
    if (shape.rest) return false
    const mark = (wanted: string) => [...shape.keys].find(([key]) => key.toLowerCase() === wanted)?.[1]
    return isOff(mark('secure')) || isOff(mark('httponly'))
  }
  if (at.secure === undefined || at.httpOnly === undefined)
    return options === undefined || (options.constant !== undefined && call.args.length <= at.options + 1)
  if (
    options &&
    options.constant === undefined &&
    call.args.length <= at.options + 1 &&
    !options.text.some((part) => typeof part === 'object' && 'number' in part)
  )
    return false
  return isOff(call.args[at.secure]) || isOff(call.args[at.httpOnly])
}
