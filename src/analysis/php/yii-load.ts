import type { Expr } from '../ast.ts'
import { matchEscapes } from '../context/pattern.ts'
import { Esc, escapes } from '../escapes.ts'
import type { Native } from '../machine.ts'
import { withEscapes } from '../map-taints.ts'
import { opaque, unknownNumber } from '../value.ts'

/** What a text that passes one of Yii's validators is harmless for. */
const validators: Readonly<Record<string, number>> = {
  integer: Esc.Safe,
  number: Esc.Safe,
  double: Esc.Safe,
  boolean: Esc.Safe,
  in: Esc.Safe,
  date: Esc.Safe,
  datetime: Esc.Safe,
  time: Esc.Safe,
  ip: Esc.Safe,
  exist: Esc.Safe,
  email: escapes('Email', 'OneLine', 'DoubleQuote'),
}

const textOf = (expr: Expr | undefined) =>
  expr?.kind === 'lit' && typeof expr.value === 'string' ? expr.value : undefined

/** Names of fields that the rules of a class let a form fill, each with what its checks leave harmless. */
function fieldsOf(rules: Expr): Map<string, number> {
  const found = new Map<string, number>()
  for (const { value: rule } of rules.kind === 'array' ? rules.items : []) {
    if (rule.kind !== 'array') continue
    const [names, validator] = rule.items.map(({ value }) => value)
    const kind = textOf(validator) ?? ''
    const pattern = rule.items.find(({ key }) => key?.kind === 'lit' && key.value === 'pattern')?.value
    const bits =
      kind === 'match' ? matchEscapes(textOf(pattern) ?? '') : Object.hasOwn(validators, kind) ? validators[kind]! : 0
    const list = names?.kind === 'array' ? names.items.map(({ value }) => textOf(value)) : [textOf(names)]
    for (const name of list)
      if (name !== undefined && !name.startsWith('!')) found.set(name, (found.get(name) ?? 0) | bits)
  }
  return found
}

/** `$model->load($post)` of Yii: the fields that its `rules()` speak of are filled from the form. */
export const yiiLoad: Native = (machine, call) => {
  const { receiver, args } = call
  const taints = args[0] ? machine.taints(args[0]) : []
  const cls = receiver?.object?.cls
  const rules = cls === undefined || taints.length === 0 ? undefined : machine.project.findMethod(cls, 'rules')
  const last = rules?.fn.body?.at(-1)
  if (!receiver || cls === undefined || last?.kind !== 'return' || last.value?.kind !== 'array') return undefined
  let object = receiver
  if (receiver.object?.id === 0 && call.receiverNode?.kind === 'var') {
    object = machine.newObject(cls)
    machine.assign(call.receiverNode, object, call.at)
  }
  const target: Expr = { kind: 'var', at: call.at, name: 'this' }
  for (const [name, bits] of fieldsOf(last.value))
    machine.writeField(object, name, bits & Esc.Safe ? unknownNumber : withEscapes(opaque(taints), bits), target)
  return unknownNumber
}
