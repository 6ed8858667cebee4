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

const zero = 48
const nine = 57

const isDigit = (byte: number) => byte >= zero && byte <= nine
const isLetter = (byte: number) => (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95
/** Separators people write between groups: space, dash, dot, no-break space (0xa0 in Latin-1, after 0xc2 in UTF-8). */
const isSeparator = (byte: number) => byte === 32 || byte === 45 || byte === 46 || byte === 0xa0 || byte === 0xc2

const cardWord =
  /card|\bpan\b|\bcc[_\s.-]?(?:n|num|no)\b|ccnum|visa|master|maestro|amex|kart[aey]|tarjeta|carte|kredit|cvv|cvc|expir/i
const otherWord =
  /track|parcel|shipment|phone|tel\b|fax|iban|bic|uuid|guid|\bean\b|gtin|isbn|imei|invoice|barcode|session|nonce|timestamp|transaction|order[_\s-]?(?:id|no|number|ref)|reference|serial/i
const nearby = 60

/** Reads one run of digits with single separators from `start`. Returns where it ends and its digits. */
function readRun(bytes: Buffer, start: number): { end: number; digits: string; separators: number } {
  let at = start
  let digits = ''
  let separators = 0
  while (at < bytes.length && digits.length <= 20) {
    const byte = bytes[at]!
    if (isDigit(byte)) {
      digits += String.fromCharCode(byte)
      at++
      continue
    }
    let gap = at
    while (gap < bytes.length && gap - at < 2 && isSeparator(bytes[gap]!)) gap++
    if (gap === at || gap >= bytes.length || !isDigit(bytes[gap]!)) break
    separators++
    at = gap
  }
  return { end: at, digits, separators }
}

/** Where a plain run of digits ends. */
function plainEnd(bytes: Buffer, start: number): number {
  let end = start
  while (end < bytes.length && isDigit(bytes[end]!)) end++
  return end
}

/** Groups as cards are written: 4-4-4-4, 4-6-5, or no separators; anything else is a phone number, a date, a sum. */
function groupsFit(bytes: Buffer, start: number, end: number, separators: number): boolean {
  if (separators === 0) return true
  const groups = bytes
    .toString('latin1', start, end)
    .split(/[^0-9]+/)
    .map((group) => group.length)
  const shape = groups.join('-')
  return /^(4-)+[1-4]$/.test(shape) || shape === '4-6-5' || shape === '4-6-4'
}

function contextOf(bytes: Buffer, start: number, end: number): Candidate['context'] | 'other' {
  const before = bytes.toString('latin1', Math.max(0, start - nearby), start)
  const after = bytes.toString('latin1', end, end + nearby)
  if (before.endsWith('%B') && after.startsWith('^')) return 'track'
  if (before.endsWith(';') && /^=\d{7}/.test(after)) return 'track'
  // The nearest word decides: "card … order no" before a number speaks of the order.
  const last = (pattern: RegExp) => [...before.matchAll(new RegExp(pattern.source, 'gi'))].at(-1)?.index ?? -1
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
  let at = 0
  while (at < bytes.length) {
    if (!isDigit(bytes[at]!)) {
      at++
      continue
    }
    const glued = at > 0 && (isLetter(bytes[at - 1]!) || (bytes[at - 1] === 46 && at > 1 && isDigit(bytes[at - 2]!)))
    const track = at > 1 && bytes[at - 1] === 66 && bytes[at - 2] === 37
    const run = readRun(bytes, at)
    const plain = plainEnd(bytes, at)
    // A plain run of card length stands by itself, even when the next column follows after a space.
    const [end, digits, separators] =
      plain - at >= 13 ? [plain, bytes.toString('latin1', at, plain), 0] : [run.end, run.digits, run.separators]
    const next = bytes[end]
    const open = next !== undefined && (isLetter(next) || (next === 46 && isDigit(bytes[end + 1] ?? 0)))
    if (
      digits.length >= 13 &&
      digits.length <= 19 &&
      (!glued || track) &&
      !open &&
      groupsFit(bytes, at, end, separators)
    ) {
      const issuer = issuerOf(digits)
      const context = issuer === undefined ? 'other' : contextOf(bytes, at, end)
      if (issuer !== undefined && context !== 'other')
        candidates.push({ at, digits, issuer, test: isTestNumber(digits), context })
      else others++
    }
    at = Math.max(end, at + 1)
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
