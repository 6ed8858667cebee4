import { Esc } from '../escapes.ts'
import type { Call, Machine } from '../machine.ts'
import type { FunctionInfo } from '../project.ts'
import { lessSure } from '../map-taints.ts'
import { type Closure, opaque, type Taint, unknown, type Value } from '../value.ts'
import { parameterValue } from './entries.ts'
import { askedRequest, runsStatement } from './unknown-php.ts'

/** Names of methods that fetch something by a key: what they return is not the key. */
export const fetches =
  /^(?:get|find|fetch|load|is|has|count|exists|query|select|search|read|lookup|create|make|build|retrieve|list|check|validate|save|insert|update|delete|remove|add|set|can|where|orwhere|andwhere|having|orderby|groupby|join)/i

/** Names of functions that give a number or a truth value. */
const counts = /^(?:count(?!r|er)|(?:is|has|num|total)_)/

/** `value($_POST, 'name')`: something is taken out of what is given. */
const getsByKey = ({ name, args }: Call) => args.length >= 2 && /^(?:get|fetch|read|find)/.test(name)

/** All that was sent, at once: what is fetched by a key from it was sent as well. */
const isAllSent = ({ label, step }: Taint) => step.before === null && /^\$_(?:GET|POST|REQUEST|COOKIE)$/.test(label)

/** `buildUrl('order', { id })`: an address begins as its name says, not with what fills its places. */
function beginsAsNamed(machine: Machine, { args }: Call): boolean {
  const [first, ...rest] = args
  if (machine.semantics.language !== 'js' || typeof first?.constant !== 'string' || first.constant === '') return false
  return rest.length > 0 && rest.every((arg) => arg.object || machine.taints(arg).length === 0)
}

/** True for a function that was made where foreign data is at hand, and sees it. */
function seesForeign(machine: Machine, { fn, scope }: Closure): boolean {
  if (!scope || machine.frame.fn === null) return false
  if (fn.uses === 'all') return machine.frame.given.some((arg) => machine.taints(arg).length > 0)
  return (fn.uses ?? []).some(({ name }) => machine.taints(scope.get(name) ?? unknown).length > 0)
}

/** A function that an unknown call is given is called, sooner or later: `tap($user, fn)`, `DB::transaction(fn)`. */
function callGiven(machine: Machine, call: Call): Taint[] {
  const found: Taint[] = []
  for (const arg of call.args)
    for (const closure of arg.closures ?? []) {
      if (!seesForeign(machine, closure)) continue
      const args = closure.fn.params.map((param, index) => parameterValue(machine, closure, param, index))
      found.push(...machine.taints(machine.invoke(closure, args, call.at)))
    }
  return found
}

/** What a query gives in the end is a record found by what was sent, not that. */
const foundBy =
  /^(?:one|scalar|column|loadobject\w*|loadresult|loadassoc\w*|get(?:one|row|result|results|singleresult|oneornullresult|arrayresult))$/

/** A call of which nothing is known: what goes in may come out. */
export function passThrough(machine: Machine, call: Call, cls: string): Value {
  if (machine.semantics.language === 'php') {
    const asked = cls === '' ? askedRequest(machine, call) : undefined
    if (asked) return asked
    runsStatement(machine, call)
  }
  const own = call.receiver && cls !== 'this' ? machine.taints(call.receiver) : []
  // Typed languages: a method of foreign data gives foreign data. In PHP the receiver is mostly an object that merely holds some.
  const kept = machine.semantics.language !== 'php' ? own : foundBy.test(call.name) ? [] : own.map(lessSure)
  const given: Taint[] = callGiven(machine, call)
  if (call.receiver === null ? !counts.test(call.name) : !fetches.test(call.name))
    for (const arg of call.args) given.push(...machine.taints(arg))
  else if (getsByKey(call)) for (const arg of call.args) given.push(...machine.taints(arg).filter(isAllSent))
  if (beginsAsNamed(machine, call))
    given.forEach((taint, index) => (given[index] = { ...taint, escapes: taint.escapes | Esc.LocalPath }))
  const all = [...kept, ...given.map(lessSure)]
  return all.length === 0 ? unknown : opaque(all.slice(0, 4))
}

/** A method of that name is meant where its class is known to the file: it is named or declared there. JavaScript has too many short names. */
export function mayMean(machine: Machine, { cls, file }: FunctionInfo): boolean {
  if (machine.semantics.language !== 'js' || cls === null || file === machine.frame.file) return true
  const { source } = machine.project.files[machine.frame.file]!
  const path = machine.project.files[file]!.path
  return source.includes(cls.name) || source.includes(path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, ''))
}
