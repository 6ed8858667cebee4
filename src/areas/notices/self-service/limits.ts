/** At most so many in a window of time for each key; forgets keys when there are too many of them. */
export class RateLimit {
  readonly #most: number
  readonly #windowMs: number
  readonly #seen = new Map<string, { since: number; count: number }>()

  constructor(most: number, windowMs: number) {
    this.#most = most
    this.#windowMs = windowMs
  }

  /** Counts one; false where that is one too many. */
  take(key: string, now: number): boolean {
    const entry = this.#seen.get(key)
    if (entry && now - entry.since < this.#windowMs) return ++entry.count <= this.#most
    if (this.#seen.size >= 100_000) this.#forget(now)
    this.#seen.delete(key)
    this.#seen.set(key, { since: now, count: 1 })
    return true
  }

  /** Old ones go; where none is old, the oldest half. */
  #forget(now: number): void {
    for (const [key, { since }] of this.#seen) if (now - since >= this.#windowMs) this.#seen.delete(key)
    if (this.#seen.size < 100_000) return
    for (const key of [...this.#seen.keys()].slice(0, 50_000)) this.#seen.delete(key)
  }
}

/** Who asks: an IPv4 address, or the /64 of an IPv6 address, which is one household's. */
export function askerOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const front = head.split(':').filter(Boolean)
  const back = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length)
  return [...front, ...Array<string>(zeros).fill('0'), ...back].slice(0, 4).join(':').toLowerCase()
}
