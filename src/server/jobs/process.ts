import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { type JobError, type JobReport, type Order, reportSchema } from './order.ts'

export interface RunningJob {
  /** Settles when the process has ended, whatever way. */
  ended: Promise<{ status: number } | { error: JobError }>
  /** Asks the job to stop; what it has seen so far is kept. Not heeded within ten seconds, it is ended. */
  stop(): void
}

const graceMs = 10_000
const worker = join(import.meta.dirname, 'worker.ts')

const died = (signal: string | null): JobError => ({
  code: 'SW_SERVER_JOB_DIED',
  message: `The process of this job ended unexpectedly${signal ? ` (${signal})` : ''}`,
  fix: 'Start it again. If it happens again, the memory of this machine may be too small for it.',
})

const cancelled: JobError = { code: 'SW_SERVER_CANCELLED', message: 'The job was stopped' }

/** Runs an order in a process of its own: it can neither slow the server down nor take it along when it dies. */
export function runJob(order: Order, heard: (report: JobReport) => void): RunningJob {
  const child: ChildProcess = fork(worker, [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let stopped = false
  let outcome: { status: number } | { error: JobError } | undefined
  const ended = new Promise<{ status: number } | { error: JobError }>((resolve) => {
    child.on('message', (message) => {
      const parsed = reportSchema.safeParse(message)
      if (!parsed.success) return
      if (parsed.data.kind === 'done') outcome = { status: parsed.data.status }
      else if (parsed.data.kind === 'failed') outcome = { error: parsed.data.error }
      heard(parsed.data)
    })
    child.once('error', () => resolve({ error: died(null) }))
    // Asked to stop before it could listen, it dies of the signal: that is what was wanted.
    child.once('exit', (_code, signal) => resolve(outcome ?? { error: stopped ? cancelled : died(signal) }))
  })
  child.send(order)
  return {
    ended,
    stop() {
      if (child.exitCode !== null) return
      stopped = true
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), graceMs).unref()
    },
  }
}
