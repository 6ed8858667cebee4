import { createHash } from 'node:crypto'
import type Sqlite from 'better-sqlite3'
import type { Variant } from '../words/words.ts'
import { openQueue } from './tables.ts'

/**
 * `waiting` to be sent; `committing`: all of it is with the mail server but the last line, which is about to go; `uncertain`:
 * it was committing when we or the server broke off; `suppressed`: the person must not or need not be written to.
 */
export type State = 'waiting' | 'committing' | 'sent' | 'uncertain' | 'failed' | 'bounced' | 'suppressed'

export interface Message {
  key: string
  campaign: string
  customer: number
  variant: Variant
  breaches: string[]
  /** 0 the notice, 1 and 2 its reminders. */
  step: number
  state: State
  /** `held`: of the part of an experiment that is told later, to see what the notice brings. */
  arm: 'told' | 'held'
  attempts: number
  dueAt: string
  messageId: string
}

export interface Campaign {
  id: string
  created_at: string
  created_by: string
  approved_at: string | null
  approved_by: string | null
  brand: string
  words: number
  grade: number
  dns: string | null
  /** Days that the hold-out of an experiment waits; null without one. */
  hold_days: number | null
}

interface Row extends Omit<Message, 'breaches' | 'dueAt' | 'messageId'> {
  breaches: string
  due_at: string
  message_id: string
}

const toMessage = ({ breaches, due_at, message_id, ...row }: Row): Message => ({
  ...row,
  breaches: JSON.parse(breaches) as string[],
  dueAt: due_at,
  messageId: message_id,
})

/** One key a customer, set of leaks and template: the same notice cannot be queued twice. */
export const messageKey = (customer: number, breaches: readonly string[], variant: Variant, step: number): string =>
  createHash('sha256')
    .update(JSON.stringify([customer, [...breaches].sort(), variant, step]))
    .digest('hex')
    .slice(0, 32)

/** The durable queue of notices. */
export class NoticeQueue {
  readonly db: Sqlite.Database
  readonly #statements = new Map<string, Sqlite.Statement<unknown[], unknown>>()

  constructor(dir: string) {
    this.db = openQueue(dir)
  }

  #sql(text: string): Sqlite.Statement<unknown[], unknown> {
    const known = this.#statements.get(text)
    if (known) return known
    const made = this.db.prepare<unknown[], unknown>(text)
    this.#statements.set(text, made)
    return made
  }

  close(): void {
    this.db.close()
  }

  together<T>(change: () => T): T {
    return this.db.transaction(change)()
  }

  addCampaign(
    campaign: Pick<Campaign, 'id' | 'created_at' | 'created_by' | 'brand' | 'words' | 'grade' | 'hold_days'>,
  ): void {
    this.#sql(
      `insert into campaigns (id, created_at, created_by, brand, words, grade, hold_days)
         values (@id, @created_at, @created_by, @brand, @words, @grade, @hold_days)`,
    ).run(campaign)
  }

  campaigns(): Campaign[] {
    return this.#sql('select * from campaigns order by created_at').all() as Campaign[]
  }

  campaign(id: string): Campaign | undefined {
    return this.#sql('select * from campaigns where id = ?').get(id) as Campaign | undefined
  }

  approve(id: string, by: string, at: string): void {
    this.#sql('update campaigns set approved_by = ?, approved_at = ? where id = ?').run(by, at, id)
  }

  setDns(id: string, outcome: string): void {
    this.#sql('update campaigns set dns = ? where id = ?').run(outcome, id)
  }

  isCovered(customer: number, breach: string): boolean {
    return this.#sql('select 1 from covered where customer = ? and breach = ?').get(customer, breach) !== undefined
  }

  /** Queues a message unless the same one is there. True when it was added. */
  add(
    message: Pick<Message, 'campaign' | 'customer' | 'variant' | 'breaches' | 'step' | 'dueAt'> & {
      arm?: Message['arm']
    },
    domain: string,
  ): boolean {
    const key = messageKey(message.customer, message.breaches, message.variant, message.step)
    const added = this.#sql(
      `insert or ignore into messages (key, campaign, customer, variant, breaches, step, state, due_at, message_id, arm)
         values (?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)`,
    ).run(
      key,
      message.campaign,
      message.customer,
      message.variant,
      JSON.stringify(message.breaches),
      message.step,
      message.dueAt,
      // The same at every attempt: servers and people can tell a repetition by it.
      `<${key}@${domain}>`,
      message.arm ?? 'told',
    )
    const cover = this.#sql('insert or ignore into covered (customer, breach, step, key) values (?, ?, ?, ?)')
    for (const breach of message.breaches) cover.run(message.customer, breach, message.step, key)
    return added.changes > 0
  }

  /** Messages of approved campaigns whose time has come. */
  due(campaign: string, now: string, most: number): Message[] {
    return (
      this.#sql(
        `select m.* from messages m join campaigns c on c.id = m.campaign
           where m.state = 'waiting' and m.due_at <= ? and m.campaign = ? and c.approved_at is not null
           order by m.due_at, m.key limit ?`,
      ).all(now, campaign, most) as Row[]
    ).map(toMessage)
  }

  /** What broke off in the middle of handing over: nobody here knows whether it went. */
  claimInterrupted(): number {
    return this.#sql(
      `update messages set state = 'uncertain', detail = 'broken off at the end' where state = 'committing'`,
    ).run().changes
  }

  inState(state: State, campaign?: string): Message[] {
    const rows = this.#sql(`select * from messages where state = ? and (? is null or campaign = ?) order by key`)
    return (rows.all(state, campaign ?? null, campaign ?? null) as Row[]).map(toMessage)
  }

  set(
    key: string,
    state: State,
    change: { dueAt?: string; sentAt?: string; detail?: string; attempt?: boolean } = {},
  ): void {
    this.#sql(
      `update messages set state = ?, due_at = coalesce(?, due_at), sent_at = coalesce(?, sent_at),
         detail = coalesce(?, detail), attempts = attempts + ? where key = ?`,
    ).run(state, change.dueAt ?? null, change.sentAt ?? null, change.detail ?? null, change.attempt ? 1 : 0, key)
  }

  byMessageId(messageId: string): Message | undefined {
    const row = this.#sql('select * from messages where message_id = ?').get(messageId) as Row | undefined
    return row && toMessage(row)
  }

  suppress(customer: number, why: string, at: string): void {
    this.#sql('insert or ignore into suppressed (customer, why, at) values (?, ?, ?)').run(customer, why, at)
    this.cancelWaiting(customer, why)
  }

  isSuppressed(customer: number): boolean {
    return this.#sql('select 1 from suppressed where customer = ?').get(customer) !== undefined
  }

  /** Takes everything still waiting for a customer out of the queue. */
  cancelWaiting(customer: number, why: string): number {
    return this.#sql(
      `update messages set state = 'suppressed', detail = ? where customer = ? and state = 'waiting'`,
    ).run(why, customer).changes
  }

  /** Counts one bounce or complaint; false where this one was counted before. */
  feedback(id: string, kind: 'bounce' | 'complaint', at: string): boolean {
    return this.#sql('insert or ignore into feedback (id, kind, at) values (?, ?, ?)').run(id, kind, at).changes > 0
  }

  feedbackCount(kind: 'bounce' | 'complaint'): number {
    return (this.#sql('select count(*) as n from feedback where kind = ?').get(kind) as { n: number }).n
  }

  /** When each mail was sent. */
  sentTimes(): string[] {
    const rows = this.#sql('select sent_at as at from messages where sent_at is not null').all() as { at: string }[]
    return rows.map((row) => row.at)
  }

  counts(campaign?: string): Partial<Record<State, number>> {
    const rows = this.#sql(
      'select state, count(*) as n from messages where ? is null or campaign = ? group by state',
    ).all(campaign ?? null, campaign ?? null) as { state: State; n: number }[]
    return Object.fromEntries(rows.map((row) => [row.state, row.n]))
  }
}
