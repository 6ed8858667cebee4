import { z } from 'zod'
import { artefactSchema } from './evidence.ts'

/** What a person states about one criterion. Kept apart from measured evidence, always with who and until when. */
export const attestationSchema = z.object({
  criterion: z.string(),
  verdict: z.enum(['yes', 'partly', 'no']),
  statement: z.string().max(4000).default(''),
  by: z.string().min(1),
  statedAt: z.iso.datetime(),
  validUntil: z.iso.datetime(),
  documents: z.array(artefactSchema.extend({ name: z.string() })).default([]),
  withdrawnAt: z.iso.datetime().optional(),
})

/** A risk that somebody accepts for a time: shown as such, earns no points. */
export const waiverSchema = z.object({
  criterion: z.string(),
  reason: z.string().min(1),
  owner: z.string().min(1),
  statedAt: z.iso.datetime(),
  validUntil: z.iso.datetime(),
  withdrawnAt: z.iso.datetime().optional(),
})

export type Attestation = z.infer<typeof attestationSchema>
export type Waiver = z.infer<typeof waiverSchema>

/** Those that count at a moment, the newest for each criterion. A withdrawal ends the one before it. */
export function inForce<T extends Attestation | Waiver>(items: Iterable<T>, now: Date): Map<string, T> {
  const newest = new Map<string, T>()
  for (const item of items) {
    const known = newest.get(item.criterion)
    if (known === undefined || known.statedAt <= item.statedAt) newest.set(item.criterion, item)
  }
  const at = now.toISOString()
  for (const [criterion, item] of newest)
    if (item.validUntil < at || item.withdrawnAt !== undefined) newest.delete(criterion)
  return newest
}
