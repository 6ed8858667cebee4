import { breakable, makePdf } from '../../../connect/pdf/make.ts'
import { type Sheet, toCsv, toXlsx } from '../../../connect/spreadsheet/write.ts'
import type { SaqView } from './view.ts'

const head = ['Requirement', 'What it asks, in our words', 'Result', 'Basis', 'Because', 'Evidence']

function requirementSheet(view: SaqView): Sheet {
  return {
    name: 'Requirements',
    head,
    rows: view.rows.map((row) => [row.id, row.asks, row.result, row.state, row.because, row.evidence.join(' ')]),
    widths: [14, 50, 16, 16, 70, 40],
  }
}

/** The view for the assessor as CSV: one line a requirement. */
export const saqCsv = (view: SaqView): string => toCsv(requirementSheet(view))

/** As a workbook: requirements, what decided the questionnaire, who serves what. */
export function saqXlsx(view: SaqView): Promise<Buffer> {
  return toXlsx([
    requirementSheet(view),
    {
      name: 'Questionnaire',
      head: ['What', 'State', 'Because'],
      rows: [
        ['SAQ', view.saq, view.reasons.join(' ')],
        ['Address', view.url, ''],
        ['Seen at', view.at, `Facts as of ${view.factsAsOf.requirements} and ${view.factsAsOf.providers}`],
        ['Confirmed by', view.confirmedBy ?? 'nobody yet', ''],
        ...view.conditions.map((item) => [item.asks, `${item.state} (${item.basis})`, item.because]),
        ...view.toConfirm.map((item) => [item, 'to be confirmed', '']),
      ],
      widths: [60, 24, 80],
    },
    {
      name: 'Who serves what',
      head: ['Part', 'Host', 'Served by', 'Provider'],
      rows: view.parts.map((part) => [part.what, part.host, part.by, part.provider ?? '']),
      widths: [20, 40, 20, 24],
    },
  ])
}

/** As a PDF for the assessor's file. */
export function saqPdf(view: SaqView): Promise<Buffer> {
  const cell = (text: string) => ({ text: breakable(text), fontSize: 7 })
  return makePdf({
    info: { title: `PCI DSS view of ${view.url}`, creationDate: new Date(view.at) },
    pageOrientation: 'landscape',
    pageMargins: 32,
    defaultStyle: { font: 'Roboto', fontSize: 9 },
    footer: (page, pages) => ({ text: `${page} / ${pages}`, alignment: 'right', margin: [0, 8, 32, 0], fontSize: 7 }),
    content: [
      { text: 'Payment: PCI DSS, requirement by requirement', fontSize: 16, bold: true },
      { text: breakable(`${view.url}, seen at ${view.at}. ${view.standard}; ids with our own words.`) },
      {
        text: view.saq === 'unknown' ? 'Which SAQ applies is unknown.' : `SAQ ${view.saq}`,
        fontSize: 13,
        bold: true,
        margin: [0, 8, 0, 4],
      },
      { ul: view.reasons.map(breakable) },
      {
        text: view.confirmedBy ? `Confirmed by ${view.confirmedBy}.` : 'Not confirmed by the owner yet.',
        margin: [0, 6],
      },
      {
        table: {
          headerRows: 1,
          widths: [50, 150, 52, 52, '*', 110],
          body: [
            head.map((text) => ({ text, bold: true, fontSize: 7 })),
            ...view.rows.map((row) => [
              cell(row.id),
              cell(row.asks),
              cell(row.result),
              cell(row.state),
              cell(row.because),
              cell(row.evidence.join(' ')),
            ]),
          ],
        },
        layout: 'lightHorizontalLines',
      },
    ],
  })
}
