import { describe, expect, it } from 'vitest'
import { makeRuleSet } from '../decide/rule-set.ts'
import { failingExamples } from './examples.ts'
import { parseRuleFile } from './file.ts'
import { PATTERNS } from './rule.ts'

const ruleSet = makeRuleSet()

describe('the built-in rules', () => {
  it.each(ruleSet.rules.map((rule) => [rule.id, rule] as const))('%s holds on its own examples', (_, rule) => {
    expect(rule.examples.fires.length * rule.examples.quiet.length).toBeGreaterThan(0)
    expect(failingExamples(rule, ruleSet)).toEqual([])
  })

  it('are at least 43, have distinct ids, and cover every pattern', () => {
    expect(ruleSet.rules.length).toBeGreaterThanOrEqual(43)
    expect(new Set(ruleSet.rules.map((rule) => rule.id)).size).toBe(ruleSet.rules.length)
    expect(new Set(ruleSet.rules.map((rule) => rule.pattern))).toEqual(new Set(Object.keys(PATTERNS)))
  })
})

describe("a shop's own rules", () => {
  it('stand beside the built-in ones, take their parameters and lists', () => {
    const own = parseRuleFile(
      `
parameters: { cards_day: 2, my_limit: 500 }
off: [device/script]
lists: { vip: [c1, { value: c2, until: "2020-01-01T00:00:00Z" }] }
rules:
  - id: velocity/mine
    when: order.amount > param.my_limit and not (customer.id in list("vip"))
    outcome: review
    points: 20
    says: Large
    examples: { fires: [{ order.amount: 600, customer.id: x }], quiet: [{ order.amount: 5, customer.id: x }] }
`,
      'fraud.yaml',
    )
    expect(own.parameters['cards_day']).toBe(2)
    expect(own.rules.some((rule) => rule.id === 'device/script')).toBe(false)
    const mine = own.rules.find((rule) => rule.id === 'velocity/mine')
    expect(mine && failingExamples(mine, own)).toEqual([])
  })

  it.each([
    ['rules: [{ id: velocity/x, when: "cards_by_usr_24h > 1", outcome: review, says: x }]', /cards_by_user_24h/],
    ['rules: [{ id: velocity/x, when: "order.amount", outcome: review, says: x }]', /must come out as boolean/],
    ['rules: [{ id: velocity/x, when: "order.amount > \\"5\\"", outcome: review, says: x }]', /needs a number/],
    ['rules: [{ id: nonsense/x, when: "true", outcome: review, says: x }]', /is no pattern/],
    ['rules: [{ id: velocity/x, when: "true", outcome: refuse, says: x }]', /option|expected/i],
    ['rules: [', /is no YAML/],
    [
      'rules: [{ id: velocity/x, when: "customer.id in list(\\"nope\\")", outcome: review, says: x }]',
      /no list "nope"/,
    ],
  ])('are refused with the reason: %s', (text, message) => {
    expect(() => parseRuleFile(text, 'fraud.yaml')).toThrow(message)
  })
})
