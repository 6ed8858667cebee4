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

/** A file as text layers: UTF-16 made single-byte, gzip unpacked. What cannot be unpacked gives none, never a guess. */
export function unwrap(bytes: Buffer): Layer[] {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      return [{ name: 'gzip', bytes: gunzipSync(bytes, { maxOutputLength: maxDecoded }) }]
    } catch {
      return []
    }
  }
  const form = wide(bytes)
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || form === 'le')
    return [{ name: 'UTF-16', bytes: Buffer.from(bytes.toString('utf16le'), 'latin1') }]
  if ((bytes[0] === 0xfe && bytes[1] === 0xff) || form === 'be') {
    const even = Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16()
    return [{ name: 'UTF-16', bytes: Buffer.from(even.toString('utf16le'), 'latin1') }]
  }
  return [{ name: '', bytes }]
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
