import type { House } from '../house.ts'
import { toRecord } from '../shops/records.ts'

const minuteMs = 60_000

/**
 * The next time after `now` in the rhythm that began at `next`: however many runs were missed, one is caught up and the rhythm goes
 * on where it was. A clock that jumped back does not make it run twice. Pure.
 */
export function nextAfter(next: Date, everyMinutes: number, now: Date): Date {
  const step = everyMinutes * minuteMs
  const missed = Math.max(0, Math.floor((now.getTime() - next.getTime()) / step))
  return new Date(next.getTime() + (missed + 1) * step)
}

/** Starts what is due. What was missed while the server was off is run once. */
export async function runDue(house: House): Promise<void> {
  const { db } = house.workspace.store
  const now = house.now()
  const due = await db
    .selectFrom('schedule')
    .selectAll()
    .where('enabled', '=', 1)
    .where('next_at', '<=', now.toISOString())
    .orderBy('next_at')
    .limit(100)
    .execute()
  for (const schedule of due) {
    const next = nextAfter(new Date(schedule.next_at), schedule.every, now).toISOString()
    // Moved on before it starts: of two servers that look at once only one starts it.
    const taken = await db
      .updateTable('schedule')
      .set({ next_at: next, last_at: now.toISOString() })
      .where('id', '=', schedule.id)
      .where('next_at', '=', schedule.next_at)
      .executeTakeFirst()
    if (Number(taken.numUpdatedRows) !== 1) continue
    const shop = await db
      .selectFrom('shop')
      .selectAll()
      .where('id', '=', schedule.shop)
      .where('archived_at', 'is', null)
      .executeTakeFirst()
    if (shop === undefined) continue
    const job = await house.jobs
      .add({
        shop: toRecord(shop),
        kind: schedule.kind,
        input: JSON.parse(schedule.input),
        by: { id: schedule.id, name: 'schedule' },
      })
      .catch(() => undefined)
    if (job !== undefined)
      await db.updateTable('schedule').set({ last_job: job }).where('id', '=', schedule.id).execute()
  }
}
