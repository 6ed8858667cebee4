import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ShopwardenError } from '../core/errors.ts'

export interface SampleShop {
  /** The shop.yaml that describes it. */
  shopFile: string
  stop(): Promise<void>
}

const startLimitMs = 15_000

/**
 * Starts the bundled sample shop on loopback as a process of its own: it has flaws on purpose.
 * @throws SW_SAMPLE_SHOP when it does not come up
 */
export function startSampleShop(installation: string, options: { repaired: boolean }): Promise<SampleShop> {
  const script = join(installation, 'examples', 'sample-shop', 'server.ts')
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, ...(options.repaired ? ['--repaired'] : [])],
    { stdio: ['ipc', 'ignore', 'pipe'] },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return new Promise((resolve, reject) => {
    let log = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-2000)
    })
    const fail = (why: string) => {
      child.kill('SIGKILL')
      reject(
        new ShopwardenError('SW_SAMPLE_SHOP', `The sample shop did not start: ${why} ${log}`.trim(), {
          where: script,
          fix: 'Give the address of a real shop instead: "shopwarden audit https://…".',
        }),
      )
    }
    const timer = setTimeout(() => fail('no answer within 15 s.'), startLimitMs)
    const early = () => fail('it ended.')
    child.once('exit', early)
    child.once('message', (message) => {
      clearTimeout(timer)
      child.off('exit', early)
      resolve({
        shopFile: (message as { shopFile: string }).shopFile,
        stop: async () => {
          child.kill('SIGTERM')
          await ended
        },
      })
    })
  })
}
