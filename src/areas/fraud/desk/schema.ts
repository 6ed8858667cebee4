import { z } from 'zod'
import { opinionSchema } from '../events/schema.ts'
import { LINKS } from './links.ts'

export const actionSchema = z.object({
  at: z.string(),
  by: z.string(),
  action: z.string(),
  text: z.string().default(''),
  until: z.string().optional(),
  verdict: z.string().optional(),
})

export const caseAnswer = z.object({
  id: z.string(),
  pattern: z.string(),
  around: z.string(),
  value: z.string(),
  says: z.string(),
  events: z.int(),
  /** Sums of the orders by currency, "" where none is named. */
  amounts: z.record(z.string(), z.number()),
  firstAt: z.string(),
  lastAt: z.string(),
  score: z.number(),
  outcome: z.string(),
  examples: z.array(z.string()),
  state: z.enum(['open', 'snoozed', 'closed']),
  openedAt: z.string(),
  assignee: z.string().optional(),
  verdict: z.string().optional(),
  history: z.array(actionSchema),
})

const opinionsSchema = z.record(z.string(), opinionSchema)

const reasonSchema = z.object({ rule: z.string(), says: z.string(), points: z.number(), outcome: z.string() })

/** One event with what was decided, as the desk shows it: what links it to others, no more personal data than that. */
export const timelineItem = z.object({
  event: z.string(),
  type: z.string(),
  at: z.string(),
  amount: z.number().optional(),
  currency: z.string().optional(),
  links: z.partialRecord(z.enum(LINKS), z.string()),
  outcome: z.string().optional(),
  score: z.number().optional(),
  challenge: z.boolean().optional(),
  reasons: z.array(reasonSchema),
  rules: z.string().optional(),
  services: opinionsSchema.optional().describe('What outside fraud services said of it.'),
})

export const decisionAnswer = z.object({
  decision: z
    .object({
      event: z.string(),
      outcome: z.string(),
      score: z.number(),
      challenge: z.boolean(),
      reasons: z.array(reasonSchema),
      notEvaluated: z.record(z.string(), z.number()),
      bounded: z.boolean(),
      rules: z.string(),
      learned: z
        .object({
          model: z.string(),
          probability: z.number(),
          because: z.array(z.object({ input: z.string(), says: z.string(), weight: z.number() })),
        })
        .optional(),
    })
    .optional(),
  /** What outside services said, where they were asked. */
  services: z
    .object({
      answered: opinionsSchema,
      silent: z
        .record(z.string(), z.string())
        .describe('Why others said nothing; under "nobody" where none could be asked.'),
    })
    .optional(),
  duplicate: z.boolean(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
})
