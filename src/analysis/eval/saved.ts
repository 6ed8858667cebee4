import { writtenBefore } from '../context/exposure.ts'
import type { Expr } from '../ast.ts'
import type { Call, Machine } from '../machine.ts'
import { join } from '../join.ts'
import { constant, opaque, type Value, valueTaints } from '../value.ts'
import { shapeOf } from './access.ts'
import { keepRow, rowSource } from './columns.ts'
import { keysOf } from './cookies.ts'

const writes = new Set(
  'create createmany bulkcreate insert insertmany insertone save saveall saveandflush persist upsert add updateorcreate firstorcreate forcecreate'.split(
    ' ',
  ),
)
/** … and of the mappers of JavaScript, where they are given what is to be written under a name of its own. */
const changes = /^(?:update|updatemany|updateone)$/
const reads =
  /^(?:find(?!index|last)\w*|get|all|first|firstorfail|paginate|simplepaginate|cursor|chunk|aggregate|list\w*|load\w*|fetch\w*|latest|getall\w*|read\w*)$/

const known = new Map<string, boolean>()

/** True for names of methods that put records away or fetch them. */
export function isOfRecords(name: string): boolean {
  let found = known.get(name)
  if (found === undefined) known.set(name, (found = writes.has(name) || changes.test(name) || reads.test(name)))
  return found
}

/** Names of what keeps records of some kind: `prisma.review`, `Review`, `reviewRepository`, `$product->reviews()`. */
const suffix = /(?:repository|repo|dao|mapper|model|store|entity)$/
const tooGeneral =
  /^(?:|this|self|db|em|entitymanager|prisma|client|knex|pool|connection|manager|session|request|req|res|app|cache|config|storage|fs|axios|http|api|data|items?|list|map|set|params|query|document|window|localstorage|router|route|input|cookies?|headers?|array|object|collection|entries|container)$/

function kindName(name: string): string | undefined {
  const bare = name
    .slice(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('.')) + 1)
    .toLowerCase()
    .replace(suffix, '')
    .replace(/ies$/, 'y')
    .replace(/(?<=[sx]|ch|sh)es$/, '')
    .replace(/(?<![su])s$/, '')
  return tooGeneral.test(bare) || !/^[a-z_]\w*$/.test(bare) ? undefined : bare
}

/** What the receiver of a call is a store of, by its name. */
function kindOf(machine: Machine, node: Expr | null, receiver: Value | null): string | undefined {
  const isPhp = machine.semantics.language === 'php'
  if (isPhp && (!node || node.kind === 'var' || node.kind === 'prop')) return undefined
  if (!node) return receiver?.object ? kindName(receiver.object.cls) : undefined
  if (node.kind === 'var') return kindName(node.name)
  if (node.kind === 'prop') return typeof node.name === 'string' ? kindName(node.name) : undefined
  if (node.kind === 'scall')
    return node.cls.kind === 'name' &&
      /^(?:where\w*|with|query|latest|orderby\w*|select|newquery)$/i.test(String(node.name))
      ? kindName(node.cls.name)
      : undefined
  if (node.kind !== 'mcall' || typeof node.name !== 'string') return undefined
  // `$product->reviews()`: a relation; what narrows it stands behind.
  if (node.args.length === 0 && (node.object.kind === 'var' || node.object.kind === 'prop'))
    return isPhp && !/^(?:_|get|set|is|load|fetch|create|make|new)/i.test(node.name) ? kindName(node.name) : undefined
  return kindOf(machine, node.object, null)
}

const foreign = (value: Value) => valueTaints(value).some(({ kind, unsure }) => kind === 'request' && !unsure)

/** A record that is put away: what a visitor wrote into it, by its fields, or as a whole where they are not known. */
function put(machine: Machine, kind: string, given: Value): void {
  const held = keysOf(machine, given)
  const row = held?.get('data') ?? given
  const shape = shapeOf(machine, row)
  const fields = machine.semantics.language === 'java' ? undefined : keysOf(machine, row)
  if (fields && [...fields.values()].some(foreign)) keepRow(machine, constant(kind), row)
  else if (row.object && machine.semantics.language !== 'php' && (!shape || machine.semantics.language === 'java')) {
    const taints = machine.taints(row).filter((taint) => taint.kind === 'request')
    if (taints.length > 0) machine.writeStaticField(`saved ${kind}`, '*', opaque(taints.slice(0, 4)))
  }
}

/** What a method of a store of records does: keeps what it is given, or gives what others were seen to put there. */
export function ofRecords(machine: Machine, call: Call, value: Value): Value {
  const { receiver, receiverNode, name, at } = call
  const { language } = machine.semantics
  if (language === 'java' && !/(?:Repository|Dao|Mapper|Store)$/.test(receiver?.object?.cls ?? '')) return value
  const kind = language === 'java' ? kindName(receiver!.object!.cls) : kindOf(machine, receiverNode, receiver)
  return kind === undefined ? value : exchange(machine, kind, name, call.args, value, at)
}

/** The same for a static method of a class of records: `Review::create([…])`. */
export const ofRecordsOf = (
  machine: Machine,
  cls: string,
  name: string,
  args: readonly Value[],
  value: Value,
  at: number,
): Value => {
  const kind = machine.project.ancestry(cls).includes('model') ? kindName(cls) : undefined
  return kind === undefined ? value : exchange(machine, kind, name, args, value, at)
}

function exchange(
  machine: Machine,
  kind: string,
  name: string,
  args: readonly Value[],
  value: Value,
  at: number,
): Value {
  const [first] = args
  if (changes.test(name)) {
    if (machine.semantics.language === 'js' && first && keysOf(machine, first)?.has('data')) put(machine, kind, first)
    return value
  }
  if (writes.has(name)) {
    for (const arg of args) if (machine.taints(arg).length > 0) put(machine, kind, arg)
    return value
  }
  const whole =
    machine.semantics.language === 'php' ? [] : valueTaints(machine.readStaticField(`saved ${kind}`, '*', at))
  if (whole.length > 0) {
    const stored = opaque(whole.map((taint) => ({ ...taint, kind: 'stored' })))
    return join(machine.trace(stored, at, `${writtenBefore} a record, and is read back`), value)
  }
  return rowSource(machine, kind, name, at) ?? value
}
