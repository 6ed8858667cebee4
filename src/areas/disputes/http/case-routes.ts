import { z } from 'zod'
import { ShopwardenError } from '../../../core/errors.ts'
import { type AreaRoute, defineRoute, pageFrom, pageOf, pageQuery } from '../../../core/routes.ts'
import { assemble } from '../answer/assemble.ts'
import { disputeSchema, STATES } from '../intake/schema.ts'
import { evaluate, readPast } from '../qualify/evaluate.ts'
import { familyOf, readReasons } from '../qualify/reasons.ts'
import { listCases, readCase, readLog } from '../records/cases.ts'
import type { Room } from '../records/room.ts'
import type { Rooms } from './rooms.ts'

const caseId = z.object({ id: z.string().max(200) })
const noCase = { SW_DISPUTES_CASE: 404 } as const

async function theCase(room: Room, id: string) {
  const dispute = await readCase(room, id)
  if (dispute) return dispute
  throw new ShopwardenError('SW_DISPUTES_CASE', 'There is no such dispute', { fix: 'List the disputes.' })
}

/** Disputes: what to do with each, and the answer as a document. Drafts are edited and sent by jobs (remote.ts). */
export const caseRoutes = (rooms: Rooms): AreaRoute[] => [
  defineRoute({
    method: 'GET',
    path: '/cases',
    summary: 'Disputes, the most urgent first',
    right: 'read',
    query: pageQuery.extend({ state: z.enum(STATES).optional() }),
    answer: pageOf(disputeSchema.extend({ family: z.string() })),
    async handle({ query }, context) {
      const reasons = readReasons(context.knowledgeDir)
      const list = await listCases(await rooms.of(context), query.state && [query.state])
      return pageFrom(
        list.map((item) => ({ ...item, family: familyOf(item, reasons) })),
        query,
      )
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/cases/:id',
    summary: 'One dispute: what to do with it, why, and what happened so far',
    right: 'serve',
    params: caseId,
    answer: z.looseObject({}),
    errors: noCase,
    async handle({ params }, context) {
      const room = await rooms.of(context)
      const reasons = readReasons(context.knowledgeDir)
      const dispute = await theCase(room, params.id)
      const past = await readPast(room, reasons)
      const { order, advice, ce3, trust } = await evaluate(room, dispute, reasons, past, context.now())
      return {
        dispute,
        order: order ?? null,
        advice,
        ce3: ce3 ?? null,
        firstPartyTrust: trust ?? null,
        log: await readLog(room, dispute.id),
      }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/cases/:id/pack',
    summary: 'The answer to a dispute as a PDF: cover page and exhibits',
    right: 'decide',
    params: caseId,
    answer: 'file',
    errors: noCase,
    async handle({ params }, context) {
      const room = await rooms.of(context)
      const reasons = readReasons(context.knowledgeDir)
      const now = context.now()
      const evaluation = await evaluate(
        room,
        await theCase(room, params.id),
        reasons,
        await readPast(room, reasons),
        now,
      )
      const { pdf } = await assemble(room, evaluation, reasons, { shop: context.shop.name, merchantAccount: '', now })
      return { name: `${params.id.replace(/[^A-Za-z0-9._-]/g, '_')}.pdf`, mediaType: 'application/pdf', content: pdf }
    },
  }),
]
