import { inThread, scriptBeside } from '../thread.ts'
import type { Line } from './lines.ts'

export type PdfText =
  | { pages: Line[][]; total: number }
  /** Why there is no text. */
  | { failed: 'encrypted' | 'broken' | 'too slow' | 'too large' | 'no text' }

const maxBytes = 50_000_000

/**
 * The text of a PDF as lines of cells. Bounded: 50 MB, `maxPages`, a thread with 400 MB and `timeoutMs`; nothing in the document is
 * run. An encrypted, broken or picture-only document says so.
 */
export async function readPdf(bytes: Buffer, limits: { maxPages?: number; timeoutMs?: number } = {}): Promise<PdfText> {
  if (bytes.length > maxBytes) return { failed: 'too large' }
  if (bytes.subarray(0, 1024).indexOf('%PDF-') < 0) return { failed: 'broken' }
  const result = await inThread<PdfText>(
    scriptBeside(import.meta.url, 'worker'),
    { bytes: new Uint8Array(bytes), maxPages: limits.maxPages ?? 60 },
    { memoryMb: 400, timeoutMs: limits.timeoutMs ?? 20_000 },
  )
  if ('failed' in result) return result
  const { answer } = result
  return 'pages' in answer && answer.pages.every((page) => page.length === 0) ? { failed: 'no text' } : answer
}
