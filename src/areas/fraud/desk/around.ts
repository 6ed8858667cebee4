import type { FraudEvent } from '../events/schema.ts'
import type { LogRecord } from '../log/record.ts'
import { hasLink, type LinkKind, linksOf, needlesOf } from './links.ts'
import { findRecords } from './search.ts'

/** How far the log is searched. */
const lookBack = { limit: 200, maxBytes: 256 << 20 }

/** What lines hold that are one hop away from some events. */
function around(events: readonly FraudEvent[]): string[][] {
  const links = events.flatMap((event) => Object.entries(linksOf(event)) as [LinkKind, string][])
  const sets = new Map(links.map(([kind, value]) => [`${kind} ${value}`, needlesOf(kind, value)]))
  return [...sets.values()].slice(0, 40)
}

/** Where no guard is open: newest records of one value, and events one hop away by anything they share with those. */
export async function lookAround(
  path: string,
  kind: LinkKind | 'event',
  value: string,
): Promise<{ own: { records: LogRecord[]; complete: boolean }; linked: FraudEvent[] }> {
  const own = await findRecords(path, [kind === 'event' ? [value] : needlesOf(kind, value)], {
    ...lookBack,
    fits: ({ event }) => (kind === 'event' ? event.id === value : hasLink(event, kind, value)),
  })
  const linked = await findRecords(path, around(own.records.map((record) => record.event)), {
    ...lookBack,
    fits: () => true,
  })
  return { own, linked: linked.records.map((record) => record.event) }
}
