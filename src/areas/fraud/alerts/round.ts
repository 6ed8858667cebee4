import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Alert, Channel } from '../../../connect/alerts/alert.ts'
import { tell } from '../../../connect/alerts/tell.ts'
import { writeAtomically } from '../../../store/files.ts'
import type { Case } from '../cases/book.ts'
import { addAmount, type Money, moneyText } from '../report/money.ts'
import { patternName } from '../activity/activity.ts'

const alertSchema = z.object({
  id: z.string(),
  kind: z.string(),
  at: z.string(),
  title: z.string(),
  text: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})
const stateSchema = z.object({
  /** Cases that began up to here were told, or wait below to be. */
  upTo: z.string(),
  /** Those of them that began at that very moment. */
  last: z.array(z.string()),
  pending: z.array(alertSchema),
})

const DAY_MS = 86_400_000
const MOST_PENDING = 100
const MOST_LINES = 10

/** New cases as one alert: an attack of a thousand cases is one message. No name, address or card: only what kind, how bad, how much. */
export function alertOf(cases: readonly Case[], at: string): Alert {
  const worst = [...cases].sort((a, b) => b.score - a.score)
  const declined = cases.filter((item) => item.outcome === 'decline').length
  const counts = new Map<string, { cases: number; money: Money }>()
  for (const item of cases) {
    const count = counts.get(item.pattern) ?? { cases: 0, money: {} }
    for (const [currency, amount] of Object.entries(item.amounts)) addAmount(count.money, currency, amount)
    counts.set(item.pattern, { cases: count.cases + 1, money: count.money })
  }
  const lines = [...counts]
    .sort((a, b) => b[1].cases - a[1].cases)
    .slice(0, MOST_LINES)
    .map(([pattern, count]) => `${patternName(pattern)}: ${count.cases} (orders over ${moneyText(count.money)})`)
  const first = worst[0]
  return {
    id: `fraud-${createHash('sha256')
      .update(cases.map((item) => `${item.id}\0${item.openedAt}`).join('\n'))
      .digest('hex')
      .slice(0, 24)}`,
    kind: 'fraud.cases',
    at,
    title: `${cases.length} new ${cases.length === 1 ? 'case' : 'cases'} of suspicious orders${declined > 0 ? `, ${declined} declined` : ''}`,
    text: `${lines.join('\n')}\n\nLook at them before the goods leave: shopwarden fraud cases list`,
    data: {
      cases: cases.length,
      declined,
      worstScore: Math.round(first?.score ?? 0),
      worstPattern: first?.pattern ?? '',
    },
  }
}

/**
 * Tells of cases that began since the last round, and again of what could not be told. What waits lies on disk, so neither a
 * restart nor a dead receiver loses an alert; after a day it is given up.
 */
export async function alertRound(
  dir: string,
  cases: readonly Case[],
  channels: readonly Channel[],
  { now, onTrouble }: { now(): Date; onTrouble(message: string): void },
): Promise<void> {
  const path = join(dir, 'alerts.json')
  const at = now().toISOString()
  const state = existsSync(path)
    ? stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    : // What lay there before anybody was to be told is no news.
      { upTo: at, last: cases.filter((item) => item.openedAt === at).map((item) => item.id), pending: [] }
  const fresh = cases.filter(
    (item) =>
      item.state === 'open' &&
      (item.openedAt > state.upTo || (item.openedAt === state.upTo && !state.last.includes(item.id))),
  )
  const old = new Date(now().getTime() - DAY_MS).toISOString()
  const pending: Alert[] = state.pending.filter((alert) => alert.at > old)
  if (pending.length < state.pending.length)
    onTrouble(`${state.pending.length - pending.length} alerts could not be told for a day and were given up`)
  if (fresh.length > 0) pending.push(alertOf(fresh, at))
  const upTo = fresh.reduce((latest, item) => (item.openedAt > latest ? item.openedAt : latest), state.upTo)
  const last = [
    ...(upTo === state.upTo ? state.last : []),
    ...fresh.filter((item) => item.openedAt === upTo).map((item) => item.id),
  ]
  const save = (left: Alert[]) =>
    writeAtomically(path, JSON.stringify({ upTo, last, pending: left.slice(-MOST_PENDING) }))
  if (fresh.length > 0 || pending.length < state.pending.length || !existsSync(path)) save(pending)
  if (pending.length === 0) return
  const { failed } = await tell(join(dir, 'told.json'), pending, channels, { now, onTrouble })
  if (failed === 0) save([])
}
