import type { ShopDatabase } from '../../../connect/database/contract.ts'
import type { Discovery } from './discover.ts'
import type { Journal } from './journal.ts'
import { Gathering } from './piece.ts'

/** Texts that may hold a number: a long run of digits, grouped or not, or something encoded. */
const worthALook = /\d(?:[ .+-]?\d){12}|[A-Za-z0-9+/=_-]{24}|^0x|\x1f\x8b/

/**
 * Searches a running database, table by table: each value beside the name of its column, which says what it may be. Reads only;
 * memory stays with a few hundred rows. Places count rows from 1.
 */
export async function discoverDatabase(
  database: ShopDatabase,
  options: { signal: AbortSignal; journal: Journal; progress(table: string): void },
): Promise<Discovery> {
  const result: Discovery = { files: 0, bytes: 0, found: [], skipped: [] }
  for (const table of await database.tables()) {
    options.signal.throwIfAborted()
    options.progress(table.name)
    const key = `table ${table.name}`
    const earlier = options.journal.earlier(key)
    if (earlier) {
      result.files++
      result.bytes += earlier.bytes
      for (const { encoding, ...place } of earlier.places)
        result.found.push({ file: `${table.name}.${encoding}`, ...place, encoding: '' })
      continue
    }
    try {
      const columns = table.columns.map(() => new Gathering())
      let row = 0
      let bytes = 0
      for await (const values of database.rows(table, options.signal)) {
        row++
        for (const [index, value] of values.entries()) {
          bytes += value.length
          if (value.length < 13 || !worthALook.test(value)) continue
          columns[index]?.add(Buffer.from(`${table.columns[index]}: ${value}`, 'utf8'), row * 1e6)
        }
      }
      const places = columns.flatMap((gathering, index) =>
        gathering
          .places()
          .map((place) => ({ ...place, at: Math.floor(place.at / 1e6), encoding: table.columns[index]! })),
      )
      options.journal.finished({ key, bytes, places })
      result.files++
      result.bytes += bytes
      for (const { encoding, ...place } of places)
        result.found.push({ file: `${table.name}.${encoding}`, ...place, encoding: '' })
    } catch (error) {
      options.signal.throwIfAborted()
      result.skipped.push({
        file: table.name,
        reason: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
      })
    }
  }
  return result
}
