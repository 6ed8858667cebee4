import { closeSync, fsyncSync, openSync, readSync, renameSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'

/** Pieces in which arrays go to and from the disk. */
const PIECE = 8 << 20

type Plain = Uint32Array | Float64Array

const bytesOf = (array: Plain) => Buffer.from(array.buffer, array.byteOffset, array.byteLength)

/**
 * Writes a header and typed arrays one after another, with one checksum (CRC-32) over everything at the end; under a
 * temporary name first, so that a crash leaves the file of before.
 */
export function writeSections(path: string, header: unknown, sections: Iterable<Plain>): void {
  const temporary = `${path}.tmp`
  const file = openSync(temporary, 'w', 0o600)
  try {
    let sum = 0
    const put = (bytes: Uint8Array) => {
      sum = crc32(bytes, sum)
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    }
    const text = Buffer.from(JSON.stringify(header))
    const length = Buffer.alloc(8)
    length.writeUInt32LE(text.length)
    length.writeUInt32LE(crc32(text), 4)
    put(length)
    put(text)
    for (const section of sections) {
      const bytes = bytesOf(section)
      for (let at = 0; at < bytes.length; at += PIECE) put(bytes.subarray(at, at + PIECE))
    }
    const end = Buffer.alloc(4)
    end.writeUInt32LE(sum)
    writeSync(file, end)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
}

/** Reads such a file: first the header, then array by array into memory that the caller made for them. */
export class SectionReader {
  readonly #file: number
  #sum = 0

  constructor(path: string) {
    this.#file = openSync(path, 'r')
  }

  /** Fills the buffer; false where the file ends before it. */
  #take(bytes: Uint8Array, checked = true): boolean {
    for (let at = 0; at < bytes.length; ) {
      const got = readSync(this.#file, bytes, at, Math.min(PIECE, bytes.length - at), null)
      if (got === 0) return false
      if (checked) this.#sum = crc32(bytes.subarray(at, at + got), this.#sum)
      at += got
    }
    return true
  }

  /** The header; undefined where it is damaged, for it has a checksum of its own. */
  header(maxBytes: number): unknown {
    const length = Buffer.alloc(8)
    if (!this.#take(length)) return undefined
    const size = length.readUInt32LE()
    if (size > maxBytes) return undefined
    const text = Buffer.alloc(size)
    return this.#take(text) && crc32(text) === length.readUInt32LE(4) ? JSON.parse(text.toString('utf8')) : undefined
  }

  into(array: Plain): boolean {
    return this.#take(bytesOf(array))
  }

  /** Whether the checksum at the end fits everything that was read. */
  whole(): boolean {
    const end = Buffer.alloc(4)
    return this.#take(end, false) && end.readUInt32LE() === this.#sum
  }

  close(): void {
    closeSync(this.#file)
  }
}
