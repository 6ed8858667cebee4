import { passesLuhn } from '../../../core/card-number.ts'

/** Issuers by the first digits and lengths of their numbers. Sources: ISO/IEC 7812, the schemes' published ranges. */
const issuers: readonly { name: string; test(digits: string): boolean; lengths: readonly number[] }[] = [
  { name: 'Visa', test: (digits) => digits.startsWith('4'), lengths: [13, 16, 19] },
  { name: 'Mastercard', test: (digits) => between(digits, 2, 51, 55) || between(digits, 4, 2221, 2720), lengths: [16] },
  { name: 'American Express', test: (digits) => /^3[47]/.test(digits), lengths: [15] },
  {
    name: 'Discover',
    test: (digits) => digits.startsWith('6011') || between(digits, 3, 644, 649) || digits.startsWith('65'),
    lengths: [16, 19],
  },
  {
    name: 'Diners Club',
    test: (digits) => between(digits, 3, 300, 305) || /^3[689]/.test(digits),
    lengths: [14, 16, 19],
  },
  { name: 'JCB', test: (digits) => between(digits, 4, 3528, 3589), lengths: [16, 19] },
  { name: 'UnionPay', test: (digits) => digits.startsWith('62'), lengths: [16, 17, 18, 19] },
  {
    name: 'Maestro',
    test: (digits) => /^(5018|5020|5038|5893|6304|6759|676[1-3])/.test(digits),
    lengths: [16, 18, 19],
  },
]

function between(digits: string, length: number, low: number, high: number): boolean {
  const prefix = Number(digits.slice(0, length))
  return prefix >= low && prefix <= high
}

/** The issuer a number belongs to, when prefix, length and check digit all fit and it is not made of one repeated pattern. */
export function issuerOf(digits: string): string | undefined {
  const issuer = issuers.find((candidate) => candidate.lengths.includes(digits.length) && candidate.test(digits))
  if (issuer === undefined || !passesLuhn(digits) || new Set(digits.slice(6)).size < 3) return undefined
  return issuer.name
}

/** Numbers that payment providers publish for testing: found, named as such, no fault. */
const tests = new Set(
  '4111111111111111 4242424242424242 4000056655665556 5555555555554444 5105105105105100 2223003122003222 5200828282828210 378282246310005 371449635398431 6011111111111117 6011000990139424 3056930009020004 36227206271667 3566002020360505 6200000000000005 4012888888881881 4000000000000002 4222222222222 30569309025904 38520000023237 4917610000000000 4988438843884305 5136333333333335 2222400070000005'.split(
    ' ',
  ),
)

export const isTestNumber = (digits: string): boolean => tests.has(digits)

/** First six and last four digits, as PCI DSS 3.4.1 allows them to be shown. */
export const masked = (digits: string): string =>
  `${digits.slice(0, 6)}${'*'.repeat(digits.length - 10)}${digits.slice(-4)}`
