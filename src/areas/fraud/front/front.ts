import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ShopwardenError } from '../../../core/errors.ts'
import type { Ask } from './http.ts'
import { type Answered, type Asked, type FromFront, type FrontOptions, MESSAGE, type ToFront } from './messages.ts'

/**
 * Requests asked for in one turn of the event loop. Between turns what was decided goes to the disk and what is on disk is answered, so
 * that disk, HTTP and the other side work while the next ones are decided.
 */
const TURN = 8

/** The guard's HTTP door: a thread that reads requests and writes answers, many a message. */
export interface Front {
  port: number
  /** Rejects where the thread ends by itself. */
  readonly ended: Promise<never>
  /** Takes no more connections; resolves when everything asked was answered. */
  close(): Promise<void>
}

/**
 * Opens the door. `ask` is called in the caller's thread.
 * @throws SW_FRAUD_LISTEN where the address cannot be had
 */
export async function openFront(options: FrontOptions, ask: Ask): Promise<Front> {
  const worker = new Worker(new URL('thread.ts', import.meta.url), { workerData: options })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
  const say = (message: ToFront) => worker.postMessage(message)
  let answers: Answered = { requests: [], statuses: [], texts: [] }
  const send = () => {
    if (answers.requests.length === 0) return
    const all = answers
    answers = { requests: [], statuses: [], texts: [] }
    say(all)
  }
  const hand = (asked: Asked, index: number) => {
    const request = asked.requests[index] as number
    ask(asked.paths[index] as number, asked.bodies[index] as string, (status, text) => {
      // Answers that one write to the disk set free go back together.
      if (answers.requests.length === 0) setImmediate(send)
      answers.requests.push(request)
      answers.statuses.push(status)
      answers.texts.push(text)
      if (answers.requests.length === MESSAGE) send()
    })
  }
  const queue: Asked[] = []
  /** Of the first in the queue, how many were asked. */
  let done = 0
  const work = () => {
    for (let left = TURN; left > 0 && queue.length > 0; left--) {
      const first = queue[0] as Asked
      hand(first, done++)
      if (done < first.requests.length) continue
      queue.shift()
      done = 0
    }
    if (queue.length > 0) setImmediate(work)
  }
  const take = (message: FromFront) => {
    if (!('requests' in message)) return
    queue.push(message)
    if (queue.length === 1) work()
  }
  worker.on('message', take)
  const [first] = (await once(worker, 'message')) as [FromFront]
  if (!('port' in first))
    throw new ShopwardenError('SW_FRAUD_LISTEN', 'The guard cannot listen', {
      where: `${options.host}:${options.port}${'failed' in first ? `: ${first.failed}` : ''}`,
      fix: 'Choose another --port, or stop what listens there.',
    })
  let closing = false
  const exited = once(worker, 'exit')
  const ended = new Promise<never>((_, reject) => {
    const fail = (cause?: unknown) => {
      if (closing) return
      reject(
        new ShopwardenError('SW_FRAUD_LISTEN', 'The thread that speaks HTTP has ended', {
          fix: 'Start the guard again; nothing answered was lost.',
          cause,
        }),
      )
    }
    worker.once('error', fail)
    worker.once('exit', () => fail())
  })
  ended.catch(() => undefined)
  return {
    port: first.port,
    ended,
    async close() {
      closing = true
      say('close')
      await exited
    },
  }
}
