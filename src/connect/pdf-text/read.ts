import { Worker } from 'node:worker_threads'
import type { Line } from './lines.ts'

export type PdfText =
  | { pages: Line[][]; total: number }
  /** Why there is no text. */
  | { failed: 'encrypted' | 'broken' | 'too slow' | 'too large' | 'no text' }

const self = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url)
const maxBytes = 50_000_000

/**
 * The text of a PDF as lines of cells. Bounded: 50 MB, `maxPages`, a thread with 400 MB and `timeoutMs`; nothing in the document is
 * run. An encrypted, broken or picture-only document says so.
 */
export async function readPdf(bytes: Buffer, limits: { maxPages?: number; timeoutMs?: number } = {}): Promise<PdfText> {
  if (bytes.length > maxBytes) return { failed: 'too large' }
  if (bytes.subarray(0, 1024).indexOf('%PDF-') < 0) return { failed: 'broken' }
  const worker = new Worker(self, {
    workerData: { bytes: new Uint8Array(bytes), maxPages: limits.maxPages ?? 60 },
    resourceLimits: { maxOldGenerationSizeMb: 400 },
    stdout: true,
    stderr: true,
  })
  try {
    return await new Promise<PdfText>((resolve) => {
      const timer = setTimeout(() => resolve({ failed: 'too slow' }), limits.timeoutMs ?? 20_000)
      worker.once('message', (answer: PdfText) => {
        clearTimeout(timer)
        const empty = 'pages' in answer && answer.pages.every((page) => page.length === 0)
        resolve(empty ? { failed: 'no text' } : answer)
      })
      worker.once('error', () => {
        clearTimeout(timer)
        resolve({ failed: 'broken' })
      })
    })
  } finally {
    await worker.terminate()
  }
}
