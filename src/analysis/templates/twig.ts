import type { ParsedFile } from '../ast.ts'
import { countLines } from '../lines.ts'
import { parsePhp } from '../php/parser.ts'
import { applyFilter, printsRaw, splitOutside } from './expression.ts'
import { autoEscape, Generated, literal, notices, prelude, relocate, share, unknownTest } from './generated.ts'

/** Words of expressions that are no variables. */
const words = new Set(
  'and or not in is as if else elseif true false null none defined empty same divisible by odd even iterable matches starts ends with b only ignore missing from import recursive loop _self _context app'.split(
    ' ',
  ),
)

/** Functions of the framework make links, forms and tokens: what they are given does not come out as it was. */
function withoutCalls(text: string): string {
  let before = ''
  let after = text
  while (after !== before) {
    before = after
    after = after.replace(/(\.\w+)\([^()]*\)/g, '$1').replace(/(?<![.\w])[a-z]\w*\([^()]*\)/g, "''")
  }
  return after
}

const bracketed = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\([^()]*\)|\[[^\][]*\]/g
/** A comparison: it gives true or false, whatever it compares. */
const compares = /[=!<>]=|[<>]|(?<![\w.])(?:in|is|and|or|not|matches|starts with|ends with)(?!\w)/

/** Every variable that an expression gives, joined; request data by Symfony's way to it. */
function operand(given: string, names: Set<string>): string {
  const inner = /^\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*$/.exec(given)?.[1]
  const text = inner ?? given
  const [test = '', ...chosen] = splitOutside(text, '?')
  if (chosen.length > 0) {
    const [yes = '', ...no] = splitOutside(chosen.join('?'), ':')
    const ways = [yes.trim() === '' ? test : yes, ...(no.length > 0 ? [no.join(':')] : [])]
    return ways.map((way) => operand(way, names)).join('.')
  }
  if (compares.test(text.replace(bracketed, '').replace(bracketed, ''))) return "''"
  return variables(text, names)
}

function variables(text: string, names: Set<string>): string {
  const bare = withoutCalls(text.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''"))
  if (/\bapp\.request\.(?:get|query|request|cookies|headers)\b/.test(bare)) {
    const key = /\bapp\.request\.(?:\w+\.)?get\(\s*['"](\w+)/.exec(text)?.[1]
    return key === undefined ? '$_REQUEST' : `$_REQUEST['${key}']`
  }
  if (/\bapp\.(?:session\.flash[bB]ag\.?\w*|flashes)/.test(bare)) return `[${notices}()]`
  const found: string[] = []
  for (const match of bare.matchAll(/(?<![\w.|])([A-Za-z_]\w*)((?:\.\w+|\[\w+\])*)(\s*\()?/g)) {
    const [, name = '', path = '', call] = match
    if (words.has(name) || (call !== undefined && path === '')) continue
    names.add(name)
    const keys = [...path.matchAll(/\w+/g)].map(([key]) => `['${key}']`)
    if (call !== undefined) keys.pop()
    found.push(`$${name}${keys.join('')}`)
  }
  return found.length > 0 ? found.join('.') : "''"
}

function filtered(text: string, names: Set<string>): { php: string; raw: boolean } {
  const [head = '', ...filters] = splitOutside(text, '|')
  const php = filters.reduce((value, filter) => applyFilter(filter, value), operand(head, names))
  return { php, raw: printsRaw(filters, /^raw\b/) }
}

function forTag(rest: string, made: Set<string>, names: Set<string>): string {
  const [, first = 'item', second, subject = ''] = /^(\w+)\s*(?:,\s*(\w+)\s*)?in\s+(.+)$/s.exec(rest) ?? []
  made.add(first)
  if (second !== undefined) made.add(second)
  const target = second === undefined ? `$${first}` : `$${first} => $${second}`
  return `<?php foreach (${filtered(subject, names).php} as ${target}) { ?>`
}

function tag(content: string, made: Set<string>, names: Set<string>): string {
  const [, name = '', rest = ''] = /^(\w+)\s*(.*)$/s.exec(content) ?? []
  switch (name) {
    case 'if':
      return `<?php if (${unknownTest}()) { ?>`
    // Of an if or of a for: nothing is known of conditions, so another branch may or may not be shown.
    case 'elseif':
    case 'else':
      return `<?php } if (${unknownTest}()) { ?>`
    case 'for':
      return forTag(rest, made, names)
    case 'endif':
    case 'endfor':
      return '<?php } ?>'
    case 'set': {
      const [, target, value = ''] = /^(\w+)\s*=\s*(.+)$/s.exec(rest) ?? []
      if (target === undefined) return ''
      made.add(target)
      return `<?php $${target} = ${filtered(value, names).php}; ?>`
    }
    case 'include':
    case 'embed': {
      const given = [...rest.matchAll(/['"]?(\w+)['"]?\s*:\s*([\w.|]+)/g)]
      return given
        .map(([, key = '', value = '']) => `<?php ${share}('${key}', ${filtered(value, names).php}); ?>`)
        .join('')
    }
    default:
      return ''
  }
}

/** Themes and extensions of OpenCart show their variables as they are: what the request holds has been escaped when it was read. */
const ofOpenCart =
  /(?:^|\/)catalog\/view\/(?:theme|template)\/|(?:^|\/)extension\/[\w-]+\/(?:catalog|admin)\/view\/template\//

/** Parses a Twig template (Symfony, OpenCart, Shopware, Sylius) as the PHP that it stands for. Never throws. */
export function parseTwig(source: string, path = ''): ParsedFile {
  const body = new Generated()
  const made = new Set<string>()
  const names = new Set<string>()
  let escaping = !ofOpenCart.test(path)
  let at = 0
  const pieces =
    /\{#[\s\S]*?#\}|\{\{-?([\s\S]*?)-?\}\}|\{%-?\s*(verbatim|raw)\s*-?%\}([\s\S]*?)\{%-?\s*end\2\s*-?%\}|\{%-?([\s\S]*?)-?%\}/g
  for (const match of source.matchAll(pieces)) {
    literal(body, source, at, match.index)
    at = match.index + match[0].length
    const [, shown, , verbatim, content] = match
    if (shown !== undefined) {
      const { php, raw } = filtered(shown.trim(), names)
      body.write(`<?php echo ${raw || !escaping ? php : `${autoEscape}(${php})`}; ?>`, match.index)
    } else if (verbatim !== undefined) literal(body, source, match.index + match[0].indexOf(verbatim), at)
    else if (content !== undefined) {
      const text = content.trim()
      if (/^autoescape\s+false/.test(text)) escaping = false
      else if (/^(?:end)?autoescape/.test(text)) escaping = true
      else body.write(tag(text, made, names), match.index)
    }
  }
  literal(body, source, at, source.length)
  body.begin(prelude([...names].filter((name) => !made.has(name))))
  return relocate(parsePhp(body.text), body, countLines(source))
}
