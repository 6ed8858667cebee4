import type { OrderFile } from '../order/file.ts'
import { attachmentsOf } from '../order/file.ts'
import type { Evaluation } from '../qualify/evaluate.ts'
import type { Reasons } from '../qualify/reasons.ts'
import { readAttachment } from '../records/attachments.ts'
import type { Room } from '../records/room.ts'
import { adyenAnswer } from './adyen.ts'
import { checkAnswer, type Flaw, limitsOf } from './check.ts'
import { type Exhibit, exhibitsOf } from './exhibits.ts'
import { type Letter, letterOf } from './letter.ts'
import { packPdf, type Shown } from './pdf.ts'
import { paypalAnswer } from './paypal.ts'
import type { AnswerFile, ReadyAnswer } from './ready.ts'
import { stripeAnswer, stripeFileField } from './stripe.ts'

export interface Assembled {
  letter: Letter
  exhibits: Exhibit[]
  pdf: Buffer
  /** Undefined for disputes of providers that take no answer through an interface: send the PDF by hand. */
  answer: ReadyAnswer | undefined
  flaws: Flaw[]
  /** Kept files that were left out, with the reason. */
  leftOut: string[]
}

/** Kept files of an order that may be shown to a bank; the others with the reason why not. */
export async function filesOf(room: Room, file: OrderFile): Promise<{ files: Map<string, Shown>; leftOut: string[] }> {
  const files = new Map<string, Shown>()
  const leftOut: string[] = []
  for (const hash of attachmentsOf(file)) {
    const kept = await readAttachment(room, hash)
    if (kept === undefined) leftOut.push(`${hash}: the file itself is not kept`)
    else if (kept.flaw !== '') leftOut.push(`${hash}: ${kept.flaw}`)
    else files.set(hash, kept)
  }
  return { files, leftOut }
}

const asFile = (field: string, name: string, mediaType: string, sha256: string, content: Buffer): AnswerFile => ({
  field,
  name,
  mediaType,
  sha256,
  content: content.toString('base64'),
})
const extension: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/tiff': 'tiff',
}

/** PDFs and TIFFs cannot be drawn into the pack: they go beside it, as far as the provider has room. */
function enclosures(
  exhibits: readonly Exhibit[],
  files: ReadonlyMap<string, Shown>,
  provider: ReadyAnswer['provider'],
  room: number,
  leftOut: string[],
): AnswerFile[] {
  const found: AnswerFile[] = []
  const fields = new Set<string>()
  let left = room
  for (const exhibit of exhibits)
    for (const hash of exhibit.files) {
      const file = files.get(hash)
      if (file === undefined || (file.mediaType !== 'application/pdf' && file.mediaType !== 'image/tiff')) continue
      const field =
        provider === 'stripe'
          ? (stripeFileField[exhibit.kind] ?? 'shipping_documentation')
          : `exhibit-${exhibit.number}`
      if (fields.has(field) || provider === 'adyen' || file.content.length > left || file.mediaType === 'image/tiff') {
        leftOut.push(
          `${hash}: ${file.content.length > left ? 'no room left in the answer' : `${provider} takes no further file of this kind`}; it is named in the pack`,
        )
        continue
      }
      fields.add(field)
      left -= file.content.length
      found.push(
        asFile(field, `exhibit-${exhibit.number}.${extension[file.mediaType]}`, file.mediaType, hash, file.content),
      )
    }
  return found
}

export interface Assembling {
  shop: string
  merchantAccount: string
  now: Date
}

/** Assembles the answer to a dispute: letter, exhibits, PDF, and the provider's fields, checked against its limits. */
export async function assemble(
  room: Room,
  evaluation: Evaluation,
  reasons: Reasons,
  { shop, merchantAccount, now }: Assembling,
): Promise<Assembled> {
  const { dispute, file, family, earlier } = evaluation
  const exhibits = file === undefined ? [] : exhibitsOf(file, family, earlier)
  const { files, leftOut } =
    file === undefined ? { files: new Map<string, Shown>(), leftOut: [] } : await filesOf(room, file)
  const letter = letterOf(evaluation, exhibits, reasons, shop)
  const pdf = await packPdf(letter, exhibits, files, now)
  if (dispute.provider === 'other') return { letter, exhibits, pdf, answer: undefined, flaws: [], leftOut }
  const pack = (field: string) => asFile(field, 'answer.pdf', 'application/pdf', '', pdf)
  const limits = limitsOf(dispute.provider, dispute.network)
  const beside = enclosures(exhibits, files, dispute.provider, limits.totalBytes - pdf.length, leftOut)
  const answer: ReadyAnswer =
    dispute.provider === 'stripe'
      ? { provider: 'stripe', body: stripeAnswer(evaluation, letter), files: [pack('uncategorized_file'), ...beside] }
      : dispute.provider === 'adyen'
        ? {
            provider: 'adyen',
            body: adyenAnswer(family, merchantAccount, evaluation.ce3?.ready ?? false),
            files: [pack('answer')],
          }
        : { provider: 'paypal', body: paypalAnswer(evaluation, letter), files: [pack('answer'), ...beside] }
  return { letter, exhibits, pdf, answer, flaws: checkAnswer(answer, dispute.network), leftOut }
}
