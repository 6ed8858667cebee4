import { comboLine } from './combo.ts'
import { delimitedLine } from './delimited.ts'
import { copyColumns, detectFormat, type Format } from './detect.ts'
import type { Entry } from './fields.ts'
import { JsonObjects, jsonObject } from './json.ts'
import { SqlRows } from './sql.ts'
import { LabelledBlocks, stealerLine } from './stealer.ts'

/** Longest line that is read; the rest of a longer one is left out. */
const MAX_LINE = 1_000_000
const SAMPLE = 65_536

/** How much was read, and how much of it could be understood. `lines` counts lines, rows or objects. */
export interface ParseCounts {
  lines: number
  readable: number
}

/**
 * Reads one leaked text piece by piece (each byte one character, as Latin-1 reads it) and calls `found` for each address.
 * A line whose address is not beyond doubt is counted and left out.
 */
export class LeakParser {
  readonly counts: ParseCounts = { lines: 0, readable: 0 }
  format: Format | undefined
  readonly #found: (entry: Entry) => void
  readonly #encoding: string | undefined
  #rest = ''
  #skipping = false
  #read: (piece: string, last: boolean) => void = () => {}
  #line: (line: string) => Entry | undefined = () => undefined

  constructor(found: (entry: Entry) => void, encoding?: string) {
    this.#found = found
    this.#encoding = encoding
  }

  feed(piece: string): void {
    if (this.format) return this.#read(piece, false)
    this.#rest += piece
    if (this.#rest.length >= SAMPLE) this.#start()
  }

  end(): void {
    if (!this.format) this.#start()
    this.#read('', true)
  }

  #start(): void {
    const head = this.#rest.replace(/^\xef\xbb\xbf/, '')
    this.#rest = ''
    // A line end makes the last line of a whole short file count in the sample.
    this.format = detectFormat(head.length < SAMPLE ? `${head}\n` : head.slice(0, SAMPLE))
    const encoding = this.#encoding
    if (this.format.kind === 'json') this.#read = this.#json()
    else if (this.format.kind === 'sql') this.#read = this.#sql()
    else {
      this.#read = (text, last) => this.#lines(text, last)
      if (this.format.kind === 'blocks') {
        const blocks = new LabelledBlocks()
        this.#line = (line) => blocks.line(line, encoding) ?? (blocks.expects(line) ? undefined : other)
      } else if (this.format.kind === 'fields') {
        const { columns } = this.format
        let header = columns.header
        this.#line = (line) => {
          if (header) {
            header = false
            return other
          }
          return delimitedLine(line, columns, encoding)
        }
      } else if (this.format.kind === 'copy') this.#line = this.#copy()
      else this.#line = (line) => comboLine(line, encoding) ?? stealerLine(line, encoding)
    }
    this.#read(head, false)
  }

  #copy(): (line: string) => Entry | undefined {
    let columns: ReturnType<typeof copyColumns>
    return (line) => {
      const found = copyColumns(line)
      if (found) columns = found
      else if (line === '\\.') columns = undefined
      else if (columns) return columns.address < 0 ? other : delimitedLine(line, columns, this.#encoding)
      return other
    }
  }

  #json(): (piece: string, last: boolean) => void {
    const objects = new JsonObjects()
    return (piece) => {
      for (const text of objects.feed(piece)) this.#emit(jsonObject(text, this.#encoding) ?? [])
    }
  }

  #sql(): (piece: string, last: boolean) => void {
    const rows = new SqlRows(this.#encoding)
    return (piece) => {
      for (const entry of rows.feed(piece)) {
        this.counts.readable++
        this.#found(entry)
      }
      this.counts.lines = rows.rows
    }
  }

  #emit(entries: readonly Entry[]): void {
    this.counts.lines++
    if (entries.length > 0) this.counts.readable++
    for (const entry of entries) this.#found(entry)
  }

  #lines(piece: string, last: boolean): void {
    const text = this.#rest === '' ? piece : this.#rest + piece
    let start = 0
    if (this.#skipping) {
      // Of an endless line nothing is kept: only its end is looked for.
      start = text.indexOf('\n') + 1
      if (start === 0) return
      this.#skipping = false
    }
    for (let end = text.indexOf('\n', start); end >= 0; end = text.indexOf('\n', start)) {
      this.#oneLine(text, start, end)
      start = end + 1
    }
    this.#rest = start === 0 ? text : text.slice(start)
    if (this.#rest.length > MAX_LINE) {
      this.#rest = ''
      this.#skipping = true
    }
    if (last && this.#rest !== '') this.#oneLine(this.#rest, 0, this.#rest.length)
  }

  #oneLine(text: string, start: number, end: number): void {
    const stop = text.charCodeAt(end - 1) === 13 ? end - 1 : end
    if (stop <= start) return
    const line = text.slice(start, stop)
    // Old Macs ended lines with a lone carriage return.
    if (line.includes('\r')) {
      for (const part of line.split('\r')) if (part !== '') this.#oneLine(part, 0, part.length)
      return
    }
    const entry = this.#line(line)
    if (entry === other) return
    if (entry === undefined && (line.trim() === '' || line.startsWith('#'))) return
    this.counts.lines++
    if (!entry) return
    this.counts.readable++
    this.#found(entry)
  }
}

/** Stands for a line that says nothing of its own (a header, a URL of a block): neither read nor unreadable. */
const other: Entry = { address: '', folded: '', leaked: 'address' }
