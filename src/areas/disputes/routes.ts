import { join } from 'node:path'
import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { type AreaRoutes, defineRoute, pageFrom, pageOf, pageQuery, type RouteContext } from '../../core/routes.ts'
import { assemble } from './answer/assemble.ts'
import { disputeSchema, STATES } from './intake/schema.ts'
import { parseEvent } from './order/event.ts'
import { evaluate, readPast } from './qualify/evaluate.ts'
import { familyOf, readReasons } from './qualify/reasons.ts'
import { listCases, readCase, readLog } from './records/cases.ts'
import { completeness } from './records/completeness.ts'
import { readMonths } from './records/months.ts'
import { addEvents, readFile } from './records/orders.ts'
import { databaseFile, openRoom, type Room } from './records/room.ts'
import { completenessSchema } from './schema.ts'
import { deadlines, LEVELS } from './watch/deadlines.ts'
import { calendar } from './watch/ics.ts'
import { readProgrammes } from './watch/programmes.ts'
import { ratios as judgeRatios } from './watch/ratios.ts'

const dayMs = 86_400_000
const caseId = z.object({ id: z.string().max(200) })
const noCase = { SW_DISPUTES_CASE: 404 } as const
const loose = z.looseObject({})

/** The records of a shop are opened once and stay open until the server stops. */
const rooms = new Map<string, Promise<Room>>()
function roomOf(context: RouteContext): Promise<Room> {
  const dir = join(context.stateDir, 'disputes')
  const known = rooms.get(dir)
  if (known) return known
  const opening = openRoom(databaseFile(dir), join(dir, 'keys'), context.now())
  rooms.set(dir, opening)
  opening.catch(() => rooms.delete(dir))
  return opening
}

async function theCase(room: Room, id: string) {
  const dispute = await readCase(room, id)
  if (dispute) return dispute
  throw new ShopwardenError('SW_DISPUTES_CASE', 'There is no such dispute', { fix: 'List the disputes.' })
}

const takeEvents = defineRoute({
  method: 'POST',
  path: '/events',
  recorded: false,
  summary: 'File what happened to orders: up to 1000 events; one that was filed before is not filed again',
  right: 'configure',
  body: z.array(z.looseObject({ kind: z.string() })).max(1000),
  answer: z.object({ added: z.int() }),
  async handle({ body }, context) {
    const events = body.map((event, index) => parseEvent(event, `event ${index + 1}`))
    return { added: await addEvents(await roomOf(context), events) }
  },
})

const orderFile = defineRoute({
  method: 'GET',
  path: '/orders/:order',
  summary: 'Everything kept for one order',
  right: 'serve',
  params: z.object({ order: z.string().max(200) }),
  answer: loose,
  errors: { SW_DISPUTES_ORDER: 404 },
  async handle({ params }, context) {
    const file = await readFile(await roomOf(context), params.order)
    if (file) return { ...file }
    throw new ShopwardenError('SW_DISPUTES_ORDER', 'Nothing is kept for this order', { fix: 'Import the order.' })
  },
})

const completenessRoute = defineRoute({
  method: 'GET',
  path: '/completeness',
  summary: 'Orders without shipping note or proof of delivery, by name',
  right: 'read',
  query: z.object({ days: z.coerce.number().int().min(1).max(3650).default(17) }),
  answer: completenessSchema,
  async handle({ query }, context) {
    const now = context.now()
    return completeness(await roomOf(context), { from: new Date(now.getTime() - query.days * dayMs), to: now }, now)
  },
})

const cases = defineRoute({
  method: 'GET',
  path: '/cases',
  summary: 'Disputes, the most urgent first',
  right: 'read',
  query: pageQuery.extend({ state: z.enum(STATES).optional() }),
  answer: pageOf(disputeSchema.extend({ family: z.string() })),
  async handle({ query }, context) {
    const reasons = readReasons(context.knowledgeDir)
    const list = await listCases(await roomOf(context), query.state && [query.state])
    return pageFrom(
      list.map((item) => ({ ...item, family: familyOf(item, reasons) })),
      query,
    )
  },
})

const oneCase = defineRoute({
  method: 'GET',
  path: '/cases/:id',
  summary: 'One dispute: what to do with it, why, and what happened so far',
  right: 'serve',
  params: caseId,
  answer: loose,
  errors: noCase,
  async handle({ params }, context) {
    const room = await roomOf(context)
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
})

const pack = defineRoute({
  method: 'GET',
  path: '/cases/:id/pack',
  summary: 'The answer to a dispute as a PDF: cover page and exhibits',
  right: 'decide',
  params: caseId,
  answer: 'file',
  errors: noCase,
  async handle({ params }, context) {
    const room = await roomOf(context)
    const reasons = readReasons(context.knowledgeDir)
    const now = context.now()
    const evaluation = await evaluate(room, await theCase(room, params.id), reasons, await readPast(room, reasons), now)
    const { pdf } = await assemble(room, evaluation, reasons, { shop: context.shop.name, merchantAccount: '', now })
    return { name: `${params.id.replace(/[^A-Za-z0-9._-]/g, '_')}.pdf`, mediaType: 'application/pdf', content: pdf }
  },
})

const deadlineList = defineRoute({
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
    return pageFrom(deadlines(await listCases(await roomOf(context)), context.now()), query)
  },
})

const calendarFile = defineRoute({
  method: 'GET',
  path: '/deadlines.ics',
  summary: 'Deadlines as a calendar',
  right: 'read',
  answer: 'file',
  async handle(_request, context) {
    const text = calendar(await listCases(await roomOf(context)), context.now())
    return { name: 'disputes.ics', mediaType: 'text/calendar; charset=utf-8', content: Buffer.from(text) }
  },
})

const ratiosRoute = defineRoute({
  method: 'GET',
  path: '/ratios',
  summary: "The card schemes' ratios: this month, its forecast, and the lines",
  right: 'read',
  answer: z.object({ factsAsOf: z.string(), results: z.array(loose) }),
  async handle(_request, context) {
    const { programmes, asOf } = readProgrammes(context.knowledgeDir)
    const months = await readMonths(await roomOf(context), readReasons(context.knowledgeDir), context.now())
    return { factsAsOf: asOf, results: judgeRatios(programmes, months, context.now()).map((item) => ({ ...item })) }
  },
})

/** Webhooks are not here: providers sign them instead of signing in (`shopwarden disputes serve`). */
export const routes = (): AreaRoutes => ({
  routes: [takeEvents, orderFile, completenessRoute, cases, oneCase, pack, deadlineList, calendarFile, ratiosRoute],
  async close() {
    for (const room of rooms.values()) await (await room).close()
    rooms.clear()
  },
})
