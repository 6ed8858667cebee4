import { createHash, randomUUID } from 'node:crypto'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ShopwardenError } from '../../../core/errors.ts'
import {
  bucketOf,
  type Header,
  headerBytes,
  mostHashes,
  prefixBitsFor,
  remainderBytes,
  remainderOf,
  tableBytes,
  writeHeader,
} from './format.ts'
import { HashList } from './list.ts'

const pieceBytes = 1 << 20

interface BuildOptions {
  signal: AbortSignal
  /** Share of the list read so far, 0 to 1. */
  progress?: (share: number) => void
  /** Accept a list with holes, such as one made for a trial. */
  partial?: boolean
}

async function readPieces(file: FileHandle, take: (piece: Buffer, at: number) => Promise<void>, signal: AbortSignal) {
  const buffer = Buffer.allocUnsafe(pieceBytes)
  for (let at = 0; ; ) {
    signal.throwIfAborted()
    const { bytesRead } = await file.read(buffer, 0, pieceBytes, at)
    if (bytesRead === 0) return
    at += bytesRead
    await take(buffer.subarray(0, bytesRead), at)
  }
}

/** About how many lines a file has, from the length of its first lines. */
async function estimateLines(file: FileHandle, size: number): Promise<number> {
  const sample = Buffer.allocUnsafe(1 << 16)
  const { bytesRead } = await file.read(sample, 0, sample.length, 0)
  let lines = 0
  for (const byte of sample.subarray(0, bytesRead)) if (byte === 10) lines++
  return bytesRead === 0 ? 0 : Math.ceil((size / bytesRead) * Math.max(1, lines))
}

/** A full disk may take a part first: writes on until all is written or the system says why not. */
async function writeAll(out: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await out.write(bytes, done, bytes.length - done, at + done)).bytesWritten
}

/** Writes remainders and table into an open file; the header, which says how many there are, comes last. */
async function fill(list: FileHandle, out: FileHandle, from: string, options: BuildOptions): Promise<Header> {
  const { size } = await list.stat()
  const prefixBits = prefixBitsFor(await estimateLines(list, size))
  const table = Buffer.alloc(tableBytes(prefixBits))
  // A piece of the list gives at most one hash for each 33 bytes (NTLM), and one from the line before.
  const block = Buffer.allocUnsafe((Math.ceil(pieceBytes / 33) + 2) * remainderBytes)
  const digest = createHash('sha256')
  let [count, used, bucket, holes] = [0, 0, -1, 0]
  let [lastHigh, lastLow] = [-1, -1]
  const closeUntil = (next: number) => {
    for (bucket++; bucket < next; bucket++) {
      table.writeUInt32LE(count, bucket * 4)
      holes++
    }
    table.writeUInt32LE(count, next * 4)
    bucket = next
  }
  const lines = new HashList(from, (high, low) => {
    if (high === lastHigh && low === lastLow) return
    lastHigh = high
    lastLow = low
    const next = bucketOf(high, prefixBits)
    if (next !== bucket) closeUntil(next)
    used = block.writeUInt32LE(remainderOf(high, low, prefixBits), used)
    count++
  })
  const flush = async () => {
    digest.update(block.subarray(0, used))
    await writeAll(out, block.subarray(0, used), headerBytes + count * remainderBytes - used)
    used = 0
  }
  await readPieces(
    list,
    async (piece, at) => {
      lines.push(piece)
      if (count > mostHashes)
        throw new ShopwardenError('SW_PASSWORDS_LIST_SIZE', 'The list has too many hashes', {
          where: from,
          fix: `At most ${mostHashes} fit.`,
        })
      await flush()
      options.progress?.(size === 0 ? 1 : Math.min(1, at / size))
    },
    options.signal,
  )
  lines.end()
  await flush()
  if (count === 0)
    throw new ShopwardenError('SW_PASSWORDS_LIST_EMPTY', 'The list has no hashes', {
      where: from,
      fix: 'Download it again.',
    })
  closeUntil(2 ** prefixBits)
  // Hashes are evenly spread: with 32 and more a bucket on average, an empty bucket is a hole in the list and no chance.
  if (holes > 0 && count / 2 ** prefixBits >= 32 && options.partial !== true)
    throw new ShopwardenError(
      'SW_PASSWORDS_LIST_HOLES',
      `Parts of the list are missing: ${holes} of ${2 ** prefixBits} ranges are empty`,
      {
        where: from,
        fix: 'Download the list again; to index it as it is, add --partial.',
      },
    )
  digest.update(table)
  await writeAll(out, table, headerBytes + count * remainderBytes)
  const header = { kind: lines.kind, count, prefixBits, digest: digest.digest() }
  await writeAll(out, writeHeader(header), 0)
  await out.sync()
  return header
}

/**
 * Builds the index of a list of SHA-1 or NTLM hashes in order, reading it once. The index replaces an older one only when it is
 * whole and on the disk. Memory: a few megabytes and the table, 4 bytes for each 64 to 128 hashes.
 * @throws SW_PASSWORDS_LIST_* where the list is wrong, SW_PASSWORDS_INDEX_WRITE where the index cannot be written
 */
export async function buildIndex(from: string, to: string, options: BuildOptions): Promise<Header> {
  const list = await open(from, 'r').catch((cause: unknown) => {
    throw new ShopwardenError('SW_PASSWORDS_LIST_READ', 'The list cannot be read', {
      where: from,
      fix: 'Check its name and rights.',
      cause,
    })
  })
  const temporary = `${to}.${randomUUID()}.part`
  try {
    const out = await open(temporary, 'wx', 0o644)
    let header: Header
    try {
      header = await fill(list, out, from, options)
    } finally {
      await out.close()
    }
    await rename(temporary, to)
    const folder = await open(dirname(to), 'r')
    await folder.sync().finally(() => folder.close())
    return header
  } catch (cause) {
    await rm(temporary, { force: true })
    if (cause instanceof ShopwardenError || options.signal.aborted) throw cause
    throw new ShopwardenError(
      'SW_PASSWORDS_INDEX_WRITE',
      `The index cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        where: to,
        fix: 'Check the free space and the rights of the folder. An older index there was left as it was.',
        cause,
      },
    )
  } finally {
    await list.close()
  }
}
