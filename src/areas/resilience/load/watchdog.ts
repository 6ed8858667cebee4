import { Worker } from 'node:worker_threads'

/** Ends this process for good when its parent dies or after `seconds`, from a thread that nothing here can block. */
export function startWatchdog(seconds: number): void {
  new Worker(new URL('watchdog/worker.ts', import.meta.url), {
    workerData: { parent: process.ppid, seconds },
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  }).unref()
}

/**
 * Calls `dead` when no beat came for `ms`: the parent lives but hangs. Where this process itself stood still, beats may wait to
 * be read: they are read first.
 */
export function deadMansSwitch(ms: () => number, dead: () => void): { beat(): void } {
  let last = performance.now()
  const silent = () => performance.now() - last > ms()
  setInterval(() => {
    if (silent()) setImmediate(() => silent() && dead())
  }, 500).unref()
  return {
    beat: () => {
      last = performance.now()
    },
  }
}
