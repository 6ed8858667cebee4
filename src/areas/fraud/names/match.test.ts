import { describe, expect, it } from 'vitest'
import { matchNames } from './match.ts'
import { nameKey } from './words.ts'

const same: [string, string][] = [
  ['Юрий Гагарин', 'YURI GAGARIN'],
  ['Иванов Сергей', 'Sergey Ivanov'],
  ['Σωκράτης Παπαδόπουλος', 'Sokratis Papadopoulos'],
  ['Łukasz Wiśniewski', 'LUKASZ WISNIEWSKI'],
  ['Jürgen Müller', 'Juergen Mueller'],
  ['Jürgen Müller', 'JURGEN MULLER'],
  ['Groß, Anna', 'ANNA GROSS'],
  ['Robert Smith', 'Bob Smith'],
  ['J. Smith', 'John Smith'],
  ['JOHN R SMITH', 'John Smith'],
  ['Dr. Maria von Trapp', 'TRAPP MARIA'],
  ['José García López', 'JOSE GARCIA'],
  ['Katarzyna Nowak', 'KASIA NOWAK'],
  ['Александр Кузнецов', 'Aleksandr Kuznetsov'],
  ['Alexander Kuznetsov', 'Саша Кузнецов'],
  ['Søren Kierkegaard', 'SOREN KIERKEGAARD'],
  ['Smith GmbH', 'Smith Ltd'],
  ['Jonathan Smithson', 'JONATHAN SMTIHSON'],
  ['Hans Müller Handels GmbH', 'Mueller Handels'],
  ["Siobhan O'Connor", 'SIOBHAN OCONNOR'],
  ['Μαρία Παππά', 'Maria Pappa'],
  ['Ежи Ковальский', 'Jerzy Kowalski'],
]
const different: [string, string][] = [
  ['John Smith', 'Igor Petrov'],
  ['Anna Schmidt', 'Maria Garcia'],
  ['John Smith', 'Mary Smith'],
  ['Иван Петров', 'John Doe'],
  ['Li Wei', 'Wang Fang'],
  ['Peter Meier', 'Peter Novak'],
  ['J. Smith', 'J. Brown'],
]

describe('recipient against cardholder', () => {
  it.each(same)('%s is %s', (a, b) => {
    expect(matchNames(a, b).score).toBeGreaterThanOrEqual(0.6)
    expect(matchNames(b, a).score).toBeCloseTo(matchNames(a, b).score)
  })
  it.each(different)('%s is not %s', (a, b) => {
    expect(matchNames(a, b).score).toBeLessThanOrEqual(0.35)
  })
  it('does not judge where a name says nothing', () => {
    expect(matchNames('GIFT CARD', 'John Smith').kind).toBe('not told')
    expect(matchNames('', 'John Smith').kind).toBe('not told')
  })
  it('stays quick on hostile text', () => {
    expect(matchNames('a '.repeat(100_000), 'b'.repeat(100_000)).score).toBeLessThan(0.6)
  })
  it('gives one key to one name written differently', () => {
    expect(nameKey('Müller, Jürgen')).toBe(nameKey('Juergen MUELLER'))
    expect(nameKey('Wojciech Szymański')).not.toBe(nameKey('Jan Kowalski'))
  })
})
