import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { command } from '../command.ts'
import { FraudGuard } from '../guard.ts'
import { guardDir } from '../log/read.ts'
import { parseRuleFile } from '../rules/file.ts'
import { letsMorePass } from './four-eyes.ts'
import { promote, shadow } from './store.ts'

const now = () => new Date('2026-12-20T00:00:00Z')
const fresh = () => mkdtempSync(join(tmpdir(), 'life-'))
async function run(cwd: string, verb: string, args: string[], options: Record<string, string> = {}) {
  const stdout = new PassThrough()
  const status = await command.verbs[verb]?.run(
    args,
    { state: cwd, by: 'anna', ...options },
    {
      stdin: process.stdin,
      stdout,
      stderr: new PassThrough(),
      cwd,
      env: {},
      knowledgeDir: '',
      chromium: undefined,
      now,
      signal: new AbortController().signal,
    },
  )
  return { status, text: String(stdout.read() ?? '') }
}
const order = (index: number) => ({
  id: `o${index}`,
  type: 'order',
  at: new Date(Date.UTC(2026, 9, 1) + index * 3_600_000).toISOString(),
  customer: { id: `c${index}` },
  order: { amount: index % 10 === 0 ? 5000 : 20 },
})
const large = `
rules:
  - id: spend/very-large
    when: order.amount > 1000
    outcome: review
    says: More than a thousand.
    examples: { fires: [{ order.amount: 1001 }], quiet: [{ order.amount: 9 }] }
`

describe('the life of a rule', () => {
  it('is written, checked, tried on what was stored, run beside, put in force and taken back', async () => {
    const dir = fresh()
    const guard = await FraudGuard.open({ stateDir: dir, now })
    for (let index = 0; index < 100; index++) await guard.decide(order(index))
    // Half of the large orders turn out to be fraud, a month later.
    for (let index = 0; index < 100; index += 20)
      await guard.decide({
        id: `l${index}`,
        type: 'label',
        at: '2026-11-15T00:00:00Z',
        label: { of: `o${index}`, verdict: 'chargeback' },
      })
    writeFileSync(join(dir, 'rules.yaml'), large)
    expect((await run(dir, 'rules', ['check', 'rules.yaml'])).status).toBe(0)
    const tried = await run(dir, 'backtest', [], { rules: 'rules.yaml', format: 'json' })
    const { events, before, after, changes } = JSON.parse(tried.text)
    expect(events).toBe(100)
    expect(before.outcomes.review).toBe(0)
    expect(after).toMatchObject({
      outcomes: { review: 10 },
      quality: { fraud: 5, flagged: { precision: 0.5, recall: 1 } },
    })
    expect(Object.values(changes as Record<string, number>).reduce((sum, count) => sum + count, 0)).toBe(10)
    const part = await run(dir, 'backtest', [], {
      rules: 'rules.yaml',
      format: 'json',
      from: '2026-10-03',
      to: '2026-10-04',
    })
    expect(JSON.parse(part.text)).toMatchObject({ events: 24, after: { outcomes: { review: 3 } } })
    await run(dir, 'rules', ['shadow', 'rules.yaml'])
    guard.refresh()
    const beside = await guard.decide({ ...order(200), id: 'n1' })
    expect(beside.decision?.outcome).not.toBe('review')
    expect((await run(dir, 'backtest', [], { format: 'json' })).status).toBe(0)
    await run(dir, 'rules', ['promote'])
    guard.refresh()
    expect((await guard.decide({ ...order(210), id: 'n2' })).decision?.outcome).toBe('review')
    await run(dir, 'rules', ['rollback'])
    guard.refresh()
    expect((await guard.decide({ ...order(220), id: 'n3' })).decision?.outcome).not.toBe('review')
    await guard.close()
  })
})

describe('four eyes', () => {
  const trust = 'lists: { trusted-customers: [c1, c2] }\n'
  const anna = { at: '2026-12-20T00:00:00Z', by: 'anna' }
  it('nobody alone lets orders pass unchecked', () => {
    const dir = guardDir(fresh())
    expect(() => promote(dir, trust, anna)).toThrow(/unchecked/)
    shadow(dir, trust, anna)
    expect(() => promote(dir, undefined, anna)).toThrow(/unchecked/)
    const version = promote(dir, undefined, { at: '2026-12-20T00:00:00Z', by: 'bert' })
    // What was agreed on may stay in later versions of one person.
    expect(promote(dir, `${trust}parameters: { cards_hour: 3 }\n`, anna)).not.toBe(version)
    expect(() => promote(dir, 'lists: { trusted-customers: [c1, c2, c3] }\n', anna)).toThrow(/unchecked/)
  })
  it('compares ids where there are, for names can be alike', () => {
    const dir = guardDir(fresh())
    shadow(dir, trust, { ...anna, id: 'user_1' })
    expect(() => promote(dir, undefined, { ...anna, id: 'user_1', by: 'Anna B.' })).toThrow(/unchecked/)
    expect(promote(dir, undefined, { ...anna, id: 'user_2' })).toMatch(/^[0-9a-f]{12}$/)
  })
  it('sees new allow rules, changed ones, and longer stays on a list', () => {
    const rules = (text: string) => parseRuleFile(text, 'x')
    const allow = (when: string) => `rules: [{ id: history/mine, when: '${when}', outcome: allow, says: x }]`
    expect(letsMorePass(rules(''), rules(allow('order.amount < 5')))).toEqual(['rule history/mine'])
    expect(letsMorePass(rules(allow('order.amount < 5')), rules(allow('order.amount < 500')))).toHaveLength(1)
    expect(letsMorePass(rules(allow('order.amount < 5')), rules(''))).toEqual([])
    const until = (day: string) => rules(`lists: { trusted-customers: [{ value: a, until: "${day}T00:00:00Z" }] }`)
    expect(letsMorePass(until('2026-01-01'), until('2027-01-01'))).toHaveLength(1)
  })
  it('sees lists that keep another rule from firing, and leaves alone those that make it fire', () => {
    const reading = (list: string, when: string) =>
      parseRuleFile(
        `lists: { mine: ${list} }\nrules: [{ id: history/mine, when: '${when}', outcome: review, points: 9, says: x }]`,
        'x',
      )
    for (const [when, more] of [
      ['not (customer.id in list("mine")) and order.amount > 5', 1],
      ['(customer.id in list("mine")) == false', 1],
      ['customer.id in list("mine") or order.amount > 5', 0],
    ] as const)
      expect(letsMorePass(reading('[]', when), reading('[c1]', when)), when).toHaveLength(more)
  })
})
