import { randomBytes } from 'node:crypto'
import { ShopwardenError } from '../../../core/errors.ts'
import { readRows } from './files.ts'
import { Shelf } from './shelf.ts'
import { makeMapping, type Mapping, type MappingFile } from './mapping.ts'
import { type Converted, type Losses, RowReader } from './to-event.ts'
import { type TimeFormat, timeFormat } from './times.ts'

/** Events that must be sorted are held in memory; beyond this many the file must come in order. */
const MAX_SORTED = 3_000_000

export interface History {
  mapping: Mapping
  format: TimeFormat
  losses: Losses
  /** Events in order of time. */
  events: AsyncIterable<Converted>
  /** Whether the file came out of order and was sorted. */
  sorted: boolean
}

/** Rows from which columns and the way of writing dates are told. */
const SURVEYED = 20_000

interface Survey {
  columns: string[]
  rows: number
  format: TimeFormat
  ordered: boolean
}

async function survey(
  path: string,
  file: MappingFile | undefined,
  signal: AbortSignal,
): Promise<Survey & { mapping: Mapping }> {
  const columns = new Set<string>()
  const samples: string[] = []
  let rows = 0
  for await (const row of readRows(path)) {
    signal.throwIfAborted()
    for (const column of Object.keys(row)) if (!column.startsWith('#')) columns.add(column)
    if (++rows >= SURVEYED) break
  }
  if (rows === 0)
    throw new ShopwardenError('SW_FRAUD_FILE', 'The file has no rows', {
      where: path,
      fix: 'Export again; the first line must hold the headings.',
    })
  const mapping = makeMapping([...columns], file)
  const at = mapping.fields.get('at') as string
  for await (const row of readRows(path)) {
    samples.push(String(row[at] ?? ''))
    if (samples.length >= SURVEYED) break
  }
  const guessed = timeFormat(samples)
  const format = mapping.dayFirst === undefined ? guessed : { dayFirst: mapping.dayFirst, assumed: false }
  let last = Number.NEGATIVE_INFINITY
  let ordered = true
  const reader = new RowReader(mapping, format, randomBytes(32))
  rows = 0
  for await (const row of readRows(path)) {
    signal.throwIfAborted()
    rows++
    const time = ordered ? reader.time(row) : undefined
    if (time === undefined) continue
    if (time < last) ordered = false
    last = time
  }
  return { columns: [...columns], rows, mapping, format, ordered }
}

async function* streamed(path: string, reader: RowReader, signal: AbortSignal): AsyncGenerator<Converted> {
  for await (const row of readRows(path)) {
    signal.throwIfAborted()
    const converted = reader.read(row)
    if (converted !== undefined) yield converted
  }
}

/** Opens an export as a stream of events in order of time. */
export async function openHistory(path: string, file: MappingFile | undefined, signal: AbortSignal): Promise<History> {
  const { mapping, format, ordered, rows } = await survey(path, file, signal)
  const reader = new RowReader(mapping, format, randomBytes(32))
  const { losses } = reader
  if (ordered) return { mapping, format, losses, events: streamed(path, reader, signal), sorted: false }
  if (rows > MAX_SORTED)
    throw new ShopwardenError('SW_FRAUD_UNSORTED', `The file has ${rows} rows that are not in order of time`, {
      where: path,
      fix: `Sort it by time first; up to ${MAX_SORTED} rows are sorted here.`,
    })
  const shelf = new Shelf<Converted>()
  const times: number[] = []
  for await (const item of streamed(path, reader, signal)) {
    shelf.add(item)
    times.push(Date.parse(item.event.at))
  }
  const order = Uint32Array.from(times.keys()).sort((a, b) => (times[a] as number) - (times[b] as number) || a - b)
  async function* inOrder() {
    let count = 0
    for (const index of order) {
      // Lets Ctrl-C through: nothing else here waits for the outside.
      if (++count % 5000 === 0) await new Promise((resolve) => setImmediate(resolve))
      signal.throwIfAborted()
      yield shelf.get(index)
    }
  }
  return { mapping, format, losses, events: inOrder(), sorted: true }
}
