/**
 * The learned score by streaming replay with labels as late as they are: learned again every WEEK from what is known then,
 * beside the rules alone on the same orders. Generated months (chargebacks 30 days late) or labelled exports.
 * node bench/fraud/learned.bench.ts [FILE…]
 */
import { Decider } from '../../src/areas/fraud/decide/decider.ts'
import { makeRuleSet, withLearned } from '../../src/areas/fraud/decide/rule-set.ts'
import { openHistory } from '../../src/areas/fraud/history/load.ts'
import type { Taught } from '../../src/areas/fraud/model/lessons.ts'
import { judgeBy, type Scorecard, useful } from '../../src/areas/fraud/model/scorecard.ts'
import { Lessons, train } from '../../src/areas/fraud/model/train.ts'
import { qualityOf, type Scored } from '../../src/core/quality.ts'
import { generate } from './generator.ts'

const DAY = 86_400_000
async function* generated(seed: number): AsyncGenerator<Taught> {
  const { events, truth } = generate({ seed, orders: 90_000, days: 120, attacks: 60 })
  for (const event of events) yield { event, fraud: truth.has(event.id) }
}
async function look(name: string, events: AsyncIterable<Taught>): Promise<void> {
  const decider = new Decider(withLearned(makeRuleSet()))
  const lessons = new Lessons()
  const waiting: { at: number; of: string }[] = []
  let next = 0
  let trained = Number.NEGATIVE_INFINITY
  let card: Scorecard | undefined
  let trainings = 0
  let trainMs = 0
  const rules: Scored[] = []
  const learned: Scored[] = []
  const both: Scored[] = []
  for await (const { event, fraud } of events) {
    const at = Date.parse(event.at)
    while (next < waiting.length && (waiting[next]?.at ?? 0) <= at)
      decider.past.windows.label(waiting[next++]?.of ?? '', true)
    if (at - trained > 7 * DAY) {
      trained = at
      const began = performance.now()
      try {
        const made = train(lessons, { now: new Date(at), matureDays: 45, reviewAt: 0.5 })
        // As people would: one that forecasts nothing is not put in force.
        if (useful(made)) card = made
        trainings++
        trainMs = performance.now() - began
      } catch {
        // Too little is known yet.
      }
    }
    const decision = decider.take(event)
    if (decision === undefined || event.type !== 'order') continue
    const inputs = decider.inputs(decision.score)
    lessons.add(event.id, at, inputs)
    if (card !== undefined) {
      const { probability } = judgeBy(card, inputs)
      const one = (score: number, flagged: boolean): Scored => ({ score, fraud: fraud === true, flagged, amount: 0 })
      const stopped = ['review', 'decline'].includes(decision.outcome)
      rules.push(one(decision.score, stopped))
      learned.push(one(probability, probability >= 0.5))
      both.push(one(decision.score / 100 + probability, stopped || probability >= 0.5))
    }
    if (fraud === true) {
      waiting.push({ at: at + 30 * DAY, of: event.id })
      lessons.verdict(event.id, true, at + 30 * DAY)
    }
  }
  console.log(
    `${name}: ${rules.length} orders after the first of ${trainings} trainings (the last ${Math.round(trainMs)} ms)`,
  )
  for (const [side, scored] of [
    ['rules', rules],
    ['learned', learned],
    ['both', both],
  ] as const) {
    const { auc, flagged, recallAtPrecision, precisionAtRecall } = qualityOf(scored)
    console.log(
      `  ${side.padEnd(8)} AUC ${auc?.toFixed(4)}, stopped ${flagged.events}: precision ${flagged.precision?.toFixed(3)} recall ${flagged.recall?.toFixed(3)}; recall at .90 ${recallAtPrecision['0.9']?.toFixed(3)}, precision at recall .60 ${precisionAtRecall['0.6']?.toFixed(3)}`,
    )
  }
}
const files = process.argv.slice(2)
if (files.length === 0) for (const seed of [1, 2]) await look(`generated, seed ${seed}`, generated(seed))
for (const file of files)
  await look(file.split('/').at(-1) ?? file, (await openHistory(file, undefined, new AbortController().signal)).events)
