import { type ExpressionBuilder, sql } from 'kysely'
import { SEVERITIES, type Severity } from '../../core/severity.ts'
import type { FindingTable } from '../../store/server-tables.ts'
import type { Store } from '../../store/store.ts'
import type { Schema } from '../../store/tables.ts'
import type { FindingFilters } from './filters.ts'

type Builder = ExpressionBuilder<Schema, 'finding'>

/** `%`, `_` and `\` in what somebody searches for mean themselves. */
const like = (word: string) => `%${word.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`

function conditions(eb: Builder, shop: string, query: FindingFilters) {
  const parts = [eb('shop', '=', shop)]
  if (query.state === 'active') parts.push(eb('state', 'in', ['open', 'assigned']))
  else parts.push(eb('state', '=', query.state))
  if (query.area !== undefined) parts.push(eb('area', '=', query.area))
  if (query.severity !== undefined) parts.push(eb('rank', '<=', SEVERITIES.indexOf(query.severity)))
  if (query.rule !== undefined) parts.push(eb('rule', '=', query.rule))
  if (query.assignee !== undefined) parts.push(eb('assignee', '=', query.assignee))
  for (const word of (query.search ?? '').split(/\s+/).filter(Boolean).slice(0, 5)) {
    const matches = (column: 'title' | 'place' | 'rule') =>
      sql<boolean>`lower(${sql.ref(column)}) like ${like(word)} escape '\\'`
    parts.push(eb.or([matches('title'), matches('place'), matches('rule')]))
  }
  return eb.and(parts)
}

/** Worst first, by an index that the filters most used have; the page starts after the last item of the one before. */
export function selectFindings(
  { db }: Store,
  shop: string,
  query: FindingFilters,
  after: readonly [rank: number, fingerprint: string] | undefined,
  limit: number,
): Promise<FindingTable[]> {
  let rows = db
    .selectFrom('finding')
    .selectAll()
    .where((eb) => conditions(eb, shop, query))
  // Compared as a pair, which both databases answer from the index wherever the page is.
  if (after !== undefined) rows = rows.where(sql<boolean>`(rank, fingerprint) > (${after[0]}, ${after[1]})`)
  return rows.orderBy('rank').orderBy('fingerprint').limit(limit).execute()
}

const mostGroups = 500

/** How many of each, the worst and most frequent first. */
export async function groupFindings(
  { db }: Store,
  shop: string,
  query: FindingFilters,
  by: 'area' | 'rule' | 'place' | 'severity',
): Promise<{ total: number; items: { name: string; count: number; worst: Severity }[] }> {
  const rows = await db
    .selectFrom('finding')
    .select((eb) => [eb.ref(by).as('name'), eb.fn.countAll<number>().as('count'), eb.fn.min('rank').as('worst')])
    .where((eb) => conditions(eb, shop, query))
    .groupBy(by)
    .orderBy('worst')
    .orderBy('count', 'desc')
    .limit(mostGroups)
    .execute()
  const items = rows.map((row) => ({
    name: row.name,
    count: Number(row.count),
    worst: SEVERITIES[Number(row.worst)] ?? 'info',
  }))
  return { total: items.reduce((sum, item) => sum + item.count, 0), items }
}
