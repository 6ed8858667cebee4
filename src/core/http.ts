/** What came back, read whole within its limits. Header names are lower-case; repeated headers stay apart. */
export interface HttpResponse {
  url: string
  status: number
  headers: ReadonlyMap<string, readonly string[]>
  body: Buffer
  /** True when the body was longer than the limit and was cut. */
  truncated: boolean
  /** Milliseconds from the start of the request to the last byte. */
  elapsedMs: number
}

export interface HttpRequest {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Most bytes of body to read, after decompression. Default 5 MB. */
  maxBytes?: number
  /** Whole-request deadline. Default 15 s. */
  timeoutMs?: number
  /** Redirects to follow, only within the hosts the shop names. Default 0. */
  maxRedirects?: number
  /**
   * The request carries a password or a token: it goes only over TLS with a certificate that verifies, or to an address that is
   * itself written as a private one, and no redirect is followed.
   */
  secret?: boolean
  signal?: AbortSignal
}

/**
 * Requests within the limits of one shop: only hosts it names, only addresses its rules permit, bounded in time and size.
 * Throws ShopwardenError with a code SW_NET_* (refused host, DNS, timeout, TLS, protocol).
 */
export interface HttpClient {
  request(url: string, request?: HttpRequest): Promise<HttpResponse>
}

/** First value of a header, or undefined. */
export function header(response: HttpResponse, name: string): string | undefined {
  return response.headers.get(name.toLowerCase())?.[0]
}
