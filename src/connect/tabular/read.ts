import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { ShopwardenError } from '../../core/errors.ts'

export type Row = Readonly<Record<string, string>>

/** A record of a JSONL file as strings, nested objects with dotted names. */
export function flatten(value: unknown, prefix = '', into: Record<string, string> = {}): Record<string, string> {
  if (value !== null && typeof value === 'object')
    for (const [key, item] of Object.entries(value)) flatten(item, prefix === '' ? key : `${prefix}.${key}`, into)
  else if (value != null) into[prefix] = String(value)
  return into
}

/** A JSON array is held whole; longer files are better given one record a line. */
const MAX_ARRAY = 50_000_000

const wrong = (message: string, where: string, fix: string) =>
  new ShopwardenError('SW_TABULAR_FILE', message, { where, fix })

/** The first character that says something; what was read for it goes back into the stream. */
async function opening(stream: Readable): Promise<string> {
  await once(stream, 'readable')
  const piece = stream.read() as Buffer | null
  if (piece === null) return ''
  stream.unshift(piece)
  // Also takes a byte order mark away.
  return piece.toString('utf8').trimStart().charAt(0)
}

async function* lines(stream: Readable, name: string): AsyncGenerator<Row> {
  let line = 0
  for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    if (text.trim() === '') continue
    try {
      yield flatten(JSON.parse(text.trim()))
    } catch {
      throw wrong('A line is no JSON', `${name}:${line}`, 'Each line must be one JSON object.')
    }
  }
}

async function* array(stream: Readable, name: string): AsyncGenerator<Row> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of stream as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > MAX_ARRAY)
      throw wrong('The file is too long for one JSON array', name, 'Give one JSON object a line (JSONL), or CSV.')
    pieces.push(Buffer.from(piece))
  }
  let items: unknown
  try {
    items = JSON.parse(Buffer.concat(pieces).toString('utf8').trim())
  } catch {
    throw wrong('The file is no JSON array', name, 'Give a JSON array, one JSON object a line, or CSV.')
  }
  for (const item of items as unknown[]) yield flatten(item)
}

async function* cells(stream: Readable): AsyncGenerator<Row> {
  const parser = parse({
    columns: (header: string[]) => header.map((name) => name.trim()),
    bom: true,
    delimiter: [',', ';', '\t'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 1_000_000,
  })
  stream.once('error', (error) => parser.destroy(error))
  for await (const row of stream.pipe(parser)) yield row as Row
}

/**
 * Streams the records of a CSV (header in the first line; comma, semicolon or tab) or JSONL file, or of a JSON array. What it is its
 * first character says, since uploads and standard input have no ending. Memory is bounded.
 * @throws SW_TABULAR_FILE with the line where the file cannot be read or is none of these
 */
export async function* readRows(file: string | Readable): AsyncGenerator<Row> {
  const name = typeof file === 'string' ? file : 'standard input'
  try {
    const stream = typeof file === 'string' ? createReadStream(file) : file
    const first = await opening(stream)
    if (first === '{' || /\.(jsonl|ndjson)$/i.test(name)) yield* lines(stream, name)
    else if (first === '[') yield* array(stream, name)
    else yield* cells(stream)
  } catch (cause) {
    if (cause instanceof ShopwardenError) throw cause
    throw new ShopwardenError(
      'SW_TABULAR_FILE',
      `The file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { where: name, fix: 'Give a CSV file with a header line, JSONL, or a JSON array.', cause },
    )
  }
}

/** Finds the column that holds a field: the first of the aliases that a row has, compared without case and punctuation. */
export function columnOf(row: Row, aliases: readonly string[]): string | undefined {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const names = new Map(Object.keys(row).map((name) => [plain(name), name]))
  return aliases.map((alias) => names.get(plain(alias))).find((name) => name !== undefined)
}
