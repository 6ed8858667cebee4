import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { type AreaRoutes, defineRoute } from '../../core/routes.ts'
import { type AskedEvent, askServices, MOST_ASKED } from './desk/ask-services.ts'
import { caseRoutes } from './desk/case-routes.ts'
import { Guards } from './desk/guards.ts'
import { ruleRoutes } from './desk/rule-routes.ts'
import { decisionAnswer } from './desk/schema.ts'

const errors = { SW_FRAUD_BUSY: 503, SW_FRAUD_STORE: 503 } as const

/** The desk: decide on events, work on cases, change rules. */
export function routes(): AreaRoutes {
  const guards = new Guards()
  return {
    close: () => guards.close(),
    routes: [
      defineRoute({
        method: 'GET',
        path: '/status',
        summary: 'Events stored, outcomes, rules in force',
        right: 'read',
        answer: z.object({
          events: z.int(),
          outcomes: z.record(z.string(), z.int()),
          lastAt: z.string().optional(),
          live: z.string(),
          shadow: z.string().optional(),
          open: z.int(),
        }),
        async handle(_, { stateDir, now }) {
          const guard = await guards.of(stateDir, now)
          const { live, shadow } = guard.rules
          return {
            events: guard.count,
            outcomes: { ...guard.coverage.outcomes },
            ...(guard.coverage.lastAt !== undefined && { lastAt: guard.coverage.lastAt }),
            live,
            ...(shadow !== undefined && { shadow }),
            open: guards.cases(guard).filter((each) => each.state === 'open').length,
          }
        },
      }),
      defineRoute({
        method: 'POST',
        path: '/events',
        recorded: false,
        summary: 'Decide on up to 1000 events in order; an event sent twice gets its first answer again',
        right: 'decide',
        body: z
          .strictObject({
            events: z.array(z.record(z.string(), z.unknown())).min(1).max(1000),
            ask: z
              .boolean()
              .default(false)
              .describe(
                `Ask the shop's outside fraud services about new orders first, at most ${MOST_ASKED} events at a time. Rules see what they say; where none answers, the own rules decide alone.`,
              ),
          })
          .refine(({ events, ask }) => !ask || events.length <= MOST_ASKED, {
            path: ['events'],
            message: `With "ask" at most ${MOST_ASKED} events at a time`,
          }),
        answer: z.object({ answers: z.array(decisionAnswer) }),
        errors,
        async handle({ body }, { stateDir, now, publish, opinions }) {
          const guard = await guards.of(stateDir, now)
          const asked: AskedEvent[] = body.ask
            ? await askServices(body.events, (id) => guard.knows(id), opinions)
            : body.events.map((event) => ({ event }))
          const settled = await Promise.allSettled(asked.map(({ event }) => guard.decide(event)))
          const stopped = settled.flatMap((item) =>
            item.status === 'fulfilled' &&
            item.value.decision !== undefined &&
            !item.value.duplicate &&
            ['review', 'decline'].includes(item.value.decision.outcome)
              ? [item.value.decision.outcome]
              : [],
          )
          if (stopped.length > 0) publish('fraud.stopped', { events: stopped.length })
          return {
            answers: settled.map((item, index) => {
              const { services } = asked[index] as AskedEvent
              const said = services && { services }
              if (item.status === 'fulfilled') return { ...item.value, ...said } as never
              const { reason } = item as { reason: unknown }
              const known = reason instanceof ShopwardenError ? reason : undefined
              return {
                ...said,
                duplicate: false,
                error: {
                  code: known?.code ?? 'SW_FRAUD_EVENT',
                  message: known?.message ?? 'The event does not fit the schema of events',
                },
              }
            }),
          }
        },
      }),
      ...caseRoutes(guards),
      ...ruleRoutes(guards),
    ],
  }
}
