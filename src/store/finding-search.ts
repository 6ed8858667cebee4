import { type Kysely, sql } from 'kysely'
import type { Store } from './store.ts'
import type { Schema } from './tables.ts'

/**
 * Version 6: findings are found by any part of a word without reading them all, and counted without reading any.
 *
 * SQLite: a trigram index (FTS5) that triggers only ever add to. A row whose text has changed stays under its old words, too: the
 * reader compares the finding itself anyway, so a stale entry costs a look and never shows. No row numbers tie the two together,
 * which VACUUM may change. PostgreSQL: its own trigram index (pg_trgm), which the planner picks; where the extension cannot be had,
 * searching reads the shop's findings as before.
 */
export async function addFindingSearch(db: Kysely<Schema>, kind: Store['kind']): Promise<void> {
  await db.schema
    .createTable('finding_count')
    .addColumn('shop', 'text', (column) => column.notNull().references('shop.id').onDelete('cascade'))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('area', 'text', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('rank', 'integer', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('finding_count_pk', ['shop', 'state', 'area', 'rule', 'severity'])
    .execute()
  await sql`insert into finding_count (shop, state, area, rule, severity, rank, count)
    select shop, state, area, rule, severity, min(rank), count(*) from finding group by shop, state, area, rule, severity`.execute(
    db,
  )
  await (kind === 'sqlite' ? addTrigrams(db) : addPostgresTrigrams(db))
}

async function addTrigrams(db: Kysely<Schema>): Promise<void> {
  await sql`create virtual table finding_words using fts5(fingerprint unindexed, words, tokenize = 'trigram')`.execute(
    db,
  )
  await sql`insert into finding_words (fingerprint, words)
    select fingerprint, title || char(10) || place || char(10) || rule from finding`.execute(db)
  const add = sql.raw(
    'insert into finding_words (fingerprint, words) values (new.fingerprint, new.title || char(10) || new.place || char(10) || new.rule);',
  )
  await sql`create trigger finding_words_new after insert on finding begin ${add} end`.execute(db)
  await sql`create trigger finding_words_changed after update of title, place, rule on finding
    when old.title is not new.title or old.place is not new.place or old.rule is not new.rule begin ${add} end`.execute(
    db,
  )
}

const addPostgresTrigrams = (db: Kysely<Schema>) =>
  sql`do $$ begin
    create extension if not exists pg_trgm;
    create index finding_words on finding
      using gin (lower(title) gin_trgm_ops, lower(place) gin_trgm_ops, lower(rule) gin_trgm_ops);
  exception when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
    raise notice 'pg_trgm cannot be had: findings are searched without an index';
  end $$`.execute(db)

/**
 * Version 7: what a search has found is put in order from an index alone. The findings' own rows are wide, each on a page of its
 * own, and a word of two thousand would read them all to show fifty.
 */
export async function addFindingOrder(db: Kysely<Schema>, kind: Store['kind']): Promise<void> {
  if (kind === 'sqlite')
    await db.schema
      .createIndex('finding_order')
      .on('finding')
      .columns(['shop', 'fingerprint', 'state', 'rank'])
      .execute()
}

/**
 * Version 8, SQLite: each finding has a number of its own, which VACUUM leaves alone. The trigram index holds numbers and no text, and
 * what it found is put in order from one index: a word of two thousand costs half of what reading their fingerprints did. An entry
 * goes with its finding, and is made anew when the finding's words change.
 */
export async function addFindingNumbers(db: Kysely<Schema>, kind: Store['kind']): Promise<void> {
  if (kind !== 'sqlite') return
  const words = (row: string) => `${row}title || char(10) || ${row}place || char(10) || ${row}rule`
  const insert = (row: string) =>
    `insert into finding_words (rowid, words) select number, ${words('')} from finding
      where shop = ${row}.shop and fingerprint = ${row}.fingerprint;`
  const steps = [
    'drop trigger finding_words_new',
    'drop trigger finding_words_changed',
    'drop table finding_words',
    'drop index finding_order',
    'alter table finding add column number integer',
    'update finding set number = rowid',
    'create index finding_number on finding (number, shop, state, rank, fingerprint)',
    "create virtual table finding_words using fts5(words, content = '', contentless_delete = 1, tokenize = 'trigram')",
    `insert into finding_words (rowid, words) select number, ${words('')} from finding`,
    `create trigger finding_words_new after insert on finding begin
      update finding set number = coalesce((select max(number) from finding), 0) + 1
        where shop = new.shop and fingerprint = new.fingerprint;
      ${insert('new')}
    end`,
    `create trigger finding_words_changed after update of title, place, rule on finding
      when old.title is not new.title or old.place is not new.place or old.rule is not new.rule begin
      delete from finding_words where rowid = old.number;
      ${insert('new')}
    end`,
    'create trigger finding_words_gone after delete on finding begin delete from finding_words where rowid = old.number; end',
  ]
  for (const step of steps) await sql.raw(step).execute(db)
}
