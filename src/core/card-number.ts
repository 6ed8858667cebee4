/** Ranges and lengths of payment card numbers by scheme (ISO/IEC 7812 ranges as the schemes publish them). */
const schemes: readonly { prefix: RegExp; lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [13, 16, 19] },
  { prefix: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^(6011|64[4-9]|65|62)/, lengths: [16, 17, 18, 19] },
  { prefix: /^35(2[89]|[3-8])/, lengths: [16, 17, 18, 19] },
  { prefix: /^3(0[0-5]|[689])/, lengths: [14, 16, 19] },
  { prefix: /^(5018|5020|5038|5893|6304|6759|676[1-3])/, lengths: [16, 17, 18, 19] },
]

const candidates = /(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d])/g

/** Whether the last of these digits is the check digit of ISO/IEC 7812-1 annex B (Luhn). */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = digits.length - 1, double = false; index >= 0; index--, double = !double) {
    const digit = digits.charCodeAt(index) - 48
    const twice = digit * 2
    sum += double ? (twice > 9 ? twice - 9 : twice) : digit
  }
  return sum % 10 === 0
}

function isPan(text: string): boolean {
  const digits = text.replace(/[ -]/g, '')
  if (/^(\d)\1*$/.test(digits)) return false
  return (
    schemes.some((scheme) => scheme.lengths.includes(digits.length) && scheme.prefix.test(digits)) && passesLuhn(digits)
  )
}

const hexToken = /^[0-9a-f]{32,}$/i

/** Whether a text holds what is in all likelihood a full payment card number, with or without spaces and dashes. */
export function holdsPan(text: string): boolean {
  if (text.length < 13) return false
  const found = text.match(candidates)
  return found !== null && !hexToken.test(text) && found.some(isPan)
}

/** Path of the first field that holds a card number, e.g. `order.note`; undefined where none does. Depth is bounded. */
export function fieldWithPan(value: unknown, path = '', depth = 0): string | undefined {
  if (typeof value === 'string') return holdsPan(value) ? path || 'text' : undefined
  if (typeof value === 'number') return Number.isInteger(value) && holdsPan(String(value)) ? path : undefined
  if (value === null || typeof value !== 'object' || depth > 8) return undefined
  for (const [key, item] of Object.entries(value)) {
    if (holdsPan(key)) return path === '' ? 'a field name' : `${path}, in a field name`
    const found = fieldWithPan(item, path === '' ? key : `${path}.${key}`, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}
