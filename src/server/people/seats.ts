import { ShopwardenError } from '../../core/errors.ts'
import type { Role } from '../../core/roles.ts'
import type { PersonTable, SeatTable } from '../../store/server-tables.ts'
import type { House } from '../house.ts'
import { hashToken, newToken } from '../secrets.ts'
import { addPerson, invite, type NewPerson, type PersonView, toPerson } from './people.ts'
import { isWelcome } from './sign-in.ts'

const invitationDays = 7
const dayMs = 86_400_000

/** Whether a seat lets its holder in at this moment: taken up, not ended, not run out. Pure. */
export const isSeated = (seat: SeatTable, now: Date): boolean => seat.accepted_at !== null && isWelcome(seat, now)

/**
 * A seat as the people of its client see it: the name that they gave until it is taken up, nothing of the account before, and never
 * what the account is elsewhere.
 */
export function toSeatedPerson(seat: SeatTable, person: PersonTable): PersonView {
  const taken = seat.accepted_at !== null
  return {
    ...toPerson(person),
    name: taken ? person.name : seat.name,
    role: seat.role as Role,
    secondFactor: taken && person.totp !== null,
    invited: !taken,
    visitor: true,
    accessUntil: seat.access_until ?? undefined,
    disabled: seat.disabled_at !== null,
    createdAt: seat.created_at,
  }
}

export const seatOf = (house: House, client: string, person: string): Promise<SeatTable | undefined> =>
  house.workspace.store.db
    .selectFrom('seat')
    .selectAll()
    .where('client', '=', client)
    .where('person', '=', person)
    .executeTakeFirst()

/** A link with which the holder of the account takes the seat up, once, within a week; whoever else has it gains nothing by it. */
export async function inviteToSeat(
  house: House,
  client: string,
  person: string,
): Promise<{ link: string; until: string }> {
  const token = newToken()
  const until = new Date(house.now().getTime() + invitationDays * dayMs).toISOString()
  await house.workspace.store.db
    .updateTable('seat')
    .set({ invitation: hashToken(token), invited_until: until, accepted_at: null })
    .where('client', '=', client)
    .where('person', '=', person)
    .execute()
  return { link: new URL(`/join#${token}`, house.publicUrl()).href, until }
}

/**
 * Lets somebody into a client: a new account where the mail address is new, else a seat for the account that has it.
 * @throws SW_SERVER_CONFLICT where this client knows the address already
 */
export async function letIn(
  house: House,
  given: NewPerson,
): Promise<{ person: PersonView; invitation: { link: string; until: string } }> {
  const { db } = house.workspace.store
  const account = await db.selectFrom('person').selectAll().where('email', '=', given.email).executeTakeFirst()
  if (account === undefined) {
    const person = await addPerson(house, given)
    const invitation = await invite(house, person.id)
    return { person: { ...toPerson(person), invited: true }, invitation }
  }
  const known = new ShopwardenError('SW_SERVER_CONFLICT', 'Somebody with this mail address is here already', {
    where: 'email',
    fix: 'Change the role in the list, or use another address.',
  })
  if (account.client === given.client) throw known
  const seat: SeatTable = {
    person: account.id,
    client: given.client,
    name: given.name,
    role: given.role,
    invitation: null,
    invited_until: null,
    accepted_at: null,
    access_until: given.accessUntil ?? null,
    disabled_at: null,
    created_at: house.now().toISOString(),
  }
  const made = await db
    .insertInto('seat')
    .values(seat)
    .onConflict((conflict) => conflict.columns(['person', 'client']).doNothing())
    .executeTakeFirst()
  if (Number(made.numInsertedOrUpdatedRows ?? 0) === 0) throw known
  const invitation = await inviteToSeat(house, given.client, account.id)
  return { person: toSeatedPerson(seat, account), invitation }
}

/**
 * Whoever hands out a new password of an account could come in as it. What the account may do at other clients is theirs to give:
 * their seats must be taken up anew, by a link of theirs.
 */
export async function loosenSeats({ workspace }: Pick<House, 'workspace'>, person: string): Promise<void> {
  await workspace.store.db
    .updateTable('seat')
    .set({ accepted_at: null, invitation: null, invited_until: null })
    .where('person', '=', person)
    .execute()
}

/** The clients that an account may work for, its own first. */
export async function clientsOf(
  house: House,
  person: PersonTable,
): Promise<{ id: string; name: string; role: Role }[]> {
  const { db } = house.workspace.store
  const seats = await db.selectFrom('seat').selectAll().where('person', '=', person.id).execute()
  const open = seats.filter((seat) => isSeated(seat, house.now()))
  const ids = [person.client, ...open.map((seat) => seat.client)]
  const rows = await db.selectFrom('client').select(['id', 'name']).where('id', 'in', ids).orderBy('name').execute()
  const roles = new Map(open.map((seat) => [seat.client, seat.role as Role]))
  return rows
    .map((row) => ({ ...row, role: roles.get(row.id) ?? (person.role as Role) }))
    .toSorted((a, b) => Number(b.id === person.client) - Number(a.id === person.client))
}
