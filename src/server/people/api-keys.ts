import { z } from 'zod'
import { AREAS } from '../../core/areas.ts'
import { RIGHTS } from '../../core/roles.ts'
import type { House } from '../house.ts'
import { hashToken, sameText } from '../secrets.ts'
import type { Caller } from './rights.ts'

/** Keys read `swk_<id>.<secret>`: the id finds the row, the secret is compared in constant time. */
const keyPattern = /^(swk_[\w-]{22})\.([\w-]{43})$/

/** `own` is never given to keys: people manage people. */
const grantable = RIGHTS.filter((right) => right !== 'own')
export const scopeSchema = z.enum([
  ...grantable,
  ...AREAS.flatMap((area) => grantable.map((right) => `${area}:${right}` as const)),
])

const touchEveryMs = 60_000

/**
 * Keys with the dates of whoever made them, as their client says them: of the account where it is at home there, else of the seat.
 */
export const keyRows = (house: House) =>
  house.workspace.store.db
    .selectFrom('api_key')
    .leftJoin('person', (join) =>
      join.onRef('person.id', '=', 'api_key.created_by').onRef('person.client', '=', 'api_key.client'),
    )
    .leftJoin('seat', (join) =>
      join.onRef('seat.person', '=', 'api_key.created_by').onRef('seat.client', '=', 'api_key.client'),
    )
    .selectAll('api_key')
    .select((eb) => [
      eb.fn.coalesce('person.access_until', 'seat.access_until').as('maker_until'),
      eb.fn.coalesce('person.disabled_at', 'seat.disabled_at').as('maker_disabled_at'),
    ])

/**
 * When a key ends: by its own date, or with the dated access of whoever made it, who has seen its secret. Of somebody who was shut
 * out the date counts no more: their keys were revoked then, or kept on purpose. Pure.
 */
export function keyEnd(key: {
  expires_at: string
  maker_until: string | null
  maker_disabled_at: string | null
}): string {
  const { expires_at: own, maker_until: maker, maker_disabled_at: disabled } = key
  return maker !== null && disabled === null && Date.parse(maker) < Date.parse(own) ? maker : own
}

/** Who a key stands for: its name acts, with the rights of an engineer cut down to its scopes. */
export async function keyCaller(house: House, text: string): Promise<Caller | undefined> {
  const [, id, secret] = keyPattern.exec(text) ?? []
  if (id === undefined || secret === undefined) return undefined
  const { db } = house.workspace.store
  const row = await keyRows(house).where('api_key.id', '=', id).executeTakeFirst()
  if (row === undefined || !sameText(row.secret, hashToken(secret))) return undefined
  const at = house.now().toISOString()
  if (row.revoked_at !== null || keyEnd(row) < at) return undefined
  if (row.used_at === null || Date.parse(at) - Date.parse(row.used_at) > touchEveryMs)
    await db.updateTable('api_key').set({ used_at: at }).where('id', '=', id).execute()
  return {
    client: row.client,
    actor: { id: row.id, name: `key ${row.name}`, role: 'engineer' },
    session: undefined,
    scopes: z.array(z.string()).parse(JSON.parse(row.scopes)),
  }
}

/**
 * Revokes the keys that a person made at a client: whoever is shut out has seen their secrets. Returns how many worked until now.
 */
export async function revokeKeysOf(house: House, client: string, person: string): Promise<number> {
  const at = house.now().toISOString()
  const revoked = await house.workspace.store.db
    .updateTable('api_key')
    .set({ revoked_at: at })
    .where('client', '=', client)
    .where('created_by', '=', person)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>=', at)
    .executeTakeFirst()
  return Number(revoked.numUpdatedRows)
}
