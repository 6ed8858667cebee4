import type { House } from '../house.ts'
import type { Role } from '../../core/roles.ts'
import { hashToken, newToken } from '../secrets.ts'
import type { Caller } from './rights.ts'

const minute = 60_000
/** How stale `seen_at` may become before it is written again: a write a request would be waste. */
const touchEveryMs = minute

/** A fresh session for a person. Always a new token, so that nobody can plant one beforehand. */
export async function startSession(house: House, person: string, agent: string): Promise<string> {
  const token = newToken()
  const now = house.now()
  await house.workspace.store.db
    .insertInto('session')
    .values({
      id: hashToken(token),
      person,
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
    .select([
      'session.id as session',
      'session.seen_at',
      'session.expires_at',
      'person.id',
      'person.client',
      'person.name',
      'person.role',
      'person.access_until',
      'person.disabled_at',
    ])
    .where('session.id', '=', hashToken(token))
    .executeTakeFirst()
  if (row === undefined) return undefined
  const now = house.now()
  const at = now.toISOString()
  const idleSince = new Date(now.getTime() - house.config.sessionIdleMinutes * minute).toISOString()
  const ended = row.expires_at < at || row.seen_at < idleSince
  const shutOut = row.disabled_at !== null || (row.access_until !== null && row.access_until < at)
  if (ended || shutOut) {
    await db.deleteFrom('session').where('id', '=', row.session).execute()
    return undefined
  }
  if (now.getTime() - Date.parse(row.seen_at) > touchEveryMs)
    await db.updateTable('session').set({ seen_at: at }).where('id', '=', row.session).execute()
  return {
    client: row.client,
    actor: { id: row.id, name: row.name, role: row.role as Role },
    session: row.session,
    scopes: undefined,
  }
}

/** Ends sessions of a person: one, or all but `keep`. */
export async function endSessions(
  house: House,
  person: string,
  which: { only?: string; keep?: string },
): Promise<void> {
  let query = house.workspace.store.db.deleteFrom('session').where('person', '=', person)
  if (which.only !== undefined) query = query.where('id', '=', which.only)
  if (which.keep !== undefined) query = query.where('id', '!=', which.keep)
  await query.execute()
}
