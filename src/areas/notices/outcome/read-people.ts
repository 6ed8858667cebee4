import type Sqlite from 'better-sqlite3'
import type { NoticeQueue } from '../queue/queue.ts'
import type { Variant } from '../words/words.ts'
import type { Person } from './outcome.ts'

interface Row {
  key: string
  customer: number
  variant: Variant
  arm: Person['arm']
  state: string
  sent_at: string | null
  due_at: string
  breaches: string
  created_at: string
}

/** The customers of a campaign with what became of them; and for how many days the hold-out, if any, waited. */
export function readPeople(
  queue: Pick<NoticeQueue, 'db'>,
  customers: Sqlite.Database,
  campaign: string,
): { people: Person[]; holdDays: number | undefined } {
  const rows = queue.db
    .prepare(
      `select m.key, m.customer, m.variant, m.arm, m.state, m.sent_at, m.due_at, m.breaches, c.created_at
       from messages m join campaigns c on c.id = m.campaign where m.campaign = ? and m.step = 0`,
    )
    .all(campaign) as Row[]
  const reminders = new Map(
    (
      queue.db
        .prepare(
          'select customer, count(*) as n from messages where campaign = ? and step > 0 and sent_at is not null group by customer',
        )
        .all(campaign) as { customer: number; n: number }[]
    ).map((row) => [row.customer, row.n]),
  )
  const complained = queue.db.prepare('select 1 from feedback where id = ?')
  const changed = customers.prepare('select max(changed_at) as at from exposures where customer = ?')
  const held = queue.db.prepare('select hold_days as days from campaigns where id = ?').get(campaign) as
    | { days: number | null }
    | undefined
  return {
    holdDays: held?.days ?? undefined,
    people: rows.map((row) => ({
      variant: row.variant,
      arm: row.arm,
      plannedAt: row.created_at,
      sentAt: row.sent_at,
      changedAt: (changed.get(row.customer) as { at: string | null }).at,
      bounced: row.state === 'bounced',
      complained: complained.get(`complaint ${row.key}`) !== undefined,
      reminders: reminders.get(row.customer) ?? 0,
    })),
  }
}
