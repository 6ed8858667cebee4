import { matchesOf } from '../context/groups.ts'
import { isAllowedExtension } from '../eval/hosts.ts'
import { endsWith, startsWith } from '../eval/starts.ts'
import type { Argument, Expr } from '../ast.ts'

import { absenceEscapes, matchEscapes } from '../context/pattern.ts'
import { Esc, escapes } from '../escapes.ts'
import type { ConditionResult, Machine, Refinement } from '../machine.ts'
import { unknownNumber, type Value } from '../value.ts'
import { guardBits, sealOf } from './checked.ts'
import { filterName, filters } from './natives-filter.ts'

const result = (whenTrue: Refinement[], whenFalse: Refinement[] = []): ConditionResult => ({
  value: unknownNumber,
  whenTrue,
  whenFalse,
})

/** Evaluates a call for its effects and sinks; guards do not replace that. */
function callee(expr: Expr): { name: string; args: readonly Argument[] } | undefined {
  if (expr.kind === 'call' && expr.callee.kind === 'name')
    return { name: expr.callee.name.toLowerCase(), args: expr.args }
  return undefined
}

/** Types that no text has, as `gettype` and `get_debug_type` name them. */
const noText = /^(?:null|bool|boolean|int|integer|double|float)$/i

/** The argument of `gettype(x)`. */
const typeAsked = (expr: Expr | undefined) =>
  expr?.kind === 'call' && expr.callee.kind === 'name' && /^\\?(?:gettype|get_debug_type)$/i.test(expr.callee.name)
    ? expr.args[0]?.value
    : undefined

/** A key that is found in a list of the shop's own is one of the shop's own. */
function listed(machine: Machine, needle: Expr | undefined, haystack: Expr | undefined): ConditionResult | undefined {
  if (!needle || !haystack) return undefined
  const list = machine.eval(haystack)
  const typed = typeAsked(needle)
  if (typed) {
    const names = [...(list.shape?.keys.values() ?? [])]
    const numbers = !list.shape?.rest && names.every(({ constant }) => noText.test(String(constant)))
    return result(numbers ? [{ target: typed, bits: Esc.Safe }] : [])
  }
  if (machine.taints(list).length > 0) return undefined
  return result([{ target: needle, bits: Esc.Safe }])
}

/** Without a third argument `true` in a list is like any text. */
function listedLoosely(machine: Machine, [, list, strict]: readonly Argument[]): boolean {
  if (!list || (strict && machine.eval(strict.value).constant !== false)) return false
  return [...(machine.eval(list.value).shape?.keys.values() ?? [])].some(({ constant }) => constant === true)
}

/** True for what is known to be no list: it never counts as one. */
const isScalar = (machine: Machine, expr: Expr): boolean =>
  machine.taints(machine.eval(expr)).every((taint) => taint.escapes & Esc.Scalar)

function modelled(machine: Machine, expr: Expr): ConditionResult | undefined {
  let key: string | undefined
  let args: readonly Argument[] = []
  if (expr.kind === 'call' && expr.callee.kind === 'name') {
    key = expr.callee.name.toLowerCase()
    args = expr.args
  } else if (expr.kind === 'scall' && expr.cls.kind === 'name' && typeof expr.name === 'string') {
    key = `${expr.cls.name.slice(expr.cls.name.lastIndexOf('\\') + 1)}::${expr.name}`.toLowerCase()
    args = expr.args
  } else if (expr.kind === 'mcall' && typeof expr.name === 'string') {
    key = `->${expr.name.toLowerCase()}`
    args = expr.args
  }
  const guards = key === undefined ? undefined : machine.models.calls.get(key)?.find((model) => model.guards)?.guards
  if (!guards) return undefined
  const target = guards.receiver && expr.kind === 'mcall' ? expr.object : args[guards.arg ?? 0]?.value
  if (!target) return undefined
  return result([{ target, bits: escapes(...guards.escapes) }])
}

export function pregMatch(machine: Machine, args: readonly Argument[]): ConditionResult {
  const pattern = args[0] ? machine.eval(args[0].value) : undefined
  if (pattern) machine.sink('regex-injection', pattern, args[0]!.value.at)
  const subject = args[1]?.value
  const matches = args[2]?.value
  if (subject && matches) {
    const value: Value = machine.eval(subject)
    const taints = machine.taints(value)
    const taken = pattern && taints.length > 0 ? matchesOf(pattern.text, taints) : value
    machine.assign(matches, value.constant === undefined ? taken : unknownNumber, subject.at)
  }
  if (subject && pattern && typeof pattern.constant !== 'string' && bindsHost(machine, pattern))
    return result([{ target: subject, bits: Esc.LocalUrl }])
  if (!subject || typeof pattern?.constant !== 'string') return result([])
  const bits = matchEscapes(pattern.constant)
  const whenTrue = bits === 0 ? [] : [{ target: subject, bits }]
  // A match of forbidden characters: whoever gets past has none of them.
  const whenFalse = forbids(pattern.constant, subject)
  return result(whenTrue, whenFalse)
}

/** What a seal that was compared was made of: whoever has the key wrote it. */
function sealed(machine: Machine, seal: Expr): Refinement[] {
  const name = machine.eval(seal).object?.cls.split(sealOf)[1]
  return name === undefined ? [] : [{ target: { kind: 'var', at: seal.at, name }, bits: Esc.Trusted }]
}

/** A pattern put together at run time that begins with a scheme and a host of the shop's own: `'/^https?:\\/\\/' . $host . '\\/.*$/'`. */
function bindsHost(machine: Machine, pattern: Value): boolean {
  const [start, host, ...rest] = pattern.text
  return (
    typeof start === 'string' &&
    /^.\^\(?https?(?:\[s\]\?|\(s\)\?|\?)?\)?:(?:\\?\/){2}$/.test(start) &&
    typeof host === 'object' &&
    machine.taints(pattern).length === 0 &&
    rest.some((part) => typeof part === 'string' && part.includes('/'))
  )
}

function forbids(pattern: string, subject: Expr): Refinement[] {
  const bits = absenceEscapes(pattern)
  return bits === 0 ? [] : [{ target: subject, bits }]
}

/** `$store->getBaseUrl()`: the address of the shop with the slash at its end, as frameworks give it. */
const isOwnSite = (expr: Expr): boolean =>
  expr.kind === 'mcall' && typeof expr.name === 'string' && /^get(?:base|shop|store)(?:url|link)$/i.test(expr.name)

/** `strpos(x, start) === 0`, `strncmp(x, start, n) === 0`, `substr(x, 0, n) === start`. */
export function phpComparedStart(machine: Machine, expr: Expr, other: Value): ConditionResult | undefined {
  const typed = typeAsked(expr)
  if (typed) return result(noText.test(String(other.constant)) ? [{ target: typed, bits: Esc.Safe }] : [])
  const call = callee(expr)
  const [first, second] = call?.args ?? []
  if (!call || !first || !second) return undefined
  if (/^(?:mb_)?(?:stri?pos|strncmp|strncasecmp)$/.test(call.name) && other.constant === 0)
    return isOwnSite(second.value)
      ? result([{ target: first.value, bits: Esc.LocalUrl }])
      : startsWith(machine, first.value, machine.eval(second.value))
  if (/^(?:mb_)?substr$/.test(call.name) && call.args.length === 2) {
    const from = machine.eval(second.value).constant
    return typeof from === 'number' && from < 0 ? endsWith(machine, first.value, other) : undefined
  }
  if (/^(?:mb_)?substr$/.test(call.name) && call.args.length === 3 && machine.eval(second.value).constant === 0)
    return startsWith(machine, first.value, other)
  return undefined
}

/** What a condition made of a PHP call says about its arguments; undefined for calls that say nothing. */
export function phpGuard(machine: Machine, expr: Expr): ConditionResult | undefined {
  if (expr.kind === 'isset') {
    const place = expr.values[0]
    machine.eval(expr)
    if (expr.values.length === 1 && place?.kind === 'index' && place.index && place.index.kind !== 'lit')
      return listed(machine, place.index, place.object) ?? result([])
    return result([])
  }
  if (expr.kind === 'empty') {
    const value = machine.eval(expr)
    return {
      value,
      whenTrue: [{ target: expr.value, bits: Esc.Safe }],
      whenFalse: isAllowedExtension(machine, machine.eval(expr.value)) ? [{ target: expr.value, bits: Esc.Safe }] : [],
    }
  }
  // `validate_file($name) > 0`
  if (expr.kind === 'bin' && expr.op === '>' && callee(expr.left)?.name === 'validate_file')
    return phpGuard(machine, expr.left)
  const call = callee(expr)
  if (!call) return modelled(machine, expr)
  const { name, args } = call
  const first = args[0]?.value
  const bits = guardBits(name)
  // `is_array($rows = …)`
  if (first?.kind === 'assign') machine.eval(first)
  if (bits !== 0 && first) return result([{ target: first, bits }])
  switch (name) {
    case 'in_array':
      return listedLoosely(machine, args) ? undefined : listed(machine, first, args[1]?.value)
    case 'array_key_exists':
    case 'key_exists':
      return listed(machine, first, args[1]?.value)
    case 'array_search':
      return listed(machine, first, args[1]?.value)
    case 'preg_match':
      return pregMatch(machine, args)
    case 'filter_var': {
      const filter = filters[filterName({ nodes: args }, 1)]
      return first && filter ? result([{ target: first, bits: filter }]) : undefined
    }
    case 'strpos':
    case 'stripos':
    case 'strstr':
    case 'str_contains': {
      const needle = args[1] ? machine.eval(args[1].value).constant : undefined
      if (first && (needle === '..' || needle === '../')) return result([], [{ target: first, bits: Esc.PathName }])
      // `strpos(realpath(x), folder) !== false`: asked of the whole, meant of the beginning.
      return first && args[1] && name !== 'str_contains' && needle === undefined
        ? startsWith(machine, first, machine.eval(args[1].value))
        : undefined
    }
    case 'str_starts_with':
      if (first && args[1] && isOwnSite(args[1].value)) return result([{ target: first, bits: Esc.LocalUrl }])
      return first && args[1] ? startsWith(machine, first, machine.eval(args[1].value)) : undefined
    case 'str_ends_with':
      return first && args[1] ? endsWith(machine, first, machine.eval(args[1].value)) : undefined
    case 'is_array':
      return first ? result([], [{ target: first, bits: Esc.Scalar }]) : undefined
    case 'is_string':
    case 'is_scalar':
      // Neither a list nor a text.
      return first && isScalar(machine, first)
        ? result([], [{ target: first, bits: Esc.Safe }])
        : result(first ? [{ target: first, bits: Esc.Scalar }] : [])
    // 0 where there is nothing to object to.
    case 'validate_file':
      return first ? result([], [{ target: first, bits: Esc.PathName }]) : undefined
    case 'strlen':
    case 'mb_strlen':
      return first ? result([], [{ target: first, bits: Esc.Safe }]) : undefined
    case 'hash_equals':
      return result(args.flatMap(({ value }) => sealed(machine, value)))
    default:
      return modelled(machine, expr)
  }
}
