import { toCsv } from '../../../connect/spreadsheet/write.ts'
import type { Inventory } from './inventory.ts'

const head = [
  'key',
  'host',
  'integrity',
  'can',
  'readsCardField',
  'sha384',
  'firstSeen',
  'justification',
  'authorisedBy',
  'authorisedAt',
]

/** The inventory as CSV, for the assessor and to be filled in (PCI DSS 6.4.3). */
export function inventoryCsv(inventory: Inventory): string {
  return toCsv({
    head,
    rows: inventory.scripts.map((entry) => [
      entry.key,
      entry.host,
      entry.integrity,
      entry.capabilities.join(' '),
      entry.touchesCard ? 'yes' : 'no',
      entry.versions.at(-1)?.sha384 ?? '',
      entry.firstSeen,
      entry.justification,
      entry.authorisedBy,
      entry.authorisedAt ?? '',
    ]),
  })
}
