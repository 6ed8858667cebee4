import { instantMs } from '../events/parse.ts'
import type { FraudEvent } from '../events/schema.ts'
import { logPath, readLog } from '../log/read.ts'
import type { Period } from './stored.ts'

type Verdict = NonNullable<FraudEvent['label']>['verdict']

/** What became of an order by now, and the highest score (0 to 100) that its events were given before that was known. */
export interface OrderFate {
  order: string
  outcome: Verdict
  score: number
}

/** From the mildest: an order of which any event turned out bad is bad. */
const SEVERITY: readonly Verdict[] = ['legitimate', 'abuse', 'fraud', 'chargeback']
const worse = (a: Verdict, b: Verdict | undefined): Verdict =>
  b === undefined || SEVERITY.indexOf(a) > SEVERITY.indexOf(b) ? a : b

/**
 * Orders that a guard decided on within a period and whose end is known: a label says so, or none does and `matureDays` have gone by.
 * Younger ones are left out: not known is not honest. Payments of an order count with it. Held in memory: some 200 bytes an order.
 */
export async function orderFates(
  dir: string,
  options: { now: Date; matureDays: number; period: Period; signal: AbortSignal },
): Promise<OrderFate[]> {
  const { now, matureDays, period, signal } = options
  const ripe = now.getTime() - matureDays * 86_400_000
  const verdicts = new Map<string, Verdict>()
  const orders = new Map<string, { score: number; ripe: boolean; events: string[] }>()
  let count = 0
  for await (const { record } of readLog(logPath(dir))) {
    if (++count % 1000 === 0) signal.throwIfAborted()
    const { event, decision } = record
    // The last word counts: a chargeback that was won back is none.
    if (event.label !== undefined) verdicts.set(event.label.of, event.label.verdict)
    if (decision === undefined || (event.type !== 'order' && event.type !== 'payment')) continue
    const id = event.order?.id ?? (event.type === 'order' ? event.id : undefined)
    const at = instantMs(event.at)
    if (id === undefined || at < period.fromMs || at >= period.toMs) continue
    const known = orders.get(id) ?? { score: 0, ripe: true, events: [] }
    known.score = Math.max(known.score, decision.score)
    known.ripe &&= at <= ripe
    known.events.push(event.id)
    orders.set(id, known)
  }
  const fates: OrderFate[] = []
  for (const [order, { score, ripe: old, events }] of orders) {
    let outcome: Verdict | undefined
    for (const id of events) {
      const verdict = verdicts.get(id)
      if (verdict !== undefined) outcome = worse(verdict, outcome)
    }
    outcome ??= old ? 'legitimate' : undefined
    if (outcome !== undefined) fates.push({ order, outcome, score })
  }
  return fates
}
