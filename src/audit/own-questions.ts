import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { AREAS } from '../core/areas.ts'
import { ShopwardenError } from '../core/errors.ts'
import type { Judgement, Question } from '../core/question.ts'

/** A consultant's own question: reported beside the thirteen, not scored, answered by people in the interview. */
const ownQuestionSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'use small letters, digits and dashes')
    .refine((id) => !(AREAS as readonly string[]).includes(id) && id !== 'board', 'is the name of a built-in question'),
  asks: z.string().min(5),
  why: z.string().default(''),
  criteria: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9-]*$/),
        asks: z.string().min(5),
        points: z.number().positive().default(10),
        validDays: z.int().positive().default(365),
        step: z.string().default('Decide and do what is missing'),
        how: z.string().default('Ask whoever put the question.'),
        effort: z.enum(['minutes', 'hours', 'days', 'weeks']).default('days'),
        owner: z.enum(['CEO', 'CTO', 'COO']).default('CTO'),
      }),
    )
    .min(1),
})

const fileSchema = z.strictObject({ questions: z.array(ownQuestionSchema).min(1) })

const open: Judgement = {
  verdict: 'unknown',
  because: 'Only a person can answer this.',
  evidence: [],
  confidence: 0,
  fix: 'Answer with "shopwarden interview".',
}

function toQuestion(given: z.infer<typeof ownQuestionSchema>): Question {
  return {
    id: given.id,
    number: 0,
    asks: given.asks,
    why: given.why,
    criteria: given.criteria.map(({ id, asks, points, validDays, step, how, effort, owner }) => ({
      id: `${given.id}.${id}`,
      asks,
      points,
      judge: () => open,
      advice: { step, how, effort, owner },
      attest: { ask: asks, validDays },
    })),
  }
}

/** Reads the files named under `questions` in shop.yaml. @throws SW_QUESTIONS_FILE with every mistake */
export function readOwnQuestions(files: readonly string[]): Question[] {
  return files.flatMap((file) => {
    let raw: unknown
    try {
      raw = parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 })
    } catch (cause) {
      throw new ShopwardenError('SW_QUESTIONS_FILE', 'The file of own questions cannot be read', {
        where: file,
        fix: 'It must be YAML with a list "questions".',
        cause,
      })
    }
    const parsed = fileSchema.safeParse(raw)
    if (!parsed.success)
      throw new ShopwardenError('SW_QUESTIONS_FILE', z.prettifyError(parsed.error), {
        where: file,
        fix: 'Correct these fields.',
      })
    return parsed.data.questions.map(toQuestion)
  })
}
