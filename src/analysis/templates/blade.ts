import type { ParsedFile } from '../ast.ts'
import { countLines } from '../lines.ts'
import { parsePhp } from '../php/parser.ts'
import { quoteEnd } from './expression.ts'
import { component, Generated, literal, prelude, relocate, unknownTest } from './generated.ts'

/** Directives with an argument: what stands before and after it in PHP. */
const opening: Readonly<Record<string, [string, string]>> = {
  if: ['if (', ') {'],
  unless: ['if (!(', ')) {'],
  isset: ['if (isset(', ')) {'],
  empty: ['if (empty(', ')) {'],
  elseif: ['} elseif (', ') {'],
  foreach: ['foreach (', ') {'],
  forelse: ['foreach (', ') {'],
  for: ['for (', ') {'],
  while: ['while (', ') {'],
  switch: [`if (${unknownTest}(`, ')) {'],
  php: ['', ';'],
}
/** Directives without one. */
const bare: Readonly<Record<string, string>> = {
  else: '} else {',
  empty: `} if (${unknownTest}()) {`,
  endif: '}',
  endunless: '}',
  endisset: '}',
  endempty: '}',
  endforeach: '}',
  endforelse: '}',
  endfor: '}',
  endwhile: '}',
  endswitch: '}',
  endphp: '',
}

/** Index of the bracket that closes the one at `open`, texts passed over; -1 where there is none. */
function closing(source: string, open: number): number {
  let depth = 0
  for (let i = open; i < source.length; i++) {
    const c = source[i]!
    if (c === '"' || c === "'") i = quoteEnd(source, i)
    else if (c === '(') depth++
    else if (c === ')' && --depth === 0) return i
  }
  return -1
}

/** Names that the template itself gives a value. */
function madeNames(source: string): Set<string> {
  const made = new Set(['loop', 'slot', 'component', 'attributes', 'errors'])
  for (const match of source.matchAll(/\bas\s+(?:\$(\w+)\s*=>\s*)?\$(\w+)|\$(\w+)\s*=(?![=>])/g))
    for (const name of match.slice(1)) if (name !== undefined) made.add(name)
  return made
}

interface Directive {
  name: string
  /** Of the argument's inside; absent where the directive has none. */
  argument: [number, number] | undefined
  end: number
}

function directiveAt(source: string, at: number): Directive | undefined {
  const match = /^@(\w+)(\s*)/.exec(source.slice(at, at + 60))
  if (!match || source[at - 1] === '@' || /\w/.test(source[at - 1] ?? '')) return undefined
  const name = match[1]!
  const open = at + match[0].length
  if (source[open] !== '(') return { name, argument: undefined, end: at + 1 + name.length }
  const close = closing(source, open)
  return close < 0
    ? { name, argument: undefined, end: at + 1 + name.length }
    : { name, argument: [open + 1, close], end: close + 1 }
}

function writeDirective(body: Generated, source: string, at: number, { name, argument }: Directive): void {
  const around = argument && Object.hasOwn(opening, name) ? opening[name] : undefined
  if (around && argument) {
    body.write(`<?php ${around[0]}`, at).copy(source, argument[0], argument[1]).write(`${around[1]} ?>`, at)
  } else if (!argument && Object.hasOwn(bare, name)) body.write(`<?php ${bare[name]!} ?>`, at)
}

const attribute = /\s+(:?)([A-Za-z][\w-]*)=(?:"([^"]*)"|'([^']*)')/y

/** `<x-name :given="$expression" other="text">`; gives the place behind the attributes that are understood. */
function writeComponent(body: Generated, source: string, start: number, name: string): number {
  let end = start + 3 + name.length
  body.write(`<?php ${component}('${name}', [`, start)
  for (;;) {
    attribute.lastIndex = end
    const match = attribute.exec(source)
    if (!match) break
    end = attribute.lastIndex
    const value = match[3] ?? match[4] ?? ''
    if (match[1] !== ':' || value === '') continue
    const from = end - 1 - value.length
    body
      .write(`'${match[2]!}' => (`, start)
      .copy(source, from, from + value.length)
      .write('),', from)
  }
  body.write(']); ?>', end)
  return end
}

/** Parses a Blade template (Laravel, Bagisto) as the PHP that it stands for. Never throws. */
export function parseBlade(source: string): ParsedFile {
  const body = new Generated()
  let at = 0
  const marks = /\{\{--|@?\{\{|@?\{!!|@verbatim\b|@\w+|<x-[\w.-]+/g
  for (let match = marks.exec(source); match; match = marks.exec(source)) {
    const start = match.index
    const mark = match[0]
    let end: number
    if (mark.startsWith('@{')) continue
    if (mark === '{{--') end = after(source, '--}}', start)
    else if (mark.startsWith('<x-')) {
      literal(body, source, at, start)
      end = writeComponent(body, source, start, mark.slice(3))
      at = end
    } else if (mark === '{{' || mark === '{!!') {
      const close = mark === '{{' ? '}}' : '!!}'
      end = after(source, close, start)
      literal(body, source, at, start)
      const [before, behind] = mark === '{{' ? ['<?php echo e(', '); ?>'] : ['<?php echo (', '); ?>']
      body
        .write(before!, start)
        .copy(source, start + mark.length, end - close.length)
        .write(behind!, start)
      at = end
    } else if (mark === '@php' && !/^\s*\(/.test(source.slice(start + 4, start + 20))) {
      const close = source.indexOf('@endphp', start)
      literal(body, source, at, start)
      body
        .write('<?php ', start)
        .copy(source, start + 4, close < 0 ? source.length : close)
        .write(' ?>', start)
      end = close < 0 ? source.length : close + 7
    } else if (mark === '@verbatim') end = after(source, '@endverbatim', start)
    else {
      const directive = directiveAt(source, start)
      if (!directive) continue
      literal(body, source, at, start)
      writeDirective(body, source, start, directive)
      end = directive.end
    }
    if (mark === '{{--' || mark === '@verbatim') literal(body, source, at, start)
    at = end
    marks.lastIndex = end
  }
  literal(body, source, at, source.length)
  const made = madeNames(source)
  const used = new Set([...source.matchAll(/\$([A-Za-z_]\w*)/g)].map((match) => match[1]!))
  body.begin(prelude([...used].filter((name) => !made.has(name))))
  return relocate(parsePhp(body.text), body, countLines(source))
}

function after(source: string, close: string, from: number): number {
  const end = source.indexOf(close, from)
  return end < 0 ? source.length : end + close.length
}
