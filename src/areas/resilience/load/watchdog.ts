import { Worker } from 'node:worker_threads'

/** Ends this process for good when its parent dies or after `seconds`, from a thread that nothing here can block. */
export function startWatchdog(seconds: number): void {
  new Worker(new URL('watchdog/worker.ts', import.meta.url), {
    workerData: { parent: process.ppid, seconds },
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  }).unref()
}

/** Calls `dead` when no beat came for `ms`: the parent lives but hangs. */
export function deadMansSwitch(ms: number, dead: () => void): { beat(): void } {
  let last = performance.now()
  setInterval(() => {
    if (performance.now() - last > ms) dead()
  }, ms / 4).unref()
  return {
    beat: () => {
      last = performance.now()
    },
  }
}
