import { z } from 'zod'
import { readKnowledge } from '../../../knowledge/read.ts'

export const FAMILIES = [
  'fraud',
  'not-received',
  'not-as-described',
  'duplicate',
  'credit-not-processed',
  'subscription-cancelled',
  'merchandise-cancelled',
  'amount',
  'other-means',
  'authorisation',
  'processing',
  'misrepresentation',
  'counterfeit',
  'inquiry',
  'other',
] as const
export type Family = (typeof FAMILIES)[number]
const family = z.enum(FAMILIES)

const reasonsSchema = z.object({
  families: z.record(family, z.object({ title: z.string(), counts: z.array(z.string()), needs: z.array(z.string()) })),
  networks: z.record(z.string(), z.record(z.string(), family)),
  providers: z.record(z.string(), z.record(z.string(), family)),
})
export type Reasons = z.infer<typeof reasonsSchema> & { asOf: string }

export const readReasons = (knowledgeDir: string): Reasons =>
  readKnowledge(knowledgeDir, 'dispute-reasons.json', reasonsSchema)

export interface ReasonOf {
  network?: string | undefined
  reasonCode?: string | undefined
  provider?: string | undefined
  providerReason?: string | undefined
}

/**
 * The family of a dispute: by the network's code, else by the provider's word. Codes of two networks never mean each other:
 * a code whose network is not known counts only where all networks that have it agree.
 */
export function familyOf(of: ReasonOf, reasons: Reasons): Family {
  const code = of.reasonCode?.toUpperCase()
  if (code !== undefined && of.network !== undefined) {
    const found = reasons.networks[of.network]?.[code]
    // Mastercard's 4853 holds six complaints; the provider's own word tells which.
    const told = reasons.providers[of.provider ?? '']?.[of.providerReason ?? '']
    if (found !== undefined) return code === '4853' && told !== undefined && told !== 'other' ? told : found
  }
  if (code !== undefined && of.network === undefined) {
    const all = new Set(Object.values(reasons.networks).flatMap((codes) => codes[code] ?? []))
    if (all.size === 1) return [...all][0]!
  }
  return reasons.providers[of.provider ?? '']?.[of.providerReason ?? ''] ?? 'other'
}
