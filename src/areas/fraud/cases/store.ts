import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ShopwardenError } from '../../../core/errors.ts'
import { type CaseAction, caseActionSchema } from './book.ts'

const actionsPath = (dir: string) => join(dir, 'cases.jsonl')

/** What people did with cases, oldest first. Reads only what was added since it last looked; a torn last line waits. */
export class ActionLog {
  readonly #path: string
  readonly #actions: CaseAction[] = []
  #read = 0

  constructor(dir: string) {
    this.#path = actionsPath(dir)
  }

  /** All actions so far: the same array each time, longer where something was added. */
  actions(): readonly CaseAction[] {
    const size = existsSync(this.#path) ? statSync(this.#path).size : 0
    if (size <= this.#read) return this.#actions
    const bytes = Buffer.alloc(size - this.#read)
    const file = openSync(this.#path, 'r')
    try {
      const got = readSync(file, bytes, 0, bytes.length, this.#read)
      const end = bytes.lastIndexOf(10, got - 1) + 1
      for (const line of bytes.toString('utf8', 0, end).split('\n').slice(0, -1))
        this.#actions.push(caseActionSchema.parse(JSON.parse(line)))
      this.#read += end
    } finally {
      closeSync(file)
    }
    return this.#actions
  }
}

/** What people did with cases so far, oldest first. A torn last line is left out. */
export const readActions = (dir: string): readonly CaseAction[] => new ActionLog(dir).actions()

/** Adds to the audit trail; on disk when this returns. @throws SW_FRAUD_SNOOZE where a case is put off until a time that is over */
export function appendAction(dir: string, action: CaseAction): void {
  if (action.action === 'snooze' && !(Date.parse(action.until ?? '') > Date.parse(action.at)))
    throw new ShopwardenError('SW_FRAUD_SNOOZE', 'A case put off until then would be back at once', {
      where: `until ${action.until}`,
      fix: 'Give a time to come.',
    })
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  appendFileSync(actionsPath(dir), `${JSON.stringify(caseActionSchema.parse(action))}\n`, { mode: 0o600, flush: true })
}
