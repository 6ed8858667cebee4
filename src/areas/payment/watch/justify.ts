import { z } from 'zod'
import type { Inventory } from './inventory.ts'

/** One line of an inventory as people edit it: what a script is for, and who authorised it. */
const lineSchema = z.object({
  key: z.string().min(1),
  justification: z.string().trim().default(''),
  authorisedBy: z.string().trim().default(''),
})

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
