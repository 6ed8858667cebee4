import { decodePercent, decodeWord, type Layer } from './decode.ts'

// Classes of bytes: what words of base64 and hex are made of, by one look into a table.
const other = 0
const digit = 1
const upper = 2
const lower = 3
const sign = 4

const classes = new Uint8Array(256)
for (let byte = 48; byte <= 57; byte++) classes[byte] = digit
for (let byte = 65; byte <= 90; byte++) classes[byte] = upper
for (let byte = 97; byte <= 122; byte++) classes[byte] = lower
for (const byte of Buffer.from('+/-_')) classes[byte] = sign

const shortest = 20
const longest = 4000

/** Whether a word may be base64 of a number: all kinds of letters, and few signs (paths have many). */
function mayBeBase64(bytes: Buffer, start: number, end: number): boolean {
  let seen = 0
  let signs = 0
  for (let at = start; at < end; at++) {
    const kind = classes[bytes[at]!]!
    seen |= 1 << kind
    if (kind === sign) signs++
  }
  return (seen & 0b1110) === 0b1110 && signs * 8 <= end - start
}

/** Whether a word is hex digits of ASCII digits: every second character a 3. */
function mayBeHex(bytes: Buffer, start: number, end: number): boolean {
  const from = bytes[start + 1] === 120 ? start + 2 : start
  if (end - from < 26 || end - from > 38 || (end - from) % 2 !== 0) return false
  for (let at = from; at < end; at += 2) if (bytes[at] !== 51) return false
  return true
}

const percentPiece = /^(?:%3[0-9]|%2[0D]|\+){13,40}/i

function percentPieces(bytes: Buffer, found: (Layer & { at: number })[]): void {
  for (let at = bytes.indexOf('%3'); at >= 0; at = bytes.indexOf('%3', at + 1)) {
    const piece = percentPiece.exec(bytes.toString('latin1', at, at + 130))?.[0]
    if (piece === undefined) continue
    found.push({ ...decodePercent(piece), at })
    at += piece.length - 1
  }
}

/**
 * Encoded pieces of a text that hold a long number once decoded, with their offset: base64, hex, percent. Looks at every
 * twentieth byte and backwards from there, so that text of short words is passed over quickly.
 */
export function encodedPieces(bytes: Buffer): (Layer & { at: number })[] {
  const found: (Layer & { at: number })[] = []
  let start = 0
  while (start + shortest <= bytes.length) {
    let at = start + shortest - 1
    while (at >= start && classes[bytes[at]!] !== other) at--
    if (at >= start) {
      start = at + 1
      continue
    }
    let end = start + shortest
    while (end < bytes.length && classes[bytes[end]!] !== other) end++
    if (end - start <= longest && (mayBeHex(bytes, start, end) || mayBeBase64(bytes, start, end))) {
      const layer = decodeWord(bytes.toString('latin1', start, end))
      if (layer) found.push({ ...layer, at: start })
    }
    start = end + 1
  }
  percentPieces(bytes, found)
  return found
}
