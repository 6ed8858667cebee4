import { z } from 'zod'
import { AREAS } from '../../core/areas.ts'
import { SEVERITIES } from '../../core/severity.ts'

export const findingStates = ['open', 'assigned', 'suppressed', 'gone'] as const

/** What a list of findings can be narrowed down by. */
export const filters = z.object({
  area: z.enum(AREAS).optional(),
  severity: z.enum(SEVERITIES).optional().describe('This severity and worse.'),
  state: z
    .enum([...findingStates, 'active'])
    .default('active')
    .describe('active: open and assigned.'),
  rule: z.string().max(200).optional(),
  assignee: z.string().max(200).optional(),
  search: z.string().max(200).optional().describe('Words of title, place or rule.'),
})

export type FindingFilters = z.output<typeof filters>

/** A finding in a list. */
export const lineSchema = z.object({
  fingerprint: z.string(),
  area: z.enum(AREAS),
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  confidence: z.string(),
  title: z.string(),
  place: z.string(),
  line: z.int().optional(),
  state: z.enum(findingStates),
  assignee: z.string().optional(),
  reason: z.string().optional(),
  until: z.string().optional(),
  changedBy: z.string().optional(),
  changedAt: z.string().optional(),
  firstSeen: z.string(),
  lastSeen: z.string(),
})

export type FindingLine = z.output<typeof lineSchema>
