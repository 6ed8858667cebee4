import { z } from 'zod'
import { describeError } from '../../core/errors.ts'
import { type AreaRoutes, defineRoute, type RouteContext } from '../../core/routes.ts'
import { readOrder } from './order.ts'
import { combined, OUTCOMES, settle, toOthers } from './panel.ts'
import { Panels, spentToday } from './panels.ts'
import { servicesFromEnv } from './services-from-env.ts'
import { statusOf } from './status.ts'
import { readLooks } from './usage.ts'

const advice = z.enum(['approve', 'review', 'decline'])
const opinionSchema = z.discriminatedUnion('answered', [
  z.object({
    service: z.string(),
    answered: z.literal(true),
    cached: z.boolean(),
    ms: z.number(),
    result: z.object({
      score: z.number().describe('Risk, 0 to 100.'),
      advice: advice.optional(),
      reference: z.string().optional(),
      reasons: z.array(z.string()),
      warnings: z.array(z.string()),
      remaining: z.number().optional(),
    }),
  }),
  z.object({ service: z.string(), answered: z.literal(false), why: z.string() }),
])

/** Newest part of the record that a status is made of: about a hundred thousand looks. */
const STATUS_BYTES = 16_000_000

/** The door for a checkout: one order, asked of all services at once, answered by the longest deadline. */
export function routes(): AreaRoutes {
  const panels = new Panels()
  const ask = async (raw: unknown, { stateDir, now, shop, keys }: RouteContext) => {
    const order = readOrder(raw)
    const { dailyBudget } = shop.screening
    const panel = await panels.of({ stateDir, keys: await keys(), dailyBudget, now })
    return { order, opinions: await panel.screen(order) }
  }
  return {
    async opinions(raw, context) {
      try {
        return toOthers((await ask(raw, context)).opinions)
      } catch (error) {
        return { answered: {}, silent: { nobody: describeError(error) } }
      }
    },
    routes: [
      defineRoute({
        method: 'GET',
        path: '/status',
        summary: 'Which services are set up, what they answered lately, what was spent today',
        right: 'read',
        answer: z.object({
          ready: z.array(z.string()).describe('Services whose keys are set.'),
          services: z.array(
            z.object({
              service: z.string(),
              answered: z.int(),
              failed: z.int(),
              medianMs: z.number().optional(),
              p99Ms: z.number().optional(),
              lastAt: z.string(),
              lastError: z.object({ at: z.string(), code: z.string() }).optional(),
            }),
          ),
          spentToday: z.number().describe('In hundredths, by list prices.'),
          dailyBudget: z.number(),
        }),
        async handle(_, { stateDir, now, shop, keys }) {
          const members = servicesFromEnv(await keys())
          return {
            ready: members.map(({ service }) => service.name),
            services: await statusOf(readLooks(stateDir, STATUS_BYTES)),
            spentToday: await spentToday(stateDir, members, now()),
            dailyBudget: shop.screening.dailyBudget,
          }
        },
      }),
      defineRoute({
        method: 'POST',
        path: '/orders',
        recorded: false,
        summary:
          "Ask the shop's external services about one order, within their deadline; the own decision stands where none answers",
        right: 'decide',
        body: z.strictObject({
          order: z.record(z.string(), z.unknown()).describe('As an event of the fraud area.'),
          own: z.enum(OUTCOMES).optional().describe('The own decision, e.g. of POST …/fraud/events.'),
        }),
        answer: z.object({
          order: z.string(),
          outcome: z
            .enum(OUTCOMES)
            .optional()
            .describe('The stricter of the own decision and the advice of services; missing where there is neither.'),
          together: z.object({ score: z.number(), advice: advice.optional() }).nullable(),
          opinions: z.array(opinionSchema),
        }),
        errors: { SW_SCREENING_NO_SERVICE: 409 },
        async handle({ body }, context) {
          const { order, opinions } = await ask(body.order, context)
          const together = combined(opinions)
          const outcome = settle(body.own, together)
          return { order: order.id, ...(outcome && { outcome }), together: together ?? null, opinions }
        },
      }),
    ],
  }
}
