import type { Dispute } from '../intake/schema.ts'
import { familyOf, type Family, type Reasons } from '../qualify/reasons.ts'
import { listCases, orderOf } from '../records/cases.ts'
import type { Room } from '../records/room.ts'

export interface Slice {
  of: 'product' | 'carrier' | 'campaign' | 'reason' | 'network'
  name: string
  disputes: number
  /** Orders of the same slice in the same time; undefined for reasons, which orders do not have. */
  orders: number | undefined
  share: number | undefined
  families: Partial<Record<Family, number>>
}

const columns = ['product', 'carrier', 'campaign', 'network'] as const

/** Where disputes come from: by reason, product, carrier, campaign and network, the most first, each beside its orders. */
export async function insights(room: Room, reasons: Reasons, since: string, most = 20): Promise<Slice[]> {
  const disputes = await listCases(room, undefined, since)
  const found: {
    dispute: Dispute
    family: Family
    row: Record<(typeof columns)[number], string | null> | undefined
  }[] = []
  for (const dispute of disputes) {
    const order = await orderOf(room, dispute)
    const row =
      order === undefined
        ? undefined
        : await room.db
            .selectFrom('disputes_orders')
            .select([...columns])
            .where('id', '=', order)
            .executeTakeFirst()
    found.push({ dispute, family: familyOf(dispute, reasons), row })
  }
  const slices: Slice[] = []
  const gather = (of: Slice['of'], nameOf: (item: (typeof found)[number]) => string | null | undefined) => {
    const groups = Map.groupBy(
      found.filter((item) => nameOf(item)),
      (item) => nameOf(item)!,
    )
    for (const [name, items] of groups) {
      const families: Slice['families'] = {}
      for (const { family } of items) families[family] = (families[family] ?? 0) + 1
      slices.push({ of, name, disputes: items.length, orders: undefined, share: undefined, families })
    }
  }
  gather('reason', (item) =>
    [item.dispute.network, item.dispute.reasonCode ?? item.dispute.providerReason].filter(Boolean).join(' '),
  )
  for (const column of columns)
    gather(column, (item) => item.row?.[column] ?? (column === 'network' ? item.dispute.network : undefined))
  const top = slices.sort((a, b) => b.disputes - a.disputes || a.name.localeCompare(b.name)).slice(0, most * 5)
  for (const slice of top) {
    if (slice.of === 'reason') continue
    const row = await room.db
      .selectFrom('disputes_orders')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where(slice.of, '=', slice.name)
      .where('placed_at', '>=', since)
      .executeTakeFirstOrThrow()
    slice.orders = Number(row.n)
    slice.share = slice.orders > 0 ? slice.disputes / slice.orders : undefined
  }
  return top
}
