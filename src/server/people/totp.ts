import { createHmac, randomBytes } from 'node:crypto'
import { sameText } from '../secrets.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const stepSeconds = 30
const digits = 6

/** Base32 without padding (RFC 4648), as authenticator apps expect it. */
export function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

export function fromBase32(text: string): Buffer {
  const bits = [...text.toUpperCase()].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** 160 random bits, the length RFC 4226 recommends. */
export const newTotpSecret = (): string => toBase32(randomBytes(20))

/** HOTP (RFC 4226) of one counter. */
export function hotp(secret: Buffer, counter: number, length = digits): string {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const mac = createHmac('sha1', secret).update(message).digest()
  const at = (mac[19] ?? 0) & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 10 ** length).padStart(length, '0')
}

/**
 * The time step that a code fits (RFC 6238), one step to each side allowed for clocks that differ; undefined where it fits none
 * or its step was used before.
 * @param usedStep newest step that was accepted, 0 for none
 */
export function fittingStep(secret: string, code: string, usedStep: number, now: Date): number | undefined {
  const step = Math.floor(now.getTime() / 1000 / stepSeconds)
  const key = fromBase32(secret)
  return [step, step - 1, step + 1].find((each) => each > usedStep && sameText(hotp(key, each), code))
}

/** Address that an authenticator app reads from a QR code (Key Uri Format). */
export function otpauthUrl(secret: string, email: string): string {
  return `otpauth://totp/${encodeURIComponent(`Shopwarden:${email}`)}?secret=${secret}&issuer=Shopwarden&algorithm=SHA1&digits=${digits}&period=${stepSeconds}`
}
