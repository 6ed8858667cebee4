import type { ParsedFile } from '../ast.ts'
import { parseJs } from '../js/parser.ts'
import { countLines } from '../lines.ts'
import { autoEscape, Generated, relocate, shared } from './generated.ts'
import { outputs, printed, text } from './markers.ts'

/** Words of the language and names that every program finds: none of them is handed over by whoever shows the template. */
const ownNames = new Set(
  (
    'abstract arguments async await boolean break case catch class const continue default delete do else enum eval export extends false finally for ' +
    'function get if implements import in instanceof interface let new null of package private protected public return set static super switch ' +
    'this throw true try typeof undefined var void while with yield NaN Infinity Array Boolean Date Error Function Intl JSON Map Math Number ' +
    'Object Promise RegExp Set String Symbol URL URLSearchParams console decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape ' +
    'isNaN parseFloat parseInt process require module include locals it partial block contentFor'
  ).split(' '),
)

const quoted = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g
const declared = /\b(?:let|const|var|function|class)\s+([A-Za-z_$][\w$]*)/g

/** A template as a program of JavaScript: text, values printed as they are or escaped, and statements between. */
export class Script {
  readonly #body = new Generated()
  readonly #source: string
  readonly #code: string[] = []

  constructor(source: string) {
    this.#source = source
  }

  text(start: number, end: number): void {
    if (end > start) this.#body.write(`${text}(${start},${end});`, start)
  }

  /** A value that is printed; the expression stands in the template from `start` to `end`. */
  print(start: number, end: number, escaped: boolean): void {
    const shown = this.#source.slice(start, end).trim().replace(/;$/, '')
    // What another template prints is looked at there.
    if (shown === '' || /^(?:await\s+)?(?:include|partial|block|contentFor|super)\b/.test(shown)) return
    this.#code.push(shown)
    this.#body.write(`${printed}(${escaped ? `${autoEscape}(` : '('}`, start)
    this.#body.copy(this.#source, start, start + this.#source.slice(start, end).trimEnd().replace(/;$/, '').length)
    this.#body.write('));\n', end)
  }

  code(start: number, end: number): void {
    this.#code.push(this.#source.slice(start, end))
    this.#body.copy(this.#source, start, end).write('\n', end)
  }

  /** The program, with what the template is given under each name that it uses without making it itself. */
  parse(): ParsedFile {
    const code = this.#code.join('\n').replace(quoted, ' ')
    const own = new Set([...code.matchAll(declared)].map((match) => match[1]!))
    const names = new Set<string>()
    for (const [, name = ''] of code.matchAll(/(?<![\w$.])(?:(?:locals|it)\.)?([A-Za-z_$][\w$]*)(?!\s*:[^:])/g))
      if (!own.has(name) && !ownNames.has(name) && names.size < 200) names.add(name)
    const given = [...names].map((name) => `let ${name}=${shared}('${name}');`).join('')
    const all = [...names].join(',')
    this.#body.begin(`${given}let locals={${all}};let it=locals;\n`)
    const parsed = parseJs(this.#body.text, 'template.js')
    outputs(parsed.body, this.#source)
    return relocate(parsed, this.#body, countLines(this.#source))
  }
}

/** EJS and Eta: `<%= escaped %>`, `<%- raw %>`, `<% statements %>`; Eta writes raw values as `<%~ raw %>`. */
export function parseEjs(source: string): ParsedFile {
  const script = new Script(source)
  let at = 0
  for (const match of source.matchAll(/<%([=_~#-]?)([\s\S]*?)[-_]?%>/g)) {
    script.text(at, match.index)
    at = match.index + match[0].length
    const [, mark = '', content = ''] = match
    const start = match.index + 2 + mark.length
    if (mark === '=') script.print(start, start + content.length, true)
    else if (mark === '-' || mark === '~') script.print(start, start + content.length, false)
    else if (mark !== '#') script.code(start, start + content.length)
  }
  script.text(at, source.length)
  return script.parse()
}

const path = /^[\s{&]*((?:\.\.\/|this\.)*[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)\s*$/

/** Handlebars and Mustache: `{{escaped}}`, `{{{raw}}}`, `{{& raw}}`; helpers and blocks are passed over. */
export function parseHandlebars(source: string): ParsedFile {
  const script = new Script(source)
  let at = 0
  for (const match of source.matchAll(/\{\{!--[\s\S]*?--\}\}|\{\{\{([^{}]*)\}\}\}|\{\{([^{}]*)\}\}/g)) {
    script.text(at, match.index)
    at = match.index + match[0].length
    const inner = match[1] ?? match[2] ?? ''
    const name = path.exec(inner)?.[1]?.replace(/^(?:\.\.\/|this\.)+/, '')
    if (name === undefined || name === 'else') continue
    const start = match.index + match[0].indexOf(name)
    script.print(start, start + name.length, match[1] === undefined && !/^\s*&/.test(inner))
  }
  script.text(at, source.length)
  return script.parse()
}

/** Nunjucks: `{{ escaped }}`, `{{ raw | safe }}`; statements are passed over. */
export function parseNunjucks(source: string): ParsedFile {
  const script = new Script(source)
  const raw = /\{%-?\s*autoescape\s+false/.test(source)
  let at = 0
  for (const match of source.matchAll(/\{#[\s\S]*?#\}|\{%[\s\S]*?%\}|\{\{-?([\s\S]*?)-?\}\}/g)) {
    script.text(at, match.index)
    at = match.index + match[0].length
    const [value = '', ...filters] = (match[1] ?? '').split('|')
    if (
      !path.test(value) ||
      filters.some((filter) => /^\s*(?:int|float|length|escape|e|forceescape|urlencode|striptags)\b/.test(filter))
    )
      continue
    const start = match.index + match[0].indexOf(value)
    script.print(start, start + value.length, !raw && !filters.some((filter) => /^\s*(?:safe|dump)\b/.test(filter)))
  }
  script.text(at, source.length)
  return script.parse()
}

/** Pug: `!{raw}` and `tag!= raw`; everything else is escaped. */
export function parsePug(source: string): ParsedFile {
  const script = new Script(source)
  for (const match of source.matchAll(/!\{([^{}\n]*)\}|^\s*[\w.#-]*(?:\([^()\n]*\))?!=[ \t]*([^\n]+)$/gm)) {
    const inner = match[1] ?? match[2] ?? ''
    const start = match.index + match[0].lastIndexOf(inner)
    script.print(start, start + inner.length, false)
  }
  return script.parse()
}
