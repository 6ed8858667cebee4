/**
 * What passes between the thread that speaks HTTP and the one that decides: many requests, and many answers, a message. Plain arrays in
 * step with each other, since they are copied from one thread's memory to the other's.
 */
export interface Asked {
  /** Numbers under which the answers are expected. */
  requests: number[]
  /** Number of each request's path in the list of paths. */
  paths: number[]
  bodies: string[]
}

export interface Answered {
  requests: number[]
  statuses: number[]
  /** JSON, or nothing. */
  texts: string[]
}

/** What the thread is started with. */
export interface FrontOptions {
  paths: readonly string[]
  token: string | undefined
  host: string
  port: number
}

export type FromFront = { port: number } | { failed: string; code: string | undefined } | Asked
/** "close": take no more connections, answer what was asked, and end. */
export type ToFront = Answered | 'close'

/**
 * Most requests or answers a message carries. A message of all that fifty connections sent kept the other side idle until it was
 * full; messages of one cost more than they bring.
 */
export const MESSAGE = 12
