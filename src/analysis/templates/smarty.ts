import type { ParsedFile } from '../ast.ts'
import { countLines } from '../lines.ts'
import { parsePhp } from '../php/parser.ts'
import { applyFilter, printsRaw, splitOutside } from './expression.ts'
import { Generated, literal, prelude, relocate, share, smartyEscape, unknownTest } from './generated.ts'

const requestParts: Readonly<Record<string, string>> = {
  get: '$_GET',
  post: '$_POST',
  request: '$_REQUEST',
  cookies: '$_COOKIE',
  server: '$_SERVER',
  session: '$_SESSION',
}

/** A variable with its path as PHP: `$a.b[$c]->d` is `$a['b'][$c]['d']`. */
function variable(text: string, names: Set<string>): string {
  const request = /^\$smarty\.(\w+)(?:\.(\w+)|\[['"]?(\w+)['"]?\])?/.exec(text)
  if (request) {
    const part = Object.hasOwn(requestParts, request[1]!) ? requestParts[request[1]!] : undefined
    const key = request[2] ?? request[3]
    if (part === undefined) return "''"
    return key === undefined ? part : `${part}['${key}']`
  }
  const head = /^\$([A-Za-z_]\w*)/.exec(text)
  if (!head) return "''"
  names.add(head[1]!)
  let php = head[0]
  const step = /\.(\w+)|\['(\w+)'\]|\["(\w+)"\]|\[(\d+)\]|->(\w+)/y
  step.lastIndex = head[0].length
  for (let match = step.exec(text); match; match = step.exec(text)) {
    const key = match.slice(1).find((item) => item !== undefined)!
    if (text[step.lastIndex] === '(') break
    php += `['${key}']`
  }
  return php
}

/** Every variable that an expression names, joined. */
function operand(text: string, names: Set<string>): string {
  const found = text.replace(/'(?:[^'\\]|\\.)*'/g, "''").match(/\$[A-Za-z_][\w.]*(?:->\w+|\[[^\]]*\]|\.\w+)*/g)
  return found ? found.map((item) => variable(item, names)).join('.') : "''"
}

/** `expr|filter|filter` as PHP; whether what is printed without `nofilter` is escaped the project's settings say. */
function printed(text: string, names: Set<string>): string {
  const [head = '', ...filters] = splitOutside(text.replace(/\s+nofilter\s*$/, '|nofilter'), '|')
  let value = operand(head, names)
  for (const filter of filters) value = applyFilter(filter, value)
  return printsRaw(filters, /^nofilter$/) ? value : `${smartyEscape}(${value})`
}

/** `name=value` pairs of a tag. */
function* attributes(text: string): Generator<[string, string]> {
  for (const match of text.matchAll(/(\w+)\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s]+)/g))
    yield [match[1]!, match[2]!]
}

const word = (text: string | undefined) => text?.replace(/^['"$]+|['"]+$/g, '')

function foreachTag(rest: string, made: Set<string>, names: Set<string>): string {
  const modern = /^(.*?)\s+as\s+(?:\$(\w+)\s*=>\s*)?\$(\w+)/is.exec(rest)
  const old = new Map(attributes(rest))
  const subject = operand(modern?.[1] ?? old.get('from') ?? old.get('loop') ?? '', names)
  const item = modern?.[3] ?? word(old.get('item')) ?? 'item'
  const key = modern?.[2] ?? word(old.get('key')) ?? word(old.get('name'))
  made.add(item)
  if (key !== undefined) made.add(key)
  return `<?php foreach (${subject} as ${key === undefined ? '' : `$${key} => `}$${item}) { ?>`
}

function assignTag(rest: string, made: Set<string>, names: Set<string>): string {
  const named = new Map(attributes(rest))
  const short = /^['"]?(\w+)['"]?\s+(.+)$/s.exec(rest)
  const name = word(named.get('var')) ?? short?.[1]
  const value = named.get('value') ?? short?.[2] ?? ''
  if (name === undefined) return ''
  made.add(name)
  const [head = '', ...filters] = splitOutside(value, '|')
  const php = filters.reduce((inner, filter) => applyFilter(filter, inner), operand(head, names))
  return `<?php $${name} = ${php}; ?>`
}

/** One tag's content, without its braces, as PHP. */
function tag(content: string, made: Set<string>, names: Set<string>): string {
  if (content.startsWith('$')) {
    const assigned = /^\$(\w+)\s*=(?![=>])\s*(.+)$/s.exec(content)
    if (assigned) return assignTag(`${assigned[1]!} ${assigned[2]!}`, made, names)
    return `<?php echo ${printed(content, names)}; ?>`
  }
  const [, name = '', rest = ''] = /^(\/?\w+)\s*(.*)$/s.exec(content) ?? []
  switch (name) {
    case 'if':
      return `<?php if (${unknownTest}()) { ?>`
    case 'foreach':
    case 'section':
      return foreachTag(rest, made, names)
    // Nothing is known of conditions: another branch may or may not be shown.
    case 'else':
    case 'elseif':
    case 'foreachelse':
    case 'sectionelse':
      return `<?php } if (${unknownTest}()) { ?>`
    case 'for':
    case 'while':
      return `<?php while (${unknownTest}()) { ?>`
    case '/if':
    case '/foreach':
    case '/section':
    case '/for':
    case '/while':
      return '<?php } ?>'
    case 'assign':
      return assignTag(rest, made, names)
    case 'include': {
      const given = [...attributes(rest)].filter(([key]) => key !== 'file')
      return given.map(([key, value]) => `<?php ${share}('${key}', ${operand(value, names)}); ?>`).join('')
    }
    case 'eval':
      return `<?php eval(${operand(rest, names)}); ?>`
    case 'fetch':
      return `<?php echo file_get_contents(${operand(rest, names)}); ?>`
    default:
      return ''
  }
}

/** Index behind the tag that opens at `from`, quotes and inner braces passed over; -1 where it does not close. */
function tagEnd(source: string, from: number): number {
  let depth = 0
  for (let i = from; i < source.length && i < from + 4000; i++) {
    const c = source[i]
    if (c === '{') depth++
    else if (c === '}' && --depth === 0) return i + 1
    else if (c === '"' || c === "'") {
      const end = source.indexOf(c, i + 1)
      if (end < 0) return -1
      i = end
    }
  }
  return -1
}

const verbatim: readonly [string, string, boolean][] = [
  ['{*', '*}', false],
  ['{literal}', '{/literal}', true],
]

/** Parses a Smarty template (PrestaShop, thirty bees) as the PHP that it stands for. Never throws. */
export function parseSmarty(source: string): ParsedFile {
  const body = new Generated()
  const made = new Set<string>()
  const names = new Set<string>()
  let at = 0
  for (;;) {
    const open = source.indexOf('{', at)
    if (open < 0) break
    const skipped = verbatim.find(([start]) => source.startsWith(start, open))
    if (skipped) {
      const [start, close, shown] = skipped
      const end = source.indexOf(close, open + start.length)
      literal(body, source, at, open)
      if (shown) literal(body, source, open + start.length, end < 0 ? source.length : end)
      at = end < 0 ? source.length : end + close.length
      continue
    }
    const end = /[\s}]/.test(source[open + 1] ?? ' ') ? -1 : tagEnd(source, open)
    if (end < 0) {
      literal(body, source, at, open + 1)
      at = open + 1
      continue
    }
    literal(body, source, at, open)
    if (source.startsWith('{php}', open)) {
      const close = source.indexOf('{/php}', end)
      body
        .write('<?php ', open)
        .copy(source, end, close < 0 ? source.length : close)
        .write(' ?>', open)
      at = close < 0 ? source.length : close + '{/php}'.length
      continue
    }
    body.write(tag(source.slice(open + 1, end - 1).trim(), made, names), open)
    at = end
  }
  literal(body, source, at, source.length)
  body.begin(prelude([...names].filter((name) => !made.has(name))))
  return relocate(parsePhp(body.text), body, countLines(source))
}

/** Latte (Nette): much the same marks; what is to be printed as it is says so in another word of the same length. */
export const parseLatte = (source: string): ParsedFile => parseSmarty(source.replaceAll('|noescape', '|nofilter'))
