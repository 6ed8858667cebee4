import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/**
 * Reads at most `maxBytes` of a regular file; undefined when there is none, it is no regular file (FIFO, device, folder) or
 * it may not be read. Opens without blocking, so that a FIFO cannot hang the reader.
 */
export function readFileUpTo(path: string, maxBytes: number): Buffer | undefined {
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) return undefined
    // Files in /proc and growing logs report no or a wrong size: read until the end or the limit, whichever comes first.
    const chunks: Buffer[] = []
    let size = 0
    while (size < maxBytes) {
      const chunk = Buffer.allocUnsafe(Math.min(maxBytes - size, 1 << 20))
      const read = readSync(descriptor, chunk, 0, chunk.length, null)
      if (read === 0) break
      chunks.push(chunk.subarray(0, read))
      size += read
    }
    return Buffer.concat(chunks, size)
  } catch {
    return undefined
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** Text of a file up to a limit (UTF-8, malformed bytes replaced), or undefined as in `readFileUpTo`. */
export function readTextUpTo(path: string, maxBytes = 5_000_000): string | undefined {
  return readFileUpTo(path, maxBytes)?.toString('utf8')
}
