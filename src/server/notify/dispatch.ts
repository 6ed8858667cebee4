import { z } from 'zod'
import type { Alert } from '../../connect/alerts/alert.ts'
import { describeError } from '../../core/errors.ts'
import type { House } from '../house.ts'
import type { ServerEvent } from '../http/bus.ts'
import { newId } from '../secrets.ts'
import { compose } from './compose.ts'
import { send } from './send.ts'

const minuteMs = 60_000
/** Minutes until the next attempt after each failed one; then it is given up. */
const waits = [1, 5, 30, 120, 720]

/** Puts an event into the outbox of every channel of its client that wants it. */
export async function enqueue(house: House, event: ServerEvent): Promise<void> {
  const { db } = house.workspace.store
  const channels = await db
    .selectFrom('channel')
    .selectAll()
    .where('client', '=', event.client)
    .where('enabled', '=', 1)
    .execute()
  if (channels.length === 0) return
  const message = await compose(house, event)
  if (message === undefined) return
  const wanting = channels.filter((channel) => {
    const kinds = z.array(z.string()).parse(JSON.parse(channel.events))
    return kinds.length === 0 || kinds.includes(message.kind)
  })
  const at = house.now().toISOString()
  for (const channel of wanting)
    await db
      .insertInto('delivery')
      .values({
        id: newId('delivery'),
        channel: channel.id,
        event: message.kind,
        body: JSON.stringify(message),
        attempts: 0,
        state: 'waiting',
        next_at: at,
        last_error: null,
        created_at: at,
      })
      .execute()
  if (wanting.length > 0) await deliver(house)
}

/** Sends what is due. What fails is tried again later; what fails for a day is given up, and said so. */
export async function deliver(house: House): Promise<void> {
  const { db } = house.workspace.store
  const now = house.now()
  const due = await db
    .selectFrom('delivery')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('next_at', '<=', now.toISOString())
    .orderBy('next_at')
    .limit(50)
    .execute()
  for (const delivery of due) {
    // Taken before it is sent: of two that look at once only one sends it.
    const taken = await db
      .updateTable('delivery')
      .set({
        attempts: delivery.attempts + 1,
        next_at: new Date(now.getTime() + (waits[delivery.attempts] ?? 720) * minuteMs).toISOString(),
      })
      .where('id', '=', delivery.id)
      .where('attempts', '=', delivery.attempts)
      .executeTakeFirst()
    if (Number(taken.numUpdatedRows) !== 1) continue
    const channel = await db.selectFrom('channel').selectAll().where('id', '=', delivery.channel).executeTakeFirst()
    if (channel === undefined) continue
    try {
      await send(house, channel, JSON.parse(delivery.body) as Alert)
      await db.updateTable('delivery').set({ state: 'sent', last_error: null }).where('id', '=', delivery.id).execute()
    } catch (error) {
      const last = delivery.attempts + 1 > waits.length
      await db
        .updateTable('delivery')
        .set({ last_error: describeError(error).slice(0, 500), ...(last && { state: 'given up' }) })
        .where('id', '=', delivery.id)
        .execute()
    }
  }
}

/** Listens to what happens and tells it. @returns how to stop */
export function startNotifier(house: House): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  const stop = house.bus.subscribe((event) => {
    running = running
      .then(() => enqueue(house, event))
      .catch((error: unknown) =>
        house.log.error({ code: String((error as { code?: unknown }).code ?? 'fault') }, 'notification not filed'),
      )
  })
  return async () => {
    stop()
    await running
  }
}
