import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeRuleSet } from '../decide/rule-set.ts'
import { buildReport } from '../report/build.ts'
import { openHistory } from './load.ts'
import { mappingSchema } from './mapping.ts'
import { readTime, timeFormat } from './times.ts'
import { readAmount } from './to-event.ts'

const dir = mkdtempSync(join(tmpdir(), 'history-'))
let files = 0
function file(text: string): string {
  const path = join(dir, `f${files++}`)
  writeFileSync(path, text)
  return path
}
const signal = new AbortController().signal
async function all(path: string, mapping = {}) {
  const history = await openHistory(path, mappingSchema.parse(mapping), signal)
  const items = []
  for await (const item of history.events) items.push(item)
  return { ...history, items }
}

describe('exports', () => {
  it('are understood by their headings, sorted, and told what they lack', async () => {
    const found = await all(
      file(
        '\uFEFFOrder Number;Order Date;Customer E-Mail;Grand Total;IP Address;Cardholder Name;Ship To Name\n' +
          '2;02.03.2026 10:00;b@example.org;"1.234,50";192.0.2.1;Anna Kowalska;Jan Nowak\n' +
          '1;01.03.2026 09:30;a@example.org;20,00;not-an-ip;Anna Kowalska;Anna Kowalska\n',
      ).toString(),
    )
    expect(found.sorted).toBe(true)
    expect(
      found.items.map(({ event }) => [event.at, event.order?.amount, event.ip?.address, event.shipping?.name]),
    ).toEqual([
      ['2026-03-01T09:30:00.000Z', 20, undefined, 'Anna Kowalska'],
      ['2026-03-02T10:00:00.000Z', 1234.5, '192.0.2.1', 'Jan Nowak'],
    ])
    expect(found.losses.fields).toEqual({ 'ip.address': 1 })
  })

  it('never keep card numbers: they become tokens in memory, counted by column', async () => {
    const { items, losses } = await all(
      file(
        'date,card_number,amount,note\n2026-01-01,4111111111111111,5,x\n2026-01-02,4111 1111 1111 1111,5,card 5500000000000004\n',
      ),
    )
    expect(losses.cardNumbers).toEqual({ card_number: 2, note: 1 })
    expect(JSON.stringify(items)).not.toMatch(/4111|5500/)
    expect(items[0]?.event.payment?.instrument).toBe(items[1]?.event.payment?.instrument)
  })

  it('may be JSONL, nested, with broken lines and kinds of events', async () => {
    const { items, losses } = await all(
      file(
        '{"id":"1","type":"order","at":"2026-01-01T00:00:00Z","customer":{"id":"c"},"order":{"amount":5,"giftCard":true}}\n{broken\n[]\n{"id":"2","type":"login","at":"2026-01-02T00:00:00Z","login":{"success":false}}\n{"id":"3","type":"who knows","at":"2026-01-02T00:00:00Z"}\n',
      ),
      { fields: { type: 'type' } },
    )
    expect(
      items.map(({ event }) => [event.type, event.order?.amount, event.order?.giftCard ?? event.login?.success]),
    ).toEqual([
      ['order', 5, true],
      ['login', undefined, false],
    ])
    expect(losses.rows).toEqual({ 'is no JSON object': 2, 'is of a kind that is not known': 1 })
  })

  it('without a time are refused with the columns that there are', async () => {
    await expect(all(file('a,b\n1,2\n'))).rejects.toMatchObject({
      code: 'SW_FRAUD_COLUMNS',
      where: expect.stringContaining('a, b'),
    })
    await expect(all(file(''))).rejects.toMatchObject({ code: 'SW_FRAUD_FILE' })
    await expect(all(file('at\n2026-01-01\n'), { fields: { at: 'nope' } })).rejects.toMatchObject({
      code: 'SW_FRAUD_COLUMNS',
    })
  })

  it('report one alert for one attack, with patterns that cannot be watched', async () => {
    const rows = Array.from(
      { length: 12 },
      (_, index) => `2026-01-01T00:${String(index).padStart(2, '0')}:00,u1,card${index},${10 + index}`,
    )
    const history = await openHistory(file(`time,user_id,card_id,amount\n${rows.join('\n')}\n`), undefined, signal)
    const report = await buildReport(history, makeRuleSet(), { labelDelayDays: 30 })
    expect(report.alerts.filter((alert) => alert.pattern === 'many-cards')).toMatchObject([
      { around: 'user', value: 'u1' },
    ])
    expect(report.patterns.find((item) => item.pattern === 'ip-velocity')).toMatchObject({
      usable: 0,
      missing: expect.arrayContaining(['ip.address']),
    })
    expect(report.quality).toBeUndefined()
  })

  it('teach the rules a fraud only after the delay of chargebacks', async () => {
    const rows = [0, 10, 29, 31].map(
      (day) => `${new Date(Date.UTC(2026, 0, 1 + day)).toISOString()},u${day},card1,10,${day === 0 ? 1 : 0}`,
    )
    const history = await openHistory(
      file(`time,user_id,card_id,amount,is_fraud\n${rows.join('\n')}\n`),
      undefined,
      signal,
    )
    const report = await buildReport(history, makeRuleSet(), { labelDelayDays: 30 })
    expect(report.rulesFired.find((item) => item.rule === 'history/card')?.events).toBe(1)
  })
})

describe('dates and amounts', () => {
  it.each([
    ['2026-03-01T10:00:00+02:00', Date.UTC(2026, 2, 1, 8)],
    ['2026-03-01 10:00', Date.UTC(2026, 2, 1, 10)],
    ['2/24/15 22:55', Date.UTC(2015, 1, 24, 22, 55)],
    ['1767225600', Date.UTC(2026, 0, 1)],
    ['1767225600000', Date.UTC(2026, 0, 1)],
    ['Mon, 05 Jan 2026 10:00:00 GMT', Date.UTC(2026, 0, 5, 10)],
    ['soon', undefined],
  ])('%s', (text, expected) => {
    expect(readTime(text, { dayFirst: false, assumed: false })).toBe(expected)
  })
  it('reads the order of day and month off the column', () => {
    expect(timeFormat(['1/2/2026', '13/2/2026'])).toEqual({ dayFirst: true, assumed: false })
    expect(timeFormat(['1/2/2026', '2/13/2026'])).toEqual({ dayFirst: false, assumed: false })
    expect(timeFormat(['01.02.2026'])).toEqual({ dayFirst: true, assumed: true })
  })
  it.each([
    ['1,234.50', 1234.5],
    ['1.234,50 €', 1234.5],
    ['$5', 5],
    ['12,5', 12.5],
    ['1,234', 1234],
    ['-5', undefined],
    ['free', undefined],
  ])('%s', (text, expected) => {
    expect(readAmount(text)).toBe(expected)
  })
})
