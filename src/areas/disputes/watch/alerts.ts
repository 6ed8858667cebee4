import { hash } from 'node:crypto'
import type { Alert } from '../../../connect/alerts/alert.ts'
import type { Completeness } from '../records/completeness.ts'
import type { Deadline } from './deadlines.ts'
import type { RatioResult } from './ratios.ts'

/** What somebody should know today. `escalated`: it goes to the boss as well, because whoever answers disputes did not stop it. */
export interface DisputeAlert extends Alert {
  escalated: boolean
}

const dayMs = 86_400_000
/** The same matter at the same level is the same alert: it is told once, and again only when it gets worse. */
const idOf = (...parts: string[]) => `disputes-${hash('sha256', JSON.stringify(parts)).slice(0, 32)}`

function ofDeadline(plan: Deadline, now: Date): DisputeAlert[] {
  const { dispute, level, hoursLeft, dueAt, next, tell } = plan
  if (level === 'done' || level === 'plan') return []
  // What expired long ago is no news when somebody starts to be told.
  if (level === 'past' && dueAt !== undefined && now.getTime() - Date.parse(dueAt) > 7 * dayMs) return []
  const left = hoursLeft === undefined ? '' : level === 'past' ? ' (too late)' : ` (${hoursLeft} hours left)`
  return [
    {
      id: idOf('deadline', dispute, level),
      kind: 'disputes.deadline',
      at: now.toISOString(),
      title: `Dispute ${dispute}: ${level === 'past' ? 'the deadline passed' : `answer ${level}`}${left}`,
      text: `${dueAt === undefined ? '' : `Due ${dueAt}. `}${next} For: ${tell}.`,
      data: { dispute, level, ...(hoursLeft !== undefined && { hoursLeft }) },
      escalated: level === 'now' || level === 'past',
    },
  ]
}

function ofRatio(result: RatioResult, now: Date): DisputeAlert[] {
  const { programme, title, month, network, provider, alarm, because } = result
  if (alarm !== 'near' && alarm !== 'will-be-over' && alarm !== 'over') return []
  const words = { near: 'is near', 'will-be-over': 'will be reached this month', over: 'is reached' }[alarm]
  return [
    {
      id: idOf('ratio', programme, month, network ?? '', provider ?? '', alarm),
      kind: 'disputes.ratio',
      at: now.toISOString(),
      title: `${title} ${words} (${month})`,
      text: `${because} See what causes it: shopwarden disputes insights.`,
      data: { programme, month, alarm },
      escalated: alarm !== 'near',
    },
  ]
}

function ofProof(report: Completeness, atLeast: number, now: Date): DisputeAlert[] {
  if (report.provable === 0 || (100 * report.withProof) / report.provable >= atLeast) return []
  const missing = report.provable - report.withProof
  const share = Math.floor((100 * report.withProof) / report.provable)
  return [
    {
      // Once a week: counted in whole weeks since 1970.
      id: idOf('proof', String(Math.floor(now.getTime() / (7 * dayMs)))),
      kind: 'disputes.proof',
      at: now.toISOString(),
      title: `${share}% of orders have proof of delivery; ${missing} have none`,
      text: `Orders from ${report.from} to ${report.to}, without proof: ${report.withoutProof.slice(0, 50).join(', ')}${missing > 50 ? ' …' : ''}. Mend it while the carriers still know: shopwarden disputes track, or disputes ship.`,
      data: { share, missing },
      escalated: false,
    },
  ]
}

/** Everything that somebody should know: deadlines, ratios before their thresholds, proof of delivery that is lacking. Pure. */
export function alertsOf(
  seen: { deadlines: readonly Deadline[]; ratios: readonly RatioResult[]; proof: Completeness; atLeast: number },
  now: Date,
): DisputeAlert[] {
  return [
    ...seen.deadlines.flatMap((plan) => ofDeadline(plan, now)),
    ...seen.ratios.flatMap((result) => ofRatio(result, now)),
    ...ofProof(seen.proof, seen.atLeast, now),
  ]
}
