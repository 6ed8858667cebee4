/**
 * Listing of open cases: the first time, again with nothing new, and after each event and each action of a person.
 * node bench/fraud/cases.bench.ts [cases]
 */
import { CaseBook, type CaseAction } from '../../src/areas/fraud/cases/book.ts'
import { makeRuleSet } from '../../src/areas/fraud/decide/rule-set.ts'

const wanted = Number(process.argv[2] ?? 21_000)
const book = new CaseBook(makeRuleSet())
const file = (index: number, score: number) =>
  book.add(
    { id: `e${index}`, type: 'order', at: '2026-11-01T00:00:00Z', customer: { id: `c${index}` }, order: { amount: 9 } },
    {
      event: `e${index}`,
      outcome: 'review',
      score,
      challenge: false,
      reasons: [{ rule: 'velocity/orders-day', says: 'Many orders', points: 30, outcome: 'review' }],
      notEvaluated: {},
      bounded: false,
      rules: 'built-in',
    },
    '2026-11-01T00:00:00.000Z',
  )
for (let index = 0; index < wanted; index++) file(index, (index * 7919) % 100)
const actions: CaseAction[] = []
const time = (what: () => void) => {
  const at = performance.now()
  what()
  return Math.round(10 * (performance.now() - at)) / 10
}
const now = new Date('2026-11-01T01:00:00Z')
const first = time(() => book.list(actions, now))
const again: number[] = []
const changed: number[] = []
for (let round = 0; round < 30; round++) {
  again.push(time(() => book.list(actions, now)))
  file(wanted + round, round)
  actions.push({ at: now.toISOString(), by: 'a', case: `velocity:user:c${round}`, action: 'note', text: 'x' })
  changed.push(time(() => book.list(actions, now)))
}
const middle = (list: number[]) => list.sort((a, b) => a - b)[list.length >> 1]
console.log(
  JSON.stringify({
    cases: book.list(actions, now).length,
    firstMs: first,
    againMs: middle(again),
    changedMs: middle(changed),
  }),
)
