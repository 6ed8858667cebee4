// A thread of its own: it kills its process when the parent is gone or the time is up, even if the main loop hangs.
import { kill, pid } from 'node:process'
import { workerData } from 'node:worker_threads'
import { z } from 'zod'

const { parent, seconds } = z.object({ parent: z.int(), seconds: z.number() }).parse(workerData)
const end = performance.now() + seconds * 1000

setInterval(() => {
  // When a parent dies, its children are given to another process: the number changes.
  if (process.ppid !== parent || performance.now() > end) kill(pid, 'SIGKILL')
}, 250)
