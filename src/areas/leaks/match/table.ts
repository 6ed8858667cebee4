/**
 * Set of keyed hashes in memory: open addressing over 64 bits of each, 16 bytes of memory or less a hash. A hit must be
 * confirmed with the whole hash.
 */
export class HashTable {
  readonly #slots: Uint32Array
  readonly #mask: number

  constructor(hashes: Iterable<Buffer>, count: number) {
    let size = 1024
    while (size < count * 1.5) size *= 2
    this.#slots = new Uint32Array(size * 2)
    this.#mask = size - 1
    for (const hash of hashes) this.#add(hash.readUInt32LE(0), hash.readUInt32LE(4) || 1)
  }

  /** Bytes of memory. */
  get bytes(): number {
    return this.#slots.byteLength
  }

  #add(low: number, high: number): void {
    let slot = low & this.#mask
    while (this.#slots[slot * 2 + 1] !== 0) {
      if (this.#slots[slot * 2] === low && this.#slots[slot * 2 + 1] === high) return
      slot = (slot + 1) & this.#mask
    }
    this.#slots[slot * 2] = low
    this.#slots[slot * 2 + 1] = high
  }

  /** Whether a hash, as a binary string of at least eight characters, may be in the set. */
  has(hash: string): boolean {
    const low =
      (hash.charCodeAt(0) | (hash.charCodeAt(1) << 8) | (hash.charCodeAt(2) << 16) | (hash.charCodeAt(3) << 24)) >>> 0
    const high =
      (hash.charCodeAt(4) | (hash.charCodeAt(5) << 8) | (hash.charCodeAt(6) << 16) | (hash.charCodeAt(7) << 24)) >>>
        0 || 1
    let slot = low & this.#mask
    for (;;) {
      const there = this.#slots[slot * 2 + 1]
      if (there === 0) return false
      if (there === high && this.#slots[slot * 2] === low) return true
      slot = (slot + 1) & this.#mask
    }
  }
}
