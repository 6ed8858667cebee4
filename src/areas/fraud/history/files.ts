import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parse } from 'csv-parse'
import { ShopwardenError } from '../../../core/errors.ts'

export type Row = Record<string, unknown>
const MAX_LINE = 1_000_000

/** `order.amount` for { order: { amount } }: nested JSON and flat columns are mapped alike. */
function flatten(value: Row, into: Row = {}, path = '', depth = 0): Row {
  for (const [key, item] of Object.entries(value)) {
    const name = path === '' ? key : `${path}.${key}`
    if (item !== null && typeof item === 'object' && !Array.isArray(item) && depth < 6)
      flatten(item as Row, into, name, depth + 1)
    else into[name] = Array.isArray(item) ? item.length : item
  }
  return into
}

async function* jsonLines(input: NodeJS.ReadableStream): AsyncGenerator<Row> {
  let number = 0
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    if (line.trim() === '' || line.length > MAX_LINE) continue
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      yield { '#broken': number }
      continue
    }
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      yield flatten(value as Row, { '#raw': value })
    else yield { '#broken': number }
  }
}

async function* csvRows(input: NodeJS.ReadableStream, delimiter: string): AsyncGenerator<Row> {
  const parser = input.pipe(
    parse({
      columns: (header: string[]) => header.map((name, index) => name.trim() || `column${index + 1}`),
      delimiter,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: MAX_LINE,
    }),
  )
  input.on('error', (error) => parser.destroy(error as Error))
  for await (const row of parser) yield row as Row
}

async function firstBytes(path: string): Promise<string> {
  for await (const piece of createReadStream(path, { end: 65_535 })) return (piece as Buffer).toString('utf8')
  return ''
}

function delimiterOf(head: string): string {
  const line = head.split('\n')[0] ?? ''
  const count = (mark: string) => line.split(mark).length
  return [',', ';', '\t', '|'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',')
}

/**
 * Rows of a CSV, TSV or JSONL file, one at a time; the kind is told from the content.
 * @throws SW_FRAUD_FILE where the file cannot be read.
 */
export async function* readRows(path: string): AsyncGenerator<Row> {
  try {
    const head = (await firstBytes(path)).replace(/^\uFEFF/, '')
    const input = createReadStream(path)
    yield* head.trimStart().startsWith('{') ? jsonLines(input) : csvRows(input, delimiterOf(head))
  } catch (cause) {
    if (cause instanceof ShopwardenError) throw cause
    throw new ShopwardenError('SW_FRAUD_FILE', `The file cannot be read: ${(cause as Error).message}`, {
      where: path,
      fix: 'Give a CSV file with a line of headings, or a JSONL file with one event a line.',
      cause,
    })
  }
}
