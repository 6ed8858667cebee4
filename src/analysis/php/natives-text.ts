import { shapeOf } from '../eval/access.ts'
import { charsetEscapes, complement, only } from '../context/charset.ts'
import { sealOf } from './checked.ts'
import { removalEscapes } from '../context/pattern.ts'
import { foldedReplace } from './folded.ts'
import { Esc, escapes } from '../escapes.ts'
import type { Call, Machine, Native } from '../machine.ts'
import { concatText, join } from '../join.ts'
import { lessSure, withEscapes, withoutEscapes } from '../map-taints.ts'
import { constant, opaque, type Part, type Text, textValue, unknown, unknownNumber, Value } from '../value.ts'

const numberFormat = /^[bcdeEfFgGhHouxX]$/

/** sprintf and its kin: literal pieces stay literal, so that the context of each argument is known. */
function format(machine: Machine, template: Value, args: readonly Value[]): Value {
  if (typeof template.constant !== 'string') {
    const taints = [...machine.taints(template), ...args.flatMap((arg) => machine.taints(arg))]
    return taints.length === 0 ? unknown : opaque(taints.slice(0, 4))
  }
  const parts: Text[] = []
  let next = 0
  let literal = 0
  const text = template.constant
  for (const match of text.matchAll(/%(?:(\d+)\$)?[-+ 0]*(?:'.)?[-+]?\d*(?:\.\d+)?([bcdeEfFgGhHosuxX%])/g)) {
    parts.push([text.slice(literal, match.index)])
    literal = match.index + match[0].length
    if (match[2] === '%') {
      parts.push(['%'])
      continue
    }
    const index = match[1] === undefined ? next++ : Number(match[1]) - 1
    const arg = args[index] ?? unknown
    parts.push(numberFormat.test(match[2]!) ? unknownNumber.text : arg.text)
  }
  parts.push([text.slice(literal)])
  return textValue(concatText(...parts))
}

function list(machine: Machine, value: Value | undefined): Value[] {
  const shape = shapeOf(machine, value)
  return shape ? [...shape.keys.values(), ...(shape.rest ? [shape.rest] : [])] : value ? [value] : []
}

/** Elements with the separator between them. Where the number is not known, two stand for all. */
function implode(machine: Machine, call: Call): Value | undefined {
  const [a, b] = call.args
  const glue = b === undefined || (a?.shape && !b.shape) ? (b ?? constant('')) : a!
  const array = b === undefined || (a?.shape && !b.shape) ? a! : b
  const shape = array.shape
  if (!shape) return machine.taints(array).length > 0 ? opaque(machine.taints(array)) : unknown
  const pieces = list(machine, array).map((item) => (item.shape ? opaque(machine.taints(item)) : item))
  if (pieces.length === 0) return constant('')
  const texts: Text[] = []
  pieces.slice(0, 40).forEach((piece, index) => {
    if (index > 0) texts.push(glue.text)
    texts.push(piece.text)
  })
  return textValue(concatText(...texts))
}

function foldText(value: Value, fold: (text: string) => string): Value | undefined {
  return typeof value.constant === 'string' ? constant(fold(value.constant)) : undefined
}

const mapLiterals = (text: Text, fold: (part: string) => string): Text =>
  text.map(
    (part): Part =>
      typeof part === 'string'
        ? fold(part)
        : 'taints' in part
          ? part
          : { options: part.options.map((option) => mapLiterals(option, fold)), size: part.size },
  )

const folding =
  (fold: (text: string) => string): Native =>
  (_machine, call) =>
    call.args[0] &&
    (foldText(call.args[0], fold) ?? withEscapes(textValue(mapLiterals(call.args[0].text, fold)), Esc.Scalar))
/** `ucfirst`, `lcfirst`, `ucwords` of a text of the program's own. */
const firstLetter =
  (name: 'ucfirst' | 'ucwords' | 'lcfirst'): Native =>
  (_machine, { args: [text, signs] }) => {
    if (typeof text?.constant !== 'string' || signs) return undefined
    const form = name === 'ucwords' ? /(?<=^|\s)[a-z]/g : name === 'ucfirst' ? /^[a-z]/ : /^[A-Z]/
    return constant(
      text.constant.replace(form, (sign) => (name === 'lcfirst' ? sign.toLowerCase() : sign.toUpperCase())),
    )
  }

const lower = folding((text) => text.toLowerCase())
const upper = folding((text) => text.toUpperCase())

function taintsOf(machine: Machine, values: readonly Value[]): Value {
  const taints = values.flatMap((value) => machine.taints(value))
  return taints.length === 0 ? unknown : opaque(taints.slice(0, 4))
}

/** An array is refused there. */
const inText =
  (native: Native): Native =>
  (machine, call) => {
    const text = native(machine, call) ?? call.args[0]
    return text && withEscapes(text, Esc.Scalar)
  }

const filledSentence: Native = (machine, call) => taintsOf(machine, call.args.slice(1))

/** str_replace: removed characters are gone for good; known replacements are applied to what is known. */
function replace(machine: Machine, call: Call): Value | undefined {
  const [search, replacement, subject] = call.args
  if (!search || !replacement || !subject) return undefined
  const wanted = list(machine, search)
  const found = wanted.map((item) => item.constant)
  const replaced = list(machine, replacement).map((item) => item.constant ?? '')
  const extra = machine.taints(replacement)
  let bits = 0
  if (found.every((item): item is string => typeof item === 'string')) {
    const removed = found.filter(
      (item, index) =>
        item.length === 1 && !String(replaced[Math.min(index, replaced.length - 1)] ?? '').includes(item),
    )
    let left = complement(only(removed.join('')))
    for (const item of replaced)
      left = left.map((allowed, code) => (allowed || String(item).includes(String.fromCharCode(code)) ? 1 : 0))
    bits = charsetEscapes(left)
    if (found.includes("'") && replaced.every((item) => item === "''" || item === "\\'")) bits |= Esc.SqlText
    if (found.some((item) => item === '../' || item === '..'))
      bits |= machine.inLoop() || found.includes('..') ? Esc.PathName : 0
    if (typeof subject.constant === 'string' && extra.length > 0) {
      const values = list(machine, replacement)
      const same = search.shape && !replacement.shape ? values[0] : undefined
      return filledIn(
        subject.constant,
        new Map(found.map((item, index) => [item, same ?? values[index] ?? constant('')])),
      )
    }
    if (subject.constant !== undefined && extra.length === 0 && replaced.every((item) => item !== undefined)) {
      let text = String(subject.constant)
      found.forEach((item, index) => {
        text = text.replaceAll(item, String(search.shape && !replacement.shape ? replaced[0] : (replaced[index] ?? '')))
      })
      return constant(text)
    }
  }
  const kept = subject.constant === undefined ? textValue(subject.text) : unknown
  const base = extra.length === 0 && found.includes("'") ? withoutQuotes(kept, String(replaced[0] ?? '')) : kept
  const result = machine.trace(withEscapes(base, bits), call.at, `passes ${call.name}()`)
  return extra.length > 0 ? join(result, opaque(extra)) : result
}

/** A text whose single quotes are gone: what had quotes of its own around it stands bare. */
const withoutQuotes = (value: Value, replacement: string): Value =>
  replacement.includes("'")
    ? value
    : withoutEscapes(textValue(mapLiterals(value.text, (part) => part.replaceAll("'", replacement))), Esc.SqlQuoted)

function pregReplace(machine: Machine, call: Call): Value | undefined {
  const [pattern, replacement, subject] = call.args
  if (!pattern || !replacement || !subject) return undefined
  machine.sink('regex-injection', pattern, call.at)
  if (
    machine.semantics.language === 'php' &&
    /e[a-zA-Z]*$/.test(String(pattern.constant ?? '').replace(/^.*[/#~@|!%,;{}()]/s, ''))
  )
    machine.sink('code-injection', replacement, call.at)
  const [form, to, text] = [pattern.constant, replacement.constant, subject.constant]
  if (typeof form === 'string' && typeof to === 'string' && typeof text === 'string' && !form.endsWith('e')) {
    const folded = foldedReplace(form, to, text)
    if (folded !== undefined) return constant(folded)
  }
  let bits = 0
  for (const item of list(machine, pattern)) {
    if (typeof item.constant === 'string')
      bits |= removalEscapes(item.constant, String(replacement.constant ?? '\'"<>&/\\'))
  }
  const base = subject.shape
    ? opaque(machine.taints(subject))
    : subject.constant === undefined
      ? textValue(subject.text)
      : unknown
  const result = machine.trace(withEscapes(base, bits), call.at, `passes ${call.name}()`)
  const extra = machine.taints(replacement)
  return extra.length > 0 ? join(result, opaque(extra)) : result
}

/** htmlspecialchars and htmlentities: which quotes are made harmless depends on the flags. */
function entities(machine: Machine, call: Call): Value | undefined {
  const value = call.args[0]
  if (!value) return undefined
  const flags = call.nodes[1]?.value
  let bits = escapes('HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml')
  const names = JSON.stringify(flags ?? '')
  if (names.includes('ENT_NOQUOTES')) bits = escapes('HtmlText')
  else if (names.includes('ENT_COMPAT')) bits = escapes('HtmlText', 'DoubleQuote')
  return machine.trace(
    withEscapes(value.constant === undefined ? value : unknown, bits),
    call.at,
    `passes ${call.name}()`,
  )
}

/**
 * A text of JavaScript. `/` is escaped unless that is switched off, so that no script can be ended; the other signs of HTML are
 * codes only where that is asked for.
 */
function json(machine: Machine, call: Call): Value | undefined {
  const value = call.args[0]
  if (!value) return undefined
  const flags = JSON.stringify(call.nodes[1]?.value ?? '')
  const tags = flags.includes('JSON_HEX_TAG')
  let bits = escapes('OneLine')
  if (tags || !flags.includes('JSON_UNESCAPED_SLASHES')) bits |= escapes('JsValue', 'HtmlText')
  if (flags.includes('JSON_HEX_QUOT')) bits |= escapes('DoubleQuote')
  if (flags.includes('JSON_HEX_APOS')) bits |= escapes('SingleQuote')
  const taints = machine.taints(value)
  return taints.length === 0
    ? unknown
    : machine.trace(withEscapes(opaque(taints), bits), call.at, `passes ${call.name}()`)
}

function substr(_machine: Machine, call: Call): Value | undefined {
  const [value, start, length] = call.args
  if (typeof value?.constant === 'string' && typeof start?.constant === 'number') {
    const from = start.constant < 0 ? Math.max(0, value.constant.length + start.constant) : start.constant
    if (length === undefined || length.constant === null) return constant(value.constant.slice(from))
    if (typeof length.constant === 'number')
      return constant(value.constant.slice(from, length.constant < 0 ? length.constant : from + length.constant))
  }
  return value === undefined ? undefined : value.constant === undefined ? textValue(value.text) : unknown
}

/** A text of the program's own with marks replaced, each by its value. */
function filledIn(text: string, pairs: ReadonlyMap<string, Value>): Value {
  const marks = [...pairs.keys()].filter((mark) => mark !== '').sort((a, b) => b.length - a.length)
  const parts: Text[] = []
  let literal = ''
  for (let i = 0; i < text.length; ) {
    const mark = marks.find((item) => text.startsWith(item, i))
    if (mark === undefined) literal += text[i++]
    else {
      parts.push([literal], pairs.get(mark)!.text)
      literal = ''
      i += mark.length
    }
  }
  return textValue(concatText(...parts, [literal]))
}

/** What was sent is as it was before it was written as JSON; what another server or the database gave is less sure. */
function decoded(machine: Machine, call: Call): Value | undefined {
  const taints = call.args[0] ? machine.taints(call.args[0]) : []
  if (taints.length === 0) return undefined
  return withoutEscapes(
    opaque(taints.map((taint) => (taint.kind === 'request' ? taint : lessSure(taint)))),
    escapes('HtmlText', 'DoubleQuote', 'SingleQuote', 'SqlText', 'Slashes', 'OneLine', 'Scalar'),
  )
}

function strtr(machine: Machine, call: Call): Value | undefined {
  const [subject, pairs] = call.args
  if (!subject || call.args.length !== 2 || !pairs?.shape) return undefined
  const { rest } = pairs.shape
  const keys = [...pairs.shape.keys.keys()]
  const given = machine.taints(pairs)
  if (given.length > 0) {
    const filled =
      rest === null && typeof subject.constant === 'string' ? filledIn(subject.constant, pairs.shape.keys) : undefined
    return filled ?? textValue(concatText(subject.text, [{ taints: given.slice(0, 4), folded: true }]))
  }
  const bits = charsetEscapes(complement(only(keys.filter((key) => key.length === 1).join(''))))
  return machine.trace(withEscapes(subject, bits), call.at, 'passes strtr()')
}

const first: Native = (_machine, call) => (call.args[0]?.constant === undefined ? call.args[0] : undefined)

/** Functions on texts whose result depends on more than "all arguments". */
export const textNatives: readonly (readonly [string, Native])[] = [
  ['sprintf', (machine, call) => (call.args[0] ? format(machine, call.args[0], call.args.slice(1)) : undefined)],
  [
    'vsprintf',
    (machine, call) => (call.args[0] ? format(machine, call.args[0], list(machine, call.args[1])) : undefined),
  ],
  [
    'printf',
    (machine, call) => {
      if (call.args[0]) machine.echo(format(machine, call.args[0], call.args.slice(1)), call.at)
      return unknownNumber
    },
  ],
  [
    'vprintf',
    (machine, call) => {
      if (call.args[0]) machine.echo(format(machine, call.args[0], list(machine, call.args[1])), call.at)
      return unknownNumber
    },
  ],
  [
    'print_r',
    (machine, call) => {
      const value = call.args[0]
      if (!value) return undefined
      const flat = opaque(machine.taints(value))
      if (call.args[1]) return flat
      machine.echo(flat, call.at)
      return unknown
    },
  ],
  ['implode', implode],
  ['join', implode],
  ['str_replace', replace],
  ['str_ireplace', replace],
  ['preg_replace', pregReplace],
  ['htmlspecialchars', inText(entities)],
  ['htmlentities', inText(entities)],
  ['substr', inText(substr)],
  ['mb_substr', inText(substr)],
  ['strtr', strtr],
  ['json_decode', decoded],
  ...['strtolower', 'mb_strtolower', 'utf8_strtolower'].map((name) => [name, lower] as const),
  ...['strtoupper', 'mb_strtoupper', 'utf8_strtoupper'].map((name) => [name, upper] as const),
  ...(['ucfirst', 'ucwords', 'lcfirst'] as const).map((name) => [name, firstLetter(name)] as const),
  ['strval', (_m, call) => call.args[0] && withEscapes(call.args[0], Esc.Scalar)],
  // What fills the places of a sentence stands in it as it is.
  ...['__', 'trans', 'trans_choice', 'lang.get', 'lang.choice'].map((name) => [name, filledSentence] as const),
  [
    'trim',
    (_m, call) =>
      call.args[0] && call.args.length === 1
        ? (foldText(call.args[0], (text) => text.trim()) ?? withEscapes(call.args[0], Esc.Scalar))
        : call.args[0] && String(call.args[1]?.constant ?? '').includes("'")
          ? withoutQuotes(call.args[0], '')
          : undefined,
  ],
  ['ltrim', first],
  ['rtrim', first],
  [
    'stripslashes',
    (_m, call) => (call.args[0] ? withoutEscapes(call.args[0], escapes('SqlText', 'Slashes')) : undefined),
  ],
  [
    'explode',
    (machine, call) => {
      const value = call.args[1]
      if (!value) return undefined
      const taints = machine.taints(value)
      return new Value(undefined, [], {
        keys: new Map(),
        rest: taints.length > 0 ? opaque(taints) : unknown,
        next: Number.NaN,
      })
    },
  ],
  [
    'preg_replace_callback',
    (machine, call) => {
      const [, callback, subject] = call.args
      if (!callback || !subject) return undefined
      const taints = machine.taints(subject)
      const piece = taints.length > 0 ? opaque(taints) : unknown
      const result = machine.invokeValue(
        callback,
        [new Value(undefined, [], { keys: new Map(), rest: piece, next: Number.NaN })],
        call.at,
      )
      return join(taints.length > 0 ? opaque(taints) : unknown, result)
    },
  ],
  [
    'hash_hmac',
    (_m, call) => {
      const data = call.nodes[1]?.value
      return data?.kind === 'var'
        ? new Value(undefined, unknown.text, null, { id: 0, cls: sealOf + data.name })
        : unknown
    },
  ],
  ['json_encode', json],
  ['wp_json_encode', json],
  ['str_repeat', (_m, call) => call.args[0]],
]
