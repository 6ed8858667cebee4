import type { Content } from 'pdfmake/interfaces.js'
import { breakable, makePdf } from '../../../connect/pdf/make.ts'
import { toCsv } from '../../../connect/spreadsheet/write.ts'
import { type Activity, type Section, sectionsOf } from './activity.ts'

/** Text from outside, safe for a terminal: no control characters, bounded. */
const plain = (text: string) => text.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 300)
const title = ({ period }: Activity) =>
  `Suspicious activity, ${period.from.slice(0, 16).replace('T', ' ')} to ${period.to.slice(0, 16).replace('T', ' ')} UTC`
const filled = (section: Section) => section.text.length > 0 || (section.table?.rows.length ?? 0) > 0

export function activityText(activity: Activity): string {
  const lines = [title(activity)]
  for (const section of sectionsOf(activity).filter(filled)) {
    lines.push('', section.title, ...section.text.map((text) => `  ${text}`))
    for (const row of section.table?.rows ?? []) lines.push(`  ${row.map(plain).join('  ')}`)
  }
  return `${lines.join('\n')}\n`
}

/** Every figure and case as a row: section, what, and up to six values. */
export function activityCsv(activity: Activity): string {
  const rows = sectionsOf(activity).flatMap((section) => [
    ...section.text.map((text) => [section.title, text]),
    ...(section.table?.rows ?? []).map((row) => [section.title, ...row]),
  ])
  const width = Math.max(...rows.map((row) => row.length))
  return toCsv({
    head: ['Section', 'What', ...Array.from({ length: width - 2 }, (_, index) => `Value ${index + 1}`)],
    rows: rows.map((row) => [...row, ...Array.from({ length: width - row.length }, () => '')]),
  })
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const html = (text: string) => text.replace(/[&<>"']/g, (mark) => marks[mark] as string).replace(/[\p{Cc}]/gu, '?')

/** One page that needs nothing else: no script, no picture, no address. */
export function activityHtml(activity: Activity): string {
  const draw = (section: Section) => {
    const rows = section.table?.rows ?? []
    const cells = (row: readonly string[], tag: 'td' | 'th') =>
      row.map((cell) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${html(cell)}</${tag}>`).join('')
    return [
      `<section><h2>${html(section.title)}</h2>`,
      ...section.text.map((text) => `<p>${html(text)}</p>`),
      rows.length === 0
        ? ''
        : `<div><table><thead><tr>${cells(section.table?.head ?? [], 'th')}</tr></thead><tbody>${rows
            .map((row) => `<tr>${cells(row, 'td')}</tr>`)
            .join('')}</tbody></table></div>`,
      '</section>',
    ].join('\n')
  }
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(title(activity))}</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}div{overflow-x:auto}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8886;overflow-wrap:anywhere;vertical-align:top}</style></head>
<body><main><h1>${html(title(activity))}</h1>
${sectionsOf(activity).filter(filled).map(draw).join('\n')}
<footer><p>Made ${html(activity.madeAt)} by Shopwarden from what the guard stored. Times are UTC.</p></footer></main></body></html>
`
}

/** Widths of the columns of a table, by what stands in them. */
const widthsOf = (head: readonly string[]) =>
  head.map((name) => (['Score', 'Events', 'Now', 'Before', 'Change', 'Amount'].includes(name) ? 45 : '*'))

export function activityPdf(activity: Activity): Promise<Buffer> {
  const draw = (section: Section): Content[] => [
    { text: section.title, bold: true, fontSize: 13, margin: [0, 14, 0, 4] },
    ...section.text.map((text): Content => ({ text: breakable(text), margin: [0, 0, 0, 3] })),
    ...(section.table && section.table.rows.length > 0
      ? [
          {
            layout: 'lightHorizontalLines',
            table: {
              headerRows: 1,
              widths: widthsOf(section.table.head),
              body: [
                section.table.head.map((text) => ({ text, bold: true })),
                ...section.table.rows.map((row) => row.map((text) => breakable(text))),
              ],
            },
          } satisfies Content,
        ]
      : []),
  ]
  return makePdf({
    info: { title: title(activity), creationDate: new Date(activity.madeAt) },
    pageMargins: [40, 40, 40, 50],
    defaultStyle: { font: 'Roboto', fontSize: 9 },
    content: [
      { text: title(activity), fontSize: 17, bold: true },
      ...sectionsOf(activity).filter(filled).flatMap(draw),
      {
        text: `Made ${activity.madeAt} by Shopwarden from what the guard stored. Times are UTC.`,
        margin: [0, 16, 0, 0],
        color: '#5b6675',
      },
    ],
  })
}
