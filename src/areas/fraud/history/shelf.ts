const PIECE = 32 << 20

/**
 * Keeps records as JSON outside the JavaScript heap, to be read again in any order: millions of them as objects would bring
 * the garbage collector to a stand.
 */
export class Shelf<T> {
  readonly #pieces: Buffer[] = []
  #used = PIECE
  #places = new Float64Array(1 << 12)
  /** Number of records. */
  size = 0

  add(record: T): void {
    const text = JSON.stringify(record)
    const most = text.length * 3
    if (this.#used + most > PIECE) {
      this.#pieces.push(Buffer.allocUnsafe(Math.max(PIECE, most)))
      this.#used = 0
    }
    const piece = this.#pieces.length - 1
    const length = (this.#pieces[piece] as Buffer).write(text, this.#used)
    if (2 * this.size + 2 > this.#places.length) {
      const wider = new Float64Array(this.#places.length * 2)
      wider.set(this.#places)
      this.#places = wider
    }
    this.#places[2 * this.size] = piece * PIECE + this.#used
    this.#places[2 * this.size + 1] = length
    this.#used += length
    this.size++
  }

  get(index: number): T {
    const place = this.#places[2 * index] as number
    const start = place % PIECE
    const piece = this.#pieces[Math.floor(place / PIECE)] as Buffer
    return JSON.parse(piece.toString('utf8', start, start + (this.#places[2 * index + 1] as number))) as T
  }
}
