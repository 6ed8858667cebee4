import { z } from 'zod'

/** An amount in the smallest unit of its currency (ISO 4217): 1234 EUR is 12.34 EUR, 1234 JPY is 1234 JPY. */
export const moneySchema = z.object({
  minor: z.int().min(-1e15).max(1e15),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be three letters (ISO 4217), such as EUR'),
})
export type Money = z.infer<typeof moneySchema>

/** Decimal places where they are not two. Source: ISO 4217, list one (amendment 176). */
const places: Readonly<Record<string, number>> = Object.fromEntries([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'ISK',
    'JPY',
    'KMF',
    'KRW',
    'PYG',
    'RWF',
    'UGX',
    'UYI',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((code) => [code, 0]),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3]),
])

export const decimals = (currency: string): number => places[currency] ?? 2

/** "12.34" or 12.34 with its currency as money; undefined where it is no amount or has more decimals than the currency. */
export function parseMoney(amount: string | number, currency: string): Money | undefined {
  const code = currency.trim().toUpperCase()
  const text = String(amount).trim()
  const found = /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(text)
  if (!/^[A-Z]{3}$/.test(code) || found === null) return undefined
  const digits = decimals(code)
  const fraction = (found[3] ?? '').replace(/0+$/, '')
  if (fraction.length > digits) return undefined
  const minor = Number(found[2]) * 10 ** digits + Number(fraction.padEnd(digits, '0') || '0')
  return { minor: found[1] === '-' ? -minor : minor, currency: code }
}

/** "12.34", as providers want it. */
export function decimalText({ minor, currency }: Money): string {
  return (minor / 10 ** decimals(currency)).toFixed(decimals(currency))
}

/** "12.34 EUR", as people read it. */
export const moneyText = (money: Money): string => `${decimalText(money)} ${money.currency}`
