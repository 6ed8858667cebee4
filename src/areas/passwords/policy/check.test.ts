import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPassword } from './check.ts'
import { type ProfileName, profileNames, profiles } from './profiles.ts'

const good = 'brass otter lamp quilt'
const context = ['Kwiaty Anna', 'kwiaty-anna.pl', 'Jan Kowalski']
const codes = (profile: ProfileName, password: string, secondFactor = false) =>
  checkPassword(
    password,
    { ...profiles[profile], secondFactor },
    { context, breached: (one) => one === 'leaked otter lamp 8' },
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
    ['pci', 'brass otter lamp', 'classes'],
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
    const unseen = (profile: ProfileName) =>
      checkPassword(good, { ...profiles[profile], secondFactor: false }).notChecked
    expect(unseen('nist')).toEqual(['breached passwords (no index given)'])
    expect(unseen('prestashop')).toEqual([])
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
