import { domainToASCII } from 'node:url'

/** An e-mail address in the one form in which addresses are compared. */
export interface Address {
  /** Lower case, NFKC, the domain in its ASCII form. */
  address: string
  /** The weaker form: without dots and tags for the providers known to ignore them; else equal to `address`. */
  folded: string
}

const atom = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
const plain = new RegExp(
  `^${atom}(?:\\.${atom})*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$`,
)
// Letters and digits of other scripts in the local part (RFC 6531); marks belong to many of them.
const wide = new RegExp(
  `^(?:[\\p{L}\\p{N}\\p{M}]|${atom.slice(0, -1)})+(?:\\.(?:[\\p{L}\\p{N}\\p{M}]|${atom.slice(0, -1)})+)*$`,
  'u',
)
const asciiOnly = /^[\x21-\x7e]*$/
const invisible = /[\u200b-\u200d\u2060\ufeff\u00ad]/g

const dotless = new Set(['gmail.com', 'googlemail.com', 'proton.me', 'protonmail.com', 'pm.me'])
const tagged = new Set([
  ...dotless,
  'outlook.com',
  'hotmail.com',
  'live.com',
  'msn.com',
  'icloud.com',
  'me.com',
  'mac.com',
  'fastmail.com',
  'fastmail.fm',
  'zoho.com',
  'yandex.ru',
  'yandex.com',
  'mailbox.org',
  'posteo.de',
])

function fold(address: string): string {
  const at = address.indexOf('@')
  const domain = address.slice(at + 1)
  if (!tagged.has(domain)) return address
  const plus = address.indexOf('+')
  let local = address.slice(0, plus > 0 && plus < at ? plus : at)
  if (dotless.has(domain)) local = local.replaceAll('.', '')
  return `${local}@${domain === 'googlemail.com' ? 'gmail.com' : domain}`
}

const known = (address: string): Address => ({ address, folded: fold(address) })

/** Lengths of RFC 5321: 64 for the local part, 254 for the whole. */
const fits = (address: string): boolean => address.length <= 254 && address.lastIndexOf('@') <= 64

/**
 * The comparable form of one address, or undefined where the text is not exactly one address. Never repairs: a text that
 * could mean two addresses is refused. White space around it, `mailto:` and `<…>` are taken off.
 */
export function normaliseAddress(raw: string): Address | undefined {
  if (raw.length > 400) return undefined
  let text = raw.trim()
  if (text.startsWith('<') && text.endsWith('>')) text = text.slice(1, -1)
  if (asciiOnly.test(text)) {
    text = text.toLowerCase()
    if (text.startsWith('mailto:')) text = text.slice(7)
    // `"anna"@shop.example` and `anna@shop.example` are one mailbox; quoted parts that need their quotes are refused.
    if (text.startsWith('"')) text = text.replace(/^"([^"\\]+)"@/, '$1@')
    if (!plain.test(text) || !fits(text)) return undefined
    if (!text.includes('xn--')) return known(text)
  }
  text = text.normalize('NFKC').replace(invisible, '').trim().toLowerCase()
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  if (at < 1 || !wide.test(local)) return undefined
  const address = `${local}@${domainToASCII(text.slice(at + 1))}`
  return fits(address) && plain.test(`a${address.slice(address.lastIndexOf('@'))}`) ? known(address) : undefined
}
