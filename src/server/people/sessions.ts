import type { House } from '../house.ts'
import type { Role } from '../../core/roles.ts'
import { hashToken, newToken } from '../secrets.ts'
import type { Caller } from './rights.ts'
import { isWelcome } from './sign-in.ts'

const minute = 60_000
/** How stale `seen_at` may become before it is written again: a write a request would be waste. */
const touchEveryMs = minute

/**
 * A fresh session for a person. Always a new token, so that nobody can plant one beforehand.
 * @param client the client it works for where it is not the person's own; the caller has checked the seat
 */
export async function startSession(
  house: House,
  person: string,
  agent: string,
  client: string | null = null,
): Promise<string> {
  const token = newToken()
  const now = house.now()
  await house.workspace.store.db
    .insertInto('session')
    .values({
      id: hashToken(token),
      person,
      client,
      created_at: now.toISOString(),
      seen_at: now.toISOString(),
      expires_at: new Date(now.getTime() + house.config.sessionMaxMinutes * minute).toISOString(),
      agent: browserName(agent),
    })
    .execute()
  return token
}

/** Name of the browser and system, enough to recognise one's own. */
function browserName(agent: string): string {
  const browser = /(Firefox|Edg|Chrome|Safari)\/(\d+)/.exec(agent)
  const system = /(Windows|Mac OS X|Android|iPhone|Linux)/.exec(agent)
  return [browser ? `${browser[1]} ${browser[2]}` : 'Other client', system?.[1]].filter(Boolean).join(', ')
}

/** Who a session's token stands for, or undefined where it has ended or the person may no longer come in. */
export async function sessionCaller(house: House, token: string): Promise<Caller | undefined> {
  const { db } = house.workspace.store
  const row = await db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person')
    .leftJoin('seat', (join) =>
      join.onRef('seat.person', '=', 'session.person').onRef('seat.client', '=', 'session.client'),
    )
    .select([
      'session.id as session',
      'session.client as visits',
      'session.seen_at',
      'session.expires_at',
      'person.id',
      'person.client',
      'person.name',
      'person.role',
      'person.access_until',
      'person.disabled_at',
      'seat.role as seat_role',
      'seat.accepted_at as seat_accepted_at',
      'seat.access_until as seat_access_until',
      'seat.disabled_at as seat_disabled_at',
    ])
    .where('session.id', '=', hashToken(token))
    .executeTakeFirst()
  if (row === undefined) return undefined
  const now = house.now()
  const at = now.toISOString()
  const idleSince = new Date(now.getTime() - house.config.sessionIdleMinutes * minute).toISOString()
  const ended = row.expires_at < at || row.seen_at < idleSince
  const role = row.visits === null ? row.role : row.seat_role
  const seated =
    row.visits === null ||
    (row.seat_accepted_at !== null &&
      isWelcome({ disabled_at: row.seat_disabled_at, access_until: row.seat_access_until }, now))
  if (ended || role === null || !seated || !isWelcome(row, now)) {
    await db.deleteFrom('session').where('id', '=', row.session).execute()
    return undefined
  }
  if (now.getTime() - Date.parse(row.seen_at) > touchEveryMs)
    await db.updateTable('session').set({ seen_at: at }).where('id', '=', row.session).execute()
  return {
    client: row.visits ?? row.client,
    actor: { id: row.id, name: row.name, role: role as Role },
    session: row.session,
    scopes: undefined,
  }
}

/** Ends sessions of a person: one, all but `keep`, or those that work for a client that is not the person's own. */
export async function endSessions(
  house: House,
  person: string,
  which: { only?: string; keep?: string; client?: string },
): Promise<void> {
  let query = house.workspace.store.db.deleteFrom('session').where('person', '=', person)
  if (which.only !== undefined) query = query.where('id', '=', which.only)
  if (which.keep !== undefined) query = query.where('id', '!=', which.keep)
  if (which.client !== undefined) query = query.where('client', '=', which.client)
  await query.execute()
}
