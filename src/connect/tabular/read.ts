import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
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

/**
 * Streams the records of a CSV (header in the first line; comma, semicolon or tab) or JSONL file. Bounded memory.
 * @throws SW_TABULAR_FILE with the line where the file cannot be read or is neither
 */
export async function* readRows(file: string): AsyncGenerator<Row> {
  try {
    if (/\.(jsonl|ndjson)$/i.test(file)) {
      let line = 0
      for await (const text of createInterface({
        input: createReadStream(file),
        crlfDelay: Number.POSITIVE_INFINITY,
      })) {
        line++
        if (text.trim() === '') continue
        try {
          yield flatten(JSON.parse(text))
        } catch {
          throw new ShopwardenError('SW_TABULAR_FILE', 'A line is no JSON', {
            where: `${file}:${line}`,
            fix: 'Each line must be one JSON object.',
          })
        }
      }
    } else {
      const parser = parse({
        columns: (header: string[]) => header.map((name) => name.trim()),
        bom: true,
        delimiter: [',', ';', '\t'],
        relax_column_count: true,
        skip_empty_lines: true,
        max_record_size: 1_000_000,
      })
      const stream = createReadStream(file)
      stream.once('error', (error) => parser.destroy(error))
      for await (const row of stream.pipe(parser)) yield row as Row
    }
  } catch (cause) {
    if (cause instanceof ShopwardenError) throw cause
    throw new ShopwardenError(
      'SW_TABULAR_FILE',
      `The file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { where: file, fix: 'Give a CSV file with a header line, or JSONL.', cause },
    )
  }
}

/** Finds the column that holds a field: the first of the aliases that a row has, compared without case and punctuation. */
export function columnOf(row: Row, aliases: readonly string[]): string | undefined {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const names = new Map(Object.keys(row).map((name) => [plain(name), name]))
  return aliases.map((alias) => names.get(plain(alias))).find((name) => name !== undefined)
}
