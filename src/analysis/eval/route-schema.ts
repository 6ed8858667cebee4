import type { Argument, Expr, FunctionDecl } from '../ast.ts'
import { Esc } from '../escapes.ts'
import type { Call, Machine } from '../machine.ts'
import type { Project } from '../project.ts'
import { withEscapes } from '../map-taints.ts'
import { constant, unknownNumber, type Value } from '../value.ts'
import { calledName, visit } from '../visit.ts'

const item = (expr: Expr | undefined, name: string): Expr | undefined =>
  expr?.kind === 'array' ? expr.items.find(({ key }) => key?.kind === 'lit' && key.value === name)?.value : undefined

const textOf = (expr: Expr | undefined) =>
  expr?.kind === 'lit' && typeof expr.value === 'string' ? expr.value : undefined

/** What the schema of one parameter lets through. WordPress holds to a type by itself unless it is given another way to clean. */
function earned(schema: Expr): number {
  const clean = textOf(item(schema, 'sanitize_callback'))
  if (clean === 'absint' || clean === 'intval' || clean === 'floatval') return Esc.Safe
  const checks = item(schema, 'validate_callback')
  if (textOf(checks) === 'is_numeric') return Esc.Safe
  const held =
    textOf(checks) === 'rest_validate_request_arg' || (item(schema, 'type') && !item(schema, 'sanitize_callback'))
  if (held && (item(schema, 'enum') || /^(?:integer|number|boolean)$/.test(textOf(item(schema, 'type')) ?? '')))
    return Esc.Safe
  return clean === 'sanitize_key' || clean === 'sanitize_title' ? Esc.Word : 0
}

/** Last name of a callback: of a function, a method, or a closure of one. */
function callbackName(expr: Expr | undefined): string | undefined {
  const last = expr?.kind === 'array' ? expr.items.at(-1)?.value : expr
  return textOf(last)?.replace(/^.*::/, '').toLowerCase()
}

type Schemas = ReadonlyMap<string, ReadonlyMap<string, number>>
const known = new WeakMap<Project, Schemas>()

function readRoute(options: Expr | undefined, into: Map<string, Map<string, number>>): void {
  if (options?.kind !== 'array') return
  for (const { key, value } of options.items) if (key === null) readRoute(value, into)
  const name = callbackName(item(options, 'callback'))
  const args = item(options, 'args')
  if (name === undefined) return
  const fields = into.get(name) ?? new Map<string, number>()
  into.set(name, fields)
  if (args?.kind !== 'array') return
  for (const { key, value } of args.items)
    if (key?.kind === 'lit') {
      const before = fields.get(String(key.value))
      fields.set(String(key.value), before === undefined ? earned(value) : before & earned(value))
    }
}

/** Parameters of the routes that a project gives to WordPress, by the function that answers. */
function schemasOf(project: Project): Schemas {
  const before = known.get(project)
  if (before) return before
  const found = new Map<string, Map<string, number>>()
  for (const { source, parsed } of project.files)
    if (source.includes('register_rest_route'))
      visit(parsed.body, (node) => {
        if (calledName(node)?.name === 'register_rest_route')
          readRoute((node as { args: Argument[] }).args[2]?.value, found)
      })
  known.set(project, found)
  return found
}

/** `$request->get_param('x')` in the answer to a route whose schema says what `x` may be. */
export function schemaValue(machine: Machine, call: Call, value: Value): Value {
  const fn = machine.frame.fn?.name.toLowerCase()
  const name = call.args[0]?.constant
  const bits = fn === undefined || typeof name !== 'string' ? 0 : (schemasOf(machine.project).get(fn)?.get(name) ?? 0)
  return bits & Esc.Safe ? unknownNumber : bits === 0 ? value : withEscapes(value, bits)
}

/** True for a function that the project gives to WordPress as the answer to a route. */
export const answersRoute = (machine: Machine, fn: FunctionDecl): boolean =>
  schemasOf(machine.project).has(fn.name.toLowerCase())

/** `$request['x']` of such an answer. */
export function routeField(machine: Machine, object: Value, key: string, at: number): Value | undefined {
  const model = machine.models.properties.get(`${object.object?.cls.toLowerCase()}[]`)
  if (!model) return undefined
  const call = { name: '', at, args: [constant(key)], nodes: [], receiver: null, receiverNode: null }
  return schemaValue(machine, call, machine.source(model.source, `request['${key.slice(0, 40)}']`, at))
}
