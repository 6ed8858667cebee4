/** Decoders that undo the encodings skimmers use. Each gives texts that may hold typed data, or nothing. */
const maxText = 64_000
const maxDepth = 4

const digitsOnly = (text: string) => text.replace(/[^0-9]/g, '')

function percent(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('latin1'))
}

const readable = (text: string) => /[\x20-\x7e]{6,}/.test(text)

function* decodings(text: string): Generator<[name: string, text: string]> {
  if (/%[0-9a-f]{2}/i.test(text)) yield ['percent', percent(text)]
  for (const [token] of text.matchAll(/[A-Za-z0-9+/_-]{12,}={0,2}/g)) {
    const decoded = Buffer.from(token, /[-_]/.test(token) ? 'base64url' : 'base64').toString('latin1')
    if (readable(decoded)) yield ['base64', decoded]
  }
  for (const [token] of text.matchAll(/(?:[0-9a-f]{2}[\s:,]?){8,}/gi))
    yield ['hex', Buffer.from(token.replace(/[^0-9a-f]/gi, ''), 'hex').toString('latin1')]
  for (const [token] of text.matchAll(/\d{1,3}(?:[,.\s;|-]\d{1,3}){7,}/g)) {
    const codes = token.split(/[,.\s;|-]/).map(Number)
    if (codes.every((code) => code < 256)) yield ['character codes', String.fromCharCode(...codes.slice(0, 5000))]
  }
}

/** XOR of the whole text, or a decoded part, with one byte: the cheapest "encryption". */
function xored(text: string, wanted: string): boolean {
  const bytes = Buffer.from(text.slice(0, 4096), 'latin1')
  for (let start = 0; start + wanted.length <= bytes.length; start++) {
    const key = bytes[start]! ^ wanted.charCodeAt(0)
    if (key === 0) continue
    let at = 1
    while (at < wanted.length && (bytes[start + at]! ^ key) === wanted.charCodeAt(at)) at++
    if (at === wanted.length) return true
  }
  return false
}

/** Digits shifted by a constant, e.g. each plus one: 4111 → 5222. */
function shifted(digits: string, wanted: string): boolean {
  for (let shift = 1; shift < 10; shift++) {
    const moved = wanted.replace(/\d/g, (digit) => String((Number(digit) + shift) % 10))
    if (digits.includes(moved)) return true
  }
  return false
}

function search(text: string, wanted: string, depth: number): string | undefined {
  if (text.includes(wanted)) return 'plain'
  const digits = digitsOnly(text)
  if (digits.includes(wanted) && text.length < maxText) return 'with separators'
  const reversed = [...wanted].reverse().join('')
  if (text.includes(reversed) || digits.includes(reversed)) return 'reversed'
  if (shifted(digits, wanted)) return 'shifted digits'
  if (depth >= maxDepth) return undefined
  for (const [name, decoded] of decodings(text)) {
    const found = search(decoded, wanted, depth + 1)
    if (found !== undefined) return found === 'plain' ? name : `${name}, ${found}`
  }
  return xored(text, wanted) ? 'xor' : undefined
}

/**
 * How a typed number is hidden in what a request carries (address, headers and body together): `plain`, `base64`,
 * `reversed`, … or undefined. Undoes up to four encodings on top of each other. Bounded: texts are cut at 64,000 characters.
 */
export function findTyped(text: string, number: string): string | undefined {
  return search(text.slice(0, maxText), number, 0)
}

/** A number sent in pieces to one host: the pieces of at least four digits, in order, over several requests. */
export function findSplit(texts: readonly string[], number: string): boolean {
  const pieces = texts.flatMap((text) => percent(text).match(/\d{4,8}/g) ?? [])
  let place = 0
  for (const piece of pieces) {
    if (number.startsWith(piece, place)) place += piece.length
    if (place >= number.length) return true
  }
  return false
}
