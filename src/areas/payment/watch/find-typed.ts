import { gunzipSync, inflateSync } from 'node:zlib'

/** Decoders that undo the encodings skimmers use. Each gives texts that may hold typed data, or nothing. */
const maxText = 64_000
const maxDepth = 4

const digitsOnly = (text: string) => text.replace(/[^0-9]/g, '')

function percent(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('latin1'))
}

const everySecond = (text: string, from: number) => [...text].filter((_, at) => at % 2 === from).join('')

/** RFC 4648 base32, case and padding ignored. */
function base32(token: string): string {
  let bits = 0
  let held = 0
  const bytes: number[] = []
  for (const letter of token.toUpperCase().replace(/=+$/, '')) {
    held = ((held << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter)) & 0xfff
    bits += 5
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 255)
  }
  return Buffer.from(bytes).toString('latin1')
}

/** Text packed as gzip, zlib or raw deflate, as CompressionStream makes it; undefined where it is none. */
function inflate(text: string): string | undefined {
  const options = { maxOutputLength: maxText }
  const from = text.indexOf('\x1f\x8b\x08')
  try {
    if (from >= 0) return gunzipSync(Buffer.from(text.slice(from), 'latin1'), options).toString('latin1')
    const zlib = /\x78[\x01\x5e\x9c\xda]/.exec(text)?.index
    if (zlib !== undefined)
      return inflateSync(Buffer.from(text.slice(zlib), 'latin1'), { ...options, finishFlush: 2 }).toString('latin1')
  } catch {
    // Not packed after all.
  }
  return undefined
}

/** A token of all kinds of letters, as base64 of bytes is and words are not. */
const looksCoded = (token: string) => /[a-z]/.test(token) && /[A-Z]/.test(token) && /[0-9+/]/.test(token)
const readable = (text: string) => /[\x20-\x7e]{6,}/.test(text)

function* decodings(text: string, depth: number): Generator<[name: string, text: string]> {
  if (/%[0-9a-f]{2}/i.test(text)) yield ['percent', percent(text)]
  for (const [token] of text.matchAll(/[A-Za-z0-9+/_-]{12,}={0,2}/g)) {
    const decoded = Buffer.from(token, /[-_]/.test(token) ? 'base64url' : 'base64').toString('latin1')
    if (readable(decoded) || depth > 0 || looksCoded(token)) yield ['base64', decoded]
    const turned = Buffer.from([...token].reverse().join(''), 'base64').toString('latin1')
    if (/\d{6}/.test(turned)) yield ['reversed base64', turned]
  }
  for (const [token] of text.matchAll(/(?:[0-9a-f]{2}[\s:,]?){8,}/gi))
    yield ['hex', Buffer.from(token.replace(/[^0-9a-f]/gi, ''), 'hex').toString('latin1')]
  if (/\\u00[0-9a-f]{2}|\\x[0-9a-f]{2}|&#x?[0-9a-f]{2,3};/i.test(text))
    yield [
      'escapes',
      text
        .replace(/\\u00([0-9a-f]{2})|\\x([0-9a-f]{2})|&#x([0-9a-f]{2});/gi, (_, one, two, three) =>
          String.fromCharCode(Number.parseInt(String(one ?? two ?? three), 16)),
        )
        .replace(/&#(\d{2,3});/g, (_, code) => String.fromCharCode(Number(code))),
    ]
  if (/[a-z2-7]{24,}/i.test(text))
    for (const [token] of text.matchAll(/[a-z2-7]{24,}={0,6}/gi)) yield ['base32', base32(token)]
  const packed = inflate(text)
  if (packed !== undefined) yield ['compressed', packed]
  // Every second character: the digits between others, or two bytes a character.
  if (text.length >= 30 && text.length < 4096) {
    yield ['every second character', everySecond(text, 0)]
    yield ['every second character', everySecond(text, 1)]
  }
  for (const [token] of text.matchAll(/\d{1,3}(?:[,.\s;|-]\d{1,3}){7,}/g)) {
    const codes = token.split(/[,.\s;|-]/).map(Number)
    if (codes.every((code) => code < 256)) yield ['character codes', String.fromCharCode(...codes.slice(0, 5000))]
  }
}

const longestKey = 6

/** Whether a row of differences repeats itself with a short period, or grows evenly: a key, or a place counted in. */
function isKeyed(row: readonly number[]): boolean {
  for (let period = 1; period <= longestKey; period++)
    if (row.every((value, at) => at < period || value === row[at - period])) return true
  const step = (row[1]! - row[0]!) & 255
  return row.every((value, at) => at === 0 || ((value - row[at - 1]!) & 255) === step)
}

/**
 * The cheapest ciphers, with a key of up to six bytes, anywhere in the text: XOR, or something added to each character, the same
 * or growing with its place. A false match of fifteen characters has odds below one in 2^70 at each place.
 */
function ciphered(text: string, wanted: string): string | undefined {
  const bytes = Buffer.from(text.slice(0, 4096), 'latin1')
  const goal = Buffer.from(wanted, 'latin1')
  for (let start = 0; start + goal.length <= bytes.length; start++) {
    // The first two repeats decide nearly always, before any row is made.
    let mayXor = false
    let mayAdd = false
    for (let period = 1; period <= longestKey && !(mayXor && mayAdd); period++) {
      const at = start + period
      mayXor ||=
        (bytes[start]! ^ goal[0]!) === (bytes[at]! ^ goal[period]!) &&
        (bytes[start + 1]! ^ goal[1]!) === (bytes[at + 1]! ^ goal[period + 1]!)
      mayAdd ||= ((bytes[start]! - goal[0]!) & 255) === ((bytes[at]! - goal[period]!) & 255)
    }
    const second = (at: number) => (bytes[start + at]! - goal[at]! - bytes[start + at - 1]! + goal[at - 1]!) & 255
    mayAdd ||= second(1) === second(2)
    if (mayXor && isKeyed([...goal].map((byte, at) => bytes[start + at]! ^ byte))) return 'xor'
    if (mayAdd && isKeyed([...goal].map((byte, at) => (bytes[start + at]! - byte) & 255))) return 'shifted characters'
  }
  return undefined
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
  const lower = text.toLowerCase()
  for (const base of [16, 32, 36]) if (lower.includes(BigInt(wanted).toString(base))) return `a number in base ${base}`
  if (depth >= maxDepth) return undefined
  for (const [name, decoded] of decodings(text, depth)) {
    const found = search(decoded, wanted, depth + 1)
    if (found !== undefined) return found === 'plain' ? name : `${name}, ${found}`
  }
  return ciphered(text, wanted)
}

/**
 * How a typed number is hidden in what a request carries (address, headers and body together): `plain`, `base64`,
 * `reversed`, … or undefined. Undoes up to four encodings on top of each other. Bounded: texts are cut at 64,000 characters.
 */
export function findTyped(text: string, number: string): string | undefined {
  return search(text.slice(0, maxText), number, 0)
}

/** Values by the names they are sent under, in the order of the requests: query, form and JSON alike; the rest under ''. */
function byName(texts: readonly string[]): Map<string, string> {
  const values = new Map<string, string>()
  const add = (name: string, value: string) => values.set(name, (values.get(name) ?? '') + value)
  for (const text of texts.slice(0, 400)) {
    const plain = percent(text.slice(0, 4000))
    for (const match of plain.matchAll(
      /[?&\n]([\w.[\]-]{1,40})=([^&\n]{0,200})|"([\w.-]{1,40})"\s*:\s*"?([^",}\n]{0,200})/g,
    ))
      add(match[1] ?? match[3] ?? '', match[2] ?? match[4] ?? '')
    add('/', /\/([^/?\n]{1,40})(?:\?|\n|$)/.exec(plain)?.[1]?.replace(/\.\w{2,4}$/, '') ?? '')
    add('text', plain.slice(plain.indexOf('\n') + 1).slice(0, 200))
  }
  return values
}

/**
 * A number sent in pieces to one host over several requests: runs of at least four digits in order, or what one name, path or body
 * carried over all of them put together (a key logger that sends each key).
 */
export function findSplit(texts: readonly string[], number: string): boolean {
  if (texts.length < 2) return false
  const pieces = texts.flatMap((text) => percent(text).match(/\d{4,8}/g) ?? [])
  let place = 0
  for (const piece of pieces) {
    if (number.startsWith(piece, place)) place += piece.length
    if (place >= number.length) return true
  }
  return [...byName(texts).values()].some(
    (value) => value.length >= number.length && findTyped(value, number) !== undefined,
  )
}

/** Whether a text holds something long that is neither words nor plain numbers: encrypted, packed or random. */
export function isOpaque(text: string): boolean {
  if (/[^\x09-\x7e]{10}/.test(text)) return true
  // The parts of an address's path are words of their own.
  const [address = '', ...rest] = percent(text).split('\n')
  const path = /^[^?#]*/.exec(address)![0]
  const told = `${path.replaceAll('/', ' ')} ${address.slice(path.length)}\n${rest.join('\n')}`
  const tokens = told.match(/[A-Za-z0-9+/_=-]{16,}/g) ?? []
  return tokens.some((token) => looksCoded(token) || (/[a-z]/i.test(token) && (token.match(/\d/g) ?? []).length >= 4))
}
