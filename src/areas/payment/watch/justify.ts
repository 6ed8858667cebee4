import { z } from 'zod'
import { toCsv } from '../../../connect/spreadsheet/write.ts'
import type { Inventory } from './inventory.ts'

/** One line of an inventory as people edit it: what a script is for, and who authorised it. */
const lineSchema = z.object({
  key: z.string().min(1),
  justification: z.string().trim().default(''),
  authorisedBy: z.string().trim().default(''),
})

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

export interface Justified {
  inventory: Inventory
  authorised: number
  /** Keys that the inventory does not know, and lines that lack a name or a reason. */
  unknown: string[]
  incomplete: string[]
}

/**
 * Takes authorisations over from edited lines: a script counts as authorised only with a name and a written reason. Nothing that is
 * not in the inventory is let in. Pure.
 */
export function justify(inventory: Inventory, lines: readonly unknown[], at: string): Justified {
  const scripts = new Map(inventory.scripts.map((entry) => [entry.key, entry]))
  const unknown: string[] = []
  const incomplete: string[] = []
  let authorised = 0
  for (const raw of lines) {
    const read = lineSchema.safeParse(raw)
    if (!read.success) {
      incomplete.push('a line without a key')
      continue
    }
    const { key, justification, authorisedBy } = read.data
    const entry = scripts.get(key)
    if (entry === undefined) unknown.push(key)
    else if (justification === '' || authorisedBy === '') incomplete.push(key)
    else {
      authorised++
      const same = entry.justification === justification && entry.authorisedBy === authorisedBy
      scripts.set(key, { ...entry, justification, authorisedBy, authorisedAt: same ? (entry.authorisedAt ?? at) : at })
    }
  }
  return { inventory: { ...inventory, scripts: [...scripts.values()] }, authorised, unknown, incomplete }
}
