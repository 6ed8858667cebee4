import { z } from 'zod'
import type { RuleSet } from '../decide/rule-set.ts'
import type { Decision } from '../decide/decider.ts'
import type { FraudEvent } from '../events/schema.ts'
import { type Alert, AlertBook } from '../report/alerts.ts'
import { CaseMembers } from './members.ts'

/** What a person did with a case. Kept for ever, in order: the audit trail. */
export const caseActionSchema = z.object({
  at: z.iso.datetime(),
  by: z.string().min(1).max(200),
  case: z.string().min(1),
  action: z.enum(['assign', 'note', 'snooze', 'close', 'reopen']),
  /** For assign: to whom; for note, snooze and close: the reason. */
  text: z.string().max(4000).default(''),
  until: z.iso.datetime().optional(),
  verdict: z.enum(['fraud', 'legitimate', 'abuse']).optional(),
})
export type CaseAction = z.infer<typeof caseActionSchema>

export interface Case extends Alert {
  id: string
  state: 'open' | 'snoozed' | 'closed'
  openedAt: string
  assignee: string | undefined
  verdict: string | undefined
  history: CaseAction[]
}

export const caseId = (alert: Pick<Alert, 'pattern' | 'around' | 'value'>) =>
  `${alert.pattern}:${alert.around}:${alert.value}`

/** What a book knows beside the actions of people, as plain data for a snapshot. */
export interface CaseBookState {
  alerts: Alert[]
  openedAt: [string, string][]
  lastAt: [string, string][]
  members: ReturnType<CaseMembers['save']>
}

/**
 * Cases made of alerts and of what people did with them. Pure: the same records, the same cases. A case is made anew only
 * where something happened to it, so that listing tens of thousands stays cheap.
 */
export class CaseBook {
  readonly #alerts: AlertBook
  readonly #openedAt = new Map<string, string>()
  readonly #lastAt = new Map<string, string>()
  readonly #members = new CaseMembers()
  readonly #made = new Map<string, Case>()
  readonly #ids = new WeakMap<Alert, string>()
  readonly #actions = new Map<string, CaseAction[]>()
  #taken: readonly CaseAction[] = []
  #count = 0

  constructor(ruleSet: RuleSet, most?: number) {
    this.#alerts = new AlertBook(ruleSet, (alert) => this.#forget(this.#idOf(alert)), most)
  }

  #forget(id: string): void {
    for (const known of [this.#openedAt, this.#lastAt, this.#made]) known.delete(id)
    this.#members.forget(id)
  }

  /** Files a decision; answers the case's id where it belongs to one. */
  add(event: FraudEvent, decision: Decision, storedAt: string): string | undefined {
    const alert = this.#alerts.add(event, decision)
    if (alert === undefined) return undefined
    const id = this.#idOf(alert)
    if (!this.#openedAt.has(id)) this.#openedAt.set(id, storedAt)
    this.#lastAt.set(id, storedAt)
    this.#members.add(id, event.id, storedAt)
    this.#made.delete(id)
    return id
  }

  #idOf(alert: Alert): string {
    const known = this.#ids.get(alert)
    if (known !== undefined) return known
    const id = caseId(alert)
    this.#ids.set(alert, id)
    return id
  }

  /** Ids of the events of a case that were stored by then. */
  eventsOf(id: string, until: string): string[] {
    return this.#members.of(id, until)
  }

  /** Takes up actions that are new. A list that does not begin with those taken up before is read from the start. */
  #take(actions: readonly CaseAction[]): void {
    if (actions === this.#taken && actions.length === this.#count) return
    if (actions[0] !== this.#taken[0] || actions.length < this.#count) {
      this.#actions.clear()
      this.#made.clear()
      this.#count = 0
    }
    for (; this.#count < actions.length; this.#count++) {
      const action = actions[this.#count] as CaseAction
      const known = this.#actions.get(action.case)
      if (known === undefined) this.#actions.set(action.case, [action])
      else known.push(action)
      this.#made.delete(action.case)
    }
    this.#taken = actions
  }

  /** Cases at a moment, the worst first. A closed case opens again when something new happens after its closing. */
  list(actions: readonly CaseAction[], now: Date): Case[] {
    this.#take(actions)
    const at = now.toISOString()
    return this.#alerts.list().map((alert) => {
      const id = this.#idOf(alert)
      const known = this.#made.get(id)
      if (known !== undefined && known.state !== 'snoozed') return known
      const made = this.#make(alert, id, at)
      this.#made.set(id, made)
      return made
    })
  }

  #make(alert: Alert, id: string, now: string): Case {
    const history = this.#actions.get(id) ?? []
    const last = history.findLast((item) => ['close', 'reopen', 'snooze'].includes(item.action))
    const lastAt = this.#lastAt.get(id) ?? ''
    const newer = last !== undefined && lastAt > last.at
    const closed = last?.action === 'close' && !newer
    const snoozed = last?.action === 'snooze' && (last.until ?? '') > now
    return {
      ...alert,
      examples: [...alert.examples],
      id,
      state: closed ? 'closed' : snoozed ? 'snoozed' : 'open',
      openedAt: last?.action === 'close' && newer ? lastAt : (this.#openedAt.get(id) ?? alert.firstAt),
      assignee: history.findLast((item) => item.action === 'assign')?.text,
      verdict: closed ? last?.verdict : undefined,
      history: [...history],
    }
  }

  save(): CaseBookState {
    return {
      alerts: this.#alerts.save(),
      openedAt: [...this.#openedAt],
      lastAt: [...this.#lastAt],
      members: this.#members.save(),
    }
  }

  restore(state: CaseBookState): void {
    this.#alerts.restore(state.alerts)
    for (const [id, at] of state.openedAt) this.#openedAt.set(id, at)
    for (const [id, at] of state.lastAt) this.#lastAt.set(id, at)
    this.#members.restore(state.members)
  }
}
