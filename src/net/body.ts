import type { IncomingMessage } from 'node:http'
import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/**
 * Reads a body, decompressed, and stops at `maxBytes`: of a 10 GB body or a gzip bomb no more than that is ever held.
 * A broken compressed stream gives what could be read until then, marked truncated.
 */
export async function readBody(
  message: IncomingMessage,
  maxBytes: number,
): Promise<{ body: Buffer; truncated: boolean }> {
  const decoder = decoders[(message.headers['content-encoding'] ?? '').trim().toLowerCase()]?.()
  const stream: Readable = decoder ? message.pipe(decoder) : message
  // pipe() does not carry errors over: a server that dies in the middle must end the reading.
  if (decoder) message.once('error', (error) => decoder.destroy(error))
  const chunks: Buffer[] = []
  let size = 0
  let truncated = false
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const room = maxBytes - size
      if (chunk.length > room) {
        chunks.push(chunk.subarray(0, room))
        size += room
        truncated = true
        break
      }
      chunks.push(chunk)
      size += chunk.length
    }
  } catch (error) {
    if (decoder === undefined || size === 0) throw error
    truncated = true
  } finally {
    message.destroy()
  }
  return { body: Buffer.concat(chunks, size), truncated }
}

/**
 * Body of a request to a server of ours; undefined where it is longer than `maxBytes`. Up to `drainBytes` of a longer one are read
 * and not kept, so that its sender hears the answer.
 */
export async function readRequestBody(
  request: IncomingMessage,
  maxBytes: number,
  drainBytes = maxBytes,
): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size <= maxBytes) pieces.push(piece)
    else if (size > drainBytes) break
  }
  return size > maxBytes ? undefined : Buffer.concat(pieces)
}
