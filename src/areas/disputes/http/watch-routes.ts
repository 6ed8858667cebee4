import { z } from 'zod'
import { type AreaRoute, defineRoute, pageFrom, pageOf, pageQuery } from '../../../core/routes.ts'
import { readReasons } from '../qualify/reasons.ts'
import { listCases } from '../records/cases.ts'
import { readMonths } from '../records/months.ts'
import { deadlines, LEVELS } from '../watch/deadlines.ts'
import { calendar } from '../watch/ics.ts'
import { readProgrammes } from '../watch/programmes.ts'
import { ratios } from '../watch/ratios.ts'
import type { Rooms } from './rooms.ts'

/** What is due, and how near the card schemes' limits are. */
export const watchRoutes = (rooms: Rooms): AreaRoute[] => [
  defineRoute({
    method: 'GET',
    path: '/deadlines',
    summary: 'What is due, worked back from the due dates of the providers',
    right: 'read',
    query: pageQuery,
    answer: pageOf(
      z.object({
        dispute: z.string(),
        level: z.enum(LEVELS),
        dueAt: z.string().optional(),
        evidenceBy: z.string().optional(),
        reviewBy: z.string().optional(),
        submitBy: z.string().optional(),
        hoursLeft: z.number().optional(),
        tell: z.string(),
        next: z.string(),
      }),
    ),
    async handle({ query }, context) {
      return pageFrom(deadlines(await listCases(await rooms.of(context)), context.now()), query)
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/deadlines.ics',
    summary: 'Deadlines as a calendar',
    right: 'read',
    answer: 'file',
    async handle(_request, context) {
      const text = calendar(await listCases(await rooms.of(context)), context.now())
      return { name: 'disputes.ics', mediaType: 'text/calendar; charset=utf-8', content: Buffer.from(text) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/ratios',
    summary: "The card schemes' ratios: this month, its forecast, and the lines",
    right: 'read',
    answer: z.object({ factsAsOf: z.string(), results: z.array(z.looseObject({})) }),
    async handle(_request, context) {
      const { programmes, asOf } = readProgrammes(context.knowledgeDir)
      const months = await readMonths(await rooms.of(context), readReasons(context.knowledgeDir), context.now())
      return { factsAsOf: asOf, results: ratios(programmes, months, context.now()).map((item) => ({ ...item })) }
    },
  }),
]
