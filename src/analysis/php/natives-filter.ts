import type { Expr } from '../ast.ts'
import { charsetEscapes, emailCharacters } from '../context/charset.ts'
import { Esc, escapes } from '../escapes.ts'
import { allowedExtensionOf, extensionOf, hostOf, schemeOf } from '../eval/hosts.ts'
import type { Call, Machine, Native } from '../machine.ts'
import { withEscapes } from '../map-taints.ts'
import { constant, opaque, shapeValue, unknown, unknownNumber, type Value } from '../value.ts'

const quoted = escapes('HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml')

/** What each filter of the filter extension leaves harmless; numbers are harmless everywhere. */
export const filters: Readonly<Record<string, number>> = {
  FILTER_VALIDATE_INT: Esc.Safe,
  FILTER_VALIDATE_FLOAT: Esc.Safe,
  FILTER_VALIDATE_BOOLEAN: Esc.Safe,
  FILTER_VALIDATE_BOOL: Esc.Safe,
  FILTER_VALIDATE_IP: Esc.Safe,
  FILTER_VALIDATE_MAC: Esc.Safe,
  FILTER_SANITIZE_NUMBER_INT: Esc.Safe,
  FILTER_SANITIZE_NUMBER_FLOAT: Esc.Safe,
  // A local part in double quotes may hold tags, though no blanks.
  FILTER_VALIDATE_EMAIL: escapes('Email', 'OneLine'),
  FILTER_SANITIZE_EMAIL: Esc.Email | charsetEscapes(emailCharacters),
  FILTER_VALIDATE_DOMAIN: escapes('OneLine'),
  FILTER_VALIDATE_URL: escapes('OneLine'),
  FILTER_SANITIZE_URL: escapes('OneLine'),
  FILTER_SANITIZE_SPECIAL_CHARS: quoted | Esc.OneLine,
  FILTER_SANITIZE_FULL_SPECIAL_CHARS: quoted,
  FILTER_SANITIZE_STRING: escapes('NoTags', 'DoubleQuote', 'SingleQuote'),
  FILTER_SANITIZE_STRIPPED: escapes('NoTags', 'DoubleQuote', 'SingleQuote'),
  FILTER_SANITIZE_ENCODED: escapes('UrlEncoded'),
  FILTER_SANITIZE_MAGIC_QUOTES: escapes('Slashes', 'SqlText'),
  FILTER_SANITIZE_ADD_SLASHES: escapes('Slashes', 'SqlText'),
}

/** Name of the filter constant given at a position. */
export function filterName(call: { nodes: Call['nodes']; args?: Call['args'] }, position: number): string {
  const node = call.nodes[position]?.value
  if (node?.kind === 'const') return node.name.replace(/^\\/, '')
  // A function around it was told which one.
  const told = call.args?.[position]?.constant
  return typeof told === 'string' && told.startsWith('FILTER_') ? told : ''
}

function apply(machine: Machine, value: Value, name: string, at: number): Value {
  const bits = filters[name] ?? 0
  if (bits & Esc.Safe) return unknownNumber
  return machine.trace(
    withEscapes(value.constant === undefined ? value : unknown, bits),
    at,
    `passes the filter ${name || 'FILTER_DEFAULT'}`,
  )
}

const filterVar: Native = (machine, call) => {
  const value = call.args[0]
  if (!value) return undefined
  if (filterName(call, 1) === 'FILTER_CALLBACK') return opaque(machine.taints(value))
  return apply(machine, value, filterName(call, 1), call.at)
}

const nameOfFilter = (expr: Expr | undefined): string =>
  expr?.kind === 'const'
    ? expr.name.replace(/^\\/, '')
    : expr?.kind === 'array'
      ? nameOfFilter(expr.items.find(({ key }) => key?.kind === 'lit' && key.value === 'filter')?.value)
      : ''

const asksForArray = (expr: Expr) =>
  expr.kind === 'array' && /FILTER_(?:REQUIRE|FORCE)_ARRAY/.test(JSON.stringify(expr.items))

/** Fields by the filters that a definition names for each: no others come through. */
function filterArray(machine: Machine, call: Call, given: Value): Value {
  const definition = call.nodes[1]?.value
  if (definition?.kind === 'const') return apply(machine, given, nameOfFilter(definition), call.at)
  if (definition?.kind !== 'array') return given
  const keys = new Map<string, Value>()
  for (const { key, value } of definition.items) {
    if (key?.kind !== 'lit') return given
    const name = String(key.value)
    const field = apply(machine, machine.readIndex(given, constant(name), call.at), nameOfFilter(value), call.at)
    keys.set(name, asksForArray(value) ? shapeValue(new Map(), field, Number.NaN) : field)
  }
  return shapeValue(keys)
}

const filterInput: Native = (machine, call) => {
  const key = call.args[1]?.constant
  const value = machine.source('request', `filter_input('${String(key ?? '…')}')`, call.at)
  return apply(machine, value, filterName(call, 2), call.at)
}

/** Parts of an address: the host is what must be checked; the path alone leads nowhere else. */
function parseUrl(machine: Machine, call: Call): Value | undefined {
  const [address] = call.args
  if (!address) return undefined
  const taints = machine.taints(address)
  if (taints.length === 0) return unknown
  const local = withEscapes(opaque(taints), Esc.LocalUrl)
  const host = hostOf(machine, address, call.at, call.nodes[0]?.value)
  if (call.nodes[1]) {
    const part = filterName(call, 1)
    return part === 'PHP_URL_HOST'
      ? host
      : part === 'PHP_URL_PORT'
        ? unknownNumber
        : part === 'PHP_URL_SCHEME'
          ? schemeOf(machine, address, call.at)
          : local
  }
  return shapeValue(
    new Map([
      ['scheme', schemeOf(machine, address, call.at)],
      ['host', host],
      ['port', unknownNumber],
      ['user', opaque(taints)],
      ['pass', opaque(taints)],
      ['path', local],
      ['query', local],
      ['fragment', local],
    ]),
  )
}

/** The ending of a file's name, alone or among its other parts. */
function pathinfo(machine: Machine, call: Call): Value | undefined {
  const [path] = call.args
  const taints = path ? machine.taints(path) : []
  if (!path || taints.length === 0) return undefined
  const name = withEscapes(opaque(taints), Esc.PathName)
  const extension = extensionOf(machine, path, call.at, call.nodes[0]?.value)
  if (call.nodes[1]) {
    const part = filterName(call, 1)
    return part === 'PATHINFO_EXTENSION' ? extension : part === 'PATHINFO_DIRNAME' ? opaque(taints) : name
  }
  return shapeValue(
    new Map([
      ['dirname', opaque(taints)],
      ['basename', name],
      ['filename', name],
      ['extension', extension],
    ]),
  )
}

/** WordPress: the ending and the type of a name where both are allowed, else neither. */
function fileType(machine: Machine, name: Value, at: number, node?: Expr): Value {
  const ending = allowedExtensionOf(machine, name, at, node)
  return shapeValue(
    new Map([
      ['ext', ending],
      ['type', ending],
      ['proper_filename', unknown],
    ]),
  )
}

/** The filter extension. */
export const filterNatives: readonly (readonly [string, Native])[] = [
  [
    'filter_var',
    (machine, call) => {
      const value = filterVar(machine, call)
      return value && /_ARRAY/.test(JSON.stringify(call.nodes[2]?.value ?? ''))
        ? value
        : value && withEscapes(value, Esc.Scalar)
    },
  ],
  ['filter_input', filterInput],
  [
    'filter_input_array',
    (machine, call) => filterArray(machine, call, machine.source('request', 'filter_input_array()', call.at)),
  ],
  ['filter_var_array', (machine, call) => call.args[0] && filterArray(machine, call, call.args[0])],
  [
    'wp_check_filetype',
    (machine, call) => call.args[0] && fileType(machine, call.args[0], call.at, call.nodes[0]?.value),
  ],
  [
    'wp_check_filetype_and_ext',
    (machine, call) => call.args[1] && fileType(machine, call.args[1], call.at, call.nodes[1]?.value),
  ],
  ['parse_url', parseUrl],
  ['wp_parse_url', parseUrl],
  ['pathinfo', pathinfo],
  [
    'strrchr',
    (machine, call) =>
      call.args[1]?.constant === '.' && call.args[0]
        ? extensionOf(machine, call.args[0], call.at, call.nodes[0]?.value)
        : undefined,
  ],
  ['intdiv', () => unknownNumber],
  ['php_sapi_name', () => unknown],
  ['function_exists', () => unknownNumber],
  ['strcmp', () => unknownNumber],
]
