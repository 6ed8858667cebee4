import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { constants, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { describe, expect, it } from 'vitest'
import { makePdf } from '../../../connect/pdf/make.ts'
import { parseAsv } from './asv.ts'
import { readDays } from '../../../connect/pdf-text/dates.ts'
import { continuity, knownVendor, notCovered } from './judge.ts'
import { readDocument, readVendors } from './read.ts'

const dir = mkdtempSync(join(tmpdir(), 'sw-asv-'))
const now = new Date('2026-11-25T12:00:00Z')
const vendors = readVendors('knowledge')

let count = 0
async function read(
  content: Content,
  hint: 'asv' | 'aoc' | 'other' = 'other',
  extra: Partial<TDocumentDefinitions> = {},
) {
  const file = join(dir, `${++count}.pdf`)
  writeFileSync(file, await makePdf({ content, defaultStyle: { font: 'Roboto', fontSize: 10 }, ...extra }))
  return (await readDocument(file, hint, { hosts: ['shop.example'], vendors, now }))!
}

const pair = (label: string, value: string) => [{ text: label, bold: true }, { text: value }]

/** The form of the ASV Program Guide, appendix A: customer and vendor side by side, status below, two attestations. */
const official = (status = 'Pass', scanned = 'October 12, 2026', expires = 'January 10, 2027'): Content => [
  { text: 'ASV Scan Report Attestation of Scan Compliance', fontSize: 16 },
  {
    table: {
      widths: ['*', '*', '*', '*'],
      body: [
        [
          { text: 'A.1 Scan Customer Information', colSpan: 2 },
          '',
          { text: 'A.2 Approved Scanning Vendor Information', colSpan: 2 },
          '',
        ],
        [...pair('Company:', 'Anna Shop Ltd'), ...pair('Company:', 'Qualys, Inc.')],
        [...pair('Contact Name:', 'Anna Shopkeeper'), ...pair('Contact Name:', 'Support Desk')],
        [...pair('E-mail:', 'anna@customer.example'), ...pair('E-mail:', 'asv@vendor.example')],
      ],
    },
  },
  { text: 'A.3 Scan Status' },
  {
    table: {
      widths: ['*', '*'],
      body: [
        pair('Date scan completed:', scanned),
        pair('Scan expiration date (90 days from date scan completed):', expires),
        pair('Compliance status:', status),
        pair('Scan report type:', 'Full scan'),
        pair('Number of unique in-scope components scanned:', '3'),
        pair('Number of identified failing vulnerabilities:', status === 'Pass' ? '0' : '2'),
      ],
    },
  },
  'A.4 Scan Customer Attestation',
  `Anna Shop Ltd attests on ${scanned} that this scan (either by itself or combined with multiple, partial, or failed scans/rescans) includes all components which should be in scope.`,
  'A.5 ASV Attestation',
  'This scan and report was prepared and conducted by Qualys, Inc. under certificate number 3728-01-19, according to internal processes that meet the requirements of the ASV Program Guide.',
  'Component: shop.example (203.0.113.7)',
]

describe('an attestation of scan compliance', () => {
  it('in the official form', async () => {
    const { kind, asv, problems } = await read(official())
    expect(kind).toBe('asv')
    expect(asv).toMatchObject({
      customer: 'Anna Shop Ltd',
      vendor: 'Qualys, Inc.',
      certificate: '3728-01-19',
      status: 'pass',
      scanned: '2026-10-12',
      expires: '2027-01-10',
      components: 3,
      failing: 0,
      customerAttested: true,
      vendorAttested: true,
      partial: false,
    })
    expect(asv?.hosts).toEqual(['shop.example', '203.0.113.7'])
    expect(problems).toEqual([])
  })

  it('with labels over values, in another order, and numeric days', async () => {
    const { asv, problems } = await read([
      'Attestation of Scan Compliance',
      {
        table: {
          widths: ['*', '*', '*'],
          body: [
            ['Compliance Status', 'Date scan completed', 'Scan expiration date'].map((text) => ({ text, bold: true })),
            ['PASS', '11/02/2026', '01/31/2027'],
          ],
        },
      },
      { text: 'Scan Customer: Anna Shop Ltd' },
      { text: 'Approved Scanning Vendor: Tenable, Inc.' },
      'Anna Shop Ltd attests that the scan covers what it should.',
      'Conducted by Tenable, Inc. (certificate no. 5043-01-08)',
      'Scanned: https://shop.example/',
    ])
    // 11/02 could be 11 February; only the second of November is ninety days before the 31st of January.
    expect(asv).toMatchObject({
      customer: 'Anna Shop Ltd',
      vendor: 'Tenable, Inc.',
      status: 'pass',
      scanned: '2026-11-02',
      expires: '2027-01-31',
      ambiguousDates: false,
      certificate: '5043-01-08',
    })
    expect(problems).toEqual([])
  })

  it('as a form to tick, in two columns of text', async () => {
    const { asv } = await read([
      'PCI ASV Scan Report: Executive Summary, Attestation of Scan Compliance',
      { columns: [{ text: 'Compliance Status: [ ] Pass [x] Fail' }, { text: 'Scan completed: 2026-11-20' }] },
      { columns: [{ text: 'Expiration date: 2027-02-18' }, { text: 'ASV Company: Example Scans' }] },
    ])
    expect(asv).toMatchObject({ status: 'fail', scanned: '2026-11-20', expires: '2027-02-18', vendor: 'Example Scans' })
  })

  it('as a report with scores in a column', async () => {
    const { asv, problems } = await read([
      'ASV Scan Report: vulnerability details',
      'Scan status: Pass',
      'Scan date: 20 November 2026',
      {
        table: {
          widths: [120, '*', 60],
          body: [
            ['Component', 'Vulnerability', 'CVSS Score'],
            ['shop.example', 'Old protocol', '2.6'],
            ['www.shop.example', 'Injection', '7.5'],
          ],
        },
      },
    ])
    expect(asv).toMatchObject({ status: 'pass', highestCvss: 7.5, expires: '2027-02-18' })
    expect(problems.join()).toContain('says pass but names a score of 7.5')
  })

  it.each([
    ['failed', official('Fail'), 'did not pass'],
    ['old', official('Pass', '2026-05-01', '2026-07-30'), 'ran out on 2026-07-30'],
    ['of a wrong expiry', official('Pass', '2026-10-12', '2027-10-12'), 'is not 90 days after'],
    ['of the future', official('Pass', '2027-01-01', '2027-04-01'), 'lies in the future'],
  ] as const)('%s: says so', async (_, content, problem) =>
    expect((await read(content)).problems.join('; ')).toContain(problem),
  )

  it('of another shop, by an unknown vendor: says so', async () => {
    const text = JSON.stringify(official())
      .replaceAll('shop.example', 'other.example')
      .replaceAll('Qualys, Inc.', 'Cheap Scans')
    const { problems } = await read(JSON.parse(text) as Content)
    expect(problems).toEqual([
      expect.stringContaining('"Cheap Scans" is not on our list of 2026-11-25'),
      'it does not name shop.example',
    ])
  })

  it('as CSV', async () => {
    const file = join(dir, 'scan.csv')
    writeFileSync(
      file,
      'IP;FQDN;Title;CVSS Base;PCI Status;Scan Date\n203.0.113.7;shop.example;Old cipher;3.1;PASS;2026-11-01\n203.0.113.7;shop.example;Injection;9.8;FAIL;2026-11-01\n',
    )
    const read = await readDocument(file, 'asv', { hosts: ['shop.example'], vendors, now })
    expect(read?.asv).toMatchObject({
      status: 'fail',
      highestCvss: 9.8,
      scanned: '2026-11-01',
    })
  })
})

describe.concurrent('documents that cannot be read', () => {
  const saved = async (bytes: Buffer) => {
    const file = join(dir, `${++count}.pdf`)
    writeFileSync(file, bytes)
    return (await readDocument(file, 'asv', { hosts: [], vendors, now }))!.problems
  }
  it('encrypted', async () =>
    expect((await read('Attestation of Scan Compliance', 'asv', { userPassword: 'secret' })).problems.join()).toContain(
      'encrypted',
    ))
  it('broken', async () => {
    const whole = await makePdf({ content: 'Attestation of Scan Compliance', defaultStyle: { font: 'Roboto' } })
    expect((await saved(whole.subarray(0, 600))).join()).toContain('no readable PDF')
    expect(await saved(Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog'))).toHaveLength(1)
    expect((await saved(Buffer.from('hello'))).join()).toContain('no readable PDF')
  })
  it('cut or bent at any place: read or said, never a fault', async () => {
    const whole = await makePdf({ content: 'Attestation of Scan Compliance', defaultStyle: { font: 'Roboto' } })
    for (let round = 0; round < 12; round++) {
      const bent = Buffer.from(whole)
      for (let place = 10 + round * 7; place < bent.length; place += 97 + round * 31) bent[place] = (place * 37) & 255
      const problems = await saved(round % 2 ? bent : whole.subarray(0, Math.floor((whole.length * round) / 12)))
      expect(problems.every((problem) => problem !== '')).toBe(true)
      expect(problems.length).toBeGreaterThan(0)
    }
  }, 60_000)
  it('a bomb: a page that unpacks to 600 MB', async () => {
    const seven = deflateRawSync(Buffer.alloc(7_000_000, '(x) Tj '), { finishFlush: constants.Z_FULL_FLUSH })
    // Head of zlib, the same block again and again, an empty last block.
    const packed = Buffer.concat([Buffer.from([0x78, 0xda]), ...Array<Buffer>(86).fill(seven), Buffer.from([3, 0])])
    const head = `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj<</Length ${packed.length}/Filter/FlateDecode>>stream\n`
    const tail = '\nendstream endobj\ntrailer<</Root 1 0 R>>\n'
    expect(await saved(Buffer.concat([Buffer.from(head), packed, Buffer.from(tail)]))).toHaveLength(1)
  }, 60_000)
  it('without text', async () =>
    expect((await read({ canvas: [{ type: 'rect', x: 0, y: 0, w: 100, h: 100 }] }, 'asv')).problems.join()).toContain(
      'pictures only',
    ))
  it('about something else', async () =>
    expect((await read('An invoice of the plumber')).problems.join()).toContain('neither'))
})

it("reads a provider's attestation of compliance", async () => {
  const { kind, aoc, problems } = await read([
    'Payment Card Industry Data Security Standard Version 4.0.1',
    'Attestation of Compliance for Report on Compliance, Service Providers',
    { columns: [{ text: 'Company name: Stripe, Inc.' }, { text: 'Date of report: 2025-10-01' }] },
    'Based on the results, rating: COMPLIANT, demonstrated full compliance.',
  ])
  expect(kind).toBe('aoc')
  expect(aoc).toMatchObject({ provider: 'Stripe, Inc.', version: '4.0.1', compliant: true, issued: '2025-10-01' })
  expect(problems.join()).toContain('renewed every year')
})

describe('quarters', () => {
  const scan = (scanned: string, status: 'pass' | 'fail' = 'pass') => ({
    status,
    scanned,
    ambiguousDates: false,
    partial: false,
    customerAttested: true,
    vendorAttested: true,
    hosts: [],
  })
  it('without a gap', () =>
    expect(
      continuity(
        ['2025-12-01', '2026-02-27', '2026-05-28', '2026-08-25', '2026-11-20'].map((day) => scan(day)),
        now,
      ).gaps,
    ).toEqual([]))
  it('with a gap, also where a scan failed', () =>
    expect(
      continuity(
        [scan('2025-12-01'), scan('2026-02-27'), scan('2026-05-28', 'fail'), scan('2026-08-25'), scan('2026-11-20')],
        now,
      ).gaps,
    ).toEqual(['179 days between 2026-02-27 and 2026-08-25']))
  it('with one scan only', () => expect(continuity([scan('2026-11-20')], now).gaps).toHaveLength(1))
})

it('reads days in the ways people write them', () => {
  expect(readDays('12-Oct-2026')).toEqual(['2026-10-12'])
  expect(readDays('October 12th, 2026 14:00')).toEqual(['2026-10-12'])
  expect(readDays('31.12.2026')).toEqual(['2026-12-31'])
  expect(readDays('03/04/2026')).toEqual(['2026-03-04', '2026-04-03'])
  expect(readDays('2026-02-30')).toEqual([])
})

it('knows vendors by name and alias, not by likeness, and networks by their addresses', () => {
  expect(knownVendor('QUALYS INC', vendors)).toBe(true)
  expect(knownVendor('Not Qualys', vendors)).toBe(false)
  expect(notCovered(['203.0.113.7', '198.51.100.1'], ['203.0.113.0/24'])).toEqual(['198.51.100.1'])
})

it('never fails on any lines', () => {
  const cell = fc.record({ x: fc.nat(600), width: fc.nat(300), text: fc.string({ maxLength: 60 }) })
  fc.assert(
    fc.property(fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 20 }), (lines) => void parseAsv([lines])),
  )
})
