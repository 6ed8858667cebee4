import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { combine, type Answer, type CriterionAnswer } from './answer.ts'
import { AREAS } from './areas.ts'
import type { Verdict } from './question.ts'
import { roadmap } from './roadmap.ts'
import { gainPerPoint, GATE_CAP, scoreOf, WEIGHTS } from './score.ts'

const share = { yes: 1, partly: 0.5, no: 0, unknown: 0 }

function criterion(verdict: Verdict, points: number, gate = false, id = 'payment.x'): CriterionAnswer {
  const advice = { step: 'Do it', how: 'so', effort: 'hours', owner: 'CTO' } as const
  return {
    id,
    asks: '',
    points,
    earned: points * share[verdict],
    verdict,
    because: '',
    evidence: [],
    confidence: 1,
    basis: verdict === 'unknown' ? 'none' : 'measured',
    gate,
    advice,
  }
}

function answer(question: string, criteria: CriterionAnswer[]): Answer {
  const sum = (pick: (item: CriterionAnswer) => number) => criteria.reduce((total, item) => total + pick(item), 0)
  const known = sum((item) => (item.verdict === 'unknown' ? 0 : item.points))
  const points = { earned: sum((item) => item.earned), known, measured: known, possible: sum((item) => item.points) }
  return {
    question,
    number: 1,
    asks: '',
    why: '',
    verdict: combine(criteria),
    basis: 'measured',
    confidence: 1,
    points,
    criteria,
  }
}

describe('verdict of a question', () => {
  it.each([
    ['all yes', [criterion('yes', 60), criterion('yes', 40)], 'yes'],
    ['all unknown', [criterion('unknown', 100)], 'unknown'],
    ['all no', [criterion('no', 100)], 'no'],
    ['one no beside much yes', [criterion('yes', 80), criterion('no', 20)], 'partly'],
    ['a red gate beside much yes', [criterion('yes', 80), criterion('no', 20, true)], 'no'],
    ['little known, nothing wrong', [criterion('yes', 40), criterion('unknown', 60)], 'unknown'],
    ['half known, nothing wrong', [criterion('yes', 50), criterion('unknown', 50)], 'partly'],
    ['nine tenths yes, the rest unknown', [criterion('yes', 90), criterion('unknown', 10)], 'yes'],
    ['nine tenths yes, the rest no', [criterion('yes', 90), criterion('no', 10)], 'partly'],
    ['mostly no', [criterion('no', 80), criterion('partly', 20)], 'no'],
    ['partly', [criterion('partly', 100)], 'partly'],
  ] as const)('%s', (_, criteria, expected) => expect(combine(criteria)).toBe(expected))

  it('is never yes while an unknown could hide a tenth or more of the points', () => {
    const verdict = fc.constantFrom<Verdict>('yes', 'unknown')
    fc.assert(
      fc.property(fc.array(fc.tuple(verdict, fc.integer({ min: 1, max: 50 })), { minLength: 1 }), (parts) => {
        const criteria = parts.map(([result, points]) => criterion(result, points))
        const total = parts.reduce((sum, [, points]) => sum + points, 0)
        const hidden = parts.filter(([result]) => result === 'unknown').reduce((sum, [, points]) => sum + points, 0)
        if (hidden > 0.1 * total + 1e-9) expect(combine(criteria)).not.toBe('yes')
      }),
    )
  })
})

describe('score', () => {
  it('has weights for all thirteen that sum to 100', () => {
    expect(Object.keys(WEIGHTS).sort()).toEqual([...AREAS].sort())
    expect(Object.values(WEIGHTS).reduce((a, b) => a + b)).toBe(100)
  })

  it('adds up line by line', () => {
    const score = scoreOf([
      answer('payment', [criterion('yes', 50), criterion('no', 50)]),
      answer('leaks', [criterion('yes', 100)]),
    ])
    expect(score.lines.map((line) => line.contributes)).toEqual([6, 5])
    expect(score.sum).toBe(11)
    expect(score.score).toBe(Math.floor((100 * 11) / 17))
  })

  it('is capped by a red gate however good the rest is', () => {
    const good = AREAS.filter((name) => name !== 'malware').map((name) => answer(name, [criterion('yes', 100)]))
    const score = scoreOf([...good, answer('malware', [criterion('yes', 99), criterion('no', 1, true)])])
    expect(score.sum).toBeGreaterThan(99)
    expect(score.score).toBe(GATE_CAP)
  })

  it('leaves out what does not apply, and what is not scored', () => {
    const none = { ...answer('code', []), verdict: 'not applicable' as const }
    expect(
      scoreOf([answer('payment', [criterion('yes', 10)]), none, answer('board', [criterion('no', 10)])]),
    ).toMatchObject({ score: 100, coverage: 100, weight: 12 })
  })

  it('never rises when a yes becomes unknown, and never falls when an unknown becomes yes', () => {
    const verdict = fc.constantFrom<Verdict>('yes', 'partly', 'no', 'unknown')
    fc.assert(
      fc.property(fc.array(verdict, { minLength: 2, maxLength: 13 }), fc.nat(12), (verdicts, place) => {
        const index = place % verdicts.length
        const scoreWith = (result: Verdict) =>
          scoreOf(verdicts.map((known, at) => answer(AREAS[at]!, [criterion(at === index ? result : known, 100)])))
            .score
        expect(scoreWith('unknown')).toBeLessThanOrEqual(scoreWith('yes'))
        expect(scoreWith('unknown')).toBe(scoreWith('no'))
      }),
    )
  })
})

describe('roadmap', () => {
  const now = new Date('2026-01-01T00:00:00Z')

  it('puts what cannot wait first, then gain for effort, and leaves out what is done or accepted', () => {
    const waiver = {
      criterion: 'payment.d',
      reason: 'known',
      owner: 'CEO',
      statedAt: now.toISOString(),
      validUntil: '2027-01-01T00:00:00.000Z',
    }
    const answers = [
      answer('payment', [
        criterion('yes', 10, false, 'payment.a'),
        criterion('no', 20, false, 'payment.b'),
        criterion('no', 5, true, 'payment.c'),
        { ...criterion('no', 50, false, 'payment.d'), waiver },
        criterion('unknown', 15, false, 'payment.e'),
      ]),
    ]
    const steps = roadmap(answers, gainPerPoint(answers), now)
    expect(steps.map((step) => [step.criterion, step.urgency, step.kind])).toEqual([
      ['payment.c', 'act', 'mend'],
      ['payment.b', 'attend', 'mend'],
      ['payment.e', 'track', 'find out'],
    ])
    expect(steps[1]?.gain).toBeCloseTo(20)
    expect(steps[0]?.due).toBe('2026-01-08')
  })
})
