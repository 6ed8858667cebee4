import type { HttpClient } from '../core/http.ts'

/** Where a dispute stands at its provider: it waits for the shop, the shop has answered, or it is over. */
export type Standing = 'awaiting' | 'answered' | 'closed'

export interface ProviderFile {
  field: string
  name: string
  mediaType: string
  content: Buffer
}

/** What one exchange with a provider may use. `key` makes a repetition the same request. */
export interface Sending {
  http: HttpClient
  key: string
  timeoutMs: number
  signal?: AbortSignal
}

/** A payment provider that takes answers to disputes. Throws ShopwardenError SW_DISPUTES_*. */
export interface DisputeProvider<Body> {
  name: string
  /** Host names it must be able to reach. */
  hosts: readonly string[]
  /** Undefined where the provider has no way to tell. */
  standing(dispute: string, sending: Sending): Promise<Standing | undefined>
  /** Hands the answer over for good. Safe to repeat with the same key. Returns the provider's own reference. */
  submit(dispute: string, body: Body, files: readonly ProviderFile[], sending: Sending): Promise<string>
  /** Accepts the dispute: the customer keeps the money. Safe to repeat. */
  accept(dispute: string, sending: Sending): Promise<string>
}
