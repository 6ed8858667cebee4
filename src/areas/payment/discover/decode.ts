import { gunzipSync } from 'node:zlib'

/** Text hidden in an encoding, with the name of it. */
export interface Layer {
  name: string
  bytes: Buffer
}

const maxDecoded = 64_000_000

/** A file as text layers: UTF-16 made single-byte, gzip unpacked. Undefined layers are left out, never guessed. */
export function unwrap(bytes: Buffer): Layer[] {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      return [{ name: 'gzip', bytes: gunzipSync(bytes, { maxOutputLength: maxDecoded }) }]
    } catch {
      return []
    }
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return [{ name: 'UTF-16', bytes: Buffer.from(bytes.toString('utf16le'), 'latin1') }]
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return [
      {
        name: 'UTF-16',
        bytes: Buffer.from(
          Buffer.from(bytes.subarray(0, bytes.length & ~1))
            .swap16()
            .toString('utf16le'),
          'latin1',
        ),
      },
    ]
  return [{ name: '', bytes }]
}

const base64Run = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{20,4000}={0,2}/g
const hexRun = /(?<![0-9a-zA-Z])(?:0x|\\x)?((?:3[0-9]){13,19})(?![0-9a-zA-Z])/gi
const percentRun = /(?:%3[0-9]|%2[0D]|\+){13,40}/gi

const digitRun = /\d{13}|\d{4}[ -]\d{4,6}[ -]\d{4,5}/

/**
 * Encoded pieces inside a text that hold long numbers once decoded: base64, hex (as databases write it), percent. Offsets are
 * those of the piece in the text.
 */
export function* encodedPieces(text: string): Generator<Layer & { at: number }> {
  for (const match of text.matchAll(base64Run)) {
    // Plain digits and words are base64 by alphabet too; real base64 of a number has upper and lower case.
    if (!/[a-z]/.test(match[0]) || !/[A-Z]/.test(match[0])) continue
    const bytes = Buffer.from(match[0], 'base64')
    if (digitRun.test(bytes.toString('latin1'))) yield { name: 'base64', bytes, at: match.index }
  }
  for (const match of text.matchAll(hexRun))
    yield { name: 'hex', bytes: Buffer.from(match[1]!, 'hex'), at: match.index }
  for (const match of text.matchAll(percentRun)) {
    const bytes = Buffer.from(
      match[0]
        .replaceAll('+', ' ')
        .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
      'latin1',
    )
    yield { name: 'percent', bytes, at: match.index }
  }
}
