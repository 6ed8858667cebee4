import type { ClassDecl, Expr, Stmt } from '../ast.ts'
import type { Machine, Native } from '../machine.ts'
import { unknown, type Value } from '../value.ts'

/** Stands for a value that the template of a component hands to a pipe. */
const piped = '__angularPipe'

const places = /\[(?:innerHTML|outerHTML|srcdoc|href|src)\]\s*=\s*"([^"]*)"|\{\{([^{}]*)\}\}/g
const path = /^\s*([A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*)(?:\(\))?\s*$/

const textOf = (expr: Expr | undefined): string | undefined => {
  if (expr?.kind === 'lit' && typeof expr.value === 'string') return expr.value
  return expr?.kind === 'concat' && expr.parts.length === 1 ? textOf(expr.parts[0]) : undefined
}

function templateOf({ annotations }: ClassDecl): Expr | undefined {
  const options = annotations.find(({ name }) => name === 'Component')?.args['0']
  return options?.kind === 'array'
    ? options.items.find(({ key }) => key?.kind === 'lit' && key.value === 'template')?.value
    : undefined
}

/** What the templates of a file's components hand to pipes, as calls at the file's end. */
export function templateCalls(body: readonly Stmt[]): Stmt[] {
  const found: Stmt[] = []
  for (const statement of body) {
    if (statement.kind !== 'classdecl') continue
    const { cls } = statement
    const template = templateOf(cls)
    for (const match of (textOf(template) ?? '').matchAll(places)) {
      const [value = '', ...pipes] = (match[1] ?? match[2] ?? '').split(/\|(?!\|)/)
      const name = /^\s*(\w+)/.exec(pipes[0] ?? '')?.[1]
      const field = path.exec(value)?.[1]
      if (name === undefined || field === undefined || !template) continue
      const at = template.at
      const args = [cls.name, field.replaceAll('?', ''), name].map((text) => ({
        value: { kind: 'lit' as const, at, value: text },
        spread: false,
      }))
      found.push({ kind: 'expr', at, value: { kind: 'call', at, callee: { kind: 'var', at, name: piped }, args } })
    }
  }
  return found
}

/** The class that is a pipe of this name. */
function pipeOf(machine: Machine, name: string) {
  return (machine.project.methods.get('transform') ?? []).find(({ cls }) =>
    cls?.annotations.some(({ name: mark, args }) => {
      const options = args['0']
      return (
        mark === 'Pipe' &&
        options?.kind === 'array' &&
        options.items.some(({ key, value }) => key?.kind === 'lit' && key.value === 'name' && textOf(value) === name)
      )
    }),
  )
}

const pipe: Native = (machine, call) => {
  const [cls, field, name] = call.args.map(({ constant }) => String(constant ?? ''))
  const info = machine.project.findClass(cls ?? '')
  const taker = pipeOf(machine, name ?? '')
  if (!info || !taker?.cls) return unknown
  const component = machine.newObject(info.decl.name)
  machine.initialise(component, info)
  for (const method of ['constructor', 'ngOnInit'])
    if (info.methods.has(method.toLowerCase())) machine.callMethodOf(component, method, [], call.at)
  let value: Value = component
  for (const key of (field ?? '').split('.')) value = machine.readField(value, key, call.at)
  const self = machine.newObject(taker.cls.name)
  const own = machine.project.findClass(taker.cls.name)
  if (own) machine.initialise(self, own)
  return machine.invoke({ fn: taker.fn, file: taker.file, cls: taker.cls, scope: null, self }, [value], call.at)
}

/** Pipes in the templates of Angular's components. */
export const angularNatives: readonly (readonly [string, Native])[] = [[piped.toLowerCase(), pipe]]
