import { z } from 'zod'
import { moneySchema } from '../money.ts'

const count = z.int().nonnegative()

/** What happened in one month with one network or provider. */
export const monthSchema = z.object({
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-04'),
  network: z.string().optional(),
  provider: z.string().optional(),
  /** Settled card-not-present payments. */
  payments: count,
  disputes: count,
  /** Disputes for fraud among them. */
  fraudDisputes: count.default(0),
  /** Fraud reports of issuers (TC40, SAFE), disputed or not. */
  fraudReports: count.default(0),
  /** Disputes and reports that the scheme leaves out: answered with Compelling Evidence 3.0, or settled before. */
  leftOut: count.default(0),
  /** Amount of the fraud disputes. */
  fraudAmount: moneySchema.optional(),
  /** Payments authenticated with 3-D Secure. */
  threeDs: count.optional(),
  enumerated: count.optional(),
  authorisations: count.optional(),
})
export type Month = z.infer<typeof monthSchema>

export const monthBefore = (month: string): string => {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`
}

/** Part of a month that has passed, 0 to 1. */
export function passedOf(month: string, now: Date): number {
  const start = Date.parse(`${month}-01T00:00:00Z`)
  const [year, number] = month.split('-').map(Number) as [number, number]
  const end = Date.UTC(year, number, 1)
  return Math.min(1, Math.max(0, (now.getTime() - start) / (end - start)))
}
