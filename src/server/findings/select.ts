import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { SEVERITIES, type Severity } from '../../core/severity.ts'
import type { FindingTable } from '../../store/server-tables.ts'
import type { Store } from '../../store/store.ts'
import type { Schema } from '../../store/tables.ts'
import type { FindingFilters } from './filters.ts'

/** The last item of the page before. */
type After = readonly [rank: number, fingerprint: string] | undefined
type Builder = ExpressionBuilder<Schema, 'finding'>

/** `%`, `_` and `\` in what somebody searches for mean themselves. */
const like = (word: string) => `%${word.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`

const wordsOf = (query: FindingFilters) => (query.search ?? '').split(/\s+/).filter(Boolean).slice(0, 5)

/** Words found in more findings than this are met soon by going through the findings in order. */
const mostHits = 4000

/** The less often a sign stands in words, the later here; digits tell names of files apart. */
const commonFirst = 'etaoinsrhldcumfpgwybvkxjqz'
const rarity = (three: string) =>
  [...three].reduce((sum, sign) => sum + (/\d/.test(sign) ? 40 : commonFirst.indexOf(sign) + 1), 0)

/** How many pieces of three letters are looked up where not all need be. */
const fewPieces = 3

/** The pieces of three letters of a word that likely stand in the fewest findings. */
function rarestOf(word: string): string[] {
  const signs = [...word.toLowerCase()]
  const pieces = new Set(signs.slice(2).map((_, at) => signs.slice(at, at + 3).join('')))
  return [...pieces].sort((a, b) => rarity(b) - rarity(a)).slice(0, fewPieces)
}

/**
 * Numbers of findings that may fit the words searched for, as JSON, from SQLite's trigram index; undefined where they are too many or the
 * words too short for it to help, and on PostgreSQL, whose planner weighs that itself. A few rare pieces are looked up first: among
 * a million findings going along the lists of the common ones is most of the time.
 */
async function narrowed({ db, kind }: Store, query: FindingFilters): Promise<string | undefined> {
  const words = wordsOf(query).filter((word) => [...word].length >= 3)
  if (kind !== 'sqlite' || words.length === 0) return undefined
  for (const pieces of [words.flatMap(rarestOf), words]) {
    const match = pieces.map((piece) => `"${piece.replaceAll('"', '""')}"`).join(' ')
    const { rows } = await sql<{
      found: string
      hits: number
    }>`select json_group_array(number) as found, count(*) as hits
      from (select rowid as number from finding_words where finding_words match ${match} limit ${mostHits + 1})`.execute(
      db,
    )
    if (rows[0] !== undefined && rows[0].hits <= mostHits) return rows[0].found
  }
  return undefined
}

const statesOf = (query: FindingFilters) => (query.state === 'active' ? ['open', 'assigned'] : [query.state])

/** The same worst first: from an index alone, whatever the findings weigh. */
async function inOrder({ db }: Store, shop: string, query: FindingFilters, found: string, after: After) {
  const { rows } = await sql<{ number: number }>`select finding.number
    from json_each(${found}) as candidate cross join finding indexed by finding_number
    where finding.number = candidate.value and finding.shop = ${shop} and finding.state in (${sql.join(statesOf(query))})
      ${after === undefined ? sql`` : sql`and (finding.rank, finding.fingerprint) > (${after[0]}, ${after[1]})`}
    order by finding.rank, finding.fingerprint`.execute(db)
  return rows.map((row) => row.number)
}

function conditions(eb: Builder, shop: string, query: FindingFilters, among: string | undefined) {
  // The unary plus keeps SQLite from walking all of the shop's findings instead of fetching these.
  const parts: Expression<SqlBool>[] =
    among === undefined
      ? [eb('shop', '=', shop)]
      : [sql<boolean>`number in (select value from json_each(${among}))`, sql<boolean>`+shop = ${shop}`]
  parts.push(eb('state', 'in', statesOf(query)))
  if (query.area !== undefined) parts.push(eb('area', '=', query.area))
  if (query.severity !== undefined) parts.push(eb('rank', '<=', SEVERITIES.indexOf(query.severity)))
  if (query.rule !== undefined) parts.push(eb('rule', '=', query.rule))
  if (query.assignee !== undefined) parts.push(eb('assignee', '=', query.assignee))
  for (const word of wordsOf(query)) {
    const matches = (column: 'title' | 'place' | 'rule') =>
      sql<boolean>`lower(${sql.ref(column)}) like ${like(word)} escape '\\'`
    parts.push(eb.or([matches('title'), matches('place'), matches('rule')]))
  }
  return eb.and(parts)
}

/** Everything but the finding itself, which is long and which no list shows. */
const lineColumns = [
  'shop',
  'fingerprint',
  'area',
  'rule',
  'severity',
  'rank',
  'confidence',
  'title',
  'place',
  'line',
  'first_seen',
  'last_seen',
  'last_audit',
  'state',
  'assignee',
  'reason',
  'until',
  'changed_by',
  'changed_at',
] as const
export type FindingRow = Pick<FindingTable, (typeof lineColumns)[number]>

/** Worst first, by an index that the filters most used have; the page starts after the last item of the one before. */
export async function selectFindings(
  store: Store,
  shop: string,
  query: FindingFilters,
  after: After,
  limit: number,
): Promise<FindingRow[]> {
  const found = await narrowed(store, query)
  if (found !== undefined) return fitting(store, shop, query, await inOrder(store, shop, query, found, after), limit)
  let rows = store.db
    .selectFrom('finding')
    .select(lineColumns)
    .where((eb) => conditions(eb, shop, query, undefined))
  // Compared as a pair, which both databases answer from the index wherever the page is.
  if (after !== undefined) rows = rows.where(sql<boolean>`(rank, fingerprint) > (${after[0]}, ${after[1]})`)
  return rows.orderBy('rank').orderBy('fingerprint').limit(limit).execute()
}

/** The first of the candidates that do fit: looked at in parts, each four times the last, since mostly the first ones do. */
async function fitting(
  { db }: Store,
  shop: string,
  query: FindingFilters,
  among: readonly number[],
  limit: number,
): Promise<FindingRow[]> {
  const found: FindingRow[] = []
  for (let from = 0, size = limit; from < among.length && found.length < limit; from += size, size *= 4) {
    const part = JSON.stringify(among.slice(from, from + size))
    const rows = await db
      .selectFrom('finding')
      .select(lineColumns)
      .where((eb) => conditions(eb, shop, query, part))
      .orderBy('rank')
      .orderBy('fingerprint')
      .limit(limit - found.length)
      .execute()
    found.push(...rows)
  }
  return found
}

const mostGroups = 500

/** Groups from the counts that are kept, which a million findings do not make slower. */
const countedBy = ({ db }: Store, shop: string, query: FindingFilters, by: 'area' | 'rule' | 'severity') =>
  db
    .selectFrom('finding_count')
    .select((eb) => [eb.ref(by).as('name'), eb.fn.sum<number>('count').as('count'), eb.fn.min('rank').as('worst')])
    .where('shop', '=', shop)
    .where('count', '>', 0)
    .where('state', 'in', statesOf(query))
    .$if(query.area !== undefined, (rows) => rows.where('area', '=', query.area ?? ''))
    .$if(query.rule !== undefined, (rows) => rows.where('rule', '=', query.rule ?? ''))
    .$if(query.severity !== undefined, (rows) => rows.where('rank', '<=', SEVERITIES.indexOf(query.severity ?? 'info')))
    .groupBy(by)
    .orderBy('worst')
    .orderBy('count', 'desc')
    .limit(mostGroups)
    .execute()

/** How many of each, the worst and most frequent first. */
export async function groupFindings(
  store: Store,
  shop: string,
  query: FindingFilters,
  by: 'area' | 'rule' | 'place' | 'severity',
): Promise<{ total: number; items: { name: string; count: number; worst: Severity }[] }> {
  const kept = wordsOf(query).length === 0 && query.assignee === undefined
  const among = kept ? undefined : await narrowed(store, query)
  const rows = await (kept && by !== 'place'
    ? countedBy(store, shop, query, by)
    : store.db
        .selectFrom('finding')
        .select((eb) => [eb.ref(by).as('name'), eb.fn.countAll<number>().as('count'), eb.fn.min('rank').as('worst')])
        .where((eb) => conditions(eb, shop, query, among))
        .groupBy(by)
        .orderBy('worst')
        .orderBy('count', 'desc')
        .limit(mostGroups)
        .execute())
  const items = rows.map((row) => ({
    name: row.name,
    count: Number(row.count),
    worst: SEVERITIES[Number(row.worst)] ?? 'info',
  }))
  return { total: items.reduce((sum, item) => sum + item.count, 0), items }
}
