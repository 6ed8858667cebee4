import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strengthOf } from '../meter/meter.ts'
import { checkPassword } from './check.ts'
import { languageOf, languages, say } from './languages/index.ts'
import { reasonCodes } from './languages/words.ts'
import { type ProfileName, profileNames, profiles } from './profiles.ts'

const good = 'brass otter lamp quilt'
const context = ['Kwiaty Anna', 'kwiaty-anna.pl', 'Jan Kowalski']
const codes = (profile: ProfileName, password: string, secondFactor = false) =>
  checkPassword(
    password,
    { ...profiles[profile], secondFactor },
    { context, breached: password === 'leaked otter lamp 8', scoreOf: (text, names) => strengthOf(text, names).score },
  )
    .reasons.map((reason) => reason.code)
    .join(' ')

describe('checkPassword', () => {
  it.each<[ProfileName, string, string]>([
    ['nist', good, ''],
    ['nist', 'zażółć gęślą jaźń', ''],
    ['nist', 'пароль из пяти слов', ''],
    ['nist', '🦊🌵🎺🪁🍋🐙🧲🎲🛶🪗🧵🌋🦉🚲🔔', ''],
    ['nist', '🦊🌵🎺🪁🍋🐙🧲', 'too-short'],
    ['nist', 'otter lamp 8', 'too-short'],
    ['nist', 'leaked otter lamp 8', 'breached'],
    ['nist', 'e\u0301toile otter9', 'too-short'],
    ['nist', Array.from({ length: 90 }, (_, at) => 'kvbxz'[at % 5]! + String.fromCodePoint(0x4e00 + at)).join(''), ''],
    ['nist', good.repeat(60), 'too-long'],
    ['nist', 'a'.repeat(1_000_000), 'too-long'],
    ['nist', `a${'\u0301'.repeat(900)}`, 'run'],
    ['nist', '', 'too-short'],
    ['nist', `${good}\0`, 'not-text'],
    ['nist', `${good}\ud800`, 'not-text'],
    ['asvs', 'xk7vqm2p', ''],
    ['asvs', '12345678', 'run'],
    ['asvs', 'P@ssw0rd2024!', 'common'],
    ['asvs', 'Hasło2026!!', 'common'],
    ['asvs', 'qwertzuiop', 'run'],
    ['asvs', 'abcdabcdabcd', 'run'],
    ['asvs', 'kowalski1987', 'context'],
    ['asvs', 'KWIATYanna77', 'context'],
    ['asvs', 'password is what nobody types', ''],
    ['pci', 'brass otter lamp', 'letters-and-digits'],
    ['pci', 'brass otter 4', ''],
    ['pci', 'otter 4', 'too-short'],
    ['prestashop', 'x7'.repeat(37), 'too-long'],
    ['prestashop', 'xk7vqm2p', ''],
    ['magento', 'xk7vqm2p', 'classes'],
    ['magento', 'Xk7vqm2p', ''],
  ])('%s: case %#', (profile, password, expected) => {
    expect(codes(profile, password)).toBe(expected)
  })

  it('asks for less beside a second factor', () => {
    expect(codes('nist', 'otter 4 lamp', true)).toBe('')
    expect(codes('nist', 'otter 4', true)).toBe('too-short')
  })

  it('asks for the strength that a rule book wants, and names what it did not look at', () => {
    const unseen = (profile: ProfileName, scoreOf?: () => number) =>
      checkPassword(good, { ...profiles[profile], secondFactor: false }, { ...(scoreOf && { scoreOf }) }).notChecked
    expect(unseen('nist')).toEqual(['breached passwords (no index given)'])
    expect(unseen('prestashop')).toEqual(['strength (no meter given)'])
    expect(unseen('prestashop', () => 4)).toEqual([])
    expect(unseen('magento')).toEqual([])
  })

  it('answers every text, and the same for both forms of the same text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...profileNames), fc.string({ unit: 'binary', maxLength: 80 }), (profile, text) => {
        expect(codes(profile, text.normalize('NFD'))).toBe(codes(profile, text.normalize('NFC')))
      }),
      { seed: 1 },
    )
  })
})

describe('reasons', () => {
  it('are said in each language in words of its own, with the numbers and never with a part of the password', () => {
    for (const code of reasonCodes) {
      const said = languages.map((language) => say(code, language, { has: 7, wanted: 15 }))
      expect(new Set(said.map((one) => one.text)).size, code).toBe(languages.length)
      for (const one of said) {
        expect(one.suggestion.length).toBeGreaterThan(10)
        expect(`${one.text}${one.suggestion}`).not.toContain('undefined')
      }
    }
    expect(languages.map((language) => say('too-short', language, { has: 14, wanted: 15 }).text)).toEqual([
      'It has 14 of at least 15 characters.',
      'Ma 14 znaków, a potrzeba co najmniej 15.',
      'Es hat 14 von mindestens 15 Zeichen.',
      'Il a 14 caractères ; il en faut au moins 15.',
      'Tiene 14 caracteres y hacen falta al menos 15.',
      'Ha 14 caratteri; ne servono almeno 15.',
    ])
    expect([1, 2, 5, 12, 22].map((has) => say('too-short', 'pl', { has, wanted: 30 }).text.slice(3, 12))).toEqual([
      '1 znak, a',
      '2 znaki, ',
      '5 znaków,',
      '12 znaków',
      '22 znaki,',
    ])
  })

  it('fall back to English', () => {
    expect(['de-AT', 'PL', 'pt', undefined].map(languageOf)).toEqual(['de', 'pl', 'en', 'en'])
  })
})
