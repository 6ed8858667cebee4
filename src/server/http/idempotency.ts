import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { canonicalJson } from '../../core/json.ts'
import type { House } from '../house.ts'
import { hashToken } from '../secrets.ts'

const keyPattern = /^[\w.:-]{8,200}$/
const keepMs = 24 * 60 * 60_000

export interface Answered {
  status: number
  body: unknown
}

/**
 * Runs a request once under the caller's Idempotency-Key: the same key and request again gets the first answer, another request
 * under the same key, or one while the first still runs, is refused. Kept for a day. A failed request leaves the key free.
 */
export async function once(
  house: House,
  key: string,
  caller: string,
  request: { route: string; body: unknown },
  work: () => Promise<Answered>,
): Promise<Answered> {
  if (!keyPattern.test(key))
    throw new ShopwardenError('SW_SERVER_IDEMPOTENCY', 'The Idempotency-Key is not usable', {
      fix: 'Use 8 to 200 letters, digits, dashes, dots, colons.',
    })
  const { db } = house.workspace.store
  const now = house.now()
  const id = hashToken(`${caller} ${key}`)
  const print = hashToken(canonicalJson(request))
  await db
    .deleteFrom('idempotency')
    .where('created_at', '<', new Date(now.getTime() - keepMs).toISOString())
    .execute()
  const made = await db
    .insertInto('idempotency')
    .values({ id, request: print, status: null, answer: null, created_at: now.toISOString() })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  if (Number(made.numInsertedOrUpdatedRows ?? 0) === 0) {
    const row = await db.selectFrom('idempotency').selectAll().where('id', '=', id).executeTakeFirst()
    if (row?.request === print && row.status !== null && row.answer !== null)
      return { status: row.status, body: z.json().parse(JSON.parse(row.answer)) }
    throw new ShopwardenError(
      'SW_SERVER_IDEMPOTENCY',
      row?.request === print
        ? 'The first request with this key is still running'
        : 'This key was used for another request',
      { fix: row?.request === print ? 'Ask again in a moment.' : 'Use a new key for a new request.' },
    )
  }
  try {
    const answer = await work()
    await db
      .updateTable('idempotency')
      .set({ status: answer.status, answer: JSON.stringify(answer.body ?? null) })
      .where('id', '=', id)
      .execute()
    return answer
  } catch (error) {
    await db.deleteFrom('idempotency').where('id', '=', id).execute()
    throw error
  }
}
