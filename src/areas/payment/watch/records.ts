import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ShopwardenError } from '../../../core/errors.ts'
import { appendRecord, writeAtomically } from '../../../store/files.ts'
import { type Inventory, inventorySchema } from './inventory.ts'

/** One watch as it is kept: when, what, how many alerts. */
export const runSchema = z.object({
  at: z.iso.datetime(),
  url: z.string(),
  profiles: z.int(),
  scripts: z.int(),
  unauthorised: z.int(),
  alerts: z.array(z.object({ rule: z.string(), severity: z.string(), title: z.string(), detail: z.string() })),
})

export type WatchRun = z.infer<typeof runSchema>

const runsFile = (dir: string) => join(dir, 'watch.jsonl')
const inventoryFile = (dir: string, url: string) =>
  join(dir, `inventory-${createHash('sha256').update(url).digest('hex').slice(0, 12)}.json`)

/** The inventory of a page, or undefined before the first watch. @throws SW_PAYMENT_INVENTORY when the file was damaged */
export function readInventory(dir: string, url: string): Inventory | undefined {
  const file = inventoryFile(dir, url)
  if (!existsSync(file)) return undefined
  try {
    return inventorySchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new ShopwardenError('SW_PAYMENT_INVENTORY', 'The inventory of the payment page is damaged', {
      where: file,
      fix: 'Restore it from a backup, or move it away to start a new one.',
      cause,
    })
  }
}

/** Writes the inventory whole or not at all. Returns its path. */
export function writeInventory(dir: string, url: string, inventory: Inventory): string {
  const file = inventoryFile(dir, url)
  writeAtomically(file, `${JSON.stringify(inventory, null, 2)}\n`)
  return file
}

export function recordRun(dir: string, run: WatchRun): void {
  appendRecord(runsFile(dir), run)
}

/** Past watches of an address, oldest first; a line cut short by a crash is skipped. */
export function readRuns(dir: string, url: string): WatchRun[] {
  if (!existsSync(runsFile(dir))) return []
  return readFileSync(runsFile(dir), 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const run = runSchema.safeParse(JSON.parse(line))
        return run.success && run.data.url === url ? [run.data] : []
      } catch {
        return []
      }
    })
}
