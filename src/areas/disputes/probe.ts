import { join } from 'node:path'
import { readRows } from '../../connect/tabular/read.ts'
import type { Probe, ProbeContext } from '../../core/probe.ts'
import { shippingCoverage } from './coverage.ts'
import { readReasons } from './qualify/reasons.ts'
import { completeness } from './records/completeness.ts'
import { countAnswered } from './records/answered.ts'
import { readMonths } from './records/months.ts'
import { hasRecords, locationOf, openRoom, type Room } from './records/room.ts'
import { answeredFact, coverageFact, ratiosFact } from './schema.ts'
import { readProgrammes } from './watch/programmes.ts'
import { ratios } from './watch/ratios.ts'

const dayMs = 86_400_000
const PERIOD = 90

const shipments: Probe = {
  id: 'disputes/shipments',
  version: '1',
  area: 'disputes',
  needs: ['feed'],
  touch: 'passive',
  facts: [coverageFact],
  timeLimitSeconds: 120,
  async run(shop, context) {
    const { orders, shipments } = shop.feeds
    if (orders === undefined || shipments === undefined) {
      return context.couldNotLook(
        coverageFact,
        'feeds',
        'Both an export of orders and one of shipments are needed.',
        'Name feeds.orders and feeds.shipments in shop.yaml.',
      )
    }
    const coverage = await shippingCoverage(readRows(orders), readRows(shipments))
    if (coverage) context.observe(coverageFact, 'feeds', coverage)
    else
      context.couldNotLook(
        coverageFact,
        'feeds',
        'The export of orders has no order with a number and a date.',
        'Give columns such as order_id and created_at.',
      )
  },
}

async function look(room: Room, context: ProbeContext): Promise<void> {
  const now = context.now()
  const reasons = readReasons(context.knowledgeDir)
  const from = new Date(now.getTime() - PERIOD * dayMs)
  const report = await completeness(room, { from, to: now, most: 20 }, now)
  // Digital goods need no shipping note, but proof that they were used.
  const orders = report.provable
  if (report.due + orders > 0) {
    const noted = report.due === 0 ? 1 : report.withNote / report.due
    context.observe(coverageFact, 'records', {
      from: report.from,
      to: report.to,
      orders: Math.max(orders, 1),
      withNote: Math.round(noted * Math.max(orders, 1)),
      withProof: orders === 0 ? 1 : report.withProof,
      missing: report.withoutNote,
    })
  }
  const answered = await countAnswered(room, from, now)
  if (answered.disputes > 0) context.observe(answeredFact, 'records', answered)
  else
    context.couldNotLook(
      answeredFact,
      'records',
      `No dispute of the last ${PERIOD} days is recorded.`,
      'If there were some, take them in: shopwarden disputes take disputes.csv',
    )
  const { programmes, asOf } = readProgrammes(context.knowledgeDir)
  const results = ratios(programmes, await readMonths(room, reasons, now, 1), now).filter(
    (item) => item.alarm !== 'unknown',
  )
  if (results.length > 0)
    context.observe(ratiosFact, 'records', {
      month: now.toISOString().slice(0, 7),
      factsAsOf: asOf,
      programmes: results.map(({ programme, title, alarm, ratio, threshold, because }) => ({
        programme,
        title,
        alarm,
        ...(ratio !== undefined && { ratio }),
        threshold,
        because,
      })),
    })
  else
    context.couldNotLook(
      ratiosFact,
      'records',
      'No payments of a card network are recorded for this month or the last.',
      'Import orders with their payments: shopwarden disputes import orders.csv',
    )
}

const records: Probe = {
  id: 'disputes/records',
  version: '1',
  area: 'disputes',
  needs: ['records'],
  touch: 'passive',
  facts: [answeredFact, ratiosFact],
  timeLimitSeconds: 120,
  async run(_shop, context) {
    const dir = join(context.stateDir, 'disputes')
    const location = locationOf(dir, context.databaseUrl)
    if (location !== context.databaseUrl && !hasRecords(dir)) {
      for (const fact of [answeredFact, ratiosFact])
        context.couldNotLook(
          fact,
          'records',
          'No record of orders and disputes was found.',
          'Start with "shopwarden disputes import orders.csv" and "disputes take disputes.csv".',
        )
      return
    }
    const room = await openRoom(location, join(dir, 'keys'), context.now())
    try {
      await look(room, context)
    } finally {
      await room.close()
    }
  },
}

export const probes: readonly Probe[] = [shipments, records]
