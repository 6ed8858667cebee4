import { existsSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { lineStart } from '../log/read.ts'
import { decodeRecord, type LogRecord } from '../log/record.ts'

/** Read at a time: small enough that decisions go on between two blocks. */
const blockBytes = 2 << 20

/**
 * Records of the end of a log that hold all texts of one of the sets, newest first: looked for in the bytes, so that only lines that
 * may fit are parsed. Looks back at most `maxBytes`, stops at `limit` records.
 */
export async function findRecords(
  path: string,
  sets: readonly (readonly string[])[],
  options: { limit: number; maxBytes: number; fits(record: LogRecord): boolean },
): Promise<{ records: LogRecord[]; complete: boolean }> {
  const records: LogRecord[] = []
  if (!existsSync(path) || sets.length === 0) return { records, complete: true }
  const needles = sets.map((texts) => texts.map((text) => Buffer.from(JSON.stringify(text))))
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

/** Records of a block of whole lines that hold a set of needles, the last first. */
function linesWith(block: Buffer, sets: readonly (readonly Buffer[])[]): LogRecord[] {
  const starts = new Set<number>()
  for (const [first, ...others] of sets)
    for (let at = first ? block.indexOf(first) : -1; at >= 0; ) {
      const start = block.lastIndexOf(10, at) + 1
      const line = block.subarray(start, lineEnd(block, start))
      if (others.every((needle) => line.includes(needle))) starts.add(start)
      // One hit a line is enough.
      at = block.indexOf(first!, start + line.length)
    }
  return [...starts]
    .sort((a, b) => b - a)
    .flatMap((start) => decodeRecord(block.toString('utf8', start, lineEnd(block, start))) ?? [])
}

function lineEnd(block: Buffer, start: number): number {
  const feed = block.indexOf(10, start)
  return feed < 0 ? block.length : feed
}
