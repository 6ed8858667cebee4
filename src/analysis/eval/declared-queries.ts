import type { Expr, FunctionDecl } from '../ast.ts'
import type { Call, Machine } from '../machine.ts'
import type { DeclaredQueryModel } from '../models.ts'
import type { FunctionInfo } from '../project.ts'
import { concatText } from '../join.ts'
import { type Text, textValue, type Value } from '../value.ts'

/** The argument that a place of the query speaks of: by the name of a parameter, by its position, or the only one. */
function argumentOf(machine: Machine, fn: FunctionDecl, model: DeclaredQueryModel, call: Call, place: string) {
  const [name = '', ...fields] = place.split('.')
  const read = (value: Value, names: readonly string[]) =>
    names.reduce((held, field) => machine.readField(held, field, call.at), value)
  const annotated = (param: FunctionDecl['params'][number]): string | undefined => {
    const value = param.annotations?.find((item) => item.name === model.named)?.args['value']
    return value?.kind === 'lit' ? String(value.value) : undefined
  }
  let index = fn.params.findIndex((param) => (annotated(param) ?? param.name) === name)
  const numbered = /^(?:param(\d+)|arg(\d+)|(\d+))$/.exec(name)
  if (index < 0 && numbered)
    index = numbered[1] === undefined ? Number(numbered[2] ?? numbered[3]) : Number(numbered[1]) - 1
  if (index >= 0) {
    const arg = call.args[index]
    return arg && read(arg, fields)
  }
  const [only] = call.args
  if (!only || fn.params.length !== 1) return undefined
  return only.object && !/^(?:value|_parameter)$/.test(name) ? read(only, [name, ...fields]) : only
}

function texts(machine: Machine, expr: Expr | undefined): string[] {
  if (!expr) return []
  if (expr.kind === 'array') return expr.items.flatMap((item) => texts(machine, item.value))
  const value = machine.eval(expr).constant
  return typeof value === 'string' ? [value] : []
}

/** The query that belongs to a method without a body; undefined where there is none. */
function queryOf(machine: Machine, { fn, cls }: FunctionInfo, model: DeclaredQueryModel): string | undefined {
  const annotation = fn.annotations.find((item) => model.annotations.includes(item.name))
  if (annotation) return texts(machine, annotation.args['value']).join(' ')
  const simple = cls?.name.slice(cls.name.lastIndexOf('.') + 1)
  return simple === undefined ? undefined : machine.project.queries.get(`${simple}.${fn.name}`.toLowerCase())
}

/** Looks at what a call puts into the text of the query that the method declares. */
export function applyDeclaredQuery(machine: Machine, info: FunctionInfo, call: Call): void {
  for (const model of machine.models.declaredQueries) {
    const query = queryOf(machine, info, model)
    if (query === undefined) continue
    const parts: Text[] = []
    let from = 0
    for (const match of query.matchAll(model.place)) {
      parts.push([query.slice(from, match.index)])
      const arg: Value | undefined = argumentOf(machine, info.fn, model, call, match[1] ?? '')
      parts.push(arg ? (arg.text.length > 0 ? arg.text : [{ taints: machine.taints(arg) }]) : [{ taints: [] }])
      from = match.index + match[0].length
    }
    if (parts.length > 0) machine.sink(model.rule, textValue(concatText(...parts, [query.slice(from)])), call.at)
  }
}
