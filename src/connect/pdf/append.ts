import { PDFDocument, rgb, StandardFonts } from '@cantoo/pdf-lib'
import type { Enclosure } from './enclosure.ts'
import { A4 } from './page.ts'

/** The standard fonts of PDF know Latin-1 only. */
const latin = (text: string) => text.replace(/[^\x20-\x7e\xa0-\xff]/g, '?')

/**
 * Appends enclosed documents to a PDF of ours, each page with the caption and the foot of its number. The same input gives the
 * same bytes.
 */
export async function appendEnclosures(
  pdf: Uint8Array,
  enclosures: readonly (Enclosure & { caption: string })[],
  foot: (page: number) => string,
): Promise<Buffer> {
  const whole = await PDFDocument.load(pdf, { updateMetadata: false })
  const font = await whole.embedFont(StandardFonts.Helvetica)
  const grey = rgb(0.36, 0.4, 0.46)
  for (const { pdf: enclosed, caption, pages } of enclosures) {
    const source = await PDFDocument.load(enclosed, { updateMetadata: false })
    for (const [index, page] of (await whole.copyPages(source, source.getPageIndices())).entries()) {
      whole.addPage(page)
      page.drawText(latin(`${caption}, page ${index + 1} of ${pages}`), { x: 48, y: A4[1] - 40, size: 9.5, font })
      page.drawText(latin(foot(whole.getPageCount())), { x: 48, y: 26, size: 7, font, color: grey })
    }
  }
  // Objects stay unpacked, so that whoever counts pages or looks for active content in the file sees all of it.
  return Buffer.from(await whole.save({ useObjectStreams: false }))
}
