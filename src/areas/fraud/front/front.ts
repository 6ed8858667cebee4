import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ShopwardenError } from '../../../core/errors.ts'
import { type Ask, httpHandler } from './http.ts'

/** How long requests under way may take once the door closes. */
const CLOSE_MS = 5000
const IDLE_MS = 20

/** Where to listen, for whom, and the paths ("POST /fraud/events") there are. */
export interface FrontOptions {
  paths: ReadonlySet<string>
  token: string | undefined
  host: string
  port: number
}

/** The guard's HTTP door. */
export interface Front {
  port: number
  /** Takes no more connections; resolves when everything asked was answered. */
  close(): Promise<void>
}

/**
 * Holds what one turn of the event loop brings and asks for all of it together: decisions that follow each other find their code and
 * tables in the processor's caches, and go to the disk with one write.
 */
function inTurns(ask: Ask): Ask {
  let turn: Parameters<Ask>[] = []
  const run = () => {
    const asked = turn
    turn = []
    for (const call of asked) ask(...call)
  }
  return (...call) => {
    if (turn.push(call) === 1) setImmediate(run)
  }
}

/**
 * Opens the door, in the thread that decides (docs/decisions/fraud-http-thread.md).
 * @throws SW_FRAUD_LISTEN where the address cannot be had
 */
export async function openFront({ paths, token, host, port }: FrontOptions, ask: Ask): Promise<Front> {
  const server = createServer({ keepAliveTimeout: 60_000 }, httpHandler(paths, token, inTurns(ask)))
  await new Promise<void>((listening, failed) => {
    server.once('error', (cause) =>
      failed(
        new ShopwardenError('SW_FRAUD_LISTEN', 'The guard cannot listen', {
          where: `${host}:${port}: ${cause.message}`,
          fix: 'Choose another --port, or stop what listens there.',
          cause,
        }),
      ),
    )
    server.listen(port, host, listening)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      // Connections whose last answer is on its way become idle only then.
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_MS)
      // Who is slow to send or to read holds nobody up for longer.
      const late = setTimeout(() => server.closeAllConnections(), CLOSE_MS)
      await new Promise((closed) => server.close(closed))
      clearInterval(idle)
      clearTimeout(late)
    },
  }
}
