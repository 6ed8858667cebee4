import { z } from 'zod'
import { readKnowledge } from '../../../knowledge/read.ts'
import { moneySchema } from '../money.ts'

const programmeSchema = z.object({
  id: z.string(),
  title: z.string(),
  network: z.string().optional(),
  provider: z.string().optional(),
  from: z.iso.date(),
  until: z.iso.date().optional(),
  region: z.string(),
  counts: z.string(),
  numerator: z.enum(['disputes', 'fraud-disputes', 'fraud-and-disputes', 'enumerated']),
  denominator: z.enum(['same-month', 'month-before', 'authorisations']),
  ratio: z.number().positive(),
  /** Counts below which the programme does not look. */
  moreThan: z.int().optional(),
  atLeast: z.int().optional(),
  denominatorAtLeast: z.int().optional(),
  amountAtLeast: moneySchema.optional(),
  amountMoreThan: moneySchema.optional(),
  threeDsBelow: z.number().optional(),
  threeDsBelowRegulated: z.number().optional(),
  exitMonths: z.int().optional(),
})
export type Programme = z.infer<typeof programmeSchema>
export interface Programmes {
  asOf: string
  programmes: Programme[]
}

export const readProgrammes = (knowledgeDir: string): Programmes =>
  readKnowledge(knowledgeDir, 'dispute-programmes.json', z.object({ programmes: z.array(programmeSchema) }))
