import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ShopwardenError } from '../../core/errors.ts'
import { type CaseAction, type Case, CaseBook } from './cases/book.ts'
import { appendAction, readActions } from './cases/store.ts'
import { Coverage } from './coverage/collect.ts'
import { Decider, type Decision, Past } from './decide/decider.ts'
import { parseEvent } from './events/parse.ts'
import type { FraudEvent } from './events/schema.ts'
import { OFFSET } from './features/rows.ts'
import { guardDir, logPath, readLog, readRecordAt } from './log/read.ts'
import { encodeRecord, type LogRecord } from './log/record.ts'
import { LogWriter } from './log/writer.ts'
import { readVersions, versionRules } from './versions/store.ts'

export interface GuardAnswer {
  /** Missing for labels. */
  decision: Decision | undefined
  /** True where the event had been sent before: this is the first answer again. */
  duplicate: boolean
}

export interface GuardOptions {
  stateDir: string
  now(): Date
}

/**
 * Decides on events as they happen. An answer is given only when event and decision are on disk; an event id is decided
 * once, for as long as the log remembers it. One writer a folder.
 */
export class FraudGuard {
  readonly dir: string
  readonly #now: () => Date
  readonly #past: Past
  readonly #log: LogWriter
  readonly #pending = new Map<string, Promise<GuardAnswer>>()
  readonly coverage: Coverage
  readonly #cases: CaseBook
  #live: Decider
  #shadow: Decider | undefined
  #versions: string | undefined
  #count: number

  private constructor(dir: string, options: GuardOptions, read: Rebuilt, log: LogWriter) {
    this.dir = dir
    this.#now = options.now
    this.#past = read.past
    this.#log = log
    this.#count = read.count
    this.coverage = read.coverage
    this.#cases = read.cases
    this.#live = read.live
    this.refresh()
  }

  /** Reads the log, rebuilds what is remembered, and is ready. @throws SW_FRAUD_LOG where the log is damaged. */
  static async open(options: GuardOptions): Promise<FraudGuard> {
    const dir = guardDir(options.stateDir)
    const read = await rebuild(dir)
    return new FraudGuard(dir, options, read, await LogWriter.open(logPath(dir), read.end))
  }

  /** Takes up versions of rules that were promoted, put in shadow or rolled back since. Cheap where nothing changed. */
  refresh(): void {
    const path = join(this.dir, 'rules', 'state.json')
    const state = existsSync(path) ? readFileSync(path, 'utf8') : ''
    if (state === this.#versions) return
    this.#versions = state
    const { live, shadow } = readVersions(this.dir)
    this.#live = new Decider(versionRules(this.dir, live), this.#past)
    this.#shadow = shadow === undefined ? undefined : new Decider(versionRules(this.dir, shadow), this.#past)
  }

  /** Number of events stored. */
  get count(): number {
    return this.#count
  }

  get rules(): { live: string; shadow: string | undefined } {
    return { live: this.#live.ruleSet.version, shadow: this.#shadow?.ruleSet.version }
  }

  /** @throws SW_FRAUD_PAN, SW_FRAUD_EVENT for a bad event; SW_FRAUD_STORE, SW_FRAUD_BUSY where it cannot be stored. */
  async decide(raw: unknown, knownClean = false): Promise<GuardAnswer> {
    const event = parseEvent(raw, knownClean)
    const pending = this.#pending.get(event.id)
    if (pending !== undefined) return { ...(await pending), duplicate: true }
    const row = this.#past.windows.rowOf(event.id)
    if (row !== undefined) return this.#again(event.id, this.#past.windows.rows.getDouble(row, OFFSET))
    this.#log.check()
    const answer = this.#first(event)
    this.#pending.set(event.id, answer)
    try {
      return await answer
    } finally {
      this.#pending.delete(event.id)
    }
  }

  async #first(event: FraudEvent): Promise<GuardAnswer> {
    const row = this.#past.add(event)
    const decision = this.#live.judge(event, row)
    const other = this.#shadow?.judge(event, row)
    this.#past.settle(event)
    const record: LogRecord = {
      n: ++this.#count,
      storedAt: this.#now().toISOString(),
      event,
      ...(decision && { decision }),
      ...(other && { shadow: { rules: other.rules, outcome: other.outcome, score: other.score } }),
    }
    this.#past.windows.rows.setDouble(row, OFFSET, this.#log.end)
    await this.#log.append(encodeRecord(record))
    this.coverage.add(event, decision)
    if (decision) this.#cases.add(event, decision, record.storedAt)
    return { decision, duplicate: false }
  }

  async #again(id: string, offset: number): Promise<GuardAnswer> {
    const record = await readRecordAt(logPath(this.dir), offset)
    if (record?.event.id !== id)
      throw new ShopwardenError('SW_FRAUD_LOG', 'The first answer to a repeated event cannot be read', {
        where: logPath(this.dir),
        fix: 'Restart the guard; it checks its log as a whole.',
      })
    return { decision: record.decision, duplicate: true }
  }

  cases(): Case[] {
    return this.#cases.list(readActions(this.dir), this.#now())
  }

  act(action: Omit<CaseAction, 'at'>): void {
    appendAction(this.dir, { ...action, at: this.#now().toISOString() })
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#pending.values())
    await this.#log.close()
  }
}

interface Rebuilt {
  past: Past
  live: Decider
  coverage: Coverage
  cases: CaseBook
  count: number
  end: number
}

/** Everything a guard remembers, from its log: filed in the order of filing, so windows are what they were. */
async function rebuild(dir: string): Promise<Rebuilt> {
  const past = new Past()
  const live = new Decider(versionRules(dir, readVersions(dir).live), past)
  const coverage = new Coverage()
  const cases = new CaseBook(live.ruleSet)
  let count = 0
  let end = 0
  for await (const { record, offset, end: next } of readLog(logPath(dir))) {
    const row = past.add(record.event)
    past.settle(record.event)
    past.windows.rows.setDouble(row, OFFSET, offset)
    coverage.add(record.event, record.decision)
    if (record.decision) cases.add(record.event, record.decision, record.storedAt)
    count = record.n
    end = next
  }
  return { past, live, coverage, cases, count, end }
}
