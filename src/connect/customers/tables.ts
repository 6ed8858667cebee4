import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { ShopwardenError } from '../../core/errors.ts'

const hashes = `
create table if not exists customers (
  id integer primary key, mac blob not null, lookup blob not null, reference blob, imported_at text not null
) strict;
create table if not exists objections (mac blob primary key, at text not null, sealed blob) strict, without rowid;
create table if not exists measures (
  customer integer not null references customers (id) on delete cascade, measure text not null, confirmed_at text not null,
  primary key (customer, measure)
) strict, without rowid;
create table if not exists pairs (
  customer integer not null references customers (id) on delete cascade, hash blob not null, primary key (customer, hash)
) strict, without rowid;
create table if not exists breaches (name text primary key, details text not null) strict, without rowid;
create table if not exists exposures (
  customer integer not null references customers (id) on delete cascade, breach text not null, leaked text not null,
  exact integer not null, first_seen text not null, last_seen text not null, told_at text, changed_at text,
  primary key (customer, breach)
) strict, without rowid;
create table if not exists asked (
  source text not null, customer integer not null, at text not null, primary key (source, customer)
) strict, without rowid;
create table if not exists sweeps (
  at text not null, source text not null, kind text not null, customers integer not null, lines integer not null,
  readable integer not null, found integer not null, fresh integer not null, complete integer not null
) strict;`
/** Looking customers up. Apart from the tables: a first list of millions is taken in without them (load.ts). */
export const customerIndexes = `
create unique index if not exists customers_mac on customers (mac);
create index if not exists customers_lookup on customers (lookup);
create index if not exists customers_reference on customers (reference) where reference is not null;`
const contacts = `create table if not exists contacts (
  customer integer primary key, key text not null, sealed blob not null
) strict;`

function open(path: string, schema: string, readonly: boolean): Sqlite.Database {
  try {
    const database = new Sqlite(path, { readonly, fileMustExist: readonly, timeout: 10_000 })
    if (readonly) return database
    database.pragma('journal_mode = wal')
    database.pragma('synchronous = full')
    database.pragma('foreign_keys = on')
    // Deleted customers must be gone from the file too, not only from its index.
    database.pragma('secure_delete = on')
    database.exec(schema)
    // Records of before objections could be carried to a new key.
    const objections = database.pragma('table_info(objections)') as { name: string }[]
    if (objections.length > 0 && !objections.some((column) => column.name === 'sealed'))
      database.exec('alter table objections add column sealed blob')
    return database
  } catch (cause) {
    throw new ShopwardenError('SW_LEAKS_STORE', 'The records of customers cannot be opened', {
      where: path,
      fix: 'Check that the folder can be written and that the file is not damaged; restore it from the backup if it is.',
      cause,
    })
  }
}

export const hasCustomers = (dir: string): boolean => existsSync(join(dir, 'customers.db'))

/** Hashes and exposures. */
export function openHashes(dir: string, readonly = false): Sqlite.Database {
  if (!readonly) mkdirSync(dir, { recursive: true, mode: 0o700 })
  return open(join(dir, 'customers.db'), hashes, readonly)
}

/** Encrypted contact data, in a file of its own that can be kept elsewhere or deleted. */
export const openContacts = (dir: string): Sqlite.Database => open(join(dir, 'contacts.db'), contacts, false)
