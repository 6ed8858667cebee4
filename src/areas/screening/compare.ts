import type { Readable } from 'node:stream'
import { columnOf, readRows } from '../../connect/tabular/read.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { type Quality, qualityOf } from '../../core/quality.ts'
import type { Look } from './schema.ts'

/** What became of an order; and the shop's own score of it, 0 to 100, where the file has one. */
export interface Fate {
  fraud: boolean
  own: number | undefined
}

const bad = /^(1|true|yes|y|fraud|chargeback|charged.?back|abuse|bad)$/i
const good = /^(0|false|no|n|legitimate|legit|honest|ok|good|paid)$/i

/**
 * Orders and what became of them, from CSV, JSONL or a JSON array: columns order (or id), outcome (or chargeback, fraud, label) and, if
 * there, score. Rows whose outcome is empty or not understood are left out: not known is not honest.
 * @throws SW_SCREENING_OUTCOMES where a column is missing
 */
export async function readFates(file: string | Readable): Promise<{ fates: Map<string, Fate>; leftOut: number }> {
  const fates = new Map<string, Fate>()
  let leftOut = 0
  let columns: { order: string; outcome: string; score: string | undefined } | undefined
  for await (const row of readRows(file)) {
    if (columns === undefined) {
      const order = columnOf(row, ['order', 'orderid', 'order.id', 'id', 'event'])
      const outcome = columnOf(row, ['outcome', 'verdict', 'label', 'label.verdict', 'chargeback', 'fraud', 'isfraud'])
      if (order === undefined || outcome === undefined)
        throw new ShopwardenError('SW_SCREENING_OUTCOMES', 'The file does not say what became of which order', {
          where: Object.keys(row).slice(0, 10).join(', '),
          fix: 'It needs a column "order" and a column "outcome" (chargeback or legitimate); "score" for your own score.',
        })
      columns = { order, outcome, score: columnOf(row, ['score', 'ownscore', 'decision.score']) }
    }
    const order = row[columns.order]?.trim() ?? ''
    const outcome = row[columns.outcome]?.trim() ?? ''
    const own = columns.score === undefined || row[columns.score] === '' ? Number.NaN : Number(row[columns.score])
    if (order === '' || !(bad.test(outcome) || good.test(outcome))) leftOut++
    else fates.set(order, { fraud: bad.test(outcome), own: Number.isNaN(own) ? undefined : own })
  }
  return { fates, leftOut }
}

export interface ServiceRecord {
  service: string
  /** Orders it judged whose fate is known. */
  orders: number
  frauds: number
  /** Middle score of frauds and of honest orders. */
  middle: { fraud: number | undefined; honest: number | undefined }
  quality: Quality
  /** Scores at or above each bound: how many orders, share right, share of frauds found. */
  at: { score: number; orders: number; precision: number | undefined; recall: number | undefined }[]
}

export interface Comparison {
  /** Orders with a known fate that at least one service judged. */
  orders: number
  frauds: number
  services: ServiceRecord[]
  /** The same on those orders only that every service judged: what may be compared. */
  common: { orders: number; frauds: number; services: { service: string; auc: number | undefined }[] }
  /** Orders on which services differ most. */
  apart: { order: string; fraud: boolean; scores: Record<string, number> }[]
}

const OWN = 'own rules'
const BOUNDS = [25, 50, 75, 90]
const APART = 40
const MOST_APART = 20

const middleOf = (values: number[]) =>
  values.length === 0 ? undefined : values.sort((a, b) => a - b)[Math.floor(values.length / 2)]

function recordOf(service: string, judged: { score: number; fraud: boolean }[]): ServiceRecord {
  const frauds = judged.filter((item) => item.fraud).length
  const scores = (fraud: boolean) => judged.filter((item) => item.fraud === fraud).map((item) => item.score)
  return {
    service,
    orders: judged.length,
    frauds,
    middle: { fraud: middleOf(scores(true)), honest: middleOf(scores(false)) },
    quality: qualityOf(judged.map((item) => ({ ...item, flagged: item.score >= 50, amount: 0 }))),
    at: BOUNDS.map((score) => {
      const over = judged.filter((item) => item.score >= score)
      const hits = over.filter((item) => item.fraud).length
      return {
        score,
        orders: over.length,
        precision: over.length === 0 ? undefined : hits / over.length,
        recall: frauds === 0 ? undefined : hits / frauds,
      }
    }),
  }
}

/** Services' scores side by side with what became of the orders. The newest answer of a service to an order counts. Pure. */
export function compareServices(looks: Iterable<Look>, fates: ReadonlyMap<string, Fate>): Comparison {
  const scores = new Map<string, Map<string, number>>()
  const add = (service: string, order: string, score: number) => {
    const own = scores.get(service) ?? new Map<string, number>()
    own.set(order, score)
    scores.set(service, own)
  }
  for (const { service, order, ok, score } of looks)
    if (ok && score !== undefined && fates.has(order)) add(service, order, score)
  const asked = new Set([...scores.values()].flatMap((own) => [...own.keys()]))
  for (const order of asked) {
    const own = fates.get(order)?.own
    if (own !== undefined) add(OWN, order, own)
  }
  const names = [...scores.keys()].sort()
  const judged = (service: string, orders: Iterable<string>) =>
    [...orders].flatMap((order) => {
      const score = scores.get(service)?.get(order)
      return score === undefined ? [] : [{ score, fraud: fates.get(order)?.fraud === true }]
    })
  const common = [...asked].filter((order) => names.every((name) => scores.get(name)?.has(order)))
  const apart = [...asked]
    .map((order) => {
      const own = Object.fromEntries(
        names.flatMap((name) => {
          const score = scores.get(name)?.get(order)
          return score === undefined ? [] : [[name, score]]
        }),
      )
      const values = Object.values(own)
      return {
        order,
        fraud: fates.get(order)?.fraud === true,
        scores: own,
        span: Math.max(...values) - Math.min(...values),
      }
    })
    .filter(({ span }) => span >= APART)
    .sort((a, b) => b.span - a.span)
    .slice(0, MOST_APART)
    .map(({ order, fraud, scores: own }) => ({ order, fraud, scores: own }))
  const fraudsOf = (orders: readonly string[]) => orders.filter((order) => fates.get(order)?.fraud).length
  return {
    orders: asked.size,
    frauds: fraudsOf([...asked]),
    services: names.map((name) => recordOf(name, judged(name, asked))),
    common: {
      orders: common.length,
      frauds: fraudsOf(common),
      services: names.map((service) => ({ service, auc: recordOf(service, judged(service, common)).quality.auc })),
    },
    apart,
  }
}

const percent = (share: number | undefined) => (share === undefined ? 'not known' : `${(100 * share).toFixed(1)} %`)
const plain = (text: string) => text.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 80)

export function comparisonText(comparison: Comparison, leftOut: number): string {
  const { orders, frauds, services, common, apart } = comparison
  if (orders === 0)
    return 'No order of the file was judged by a service: nothing to compare. Run "shopwarden screening score FILE" on your orders first.\n'
  return `${[
    `${orders} orders with a known end were judged by a service, ${frauds} of them fraud${leftOut > 0 ? `; ${leftOut} rows without a clear outcome were left out` : ''}.`,
    ...services.flatMap(({ service, orders: count, quality, middle, at }) => [
      '',
      `${service}: ${count} orders; ranking (AUC) ${quality.auc?.toFixed(3) ?? 'not known'}; middle score of frauds ${middle.fraud ?? 'not known'}, of honest orders ${middle.honest ?? 'not known'}`,
      ...at.map(
        ({ score, orders: over, precision, recall }) =>
          `  from ${score}: ${over} orders, right in ${percent(precision)}, frauds found ${percent(recall)}`,
      ),
    ]),
    '',
    `On the ${common.orders} orders that all judged: ${common.services.map(({ service, auc }) => `${service} ${auc?.toFixed(3) ?? 'not known'}`).join(', ')}`,
    ...(apart.length > 0 ? ['', 'Where they differ most:'] : []),
    ...apart.map(
      ({ order, fraud, scores }) =>
        `  ${plain(order)} (${fraud ? 'fraud' : 'honest'}): ${Object.entries(scores)
          .map(([name, score]) => `${name} ${score.toFixed(0)}`)
          .join(', ')}`,
    ),
    ...(frauds < 30 ? ['', 'Fewer than 30 frauds: differences between services may be chance.'] : []),
  ].join('\n')}\n`
}
