import type { HttpClient } from '../core/http.ts'

export interface ScreeningPlace {
  name?: string | undefined
  line1?: string | undefined
  city?: string | undefined
  region?: string | undefined
  postcode?: string | undefined
  country?: string | undefined
  phone?: string | undefined
}

/** One order as external fraud services may see it. No card number: only what identifies the issuer. */
export interface ScreeningOrder {
  id: string
  at: string
  amount?: number | undefined
  currency?: string | undefined
  quantity?: number | undefined
  customerId?: string | undefined
  sessionId?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  ip?: string | undefined
  userAgent?: string | undefined
  billing?: ScreeningPlace | undefined
  shipping?: ScreeningPlace | undefined
  card?: { bin?: string | undefined; last4?: string | undefined; token?: string | undefined } | undefined
  /** The payment provider's own id of the payment, e.g. ch_… or pi_…. */
  paymentReference?: string | undefined
}

/** What a service thinks. `score` is a risk from 0 (none) to 100, whatever scale the service uses itself. */
export interface ScreeningResult {
  score: number
  /** The service's own advice where it gives one. */
  advice: 'approve' | 'review' | 'decline' | undefined
  /** The service's id of the look, for its support and for feedback. */
  reference: string | undefined
  reasons: string[]
  /** What the service said of the order's particulars themselves, such as a region it does not know. No sign of risk. */
  warnings: string[]
  /** Looks that are left in the plan, where the service says so. */
  remaining: number | undefined
}

/** BIN of six or eight digits, as card schemes give them out. */
export const issuerOf = (bin: string | undefined) => (bin?.length === 7 ? bin.slice(0, 6) : bin)

/** An external fraud service. Throws ShopwardenError SW_SCREENING_* where it could not answer. */
export interface ScreeningService {
  name: string
  /** Host names it must be able to reach. */
  hosts: readonly string[]
  /** Fields of an order without which it cannot be asked. */
  needs(order: ScreeningOrder): string | undefined
  screen(
    order: ScreeningOrder,
    http: HttpClient,
    options: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<ScreeningResult>
}

/** First and last word of a name, as services want them apart. */
export function splitName(name: string | undefined): { first: string | undefined; last: string | undefined } {
  const words = name?.trim().split(/\s+/) ?? []
  return words.length < 2
    ? { first: undefined, last: words[0] || undefined }
    : { first: words.slice(0, -1).join(' '), last: words.at(-1) }
}
