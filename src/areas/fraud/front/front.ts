import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ShopwardenError } from '../../../core/errors.ts'
import type { Ask } from './http.ts'
import type { Answered, FromFront, FrontOptions, ToFront } from './messages.ts'

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
    const all = answers
    answers = { requests: [], statuses: [], texts: [] }
    say(all)
  }
  const take = (message: FromFront) => {
    if (!('requests' in message)) return
    for (const [index, request] of message.requests.entries())
      ask(message.paths[index] as number, message.bodies[index] as string, (status, text) => {
        // Answers that one write to the disk set free go back together.
        if (answers.requests.length === 0) setImmediate(send)
        answers.requests.push(request)
        answers.statuses.push(status)
        answers.texts.push(text)
      })
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
