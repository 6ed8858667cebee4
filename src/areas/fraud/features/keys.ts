import { half, hashText } from './hash.ts'

/**
 * Every card, user, device … ever seen, as a small number from 1 up; 0 is "not given". Held in typed arrays outside the
 * JavaScript heap, about 40 bytes a key; texts themselves are not kept.
 */
export class KeyTable {
  #slots = new Uint32Array(1 << 12)
  #low = new Uint32Array(1 << 11)
  #high = new Uint32Array(1 << 11)
  /** Newest row of the key's chain, plus one; 0 where there is none. */
  tail = new Uint32Array(1 << 11)
  /** Milliseconds of the earliest event with this key. */
  firstSeen = new Float64Array(1 << 11)
  /** Chargebacks and confirmed frauds known so far. */
  chargebacks = new Uint32Array(1 << 11)
  /** Generation marks for counting distinct values. */
  stamp = new Uint32Array(1 << 11)
  #generation = 0
  size = 0

  /** A mark that no stamp holds yet: for everybody who counts by these keys, rules in shadow mode beside the live ones. */
  nextGeneration(): number {
    if (this.#generation === 0xffffffff) {
      this.#generation = 0
      this.stamp.fill(0)
    }
    return ++this.#generation
  }

  /** The key's number, given out on first sight where `create`; 0 where unknown. */
  id(kind: number, text: string, create = true): number {
    hashText(kind, text)
    const { low, high } = half
    const mask = this.#slots.length - 1
    let slot = low & mask
    for (;;) {
      const found = this.#slots[slot] as number
      if (found === 0) break
      if (this.#low[found] === low && this.#high[found] === high) return found
      slot = (slot + 1) & mask
    }
    if (!create) return 0
    const id = ++this.size
    if (id >= this.#low.length) this.#grow()
    this.#low[id] = low
    this.#high[id] = high
    this.firstSeen[id] = Number.NaN
    this.#slots[this.#freeSlot(low)] = id
    if (this.size * 2 > this.#slots.length) this.#rehash()
    return id
  }

  #freeSlot(low: number): number {
    const mask = this.#slots.length - 1
    let slot = low & mask
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
    return slot
  }

  #rehash(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2)
    for (let id = 1; id <= this.size; id++) this.#slots[this.#freeSlot(this.#low[id] as number)] = id
  }

  #grow(): void {
    const length = this.#low.length * 2
    const wider = <T extends Uint32Array | Float64Array>(array: T, make: new (length: number) => T): T => {
      const next = new make(length)
      next.set(array)
      return next
    }
    this.#low = wider(this.#low, Uint32Array)
    this.#high = wider(this.#high, Uint32Array)
    this.tail = wider(this.tail, Uint32Array)
    this.firstSeen = wider(this.firstSeen, Float64Array)
    this.chargebacks = wider(this.chargebacks, Uint32Array)
    this.stamp = wider(this.stamp, Uint32Array)
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#slots.byteLength + this.#low.length * (4 + 4 + 4 + 8 + 4 + 4)
  }

  /** The parts of a snapshot, in a fixed order. Stamps are not kept: they mean nothing across runs. */
  parts(): (Uint32Array | Float64Array)[] {
    const end = this.size + 1
    return [
      this.#low.subarray(0, end),
      this.#high.subarray(0, end),
      this.tail.subarray(0, end),
      this.firstSeen.subarray(0, end),
      this.chargebacks.subarray(0, end),
    ]
  }

  /** Takes back the parts of a snapshot of `size` keys. */
  restore(size: number, read: (array: Uint32Array | Float64Array) => void): void {
    this.size = size
    let capacity = 1 << 11
    while (capacity <= size + 1) capacity *= 2
    this.#low = new Uint32Array(capacity)
    this.#high = new Uint32Array(capacity)
    this.tail = new Uint32Array(capacity)
    this.firstSeen = new Float64Array(capacity)
    this.chargebacks = new Uint32Array(capacity)
    this.stamp = new Uint32Array(capacity)
    for (const part of this.parts()) read(part)
    let slots = 1 << 12
    while (slots < size * 2) slots *= 2
    this.#slots = new Uint32Array(slots)
    for (let id = 1; id <= size; id++) this.#slots[this.#freeSlot(this.#low[id] as number)] = id
  }
}
