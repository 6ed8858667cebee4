import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { ShopwardenError } from '../../../core/errors.ts'

const schema = `
create table if not exists campaigns (
  id text primary key, created_at text not null, created_by text not null, approved_at text, approved_by text,
  brand text not null, words integer not null, grade real not null, dns text,
  hold_days integer
) strict, without rowid;
create table if not exists messages (
  key text primary key, campaign text not null references campaigns (id), customer integer not null, variant text not null,
  breaches text not null, step integer not null, state text not null, attempts integer not null default 0,
  due_at text not null, sent_at text, message_id text not null unique, detail text, arm text not null default 'told'
) strict, without rowid;
create index if not exists messages_due on messages (state, due_at);
create index if not exists messages_customer on messages (customer);
create table if not exists covered (
  customer integer not null, breach text not null, step integer not null, key text not null,
  primary key (customer, breach, step)
) strict, without rowid;
create table if not exists suppressed (customer integer primary key, why text not null, at text not null) strict;
create table if not exists feedback (id text primary key, kind text not null, at text not null) strict, without rowid;`

export const hasNotices = (dir: string): boolean => existsSync(join(dir, 'notices.db'))

/** Campaigns and their messages. Holds no address: customers are numbers of the leak monitor's book. */
export function openQueue(dir: string, readonly = false): Sqlite.Database {
  const path = join(dir, 'notices.db')
  try {
    if (!readonly) mkdirSync(dir, { recursive: true, mode: 0o700 })
    const database = new Sqlite(path, { readonly, fileMustExist: readonly, timeout: 10_000 })
    if (readonly) return database
    database.pragma('journal_mode = wal')
    // A message that was handed over must be known to be so after a power cut too.
    database.pragma('synchronous = full')
    database.exec(schema)
    // Records of before there were experiments.
    const columns = database.pragma('table_info(messages)') as { name: string }[]
    if (!columns.some((column) => column.name === 'arm'))
      database.exec(
        "alter table messages add column arm text not null default 'told'; alter table campaigns add column hold_days integer",
      )
    return database
  } catch (cause) {
    throw new ShopwardenError('SW_NOTICES_STORE', 'The records of notices cannot be opened', {
      where: path,
      fix: 'Check that the folder can be written; restore the file from the backup if it is damaged.',
      cause,
    })
  }
}
