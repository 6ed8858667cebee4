import { readRows } from '../../connect/tabular/read.ts'
import type { Probe } from '../../core/probe.ts'
import { shippingCoverage } from './coverage.ts'
import { coverageFact } from './schema.ts'

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

export const probes: readonly Probe[] = [shipments]
