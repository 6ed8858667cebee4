import { expect, it } from 'vitest'
import { makeRuleSet } from '../decide/rule-set.ts'
import { parseEvent } from '../events/parse.ts'
import { CaseBook } from './book.ts'

const now = new Date('2026-06-01T10:00:00Z')
const ruleSet = makeRuleSet()
const rule = ruleSet.rules.find(({ id }) => id === 'account-takeover/log-ins-ip')!

/** A suspicious event around one IP address. */
function file(book: CaseBook, ip: string, minute: number): string | undefined {
  const at = new Date(now.getTime() + minute * 60_000).toISOString()
  const event = parseEvent({ id: `e${minute}`, type: 'login', at, ip: { address: ip }, customer: { id: `c-${ip}` } })
  const reasons = [{ rule: rule.id, outcome: 'review', says: rule.says, points: 10 }]
  const decision = { event: event.id, outcome: 'review', score: 50, challenge: false, reasons } as const
  return book.add(event, { ...decision, notEvaluated: {}, bounded: false, rules: 'test' }, at)
}

it('a full desk lets go of the case where nothing happened for longest, and takes the new attack', () => {
  const book = new CaseBook(ruleSet, 2)
  const first = file(book, '192.0.2.1', 0)
  const second = file(book, '192.0.2.2', 1)
  // Something new in the first: now the second is the oldest.
  expect(file(book, '192.0.2.1', 2)).toBe(first)
  const third = file(book, '192.0.2.3', 3)
  const ids = book.list([], now).map(({ id }) => id)
  expect(new Set(ids)).toEqual(new Set([first, third]))
  expect(ids).not.toContain(second)
  const at = (minute: number) => new Date(now.getTime() + minute * 60_000).toISOString()
  expect(book.eventsOf(first!, at(2))).toEqual(['e0', 'e2'])
  // A verdict says nothing of what was stored after it; what was let go is forgotten.
  expect(book.eventsOf(first!, at(1))).toEqual(['e0'])
  expect(book.eventsOf(second!, at(9))).toEqual([])
  const again = new CaseBook(ruleSet, 2)
  again.restore(structuredClone(book.save()))
  expect(again.eventsOf(first!, at(2))).toEqual(['e0', 'e2'])
})

it('a verdict on a large case is for each of its events, not only for those it shows', () => {
  const book = new CaseBook(ruleSet)
  let id: string | undefined
  for (let minute = 0; minute < 40; minute++) id = file(book, '192.0.2.1', minute)
  expect(book.eventsOf(id!, now.toISOString().replace('T10', 'T11'))).toHaveLength(40)
  expect(book.list([], now)[0]?.examples).toHaveLength(5)
})
