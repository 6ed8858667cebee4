import { createHash, timingSafeEqual } from 'node:crypto'

const digits = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const md5 = (...parts: (string | Buffer)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('md5')).digest()

/** Base 64 of phpass: its own digits, the lowest six bits first. */
function encode(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = Math.min(3, bytes.length - at)
    const value = bytes.readUIntLE(at, left)
    for (let digit = 0; digit <= left; digit++) text += digits[(value >> (6 * digit)) & 63]
  }
  return text
}

/** Whether a password fits a portable hash of phpass (`$P$`, `$H$`); undefined where it asks for more than 2^`mostLog` rounds. */
export function phpass(password: string, hash: string, mostLog: number): boolean | undefined {
  const log = digits.indexOf(hash[3]!)
  if (log < 7 || log > mostLog) return undefined
  const text = Buffer.from(password)
  let found = md5(hash.slice(4, 12), text)
  for (let round = 0; round < 2 ** log; round++) found = md5(found, text)
  return timingSafeEqual(Buffer.from(encode(found)), Buffer.from(hash.slice(12)))
}
