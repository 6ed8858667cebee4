import writeXlsxFile from 'write-excel-file/node'

/** A table with a head; every cell is text. */
export interface Sheet {
  name: string
  head: readonly string[]
  rows: readonly (readonly string[])[]
  /** Widths of the columns in characters. */
  widths: readonly number[]
}

/** What a spreadsheet program would take for a formula is made plain text by a leading apostrophe (CWE-1236). */
const plainCell = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

/** A table as CSV (RFC 4180) with a byte order mark, so that spreadsheet programs read it as UTF-8. */
export function toCsv(sheet: Pick<Sheet, 'head' | 'rows'>): string {
  const cell = (text: string) => `"${plainCell(text).replaceAll('"', '""')}"`
  return `\ufeff${[sheet.head, ...sheet.rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** Characters that XML 1.0 has no way to write; a cell of a workbook holds at most 32,767 characters. */
const xmlText = (text: string) => text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd').slice(0, 32_000)

/** Tables as a workbook (Office Open XML), the head of each kept in sight. Cells are texts, never formulas. */
export async function toXlsx(sheets: readonly Sheet[]): Promise<Buffer> {
  const head = { fontWeight: 'bold', backgroundColor: '#e8e8e8', wrap: true } as const
  return writeXlsxFile(
    sheets.map((sheet) => ({
      sheet: sheet.name.slice(0, 31),
      columns: sheet.widths.map((width) => ({ width })),
      stickyRowsCount: 1,
      data: [
        sheet.head.map((value) => ({ value, type: String, ...head })),
        ...sheet.rows.map((row) =>
          row.map((value) => ({ value: xmlText(value), type: String, wrap: true, alignVertical: 'top' as const })),
        ),
      ],
    })),
  ).toBuffer()
}
