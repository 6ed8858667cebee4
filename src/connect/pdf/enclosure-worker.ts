import { parentPort, workerData } from 'node:worker_threads'
import { degrees, PDFDocument, type PDFPage } from '@cantoo/pdf-lib'
import { encode } from 'fast-png'
import UTIF from 'utif2'
import { type Document, type Enclosed, enclosureLimits } from './enclosure.ts'
import { A4, frame } from './page.ts'

/** Where something of this size stands in the frame: as large as it fits, never larger than it is, in the middle, at the top. */
function place(width: number, height: number) {
  const scale = Math.min(1, frame.width / width, frame.height / height)
  return {
    scale,
    x: frame.x + (frame.width - width * scale) / 2,
    y: frame.y + frame.height - height * scale,
    width: width * scale,
    height: height * scale,
  }
}

/** Draws a page as its reader sees it: a page that says "turn me" is turned. */
async function drawPage(target: PDFDocument, page: PDFPage): Promise<void> {
  const { x, y, width, height } = page.getCropBox()
  const embedded = await target.embedPage(page, { left: x, bottom: y, right: x + width, top: y + height })
  const turn = ((page.getRotation().angle % 360) + 360) % 360
  const lying = turn === 90 || turn === 270
  const at = place(lying ? height : width, lying ? width : height)
  target.addPage(A4).drawPage(embedded, {
    xScale: at.scale,
    yScale: at.scale,
    rotate: degrees(-turn),
    x: turn === 180 || turn === 270 ? at.x + at.width : at.x,
    y: turn === 90 || turn === 180 ? at.y + at.height : at.y,
  })
}

async function fromPdf(bytes: Uint8Array, target: PDFDocument): Promise<Enclosed | undefined> {
  const source = await PDFDocument.load(bytes, { updateMetadata: false })
  const pages = source.getPages()
  if (pages.length > enclosureLimits.pages) return { failed: 'too many pages' }
  try {
    source.getForm().flatten()
  } catch {
    // A form that cannot be drawn is left out; the page itself is shown.
  }
  for (const page of pages) {
    // A page that was never drawn on has no content to embed: it is shown as it is, empty.
    if (page.node.Contents() === undefined) target.addPage(A4)
    else await drawPage(target, page)
  }
  return undefined
}

async function fromTiff(bytes: Uint8Array, target: PDFDocument): Promise<Enclosed | undefined> {
  const { buffer } = bytes
  const images = UTIF.decode(buffer as ArrayBuffer)
  if (images.length > enclosureLimits.pages) return { failed: 'too many pages' }
  for (const image of images) {
    // Tags 256 and 257 are width and height (TIFF 6.0): looked at before anything is unpacked.
    const [width] = (image['t256'] ?? [0]) as number[]
    const [height] = (image['t257'] ?? [0]) as number[]
    if (!(width! > 0 && height! > 0 && width! * height! <= enclosureLimits.pixels)) return { failed: 'broken' }
    // Tag 259: JPEG inside TIFF comes out wrong (utif2 4.1.0, measured), and a wrong picture is worse than none.
    const [compression] = (image['t259'] ?? [1]) as number[]
    if (compression === 6 || compression === 7) return { failed: 'compression' }
    UTIF.decodeImage(buffer as ArrayBuffer, image)
    const png = encode({ width: image.width, height: image.height, data: UTIF.toRGBA8(image), channels: 4 })
    const drawn = await target.embedPng(png)
    const at = place((drawn.width * 72) / 150, (drawn.height * 72) / 150)
    target.addPage(A4).drawImage(drawn, { x: at.x, y: at.y, width: at.width, height: at.height })
  }
  return undefined
}

async function read(bytes: Uint8Array, mediaType: Document['mediaType']): Promise<Enclosed> {
  const target = await PDFDocument.create({ updateMetadata: false })
  const failed = mediaType === 'application/pdf' ? await fromPdf(bytes, target) : await fromTiff(bytes, target)
  if (failed) return failed
  if (target.getPageCount() === 0) return { failed: 'broken' }
  return { pages: target.getPageCount(), pdf: await target.save() }
}

const { documents } = workerData as { documents: readonly Document[] }
const answer: Enclosed[] = []
for (const { bytes, mediaType } of documents)
  answer.push(
    await read(new Uint8Array(bytes), mediaType).catch(
      (error: Error): Enclosed => ({ failed: /encrypt/i.test(error.message) ? 'encrypted' : 'broken' }),
    ),
  )
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
parentPort!.postMessage(answer)
