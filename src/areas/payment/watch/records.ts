import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ShopwardenError } from '../../../core/errors.ts'
import { appendRecord, writeAtomically } from '../../../store/files.ts'
import { alone } from '../../../store/lock.ts'
import { type Inventory, inventorySchema } from './inventory.ts'

/** One watch as it is kept: when, what, how many alerts. */
export const runSchema = z.object({
  at: z.iso.datetime(),
  url: z.string(),
  profiles: z.int(),
  scripts: z.int(),
  unauthorised: z.int(),
  alerts: z.array(z.object({ rule: z.string(), severity: z.string(), title: z.string(), detail: z.string() })),
  /** Why this watch saw nothing: it was tried, and counts as no watch. */
  failed: z.string().optional(),
  /** SHA-256 of the line before: a line that is changed or taken out breaks the chain. */
  previous: z.string().optional(),
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

const linesOf = (dir: string): string[] =>
  existsSync(runsFile(dir))
    ? readFileSync(runsFile(dir), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : []
const digest = (line: string) => createHash('sha256').update(line).digest('hex')

/** Adds a watch to the chain; watchers that end at the same moment take turns, or both would follow from the same line. */
export function recordRun(dir: string, run: WatchRun): void {
  const file = runsFile(dir)
  alone(`${file}.lock`, () => {
    const last = linesOf(dir).at(-1)
    // A line cut short by a crash must not swallow the next one.
    if (last !== undefined && !readFileSync(file, 'utf8').endsWith('\n')) appendFileSync(file, '\n')
    appendRecord(file, { ...run, ...(last !== undefined && { previous: digest(last) }) })
  })
}

/** Whether the records hang together, and the first line that does not follow from the one before. Lines count from 1. */
export function checkRuns(dir: string): { lines: number; brokenAt?: number } {
  const lines = linesOf(dir)
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue
    try {
      const { previous } = JSON.parse(line) as { previous?: unknown }
      // Records of before the chain was kept have no link.
      if (previous === undefined && !lines.slice(0, index).some((item) => item.includes('"previous"'))) continue
      if (previous !== digest(lines[index - 1]!)) return { lines: lines.length, brokenAt: index + 1 }
    } catch {
      return { lines: lines.length, brokenAt: index + 1 }
    }
  }
  return { lines: lines.length }
}

/** Past watches of an address, oldest first; a line cut short by a crash is skipped. */
export function readRuns(dir: string, url: string): WatchRun[] {
  return linesOf(dir).flatMap((line) => {
    try {
      const run = runSchema.safeParse(JSON.parse(line))
      return run.success && run.data.url === url ? [run.data] : []
    } catch {
      return []
    }
  })
}
