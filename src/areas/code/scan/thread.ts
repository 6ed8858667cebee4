import { Worker } from 'node:worker_threads'
import { scriptBeside } from '../../../connect/thread.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { makeInHand, readInHand } from './in-hand.ts'
import type { ScanOptions, ScanResult } from './open.ts'

/** What the thread is given: plain data, and where it tells which file it has in hand. */
export interface ScanJob {
  root: string
  inHand: SharedArrayBuffer
  options: Omit<ScanOptions, 'signal' | 'progress' | 'began'>
}

/** What the thread tells: where it stands, or that it is done. */
export type FromScan = { progress: string } | { result: ScanResult }

export interface ThreadOptions extends Omit<ScanOptions, 'began'> {
  /** Milliseconds that one stage (reading, parsing, following, checking) of one file may take. */
  fileDeadlineMs?: number
  /** MB of heap the scan may take. */
  memoryMb?: number
}

const defaultDeadlineMs = 60_000
const defaultMemoryMb = 2048
/** Values of one path are thrown away soon after: a larger nursery is swept less often. */
const nurseryMb = 96
/** More files than this that hang point to a fault of ours, and each costs a scan of all the others. */
const mostStuck = 8

type Attempt = { result: ScanResult } | { stuck: string }

/** One try in a thread of its own; ends with the file in hand where that takes too long. */
function attempt(given: Omit<ScanJob, 'inHand'>, options: ThreadOptions): Promise<Attempt> {
  const job: ScanJob = { ...given, inHand: makeInHand() }
  const deadline = options.fileDeadlineMs ?? defaultDeadlineMs
  const worker = new Worker(scriptBeside(import.meta.url, 'thread-worker'), {
    workerData: job,
    resourceLimits: {
      maxOldGenerationSizeMb: options.memoryMb ?? defaultMemoryMb,
      maxYoungGenerationSizeMb: nurseryMb,
    },
  })
  return new Promise<Attempt>((resolve, reject) => {
    let last = readInHand(job.inHand)
    let silent = 0
    // A busy machine may wake us late: only what stays in hand for two whole periods is stuck.
    const timer = setInterval(() => {
      const now = readInHand(job.inHand)
      silent = now?.turn === last?.turn ? silent + 1 : 0
      last = now
      if (now?.path && silent === 2) end(() => resolve({ stuck: now.path }))
    }, deadline / 2)
    const abort = () => end(() => reject(options.signal!.reason))
    function end(outcome: () => void): void {
      clearInterval(timer)
      options.signal?.removeEventListener('abort', abort)
      worker.removeAllListeners()
      worker.on('error', () => undefined)
      void worker.terminate().then(outcome)
    }
    options.signal?.addEventListener('abort', abort, { once: true })
    worker.on('message', (message: FromScan) => {
      if ('progress' in message) options.progress?.(message.progress)
      else end(() => resolve(message))
    })
    worker.on('error', (error: NodeJS.ErrnoException) =>
      end(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge(job.root, options) : error)),
    )
  })
}

function tooLarge(root: string, options: ThreadOptions): ShopwardenError {
  const memory = options.memoryMb ?? defaultMemoryMb
  return new ShopwardenError('SW_CODE_MEMORY', `The code does not fit into ${memory} MB of memory`, {
    where: root,
    fix: 'Scan its folders one by one: code scan DIR/FOLDER.',
  })
}

/**
 * Scans a tree in a thread of its own, so that no file can hang the scan and no tree can take all memory. A file that takes longer
 * than its deadline is listed as not covered, and the scan starts again without it. The result is that of `scanTree`.
 * @throws ShopwardenError SW_CODE_MEMORY, SW_CODE_STUCK
 */
export async function scanInThread(root: string, options: ThreadOptions = {}): Promise<ScanResult> {
  const started = performance.now()
  const { signal, progress: _progress, fileDeadlineMs, memoryMb: _memory, ...plain } = options
  const skip = [...(options.skip ?? [])]
  const seconds = (fileDeadlineMs ?? defaultDeadlineMs) / 1000
  for (let stuck = 0; stuck <= mostStuck; stuck++) {
    signal?.throwIfAborted()
    const tried = await attempt({ root, options: { ...plain, skip } }, options)
    if ('result' in tried) return { ...tried.result, seconds: (performance.now() - started) / 1000 }
    options.progress?.(`${tried.stuck} takes too long and is left out`)
    skip.push({ path: tried.stuck, reason: `takes longer than ${seconds} s to understand` })
  }
  throw new ShopwardenError('SW_CODE_STUCK', `More than ${mostStuck} files take longer than ${seconds} s each`, {
    where: root,
    fix: `Scan without them or tell us: ${skip.map((item) => item.path).join(', ')}`,
  })
}
