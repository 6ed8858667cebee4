import type { Expr, FunctionDecl } from '../ast.ts'
import type { Machine, Native } from '../machine.ts'
import { madeFunction } from '../made-function.ts'
import { join } from '../join.ts'
import { type Scope, unknown, Value } from '../value.ts'

const settled = 'the value of a promise'

/** A function that keeps its argument in a variable of the function around it; made anew each time, since outcomes are kept by function. */
function keeper(at: number): FunctionDecl {
  const variable = (name: string): Expr => ({ kind: 'var', at, name })
  return madeFunction({
    name: 'resolve',
    at,
    end: at,
    params: [{ name: 'value', type: null, initial: null, byRef: false, variadic: false }],
    body: [
      {
        kind: 'expr',
        at,
        value: { kind: 'assign', at, op: '=', target: variable(settled), value: variable('value'), byRef: false },
      },
    ],
    uses: 'all',
  })
}

/** `new Promise((resolve, reject) => …)`: the executor runs at once; a promise stands for what it is resolved with. */
const newPromise: Native = (machine, call) => {
  const [executor] = call.args
  if (!executor?.closures) return undefined
  let value: Value | undefined
  const scope: Scope = {
    get: () => undefined,
    set(name, given) {
      if (name !== settled) return false
      value = value === undefined ? given : join(value, given)
      return true
    },
  }
  const resolve = new Value(undefined, unknown.text, null, null, [
    { fn: keeper(call.at), file: machine.frame.file, cls: null, scope, self: null },
  ])
  machine.invokeValue(executor, [resolve, unknown], call.at)
  return value ?? unknown
}

/** `.then(f)`: what `f` makes of the value; without a function, the value. */
const then: Native = (machine, call) => {
  const [callback] = call.args
  if (!call.receiver || !callback?.closures) return undefined
  return machine.invokeValue(callback, [call.receiver], call.at)
}

/** `.catch(f)`, `.finally(f)`: the value, or what the handler makes of a failure. */
const otherwise: Native = (machine, call) => {
  const [callback] = call.args
  if (!call.receiver || !callback?.closures) return undefined
  const handled = machine.invokeValue(callback, [unknown], call.at)
  return call.name === 'catch' ? join(call.receiver, handled) : call.receiver
}

const isPromise = (value: Value | null) => value?.object?.cls === 'Promise'
const first: Native = (_machine: Machine, call) => (isPromise(call.receiver) ? call.args[0] : undefined)

export const promiseNatives: readonly (readonly [string, Native])[] = [['new promise', newPromise]]

export const promiseMethods: readonly (readonly [string, Native])[] = [
  ['then', then],
  ['catch', otherwise],
  ['finally', otherwise],
  // `Promise.resolve(x)`, `Promise.all([x, y])`: the value, the values.
  ['resolve', first],
  ['all', first],
  ['allsettled', first],
]
