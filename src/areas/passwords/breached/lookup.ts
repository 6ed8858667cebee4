import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { ShopwardenError } from '../../../core/errors.ts'
import {
  broken,
  bucketOf,
  type HashKind,
  type Header,
  headerBytes,
  readHeader,
  remainderBytes,
  remainderOf,
  tableBytes,
} from './format.ts'
import { ntlm } from './md4.ts'

/** A password as it was typed, and in Unicode's composed form (NFC) where that differs. */
export const formsOf = (password: string): string[] => [...new Set([password, password.normalize('NFC')])]

/** The hash under which lists of a kind know a password. */
export const hashOf = (kind: HashKind, password: string): Buffer =>
  kind === 'ntlm' ? ntlm(password) : createHash('sha1').update(password, 'utf8').digest()

/** Reads all of `into` from a place in a file; what lies past the end stays short and is reported. */
function readAll(descriptor: number, into: Buffer, length: number, at: number, where: string): void {
  for (let done = 0; done < length; ) {
    const read = readSync(descriptor, into, done, length - done, at + done)
    if (read === 0) throw broken('The index was cut off', where)
    done += read
  }
}

/**
 * An open index of breached passwords. The table of offsets is kept in memory; each look-up reads its bucket, about 400
 * bytes, from the file once. Look-ups share one buffer and run to their end, so that one index serves a whole process.
 */
export class BreachedIndex {
  readonly header: Header
  readonly #descriptor: number
  readonly #where: string
  readonly #table: Buffer
  readonly #bucket: Buffer

  private constructor(descriptor: number, header: Header, table: Buffer, fullest: number, where: string) {
    this.#descriptor = descriptor
    this.header = header
    this.#table = table
    this.#bucket = Buffer.alloc(fullest * remainderBytes)
    this.#where = where
  }

  /** @throws SW_PASSWORDS_INDEX_READ, SW_PASSWORDS_INDEX_BROKEN, SW_PASSWORDS_INDEX_VERSION */
  static open(path: string): BreachedIndex {
    let descriptor: number
    try {
      descriptor = openSync(path, 'r')
    } catch (cause) {
      throw new ShopwardenError('SW_PASSWORDS_INDEX_READ', 'The index cannot be read', {
        where: path,
        fix: 'Build one: shopwarden passwords index build LIST --index FILE.',
        cause,
      })
    }
    try {
      const stat = fstatSync(descriptor)
      if (!stat.isFile() || stat.size < headerBytes) throw broken('This is no index of breached passwords', path)
      const first = Buffer.alloc(headerBytes)
      readAll(descriptor, first, headerBytes, 0, path)
      const header = readHeader(first, stat.size, path)
      const table = Buffer.allocUnsafe(tableBytes(header.prefixBits))
      readAll(descriptor, table, table.length, headerBytes + header.count * remainderBytes, path)
      let fullest = 0
      let before = table.readUInt32LE(0)
      let rising = before === 0
      for (let at = 4; at < table.length; at += 4) {
        const next = table.readUInt32LE(at)
        rising &&= next >= before
        fullest = Math.max(fullest, next - before)
        before = next
      }
      if (!rising || before !== header.count) throw broken('The table of the index is damaged', path)
      return new BreachedIndex(descriptor, header, table, fullest, path)
    } catch (error) {
      closeSync(descriptor)
      throw error
    }
  }

  /** Whether a hash (20 bytes of SHA-1, 16 of NTLM) is in the list; wrong for about two of 100 million hashes that are not. */
  has(hash: Buffer): boolean {
    const high = hash.readUInt32BE(0)
    const { prefixBits } = this.header
    const at = bucketOf(high, prefixBits) * 4
    const start = this.#table.readUInt32LE(at)
    const size = this.#table.readUInt32LE(at + 4) - start
    if (size === 0) return false
    readAll(this.#descriptor, this.#bucket, size * remainderBytes, headerBytes + start * remainderBytes, this.#where)
    const wanted = remainderOf(high, hash.readUInt32BE(4), prefixBits)
    let [low, past] = [0, size]
    while (low < past) {
      const middle = (low + past) >>> 1
      if (this.#bucket.readUInt32LE(middle * remainderBytes) < wanted) low = middle + 1
      else past = middle
    }
    return low < size && this.#bucket.readUInt32LE(low * remainderBytes) === wanted
  }

  /** Whether a password is in the list, as it was typed or in Unicode's composed form (NFC). */
  hasPassword(password: string): boolean {
    return formsOf(password).some((form) => this.has(hashOf(this.header.kind, form)))
  }

  /** Reads the whole index and compares its checksum. @throws SW_PASSWORDS_INDEX_BROKEN */
  verify(signal: AbortSignal): void {
    const digest = createHash('sha256')
    const piece = Buffer.allocUnsafe(1 << 20)
    const end = headerBytes + this.header.count * remainderBytes + this.#table.length
    for (let at = headerBytes; at < end; at += piece.length) {
      signal.throwIfAborted()
      const length = Math.min(piece.length, end - at)
      readAll(this.#descriptor, piece, length, at, this.#where)
      digest.update(piece.subarray(0, length))
    }
    if (!digest.digest().equals(this.header.digest)) throw broken('The checksum of the index is wrong', this.#where)
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}
