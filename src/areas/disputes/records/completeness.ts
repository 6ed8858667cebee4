import type { z } from 'zod'
import type { completenessSchema } from '../schema.ts'
import type { Room } from './room.ts'

const dayMs = 86_400_000
export type Completeness = z.infer<typeof completenessSchema>

export interface Period {
  from: Date
  to: Date
  /** Days after which a parcel should be shipped, and delivered. */
  shipWithin?: number
  deliverWithin?: number
  /** Names of orders listed at most. */
  most?: number
}

/**
 * What the shop could prove today of the orders of a period, with the names of those it could not. Orders that are too young to
 * be shipped (or delivered) are not due and not counted; `mendable` are those whose parcel can still be traced or asked for.
 */
export async function completeness(room: Room, period: Period, now: Date): Promise<Completeness> {
  const { shipWithin = 3, deliverWithin = 10, most = 200 } = period
  const from = period.from.toISOString()
  const to = period.to.toISOString()
  const dueBy = new Date(Math.min(period.to.getTime(), now.getTime() - shipWithin * dayMs)).toISOString()
  const provenBy = new Date(Math.min(period.to.getTime(), now.getTime() - deliverWithin * dayMs)).toISOString()
  const orders = () =>
    room.db
      .selectFrom('disputes_orders')
      .where('placed_at', '>=', from)
      .where('placed_at', '<', to)
      .where('known', '=', 1)
      .where('cancelled', '=', 0)
  const counts = await orders()
    .select((eb) => [
      eb.fn.countAll<number>().as('orders'),
      eb.fn.sum<number>(eb.case().when('digital', '=', 1).then(1).else(0).end()).as('digital'),
      eb.fn
        .sum<number>(
          eb
            .case()
            .when(eb.and([eb('digital', '=', 0), eb('placed_at', '<', dueBy)]))
            .then(1)
            .else(0)
            .end(),
        )
        .as('due'),
      eb.fn
        .sum<number>(
          eb
            .case()
            .when(eb.and([eb('digital', '=', 0), eb('placed_at', '<', dueBy), eb('noted', '=', 1)]))
            .then(1)
            .else(0)
            .end(),
        )
        .as('noted'),
      eb.fn
        .sum<number>(
          eb
            .case()
            .when(eb('placed_at', '<', provenBy))
            .then(1)
            .else(0)
            .end(),
        )
        .as('provable'),
      eb.fn
        .sum<number>(
          eb
            .case()
            .when(eb.and([eb('placed_at', '<', provenBy), eb('proven_at', 'is not', null)]))
            .then(1)
            .else(0)
            .end(),
        )
        .as('proven'),
    ])
    .executeTakeFirstOrThrow()
  const names = async (query: ReturnType<typeof orders>) =>
    (await query.select('id').orderBy('placed_at', 'desc').limit(most).execute()).map((row) => row.id)
  const withoutNote = await names(
    orders().where('digital', '=', 0).where('placed_at', '<', dueBy).where('noted', '=', 0),
  )
  const withoutProof = await names(orders().where('placed_at', '<', provenBy).where('proven_at', 'is', null))
  // Carriers keep what they know of a parcel for about ninety days.
  const traceable = new Date(now.getTime() - 90 * dayMs).toISOString()
  const mendable = await names(
    orders()
      .where('placed_at', '<', provenBy)
      .where('placed_at', '>=', traceable)
      .where('proven_at', 'is', null)
      .where('noted', '=', 1),
  )
  const number = (value: unknown) => Number(value ?? 0)
  return {
    from: from.slice(0, 10),
    to: to.slice(0, 10),
    orders: number(counts.orders),
    digital: number(counts.digital),
    due: number(counts.due),
    withNote: number(counts.noted),
    provable: number(counts.provable),
    withProof: number(counts.proven),
    withoutNote,
    withoutProof,
    mendable,
  }
}
