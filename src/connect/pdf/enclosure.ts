import { inThread, scriptBeside } from '../thread.ts'

/** A document as plain A4 pages: nothing in it can be clicked, filled in or run any more. */
export interface Enclosure {
  pages: number
  pdf: Uint8Array
}
export type Enclosed = Enclosure | { failed: 'encrypted' | 'broken' | 'too slow' | 'too many pages' | 'compression' }

export const enclosable = ['application/pdf', 'image/tiff'] as const

/** Most pages of one document, and most pixels of one scanned page (A4 at 600 dpi has 35 million). */
export const enclosureLimits = { pages: 200, pixels: 60_000_000 } as const

/** A document to draw. */
export interface Document {
  bytes: Uint8Array
  mediaType: (typeof enclosable)[number]
}

const memoryMb = 700

/**
 * Draws PDFs and scans (TIFF, each of its pages) of somebody else's onto A4 pages. Runs in a thread of its own with 700 MB and
 * `timeoutMs` for each document; links, scripts, forms and attachments of the document stay behind, what its form fields say is
 * kept. One answer for each document, in their order.
 */
export async function enclose(documents: readonly Document[], timeoutMs = 20_000): Promise<Enclosed[]> {
  if (documents.length === 0) return []
  const script = scriptBeside(import.meta.url, 'enclosure-worker')
  // All in one thread, which takes longer to start than to draw; where one document brings it down, each in its own.
  const together = await inThread<Enclosed[]>(script, { documents }, { memoryMb, timeoutMs })
  if ('answer' in together) return together.answer
  if (documents.length === 1) return [together]
  const apart: Enclosed[] = []
  for (const document of documents) apart.push((await enclose([document], timeoutMs))[0]!)
  return apart
}
