import type { Dispute } from '../intake/schema.ts'
import { familyOf, type Reasons } from '../qualify/reasons.ts'
import type { Month } from '../watch/months.ts'
import { listCases } from './cases.ts'
import type { Room } from './room.ts'

const networks = ['visa', 'mastercard', 'amex', 'discover']

interface Group {
  match: (dispute: Dispute) => boolean
  head: Pick<Month, 'network'> | Pick<Month, 'provider'>
  payments: ReadonlyMap<string, number>
  reports: ReadonlyMap<string, number>
}

/** Counts of the last months from the records, by network and by provider. Payments are orders with a payment of the network. */
export async function readMonths(room: Room, reasons: Reasons, now: Date, back = 3): Promise<Month[]> {
  const months = Array.from({ length: back + 1 }, (_, index) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - index, 1)).toISOString().slice(0, 7),
  )
  const since = `${months.at(-1)}-01T00:00:00.000Z`
  const rows = await room.db
    .selectFrom('disputes_orders')
    .select((eb) => [
      'network',
      eb.fn<string>('substr', ['placed_at', eb.lit(1), eb.lit(7)]).as('month'),
      eb.fn.countAll<number>().as('n'),
      eb.fn.sum<number>('fraud_reported').as('reported'),
    ])
    .where('placed_at', '>=', since)
    .where('network', 'is not', null)
    .groupBy(['network', (eb) => eb.fn('substr', ['placed_at', eb.lit(1), eb.lit(7)])])
    .execute()
  const disputes = await listCases(room, undefined, since)
  const counted = (network: string | undefined, key: 'n' | 'reported') => {
    const map = new Map<string, number>()
    for (const row of rows)
      if (network === undefined || row.network === network)
        map.set(row.month, (map.get(row.month) ?? 0) + Number(row[key]))
    return map
  }
  const groups: Group[] = [
    ...networks.map((network) => ({
      head: { network },
      match: (dispute: Dispute) => dispute.network === network,
      payments: counted(network, 'n'),
      reports: counted(network, 'reported'),
    })),
    {
      head: { provider: 'paypal' },
      match: (dispute) => dispute.provider === 'paypal',
      payments: counted('paypal', 'n'),
      reports: new Map(),
    },
    {
      head: { provider: 'stripe' },
      match: (dispute) => dispute.provider === 'stripe',
      payments: counted(undefined, 'n'),
      reports: new Map(),
    },
  ]
  return groups.flatMap((group) =>
    months.flatMap((month): Month[] => {
      // An inquiry is no chargeback: it counts in no programme.
      const of = disputes.filter(
        (dispute) => group.match(dispute) && dispute.openedAt.startsWith(month) && dispute.phase !== 'inquiry',
      )
      const payments = group.payments.get(month) ?? 0
      if (payments === 0 && of.length === 0) return []
      const fraud = of.filter((dispute) => familyOf(dispute, reasons) === 'fraud')
      const currencies = new Set(fraud.map((dispute) => dispute.amount.currency))
      return [
        {
          month,
          ...group.head,
          payments,
          disputes: of.length,
          fraudDisputes: fraud.length,
          fraudReports: group.reports.get(month) ?? 0,
          leftOut: 0,
          ...(currencies.size === 1 && {
            fraudAmount: {
              minor: fraud.reduce((sum, dispute) => sum + dispute.amount.minor, 0),
              currency: [...currencies][0]!,
            },
          }),
        },
      ]
    }),
  )
}
