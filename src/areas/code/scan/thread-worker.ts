import { parentPort, workerData } from 'node:worker_threads'
import { noteInHand } from './in-hand.ts'
import { scanTree } from './scan.ts'
import type { FromScan, ScanJob } from './thread.ts'

const { root, options, inHand } = workerData as ScanJob
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
const tell = (message: FromScan) => parentPort!.postMessage(message)

tell({
  result: scanTree(root, {
    ...options,
    progress: (progress) => tell({ progress }),
    began: noteInHand(inHand),
  }),
})
