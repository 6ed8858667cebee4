/**
 * Quality by streaming replay of a labelled export with defaults only, beside single-rule baselines on the same stream.
 * node bench/fraud/quality.bench.ts FILE…
 */
import { openHistory } from '../../src/areas/fraud/history/load.ts'
import { replay } from '../../src/areas/fraud/history/replay.ts'
import { makeRuleSet } from '../../src/areas/fraud/decide/rule-set.ts'
import { qualityOf, type Scored } from '../../src/core/quality.ts'
import { parseRuleFile } from '../../src/areas/fraud/rules/file.ts'

const everything = makeRuleSet().rules.map((rule) => rule.id)
const single = (when: string) =>
  parseRuleFile(
    `off: ${JSON.stringify(everything)}\nrules: [{ id: velocity/one, when: '${when}', outcome: review, points: 50, says: x }]`,
    when,
  )
const sides = [
  ['Shopwarden, defaults', makeRuleSet()],
  ['purchase within a minute of sign-up', single('account.age < 1m')],
  ['device seen in the last 24 h', single('orders_by_device_24h >= 2')],
  ['two cards of a user ever', single('cards_by_user_ever >= 2')],
  ['three orders of a user in 24 h', single('orders_by_user_24h >= 3')],
] as const
for (const file of process.argv.slice(2))
  for (const [name, ruleSet] of sides) {
    const history = await openHistory(file, undefined, new AbortController().signal)
    const scored: Scored[] = []
    for await (const { event, decision, fraud } of replay(history.events, ruleSet, { labelDelayDays: 30 }))
      scored.push({
        score: decision.score,
        fraud: fraud === true,
        flagged: ['review', 'decline'].includes(decision.outcome),
        amount: event.order?.amount ?? 0,
      })
    const quality = qualityOf(scored)
    console.log(
      file.split('/').at(-1),
      '|',
      name,
      '| AUC',
      quality.auc?.toFixed(4),
      '| flagged precision',
      quality.flagged.precision?.toFixed(3),
      'recall',
      quality.flagged.recall?.toFixed(3),
      '| precision at recall',
      JSON.stringify(quality.precisionAtRecall),
      '| recall at precision',
      JSON.stringify(quality.recallAtPrecision),
    )
  }
