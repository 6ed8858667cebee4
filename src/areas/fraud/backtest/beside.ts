import { Worker } from 'node:worker_threads'
import { ShopwardenError } from '../../../core/errors.ts'
import type { Comparison } from '../report/compare.ts'
import { parseRuleFile } from '../rules/file.ts'

export interface Asked {
  /** Folder of the guard. */
  dir: string
  /** The draft, YAML. */
  draft: string
  /** Days after which an order without a complaint counts as honest. */
  matureDays: number
  /** ISO 8601. */
  now: string
}

/** Backtests of one guard: each in a thread of its own, so that decisions go on meanwhile, and one at a time. */
export class Backtests {
  #running = false

  /**
   * What a draft would have decided beside the rules in force, over everything stored.
   * @throws SW_FRAUD_RULES, SW_FRAUD_RULE for a bad draft; SW_FRAUD_BUSY while another runs.
   */
  async run(asked: Asked): Promise<Comparison> {
    parseRuleFile(asked.draft, 'draft')
    if (this.#running)
      throw new ShopwardenError('SW_FRAUD_BUSY', 'A backtest is running already', { fix: 'Ask again once it is done.' })
    this.#running = true
    try {
      return await new Promise<Comparison>((resolve, reject) => {
        const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: asked })
        worker.once('message', resolve)
        worker.once('error', reject)
        worker.once('exit', () => reject(new Error('The backtest ended without a result')))
        // A guard that is told to end does not wait for it.
        worker.unref()
      })
    } finally {
      this.#running = false
    }
  }
}
