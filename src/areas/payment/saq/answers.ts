import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { ShopwardenError } from '../../../core/errors.ts'
import { WAYS } from './checkout.ts'
import type { Requirement, Statement } from './requirements.ts'

/** What the owner confirms and states, as a YAML file that is kept with the shop's papers. */
const answersSchema = z.strictObject({
  confirmedBy: z.string().min(1),
  confirmedOn: z.iso.date(),
  integration: z.enum(WAYS).optional(),
  conditions: z.record(z.string(), z.boolean().nullable()).default({}),
  requirements: z
    .record(
      z.string(),
      z.strictObject({
        result: z.enum(['in place', 'not in place', 'not applicable']),
        note: z.string().min(1),
        document: z.string().optional(),
      }),
    )
    .default({}),
})

export interface Answers {
  by: string
  on: string
  way?: (typeof WAYS)[number] | undefined
  conditions: Record<string, boolean>
  statements: Record<string, Statement>
}

const validDays = 365

/**
 * Reads the owner's answers. A confirmation counts for a year: an older one is said to have run out and is not used.
 * @throws SW_PAYMENT_ANSWERS where the file has another shape
 */
export function readAnswers(file: string, now: Date): { answers?: Answers; expired?: string } {
  let read: z.infer<typeof answersSchema>
  try {
    read = answersSchema.parse(parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 }))
  } catch (cause) {
    throw new ShopwardenError('SW_PAYMENT_ANSWERS', 'The file of answers cannot be read', {
      where: file,
      fix: 'Write a fresh one with "shopwarden payment saq --template --out answers.yaml" and fill it in.',
      cause,
    })
  }
  const age = (now.getTime() - Date.parse(read.confirmedOn)) / 86_400_000
  if (age > validDays || age < -1)
    return { expired: `The answers of ${read.confirmedBy} are of ${read.confirmedOn}: they must be confirmed anew.` }
  const by = { by: read.confirmedBy, on: read.confirmedOn }
  return {
    answers: {
      ...by,
      way: read.integration,
      conditions: Object.fromEntries(
        Object.entries(read.conditions).flatMap(([id, value]) => (value === null ? [] : [[id, value]])),
      ),
      statements: Object.fromEntries(
        Object.entries(read.requirements).map(([id, statement]) => [id, { ...by, ...statement }]),
      ),
    },
  }
}

const conditions = [
  ['card-not-present-only', 'The shop takes cards only at a distance (no terminals)'],
  ['processing-outsourced', 'All handling of account data is outsourced to providers'],
  ['nothing-stored', 'No account data is kept electronically'],
  ['providers-compliant', 'Every provider has a current attestation of compliance, and you have seen it'],
  ['paper-only', 'What account data is kept is on paper, and was not received electronically'],
  ['scripts-cannot-attack', 'For frames: the provider confirmed in writing that its form withstands script attacks'],
  ['page-from-provider', 'All parts of the form that takes card data come only from the provider'],
] as const

/** A file of answers to fill in: nothing in it counts as said before a person writes it. */
export function answersTemplate(requirements: readonly Requirement[]): string {
  return [
    '# What only you can know. Fill in, sign with your name and the day, and give it with --answers.',
    'confirmedBy: ""',
    'confirmedOn: ""   # e.g. 2026-11-25; counts for a year',
    `# integration: iframe   # one of ${WAYS.join(', ')}, where you know better than what was seen`,
    'conditions:',
    ...conditions.map(([id, asks]) => `  ${id}: null   # true or false: ${asks}`),
    'requirements: {}',
    '# requirements:',
    ...requirements
      .filter((item) => item.evidence.length === 0)
      .map((item) => `#   "${item.id}": { result: in place, note: "" }   # ${item.asks}`),
    '',
  ].join('\n')
}
