/** Text of a single-quoted literal: only \\ and \' are escapes. */
export function unescapeSingle(raw: string): string {
  return raw.includes('\\') ? raw.replace(/\\(['\\])/g, '$1') : raw
}

const simple: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  v: '\v',
  e: '\x1b',
  f: '\f',
  '\\': '\\',
  $: '$',
  '"': '"',
  '`': '`',
}

/** Text of a double-quoted literal's piece without interpolation. */
export function unescapeDouble(raw: string): string {
  if (!raw.includes('\\')) return raw
  return raw.replace(
    /\\(?:([ntrvef\\$"`])|x([\da-fA-F]{1,2})|u\{([\da-fA-F]{1,6})\}|([0-7]{1,3}))/g,
    (
      whole,
      plain: string | undefined,
      hex: string | undefined,
      unicode: string | undefined,
      octal: string | undefined,
    ) => {
      if (plain !== undefined) return simple[plain]!
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 255)
      const point = Number.parseInt(unicode ?? '0', 16)
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole
    },
  )
}

/** Longest expression inside a text: a brace that closes later than this was never meant as one. */
const maxInner = 4000

/** Index after the brace that closes the one before `from`, quotes minded; `from` where none closes. */
export function closingBrace(raw: string, from: number): number {
  let depth = 1
  let at = from
  const limit = Math.min(raw.length, from + maxInner)
  while (at < limit) {
    const c = raw.charCodeAt(at)
    if (c === 39 || c === 34) {
      const end = raw.indexOf(raw.charAt(at), at + 1)
      if (end > 0 && end - at < maxInner) at = end
    } else if (c === 123) depth++
    else if (c === 125 && --depth === 0) return at
    at++
  }
  return Math.min(from, raw.length)
}
