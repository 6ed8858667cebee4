import { gunzipSync } from 'node:zlib'

/** Text hidden in an encoding, with the name of it. */
export interface Layer {
  name: string
  bytes: Buffer
}

const maxDecoded = 64_000_000

/** UTF-16 without its mark, or in the middle of a file: nearly every second byte of the beginning is zero. */
function wide(bytes: Buffer): 'le' | 'be' | undefined {
  const length = Math.min(bytes.length & ~1, 512)
  if (length < 32) return undefined
  let even = 0
  let odd = 0
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even++
    if (bytes[at + 1] === 0) odd++
  }
  const most = length * 0.4
  return odd > most && even < 4 ? 'le' : even > most && odd < 4 ? 'be' : undefined
}

const narrow = (bytes: Buffer, form: 'le' | 'be'): Layer => {
  const even = bytes.subarray(0, bytes.length & ~1)
  const little = form === 'le' ? even : Buffer.from(even).swap16()
  return { name: 'UTF-16', bytes: Buffer.from(little.toString('utf16le'), 'latin1') }
}

/** UTF-32, with or without its mark: three of four bytes of the beginning are zero, always the same three. */
function wider(bytes: Buffer): Layer | undefined {
  const length = Math.min(bytes.length & ~3, 512)
  if (length < 32) return undefined
  const zeros = [0, 0, 0, 0]
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at & 3]!++
  const most = (length / 4) * 0.9
  const place = zeros[3]! >= most && zeros[2]! >= most ? 0 : zeros[0]! >= most && zeros[1]! >= most ? 3 : undefined
  if (place === undefined || zeros[place]! > 4 || zeros[place === 0 ? 1 : 2]! < most) return undefined
  const text = Buffer.alloc(bytes.length >> 2)
  for (let at = 0; at < text.length; at++) text[at] = bytes[at * 4 + place]!
  return { name: 'UTF-32', bytes: text }
}

/** EBCDIC (code page 037 and its kin) as ASCII, as far as numbers and the words around them need it; the rest is a blank. */
const ebcdic = Buffer.alloc(256, 32)
for (const [first, text] of [
  [0xf0, '0123456789'],
  [0x81, 'abcdefghi'],
  [0x91, 'jklmnopqr'],
  [0xa2, 'stuvwxyz'],
  [0xc1, 'ABCDEFGHI'],
  [0xd1, 'JKLMNOPQR'],
  [0xe2, 'STUVWXYZ'],
  [0x4b, '.<(+|&'],
  [0x5c, '*);'],
  [0x60, '-/'],
  [0x6b, ',%_>?'],
  [0x7a, ':#@\'="'],
  [0x15, '\n'],
  [0x25, '\n'],
] as const)
  ebcdic.set(Buffer.from(text), first)

/** Text of a mainframe: nearly all bytes of the beginning are its letters, digits and blanks, which ASCII text never has. */
function isEbcdic(bytes: Buffer): boolean {
  const length = Math.min(bytes.length, 512)
  if (length < 40 || bytes[0]! < 0x40) return false
  let words = 0
  let rest = 0
  for (let at = 0; at < length; at++) {
    const byte = bytes[at]!
    if (byte >= 0x81 && ebcdic[byte] !== 32) words++
    else if (byte === 0x40 || ebcdic[byte] !== 32) rest++
  }
  return words > length * 0.5 && words + rest > length * 0.93
}

/**
 * A file as text layers: UTF-16, UTF-32 and EBCDIC made single-byte, gzip unpacked. What cannot be unpacked gives none, never a
 * guess.
 */
export function unwrap(bytes: Buffer): Layer[] {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      return [{ name: 'gzip', bytes: gunzipSync(bytes, { maxOutputLength: maxDecoded }) }]
    } catch {
      return []
    }
  }
  const four = wider(bytes)
  if (four) return [four]
  const form = wide(bytes)
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || form === 'le') return [narrow(bytes, 'le')]
  if ((bytes[0] === 0xfe && bytes[1] === 0xff) || form === 'be') return [narrow(bytes, 'be')]
  if (isEbcdic(bytes)) {
    const text = Buffer.allocUnsafe(bytes.length)
    for (let at = 0; at < bytes.length; at++) text[at] = ebcdic[bytes[at]!]!
    return [{ name: 'EBCDIC', bytes: text }]
  }
  const plain = { name: '', bytes }
  // One dump appended to another: single-byte first, then UTF-16, from any place on.
  const zero = bytes.indexOf(0)
  if (zero > 0) {
    const rest = bytes.subarray(zero - 1)
    const later = wide(rest) ?? wide(bytes.subarray(zero))
    if (later !== undefined) return [plain, narrow(wide(rest) ? rest : bytes.subarray(zero), later)]
  }
  return [plain]
}

const hexDigits = /^(?:0x|x)?((?:3[0-9]){13,19})$/i
const longNumber = /\d{13}|\d{4}[ -]\d{4,6}[ -]\d{4,5}/

/** Decodes one word that is encoded by its looks: hex digits of ASCII digits, or base64 of something with a long number. */
export function decodeWord(word: string): Layer | undefined {
  const hex = hexDigits.exec(word)?.[1]
  if (hex !== undefined) return { name: 'hex', bytes: Buffer.from(hex, 'hex') }
  const bytes = Buffer.from(word, 'base64')
  return longNumber.test(bytes.toString('latin1')) ? { name: 'base64', bytes } : undefined
}

/** Undoes percent encoding of a piece of an address. */
export function decodePercent(piece: string): Layer {
  const text = piece
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return { name: 'percent', bytes: Buffer.from(text, 'latin1') }
}
