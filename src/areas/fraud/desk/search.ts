import { existsSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { lineStart } from '../log/read.ts'
import { decodeRecord, type LogRecord } from '../log/record.ts'

const blockBytes = 8 << 20

/**
 * Records of the end of a log that hold one of the texts, newest first: looked for in the bytes, so that only lines that may
 * fit are parsed. Looks back at most `maxBytes`, stops at `limit` records.
 */
export async function findRecords(
  path: string,
  texts: readonly string[],
  options: { limit: number; maxBytes: number; fits(record: LogRecord): boolean },
): Promise<{ records: LogRecord[]; complete: boolean }> {
  const records: LogRecord[] = []
  if (!existsSync(path) || texts.length === 0) return { records, complete: true }
  const needles = texts.map((text) => Buffer.from(JSON.stringify(text)))
  let end = statSync(path).size
  const oldest = Math.max(0, end - options.maxBytes)
  const file = await open(path, 'r')
  try {
    while (end > oldest && records.length < options.limit) {
      const start = await lineStart(path, Math.max(oldest, end - blockBytes))
      if (start >= end) break
      const block = Buffer.alloc(end - start)
      await file.read(block, 0, block.length, start)
      records.push(
        ...linesWith(block, needles)
          .filter(options.fits)
          .slice(0, options.limit - records.length),
      )
      end = start
    }
  } finally {
    await file.close()
  }
  return { records, complete: oldest === 0 || records.length >= options.limit }
}

/** Records of a block of whole lines that hold a needle, the last first. */
function linesWith(block: Buffer, needles: readonly Buffer[]): LogRecord[] {
  const starts = new Set<number>()
  for (const needle of needles)
    for (let at = block.indexOf(needle); at >= 0; at = block.indexOf(needle, at + needle.length))
      starts.add(block.lastIndexOf(10, at) + 1)
  return [...starts]
    .sort((a, b) => b - a)
    .flatMap((start) => {
      const feed = block.indexOf(10, start)
      const record = decodeRecord(block.toString('utf8', start, feed < 0 ? block.length : feed))
      return record === undefined ? [] : [record]
    })
}
