import { z } from 'zod'
import type { RuleSet } from '../decide/rule-set.ts'
import type { Decision } from '../decide/decider.ts'
import type { FraudEvent } from '../events/schema.ts'
import { type Alert, AlertBook } from '../report/alerts.ts'

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

/** Cases made of alerts and of what people did with them. Pure: the same records, the same cases. */
export class CaseBook {
  readonly #alerts: AlertBook
  readonly #openedAt = new Map<string, string>()
  readonly #lastAt = new Map<string, string>()

  constructor(ruleSet: RuleSet) {
    this.#alerts = new AlertBook(ruleSet)
  }

  /** Files a decision; answers the case's id where it belongs to one. */
  add(event: FraudEvent, decision: Decision, storedAt: string): string | undefined {
    const alert = this.#alerts.add(event, decision)
    if (alert === undefined) return undefined
    const id = caseId(alert)
    if (!this.#openedAt.has(id)) this.#openedAt.set(id, storedAt)
    this.#lastAt.set(id, storedAt)
    return id
  }

  /** Cases at a moment. A closed case opens again when something new happens after its closing. */
  list(actions: readonly CaseAction[], now: Date): Case[] {
    const byCase = Map.groupBy(actions, (action) => action.case)
    return this.#alerts.list().map((alert) => {
      const id = caseId(alert)
      const history = byCase.get(id) ?? []
      const last = history.findLast((item) => ['close', 'reopen', 'snooze'].includes(item.action))
      const newer = last !== undefined && (this.#lastAt.get(id) ?? '') > last.at
      const closed = last?.action === 'close' && !newer
      const snoozed = last?.action === 'snooze' && (last.until ?? '') > now.toISOString()
      const state = {
        id,
        state: closed ? 'closed' : snoozed ? 'snoozed' : 'open',
        openedAt:
          last?.action === 'close' && newer ? (this.#lastAt.get(id) ?? '') : (this.#openedAt.get(id) ?? alert.firstAt),
        assignee: history.findLast((item) => item.action === 'assign')?.text,
        verdict: closed ? last?.verdict : undefined,
        history,
      } as const
      return Object.assign({}, alert, state)
    })
  }
}
