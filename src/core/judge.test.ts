import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Evidence } from './evidence.ts'
import { defineFact, notObserved, observed } from './fact.ts'
import { fromEach, no, partly, yes } from './judge.ts'
import { EvidenceView } from './view.ts'

const fact = defineFact('patches', 'judge-test', z.object({ state: z.enum(['good', 'middling', 'bad', 'none']) }), 8)
const probe = { id: 'patches/test', version: '1' } as never
const observedAt = new Date('2026-11-01T00:00:00Z')

type State = 'good' | 'middling' | 'bad' | 'none'
const seen = (subject: string, state: State, run = 'a'): Evidence =>
  observed({ fact, subject, probe, run, observedAt }, { state })
const missed = (subject: string, run = 'a'): Evidence =>
  notObserved({ fact, subject, probe, run, observedAt }, `${subject} did not answer.`, 'Look again.')

const judge = fromEach(fact, 'Look.', (one) => {
  if (one.value.state === 'bad') return no(one, 'Bad.', { urgency: 'act' })
  if (one.value.state === 'middling') return partly(one, 'Middling.')
  if (one.value.state === 'good') return yes(one, 'Good.')
  return { verdict: 'unknown', because: 'Not measured.', evidence: [], confidence: 0, fix: 'Measure.' }
})
const of = (...evidence: Evidence[]) => judge(new EvidenceView(evidence, observedAt))

describe('several servers, the weakest decides', () => {
  it.each<[string, Evidence[], string]>([
    ['none', [], 'unknown'],
    ['one good', [seen('a', 'good')], 'yes'],
    ['all good', [seen('a', 'good'), seen('b', 'good')], 'yes'],
    ['a bad one before a good one', [seen('a', 'bad'), seen('b', 'good')], 'no'],
    ['a good one before a bad one', [seen('a', 'good'), seen('b', 'bad')], 'no'],
    ['a middling one', [seen('a', 'good'), seen('b', 'middling')], 'partly'],
    ['one that says nothing beside a good one', [seen('a', 'none'), seen('b', 'good')], 'partly'],
    ['one that says nothing, alone', [seen('a', 'none')], 'unknown'],
    ['one that did not answer beside a good one', [seen('a', 'good'), missed('b')], 'partly'],
    ['one that did not answer beside a bad one', [seen('a', 'bad'), missed('b')], 'no'],
    ['one that did not answer, of an earlier run', [seen('a', 'good', 'later'), missed('b', 'before')], 'yes'],
    ['a probe that had nothing to look at', [seen('a', 'good'), missed('shop')], 'yes'],
    ['only one that did not answer', [missed('b')], 'unknown'],
  ])('%s', (_, evidence, verdict) => expect(of(...evidence).verdict).toBe(verdict))

  it('names the servers that decide, and those of which nothing is known', () => {
    expect(of(seen('web1', 'good'), seen('web2', 'bad'))).toMatchObject({ because: 'web2: Bad.', urgency: 'act' })
    expect(of(seen('web1', 'good'), missed('web2')).because).toBe('Good. Not known of web2: web2 did not answer.')
    const many = of(...['a', 'b', 'c', 'd', 'e'].map((name) => seen(name, 'bad')))
    expect(many.because).toBe('a: Bad. b: Bad. c: Bad. And 2 more alike.')
    expect(many.evidence).toHaveLength(5)
  })
})
