import type { HttpClient } from '../../../core/http.ts'
import type { Mailbox } from './mailbox.ts'

/** What a test of a running shop needs: its address and the outer world, handed in. */
export interface BlackBoxOptions {
  url: URL
  http: HttpClient
  /** Program of a Chromium, for shops drawn by scripts; without it only plain forms are used. */
  chromium: string | undefined
  /** Where mails to the throw-away addresses arrive; without it links to a new password are not tested. */
  mailbox: Mailbox | undefined
  /** Age at which an unused link is tried, minutes; 0: none is. */
  resetWaitMinutes: number
  random(count: number): Uint8Array
  now(): Date
  /** Waits until the next request is allowed. */
  pause(): Promise<void>
  progress(message: string): void
  signal: AbortSignal
}
