import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ShopwardenError } from '../../core/errors.ts'
import type { Case, CaseAction, CaseBook } from './cases/book.ts'
import { ActionLog, appendAction } from './cases/store.ts'
import type { Coverage } from './coverage/collect.ts'
import { withLearned } from './decide/rule-set.ts'
import { liveModel } from './model/store.ts'
import { Decider, type Decision, type Past } from './decide/decider.ts'
import { parseEvent, readEvent } from './events/parse.ts'
import type { FraudEvent } from './events/schema.ts'
import { OFFSET } from './features/rows.ts'
import type { Windows } from './features/windows.ts'
import { guardDir, logPath, RecordReader } from './log/read.ts'
import { encodeRecord } from './log/record.ts'
import { LogWriter } from './log/writer.ts'
import { rebuild } from './rebuild.ts'
import { saveSnapshot } from './snapshot/snapshot.ts'
import { readVersions, versionRules } from './versions/store.ts'

export interface GuardAnswer {
  /** Missing for labels. */
  decision: Decision | undefined
  /** True where the event had been sent before: this is the first answer again. */
  duplicate: boolean
}

interface Stored {
  /** Missing for labels. */
  decision: Decision | undefined
  /** The same as JSON. */
  json: string | undefined
}

/** Called once with what was stored, or with the error for which it was not. */
type Told = (error: unknown, stored: Stored | undefined) => void

export interface GuardOptions {
  stateDir: string
  now(): Date
  /** Events between two snapshots made beside the running guard; fewer than a tenth of it are not kept at closing either. */
  snapshotEvery?: number
}

const SNAPSHOT_EVERY = 200_000

/**
 * Decides on events as they happen. An answer is given only when event and decision are on disk; an event id is decided
 * once, for as long as the log remembers it. One writer a folder.
 */
export class FraudGuard {
  readonly dir: string
  readonly #now: () => Date
  readonly #past: Past
  readonly #log: LogWriter
  /** For the first answers to events that are sent again. */
  readonly #answers: RecordReader
  /** Events on their way to the disk, by id, with who asked for the same again meanwhile. */
  readonly #pending = new Map<string, Told[] | undefined>()
  readonly coverage: Coverage
  readonly #cases: CaseBook
  readonly #actions: ActionLog
  readonly #snapshotEvery: number
  /** Records that the last snapshot holds, and the worker that is making the next. */
  #kept: number
  #keeping: Worker | undefined
  #live: Decider
  #shadow: Decider | undefined
  #versions: string | undefined
  /** Actions of people that were taken up as labels. */
  #taught = 0
  #count: number

  private constructor(dir: string, options: GuardOptions, read: Awaited<ReturnType<typeof rebuild>>, log: LogWriter) {
    this.dir = dir
    this.#now = options.now
    this.#past = read.past
    this.#log = log
    this.#answers = new RecordReader(logPath(dir))
    this.#count = read.count
    this.coverage = read.coverage
    this.#cases = read.cases
    this.#actions = new ActionLog(dir)
    this.#snapshotEvery = options.snapshotEvery ?? SNAPSHOT_EVERY
    this.#kept = read.count - read.since
    this.#live = new Decider(versionRules(dir, readVersions(dir).live), read.past)
    this.refresh()
  }

  /** Reads the last snapshot and the log behind it, rebuilds what is remembered, and is ready. @throws SW_FRAUD_LOG where the log is damaged. */
  static async open(options: GuardOptions): Promise<FraudGuard> {
    const dir = guardDir(options.stateDir)
    const read = await rebuild(dir)
    return new FraudGuard(dir, options, read, await LogWriter.open(logPath(dir), read.end))
  }

  /** Takes up versions of rules that were promoted, put in shadow or rolled back since. Cheap where nothing changed. */
  refresh(): void {
    this.#teach()
    const state = ['rules', 'models']
      .map((folder) => join(this.dir, folder, 'state.json'))
      .map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : ''))
      .join('\n')
    if (state === this.#versions) return
    this.#versions = state
    const { live, shadow } = readVersions(this.dir)
    const card = liveModel(this.dir)
    const rules = versionRules(this.dir, live)
    this.#live = new Decider(card === undefined ? rules : withLearned(rules, card), this.#past)
    this.#shadow = shadow === undefined ? undefined : new Decider(versionRules(this.dir, shadow), this.#past)
  }

  /** Files verdicts of closed cases as labels of their events, once: what people find out teaches rules and learned score. */
  #teach(): void {
    const actions = this.#actions.actions()
    for (; this.#taught < actions.length; this.#taught++) {
      const action = actions[this.#taught] as CaseAction
      if (action.action !== 'close' || action.verdict === undefined) continue
      const { verdict } = action
      for (const of of this.#cases.eventsOf(action.case, action.at)) {
        const id = `verdict ${createHash('sha256').update(`${action.case}\0${action.at}\0${of}`).digest('hex').slice(0, 24)}`
        if (this.#past.windows.rowOf(id) !== undefined) continue
        // A disk that takes nothing more is told of by the next event; the label is filed after the restart.
        this.decide({ id, type: 'label', at: action.at, label: { of, verdict, source: 'case' } }).catch(() => undefined)
      }
    }
  }

  /** What is remembered of the past, to look at. */
  get windows(): Windows {
    return this.#past.windows
  }

  /** Whether an event of this id was decided on, or is being decided on. */
  knows(id: string): boolean {
    return this.#pending.has(id) || this.#past.windows.rowOf(id) !== undefined
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
    return new Promise((resolve, reject) =>
      this.#once(event, undefined, (error, stored, duplicate) => {
        if (stored === undefined) reject(error as Error)
        else resolve({ decision: stored.decision, duplicate })
      }),
    )
  }

  /**
   * As `decide`, of an event whose JSON is at hand; `told` gets the answer as JSON, made once for log and answer, or the error for
   * which there is none. Without promises: load goes through here.
   * @throws as decide, for what is refused before it is stored
   */
  decideJson(json: string, raw: unknown, told: (error: unknown, answer: string) => void): void {
    const read = readEvent(json, raw)
    this.#once(read.event, read.json, (error, stored, duplicate) => {
      if (stored === undefined) return told(error, '')
      const decided = stored.json === undefined ? '' : `"decision":${stored.json},`
      told(undefined, `{${decided}"duplicate":${duplicate}}`)
    })
  }

  /** Decides on an event unless that was done before: then the first answer is told again. */
  #once(
    event: FraudEvent,
    json: string | undefined,
    told: (error: unknown, stored: Stored | undefined, duplicate: boolean) => void,
  ): void {
    if (this.#pending.has(event.id)) {
      const waiting = this.#pending.get(event.id) ?? []
      waiting.push((error, stored) => told(error, stored, true))
      this.#pending.set(event.id, waiting)
      return
    }
    const row = this.#past.windows.rowOf(event.id)
    if (row === undefined)
      return this.#first(event, json ?? JSON.stringify(event), (error, stored) => told(error, stored, false))
    this.#again(event.id, this.#past.windows.rows.getDouble(row, OFFSET)).then(
      (stored) => told(undefined, stored, true),
      (error: unknown) => told(error, undefined, true),
    )
  }

  /** Decides on a new event; tells when it is on disk. */
  #first(event: FraudEvent, eventJson: string, told: Told): void {
    this.#log.check()
    const row = this.#past.add(event)
    const decision = this.#live.judge(event, row)
    const other = this.#shadow?.judge(event, row)
    this.#past.settle(event)
    const json = decision && JSON.stringify(decision)
    const storedAt = this.#now().toISOString()
    this.#past.windows.rows.setDouble(row, OFFSET, this.#log.end)
    const line = encodeRecord({
      n: ++this.#count,
      storedAt,
      event: eventJson,
      decision: json,
      shadow: other && { rules: other.rules, outcome: other.outcome, score: other.score },
    })
    this.#pending.set(event.id, undefined)
    this.#log.append(line, (error) => {
      const waiting = this.#pending.get(event.id)
      this.#pending.delete(event.id)
      let stored: Stored | undefined
      if (error === undefined) {
        this.coverage.add(event, decision)
        if (decision) this.#cases.add(event, decision, storedAt)
        if (this.#count - this.#kept >= this.#snapshotEvery) this.#keep()
        stored = { decision, json }
      }
      told(error, stored)
      if (waiting !== undefined) for (const also of waiting) also(error, stored)
    })
  }

  /** Makes a snapshot in a thread of its own. Where that fails the log is only read for longer at the next start. */
  #keep(): void {
    if (this.#keeping !== undefined) return
    this.#kept = this.#count
    const worker = new Worker(new URL('snapshot/worker.ts', import.meta.url), { workerData: { dir: this.dir } })
    this.#keeping = worker
    worker.on('error', () => undefined)
    worker.once('exit', () => {
      this.#keeping = undefined
    })
    worker.unref()
  }

  async #again(id: string, offset: number): Promise<Stored> {
    const record = await this.#answers.at(offset)
    if (record?.event.id !== id)
      throw new ShopwardenError('SW_FRAUD_LOG', 'The first answer to a repeated event cannot be read', {
        where: logPath(this.dir),
        fix: 'Restart the guard; it checks its log as a whole.',
      })
    const { decision } = record
    return { decision, json: decision && JSON.stringify(decision) }
  }

  cases(): Case[] {
    return this.#cases.list(this.#actions.actions(), this.#now())
  }

  act(action: Omit<CaseAction, 'at'>): void {
    appendAction(this.dir, { ...action, at: this.#now().toISOString() })
    this.#teach()
  }

  async close(): Promise<void> {
    await this.#log.close()
    await this.#answers.close()
    await this.#keeping?.terminate()
    if (this.#log.broken || this.#count - this.#kept < this.#snapshotEvery / 10) return
    saveSnapshot(this.dir, {
      past: this.#past,
      coverage: this.coverage,
      cases: this.#cases,
      count: this.#count,
      end: this.#log.end,
    })
  }
}
