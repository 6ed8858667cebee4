import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strengthOf } from './meter.ts'

const log = (password: string, context: string[] = []) => strengthOf(password, context).guessesLog10

describe('strength of a password', () => {
  it.each([
    ['123456', 'drachenfrucht8', 'a frequent one is weaker than a rare one'],
    ['Password1', 'Pelzmantel-17-Zug', 'capital and digit do not help a frequent word'],
    ['qwertz123', 'lkzeqy381', 'a keyboard walk is weaker than noise of the same length'],
    ['motdepasse', 'tomseedaps', 'French'],
    ['kochanie', 'hkcoianeh', 'Polish'],
    ['contraseña', 'ñrcatsoena', 'Spanish'],
    ['schatzilein', 'neczilthasi', 'German'],
    ['juventus', 'sutjvuen', 'Italian'],
    ['aaaaaaaaaaaaaaaaaaaaaaaa', 'correct horse battery', 'repetition'],
    ['abcabcabcabcabcabcabc', 'abc-xdk-lmq', 'a repeated part'],
  ])('%s is weaker than %s: %s', (weaker, stronger) => {
    expect(log(weaker)).toBeLessThan(log(stronger))
  })

  it.each([
    ['bluebottle42', ['Blue Bottle Shop', 'bluebottle.example']],
    ['Kowalska1984', ['Anna Kowalska']],
    ['31121990', ['31.12.1990']],
  ])('%s is weaker where its words are known of the person or the shop', (password, context) => {
    expect(log(password, context)).toBeLessThanOrEqual(log(password))
    expect(strengthOf(password, context).score).toBeLessThanOrEqual(1)
  })

  it('gives long noise the full score, and nothing none', () => {
    expect(strengthOf('xK9$mQ2pLw-vu7').score).toBe(4)
    expect(strengthOf('')).toEqual({ guessesLog10: 0, score: 0 })
  })

  it('is a finite number for any text, and the same for the same text in either composition', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const { guessesLog10, score } = strengthOf(text)
        expect(Number.isFinite(guessesLog10) && guessesLog10 >= 0 && score >= 0 && score <= 4).toBe(true)
      }),
      { numRuns: 300 },
    )
    expect(log('m\u0075\u0308ller-rennt')).toBe(log('m\u00fcller-rennt'))
  })

  it.each([
    ['signs of leet', '4@8({[<369&#!1/|0$5+7%2'.repeat(60)],
    ['digits', '0123456789'.repeat(200)],
    ['combining marks', '\u0301'.repeat(5_000)],
    ['a megabyte', 'zq'.repeat(500_000)],
    ['lone surrogates', '\ud800'.repeat(400)],
  ])('ends on %s', (_name, text) => {
    expect(Number.isFinite(log(text))).toBe(true)
  })
})
