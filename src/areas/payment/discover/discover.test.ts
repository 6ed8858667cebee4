import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { discover } from './discover.ts'
import { passesLuhn } from '../../../core/card-number.ts'
import { issuerOf, masked } from './pan.ts'
import { believe, scanText } from './scan-text.ts'

// Numbers of test ranges, made valid by their check digit; they belong to nobody.
const visa = '4539578763621486'
const amex = '371449635398431'
const mastercard = '5425233430109903'

const find = async (files: Record<string, string | Buffer>) => {
  const dir = mkdtempSync(join(tmpdir(), 'sw-discover-'))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(dir, name, '..'), { recursive: true })
    writeFileSync(join(dir, name), content)
  }
  return discover([dir], { signal: new AbortController().signal, progress: () => undefined })
}

const groups = (number: string, by: string) => number.replace(/(\d{4})(?=\d)/g, `$1${by}`)

describe('card numbers are found', () => {
  it.each([
    ['plain', `card=${visa}`],
    ['in a line of its own', `${visa}\n`],
    ['in JSON', `{"card_number":"${mastercard}"}`],
    ['with spaces', `Card: ${groups(visa, ' ')} exp 12/29`],
    ['with dashes', `pan ${groups(mastercard, '-')}`],
    ['American Express groups', `amex ${amex.slice(0, 4)} ${amex.slice(4, 10)} ${amex.slice(10)}`],
    ['track 2', `;${visa}=29121010000012345678?`],
    ['track 1', `%B${visa}^DOE/JOHN^2912101?`],
    ['base64', `payload: ${Buffer.from(`number is ${visa} and CVC`).toString('base64')}`],
    ['hex', `0x${Buffer.from(visa).toString('hex')}`],
    ['percent-encoded', `q=${[...visa].map((digit) => `%3${digit}`).join('')}`],
    ['in SQL', `INSERT INTO pay VALUES (1,'Anna','${visa}','12/29');`],
    ['in CSV beside a date', `2026-01-01,${visa},12.90`],
    ['UTF-16', Buffer.from(`\ufeffcard ${visa}`, 'utf16le')],
    ['gzip', gzipSync(`card ${visa}`)],
    ['no-break spaces', Buffer.from(`card ${groups(visa, '\u00a0')}`, 'utf8')],
    ['XML', `<CardNumber>${visa}</CardNumber>`],
    ['after binary bytes', Buffer.concat([Buffer.from([0, 255, 1]), Buffer.from(visa), Buffer.from([0])])],
  ])('%s', async (_, content) => {
    const { found } = await find({ 'a.txt': content })
    expect(found).toHaveLength(1)
    expect(found[0]?.number).toMatch(/^\d{6}\*+\d{4}$/)
  })

  it('across the border of two chunks', async () => {
    const filler = Buffer.alloc((8 << 20) - 10, 'x\n')
    expect(
      (await find({ 'a.log': Buffer.concat([filler, Buffer.from(` card ${visa} `), filler]) })).found,
    ).toHaveLength(1)
  })
})

describe('what is no card number stays quiet', () => {
  it.each([
    ['UUID', '550e8400-e29b-41d4-a716-446655440000'],
    ['phone numbers', '+48 600 700 800, 0049 30 1234 5678'],
    ['a decimal', '0.4539578763621486'],
    ['part of a longer word', `sess_${visa}abc`],
    ['wrong check digit', '4539578763621487'],
    ['repeated digits', '4444444444444448 4000000000000000'],
    ['a tracking number that happens to fit', `tracking number ${visa}`],
    ['an IBAN', 'PL61109010140000071219812874'],
    [
      'a column of order numbers of which one happens to fit',
      Array.from({ length: 60 }, (_, index) => `${4539578763621400 + index * 7}`).join('\n'),
    ],
  ])('%s', async (_, content) => expect((await find({ 'a.txt': content })).found).toEqual([]))
})

it('says what it did not read, and follows no link out of the folder', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sw-discover-'))
  writeFileSync(join(dir, 'photo.jpg'), 'x')
  writeFileSync(join(dir, 'all.7z'), 'x')
  symlinkSync('/etc', join(dir, 'link'))
  const { skipped } = await discover([dir], { signal: new AbortController().signal, progress: () => undefined })
  expect(skipped.map((item) => item.file).sort()).toEqual(['all.7z', 'link', 'photo.jpg'])
})

describe('numbers', () => {
  it('know issuer and check digit', () => {
    expect(issuerOf(visa)).toBe('Visa')
    expect(issuerOf(amex)).toBe('American Express')
    expect(issuerOf('9999999999999995')).toBeUndefined()
    expect(masked(visa)).toBe('453957******1486')
  })

  it('lose their check digit with any single changed digit', () => {
    fc.assert(
      fc.property(fc.nat(15), fc.integer({ min: 1, max: 9 }), (place, add) => {
        const changed = [...visa]
        changed[place] = String((Number(changed[place]) + add) % 10)
        expect(passesLuhn(changed.join(''))).toBe(false)
      }),
    )
  })
})

it('never fails on any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(Array.isArray(believe(scanText(Buffer.from(bytes))))).toBe(true)
    }),
  )
})
