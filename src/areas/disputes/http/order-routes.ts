import { z } from 'zod'
import { ShopwardenError } from '../../../core/errors.ts'
import { type AreaRoute, defineRoute } from '../../../core/routes.ts'
import { parseEvent } from '../order/event.ts'
import { completeness } from '../records/completeness.ts'
import { addEvents, readFile } from '../records/orders.ts'
import { completenessSchema } from '../schema.ts'
import type { Rooms } from './rooms.ts'

const dayMs = 86_400_000

/** What is kept for orders. */
export const orderRoutes = (rooms: Rooms): AreaRoute[] => [
  defineRoute({
    method: 'POST',
    path: '/events',
    recorded: false,
    summary: 'File what happened to orders: up to 1000 events; one that was filed before is not filed again',
    right: 'configure',
    body: z.array(z.looseObject({ kind: z.string() })).max(1000),
    answer: z.object({ added: z.int() }),
    async handle({ body }, context) {
      const events = body.map((event, index) => parseEvent(event, `event ${index + 1}`))
      return { added: await addEvents(await rooms.of(context), events) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/orders/:order',
    summary: 'Everything kept for one order',
    right: 'serve',
    params: z.object({ order: z.string().max(200) }),
    answer: z.looseObject({}),
    errors: { SW_DISPUTES_ORDER: 404 },
    async handle({ params }, context) {
      const file = await readFile(await rooms.of(context), params.order)
      if (file) return { ...file }
      throw new ShopwardenError('SW_DISPUTES_ORDER', 'Nothing is kept for this order', { fix: 'Import the order.' })
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/completeness',
    summary: 'Orders without shipping note or proof of delivery, by name',
    right: 'read',
    query: z.object({ days: z.coerce.number().int().min(1).max(3650).default(17) }),
    answer: completenessSchema,
    async handle({ query }, context) {
      const now = context.now()
      return completeness(await rooms.of(context), { from: new Date(now.getTime() - query.days * dayMs), to: now }, now)
    },
  }),
]
