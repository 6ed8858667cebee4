import { hostOf } from '../eval/hosts.ts'
import type { Machine, Native } from '../machine.ts'
import { Esc } from '../escapes.ts'
import { visit } from '../visit.ts'
import { withEscapes } from '../map-taints.ts'
import { constant, opaque, unknown, Value } from '../value.ts'

const propertiesFile = /([^/\\]+\.properties)$/

/** A stream over a file of the class path keeps the file's name as its text. */
const resource: Native = (_machine, call) => {
  const name = call.args[0]?.constant
  return typeof name === 'string' ? new Value(undefined, [name], null, { id: 0, cls: 'InputStream' }) : undefined
}

/** `Properties.load` of a file of the project: its entries become known. */
const load: Native = (machine, call) => {
  const name = call.args[0]?.text.find((part) => typeof part === 'string')
  const file = typeof name === 'string' ? propertiesFile.exec(name)?.[1] : undefined
  const entries = file === undefined ? undefined : machine.project.properties.get(file)
  if (!call.receiver?.object) return undefined
  if (!entries) {
    const taints = call.args[0] ? machine.taints(call.args[0]) : []
    if (taints.length === 0) return undefined
    machine.setContent(call.receiver, new Value(undefined, [], { keys: new Map(), rest: opaque(taints), next: 0 }))
    return unknown
  }
  const keys = new Map([...entries].map(([key, value]) => [key, constant(value)] as const))
  machine.setContent(call.receiver, new Value(undefined, [], { keys, rest: null, next: 0 }))
  return unknown
}

/** A writer around another one is that one as far as its content goes. */
const around: Native = (_machine, call) => (call.args[0]?.object ? call.args[0] : undefined)
/** True where a function asks a variable for nothing but the last part of its path. */
function isOnlyNamed(machine: Machine, name: string): boolean {
  let uses = 0
  let asked = 0
  visit(machine.frame.fn?.body, (node) => {
    if (node.kind === 'var' && node.name === name) uses++
    if (node.kind === 'declare' && node.target.kind === 'var' && node.target.name === name) uses--
    if (node.kind !== 'mcall' || node.object.kind !== 'var' || node.object.name !== name) return
    if (/^get(?:File)?Name$/.test(String(node.name))) asked++
  })
  return uses === asked
}

/** `new File(x).getName()`, `Paths.get(x).getFileName()`: the last part of a path. Making the path only for that is no use of it. */
const lastPart: Native = (machine, call) => {
  const { receiver, receiverNode: node } = call
  const direct =
    (node?.kind === 'new' && node.cls.kind === 'name' && /(?:^|\.)File$/.test(node.cls.name)) ||
    (node?.kind === 'scall' && node.cls.kind === 'name' && /(?:^|\.)Paths?$/.test(node.cls.name))
  if (!receiver || !(direct || /(?:^|\.)(?:File|Path)$/.test(receiver.object?.cls ?? ''))) return undefined
  const taints = machine.taints(receiver)
  if (direct || (node?.kind === 'var' && isOnlyNamed(machine, node.name))) machine.withdraw('path-traversal', taints)
  return taints.length === 0
    ? unknown
    : machine.trace(withEscapes(opaque(taints), Esc.PathName), call.at, `passes ${call.name}()`)
}

const writers = [
  'ObjectOutputStream',
  'DataOutputStream',
  'BufferedOutputStream',
  'GZIPOutputStream',
  'PrintStream',
  'PrintWriter',
  'BufferedWriter',
  'OutputStreamWriter',
]

/** A cookie holds its name and value, and later its marks. */
const cookie =
  (cls: string): Native =>
  (machine, call) => {
    const [name, value] = call.args
    if (!name || !value) return undefined
    const keys = new Map([
      ['name', name],
      ['value', value],
    ])
    return machine.newObject(cls, new Value(undefined, [], { keys, rest: null, next: Number.NaN }))
  }

/** Constructors and makers of the library. */
export const libraryNatives: readonly (readonly [string, Native])[] = [
  ...writers.map((cls) => [`new ${cls.toLowerCase()}`, around] as const),
  ['new cookie', cookie('Cookie')],
  ['responsecookie.from', cookie('ResponseCookie')],
]

/** Methods whose effect is not a matter of taint alone. */
export const libraryMethods: readonly (readonly [string, Native])[] = [
  ['getresourceasstream', resource],
  ['load', load],
  ['getname', lastPart],
  ['getfilename', lastPart],
  [
    'gethost',
    (machine, call) =>
      call.receiver && machine.taints(call.receiver).length > 0 ? hostOf(machine, call.receiver, call.at) : undefined,
  ],
]
