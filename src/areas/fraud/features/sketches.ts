/** Hashes of one signature. */
export const SIGNATURE = 15
/** Equal ones from which two texts count as nearly the same: about three quarters of what stands in either. */
export const COMPARED = 11
const BANDS = 5
const ROWS = SIGNATURE / BANDS
const SMALLEST = 1 << 8
/** Signatures that one ring holds; then the oldest is overwritten. */
export const LARGEST = 1 << 16
/** Signatures that one look goes through for each band. */
const MOST_STEPS = 64

type Plain = Uint32Array | Float64Array

/**
 * The newest signatures, found again by any three hashes in a row (locality-sensitive hashing in 5 bands of 3: of two texts
 * alike by .8 it finds 97 %, by .4 three in ten, which comparing then leaves out). At most 7.5 MB, bounded time a look.
 */
export class SketchRing {
  #signatures = new Uint32Array(SMALLEST * SIGNATURE)
  #users = new Uint32Array(SMALLEST)
  #times = new Float64Array(SMALLEST)
  /** Number of the signature before it in the same slot of a band, plus one. */
  #previous = new Uint32Array(SMALLEST * BANDS)
  /** Newest signature of each slot of each band, plus one. */
  #heads = new Uint32Array(SMALLEST * BANDS)
  #capacity = SMALLEST
  /** Signatures filed so far. */
  count = 0

  #slot(signature: Uint32Array, from: number, band: number): number {
    let hash = band
    for (let row = 0; row < ROWS; row++)
      hash = Math.imul(hash ^ (signature[from + band * ROWS + row] as number), 0x85ebca6b) ^ (hash >>> 13)
    hash ^= hash >>> 16
    return band * this.#capacity + ((hash >>> 0) & (this.#capacity - 1))
  }

  #held(number: number): boolean {
    return number > 0 && number + this.#capacity > this.count
  }

  #equal(at: number, signature: Uint32Array): number {
    let equal = 0
    for (let index = 0; index < SIGNATURE; index++)
      if (this.#signatures[at * SIGNATURE + index] === signature[index]) equal++
    return equal
  }

  add(signature: Uint32Array, user: number, time: number): void {
    const head = this.#heads[this.#slot(signature, 0, 0)] as number
    // One customer with one text again and again takes one place, so that it cannot push out others.
    if (this.#held(head)) {
      const at = (head - 1) & (this.#capacity - 1)
      if (this.#users[at] === user && this.#equal(at, signature) === SIGNATURE) {
        if (time > (this.#times[at] as number)) this.#times[at] = time
        return
      }
    }
    if (this.count === this.#capacity && this.#capacity < LARGEST) this.#grow(this.#capacity * 2)
    const at = this.count & (this.#capacity - 1)
    this.#signatures.set(signature, at * SIGNATURE)
    this.#users[at] = user
    this.#times[at] = time
    this.#chain(this.count++)
  }

  #chain(number: number): void {
    const at = number & (this.#capacity - 1)
    for (let band = 0; band < BANDS; band++) {
      const slot = this.#slot(this.#signatures, at * SIGNATURE, band)
      this.#previous[at * BANDS + band] = this.#heads[slot] as number
      this.#heads[slot] = number + 1
    }
  }

  /** Makes room; chains are made anew, as they are after a restart. */
  #grow(capacity: number): void {
    const [signatures, users, times] = [this.#signatures, this.#users, this.#times]
    this.#allocate(capacity)
    this.#signatures.set(signatures)
    this.#users.set(users)
    this.#times.set(times)
    for (let number = 0; number < this.count; number++) this.#chain(number)
  }

  #allocate(capacity: number): void {
    this.#capacity = capacity
    this.#signatures = new Uint32Array(capacity * SIGNATURE)
    this.#users = new Uint32Array(capacity)
    this.#times = new Float64Array(capacity)
    this.#previous = new Uint32Array(capacity * BANDS)
    this.#heads = new Uint32Array(capacity * BANDS)
  }

  /** Customers other than `user` with at least `equal` equal hashes, at a time after `from` and not after `to`. */
  others(signature: Uint32Array, equal: number, user: number, from: number, to: number): number {
    let found: Set<number> | undefined
    for (let band = 0; band < BANDS; band++) {
      let number = this.#heads[this.#slot(signature, 0, band)] as number
      for (let steps = 0; this.#held(number) && steps < MOST_STEPS; steps++) {
        const at = (number - 1) & (this.#capacity - 1)
        const who = this.#users[at] as number
        const time = this.#times[at] as number
        if (who !== user && time > from && time <= to && this.#equal(at, signature) >= equal)
          (found ??= new Set()).add(who)
        number = this.#previous[at * BANDS + band] as number
      }
    }
    return found?.size ?? 0
  }

  /** The parts of a snapshot, in a fixed order. */
  parts(): Plain[] {
    const held = Math.min(this.count, this.#capacity)
    return [
      this.#signatures.subarray(0, held * SIGNATURE),
      this.#users.subarray(0, held),
      this.#times.subarray(0, held),
    ]
  }

  /** Takes back the parts of a snapshot of `count` signatures; chains are made anew. */
  restore(count: number, read: (array: Plain) => void): void {
    let capacity = SMALLEST
    while (capacity < count && capacity < LARGEST) capacity *= 2
    this.count = count
    this.#allocate(capacity)
    for (const part of this.parts()) read(part)
    for (let number = Math.max(0, count - capacity); number < count; number++) this.#chain(number)
  }
}
