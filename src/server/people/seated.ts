import type { Role } from '../../core/roles.ts'
import type { SeatTable } from '../../store/server-tables.ts'
import type { House } from '../house.ts'
import { keepAnOwner } from './owners.ts'
import { accountOf, type PersonView } from './people.ts'
import { toSeatedPerson } from './seats.ts'
import { endSessions } from './sessions.ts'

/** People with a seat at a client, the longest here first. */
export async function seatedPeople(house: House, client: string): Promise<PersonView[]> {
  const { db } = house.workspace.store
  const seats = await db.selectFrom('seat').selectAll().where('client', '=', client).orderBy('created_at').execute()
  return Promise.all(seats.map(async (seat) => toSeatedPerson(seat, await accountOf(house, seat.person))))
}

/**
 * Changes a seat, never the account behind it. Ending one ends what its holder has open at this client, and nothing elsewhere.
 * @throws SW_SERVER_CONFLICT where it is the last owner's
 */
export async function changeSeat(
  house: House,
  seat: SeatTable,
  change: {
    role?: Role | undefined
    name?: string | undefined
    accessUntil?: string | null | undefined
    disabled?: boolean | undefined
  },
): Promise<PersonView> {
  const next: SeatTable = {
    ...seat,
    role: change.role ?? seat.role,
    name: change.name ?? seat.name,
    access_until: change.accessUntil === undefined ? seat.access_until : change.accessUntil,
    disabled_at: change.disabled === undefined ? seat.disabled_at : change.disabled ? house.now().toISOString() : null,
  }
  const stays = next.role === 'owner' && next.disabled_at === null && next.access_until === null
  if (seat.role === 'owner' && !stays) await keepAnOwner(house, seat.client, seat.person)
  await house.workspace.store.db
    .updateTable('seat')
    .set({ role: next.role, name: next.name, access_until: next.access_until, disabled_at: next.disabled_at })
    .where('person', '=', seat.person)
    .where('client', '=', seat.client)
    .execute()
  if (change.disabled === true) await endSessions(house, seat.person, { client: seat.client })
  return toSeatedPerson(next, await accountOf(house, seat.person))
}
