import { normaliseAddress, type Address } from '../../../connect/customers/address.ts'
import type { Leaked } from '../../../connect/customers/schema.ts'

/** What one line of a leaked file says. The secret lives only as long as the line: what is kept is what kind it was. */
export interface Entry extends Address {
  leaked: Extract<Leaked, 'stealer' | 'plaintext' | 'hash' | 'address'>
  /** The field beside the address, still as the bytes of the file (Latin-1). */
  secret?: string | undefined
  /** Host the credentials were typed into, for stealer logs. */
  site?: string
}

const hashShapes = [
  /^[0-9a-f]{32}$|^[0-9a-f]{40}$|^[0-9a-f]{56}$|^[0-9a-f]{64}$|^[0-9a-f]{96}$|^[0-9a-f]{128}$/i,
  /^\$(?:1|2[abxy]?|5|6|7|y|P|H|S|argon2(?:i|d|id)|scrypt|pbkdf2[a-z0-9-]*|apr1)\$/i,
  /^(?:pbkdf2_sha\d+|bcrypt|bcrypt_sha256|argon2|sha1|md5|sha256|scrypt)\$/,
  /^\{(?:SSHA|SHA|SMD5|MD5|CRYPT|SSHA256|SSHA512)\}/i,
  /^\*[0-9A-F]{40}$/,
  /^[0-9a-f]{32}:[^\s:]{1,32}$|^[0-9a-f]{64}:[^\s:]{1,32}:[0-9]$/i,
]

/** What a field beside an address is: nothing, a hash, or (anything else) a readable password. */
export function kindOfSecret(text: string): Entry['leaked'] {
  const secret = text.trim()
  if (secret === '' || /^(?:null|none|n\/a|\\n|-)$/i.test(secret)) return 'address'
  return hashShapes.some((shape) => shape.test(secret)) ? 'hash' : 'plaintext'
}

/** Bytes that were read as Latin-1: ASCII as it is, else only where they are valid UTF-8. Undefined: cannot be known. */
export function decodeField(raw: string, encoding: string | undefined): string | undefined {
  if (/^[\0-\x7f]*$/.test(raw)) return raw
  try {
    return new TextDecoder(encoding ?? 'utf-8', { fatal: true }).decode(Buffer.from(raw, 'latin1'))
  } catch {
    return undefined
  }
}

/** One field as an address: quotes and blanks around it are taken off, entities of HTML undone; else exact or nothing. */
export function addressField(raw: string, encoding?: string): Address | undefined {
  if (raw.length > 800 || !(raw.includes('@') || raw.includes('%40') || raw.includes('&#'))) {
    // A full-width @ is beyond Latin-1: it shows as its UTF-8 bytes.
    if (raw.length > 800 || !raw.includes('\xef\xbc\xa0')) return undefined
  }
  let text = decodeField(raw, encoding)?.trim()
  if (text === undefined) return undefined
  const quote = text[0]
  if ((quote === '"' || quote === "'" || quote === '`') && text.length > 1 && text.at(-1) === quote)
    text = text.slice(1, -1)
  if (text.includes('&#')) text = text.replace(/&#(?:64|x40);/gi, '@')
  if (!text.includes('@') && /%40/.test(text)) text = text.replace('%40', '@')
  return normaliseAddress(text)
}

const secretName =
  /^(?:.*[_. -])?(?:pass(?:word|wd|wort|e)?|pwd|pw|hash|password_?hash|passhash|secret|haslo|mdp|contrasena)(?:[_. -].*)?$/i
const addressName =
  /^(?:.*[_. -])?(?:e[-_ ]?mail(?:[-_ ]?addr(?:ess)?)?|mail|correo|adresse_?mail|emailaddress|user_?email|email_?id)$/i
const loginName = /^(?:user(?:[-_ ]?name)?|login|account|log|uname)$/i

/** What a column or key holds, by its name. */
export function roleOf(name: string): 'address' | 'login' | 'secret' | undefined {
  const plain = name.trim().replace(/^["'`]|["'`]$/g, '')
  if (addressName.test(plain)) return 'address'
  if (secretName.test(plain)) return 'secret'
  return loginName.test(plain) ? 'login' : undefined
}
