/** Speaks HTTP in a thread of its own, so that reading and writing requests takes no time from deciding. */
import { parentPort, workerData } from 'node:worker_threads'
import { type Ask, httpHandler, listen } from './http.ts'
import { type Asked, type FromFront, type FrontOptions, MESSAGE, type ToFront } from './messages.ts'

const { paths, token, host, port } = workerData as FrontOptions
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
const tell = (message: FromFront) => parentPort?.postMessage(message)

/** How long requests under way may take once the door closes. */
const CLOSE_MS = 5000
const IDLE_MS = 20

const waiting = new Map<number, (status: number, json: string) => void>()
let next = 0
let asked: Asked = { requests: [], paths: [], bodies: [] }

function hand(): void {
  if (asked.requests.length === 0) return
  const all = asked
  asked = { requests: [], paths: [], bodies: [] }
  tell(all)
}

const ask: Ask = (path, body, answered) => {
  // What else arrives in this turn of the event loop goes with it.
  if (asked.requests.length === 0) setImmediate(hand)
  waiting.set(next, answered)
  asked.requests.push(next++)
  asked.paths.push(path)
  asked.bodies.push(body)
  if (asked.requests.length === MESSAGE) hand()
}

try {
  const { server, port: at } = await listen(httpHandler(paths, token, ask), host, port)
  parentPort?.on('message', (message: ToFront) => {
    if (message === 'close') {
      server.close(() => parentPort?.close())
      // Connections whose last answer is on its way become idle only then.
      setInterval(() => server.closeIdleConnections(), IDLE_MS).unref()
      // Who is slow to send or to read holds nobody up for longer.
      setTimeout(() => server.closeAllConnections(), CLOSE_MS).unref()
      return
    }
    for (const [index, request] of message.requests.entries()) {
      const answered = waiting.get(request)
      waiting.delete(request)
      answered?.(message.statuses[index] as number, message.texts[index] as string)
    }
  })
  tell({ port: at })
} catch (error) {
  const { message, code } = error as NodeJS.ErrnoException
  tell({ failed: message, code })
}
