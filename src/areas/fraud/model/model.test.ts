import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assert, double, array, option, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decider } from '../decide/decider.ts'
import { makeRuleSet, withLearned } from '../decide/rule-set.ts'
import type { FraudEvent } from '../events/schema.ts'
import { driftOf, DRIFTED } from './drift.ts'
import { cutsOf } from './fit.ts'
import { MODEL_INPUTS } from './inputs.ts'
import { gatherLessons, type Taught } from './lessons.ts'
import { judgeBy, partOf, type Scorecard } from './scorecard.ts'
import { keepModel, liveModel, promoteModel, readModels, rollbackModel } from './store.ts'
import { Lessons, train } from './train.ts'

const DAY = 86_400_000
const width = MODEL_INPUTS.length + 1
/** mulberry32 */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
const sure = (p: number) => 1 / (1 + Math.exp(-p))

/** Orders whose fraud follows a stated law of the first two inputs; verdicts come 30 days late. */
function made(count: number, seed: number, shift = 0): Lessons {
  const next = random(seed)
  const lessons = new Lessons()
  for (let index = 0; index < count; index++) {
    const values: (number | undefined)[] = Array.from({ length: width }, () => Math.floor(next() * 5) + shift)
    const known = next() < 0.8
    if (!known) values[1] = undefined
    const truth = sure(-4 + 1.2 * ((values[0] as number) - shift) - (known ? 0.5 * ((values[1] as number) - shift) : 0))
    const at = Date.UTC(2026, 0, 1) + (index * 100 * DAY) / count
    lessons.add(`e${index}`, at, values)
    if (next() < truth) lessons.verdict(`e${index}`, true, at + 30 * DAY)
  }
  return lessons
}
const settings = { now: new Date(Date.UTC(2026, 0, 150)), matureDays: 45, reviewAt: 0.5 }

describe('the learned score', () => {
  it('finds a stated law, calibrated: what it says is what happens', () => {
    const card = train(made(20_000, 1), settings)
    const span = (line: Scorecard['lines'][number]) => Math.max(...line.weights) - Math.min(...line.weights)
    const [first, second, ...others] = card.lines.map(span)
    expect(first).toBeGreaterThan(4)
    expect(second).toBeGreaterThan(1.5)
    expect(Math.max(...others)).toBeLessThan(1)
    for (const { said, was } of card.measured.calibration) expect(Math.abs(said - was)).toBeLessThan(0.05)
    expect(card.measured.brier).toBeLessThan(card.measured.brierOfShare)
  })

  it('is the same for the same lessons', () => {
    expect(train(made(4000, 2), settings)).toEqual(train(made(4000, 2), settings))
  })

  it('learns from no event before its complaint could have come, and from no complaint that had not come yet', () => {
    const lessons = made(5000, 3)
    const { rows, bad } = lessons.ripe(Date.UTC(2026, 0, 1) + 60 * DAY, 45)
    expect(Math.max(...rows.map((row) => lessons.timeOf(row)))).toBeLessThanOrEqual(Date.UTC(2026, 0, 1) + 15 * DAY)
    expect(bad.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0)
    const early = lessons.ripe(Date.UTC(2026, 0, 1) + 20 * DAY, 0)
    expect(early.bad.reduce((sum, one) => sum + one, 0)).toBe(0)
  })

  it('says so where there is too little to learn from', () => {
    expect(() => train(made(200, 4), { ...settings, now: new Date(Date.UTC(2026, 0, 1)) })).toThrow(/too little/)
  })

  it('notices that orders have changed', () => {
    const card = train(made(5000, 5), settings)
    const rows = Array.from({ length: 1000 }, (_, row) => row)
    expect(driftOf(card, made(1000, 6), rows)[0]?.psi).toBeLessThan(DRIFTED)
    expect(driftOf(card, made(1000, 6, 3), rows)[0]?.psi).toBeGreaterThan(DRIFTED)
  })

  it('puts every value into one part, and unknown ones into their own', () => {
    assert(
      property(
        array(double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }),
        option(double({ min: -1e7, max: 1e7 })),
        (values, value) => {
          const cuts = cutsOf(values)
          expect([...cuts].sort((a, b) => a - b)).toEqual(cuts)
          const part = partOf(cuts, value ?? undefined)
          if (value === null || Number.isNaN(value)) expect(part).toBe(0)
          else {
            if (part > 1) expect(value).toBeGreaterThanOrEqual(cuts[part - 2] as number)
            if (part <= cuts.length) expect(value).toBeLessThan(cuts[part - 1] as number)
          }
        },
      ),
    )
  })
})

const order = (index: number, customer: string): FraudEvent => ({
  id: `o${index}`,
  type: 'order',
  at: new Date(Date.UTC(2026, 0, 1) + index * 3_600_000).toISOString(),
  customer: { id: customer },
  order: { amount: 30 },
})
/** A scorecard that says one probability of everything. */
const always = (logOdds: number): Scorecard => ({
  ...train(made(3000, 7), settings),
  intercept: logOdds,
  lines: [{ name: 'x', says: 'a stated weight', cuts: [], weights: [0.5, 0.5], shares: [0, 1] }],
})

describe('beside the rules', () => {
  it('has the second word: sends to review what they let pass, with its reasons, and frees nothing they stop', () => {
    const plain = new Decider(makeRuleSet())
    const trusted = makeRuleSet({ lists: { 'trusted-customers': ['anna'] } })
    const strict = new Decider(withLearned(trusted, always(4)))
    expect(plain.take(order(1, 'bert'))?.outcome).toBe('approve')
    expect(strict.take(order(1, 'bert'))).toMatchObject({
      outcome: 'review',
      learned: { probability: 0.989, because: [{ input: 'x', weight: 0.5 }] },
      reasons: [{ rule: 'history/learned' }],
    })
    expect(strict.take(order(2, 'anna'))?.outcome).toBe('approve')
    const blocking = makeRuleSet({ lists: { 'blocked-emails': ['a@example.org'] } })
    const mild = new Decider(withLearned(blocking, always(-9)))
    const event = { ...order(3, 'cleo'), customer: { id: 'cleo', email: 'a@example.org' } }
    expect(mild.take(event)?.outcome).toBe('decline')
  })

  it('sees at decision time what it learned from', async () => {
    const events = Array.from({ length: 300 }, (_, index) => order(index, `c${index % 7}`))
    async function* past(): AsyncGenerator<Taught> {
      for (const event of events) yield { event }
    }
    const { lessons } = await gatherLessons(past(), makeRuleSet(), { labelDelayDays: 30 })
    const decider = new Decider(withLearned(makeRuleSet()))
    for (const [row, event] of events.entries()) {
      const decision = decider.take(event)
      const live = decider.inputs(decision?.score ?? 0)
      for (const [input, value] of live.entries()) expect(lessons.value(row, input)).toBe(value ?? Number.NaN)
    }
  })

  it('is kept by version, put in force, taken back, and refused where it forecast nothing', () => {
    const dir = mkdtempSync(join(tmpdir(), 'model-'))
    const who = { at: '2026-11-01T00:00:00.000Z', by: 'anna' }
    const [good, better] = [train(made(6000, 8), settings), train(made(6000, 9), settings)]
    const useless = { ...good, version: 'aaaaaaaaaaaa', measured: { ...good.measured, brier: 1 } }
    for (const card of [good, better, useless]) keepModel(dir, card, who)
    expect(liveModel(dir)).toBeUndefined()
    promoteModel(dir, good.version, who)
    promoteModel(dir, better.version, who)
    expect(liveModel(dir)).toEqual(better)
    expect(() => promoteModel(dir, useless.version, who)).toThrow(/no better/)
    expect(() => promoteModel(dir, '../state', who)).toThrow(/no learned score/)
    expect(rollbackModel(dir, who)).toBe(good.version)
    expect(rollbackModel(dir, who)).toBeUndefined()
    expect(readModels(dir).history.map((item) => item.action)).toEqual([
      'train',
      'train',
      'train',
      'promote',
      'promote',
      'rollback',
      'rollback',
    ])
    expect(judgeBy(good, []).probability).toBeGreaterThan(0)
  })
})
