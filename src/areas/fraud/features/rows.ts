/** Layout of a row: 32 words of 32 bits, so that one row is two cache lines. */
export const ROW_WORDS = 32
const ROW_DOUBLES = ROW_WORDS / 2
export const TIME = 0
export const AMOUNT = 1
export const OFFSET = 2
export const FLAGS = 6
/** Number of the currency that the amount is in, 0 where it is not told. */
export const CURRENCY = 7
export const IDS = 8
export const PREVIOUS = 21
const CHUNK_BITS = 14
const CHUNK_ROWS = 1 << CHUNK_BITS

export interface Chunk {
  words: Uint32Array
  doubles: Float64Array
  newest: number
}

function emptyChunk(): Chunk {
  const buffer = new ArrayBuffer(CHUNK_ROWS * ROW_WORDS * 4)
  return { words: new Uint32Array(buffer), doubles: new Float64Array(buffer), newest: Number.NEGATIVE_INFINITY }
}

/**
 * Events as rows of 128 bytes in chunks outside the JavaScript heap. Whole chunks are dropped once everything in them
 * is older than the retention; a row number is never used twice.
 */
export class RowStore {
  readonly chunks: (Chunk | undefined)[] = []
  length = 0
  /** Number of the oldest row still held. */
  first = 0

  push(time: number): number {
    const row = this.length++
    const index = row >>> CHUNK_BITS
    let chunk = this.chunks[index]
    if (chunk === undefined) {
      chunk = emptyChunk()
      this.chunks[index] = chunk
    }
    if (time > chunk.newest) chunk.newest = time
    chunk.doubles[(row & (CHUNK_ROWS - 1)) * ROW_DOUBLES + TIME] = time
    return row
  }

  chunkOf(row: number): Chunk {
    return this.chunks[row >>> CHUNK_BITS] as Chunk
  }

  /** Index of the row's first 32-bit word in its chunk. */
  word(row: number): number {
    return (row & (CHUNK_ROWS - 1)) * ROW_WORDS
  }

  time(row: number): number {
    return this.chunkOf(row).doubles[(row & (CHUNK_ROWS - 1)) * ROW_DOUBLES + TIME] as number
  }

  getDouble(row: number, column: number): number {
    return this.chunkOf(row).doubles[(row & (CHUNK_ROWS - 1)) * ROW_DOUBLES + column] as number
  }

  setDouble(row: number, column: number, value: number): void {
    this.chunkOf(row).doubles[(row & (CHUNK_ROWS - 1)) * ROW_DOUBLES + column] = value
  }

  /** Drops full chunks whose newest event is older than `before`. */
  evict(before: number): void {
    let index = this.first >>> CHUNK_BITS
    const last = this.length >>> CHUNK_BITS
    while (index < last && (this.chunks[index]?.newest ?? Number.POSITIVE_INFINITY) < before) {
      this.chunks[index++] = undefined
      this.first = index << CHUNK_BITS
    }
  }

  /** The chunks still held, oldest first, as one array each: the parts of a snapshot. */
  *parts(): Generator<Float64Array> {
    for (let index = this.first >>> CHUNK_BITS; index << CHUNK_BITS < this.length; index++) {
      const { doubles } = this.chunks[index] as Chunk
      yield doubles.subarray(0, Math.min(CHUNK_ROWS, this.length - (index << CHUNK_BITS)) * ROW_DOUBLES)
    }
  }

  /** Takes back rows from `first` up to `length`; `read` fills one chunk after the other. */
  restore(first: number, length: number, read: (array: Float64Array) => void): void {
    this.first = first
    this.length = length
    for (let index = first >>> CHUNK_BITS; index << CHUNK_BITS < length; index++) this.chunks[index] = emptyChunk()
    for (const part of this.parts()) read(part)
    for (let row = first; row < length; row++) {
      const chunk = this.chunkOf(row)
      chunk.newest = Math.max(chunk.newest, this.time(row))
    }
  }

  get bytes(): number {
    return ((this.length - this.first) / CHUNK_ROWS + 1) * CHUNK_ROWS * ROW_WORDS * 4
  }
}
