import { assert, constantFrom, nat, property, array, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decider, Past } from '../decide/decider.ts'
import { makeRuleSet } from '../decide/rule-set.ts'
import type { FraudEvent } from '../events/schema.ts'
import { DIMENSIONS } from './dimensions.ts'
import { emailPattern, REUSED, type Reused } from './reuse.ts'
import { LARGEST, SIGNATURE, SketchRing } from './sketches.ts'

const start = Date.UTC(2026, 0, 1)
let n = 0
const event = (customer: string, rest: Partial<FraudEvent>, day = 0): FraudEvent => ({
  id: `e${++n}`,
  type: 'order',
  at: new Date(start + day * 86_400_000 + n).toISOString(),
  customer: { id: customer },
  ...rest,
})
/** Files events in order and tells what the last sees. */
function last(events: readonly FraudEvent[], name: Reused, past = new Past()): number | undefined {
  let seen: number | undefined
  for (const item of events) {
    const row = past.add(item)
    const user = past.windows.idAt(row, DIMENSIONS.indexOf('user'))
    seen = past.reuse.users(item, name, user, past.windows.rows.time(row))
  }
  return seen
}
const note = (customer: string, text: string, day = 0) => event(customer, { order: { note: text } }, day)
const text = 'Please deliver quickly, I need it for my trip on Friday, leave it with the doorman'

describe('nearly the same text over customers', () => {
  it('is found over small changes, spacing, case and marks; each other customer counts once', () => {
    const variants = [
      text,
      text.toUpperCase(),
      text.replace('Friday', 'friday!!'),
      `  ${text.replaceAll(' ', '  ')} `,
      text.replace('quickly', 'quickly pls'),
    ]
    expect(
      last(
        [...variants, text].map((item, index) => note(`c${index}`, item)),
        'note',
      ),
    ).toBe(5)
    expect(last([note('a', text), note('a', text), note('b', text), note('b', text)], 'note')).toBe(1)
  })
  it('is not found in other texts, nor said of texts too short to tell', () => {
    const others = [
      'Bitte beim Nachbarn im zweiten Stock abgeben, danke',
      'Merci de laisser le colis chez la gardienne au rez-de-chaussée',
      'Please ring at the second door on the left, the bell is broken',
    ]
    expect(last([...others.map((item, index) => note(`c${index}`, item)), note('z', text)], 'note')).toBe(0)
    expect(last([note('a', 'thanks'), note('b', 'thanks')], 'note')).toBeUndefined()
    expect(last([event('a', {})], 'note')).toBeUndefined()
  })
  it('counts the 30 days before, never what comes later', () => {
    expect(last([note('a', text, 0), note('b', text, 31)], 'note')).toBe(0)
    expect(last([note('a', text, 0), note('b', text, 29)], 'note')).toBe(1)
    expect(last([note('a', text, 20), note('b', text, 5)], 'note')).toBe(0)
  })
  it('sees addresses written differently each time, but not the house next door', () => {
    const to = (customer: string, line1: string, postcode = '10115') =>
      event(customer, { shipping: { line1, postcode, country: 'DE' } })
    const ring = [
      to('a', 'Prinzregentenstraße 12'),
      to('b', 'Prinzregentenstrasse 12, Apt. 4'),
      to('c', 'Prinzregentenstr. 12 Whg B'),
      to('d', '12 Prinzregentenstr'),
    ]
    expect(last(ring, 'address')).toBe(3)
    expect(last([...ring, to('e', 'Prinzregentenstraße 13')], 'address')).toBe(0)
    expect(last([...ring, to('e', 'Prinzregentenstraße 12', '80331')], 'address')).toBe(0)
  })
  it('sees mailboxes that differ in numbers, dots and tags only', () => {
    expect(emailPattern('Anna.K1987+shop@Example.org')).toBe('annak#@example.org')
    expect(emailPattern('anna.klein@example.org')).toBeUndefined()
    expect(emailPattern('12345678@qq.com')).toBeUndefined()
    const mails = ['promo.team1@x.org', 'promoteam22@x.org', 'promo-team333@x.org', 'promoteam4@y.org']
    expect(
      last(
        mails.map((email, index) => event(`c${index}`, { customer: { id: `c${index}`, email } })),
        'email',
      ),
    ).toBe(0)
    expect(
      last(
        mails.slice(0, 3).map((email, index) => event(`c${index}`, { customer: { id: `c${index}`, email } })),
        'email',
      ),
    ).toBe(2)
  })
  it('takes bounded memory and time under floods, and one customer cannot push out what others wrote', () => {
    const past = new Past()
    past.add(note('first', text))
    for (let index = 0; index < 2000; index++) past.add(note('flood', text))
    expect(last([note('z', text)], 'note', past)).toBe(2)
    for (let index = 0; index < 3000; index++) past.add(note(`u${index}`, text))
    expect(last([note('y', text)], 'note', past)).toBeGreaterThanOrEqual(60)
    expect(past.reuse.rings[REUSED.indexOf('note')]?.count).toBeLessThan(3010)
  })
  it('is asked for by rules, and a rule over a missing text is not evaluated', () => {
    const decider = new Decider(makeRuleSet())
    for (let index = 0; index < 5; index++) decider.take(note(`r${index}`, text))
    expect(decider.take(note('r9', text))?.reasons.map(({ rule }) => rule)).toContain('identity/note-reused')
    expect(decider.take(event('r10', {}))?.notEvaluated).toMatchObject({ 'order.note': 1 })
    expect(decider.take(note('r11', 'ok'))?.notEvaluated).toMatchObject({ 'an order.note of 20 letters': 1 })
  })
})

describe('a ring of signatures', () => {
  const sketch = (seed: number) =>
    Uint32Array.from({ length: SIGNATURE }, (_, index) => Math.imul(seed + 1, 0x9e3779b1 + 2 * index) >>> 0)

  it('forgets the oldest beyond its size and finds all that it holds', () => {
    const ring = new SketchRing()
    for (let index = 0; index < LARGEST + 100; index++) ring.add(sketch(index), index + 1, index)
    const found = (index: number) => ring.others(sketch(index), SIGNATURE, 0, -1, Number.POSITIVE_INFINITY)
    expect([found(0), found(99), found(100), found(LARGEST + 99)]).toEqual([0, 0, 1, 1])
    expect(ring.parts().reduce((sum, part) => sum + part.byteLength, 0)).toBeLessThan(5_000_000)
  })

  it('answers after a restart, bit for bit, what it would have answered, and goes on alike', () => {
    const items = array(record({ seed: nat(40), user: nat(12), of: constantFrom(1, 7) }), { maxLength: 900 })
    assert(
      property(items, nat(800), (stream, cut) => {
        const live = new SketchRing()
        let other = new SketchRing()
        for (const [index, { seed, user, of }] of stream.entries()) {
          if (index === cut) {
            const saved = other.parts().map((part) => part.slice())
            const { count } = other
            other = new SketchRing()
            other.restore(count, (array) => array.set(saved.shift() as never))
          }
          for (const ring of [live, other]) ring.add(sketch(seed * of), user + 1, index)
          const look = (ring: SketchRing) => ring.others(sketch(seed * of), 11, user + 1, index - 300, index)
          expect(look(other)).toBe(look(live))
        }
      }),
      { numRuns: 40, seed: 11 },
    )
  })
})
