import { ShopwardenError } from '../../core/errors.ts'
import type { House } from '../house.ts'

/**
 * Without an owner nobody could let anybody in again. Owners by seat count, as long as their account may come in at all.
 * @throws SW_SERVER_CONFLICT
 */
export async function keepAnOwner({ workspace }: House, client: string, but: string): Promise<void> {
  const { db } = workspace.store
  const own = await db
    .selectFrom('person')
    .select('id')
    .where('client', '=', client)
    .where('role', '=', 'owner')
    .where('disabled_at', 'is', null)
    .where('access_until', 'is', null)
    .where('id', '!=', but)
    .limit(1)
    .executeTakeFirst()
  if (own !== undefined) return
  const seated = await db
    .selectFrom('seat')
    .innerJoin('person', 'person.id', 'seat.person')
    .select('person.id')
    .where('seat.client', '=', client)
    .where('seat.role', '=', 'owner')
    .where('seat.accepted_at', 'is not', null)
    .where('seat.disabled_at', 'is', null)
    .where('seat.access_until', 'is', null)
    .where('person.disabled_at', 'is', null)
    .where('person.access_until', 'is', null)
    .where('person.id', '!=', but)
    .limit(1)
    .executeTakeFirst()
  if (seated !== undefined) return
  throw new ShopwardenError('SW_SERVER_CONFLICT', 'This is the last owner', {
    fix: 'Make somebody else an owner first.',
  })
}
