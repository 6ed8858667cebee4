import type Sqlite from 'better-sqlite3'
import type { z } from 'zod'
import type { changedFact, formFact, toldFact } from './schema.ts'

const dayMs = 86_400_000
const WITHIN_DAYS = 7
const SETTLED_DAYS = 14

interface Person {
  first: string
  told: string | null
  changed: string | null
}

/** One row a customer with a password at stake: first found, first told, first changed after. */
const people = (customers: Sqlite.Database): Person[] =>
  customers
    .prepare(
      `select min(first_seen) as first, min(told_at) as told, max(changed_at) as changed from exposures
       where leaked in ('shop-stealer', 'stealer', 'plaintext', 'hash') and exact = 1 group by customer`,
    )
    .all() as Person[]

const count = (db: Sqlite.Database | undefined, sql: string): number =>
  db === undefined ? 0 : (db.prepare(sql).get() as { n: number }).n

export function readTold(
  customers: Sqlite.Database,
  queue: Sqlite.Database | undefined,
  now: Date,
): z.infer<typeof toldFact.value> {
  const told = { due: 0, inTime: 0, late: 0, changedBefore: 0, withinDays: WITHIN_DAYS, pending: 0 }
  for (const person of people(customers)) {
    const limit = Date.parse(person.first) + WITHIN_DAYS * dayMs
    const inTime = person.told !== null && Date.parse(person.told) <= limit
    const before = person.told === null && person.changed !== null
    if (!inTime && !before && limit > now.getTime()) {
      told.pending++
      continue
    }
    told.due++
    if (inTime) told.inTime++
    else if (person.told !== null) told.late++
    else if (before) told.changedBefore++
  }
  return {
    ...told,
    bounced: count(queue, `select count(*) as n from messages where state = 'bounced' and step = 0`),
    uncertain: count(queue, `select count(*) as n from messages where state = 'uncertain' and step = 0`),
  }
}

export function readChanged(customers: Sqlite.Database, now: Date): z.infer<typeof changedFact.value> {
  const all = people(customers).filter((person) => person.told !== null)
  const settled = all.filter((person) => now.getTime() - Date.parse(person.told!) >= SETTLED_DAYS * dayMs)
  const days = all
    .flatMap(({ told, changed }) =>
      changed !== null && changed >= told! ? [(Date.parse(changed) - Date.parse(told!)) / dayMs] : [],
    )
    .sort((a, b) => a - b)
  const median = days[Math.floor(days.length / 2)]
  return {
    told: settled.length,
    changed: settled.filter((person) => person.changed !== null).length,
    ...(median !== undefined && { medianDays: median }),
    confirmations: all.filter((person) => person.changed !== null).length,
  }
}

export function readForm(queue: Sqlite.Database): z.infer<typeof formFact.value> | undefined {
  const row = queue
    .prepare(
      'select id, approved_at, created_by, approved_by, words, grade from campaigns where approved_at is not null order by created_at desc limit 1',
    )
    .get() as
    | { id: string; approved_at: string; created_by: string; approved_by: string; words: number; grade: number }
    | undefined
  if (row === undefined) return undefined
  return {
    campaign: row.id,
    at: row.approved_at,
    words: row.words,
    grade: Math.round(row.grade * 10) / 10,
    approvedByAnother: row.approved_by !== row.created_by,
    complaints: count(queue, `select count(*) as n from feedback where kind = 'complaint'`),
    sent: count(queue, `select count(*) as n from messages where sent_at is not null`),
  }
}
