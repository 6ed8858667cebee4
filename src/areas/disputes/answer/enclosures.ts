import { type Document, type Enclosure, enclosable, enclose } from '../../../connect/pdf/enclosure.ts'
import type { Exhibit, Shown } from './exhibits.ts'

/** Somebody else's document, drawn for the pack. */
export interface Enclosing extends Enclosure {
  sha256: string
  /** What stands above its pages. */
  caption: string
}

const isEnclosable = (mediaType: string): mediaType is (typeof enclosable)[number] =>
  (enclosable as readonly string[]).includes(mediaType)

const reasons = {
  encrypted: 'it is encrypted',
  broken: 'it is damaged and cannot be drawn',
  'too slow': 'it takes too long to draw',
  'too many pages': 'it has too many pages',
  compression: 'pictures of this kind (JPEG inside TIFF) cannot be drawn; keep it as PDF or JPEG',
} as const

/** PDFs and scans (TIFF) of the exhibits, in their order; what cannot be drawn, with the reason. */
export async function encloseAll(
  exhibits: readonly Exhibit[],
  files: ReadonlyMap<string, Shown>,
): Promise<{ enclosed: Enclosing[]; leftOut: string[] }> {
  const wanted: { sha256: string; document: Document; caption: string }[] = []
  for (const { number, files: hashes } of exhibits) {
    let nth = 0
    for (const sha256 of hashes) {
      const file = files.get(sha256)
      if (file === undefined || !isEnclosable(file.mediaType) || wanted.some((item) => item.sha256 === sha256)) continue
      nth++
      wanted.push({
        sha256,
        document: { bytes: file.content, mediaType: file.mediaType },
        caption: `Enclosure${nth > 1 ? ` ${nth}` : ''} to exhibit ${number}`,
      })
    }
  }
  const enclosed: Enclosing[] = []
  const leftOut: string[] = []
  const drawn = await enclose(wanted.map((item) => item.document))
  for (const [index, { sha256, caption }] of wanted.entries()) {
    const answer = drawn[index]!
    if ('failed' in answer) leftOut.push(`${sha256}: ${reasons[answer.failed]}`)
    else enclosed.push({ ...answer, sha256, caption })
  }
  return { enclosed, leftOut }
}

/** What of the documents fits, in their order: the first ones matter most. Pure. */
export function fitting(
  enclosed: readonly Enclosing[],
  room: { bytes: number; pages: number },
): { kept: Enclosing[]; dropped: Enclosing[] } {
  let { bytes, pages } = room
  const kept: Enclosing[] = []
  const dropped: Enclosing[] = []
  for (const item of enclosed) {
    if (item.pdf.length > bytes || item.pages > pages) dropped.push(item)
    else {
      bytes -= item.pdf.length
      pages -= item.pages
      kept.push(item)
    }
  }
  return { kept, dropped }
}
