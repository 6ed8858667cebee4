import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { ScreeningOrder } from '../../connect/screening.ts'
import { type Row, readRows } from '../../connect/tabular/read.ts'
import type { CommandIo } from '../../core/area.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { readOrder } from './order.ts'

/** One order of a file, or what is wrong with it; `where` is its line or record. */
export type Entry = { where: string; order: ScreeningOrder } | { where: string; error: ShopwardenError }

/** A JSON array is held whole; longer files are better given one order a line. */
const MAX_ARRAY = 50_000_000

const wrong = (message: string) =>
  new ShopwardenError('SW_SCREENING_ORDER', message, {
    fix: 'Give one JSON object a line, a JSON array, or CSV with columns such as id, at, ip.address, order.amount.',
  })

function entry(where: string, read: () => unknown): Entry {
  try {
    return { where, order: readOrder(read()) }
  } catch (error) {
    return { where, error: error instanceof ShopwardenError ? error : wrong('This is no JSON') }
  }
}

const numbers = new Set(['order.amount', 'order.items'])

/** A row of CSV with dotted column names as the nested object that an order is; empty cells are left out. */
function nested(row: Row): Record<string, unknown> {
  const whole: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) {
    if (value === '') continue
    const [outer = '', inner] = name.split('.', 2)
    const cell = numbers.has(name) ? Number(value) : value
    if (inner === undefined) whole[outer] = cell
    else whole[outer] = { ...(whole[outer] as object | undefined), [inner]: cell }
  }
  return whole
}

async function* jsonLines(file: string, io: CommandIo): AsyncGenerator<Entry> {
  let line = 0
  let array: string[] | undefined
  let length = 0
  const input = file === '-' ? io.stdin : createReadStream(resolve(io.cwd, file))
  for await (const raw of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const text = raw.replace(/^\ufeff/, '')
    line++
    if (array === undefined && text.trim() === '') continue
    if (array === undefined && text.trimStart().startsWith('[')) array = []
    if (array === undefined) yield entry(`line ${line}`, () => JSON.parse(text))
    else {
      length += text.length
      if (length > MAX_ARRAY) throw wrong('The file is too long for one JSON array')
      array.push(text)
    }
  }
  if (array === undefined) return
  let items: unknown[]
  try {
    items = JSON.parse(array.join('\n')) as unknown[]
  } catch {
    throw wrong('The file is no JSON array')
  }
  for (const [index, item] of items.entries()) yield entry(`record ${index + 1}`, () => item)
}

/** Orders of a JSONL, JSON or CSV file, or of standard input (-). One that cannot be read does not hold up the others. */
export async function* readOrders(file: string, io: CommandIo): AsyncGenerator<Entry> {
  if (!/\.csv$/i.test(file)) return yield* jsonLines(file, io)
  let line = 1
  for await (const row of readRows(resolve(io.cwd, file))) yield entry(`line ${++line}`, () => nested(row))
}
