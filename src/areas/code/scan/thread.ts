import { Worker } from 'node:worker_threads'
import { scriptBeside } from '../../../connect/thread.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import type { ScanOptions, ScanResult } from './scan.ts'

/** What the thread is given: plain data only. */
export interface ScanJob {
  root: string
  options: Omit<ScanOptions, 'signal' | 'progress' | 'began'>
}

/** What the thread tells: where it stands, or that it is done. */
export type FromScan = { began: string } | { progress: string } | { result: ScanResult }

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
function attempt(job: ScanJob, options: ThreadOptions): Promise<Attempt> {
  const deadline = options.fileDeadlineMs ?? defaultDeadlineMs
  const worker = new Worker(scriptBeside(import.meta.url, 'thread-worker'), {
    workerData: job,
    resourceLimits: {
      maxOldGenerationSizeMb: options.memoryMb ?? defaultMemoryMb,
      maxYoungGenerationSizeMb: nurseryMb,
    },
  })
  return new Promise<Attempt>((resolve, reject) => {
    let inHand: string | undefined
    let asked = false
    // A busy machine may deliver news late: only what is silent for two whole periods is stuck.
    const timer = setInterval(() => {
      if (inHand === undefined) return
      if (asked) end(() => resolve({ stuck: inHand! }))
      asked = true
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
      asked = false
      if ('began' in message) inHand = message.began
      else if ('progress' in message) options.progress?.(message.progress)
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
