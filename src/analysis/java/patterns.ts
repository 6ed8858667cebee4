import type { Expr } from '../ast.ts'
import type { Native } from '../machine.ts'
import { opaque, unknown } from '../value.ts'
import { JTok } from './lexer.ts'
import type { JavaStream } from './stream.ts'
import { tryType } from './types.ts'

/** Name of the operation that gives a component of a record by its place; no method of Java can be called so. */
const component = '{component}'

/**
 * A pattern where one stands: `Type name`, `Type(pattern, …)`; what it names, as assignments of parts of the subject. Undefined, and nothing
 * taken, otherwise.
 */
export function parsePattern(stream: JavaStream, subject: Expr): Expr[] | undefined {
  const start = stream.index
  const { at } = stream
  stream.takeWord('final')
  const type = tryType(stream)
  if (type !== undefined && stream.isOp('(') && /^(?:.*\.)?[A-Z]/.test(type)) {
    const found = parseComponents(stream, subject, type)
    if (found) return found
  } else if (type !== undefined && stream.kind === JTok.Ident && !/^(?:when|instanceof)$/.test(stream.text)) {
    const target: Expr = { kind: 'var', at: stream.at, name: stream.takeName() }
    const value: Expr =
      type === 'var' ? subject : { kind: 'cast', at, type: type.slice(type.lastIndexOf('.') + 1), value: subject }
    return [{ kind: 'assign', at, op: '=', target, value, byRef: false }]
  }
  stream.index = start
  return undefined
}

function parseComponents(stream: JavaStream, subject: Expr, type: string): Expr[] | undefined {
  const { at } = stream
  stream.next()
  const named: Expr[] = []
  for (let place = 0; !stream.isOp(')'); place++) {
    const part: Expr = {
      kind: 'call',
      at,
      callee: { kind: 'name', at, name: component },
      args: [subject, { kind: 'lit', at, value: type } as const, { kind: 'lit', at, value: place } as const].map(
        (value) => ({
          value,
          spread: false,
        }),
      ),
    }
    const found = parsePattern(stream, part)
    if (!found) return undefined
    named.push(...found)
    if (!stream.takeOp(',')) break
  }
  if (!stream.takeOp(')')) return undefined
  if (stream.kind === JTok.Ident && !/^(?:when|instanceof)$/.test(stream.text)) stream.next()
  return named
}

const componentOf: Native = (machine, call) => {
  const [record, type, place] = call.args
  if (!record || typeof type?.constant !== 'string' || typeof place?.constant !== 'number') return undefined
  const name = machine.project.findClass(machine.className(type.constant))?.decl.properties[place.constant]?.name
  if (name !== undefined && record.object?.id) return machine.readField(record, name, call.at)
  const taints = machine.taints(record)
  return taints.length > 0 ? opaque(taints) : unknown
}

export const patternNatives: readonly (readonly [string, Native])[] = [[component, componentOf]]
