import { parentPort, workerData } from 'node:worker_threads'
import { getDocumentProxy } from 'unpdf'
import { type Cell, type Line, linesOf } from './lines.ts'

interface Item {
  str: string
  width: number
  height: number
  transform: number[]
}

/** Reads the text of a PDF inside a thread of its own, whose memory and time are bounded by who started it. */
async function read(bytes: Uint8Array, maxPages: number): Promise<{ pages: Line[][]; total: number }> {
  const document = await getDocumentProxy(bytes, {
    useSystemFonts: false,
    disableFontFace: true,
    stopAtErrors: false,
    enableXfa: false,
    verbosity: 0,
  })
  const pages: Line[][] = []
  for (let number = 1; number <= Math.min(document.numPages, maxPages); number++) {
    const content = await (await document.getPage(number)).getTextContent()
    const cells = (content.items as Partial<Item>[]).flatMap((item): (Cell & { y: number })[] =>
      item.str === undefined || item.str.trim() === '' || !item.transform
        ? []
        : [{ x: item.transform[4]!, y: item.transform[5]!, width: item.width ?? 0, text: item.str }],
    )
    pages.push(linesOf(cells))
  }
  return { pages, total: document.numPages }
}

const { bytes, maxPages } = workerData as { bytes: Uint8Array; maxPages: number }
const answer = await read(bytes, maxPages).catch((error: Error) => ({
  failed: /password|encrypt/i.test(`${error.name} ${error.message}`) ? 'encrypted' : 'broken',
}))
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
parentPort!.postMessage(answer)
