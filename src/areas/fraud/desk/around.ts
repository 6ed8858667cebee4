import type { FraudEvent } from '../events/schema.ts'
import type { LogRecord } from '../log/record.ts'
import { type LinkKind, linksOf, needleOf } from './links.ts'
import { findRecords } from './search.ts'

const lookBack = { limit: 200, maxBytes: 256 << 20 }

/** Values that one hop from a customer's events leads to. */
const around = (events: readonly FraudEvent[]) =>
  [
    ...new Set(
      events.flatMap((event) =>
        Object.entries(linksOf(event)).map(([kind, value]) => needleOf(kind as LinkKind, value)),
      ),
    ),
  ].slice(0, 40)

/** Newest records of one value, and events one hop away by anything they share with those. */
export async function lookAround(
  path: string,
  kind: LinkKind | 'event',
  value: string,
): Promise<{ own: { records: LogRecord[]; complete: boolean }; linked: FraudEvent[] }> {
  const own = await findRecords(path, [kind === 'event' ? value : needleOf(kind, value)], {
    ...lookBack,
    fits: ({ event }) => (kind === 'event' ? event.id === value : linksOf(event)[kind] === value),
  })
  const linked = await findRecords(path, around(own.records.map((record) => record.event)), {
    ...lookBack,
    fits: () => true,
  })
  return { own, linked: linked.records.map((record) => record.event) }
}
