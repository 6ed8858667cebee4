import { STRIPE_TEXT_FIELDS } from '../../../connect/stripe-disputes/stripe.ts'
import { inspect } from '../records/inspect.ts'
import { pagesOf } from './pdf.ts'
import { type ReadyAnswer, readyAnswerSchema } from './ready.ts'

/** Why a provider would refuse an answer. */
export interface Flaw {
  field: string
  because: string
}

interface Limits {
  totalBytes: number
  mediaTypes: Readonly<Record<string, number>>
  pages: number | undefined
  source: string
}

const MB = 1_000_000

/** What each provider takes. Sources are beside them. */
export function limitsOf(provider: ReadyAnswer['provider'], network: string | undefined): Limits {
  const mastercard = network === 'mastercard'
  switch (provider) {
    case 'stripe':
      return {
        totalBytes: 4.5 * MB,
        mediaTypes: { 'application/pdf': 4.5 * MB, 'image/jpeg': 4.5 * MB, 'image/png': 4.5 * MB },
        pages: mastercard ? 19 : 49,
        source:
          'https://docs.stripe.com/disputes/responding (4.5 MB and fewer than 50 pages in all, Mastercard 19); https://docs.stripe.com/changelog/endive/2026-09-30/page-limit-validation-dispute-evidence',
      }
    case 'adyen':
      return {
        totalBytes: 22 * MB,
        mediaTypes: { 'application/pdf': 2 * MB, 'image/jpeg': 10 * MB, 'image/tiff': 10 * MB },
        pages: mastercard ? 19 : undefined,
        source:
          'https://docs.oracle.com/en/industries/food-beverage/payments-platform/latest/pcsrf/t_disputes_defend.htm (Adyen: PDF 2 MB, JPG and TIFF 10 MB, Mastercard 19 pages)',
      }
    case 'paypal':
      return {
        totalBytes: 50 * MB,
        mediaTypes: { 'application/pdf': 10 * MB, 'image/jpeg': 10 * MB, 'image/png': 10 * MB, 'image/gif': 10 * MB },
        pages: undefined,
        source: 'https://developer.paypal.com/platforms/disputes/reference/supported-file-types-sizes',
      }
  }
}

/** Looks at an answer as its provider would: shape, lengths, types, sizes, pages. Empty where all is well. Pure. */
export function checkAnswer(answer: ReadyAnswer, network: string | undefined): Flaw[] {
  const flaws: Flaw[] = []
  const shape = readyAnswerSchema.safeParse(answer)
  if (!shape.success)
    flaws.push(...shape.error.issues.map((issue) => ({ field: issue.path.join('.'), because: issue.message })))
  if (answer.provider === 'stripe') {
    let sum = 0
    for (const [field, text] of Object.entries(answer.body.evidence)) {
      const most = STRIPE_TEXT_FIELDS[field]
      sum += text.length
      if (most === undefined) flaws.push({ field, because: 'Stripe has no such text field' })
      else if (text.length > most) flaws.push({ field, because: `${text.length} characters; Stripe takes ${most}` })
    }
    if (sum > 150_000) flaws.push({ field: 'evidence', because: `${sum} characters in all; Stripe takes 150,000` })
  }
  const limits = limitsOf(answer.provider, network)
  let bytes = 0
  let pages = 0
  for (const { field, mediaType, content } of answer.files) {
    const file = Buffer.from(content, 'base64')
    bytes += file.length
    const most = limits.mediaTypes[mediaType]
    if (most === undefined) flaws.push({ field, because: `${answer.provider} does not take ${mediaType}` })
    else if (file.length > most)
      flaws.push({ field, because: `${file.length} bytes; ${answer.provider} takes ${most}` })
    const { flaw } = inspect(file, mediaType)
    if (flaw !== '') flaws.push({ field, because: flaw })
    pages += mediaType === 'application/pdf' ? Math.max(1, pagesOf(file)) : 1
  }
  if (bytes > limits.totalBytes)
    flaws.push({ field: 'files', because: `${bytes} bytes in all; ${answer.provider} takes ${limits.totalBytes}` })
  if (limits.pages !== undefined && pages > limits.pages)
    flaws.push({
      field: 'files',
      because: `${pages} pages; ${answer.provider} takes ${limits.pages}${network === 'mastercard' ? ' for Mastercard' : ''}`,
    })
  return flaws
}
