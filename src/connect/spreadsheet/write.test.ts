import { expect, it } from 'vitest'
import { unpack } from '../archive/unpack.ts'
import { toCsv, toXlsx } from './write.ts'

const sheet = {
  name: 'Requirements',
  head: ['Id', 'Text'],
  rows: [
    ['6.4.3', '=cmd|"/c calc"!A1'],
    ['11.6.1', 'ł <b> & \u0001'],
  ],
  widths: [10, 40],
}

it('writes CSV that no spreadsheet program runs', () => {
  expect(toCsv(sheet)).toBe('\ufeff"Id","Text"\r\n"6.4.3","\'=cmd|""/c calc""!A1"\r\n"11.6.1","ł <b> & \u0001"\r\n')
})

it('writes a workbook of texts', async () => {
  const { entries, partial } = unpack(await toXlsx([sheet, { ...sheet, name: 'Second' }]), 'a.xlsx')
  expect(partial).toBeUndefined()
  const names = entries.map((entry) => entry.name)
  expect(names).toEqual(
    expect.arrayContaining(['xl/workbook.xml', 'xl/worksheets/sheet1.xml', 'xl/worksheets/sheet2.xml']),
  )
  const all = entries.map((entry) => entry.bytes.toString('utf8')).join('\n')
  expect(all).toContain('ł &lt;b&gt; &amp; ')
  expect(all).not.toContain('<f>')
})
