import type { Case } from '../cases/book.ts'
import type { Outcome } from '../decide/decider.ts'
import type { LogRecord } from '../log/record.ts'
import { addOrder, type Money, moneyText } from '../report/money.ts'
import { PATTERNS, type Pattern } from '../rules/rule.ts'

/** Decisions of a stretch of time. */
export interface Stretch {
  from: string
  to: string
  events: number
  decisions: number
  outcomes: Record<Outcome, number>
  /** Orders sent to review or declined, and their amounts by currency; "" where the order names none. */
  stopped: { orders: number; amounts: Money }
  labels: Record<string, number>
  patterns: Record<string, number>
  rules: Record<string, number>
  /** What drafts in shadow mode would have done otherwise: "version: approve → review". */
  shadow: { decisions: number; changes: Record<string, number> }
}

/** Suspicious activity of a day or a week: what a person who was away must know. */
export interface Activity {
  madeAt: string
  period: Stretch
  before: Stretch
  cases: {
    opened: number
    closed: Record<string, number>
    open: number
    /** Open ones that have waited for more than two days. */
    stale: number
    snoozed: { case: string; until: string; reason: string }[]
    worst: Pick<Case, 'id' | 'says' | 'events' | 'amounts' | 'score' | 'outcome' | 'state' | 'assignee' | 'openedAt'>[]
  }
}

export const patternName = (pattern: string) => PATTERNS[pattern as Pattern] ?? pattern

function emptyStretch(fromMs: number, toMs: number): Stretch {
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    events: 0,
    decisions: 0,
    outcomes: { approve: 0, challenge: 0, review: 0, decline: 0 },
    stopped: { orders: 0, amounts: {} },
    labels: {},
    patterns: {},
    rules: {},
    shadow: { decisions: 0, changes: {} },
  }
}

const bump = (record: Record<string, number>, key: string) => {
  record[key] = (record[key] ?? 0) + 1
}

function file(stretch: Stretch, { event, decision, shadow }: LogRecord): void {
  stretch.events++
  if (event.label !== undefined) bump(stretch.labels, event.label.verdict)
  if (decision === undefined) return
  stretch.decisions++
  stretch.outcomes[decision.outcome]++
  for (const { rule } of decision.reasons) bump(stretch.rules, rule)
  if (shadow !== undefined) {
    stretch.shadow.decisions++
    if (shadow.outcome !== decision.outcome)
      bump(stretch.shadow.changes, `${shadow.rules}: ${decision.outcome} → ${shadow.outcome}`)
  }
  if (decision.outcome !== 'review' && decision.outcome !== 'decline') return
  const main = decision.reasons.find((reason) => reason.outcome !== 'score') ?? decision.reasons[0]
  if (main) bump(stretch.patterns, main.rule.slice(0, main.rule.indexOf('/')))
  if (event.type !== 'order') return
  stretch.stopped.orders++
  addOrder(stretch.stopped.amounts, event)
}

const DAY_MS = 86_400_000
const MOST_CASES = 50

/** Gathers records of a stretch, and of the one before of the same length, by when they were stored. */
export async function gatherActivity(
  records: AsyncIterable<LogRecord>,
  cases: readonly Case[],
  { fromMs, toMs, now }: { fromMs: number; toMs: number; now: Date },
): Promise<Activity> {
  const period = emptyStretch(fromMs, toMs)
  const before = emptyStretch(2 * fromMs - toMs, fromMs)
  for await (const record of records)
    if (record.storedAt >= period.from && record.storedAt < period.to) file(period, record)
    else if (record.storedAt >= before.from && record.storedAt < before.to) file(before, record)
  const within = (at: string) => at >= period.from && at < period.to
  const open = cases.filter((item) => item.state === 'open')
  const stale = new Date(now.getTime() - 2 * DAY_MS).toISOString()
  const closed: Record<string, number> = {}
  for (const item of cases)
    for (const action of item.history)
      if (action.action === 'close' && within(action.at)) bump(closed, action.verdict ?? 'no verdict')
  return {
    madeAt: now.toISOString(),
    period,
    before,
    cases: {
      opened: cases.filter((item) => within(item.openedAt)).length,
      closed,
      open: open.length,
      stale: open.filter((item) => item.openedAt < stale).length,
      snoozed: cases
        .filter((item) => item.state === 'snoozed')
        .slice(0, MOST_CASES)
        .map((item) => {
          const last = item.history.findLast((action) => action.action === 'snooze')
          return { case: item.id, until: last?.until ?? '', reason: last?.text ?? '' }
        }),
      worst: open
        .slice(0, MOST_CASES)
        .map(({ id, says, events, amounts, score, outcome, state, assignee, openedAt }) => ({
          id,
          says,
          events,
          amounts,
          score,
          outcome,
          state,
          assignee,
          openedAt,
        })),
    },
  }
}

/** The report as paragraphs and tables, which every format draws in its own way. */
export interface Section {
  title: string
  text: string[]
  table?: { head: string[]; rows: string[][] }
}

const percent = (part: number, whole: number) => (whole === 0 ? '0 %' : `${((100 * part) / whole).toFixed(1)} %`)
const change = (now: number, then: number) =>
  then === 0
    ? now === 0
      ? 'as before'
      : 'none before'
    : `${now >= then ? '+' : ''}${Math.round((100 * (now - then)) / then)} %`
const most = (record: Record<string, number>, count: number) =>
  Object.entries(record)
    .sort((a, b) => b[1] - a[1])
    .slice(0, count)
const moment = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)}`

/** What a report says, in order. Pure. */
export function sectionsOf({ period, before, cases }: Activity): Section[] {
  const { outcomes } = period
  const closed = Object.values(cases.closed).reduce((sum, count) => sum + count, 0)
  const silent = period.events === 0
  return [
    {
      title: 'In short',
      text: silent
        ? [
            'No event was stored in this time: nothing was watched. Check that the shop still sends its events ("shopwarden fraud serve").',
          ]
        : [
            `${period.decisions} decisions; ${outcomes.review} sent to review, ${outcomes.decline} declined, ${outcomes.challenge} asked for 3-D Secure (${percent(outcomes.review + outcomes.decline, period.decisions)} stopped).`,
            `${period.stopped.orders} orders over ${moneyText(period.stopped.amounts)} were stopped or await review.`,
            `${cases.opened} cases began, ${closed} were closed, ${cases.open} are open${cases.stale > 0 ? `, ${cases.stale} of them for more than two days: somebody must look at them` : ''}.`,
          ],
    },
    {
      title: 'Beside the time before',
      text: [`${moment(before.from)} to ${moment(before.to)}`],
      table: {
        head: ['What', 'Now', 'Before', 'Change'],
        rows: (
          [
            ['Events', period.events, before.events],
            ['Approved', outcomes.approve, before.outcomes.approve],
            ['Asked for 3-D Secure', outcomes.challenge, before.outcomes.challenge],
            ['Sent to review', outcomes.review, before.outcomes.review],
            ['Declined', outcomes.decline, before.outcomes.decline],
            ['Chargebacks that became known', period.labels['chargeback'] ?? 0, before.labels['chargeback'] ?? 0],
          ] as const
        ).map(([what, now, then]) => [what, String(now), String(then), change(now, then)]),
      },
    },
    {
      title: 'What was suspicious',
      text: Object.keys(period.patterns).length === 0 ? ['Nothing was stopped.'] : [],
      table: {
        head: ['Pattern', 'Events', 'Before'],
        rows: most(period.patterns, 20).map(([pattern, count]) => [
          patternName(pattern),
          String(count),
          String(before.patterns[pattern] ?? 0),
        ]),
      },
    },
    {
      title: 'Open cases, the worst first',
      text: cases.worst.length === 0 ? ['None.'] : ['Look at them before the goods leave; close each with a verdict.'],
      table: {
        head: ['Score', 'Case', 'Why', 'Events', 'Amount', 'Since', 'With'],
        rows: cases.worst.map((item) => [
          item.score.toFixed(0),
          item.id,
          item.says,
          String(item.events),
          moneyText(item.amounts),
          moment(item.openedAt),
          item.assignee ?? 'nobody',
        ]),
      },
    },
    {
      title: 'Closed and put off',
      text: [
        closed === 0
          ? 'No case was closed.'
          : `Closed: ${Object.entries(cases.closed)
              .map(([verdict, count]) => `${count} as ${verdict}`)
              .join(', ')}.`,
      ],
      table: {
        head: ['Case', 'Put off until', 'Reason'],
        rows: cases.snoozed.map((item) => [item.case, moment(item.until), item.reason]),
      },
    },
    ...(period.shadow.decisions === 0
      ? []
      : [
          {
            title: 'Draft in shadow mode',
            text: [
              `It decided ${period.shadow.decisions} times beside the live rules${Object.keys(period.shadow.changes).length === 0 ? ' and never otherwise.' : '; otherwise than they did:'}`,
            ],
            table: {
              head: ['Draft and change', 'Events'],
              rows: most(period.shadow.changes, 12).map(([what, count]) => [what, String(count)]),
            },
          },
        ]),
    {
      title: 'Rules that fired most',
      text: [],
      table: {
        head: ['Rule', 'Events', 'Before'],
        rows: most(period.rules, 15).map(([rule, count]) => [rule, String(count), String(before.rules[rule] ?? 0)]),
      },
    },
  ]
}
