import type { ParsedFile } from '../ast.ts'

/** Functions that only generated code calls; models give them their meaning. */
export const shared = '__template_variable'
export const share = '__template_share'
export const autoEscape = '__template_escape'
/** Shows a component with what its tag gives. */
export const component = '__template_component'
/** Escapes where the project's Smarty does so by itself. */
export const smartyEscape = '__smarty_escape'
export const unknownTest = '__template_test'

interface Segment {
  /** Start in the generated text, start in the template; copied text runs along, invented text stands at one place. */
  from: number
  source: number
  copied: boolean
}

/** Program text made from a template, with the way back to the template's own places. */
export class Generated {
  #text = ''
  readonly #segments: Segment[] = []

  /** A stretch of the template as it is. */
  copy(template: string, start: number, end: number): this {
    this.#segments.push({ from: this.#text.length, source: start, copied: true })
    this.#text += template.slice(start, end)
    return this
  }

  /** Text of our own that stands for what is at `source`. */
  write(text: string, source: number): this {
    this.#segments.push({ from: this.#text.length, source, copied: false })
    this.#text += text
    return this
  }

  append(other: Generated): this {
    for (const segment of other.#segments) this.#segments.push({ ...segment, from: segment.from + this.#text.length })
    this.#text += other.#text
    return this
  }

  /** Puts text of our own in front of everything. */
  begin(text: string): this {
    for (const segment of this.#segments) segment.from += text.length
    this.#segments.unshift({ from: 0, source: 0, copied: false })
    this.#text = text + this.#text
    return this
  }

  get text(): string {
    return this.#text
  }

  /** The template's offset behind an offset of the generated text. */
  origin(offset: number): number {
    let low = 0
    let high = this.#segments.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#segments[middle]!.from <= offset) low = middle
      else high = middle - 1
    }
    const segment = this.#segments[low]
    if (!segment) return 0
    return segment.copied ? segment.source + (offset - segment.from) : segment.source
  }
}

function moveAll(node: unknown, generated: Generated): void {
  if (Array.isArray(node)) {
    for (const item of node) moveAll(item, generated)
    return
  }
  if (node === null || typeof node !== 'object' || node instanceof Map) return
  const record = node as Record<string, unknown>
  for (const key in record) {
    const value = record[key]
    if (typeof value === 'number') {
      if (key === 'at' || key === 'end') record[key] = generated.origin(value)
    } else if (key !== 'cls' || !(record['params'] as unknown)) moveAll(value, generated)
  }
}

/** Gives every place of a file parsed from generated text its place in the template. */
export function relocate(parsed: ParsedFile, generated: Generated, lines: number): ParsedFile {
  moveAll(parsed.body, generated)
  for (const problem of parsed.problems) problem.at = generated.origin(problem.at)
  parsed.lines = lines
  parsed.isTemplate = true
  return parsed
}

const phpText = (text: string) => text.replaceAll('<?', '< ?')

/** Literal text of a template, as PHP has it outside its tags. */
export function literal(generated: Generated, template: string, start: number, end: number): void {
  const text = template.slice(start, end)
  if (text === '') return
  if (text.includes('<?')) generated.write(phpText(text), start)
  else generated.copy(template, start, end)
  // PHP swallows one line break behind its closing tag; nothing here depends on it.
}

/** What a template is given by the code that shows it, for every name that it uses without making it itself. */
export function prelude(names: Iterable<string>): string {
  let text = ''
  for (const name of names) if (/^[A-Za-z_]\w*$/.test(name) && name !== 'this') text += `$${name}=${shared}('${name}');`
  return text === '' ? '' : `<?php ${text} ?>`
}
