import { createReadStream, existsSync, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { ShopwardenError } from '../../../core/errors.ts'
import { decodeRecord, type LogRecord } from './record.ts'

export const guardDir = (stateDir: string) => join(stateDir, 'fraud', 'guard')
export const logPath = (dir: string) => join(dir, 'events.log')

export interface Located {
  record: LogRecord
  /** Where the line begins, in bytes. */
  offset: number
  /** Where the next line begins. */
  end: number
}

/**
 * Records of a log in order. A torn last line (the machine stopped while it was written, so it was never answered) ends it.
 * @throws SW_FRAUD_LOG where a line before the last is damaged.
 */
export async function* readLog(path: string, from = 0): AsyncGenerator<Located> {
  if (!existsSync(path)) return
  let rest: Buffer = Buffer.alloc(0)
  let offset = from
  let damaged: number | undefined
  for await (const piece of createReadStream(path, { start: from, highWaterMark: 1 << 20 })) {
    const block = rest.length === 0 ? (piece as Buffer) : Buffer.concat([rest, piece as Buffer])
    let start = 0
    for (let feed = block.indexOf(10, start); feed >= 0; feed = block.indexOf(10, start)) {
      if (damaged !== undefined)
        throw new ShopwardenError('SW_FRAUD_LOG', 'The log of events is damaged in the middle', {
          where: `${path}, byte ${damaged}`,
          fix: 'Restore it from the backup; nothing after the damage can be trusted.',
        })
      const record = decodeRecord(block.toString('utf8', start, feed))
      const end = offset + feed - start + 1
      if (record === undefined) damaged = offset
      else yield { record, offset, end }
      offset = end
      start = feed + 1
    }
    rest = block.subarray(start)
  }
}

async function recordAt(file: FileHandle, offset: number): Promise<LogRecord | undefined> {
  for (let size = 8192; size <= 1 << 20; size *= 4) {
    const text = Buffer.allocUnsafe(size)
    const { bytesRead } = await file.read(text, 0, size, offset)
    const feed = text.subarray(0, bytesRead).indexOf(10)
    if (feed >= 0) return decodeRecord(text.toString('utf8', 0, feed))
    if (bytesRead < size) return undefined
  }
  return undefined
}

/** The records at places of the log, one for each place; undefined where it cannot be read (it is being written). */
export async function readRecordsAt(path: string, offsets: readonly number[]): Promise<(LogRecord | undefined)[]> {
  if (offsets.length === 0) return []
  const file = await open(path, 'r')
  try {
    return await Promise.all(offsets.map((offset) => recordAt(file, offset)))
  } finally {
    await file.close()
  }
}

/** The record at a place of the log. */
export const readRecordAt = async (path: string, offset: number): Promise<LogRecord | undefined> =>
  (await readRecordsAt(path, [offset]))[0]

/** Reads single records of one log again and again: the file stays open, so that a shop that sends everything twice costs one read each. */
export class RecordReader {
  readonly #path: string
  #file: Promise<FileHandle> | undefined

  constructor(path: string) {
    this.#path = path
  }

  /** The record at a place of the log; undefined where it cannot be read. */
  async at(offset: number): Promise<LogRecord | undefined> {
    this.#file ??= open(this.#path, 'r')
    return recordAt(await this.#file, offset)
  }

  async close(): Promise<void> {
    await (await this.#file)?.close()
  }
}

/** Start of the first whole line at or after a place. */
export async function lineStart(path: string, near: number): Promise<number> {
  if (near <= 0) return 0
  const file = await open(path, 'r')
  try {
    const block = Buffer.alloc(1 << 20)
    const { bytesRead } = await file.read(block, 0, block.length, near)
    const feed = block.subarray(0, bytesRead).indexOf(10)
    return feed < 0 ? near + bytesRead : near + feed + 1
  } finally {
    await file.close()
  }
}

/** Start of a line from which on everything stored at or after a time is found: by halving, for records are in order of storing. */
export async function placeOfTime(path: string, storedAt: string): Promise<number> {
  let low = 0
  let high = existsSync(path) ? statSync(path).size : 0
  while (high - low > 1 << 20) {
    const middle = await lineStart(path, Math.floor((low + high) / 2))
    if (middle >= high) break
    const record = await readRecordAt(path, middle)
    // What cannot be read is no guide; everything from the last sure place is read then.
    if (record === undefined) break
    if (record.storedAt < storedAt) low = middle
    else high = middle
  }
  return low
}
