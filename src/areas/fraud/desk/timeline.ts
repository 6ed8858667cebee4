import { emailKey, phoneKey, placeKeys } from '../names/keys.ts'
import { type Dimension } from '../features/dimensions.ts'
import { rowsAround, rowsOfKeys } from '../features/chains.ts'
import { OFFSET } from '../features/rows.ts'
import type { FraudGuard } from '../guard.ts'
import { logPath, readRecordsAt } from '../log/read.ts'
import type { LogRecord } from '../log/record.ts'
import { hasLink, type LinkKind, placeOf } from './links.ts'

/** The chain of each kind of link, and the keys that a value may have in it. */
const chains: Record<LinkKind, readonly [dimension: Dimension, keys: (value: string) => string[]]> = {
  customer: ['user', (value) => [value]],
  email: ['email', (value) => [emailKey(value)]],
  card: ['card', (value) => [value]],
  ip: ['ip', (value) => [value]],
  device: ['device', (value) => [value]],
  address: ['address', (value) => placeKeys(placeOf(value))],
  phone: ['phone', (value) => [phoneKey(value) ?? []].flat()],
}

/** What ties events to others in the graph. */
const ties: readonly Dimension[] = ['user', 'email', 'card', 'ip', 'device', 'address', 'phone']
const around = { keys: 40, ofKey: 50, rows: 100 }

export interface Timeline {
  /** Newest first. */
  own: LogRecord[]
  /** False where older events were not looked at. */
  complete: boolean
  /** Those and what shares something with them. */
  linked: LogRecord[]
}

/** At most `limit` events, older than the event `before`: so a long history is read page by page. */
export interface TimelinePage {
  limit: number
  before?: string | undefined
}

/** Newest events of one value and events one hop away, by the guard's own chains: as fast with millions of events as with few. */
export async function timelineOf(
  guard: FraudGuard,
  kind: LinkKind | 'event',
  value: string,
  { limit, before }: TimelinePage,
): Promise<Timeline> {
  const { windows } = guard
  const path = logPath(guard.dir)
  /** Read so far, by row: what is somebody's own is also around them. */
  const seen = new Map<number, LogRecord>()
  const read = async (rows: readonly number[]) => {
    const missing = rows.filter((row) => !seen.has(row))
    const records = await readRecordsAt(
      path,
      missing.map((row) => windows.rows.getDouble(row, OFFSET)),
    )
    for (const [index, record] of records.entries()) if (record) seen.set(missing[index]!, record)
    return rows.flatMap((row) => seen.get(row) ?? [])
  }
  const rowsOf = (records: readonly LogRecord[]) => records.flatMap(({ event }) => windows.rowOf(event.id) ?? [])
  const [own, complete] = await ownEvents()
  const linked = await read(rowsAround(windows, rowsOf(own), ties, around))
  return { own, complete, linked }

  async function ownEvents(): Promise<[LogRecord[], boolean]> {
    if (kind === 'event') {
      const row = windows.rowOf(value)
      return [row === undefined ? [] : await read([row]), true]
    }
    const [dimension, keysOf] = chains[kind]
    const below = before === undefined ? Infinity : (windows.rowOf(before) ?? 0)
    const { rows, more } = rowsOfKeys(windows, dimension, keysOf(value), limit, below)
    const records = await read(rows)
    return [records.filter(({ event }) => hasLink(event, kind, value)), !more]
  }
}
