import type { ShopRecord } from '../shops/records.ts'

export interface NewJob {
  shop: ShopRecord
  kind: string
  input: unknown
  by: { id: string; name: string }
}

export interface ProgressLine {
  at: string
  step: string
  message: string
}

export interface JobQueue {
  /** @throws SW_SERVER_BUSY where too many wait already */
  add(job: NewJob): Promise<string>
  cancel(id: string): Promise<void>
  /** The last lines of a job that is running here. */
  progress(id: string): readonly ProgressLine[]
  /** Takes up what waits. Jobs that were running when the server died are marked as such. */
  start(): Promise<void>
  /** Ends what runs; it is kept as interrupted. */
  stop(): Promise<void>
  /** Number of jobs that run here. */
  readonly running: number
}
