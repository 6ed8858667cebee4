import { z } from 'zod'
import { ShopwardenError } from '../../../core/errors.ts'
import { type AreaRoute, defineRoute, pageFrom, pageOf, pageQuery } from '../../../core/routes.ts'
import type { LogRecord } from '../log/record.ts'
import type { Guards } from './guards.ts'
import { graphOf, LINKS, linksOf } from './links.ts'
import { caseAnswer, timelineItem } from './schema.ts'
import { timelineOf } from './timeline.ts'

const toItem = ({ event, decision }: LogRecord): z.input<typeof timelineItem> => ({
  event: event.id,
  type: event.type,
  at: event.at,
  ...(event.order?.amount !== undefined && { amount: event.order.amount }),
  ...(event.order?.currency !== undefined && { currency: event.order.currency }),
  links: linksOf(event),
  ...(decision && {
    outcome: decision.outcome,
    score: decision.score,
    challenge: decision.challenge,
    rules: decision.rules,
  }),
  reasons: decision?.reasons ?? [],
  ...(event.services && { services: event.services }),
})

/** Queue of cases, what people do with them, and who is linked to whom. */
export const caseRoutes = (guards: Guards): AreaRoute[] => [
  defineRoute({
    method: 'GET',
    path: '/cases',
    summary: 'Cases, the worst first',
    right: 'read',
    query: pageQuery.extend({
      state: z.enum(['open', 'snoozed', 'closed']).default('open'),
      assignee: z.string().max(200).optional(),
    }),
    answer: pageOf(caseAnswer),
    async handle({ query }, { stateDir, now }) {
      const guard = await guards.of(stateDir, now)
      const cases = guards
        .cases(guard)
        .filter(
          (each) => each.state === query.state && (query.assignee === undefined || each.assignee === query.assignee),
        )
      // Only the cases of the page are written out, however many there are.
      return pageFrom(cases, query) as never
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/cases/act',
    summary: 'Assign, note, snooze, close with a verdict, or reopen a case',
    right: 'decide',
    body: z.discriminatedUnion('action', [
      z.strictObject({
        case: z.string().max(500),
        action: z.literal('assign'),
        text: z.string().trim().min(1).max(200),
      }),
      z.strictObject({
        case: z.string().max(500),
        action: z.literal('note'),
        text: z.string().trim().min(1).max(4000),
      }),
      z.strictObject({
        case: z.string().max(500),
        action: z.literal('snooze'),
        text: z.string().trim().min(1).max(4000),
        until: z.iso.datetime(),
      }),
      z.strictObject({
        case: z.string().max(500),
        action: z.literal('close'),
        verdict: z.enum(['fraud', 'legitimate', 'abuse']),
        text: z.string().max(4000).default(''),
      }),
      z.strictObject({
        case: z.string().max(500),
        action: z.literal('reopen'),
        text: z.string().max(4000).default(''),
      }),
    ]),
    answer: z.object({ ok: z.boolean() }),
    errors: { SW_FRAUD_CASE: 404, SW_FRAUD_SNOOZE: 400 },
    async handle({ body }, { stateDir, now, actor, publish }) {
      const guard = await guards.of(stateDir, now)
      if (!guards.cases(guard).some((each) => each.id === body.case))
        throw new ShopwardenError('SW_FRAUD_CASE', 'There is no such case', { fix: 'GET /fraud/cases lists them.' })
      guard.act({ ...body, by: actor.name })
      guards.changed(guard)
      publish('fraud.case', { action: body.action })
      return { ok: true }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/timeline',
    recorded: false,
    summary: 'What is known of a customer, card, address …: newest events with their decisions, and the graph of links',
    right: 'read',
    body: z.strictObject({
      kind: z.enum([...LINKS, 'event']),
      value: z.string().min(1).max(500),
      limit: z.int().min(1).max(200).default(50),
      before: z.string().max(200).optional().describe('Id of an event: only older ones, the next page.'),
    }),
    answer: z.object({
      items: z.array(timelineItem),
      complete: z.boolean().describe('False where older events were not looked at.'),
      graph: z.object({
        nodes: z.array(z.object({ id: z.string(), kind: z.enum(LINKS), value: z.string(), events: z.int() })),
        edges: z.array(z.object({ from: z.string(), to: z.string(), events: z.int() })),
      }),
    }),
    async handle({ body }, { stateDir, now }) {
      const { own, complete, linked } = await timelineOf(await guards.of(stateDir, now), body.kind, body.value, body)
      return { items: own.map(toItem), complete, graph: graphOf(linked.map(({ event }) => event)) }
    },
  }),
]
