import pdfmake from 'pdfmake'
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { robotoFonts } from './fonts.ts'

/** Long words without a break (hashes, paths, base64) would run out of their column: let them break anywhere. */
export const breakable = (text: string): string =>
  text
    .replace(/\S{24,}/g, (word) => word.replace(/.{12}/gu, '$&\u200b'))
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '\ufffd')

/** Draws a PDF. Reads nothing but the fonts that ship with pdfmake; the same definition and date give the same bytes. */
export async function makePdf(definition: TDocumentDefinitions): Promise<Buffer> {
  pdfmake.setFonts(robotoFonts)
  // Nothing in a document may make the PDF library read a file or a URL; its own fonts are the exception.
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path: string) => Object.values(robotoFonts.Roboto).includes(path))
  return pdfmake.createPdf(definition).getBuffer()
}
