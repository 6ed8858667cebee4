import { Coverage, type PatternCover } from '../coverage/collect.ts'
import type { RuleSet } from '../decide/rule-set.ts'
import type { History } from '../history/load.ts'
import { replay } from '../history/replay.ts'
import type { Losses } from '../history/to-event.ts'
import { type Alert, AlertBook } from './alerts.ts'
import { type Quality, qualityOf, type Scored } from '../../../core/quality.ts'

/** What a replay of a shop's past found. */
export interface ReplayReport {
  events: number
  firstAt: string | undefined
  lastAt: string | undefined
  types: Record<string, number>
  outcomes: Record<string, number>
  columns: Record<string, string>
  notes: string[]
  losses: Losses
  patterns: PatternCover[]
  rulesFired: { rule: string; events: number; fraud: number }[]
  alerts: Alert[]
  /** Only where the file says what became of its events. */
  quality: Quality | undefined
}

/** A rule that fires on more of a shop's orders than this is too broad for it. */
const TOO_BROAD = 0.25

function notesOf(history: History, ruleSet: RuleSet, fired: ReplayReport['rulesFired'], events: number): string[] {
  const grading = new Set(ruleSet.rules.filter((rule) => rule.outcome === 'score').map((rule) => rule.id))
  const notes: string[] = []
  if (history.sorted) notes.push('The file was not in order of time and was sorted first.')
  if (history.format.assumed)
    notes.push(
      `Where dates are written like 3/4/2026 the ${history.format.dayFirst ? 'day' : 'month'} was taken to come first (no date settles it).`,
    )
  for (const [column, count] of Object.entries(history.losses.cardNumbers))
    notes.push(
      `The column "${column}" holds ${count} full card numbers. They were replaced by one-way tokens in memory and kept nowhere; but the file itself must not exist (PCI DSS): delete it and export tokens.`,
    )
  for (const { rule, events: count } of fired)
    if (count > TOO_BROAD * events && events >= 200 && !grading.has(rule))
      notes.push(
        `The rule ${rule} fires on ${Math.round((100 * count) / events)} % of the events: too broad for this shop.`,
      )
  return notes
}

/** Replays a history and gathers the report. Memory grows with alerts, and with labelled events where there are labels. */
export async function buildReport(
  history: History,
  ruleSet: RuleSet,
  options: { labelDelayDays: number; progress?: (events: number) => void },
): Promise<ReplayReport> {
  const coverage = new Coverage()
  const alerts = new AlertBook(ruleSet)
  const fired = new Map<string, { events: number; fraud: number }>()
  const scored: Scored[] = []
  for await (const { event, decision, fraud } of replay(history.events, ruleSet, options)) {
    coverage.add(event, decision)
    alerts.add(event, decision)
    for (const { rule } of decision.reasons) {
      const count = fired.get(rule) ?? { events: 0, fraud: 0 }
      count.events++
      if (fraud) count.fraud++
      fired.set(rule, count)
    }
    if (fraud !== undefined)
      scored.push({
        score: decision.score,
        fraud,
        flagged: decision.outcome === 'review' || decision.outcome === 'decline',
        amount: event.order?.amount ?? 0,
        currency: event.order?.currency?.toUpperCase() ?? '',
      })
    if (coverage.events % 50_000 === 0) options.progress?.(coverage.events)
  }
  const rulesFired = [...fired]
    .map(([rule, count]) => Object.assign({ rule }, count))
    .sort((a, b) => b.events - a.events)
  return {
    events: coverage.events,
    firstAt: coverage.firstAt,
    lastAt: coverage.lastAt,
    types: coverage.types,
    outcomes: coverage.outcomes,
    columns: Object.fromEntries(history.mapping.fields),
    notes: notesOf(history, ruleSet, rulesFired, coverage.events),
    losses: history.losses,
    patterns: coverage.patterns(ruleSet),
    rulesFired,
    alerts: [...alerts.list()],
    quality: scored.length > 0 ? qualityOf(scored) : undefined,
  }
}
