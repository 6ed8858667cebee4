import { parentPort, workerData } from 'node:worker_threads'
import { noteInHand } from './in-hand.ts'
import { openTree } from './open.ts'
import type { FromScan, ScanJob } from './thread.ts'

const { root, options, inHand } = workerData as ScanJob
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
const tell = (message: FromScan) => parentPort!.postMessage(message)

const began = noteInHand(inHand)
const all = { ...options, progress: (progress: string) => tell({ progress }), began }
const opened = openTree(root, all)
if (opened.result.fromCache) tell({ result: opened.result })
else {
  // Rules and models take most of a second to load: only where there is something to scan, and no file's fault.
  began('')
  const { scanOpened } = await import('./scan.ts')
  tell({ result: scanOpened(opened, all) })
}
