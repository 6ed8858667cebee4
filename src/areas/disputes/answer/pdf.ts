import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { appendEnclosures } from '../../../connect/pdf/append.ts'
import { breakable, makePdf } from '../../../connect/pdf/make.ts'
import type { Enclosing } from './enclosures.ts'
import type { Exhibit, Shown } from './exhibits.ts'
import type { Letter } from './letter.ts'

const grey = '#5b6675'

const table = (facts: readonly [string, string][]): Content[] =>
  facts.length === 0
    ? []
    : [
        {
          layout: 'lightHorizontalLines',
          margin: [0, 4, 0, 6],
          table: {
            widths: [130, '*'],
            body: facts.map(([name, value]) => [{ text: name, color: grey }, { text: breakable(value) }]),
          },
        },
      ]

function attached(hash: string, files: ReadonlyMap<string, Shown>, enclosed: readonly Enclosing[]): Content {
  const file = files.get(hash)
  if (file === undefined) return { text: `File ${breakable(hash)} is not kept any more.`, color: grey, fontSize: 8 }
  if (file.mediaType === 'image/png' || file.mediaType === 'image/jpeg')
    return {
      image: `data:${file.mediaType};base64,${file.content.toString('base64')}`,
      fit: [480, 600],
      margin: [0, 6, 0, 6],
    }
  if (file.mediaType === 'text/plain')
    return { text: breakable(file.content.toString('utf8').slice(0, 100_000)), fontSize: 8, margin: [0, 4, 0, 4] }
  const follows = enclosed.find((item) => item.sha256 === hash)
  return {
    text: follows
      ? `${follows.pages === 1 ? 'Its page follows' : `Its ${follows.pages} pages follow`} at the end, marked "${follows.caption}". SHA-256 ${breakable(hash)}`
      : `Kept with the shop and not enclosed: ${file.mediaType}, SHA-256 ${breakable(hash)}`,
    color: grey,
    fontSize: 8,
  }
}

const exhibit = (
  item: Exhibit,
  files: ReadonlyMap<string, Shown>,
  enclosed: readonly Enclosing[],
  index: number,
): Content[] => [
  {
    text: `Exhibit ${item.number}: ${breakable(item.title)}`,
    style: 'heading',
    headlineLevel: 1,
    ...(index === 0 && { pageBreak: 'before' as const }),
  },
  ...table(item.facts),
  ...item.paragraphs.map((paragraph): Content => ({ text: breakable(paragraph), margin: [0, 2, 0, 4] })),
  ...item.files.map((hash) => attached(hash, files, enclosed)),
]

/** One cover page, the exhibits in their order, then the documents that belong to them. The same input gives the same bytes. */
export async function packPdf(
  letter: Letter,
  exhibits: readonly Exhibit[],
  files: ReadonlyMap<string, Shown>,
  enclosed: readonly Enclosing[],
  at: Date,
): Promise<Buffer> {
  const content: Content[] = [
    { text: breakable(letter.title), fontSize: 18, bold: true, margin: [0, 0, 0, 8] },
    ...table(letter.facts),
    ...letter.paragraphs.map((paragraph): Content => ({ text: breakable(paragraph), margin: [0, 4, 0, 4] })),
    // The list stays on the cover: with many exhibits in two columns of small type.
    {
      columns: [0, 1].map((column) => ({
        fontSize: exhibits.length > 30 ? 6.5 : 8,
        stack: exhibits
          .slice(column * Math.ceil(exhibits.length / 2), (column + 1) * Math.ceil(exhibits.length / 2))
          .map((item) => `${item.number}. ${breakable(item.title).slice(0, 75)}`),
      })),
      columnGap: 16,
      margin: [0, 8, 0, 0],
    },
    ...exhibits.flatMap((item, index) => exhibit(item, files, enclosed, index)),
  ]
  const definition: TDocumentDefinitions = {
    info: { title: letter.title, creator: 'Shopwarden', producer: 'Shopwarden', creationDate: at, modDate: at },
    pageSize: 'A4',
    pageMargins: [48, 44, 48, 48],
    defaultStyle: { font: 'Roboto', fontSize: 9.5, lineHeight: 1.15 },
    styles: { heading: { fontSize: 12, bold: true, margin: [0, 12, 0, 4] } },
    footer: (page, pages) => ({
      text: `${letter.title} · page ${page} of ${pages}`,
      fontSize: 7,
      color: grey,
      margin: [48, 16, 48, 0],
    }),
    // A heading never stands alone at the foot of a page.
    pageBreakBefore: (node, info) =>
      node.headlineLevel === 1 && info !== undefined && info.getFollowingNodesOnPage().length === 0,
    content,
  }
  const pdf = await makePdf(definition)
  if (enclosed.length === 0) return pdf
  return appendEnclosures(pdf, enclosed, (page) => `${letter.title} · page ${page}`)
}

/** Pages of a PDF by its page objects; exact for ours, a lower bound for PDFs whose objects are packed. */
export const pagesOf = (pdf: Uint8Array): number =>
  (
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type\s*\/Page(?![a-zA-Z])/g) ?? []
  ).length
