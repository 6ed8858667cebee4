/** Makes a snapshot beside the running guard: from the last one and the log behind it, so that no decision waits. */
import { workerData } from 'node:worker_threads'
import { rebuild } from '../rebuild.ts'
import { saveSnapshot } from './snapshot.ts'

const { dir } = workerData as { dir: string }
saveSnapshot(dir, await rebuild(dir))
