import { ShopwardenError } from '../../../core/errors.ts'
import type { HashKind } from './format.ts'

/** Hexadecimal digits of a hash, by its kind. */
const digitsOf: Readonly<Record<HashKind, number>> = { sha1: 40, ntlm: 32 }
const newline = 10
const carriageReturn = 13
const colon = 58

/** Value of each byte as a hexadecimal digit; 255 for every other byte. */
const digits = new Uint8Array(256).fill(255)
for (let value = 0; value < 16; value++) {
  digits[value.toString(16).charCodeAt(0)] = value
  digits[value.toString(16).toUpperCase().charCodeAt(0)] = value
}

/** Longest line: 40 digits, a colon, a count, CR and LF. Longer ones are no such list. */
const longestLine = 80

/**
 * Reads a list of SHA-1 or NTLM hashes (the first line decides), one a line, with or without `:count`, piece by piece. Each hash is given as its first two
 * 32-bit words, which are all that an index keeps. Memory: the piece and one line.
 */
export class HashList {
  readonly #take: (high: number, low: number) => void
  readonly #where: string
  /** What the first line said; SHA-1 before there is one. */
  kind: HashKind = 'sha1'
  #rest = Buffer.alloc(0)
  #line = 0
  #first = true
  #high = 0
  #low = 0

  constructor(where: string, take: (high: number, low: number) => void) {
    this.#where = where
    this.#take = take
  }

  /** @throws SW_PASSWORDS_LIST_LINE, SW_PASSWORDS_LIST_ORDER with the line's number, never with its text */
  push(piece: Buffer): void {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece])
    let start = 0
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      this.#read(bytes, start, end)
      start = end + 1
    }
    if (bytes.length - start > longestLine) this.#wrong()
    this.#rest = Buffer.from(bytes.subarray(start))
  }

  /** Reads the last line where it has no line feed. @throws as `push` */
  end(): void {
    if (this.#rest.length > 0) this.#read(this.#rest, 0, this.#rest.length)
    this.#rest = Buffer.alloc(0)
  }

  #wrong(): never {
    throw new ShopwardenError(
      'SW_PASSWORDS_LIST_LINE',
      this.#line > 1
        ? `A line is no ${this.kind.toUpperCase()} hash with its count`
        : 'A line is no hash with its count',
      {
        where: `${this.#where}:${Math.max(1, this.#line)}`,
        fix: 'Give the SHA-1 or NTLM list ordered by hash (lines HASH:COUNT), unpacked; if it was cut off, download it again.',
      },
    )
  }

  /** The first line tells the kind of all. */
  #meet(bytes: Buffer, start: number, end: number): void {
    this.#first = false
    const at = bytes.indexOf(colon, start)
    const length = (at < 0 || at > end ? end : at) - start
    this.kind = length === digitsOf.ntlm ? 'ntlm' : 'sha1'
  }

  #word(bytes: Buffer, from: number): number {
    let word = 0
    let all = 0
    for (let index = from; index < from + 8; index++) {
      const digit = digits[bytes[index] as number] as number
      all |= digit
      word = (word << 4) | digit
    }
    if (all > 15) this.#wrong()
    return word >>> 0
  }

  #read(bytes: Buffer, start: number, lineEnd: number): void {
    this.#line++
    const end = lineEnd > start && bytes[lineEnd - 1] === carriageReturn ? lineEnd - 1 : lineEnd
    if (end === start) return
    if (this.#first) this.#meet(bytes, start, end)
    const after = start + digitsOf[this.kind]
    if (end < after || end - start > longestLine) this.#wrong()
    const high = this.#word(bytes, start)
    const low = this.#word(bytes, start + 8)
    for (let index = start + 16; index < after; index++)
      if ((digits[bytes[index] as number] as number) > 15) this.#wrong()
    if (end > after) {
      if (bytes[after] !== colon || end === after + 1) this.#wrong()
      for (let index = after + 1; index < end; index++)
        if ((digits[bytes[index] as number] as number) > 9) this.#wrong()
    }
    if (high < this.#high || (high === this.#high && low < this.#low))
      throw new ShopwardenError('SW_PASSWORDS_LIST_ORDER', 'The list is not in order of its hashes', {
        where: `${this.#where}:${this.#line}`,
        fix: 'Download the list ordered by hash, or sort it: LC_ALL=C sort LIST > SORTED.',
      })
    this.#high = high
    this.#low = low
    this.#take(high, low)
  }
}
