import { charsetEscapes, complement, only } from '../context/charset.ts'
import { holding, lacking } from '../context/absent.ts'
import { absentSigns, removalEscapes } from '../context/pattern.ts'
import { extensionOf, indexOfEnding, isIndexOfEnding } from '../eval/hosts.ts'
import { Esc } from '../escapes.ts'
import type { Call, Machine, Native } from '../machine.ts'
import { concatText } from '../join.ts'
import { withEscapes } from '../map-taints.ts'
import { constant, opaque, textValue, unknown, unknownNumber, Value, valueTaints } from '../value.ts'

const builders = /^(?:StringBuilder|StringBuffer|StringWriter|StringJoiner)$/

/** The text a receiver stands for: its own, or what a builder holds. */
export function textOf(machine: Machine, value: Value): Value {
  const content = value.object ? machine.content(value) : undefined
  return content && !content.shape ? textValue(content.text) : value
}

const isBuilder = (machine: Machine, call: Call) =>
  call.receiver?.object !== undefined &&
  call.receiver?.object !== null &&
  builders.test(call.receiver.object.cls) &&
  machine.content(call.receiver) !== undefined

/** A text method on constants; on anything else the receiver's data stays in the result. */
function fold(compute: (text: string, args: (string | number)[]) => string | number | boolean): Native {
  return (machine, call) => {
    if (!call.receiver) return undefined
    const value = textOf(machine, call.receiver)
    const args = call.args.map((arg) => arg.constant)
    if (
      typeof value.constant === 'string' &&
      args.every((arg): arg is string | number => typeof arg === 'string' || typeof arg === 'number')
    ) {
      return constant(compute(value.constant, args))
    }
    return undefined
  }
}

/** Keeps literal and foreign pieces in place where the method does not cut. */
function sameText(compute: (text: string) => string): Native {
  return (machine, call) => {
    if (!call.receiver || call.receiver.shape) return undefined
    const value = textOf(machine, call.receiver)
    if (typeof value.constant === 'string') return constant(compute(value.constant))
    return value.object && machine.content(value)?.shape ? undefined : textValue(value.text)
  }
}

function builder(change: (before: Value, args: readonly Value[]) => Value): Native {
  return (machine, call) => {
    if (!isBuilder(machine, call)) return undefined
    machine.setContent(call.receiver!, change(machine.content(call.receiver!)!, call.args))
    return call.receiver!
  }
}

const flat = (value: Value | undefined) =>
  value === undefined
    ? []
    : value.constant !== undefined || value.object === null
      ? value.text
      : value.text.length > 0
        ? value.text
        : [{ taints: [] }]
const plain = (value: Value) => new Value(undefined, value.text)
const fixedOnly = (text: Value) => opaque(valueTaints(plain(text)))

function replace(machine: Machine, call: Call): Value | undefined {
  if (!call.receiver) return undefined
  if (isBuilder(machine, call)) {
    machine.setContent(
      call.receiver,
      plain(textValue(concatText(machine.content(call.receiver)!.text, flat(call.args[2])))),
    )
    return call.receiver
  }
  const [search, replacement] = call.args
  const value = textOf(machine, call.receiver)
  const [from, to] = [search?.constant, replacement?.constant]
  if (typeof from !== 'string' || typeof to !== 'string') return undefined
  if (typeof value.constant === 'string' && call.name === 'replace')
    return constant(value.constant.replaceAll(from, to))
  const isOne = call.name === 'replace' && from.length === 1 && !to.includes(from)
  // Dots go in pairs, and no two are left side by side.
  const isUp = call.name === 'replace' && from === '..' && !to.includes('.')
  const bits =
    call.name === 'replaceall'
      ? removalEscapes(from, to)
      : isOne
        ? charsetEscapes(complement(only(from)))
        : isUp
          ? Esc.PathName
          : 0
  const gone = call.name === 'replaceall' ? absentSigns(from) : isOne ? from : ''
  const left = holding(lacking(withEscapes(textValue(value.text), bits), gone), to)
  return machine.trace(left, call.at, `passes ${call.name}()`)
}

const substring = fold((text, [from, to]) => text.substring(Number(from), to === undefined ? undefined : Number(to)))
const lastIndexOf = fold((text, [needle]) => text.lastIndexOf(String(needle)))

/** `b.delete(0, b.length())` leaves nothing. */
const remove: Native = (machine, call) => {
  const end = call.nodes[1]?.value
  const all = call.args[0]?.constant === 0 && end?.kind === 'mcall' && end.name === 'length'
  return builder((before) => (all ? textValue([]) : fixedOnly(before)))(machine, call)
}

/** Methods of texts and of text builders. */
export const textMethods: readonly (readonly [string, Native])[] = [
  ['length', fold((text) => text.length)],
  ['charat', fold((text, [index]) => text.charAt(Number(index)))],
  [
    'substring',
    (machine, call) =>
      call.receiver && call.args.length === 1 && isIndexOfEnding(call.args[0])
        ? extensionOf(machine, textOf(machine, call.receiver), call.at)
        : substring(machine, call),
  ],
  ['indexof', fold((text, [needle]) => text.indexOf(String(needle)))],
  [
    'lastindexof',
    (machine, call) => lastIndexOf(machine, call) ?? (call.args[0]?.constant === '.' ? indexOfEnding() : undefined),
  ],
  ['startswith', fold((text, [needle]) => text.startsWith(String(needle)))],
  ['endswith', fold((text, [needle]) => text.endsWith(String(needle)))],
  ['isempty', fold((text) => text.length === 0)],
  ['trim', sameText((text) => text.trim())],
  ['strip', sameText((text) => text.trim())],
  ['tolowercase', sameText((text) => text.toLowerCase())],
  ['touppercase', sameText((text) => text.toUpperCase())],
  ['intern', sameText((text) => text)],
  ['tostring', sameText((text) => text)],
  ['tochararray', sameText((text) => text)],
  ['getbytes', sameText((text) => text)],
  [
    'concat',
    (machine, call) =>
      call.receiver && call.args[0]
        ? textValue(concatText(textOf(machine, call.receiver).text, flat(call.args[0])))
        : undefined,
  ],
  ['replace', replace],
  ['replaceall', replace],
  ['replacefirst', replace],
  ['append', builder((before, args) => plain(textValue(concatText(before.text, flat(args[0])))))],
  [
    'insert',
    builder((before, args) =>
      args[0]?.constant === 0
        ? plain(textValue(concatText(flat(args[1]), before.text)))
        : plain(textValue(concatText(before.text, flat(args[1])))),
    ),
  ],
  ['reverse', builder((before) => fixedOnly(before))],
  ['delete', remove],
  ['deletecharat', builder((before) => fixedOnly(before))],
  ['setlength', builder((before, args) => (args[0]?.constant === 0 ? textValue([]) : fixedOnly(before)))],
  [
    'split',
    (machine, call) => {
      if (!call.receiver) return undefined
      const taints = machine.taints(textOf(machine, call.receiver))
      return new Value(undefined, [], {
        keys: new Map(),
        rest: taints.length > 0 ? opaque(taints) : unknown,
        next: Number.NaN,
      })
    },
  ],
]

const newBuilder: Native = (machine, call) => {
  const first = call.args[0]
  const start = first && typeof first.constant !== 'number' ? plain(first) : textValue([])
  return machine.newObject('StringBuilder', plain(start))
}

const first: Native = (_machine, call) => call.args[0]

function format(machine: Machine, call: Call): Value | undefined {
  const skip = call.args[0]?.object ? 1 : 0
  const template = call.args[skip]
  if (typeof template?.constant !== 'string') return undefined
  const pieces = template.constant.split(/%(?:\d+\$)?[-#+ 0,(]*\d*(?:\.\d+)?[a-zA-Z%]/)
  const args =
    call.args.length === skip + 2 && call.args[skip + 1]?.shape
      ? [...call.args[skip + 1]!.shape!.keys.values()]
      : call.args.slice(skip + 1)
  const texts = pieces.flatMap((piece, index) => [
    [piece],
    index < pieces.length - 1 ? opaque(machine.taints(args[index] ?? unknown)).text : [],
  ])
  return textValue(concatText(...texts))
}

/** Constructors and static methods of texts. */
export const textNatives: readonly (readonly [string, Native])[] = [
  ['new stringbuilder', newBuilder],
  ['new stringbuffer', newBuilder],
  ['new string', first],
  ['string.valueof', first],
  ['string.copyvalueof', first],
  ['string.format', format],
  ['integer.parseint', () => unknownNumber],
  ['integer.valueof', () => unknownNumber],
  ['long.parselong', () => unknownNumber],
  ['long.valueof', () => unknownNumber],
  ['double.parsedouble', () => unknownNumber],
  ['double.valueof', () => unknownNumber],
  ['boolean.parseboolean', () => unknownNumber],
  ['uuid.fromstring', () => unknown],
]
