import type { HttpClient } from '../../../core/http.ts'

/** What a test of a running shop needs: its address and the outer world, handed in. */
export interface BlackBoxOptions {
  url: URL
  http: HttpClient
  random(count: number): Uint8Array
  now(): Date
  /** Waits until the next request is allowed. */
  pause(): Promise<void>
  progress(message: string): void
  signal: AbortSignal
}
