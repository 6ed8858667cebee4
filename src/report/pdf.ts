import { breakable, makePdf } from '../connect/pdf/make.ts'
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { type Block, type Cell, type ReportModel, type Section, type Tone, verdictWord } from './model.ts'

const colours: Record<Tone, string> = {
  yes: '#1a7f4b',
  partly: '#8f5500',
  no: '#b3261e',
  unknown: '#5b6675',
  'not applicable': '#5b6675',
  plain: '#1c2430',
}

function cell({ text, tone }: Cell): Content {
  return tone ? { text: verdictWord(tone), color: colours[tone], bold: true } : { text: breakable(text) }
}

function block(part: Block): Content {
  if (part.kind === 'text') return { text: breakable(part.text), margin: [0, 2, 0, 4] }
  if (part.kind === 'table') {
    return {
      layout: 'lightHorizontalLines',
      fontSize: 8,
      margin: [0, 4, 0, 6],
      table: {
        headerRows: 1,
        widths: part.widths,
        body: [
          part.head.map((title) => ({ text: title, bold: true, color: '#5b6675' })),
          ...part.rows.map((row) => row.map(cell)),
        ],
      },
    }
  }
  return {
    margin: [0, 4, 0, 4],
    unbreakable: true,
    stack: [
      {
        text: [
          { text: `${verdictWord(part.tone)}  `, color: colours[part.tone], bold: true },
          { text: breakable(part.title), bold: true },
        ],
      },
      { text: breakable(part.because) },
      ...(part.advice ? [{ text: [{ text: 'Next step: ', bold: true }, breakable(part.advice)] }] : []),
      {
        text: breakable(`${part.detail}${part.evidence.length > 0 ? ` · evidence ${part.evidence.join(' ')}` : ''}`),
        fontSize: 7,
        color: '#5b6675',
      },
    ],
  }
}

const section = (part: Section): Content[] => [
  { text: part.title, style: 'heading', headlineLevel: 1 },
  ...part.blocks.map(block),
]

/** The PDF of a report. Reads nothing but the fonts that ship with pdfmake; the same model and date give the same bytes. */
export async function pdfReport(model: ReportModel, at: Date): Promise<Buffer> {
  const definition: TDocumentDefinitions = {
    info: { title: model.title, creator: 'Shopwarden', producer: 'Shopwarden', creationDate: at, modDate: at },
    pageMargins: [40, 40, 40, 44],
    defaultStyle: { font: 'Roboto', fontSize: 9, lineHeight: 1.15 },
    styles: { heading: { fontSize: 13, bold: true, margin: [0, 12, 0, 4] } },
    footer: (page, pages) => ({
      text: `${model.title} · page ${page} of ${pages}`,
      fontSize: 7,
      color: '#5b6675',
      margin: [40, 12, 40, 0],
    }),
    content: [
      { text: model.title, fontSize: 18, bold: true },
      { text: model.subtitle, color: '#5b6675', margin: [0, 0, 0, 8] },
      {
        text: [
          { text: String(model.score.value), fontSize: 30, bold: true },
          { text: '  of 100', fontSize: 11 },
        ],
      },
      { text: model.score.sentence, margin: [0, 0, 0, 6] },
      { text: model.figures.map(({ label, value }) => `${label}: ${value}`).join('   ·   '), margin: [0, 0, 0, 4] },
      ...model.executive.flatMap(section),
      ...model.sections.flatMap((part, index): Content[] =>
        index === 0 ? [{ text: '', pageBreak: 'after' }, ...section(part)] : section(part),
      ),
    ],
  }
  return makePdf(definition)
}
