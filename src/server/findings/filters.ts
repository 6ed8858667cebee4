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
