import {
  createReadStream,
  mkdtempSync,
  openSync,
  readSync,
  closeSync,
  rmSync,
  statSync,
  readFileSync,
  createWriteStream,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { readRows } from '../../../connect/tabular/read.ts'
import type { CommandIo } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'

export interface InputRecord {
  value: unknown
  /** Line or number of the record, for people. */
  where: string
}

const MAX_JSON = 200_000_000
const wrong = (message: string, where: string) =>
  new ShopwardenError('SW_DISPUTES_INPUT', message, { where, fix: 'Give JSON, JSONL, or CSV with a header line.' })

function firstBytes(path: string): string {
  const handle = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(65_536)
    return buffer
      .toString('utf8', 0, readSync(handle, buffer, 0, buffer.length, 0))
      .replace(/^\ufeff/, '')
      .trimStart()
  } finally {
    closeSync(handle)
  }
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

async function* lines(path: string): AsyncGenerator<InputRecord> {
  let line = 0
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    if (text.trim() === '') continue
    let value: unknown
    try {
      value = JSON.parse(text.replace(/^\ufeff/, ''))
    } catch {
      throw wrong('A line is no JSON', `line ${line}`)
    }
    yield { value, where: `line ${line}` }
  }
}

async function* records(path: string): AsyncGenerator<InputRecord> {
  const head = firstBytes(path)
  const firstLine = head.split('\n', 1)[0] ?? ''
  if (head.startsWith('[') || (head.startsWith('{') && !isJson(firstLine))) {
    if (statSync(path).size > MAX_JSON) throw wrong('The file is too large for one JSON document', path)
    const text = readFileSync(path, 'utf8').replace(/^\ufeff/, '')
    if (!isJson(text)) throw wrong('The file is no JSON', path)
    const value: unknown = JSON.parse(text)
    for (const [index, item] of (Array.isArray(value) ? value : [value]).entries())
      yield { value: item, where: `record ${index + 1}` }
  } else if (head.startsWith('{')) yield* lines(path)
  else {
    let line = 1
    for await (const row of readRows(path)) yield { value: row, where: `line ${++line}` }
  }
}

/** Records of a JSON, JSONL or CSV file, recognised by their first characters; `-` is standard input. */
export async function* readInput(file: unknown, io: CommandIo): AsyncGenerator<InputRecord> {
  if (typeof file !== 'string' || file === '') throw wrong('No file was given', 'arguments')
  if (file !== '-') {
    try {
      statSync(resolve(io.cwd, file))
    } catch {
      throw wrong('The file cannot be read', file)
    }
    yield* records(resolve(io.cwd, file))
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'shopwarden-'))
  try {
    const path = join(folder, 'input')
    await pipeline(io.stdin, createWriteStream(path, { mode: 0o600 }))
    yield* records(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Names in camelCase, however they were written: `reason_code`, `Reason Code`, `reason-code`. Dotted names of CSV become objects. */
export function camel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camel)
  if (value === null || typeof value !== 'object') return value
  const out: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    if (item === '' || item === null) continue
    const path = key.split('.').map((part) =>
      part
        .trim()
        .replace(/[\s_-]+(.)/g, (_, letter: string) => letter.toUpperCase())
        .replace(/^[A-Z]/, (letter) => letter.toLowerCase()),
    )
    let at = out
    for (const part of path.slice(0, -1)) {
      const next = Object.hasOwn(at, part) ? at[part] : undefined
      const made = next !== null && typeof next === 'object' ? (next as Record<string, unknown>) : {}
      Object.defineProperty(at, part, { value: made, enumerable: true, configurable: true, writable: true })
      at = made
    }
    Object.defineProperty(at, path.at(-1)!, {
      value: camel(item),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return out
}
