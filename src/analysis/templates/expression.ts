import { autoEscape } from './generated.ts'

/**
 * Expressions of Smarty and Twig as PHP: the value that is printed, what its filters make of it, and the variables it names.
 * Operators and calls are not followed in detail: whatever a part names may be in the result.
 */
export interface TemplateExpression {
  php: string
  names: Set<string>
}

/** Filters whose result is a number, a date or a fixed word. */
const harmless = new Set([
  'intval',
  'int',
  'floatval',
  'number_format',
  'count',
  'length',
  'round',
  'abs',
  'date',
  'date_format',
  'md5',
  'sha1',
  'strlen',
  'count_characters',
  'boolval',
  'format_date',
  'format_currency',
  'price',
  'displayprice',
  'currency',
  'keys',
  'ucwords_id',
  'batch_id',
])
/** Filters that make harmless for HTML: name to the PHP function that does the same. */
const htmlEscapes = new Set(['escape', 'e', 'htmlspecialchars', 'htmlentities', 'escapehtml', 'safeoutput'])
/** Filters with the same meaning and name in PHP. */
const likePhp = new Set([
  'strip_tags',
  'addslashes',
  'urlencode',
  'rawurlencode',
  'json_encode',
  'base64_encode',
  'nl2br',
  'trim',
  'strtolower',
  'strtoupper',
  'strval',
  'html_entity_decode',
  'htmlspecialchars_decode',
  'urldecode',
  'stripslashes',
  'base64_decode',
])
const renamed: Readonly<Record<string, string>> = {
  striptags: 'strip_tags',
  url_encode: 'rawurlencode',
  lower: 'strtolower',
  upper: 'strtoupper',
  cleanhtml: 'strip_tags',
  classname: 'intval',
}

/** Splits at a character that stands outside quotes and brackets. */
export function splitOutside(text: string, mark: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === '"' || c === "'") {
      const end = quoteEnd(text, i)
      i = end
    } else if ('([{'.includes(c)) depth++
    else if (')]}'.includes(c)) depth--
    else if (c === mark && depth <= 0 && text[i + 1] !== mark && text[i - 1] !== mark) {
      parts.push(text.slice(start, i))
      start = i + 1
    }
  }
  parts.push(text.slice(start))
  return parts
}

/** Index of the quote that ends the text starting at `from`. */
export function quoteEnd(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === text[from]) return i
  }
  return text.length - 1
}

function escapeFilter(kind: string, value: string): string {
  if (/^['"]?(?:javascript|js)/i.test(kind)) return `esc_js(${value})`
  if (/^['"]?(?:url|urlpathinfo)/i.test(kind)) return `rawurlencode(${value})`
  if (/^['"]?(?:html|htmlall|html_attr|quotes)?['"]?$/i.test(kind.trim())) return `${autoEscape}(${value})`
  return value
}

/** Applies one filter, e.g. `escape:'html':'UTF-8'` or `date("Y")`. */
export function applyFilter(filter: string, value: string): string {
  const match = /^\s*@?([\w]+)\s*(?:[:(]\s*((?:"[^"]*"|'[^']*'|[^:)])*))?/.exec(filter)
  if (!match) return value
  const name = match[1]!.toLowerCase()
  const renamedTo = Object.hasOwn(renamed, name) ? renamed[name]! : name
  if (harmless.has(renamedTo)) return `intval(${value})`
  if (htmlEscapes.has(name)) return escapeFilter(name === 'escape' || name === 'e' ? (match[2] ?? '') : '', value)
  return likePhp.has(renamedTo) ? `${renamedTo}(${value})` : value
}

/** True where a filter list says that the value shall be printed as it is. */
export const printsRaw = (filters: readonly string[], word: RegExp) =>
  filters.some((filter) => word.test(filter.trim()))
