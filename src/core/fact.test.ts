import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { evidenceSchema } from './evidence.ts'
import { defineFact, notObserved, observed } from './fact.ts'
import { EvidenceView } from './view.ts'

const fact = defineFact('patches', 'pending', z.object({ count: z.number() }), 30)
const probe = { id: 'patches/apt', version: '1' }
const at = (day: number) => new Date(Date.UTC(2026, 0, day))

describe('facts', () => {
  it('files what was seen in a shape that the evidence schema accepts', () => {
    const evidence = observed({ fact, subject: 'web1', probe, observedAt: at(1) }, { count: 3 })
    expect(evidenceSchema.parse(evidence)).toEqual(evidence)
    expect(evidence.validUntil).toBe('2026-01-31T00:00:00.000Z')
  })

  it('refuses a value of the wrong shape', () => {
    expect(() => observed({ fact, subject: 'web1', probe, observedAt: at(1) }, { count: 'three' } as never)).toThrow()
  })
})

describe('EvidenceView', () => {
  const seen = (day: number, count: number, subject = 'web1') =>
    observed({ fact, subject, probe, observedAt: at(day) }, { count })

  it('shows the newest observation of each subject, whatever the order of filing', () => {
    const view = new EvidenceView([seen(3, 30), seen(2, 20), seen(1, 10, 'web2')], at(4))
    expect(view.all(fact).map((item) => [item.subject, item.value.count])).toEqual([
      ['web1', 30],
      ['web2', 10],
    ])
    expect(view.latest(fact)?.value.count).toBe(30)
  })

  it('forgets what is no longer valid', () => {
    expect(new EvidenceView([seen(1, 10)], at(40)).latest(fact)).toBeUndefined()
  })

  it('keeps a valid observation when a later look failed, and says why where there is none', () => {
    const miss = notObserved({ fact, subject: 'web1', probe, observedAt: at(5) }, 'no permission', 'run as root')
    expect(new EvidenceView([seen(1, 10), miss], at(6)).latest(fact)?.value.count).toBe(10)
    expect(new EvidenceView([miss], at(6)).whyUnknown(fact)).toEqual({ reason: 'no permission', fix: 'run as root' })
  })
})

describe('EvidenceView over runs', () => {
  const at2 = (day: number, count: number, subject: string, run: string) =>
    observed({ fact, subject, probe, run, observedAt: at(day) }, { count })

  it('forgets subjects that a newer run no longer mentions', () => {
    const view = new EvidenceView([at2(1, 1, 'old host', 'a'), at2(1, 2, 'web1', 'a'), at2(2, 3, 'web1', 'b')], at(3))
    expect(view.all(fact).map((item) => [item.subject, item.value.count])).toEqual([['web1', 3]])
  })

  it('keeps a subject that the newer run asked for but could not see', () => {
    const miss = notObserved({ fact, subject: 'web2', probe, run: 'b', observedAt: at(2) }, 'down', 'start it')
    const view = new EvidenceView([at2(1, 1, 'web2', 'a'), at2(2, 3, 'web1', 'b'), miss], at(3))
    expect(
      view
        .all(fact)
        .map((item) => item.subject)
        .sort(),
    ).toEqual(['web1', 'web2'])
  })
})
