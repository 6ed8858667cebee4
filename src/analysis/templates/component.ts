import type { ParsedFile } from '../ast.ts'
import { parseJs } from '../js/parser.ts'
import { countLines } from '../lines.ts'
import { Generated, relocate } from './generated.ts'

/** What of a component's options a name of its template stands for. */
export const member = '__componentMember'
/** The value of a reactive reference. */
export const unref = '__componentValue'
/** Options of a component that has no script of the short form. */
const options = '__component'
const shown = 'dangerouslySetInnerHTML'

const names = /(["'`])(?:\\.|(?!\1)[^\\])*\1|(?<![\w$.])([A-Za-z_$][\w$]*)(?!\s*:[^:])/g
const words =
  /^(?:true|false|null|undefined|typeof|new|in|of|this|instanceof|void|Math|JSON|String|Number|Object|Array|Date)$/

/** The expression with each name as what the template sees under it. */
function asSeen(expression: string, script: string, setup: boolean): string {
  return expression.replace(names, (whole: string, quote: string | undefined, name: string | undefined) => {
    if (quote !== undefined || name === undefined || words.test(name) || name.startsWith('$')) return whole
    const own = new RegExp(`\\b(?:const|let|var|function|import)\\b[^;=]*\\b${name.replaceAll('$', '\\$')}\\b`).test(
      script,
    )
    return setup && own ? `${unref}(${name})` : `${unref}(${member}(${options}, '${name}'))`
  })
}

interface Block {
  open: string
  start: number
  end: number
}

function scripts(source: string): Block[] {
  return [...source.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi)].map((match) => {
    const start = match.index + match[0].indexOf('>') + 1
    return { open: match[1] ?? '', start, end: start + match[2]!.length }
  })
}

/** Puts the scripts of a component one after the other; the options that it exports get a name. */
function program(source: string, blocks: readonly Block[]): Generated {
  const made = new Generated()
  for (const { start, end } of blocks) {
    const found = /\bexport\s+default\b/.exec(source.slice(start, end))
    if (!found) made.copy(source, start, end)
    else {
      const at = start + found.index
      made.copy(source, start, at).write(`const ${options} =`, at)
      made.copy(source, at + found[0].length, end)
    }
    made.write('\n;\n', end)
  }
  return made
}

/** Places of a component's markup that show a value as HTML. */
function parseComponent(source: string, places: RegExp): ParsedFile {
  const blocks = scripts(source)
  const script = blocks.map(({ start, end }) => source.slice(start, end)).join('\n')
  const setup = blocks.some(({ open }) => /\bsetup\b/.test(open)) || !/\bexport\s+default\b/.test(script)
  const made = program(source, blocks)
  // A mark in a script is no markup.
  const inScript = (at: number) => blocks.some(({ start, end }) => at >= start && at < end)
  for (const match of source.matchAll(places)) {
    const expression = match[1] ?? match[2] ?? ''
    if (expression.trim() === '' || inScript(match.index)) continue
    made.write(`${shown}(${asSeen(expression, script, setup)});\n`, match.index)
  }
  const typed = blocks.some(({ open }) => /\blang\s*=\s*["']?tsx?\b/.test(open))
  return relocate(parseJs(made.text, typed ? 'component.ts' : 'component.js'), made, countLines(source))
}

/** Vue: `v-html` shows text as HTML. */
export const parseVue = (source: string): ParsedFile =>
  parseComponent(source, /\bv-html\s*=\s*(?:"([^"]*)"|'([^']*)')/g)

/** Svelte: so does `{@html …}`. */
export const parseSvelte = (source: string): ParsedFile => parseComponent(source, /\{@html\s+([^{}]*)\}/g)
