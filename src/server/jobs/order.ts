import { z } from 'zod'
import { shopSchema } from '../../core/shop.ts'

/** What a job's process is told when it starts. */
export const orderSchema = z.object({
  job: z.string(),
  /** `audit`, `knowledge`, or `<area>.<verb>`. */
  kind: z.string(),
  input: z.json(),
  shop: z.object({ id: z.string(), name: z.string(), description: shopSchema }),
  actor: z.object({ id: z.string(), name: z.string() }),
  /** Keys of outside services that were set for the shop, as environment of its commands. */
  keys: z.record(z.string(), z.string()),
  /** Workspace of the installation, and the database where it is not in there. */
  dir: z.string(),
  databaseUrl: z.string().optional(),
  installation: z.string(),
  knowledgeDir: z.string(),
  chromium: z.string().optional(),
  /** Folders that the shop's description may name, and whether private addresses are allowed: checked again where it runs. */
  roots: z.array(z.string()),
  allowPrivate: z.boolean(),
  /** Mail server of the installation, for verbs that send. */
  mailServer: z.string().optional(),
})

export type Order = z.output<typeof orderSchema>

export const jobErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  where: z.string().optional(),
  fix: z.string().optional(),
})

/** What a job's process tells. */
export const reportSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), step: z.string(), message: z.string() }),
  z.object({ kind: z.literal('done'), status: z.int() }),
  z.object({ kind: z.literal('failed'), error: jobErrorSchema }),
])

export type JobReport = z.output<typeof reportSchema>
export type JobError = z.output<typeof jobErrorSchema>
