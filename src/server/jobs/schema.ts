import { z } from 'zod'
import type { JobTable } from '../../store/server-tables.ts'
import { jobErrorSchema } from './order.ts'

export const states = ['queued', 'running', 'done', 'failed', 'cancelled'] as const

export const jobSchema = z.object({
  id: z.string(),
  shop: z.string(),
  kind: z.string().describe('audit, or <area>.<verb>'),
  state: z.enum(states),
  requestedBy: z.string(),
  requestedAt: z.string(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  status: z.int().optional().describe('Exit status of the command: 0 clean, 1 findings, 3 could not look everywhere.'),
  error: jobErrorSchema.optional(),
})

export const toJob = (row: JobTable): z.input<typeof jobSchema> => ({
  id: row.id,
  shop: row.shop,
  kind: row.kind,
  state: row.state as (typeof states)[number],
  requestedBy: row.requested_by.split(' ').slice(1).join(' '),
  requestedAt: row.requested_at,
  ...(row.started_at !== null && { startedAt: row.started_at }),
  ...(row.finished_at !== null && { finishedAt: row.finished_at }),
  ...(row.status !== null && { status: row.status }),
  ...(row.error !== null && { error: jobErrorSchema.parse(JSON.parse(row.error)) }),
})
