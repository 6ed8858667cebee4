import { Esc } from '../escapes.ts'
import type { Expr } from '../ast.ts'
import type { Machine } from '../machine.ts'
import { branch, changesSince, joinBranches } from '../state.ts'
import { concatText, join } from '../join.ts'
import { withEscapes } from '../map-taints.ts'
import { constant, nothing, shapeValue, textTaints, textValue, unknown, unknownNumber, Value } from '../value.ts'
import { ofJsSession, ofSession } from './session.ts'
import { noteThrown } from './thrown.ts'
import { evalArray } from './arrays.ts'
import { placeKey } from './conditions-places.ts'
import { keepCheck } from './kept-checks.ts'
import { isGlobal, readGlobal } from './globals.ts'
import { lateClass } from './late.ts'
import { lookup, readStatic } from './lookup.ts'
import { originOf } from './origins.ts'
import { asText, concat } from './operators.ts'

type Evaluate = (machine: Machine, expr: never) => Value

const numberCast =
  /^(?:int|integer|float|double|real|bool|boolean|long|short|byte|unset|Integer|Long|Double|Float|Boolean)$/

function evalConditional(machine: Machine, expr: Extract<Expr, { kind: 'cond' }>): Value {
  const test = machine.condition(expr.test)
  const known = test.value.constant
  const yes = () => {
    machine.refine(test.whenTrue)
    if (expr.yes === null) return machine.eval(expr.test)
    return machine.eval(expr.yes)
  }
  const no = () => {
    machine.refine(test.whenFalse)
    return machine.eval(expr.no)
  }
  if (known !== undefined) return machine.semantics.truthy(known) ? yes() : no()
  return either(machine, yes, no)
}

/** Evaluates both, each in a branch of its own, and joins values and effects. */
function either(machine: Machine, yes: () => Value, no: () => Value): Value {
  const base = machine.frame.state
  machine.frame.state = branch(base)
  const a = yes()
  const changesA = changesSince(machine.frame.state, base)
  machine.frame.state = branch(base)
  const b = no()
  const changesB = changesSince(machine.frame.state, base)
  machine.frame.state = base
  if (changesA.vars.size + changesA.heap.size + changesB.vars.size + changesB.heap.size > 0)
    joinBranches(base, [changesA, changesB])
  return join(a, b)
}

function evalBinary(machine: Machine, expr: Extract<Expr, { kind: 'bin' }>): Value {
  switch (expr.op) {
    case '&&':
    case '||': {
      if (machine.semantics.language !== 'js') return machine.condition(expr).value
      const test = machine.condition(expr.left)
      const known = test.value.constant
      if (known !== undefined) {
        const goOn = machine.semantics.truthy(known) === (expr.op === '&&')
        return goOn ? machine.eval(expr.right) : test.value
      }
      const right = either(
        machine,
        () => {
          machine.refine(expr.op === '&&' ? test.whenTrue : test.whenFalse)
          return machine.eval(expr.right)
        },
        () => (expr.op === '&&' ? nothing : test.value),
      )
      return expr.op === '&&' ? right : join(machine.eval(expr.left), right)
    }
    case '??': {
      const left = machine.eval(expr.left)
      if (left.constant !== undefined && left.constant !== null) return left
      const right = machine.eval(expr.right)
      return left.constant === null && left.shape === null ? right : join(left, right)
    }
    case 'instanceof':
      machine.eval(expr.left)
      return unknownNumber
    case ',':
      machine.eval(expr.left)
      return machine.eval(expr.right)
    default:
      return machine.semantics.binary(machine, expr.op, machine.eval(expr.left), machine.eval(expr.right))
  }
}

function evalUnary(machine: Machine, expr: Extract<Expr, { kind: 'un' }>): Value {
  if (expr.op === '!') return machine.condition(expr).value
  const value = machine.eval(expr.value)
  if (typeof value.constant === 'number') {
    if (expr.op === '-') return constant(-value.constant)
    if (expr.op === '+') return value
    return constant(~value.constant)
  }
  if (expr.op === 'typeof' || expr.op === 'delete') return unknown
  return unknownNumber
}

function evalCast(machine: Machine, expr: Extract<Expr, { kind: 'cast' }>): Value {
  const value = machine.eval(expr.value)
  if (numberCast.test(expr.type)) {
    if (value.constant !== undefined && value.shape === null) {
      const number = /^bool/i.test(expr.type) ? null : Number.parseFloat(String(value.constant))
      if (number === null) return constant(machine.semantics.truthy(value.constant))
      return constant(
        Number.isNaN(number) ? 0 : /^(?:int|long|short|byte)/i.test(expr.type) ? Math.trunc(number) : number,
      )
    }
    return unknownNumber
  }
  if (expr.type === 'array') {
    // What a visitor sends may be an array already.
    if (value.shape || value.object || textTaints(value.text).length > 0) return value
    return new Value(undefined, [], { keys: new Map([['0', value]]), rest: null, next: 1 })
  }
  if (expr.type === 'string' || expr.type === 'String') return withEscapes(asText(machine, value, expr.at), Esc.Scalar)
  if (expr.type === 'object' && value.shape) return machine.newObject('stdClass', value)
  if (machine.semantics.language === 'java' && value.object === null) {
    return new Value(value.constant, value.text, value.shape, { id: 0, cls: expr.type }, value.closures)
  }
  return value
}

function evalMatch(machine: Machine, expr: Extract<Expr, { kind: 'match' }>): Value {
  const subject = machine.eval(expr.subject)
  let result: Value | undefined
  for (const arm of expr.arms) {
    if (arm.tests && subject.constant !== undefined) {
      const tests = arm.tests.map((test) => machine.eval(test))
      if (tests.every((test) => test.constant !== undefined && test.constant !== subject.constant)) continue
      if (tests.some((test) => test.constant === subject.constant)) {
        const exact = machine.eval(arm.body)
        return result === undefined ? exact : join(result, exact)
      }
    }
    const value = machine.eval(arm.body)
    result = result === undefined ? value : join(result, value)
  }
  return result ?? unknown
}

function evalAssign(machine: Machine, expr: Extract<Expr, { kind: 'assign' }>): Value {
  let value = machine.eval(expr.value)
  if (expr.op !== '=') {
    const before = machine.eval(expr.target)
    if (expr.op === '.=') value = concat(before, asText(machine, value, expr.at))
    else if (expr.op === '??=' || expr.op === '||=' || expr.op === '&&=') value = join(before, value)
    else value = machine.semantics.binary(machine, expr.op.slice(0, -1), before, value)
  }
  machine.assign(expr.target, value, expr.at)
  if (expr.op === '=' && expr.target.kind === 'var') keepCheck(machine, expr.target.name, expr.value)
  return value
}

function evalIncDec(machine: Machine, expr: Extract<Expr, { kind: 'incdec' }>): Value {
  const before = machine.eval(expr.target)
  const after =
    typeof before.constant === 'number' && !machine.inLoop()
      ? constant(before.constant + (expr.op === '++' ? 1 : -1))
      : unknownNumber
  machine.assign(expr.target, after, expr.at)
  return expr.prefix ? after : typeof before.constant === 'number' ? before : unknownNumber
}

function evalExit(machine: Machine, expr: Extract<Expr, { kind: 'exit' }>): Value {
  if (expr.value) {
    const value = machine.eval(expr.value)
    machine.echo(value, expr.value.at)
  }
  return nothing
}

/** `req.body`, of which parts have been checked. */
const isWhole = (machine: Machine, { kind, object }: Extract<Expr, { kind: 'prop' | 'index' }>): boolean =>
  machine.semantics.language === 'js' && kind === 'prop' && object.kind === 'var'

/** A part of a request that a condition has made harmless: `req.body.id`, `$this->request->post['id']`. */
const partChecked = (machine: Machine, expr: Extract<Expr, { kind: 'prop' | 'index' }>): Value | undefined =>
  machine.frame.checked && (expr.object.kind === 'prop' || isWhole(machine, expr))
    ? machine.frame.state.vars.get(placeKey(expr) ?? '')
    : undefined

/** A value put into a text is one; what stands between other pieces is known to be by its place. */
const inText = (value: Value): Value => (value.text.length === 1 ? withEscapes(value, Esc.Scalar) : value)

const evaluators: Record<Expr['kind'], Evaluate> = {
  lit: (_m, expr: Extract<Expr, { kind: 'lit' }>) => constant(expr.value),
  var: (machine, expr: Extract<Expr, { kind: 'var' }>) => lookup(machine, expr.name, expr.at),
  dynvar: (machine, expr: Extract<Expr, { kind: 'dynvar' }>) => {
    const name = machine.eval(expr.name)
    return typeof name.constant === 'string' ? lookup(machine, name.constant, expr.at) : unknown
  },
  name: (_m, expr: Extract<Expr, { kind: 'name' }>) =>
    new Value(undefined, [expr.name], null, { id: 0, cls: expr.name }),
  concat: (machine, expr: Extract<Expr, { kind: 'concat' }>) =>
    inText(textValue(concatText(...expr.parts.map((part) => asText(machine, machine.eval(part), part.at).text)))),
  bin: evalBinary as Evaluate,
  un: evalUnary as Evaluate,
  incdec: evalIncDec as Evaluate,
  cond: evalConditional as Evaluate,
  assign: evalAssign as Evaluate,
  call: (machine, expr: Expr) => machine.call(expr),
  mcall: (machine, expr: Expr) => machine.call(expr),
  scall: (machine, expr: Expr) => machine.call(expr),
  new: (machine, expr: Expr) => machine.call(expr),
  prop: (machine, expr: Extract<Expr, { kind: 'prop' }>) => {
    const checked = partChecked(machine, expr)
    if (checked) return checked
    const object = machine.eval(expr.object)
    if (typeof expr.name === 'string') {
      const value = machine.readField(object, expr.name, expr.at)
      return expr.object.kind === 'prop' && expr.object.name === 'session'
        ? ofJsSession(machine, expr.name, value, expr.at)
        : value
    }
    const name = machine.eval(expr.name)
    if (typeof name.constant === 'string') return machine.readField(object, name.constant, expr.at)
    return machine.readIndex(object, name, expr.at)
  },
  sprop: (machine, expr: Extract<Expr, { kind: 'sprop' }>) => readStatic(machine, expr.cls, expr.name),
  cconst: (machine, expr: Extract<Expr, { kind: 'cconst' }>) => {
    if (expr.name === 'class' && expr.cls.kind === 'name') return constant(lateClass(machine, expr.cls))
    return readStatic(machine, expr.cls, expr.name)
  },
  const: (machine, expr: Extract<Expr, { kind: 'const' }>) => {
    const known = machine.constants.get(expr.name.slice(expr.name.lastIndexOf('\\') + 1))
    // Options of a library are told apart by their names.
    if (expr.name === '__CLASS__' && machine.frame.cls) return constant(machine.frame.cls.name)
    if (expr.name === 'PHP_EOL') return constant('\n')
    return known ?? (/^(?:CURLOPT|FILTER|INPUT)_/.test(expr.name) ? constant(expr.name) : unknown)
  },
  index: (machine, expr: Extract<Expr, { kind: 'index' }>) => {
    const checked = partChecked(machine, expr)
    if (checked) return checked
    const object = machine.eval(expr.object)
    const index = expr.index && machine.eval(expr.index)
    if (isGlobal(expr) && typeof index?.constant === 'string') return readGlobal(machine, index.constant, expr.at)
    return ofSession(machine, expr, machine.readIndex(object, index, expr.at))
  },
  array: evalArray as Evaluate,
  func: (machine, expr: Extract<Expr, { kind: 'func' }>) => machine.closure(expr.fn),
  cast: evalCast as Evaluate,
  include: (machine, expr: Extract<Expr, { kind: 'include' }>) => {
    const path = machine.eval(expr.value)
    machine.sink('file-inclusion', path, expr.at)
    return machine.includeFile(path)
  },
  isset: (machine, expr: Extract<Expr, { kind: 'isset' }>) => {
    for (const value of expr.values)
      if (value.kind === 'call' || value.kind === 'mcall' || value.kind === 'scall') machine.eval(value)
    return unknownNumber
  },
  empty: (machine, expr: Extract<Expr, { kind: 'empty' }>) => {
    const value = machine.eval(expr.value)
    return value.constant !== undefined && value.shape === null
      ? constant(!machine.semantics.truthy(value.constant))
      : unknownNumber
  },
  exit: evalExit as Evaluate,
  print: (machine, expr: Extract<Expr, { kind: 'print' }>) => {
    machine.echo(machine.eval(expr.value), expr.at)
    return constant(1)
  },
  eval: (machine, expr: Extract<Expr, { kind: 'eval' }>) => {
    machine.sink('code-injection', machine.eval(expr.value), expr.at)
    return unknown
  },
  shell: (machine, expr: Extract<Expr, { kind: 'shell' }>) => {
    const command = machine.eval(expr.value)
    machine.sink('command-injection', command, expr.at)
    const call = { name: 'shell_exec', at: expr.at, args: [command], nodes: [], receiver: null, receiverNode: null }
    return machine.source(originOf(machine, { on: '', readsFrom: 0 }, call) ?? 'stored', 'output of a command', expr.at)
  },
  match: evalMatch as Evaluate,
  throwx: (machine, expr: Extract<Expr, { kind: 'throwx' }>) => {
    noteThrown(machine, machine.eval(expr.value), expr.value)
    return nothing
  },
  yield: (machine, expr: Extract<Expr, { kind: 'yield' }>) => {
    const value = expr.value ? machine.eval(expr.value) : nothing
    const frame = machine.frame
    const element = shapeValue(new Map(), value, Number.NaN)
    frame.returns = frame.returns ? join(frame.returns, element) : element
    return unknown
  },
  await: (machine, expr: Extract<Expr, { kind: 'await' }>) => machine.eval(expr.value),
  seq: (machine, expr: Extract<Expr, { kind: 'seq' }>) => {
    let last: Value = unknown
    for (const value of expr.values) last = machine.eval(value)
    return last
  },
}

/** What an expression may be, its effects applied to the frame's state. */
export function evaluate(machine: Machine, expr: Expr): Value {
  return (evaluators[expr.kind] as (machine: Machine, expr: Expr) => Value)(machine, expr)
}
