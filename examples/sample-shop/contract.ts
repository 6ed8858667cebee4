import type Sqlite from 'better-sqlite3'

/** A request as the handlers see it. */
export interface ShopRequest {
  method: string
  path: string
  query: URLSearchParams
  form: URLSearchParams
  cookies: Map<string, string>
  session: Session
}

export interface ShopResponse {
  status?: number
  headers?: Record<string, string | string[]>
  body?: string | Buffer
}

export interface Session {
  id: string
  customer?: number
  csrf: string
  cart: { product: number; quantity: number; price: number }[]
  coupons: string[]
  /** ISO 4217 code in which the basket is shown. */
  currency: string
  /** What gift cards pay, in cents, and their codes. */
  credit: number
  giftCards: string[]
}

export interface Shop {
  db: Sqlite.Database
  sessions: Map<string, Session>
  /** Origin of the payment provider's frame. */
  paymentOrigin: string
  /** Shared secret of the payment provider's call-backs. */
  callbackSecret: string
  failures: Map<string, number>
  /** A sum in euros as the basket shows it in another currency. */
  inCurrency(euros: number, currency: string): number
}

export type Handler = (request: ShopRequest, shop: Shop) => ShopResponse | Promise<ShopResponse>

/** What differs between the flawed and the repaired shop. Keys are "METHOD /path". */
export interface Variant {
  handlers: Record<string, Handler>
  /** Headers of every response. */
  headers: Record<string, string>
  sessionCookie(id: string): string
  newSessionId(): string
  inCurrency(euros: number, currency: string): number
}
