import type { Dispute } from '../intake/schema.ts'
import type { OrderFile } from '../order/file.ts'
import { attachmentsOf } from '../order/file.ts'
import type { Evaluation } from '../qualify/evaluate.ts'
import type { Reasons } from '../qualify/reasons.ts'
import { readAttachment } from '../records/attachments.ts'
import type { Room } from '../records/room.ts'
import { adyenAnswer } from './adyen.ts'
import { checkAnswer, type Flaw, limitsOf } from './check.ts'
import { encloseAll, fitting } from './enclosures.ts'
import { type Exhibit, exhibitsOf, type Shown } from './exhibits.ts'
import { type Letter, letterOf } from './letter.ts'
import { packPdf, pagesOf } from './pdf.ts'
import { paypalAnswer } from './paypal.ts'
import type { AnswerFile, ReadyAnswer } from './ready.ts'
import { stripeAnswer } from './stripe.ts'

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

export interface Assembling {
  shop: string
  merchantAccount: string
  now: Date
}

/** The pack with what fits of the documents beside its exhibits; what does not fit is named, in the pack too. */
async function packOf(
  letter: Letter,
  exhibits: readonly Exhibit[],
  files: ReadonlyMap<string, Shown>,
  { provider, network }: Dispute,
  now: Date,
): Promise<{ pdf: Buffer; lacking: string[] }> {
  const { enclosed, leftOut } = await encloseAll(exhibits, files)
  const pdf = await packPdf(letter, exhibits, files, enclosed, now)
  if (enclosed.length === 0 || provider === 'other') return { pdf, lacking: leftOut }
  const { totalBytes, mediaTypes, pages = Number.POSITIVE_INFINITY } = limitsOf(provider, network)
  const most = Math.min(totalBytes, mediaTypes['application/pdf'] ?? 0)
  if (pdf.length <= most && pagesOf(pdf) <= pages) return { pdf, lacking: leftOut }
  const bare = await packPdf(letter, exhibits, files, [], now)
  const { kept, dropped } = fitting(enclosed, { bytes: most - bare.length, pages: pages - pagesOf(bare) })
  return {
    pdf: kept.length === 0 ? bare : await packPdf(letter, exhibits, files, kept, now),
    lacking: [
      ...leftOut,
      ...dropped.map((item) => `${item.sha256}: its ${item.pages} pages do not fit into what ${provider} takes`),
    ],
  }
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
  const { pdf, lacking } = await packOf(letter, exhibits, files, dispute, now)
  leftOut.push(...lacking)
  if (dispute.provider === 'other') return { letter, exhibits, pdf, answer: undefined, flaws: [], leftOut }
  const pack = (field: string): AnswerFile => ({
    field,
    name: 'answer.pdf',
    mediaType: 'application/pdf',
    sha256: '',
    content: pdf.toString('base64'),
  })
  const answer: ReadyAnswer =
    dispute.provider === 'stripe'
      ? { provider: 'stripe', body: stripeAnswer(evaluation, letter), files: [pack('uncategorized_file')] }
      : dispute.provider === 'adyen'
        ? {
            provider: 'adyen',
            body: adyenAnswer(family, merchantAccount, evaluation.ce3?.ready ?? false),
            files: [pack('answer')],
          }
        : { provider: 'paypal', body: paypalAnswer(evaluation, letter), files: [pack('answer')] }
  return { letter, exhibits, pdf, answer, flaws: checkAnswer(answer, dispute.network), leftOut }
}
