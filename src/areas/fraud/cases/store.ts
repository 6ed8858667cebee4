import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CaseAction, caseActionSchema } from './book.ts'

const actionsPath = (dir: string) => join(dir, 'cases.jsonl')

/** What people did with cases so far, oldest first. A torn last line is left out. */
export function readActions(dir: string): CaseAction[] {
  const path = actionsPath(dir)
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => caseActionSchema.parse(JSON.parse(line)))
}

/** Adds to the audit trail; on disk when this returns. */
export function appendAction(dir: string, action: CaseAction): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  appendFileSync(actionsPath(dir), `${JSON.stringify(caseActionSchema.parse(action))}\n`, { mode: 0o600, flush: true })
}
