import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRates } from './rates.ts'

const file = (text: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'rates-')), 'rates.csv')
  writeFileSync(path, text)
  return path
}

describe('tables of reference rates', () => {
  it('are read as the ECB writes them: newest first, gaps as N/A, a comma at the end of each line', async () => {
    const events = await readRates(file('Date,USD,JPY,CYP,\n2026-11-03,1.09,165.2,N/A,\n2026-11-02,1.08,164.9,N/A,\n'))
    expect(events.map(({ id, at, rates }) => [id, at, rates])).toEqual([
      ['rates-EUR-2026-11-02', '2026-11-02T23:59:59Z', { base: 'EUR', per: { USD: 1.08, JPY: 164.9 } }],
      ['rates-EUR-2026-11-03', '2026-11-03T23:59:59Z', { base: 'EUR', per: { USD: 1.09, JPY: 165.2 } }],
    ])
  })

  it('of a single day are read too', async () => {
    const [event] = await readRates(file('Date, USD, JPY, \n02 November 2026, 1.08, 164.9, \n'))
    expect(event).toMatchObject({ at: '2026-11-02T23:59:59Z', rates: { per: { USD: 1.08, JPY: 164.9 } } })
  })

  it('are refused where there is no rate in them', async () => {
    for (const text of ['a,b\n1,2\n', 'Date,USD\n2026-11-02,-1\n', 'Date,USD\nsoon,1\n'])
      await expect(readRates(file(text))).rejects.toMatchObject({ code: 'SW_FRAUD_RATES' })
  })
})
