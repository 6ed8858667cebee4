import { ShopwardenError } from '../../core/errors.ts'
import type { House } from '../house.ts'
import { hashToken } from '../secrets.ts'

const longestWaitMs = 15 * 60_000
const forgetAfterMs = 24 * 60 * 60_000

/** Attempts that cost nothing: an account has few, an address more, since an office shares one. */
const free = { account: 5, address: 30 }
type Counted = keyof typeof free

/** Wait after a number of attempts without success: none for the first few, then doubling from one second. Pure. */
export const waitAfter = (attempts: number, counted: Counted): number =>
  attempts < free[counted] ? 0 : Math.min(longestWaitMs, 1000 * 2 ** Math.min(20, attempts - free[counted]))

/** What is counted, hashed, so that no list of addresses grows here. */
const keyOf = (counted: Counted, value: string) => hashToken(`${counted} ${value}`)

/**
 * Counts an attempt before it is judged, so that a hundred at once gain nothing over a hundred in a row.
 * @throws SW_SERVER_THROTTLED while the account or the address has to wait
 */
export async function countAttempt(house: House, email: string, address: string): Promise<void> {
  const { db } = house.workspace.store
  const now = house.now().getTime()
  const counted = [['account', email] as const, ['address', address] as const]
  for (const [kind, value] of counted) {
    const id = keyOf(kind, value)
    const row = await db.selectFrom('throttle').selectAll().where('id', '=', id).executeTakeFirst()
    const wait = row === undefined || waitAfter(row.failures, kind) === 0 ? 0 : Date.parse(row.until) - now
    // A clock that was set back must not lock anybody out for longer than the longest wait.
    const seconds = Math.ceil(Math.min(wait, longestWaitMs) / 1000)
    if (seconds > 0)
      throw new ShopwardenError('SW_SERVER_THROTTLED', `Too many failed attempts; wait ${seconds} s`, {
        fix: 'Wait, then try again. An owner can reset a forgotten password under Settings, People.',
      })
    const stale = row !== undefined && now - Date.parse(row.until) > forgetAfterMs
    const first = { id, failures: 1, until: new Date(now).toISOString() }
    if (stale) await db.deleteFrom('throttle').where('id', '=', id).execute()
    const { failures } = await db
      .insertInto('throttle')
      .values(first)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({ failures: eb('throttle.failures', '+', 1) })),
      )
      .returning('failures')
      .executeTakeFirstOrThrow()
    await db
      .updateTable('throttle')
      .set({ until: new Date(now + waitAfter(failures, kind)).toISOString() })
      .where('id', '=', id)
      .execute()
  }
}

/** A success clears the account and takes its own attempt off the address. */
export async function clearAttempts(house: House, email: string, address: string): Promise<void> {
  const { db } = house.workspace.store
  await db.deleteFrom('throttle').where('id', '=', keyOf('account', email)).execute()
  await db
    .updateTable('throttle')
    .set((eb) => ({ failures: eb('failures', '-', 1) }))
    .where('id', '=', keyOf('address', address))
    .execute()
}
