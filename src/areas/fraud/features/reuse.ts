import type { FraudEvent } from '../events/schema.ts'
import { postcodeKey, streetWords } from '../names/address.ts'
import { toLatin } from '../names/words.ts'
import { half, hashText } from './hash.ts'
import { COMPARED, SIGNATURE, SketchRing } from './sketches.ts'

const DAY_MS = 86_400_000
/** How far back reuse is looked for. */
export const REUSE_DAYS = 30
/** Letters and digits from which a text says something of its own; "ok", "thanks", "ring twice" are everybody's. */
const LEAST = { note: 20, reason: 40, company: 8 } as const
/** Characters of a text that are compared. */
const MOST = 500
const SHINGLE = 4

export const REUSED = ['note', 'reason', 'company', 'email', 'address'] as const
export type Reused = (typeof REUSED)[number]

/** What of a text is compared: letters and digits in Latin script, whatever the spacing; undefined where too short. */
function plain(text: string | undefined, least: number): string | undefined {
  if (text === undefined || text.length < least) return undefined
  const bare = toLatin(text.slice(0, 2 * MOST)).slice(0, MOST)
  return bare.replaceAll(' ', '').length < least ? undefined : bare
}

/** The pattern of a mailbox: "anna.k1987+shop@example.org" and "annak1990@example.org" share one; undefined without enough letters. */
export function emailPattern(email: string): string | undefined {
  if (!/\d/.test(email)) return undefined
  const low = email.trim().toLowerCase()
  const at = low.lastIndexOf('@')
  if (at < 1) return undefined
  const local = (low.slice(0, at).split('+')[0] ?? '').replace(/[._-]/g, '').replace(/\d+/g, '#')
  return local.includes('#') && local.replaceAll('#', '').length >= 5 ? `${local}@${low.slice(at + 1)}` : undefined
}

interface Text {
  text: string
  /** What must be equal for texts to be compared at all. */
  within: string
  /** Whether only equal texts count. */
  exact: boolean
}

const readers: Readonly<Record<Reused, (event: FraudEvent) => Text | undefined>> = {
  note: (event) => loose(plain(event.order?.note, LEAST.note)),
  reason: (event) => loose(plain(event.refund?.reason, LEAST.reason)),
  company: (event) => loose(plain(event.shipping?.company ?? event.billing?.company, LEAST.company)),
  email: (event) => {
    const text = event.customer?.email === undefined ? undefined : emailPattern(event.customer.email)
    return text === undefined ? undefined : { text, within: '', exact: true }
  },
  address: (event) => {
    const place = event.shipping
    const code = postcodeKey(place?.postcode ?? place?.city)
    if (!place?.line1 || code === '') return undefined
    const words = streetWords(place)
    const number = words.find((word) => /\d/.test(word))
    // Short words are kinds of streets and doors ("Whg B"): what varies where one house is written in many ways.
    const street = words.filter((word) => word.length >= 4 && !/\d/.test(word)).sort()
    if (number === undefined || street.length === 0) return undefined
    return { text: street.join(' '), within: `${number}|${code}|${place.country?.toLowerCase() ?? ''}`, exact: false }
  },
}
const loose = (text: string | undefined): Text | undefined =>
  text === undefined ? undefined : { text, within: '', exact: false }

/**
 * Smallest hashes of a text's runs of four characters under 15 functions (MinHash, Broder 1997): the share of equal ones
 * estimates how much of two texts is the same (Jaccard).
 */
function sign(kind: number, { text, within, exact }: Text, into: Uint32Array): void {
  hashText(100 + kind, within)
  const seed = half.low
  if (exact) {
    hashText(kind, text)
    for (let index = 0; index < SIGNATURE; index++) into[index] = Math.imul(half.low ^ seed, 2 * index + 1) >>> 0
    return
  }
  into.fill(0xffffffff)
  const padded = `  ${text} `
  for (let from = 0; from + SHINGLE <= padded.length; from++) {
    let hash = seed ^ 0x9e3779b1
    for (let index = from; index < from + SHINGLE; index++)
      hash = Math.imul(hash ^ padded.charCodeAt(index), 0x85ebca6b) ^ (hash >>> 15)
    for (let index = 0; index < SIGNATURE; index++) {
      const mixed = Math.imul(hash ^ Math.imul(index + 1, 0x9e3779b1), 0xc2b2ae35)
      const value = (mixed ^ (mixed >>> 16)) >>> 0
      if (value < (into[index] as number)) into[index] = value
    }
  }
}

/**
 * Who wrote nearly the same: order notes, reasons for refunds, companies, mailboxes that differ in numbers only, and shipping
 * addresses of one house number and postcode. Texts are not kept, only signatures of 60 bytes, the newest 65,536 of each kind.
 * Fed in the order of filing, it is the same in a replay.
 */
export class Reuse {
  readonly rings: readonly SketchRing[] = REUSED.map(() => new SketchRing())
  /** Signatures of the event looked at last: it is filed, then asked about, by live and by shadow rules. */
  readonly #signatures = REUSED.map(() => new Uint32Array(SIGNATURE))
  readonly #told = REUSED.map(() => false)
  #event: FraudEvent | undefined

  #read(event: FraudEvent): void {
    if (this.#event === event) return
    this.#event = event
    for (const [kind, name] of REUSED.entries()) {
      const text = readers[name](event)
      this.#told[kind] = text !== undefined
      if (text !== undefined) sign(kind, text, this.#signatures[kind] as Uint32Array)
    }
  }

  /** Files the texts of an event of a customer (0: not known, not filed). */
  add(event: FraudEvent, user: number, time: number): void {
    if (user === 0) return
    this.#read(event)
    for (const [kind, ring] of this.rings.entries())
      if (this.#told[kind]) ring.add(this.#signatures[kind] as Uint32Array, user, time)
  }

  /**
   * Other customers whose text in the 30 days before was nearly the same, "at least" where texts are many; undefined where
   * the event has none that is long enough.
   */
  users(event: FraudEvent, name: Reused, user: number, time: number): number | undefined {
    const kind = REUSED.indexOf(name)
    this.#read(event)
    if (!this.#told[kind] || user === 0) return undefined
    const [ring, signature] = [this.rings[kind] as SketchRing, this.#signatures[kind] as Uint32Array]
    return ring.others(signature, COMPARED, user, time - REUSE_DAYS * DAY_MS, time)
  }
}
