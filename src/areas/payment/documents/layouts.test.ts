import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Content } from 'pdfmake/interfaces.js'
import { expect, it } from 'vitest'
import { makePdf } from '../../../connect/pdf/make.ts'
import { readDocument, readVendors } from './read.ts'

/*
 * Layouts that vendors make of the ASV Program Guide's appendices A (attestation) and B (summary): other tables, other orders, other
 * languages. Company names are made up but for the vendors'.
 */
const dir = mkdtempSync(join(tmpdir(), 'sw-asv-layouts-'))
const vendors = readVendors('knowledge')
const now = new Date('2026-11-25T12:00:00Z')
let count = 0
async function read(content: Content, landscape = false) {
  const file = join(dir, `${++count}.pdf`)
  const style = { font: 'Roboto', fontSize: 9 }
  const pageOrientation = landscape ? 'landscape' : 'portrait'
  writeFileSync(file, await makePdf({ content, defaultStyle: style, pageOrientation }))
  return (await readDocument(file, 'asv', { hosts: ['shop.example'], vendors, now }))!
}
const table = (body: string[][], widths?: (string | number)[]): Content => ({
  table: { body, ...(widths && { widths }) },
})
const attested = [
  'Anna Shop Ltd attests on 12 October 2026 that this scan (either by itself or combined with multiple, partial, or failed scans/rescans) includes all components which should be in scope for PCI DSS.',
  'This scan and report was prepared and conducted by Tenable, Inc. under certificate number 5049-01-17, according to internal processes that meet PCI DSS Requirement 11.3.2 and the ASV Program Guide.',
]
const passed = { status: 'pass', scanned: '2026-10-12', expires: '2027-01-10' }

it('appendix A as two tables beside each other, to be ticked', async () => {
  const { asv, problems } = await read([
    'ASV Scan Report Attestation of Scan Compliance',
    {
      columns: [
        table([
          ['A.1 Scan Customer Information', ''],
          ['Company:', 'Anna Shop Ltd'],
          ['Contact name:', 'Anna Shopkeeper'],
          ['Website / URL:', 'https://shop.example'],
        ]),
        table([
          ['A.2 Approved Scanning Vendor Information', ''],
          ['Company:', 'Tenable, Inc.'],
          ['Contact name:', 'ASV Team'],
          ['Website / URL:', 'https://www.tenable.com'],
        ]),
      ],
    },
    'A.3 Scan Status',
    table([
      ['Date scan completed:', '2026-10-12', 'Scan expiration date (90 days from date scan completed):', '2027-01-10'],
      ['Compliance status:', '[X] Pass   [ ] Fail', 'Scan report type:', '[X] Full scan   [ ] Partial scan or rescan'],
      ['Number of unique in-scope components scanned:', '1', 'Number of identified failing vulnerabilities:', '0'],
    ]),
    ...attested,
  ])
  expect(asv).toMatchObject({
    ...passed,
    customer: 'Anna Shop Ltd',
    vendor: 'Tenable, Inc.',
    certificate: '5049-01-17',
    components: 1,
    failing: 0,
    partial: false,
  })
  expect(problems).toEqual([])
})

it('appendix B: a summary whose result stands with each component only', async () => {
  const summary = (second: string) =>
    read(
      [
        'ASV Scan Report Summary',
        table([
          ['Part 1. Scan Information', '', '', ''],
          ['Scan customer company:', 'Anna Shop Ltd', 'ASV company:', 'SecurityMetrics, Inc.'],
          ['Date scan was completed:', '10/12/2026', 'Scan expiration date:', '01/10/2027'],
        ]),
        'Part 2. Component Compliance Summary',
        table([
          ['Component (IP address, domain, etc.)', 'Pass', 'Fail'],
          ['shop.example', 'Pass', ''],
          ['pay.shop.example', second === 'Pass' ? 'Pass' : '', second === 'Fail' ? 'Fail' : ''],
        ]),
        'Part 3a. Vulnerabilities Noted for Each Component',
        table([
          ['Component', 'Vulnerabilities noted', 'Severity level', 'CVSS score', 'Compliance status'],
          ['pay.shop.example', 'Server tells its version', 'Low', second === 'Pass' ? '2.6' : '7.5', second],
        ]),
      ],
      true,
    )
  expect((await summary('Pass')).asv).toMatchObject({
    ...passed,
    customer: 'Anna Shop Ltd',
    vendor: 'SecurityMetrics, Inc.',
    highestCvss: 2.6,
  })
  expect((await summary('Fail')).asv).toMatchObject({ status: 'fail', highestCvss: 7.5 })
})

it('dotted lines, the status as a sentence, times beside days', async () => {
  const { asv } = await read([
    'PCI ASV Scan Report',
    'Prepared by: Trustwave Holdings, Inc., Approved Scanning Vendor',
    'Company ................................ Anna Shop Ltd',
    'Compliance Status ...................... Your network has PASSED',
    'Date scan completed .................... 12 Oct 2026 14:03 UTC',
    'Scan expiration date ................... 10 Jan 2027 14:03 UTC',
    'In-scope components scanned ............ 2',
    'Scanned: shop.example, pay.shop.example',
  ])
  expect(asv).toMatchObject({ ...passed, customer: 'Anna Shop Ltd', components: 2 })
})

it('labels that run over two lines, values in a narrow column at the right', async () => {
  const { asv } = await read([
    'Attestation of Scan Compliance',
    table(
      [
        ['Scan Customer Company', 'Anna Shop Ltd'],
        ['Approved Scanning Vendor Company', 'Qualys, Inc.'],
        ['Date scan completed (all components of this report)', 'October 12, 2026'],
        ['Scan expiration date (90 days from date scan completed)', 'January 10, 2027'],
        ['Overall PCI compliance status of this scan', 'PASS'],
      ],
      [110, 120],
    ),
    ...attested.slice(0, 1),
  ])
  expect(asv).toMatchObject({ ...passed, customer: 'Anna Shop Ltd', vendor: 'Qualys, Inc.', customerAttested: true })
})

it('a certificate in running text', async () => {
  const { asv } = await read([
    { text: 'CERTIFICATE', fontSize: 24, alignment: 'center' },
    {
      text: 'This certifies that Anna Shop Ltd has successfully passed the PCI DSS external vulnerability scan conducted by the Approved Scanning Vendor Clone Systems, Inc. on October 12, 2026 for shop.example. This certificate is valid until January 10, 2027. ASV certificate number 4262-01-18.',
      alignment: 'center',
    },
  ])
  expect(asv).toMatchObject({ ...passed, certificate: '4262-01-18' })
  expect(asv?.vendor).toContain('Clone Systems')
})

it.each<[string, Content[], object]>([
  [
    'German',
    [
      'Bescheinigung der Scan-Konformität (ASV)',
      table([
        ['Auftraggeber:', 'Anna Shop GmbH', 'Zugelassener Scan-Anbieter:', 'usd AG'],
        ['Datum des Scans:', '12. Oktober 2026', 'Gültig bis:', '10. Januar 2027'],
        ['Ergebnis:', 'Bestanden', 'Geprüfte Komponenten:', '2'],
      ]),
    ],
    { ...passed, customer: 'Anna Shop GmbH', vendor: 'usd AG', components: 2 },
  ],
  [
    'German, failed',
    ['Konformitätsstatus: Nicht bestanden', 'Scan abgeschlossen am: 12.10.2026', 'Ablaufdatum: 10.01.2027'],
    { status: 'fail', scanned: '2026-10-12', expires: '2027-01-10' },
  ],
  [
    'French',
    [
      'Attestation de conformité de l’analyse',
      'Client : Boutique Anna SARL',
      'Statut de conformité : Réussite',
      'Date de fin de l’analyse : 12 octobre 2026',
      'Date d’expiration : 10 janvier 2027',
    ],
    { ...passed, customer: 'Boutique Anna SARL' },
  ],
  [
    'Spanish',
    [
      'Declaración de cumplimiento del análisis (ASV)',
      'Cliente: Tienda Ana S.L.',
      'Estado de cumplimiento: No aprobado',
      'Fecha de finalización del análisis: 12 de octubre de 2026',
      'Fecha de vencimiento: 10 de enero de 2027',
    ],
    { status: 'fail', scanned: '2026-10-12', expires: '2027-01-10', customer: 'Tienda Ana S.L.' },
  ],
  [
    'Polish',
    [
      'Poświadczenie zgodności skanowania (ASV)',
      'Klient: Sklep Anny sp. z o.o.',
      'Status zgodności: Pozytywny',
      'Data zakończenia skanowania: 12 października 2026',
      'Data ważności: 10 stycznia 2027',
    ],
    { ...passed, customer: 'Sklep Anny sp. z o.o.' },
  ],
  [
    'Italian',
    [
      'Attestato di conformità della scansione',
      'Cliente: Negozio Anna S.r.l.',
      'Stato di conformità: Superato',
      'Data di completamento della scansione: 12 ottobre 2026',
      'Data di scadenza: 10 gennaio 2027',
    ],
    { ...passed, customer: 'Negozio Anna S.r.l.' },
  ],
])('in another language: %s', async (_, content, expected) => expect((await read(content)).asv).toMatchObject(expected))
