import { createHash, randomInt, timingSafeEqual } from 'node:crypto'

const LIFE_MS = 60 * 60_000
const MAX_TRIES = 5
const MAX_CODES = 10_000
// Without letters and digits that look alike.
const signs = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const LENGTH = 8

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Codes that prove that somebody reads a mailbox: single use, an hour long, five tries. */
export class MailCodes {
  readonly #codes = new Map<number, { digest: Buffer; until: number; tries: number }>()

  /** A new code for a customer; an older one is void. */
  make(customer: number, now: number): string {
    const code = Array.from({ length: LENGTH }, () => signs[randomInt(signs.length)]).join('')
    this.#codes.delete(customer)
    if (this.#codes.size >= MAX_CODES) this.#codes.delete(this.#codes.keys().next().value!)
    this.#codes.set(customer, { digest: digest(code), until: now + LIFE_MS, tries: 0 })
    return code
  }

  /** Whether it is the customer's code; a right one is used up. */
  use(customer: number | undefined, given: string, now: number): boolean {
    const entry = customer === undefined ? undefined : this.#codes.get(customer)
    // As much work where there is no such code.
    const same = timingSafeEqual(digest(given.toUpperCase().replace(/\s/g, '')), entry?.digest ?? digest(''))
    if (!entry || customer === undefined) return false
    if (now > entry.until || ++entry.tries > MAX_TRIES || same) this.#codes.delete(customer)
    return same && now <= entry.until && entry.tries <= MAX_TRIES
  }
}
