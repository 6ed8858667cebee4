/**
 * The structure of a query, command, filter, expression, path or address, without what its literals say: two texts that differ in one
 * literal have the same shape. `whole` is false where a literal is left open or a grammar is hurt: such a text attacks nothing.
 * Each grammar is read as its own interpreter reads it: MySQL's manual (strings, comments), POSIX 2.2 and 2.3 (shell tokens),
 * RFC 4515 with OpenLDAP's reading of a filter without brackets, XPath 1.0, PHP's own folding of `..`, WHATWG URL.
 */
import { posix } from 'node:path'

export interface Structure {
  shape: string
  whole: boolean
  /** the interpreter takes none of this shape */
  refused?: boolean
}

/** Tokens by the first expression that fits; a token named '' is left out, one named LITERAL stands for all values. */
function tokens(text: string, kinds: [RegExp, string | ((text: string) => string)][]): string[] | undefined {
  const found: string[] = []
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at)
    let length = 0
    for (const [pattern, name] of kinds) {
      const match = pattern.exec(rest)
      if (!match) continue
      length = match[0].length
      const token = typeof name === 'string' ? name : name(match[0])
      // a sign is part of a number unless something stands before it
      const before = found.at(-1)
      const signed =
        token === 'LITERAL' && (before === '-' || before === '+') && !/^(LITERAL|\w+|\)|\])$/.test(found.at(-2) ?? '=')
      if (signed) found.pop()
      if (token) found.push(token)
      break
    }
    if (length === 0) return undefined
    at += length
  }
  return found
}

const shaped = (found: string[] | undefined): Structure => ({
  shape: found?.join(' ') ?? '',
  whole: found !== undefined,
})

export const sql = (text: string): Structure =>
  shaped(
    tokens(text, [
      [/^\s+/, ''],
      [/^(?:--(?=\s|$)|#).*/, 'COMMENT'],
      [/^\/\*[\s\S]*?\*\//, 'COMMENT'],
      [/^'(?:[^'\\]|\\[\s\S]|'')*'/, 'LITERAL'],
      [/^"(?:[^"\\]|\\[\s\S]|"")*"/, 'LITERAL'],
      [/^`[^`]*`/, 'NAME'],
      [/^(?:0x[\da-f]+|\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)(?![\w$])/i, 'LITERAL'],
      [/^[\w$\u0080-\uffff]+/, (name) => name.toLowerCase()],
      [/^[^'"`]/, (sign) => sign],
    ]),
  )

export const xpath = (text: string): Structure =>
  shaped(
    tokens(text, [
      [/^\s+/, ''],
      [/^(?:'[^']*'|"[^"]*")/, 'LITERAL'],
      [/^(?:\d+(?:\.\d*)?|\.\d+)/, 'LITERAL'],
      [/^[\w\u0080-\uffff][\w.\u0080-\uffff-]*/, (name) => name],
      [/^[^'"]/, (sign) => sign],
    ]),
  )

/** Words and operators; expansions and substitutions stand as what they are. */
export function shell(text: string): Structure {
  const found: string[] = []
  let word: string[] | undefined
  const end = (): void => {
    if (word) found.push(['WORD', ...word].join('+'))
    word = undefined
  }
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (sign === "'") {
      at = text.indexOf("'", at + 1)
      if (at < 0) return { shape: '', whole: false }
      word ??= []
    } else if (sign === '"') {
      word ??= []
      for (at++; text[at] !== '"'; at++) {
        if (at >= text.length) return { shape: '', whole: false }
        if (text[at] === '\\') at++
        else if (text[at] === '`' || (text[at] === '$' && /[\w({]/.test(text[at + 1] ?? ''))) word.push('EXPANSION')
      }
    } else if (sign === '\\') {
      at++
      word ??= []
    } else if (sign === '`' || (sign === '$' && /[\w({]/.test(text[at + 1] ?? ''))) {
      word ??= []
      word.push('EXPANSION')
    } else if (/[ \t]/.test(sign)) end()
    else if (/[\n;&|<>()]/.test(sign)) {
      end()
      found.push(sign)
    } else if (sign === '#' && !word) {
      found.push('COMMENT')
      at = text.indexOf('\n', at)
      if (at < 0) break
      at--
    } else word ??= []
  }
  end()
  return { shape: found.join(' '), whole: true }
}

export function ldap(text: string): Structure {
  let at = 0
  const comparison = (item: string): string | undefined => {
    const [, name, sign, value] = /^([\w.;-]+)\s*(~=|>=|<=|:[\w.:]*=|=)([\s\S]*)$/.exec(item) ?? []
    if (name === undefined || /[()\0]|\\(?![\da-f]{2})/i.test(value!)) return undefined
    return `${name.toLowerCase()}${sign}${value === '*' ? 'ANY' : value!.includes('*') ? 'PART' : 'LITERAL'}`
  }
  const filter = (): string | undefined => {
    if (text[at++] !== '(') return undefined
    const sign = text[at]!
    if ('&|!'.includes(sign)) {
      at++
      const parts: string[] = []
      while (text[at] === '(') {
        const part = filter()
        if (part === undefined) return undefined
        parts.push(part)
      }
      if (text[at++] !== ')' || (sign === '!' && parts.length !== 1)) return undefined
      return `${sign}(${parts.join(',')})`
    }
    const close = text.indexOf(')', at)
    const item = close < 0 ? undefined : comparison(text.slice(at, close))
    at = close + 1
    return item
  }
  // A filter may stand without brackets; OpenLDAP takes no `!` before such a one.
  if (text.startsWith('!')) return { ...ldap(text.slice(1)), refused: true }
  const shape = text.startsWith('(') ? filter() : comparison(text)
  const whole = shape !== undefined && (!text.startsWith('(') || at === text.length)
  return { shape: shape ?? '', whole }
}

/** The folder that PHP opens: it folds `..` by the text when the file is not found otherwise, so a folder need not be there. */
export function path(text: string): Structure {
  if (/^[a-z][\w+.-]*:/i.test(text)) return { shape: 'scheme', whole: true }
  return { shape: posix.dirname(posix.resolve('/srv/www/shop/app', text)), whole: true }
}

/** Where a header sends the browser; another header than `Location` sends it nowhere. */
export function header(line: string): Structure {
  const [, name, address] = /^([^:]*):\s*([\s\S]*)$/.exec(line) ?? []
  if (name?.toLowerCase() !== 'location') return { shape: 'no address', whole: true }
  try {
    const url = new URL(address!, 'http://shop.test/folder/page')
    return { shape: url.protocol === 'http:' || url.protocol === 'https:' ? url.host : url.protocol, whole: true }
  } catch {
    return { shape: '', whole: false }
  }
}
