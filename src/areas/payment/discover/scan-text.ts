import { isTestNumber, issuerOf } from './pan.ts'

/** A place that looks like a card number. `at` counts bytes from the start of the text. */
export interface Candidate {
  at: number
  digits: string
  issuer: string
  test: boolean
  /** How sure: track data and a word for cards nearby are certain; a bare number is weighed against its neighbours. */
  context: 'track' | 'word' | 'bare'
}

export interface TextScan {
  candidates: Candidate[]
  /** Bare digit runs of card length that are no card number: what bare candidates are weighed against. */
  others: number
}

const isDigit = (byte: number) => byte >= 48 && byte <= 57
const isLetter = (byte: number) => (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95
/** Separators between groups: space, plus (a space in addresses), dash, dot, no-break space (0xa0 in Latin-1, after 0xc2 in UTF-8). */
const isSeparator = (byte: number) =>
  byte === 32 || byte === 43 || byte === 45 || byte === 46 || byte === 0xa0 || byte === 0xc2

const cardWord =
  /card|\bpan\b|\bcc[_\s.-]?(?:n|num|no)\b|ccnum|visa|master|maestro|amex|kart[aey]|tarjeta|carte|kredit|cvv|cvc|expir/gi
const otherWord =
  /track|parcel|shipment|phone|tel\b|fax|iban|bic|uuid|guid|\bean\b|gtin|isbn|imei|invoice|barcode|session|nonce|timestamp|transaction|order[_\s-]?(?:id|no|number|ref)|reference|serial/gi
const nearby = 60

const shortestRun = 4

/** Where a plain run of digits ends. */
function plainEnd(bytes: Buffer, start: number): number {
  let end = start + 1
  while (end < bytes.length && isDigit(bytes[end]!)) end++
  return end
}

/** Where groups of digits with single separators end that begin with a group of four, as all written card numbers do. */
function groupsEnd(bytes: Buffer, firstEnd: number): number {
  let end = firstEnd
  for (let groups = 1; groups < 6; groups++) {
    let gap = end
    while (gap < bytes.length && gap - end < 2 && isSeparator(bytes[gap]!)) gap++
    if (gap === end || gap >= bytes.length || !isDigit(bytes[gap]!)) return end
    const next = plainEnd(bytes, gap)
    // After the first four digits come four or six: dates and phone numbers end here, before any text is made of them.
    if (groups === 1 && next - gap !== 4 && next - gap !== 6) return end
    end = next
  }
  return end
}

const digitsOf = (bytes: Buffer, start: number, end: number) =>
  bytes.toString('latin1', start, end).replace(/[^0-9]/g, '')

/** First digits that any issuer has: nine in ten numbers end here, or at their check digit, before a text is made of them. */
const mayBegin = (byte: number) => byte >= 50 && byte <= 54

/** Check digit of ISO/IEC 7812-1 annex B over the digits between two places, whatever stands between them. */
function luhnBytes(bytes: Buffer, start: number, end: number): boolean {
  let sum = 0
  let double = false
  for (let at = end - 1; at >= start; at--) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) continue
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit
    double = !double
  }
  return sum % 10 === 0
}

/** True when the digits are the end of a longer word or the decimals of a number. */
function isGlued(bytes: Buffer, start: number): boolean {
  const before = bytes[start - 1]
  return before !== undefined && (isLetter(before) || (before === 46 && isDigit(bytes[start - 2] ?? 0)))
}

/** True when the run goes on in a way that makes it part of a longer word or a decimal number. */
function isOpen(bytes: Buffer, end: number): boolean {
  const next = bytes[end]
  return next !== undefined && (isLetter(next) || (next === 46 && isDigit(bytes[end + 1] ?? 0)))
}

/** Groups as cards are written: 4-4-4-4, 4-6-5, 4-6-4, 4-4-4-4-3; anything else is a phone number, a date, a sum. */
const groupShapes = new Set([4444, 44441, 44442, 44443, 464, 465, 4441])

function groupsFit(bytes: Buffer, start: number, end: number): boolean {
  let shape = 0
  let length = 0
  for (let at = start; at < end; at++)
    if (isDigit(bytes[at]!)) length++
    else if (length > 0) {
      shape = shape * 10 + length
      length = 0
    }
  return groupShapes.has(shape * 10 + length)
}

function contextOf(bytes: Buffer, start: number, end: number): Candidate['context'] | 'other' {
  const before = bytes.toString('latin1', Math.max(0, start - nearby), start)
  const after = bytes.toString('latin1', end, end + nearby)
  if (before.endsWith('%B') && after.startsWith('^')) return 'track'
  if (before.endsWith(';') && /^=\d{7}/.test(after)) return 'track'
  // The nearest word decides: "card … order no" before a number speaks of the order.
  const last = (pattern: RegExp) => {
    let found = -1
    for (const match of before.matchAll(pattern)) found = match.index
    return found
  }
  const card = Math.max(last(cardWord), /^[^\n]{0,20}?(?:cvv|cvc|exp|\b(0[1-9]|1[0-2])\/\d\d\b)/i.test(after) ? 0 : -1)
  const other = last(otherWord)
  if (card >= 0 && card > other) return 'word'
  return other >= 0 ? 'other' : 'bare'
}

/**
 * Finds card numbers in a text of single-byte characters (ASCII, Latin-1, UTF-8). Reads digits only where runs are long enough,
 * so that text without them costs next to nothing.
 */
export function scanText(bytes: Buffer): TextScan {
  const candidates: Candidate[] = []
  let others = 0
  // Every number has at least four digits in a row: looking at each fourth byte finds them all.
  let at = shortestRun - 1
  while (at < bytes.length) {
    if (!isDigit(bytes[at]!)) {
      at += shortestRun
      continue
    }
    let start = at
    while (start > 0 && isDigit(bytes[start - 1]!)) start--
    const plain = plainEnd(bytes, at)
    at = plain + shortestRun
    const length = plain - start
    // All written card numbers are one long run, or begin with a group of four.
    const end = length >= 13 ? plain : length === 4 ? groupsEnd(bytes, plain) : start
    if (length > 19 || end === start || (length < 13 && (end - start < 14 || !groupsFit(bytes, start, end)))) continue
    const track = start > 1 && bytes[start - 1] === 66 && bytes[start - 2] === 37
    if ((isGlued(bytes, start) && !track) || isOpen(bytes, end)) continue
    at = end + shortestRun
    if (!mayBegin(bytes[start]!) || !luhnBytes(bytes, start, end)) {
      others++
      continue
    }
    const digits = digitsOf(bytes, start, end)
    const issuer = issuerOf(digits)
    const context = issuer === undefined ? 'other' : contextOf(bytes, start, end)
    if (issuer !== undefined && context !== 'other')
      candidates.push({ at: start, digits, issuer, test: isTestNumber(digits), context })
    else others++
  }
  return { candidates, others }
}

/**
 * Which candidates to believe. One random 16-digit number in forty passes prefix and check digit: bare candidates among many
 * other long numbers are chance, bare candidates that are most of the long numbers of their file are a column of cards.
 */
export function believe(scan: TextScan): Candidate[] {
  const bare = scan.candidates.filter((candidate) => candidate.context === 'bare')
  const distinct = new Set(bare.map((candidate) => candidate.digits)).size
  const share = distinct / (distinct + scan.others)
  return scan.candidates.filter((candidate) => candidate.context !== 'bare' || share >= 0.3)
}
