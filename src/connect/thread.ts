import { Worker } from 'node:worker_threads'

export type Threaded<T> = { answer: T } | { failed: 'broken' | 'too slow' }

/** The script beside the caller's file, whether it runs from source or built. */
export const scriptBeside = (callerUrl: string, name: string): URL =>
  new URL(`./${name}.${callerUrl.endsWith('.ts') ? 'ts' : 'js'}`, callerUrl)

/**
 * Runs a script of ours on hostile input in a thread with bounded memory (MB of heap) and time; its one message is the answer. A
 * thread that dies, of the input or of its bounds, is `broken`.
 */
export async function inThread<T>(
  script: URL,
  workerData: unknown,
  bounds: { memoryMb: number; timeoutMs: number },
): Promise<Threaded<T>> {
  const worker = new Worker(script, {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: bounds.memoryMb },
    stdout: true,
    stderr: true,
  })
  try {
    return await new Promise<Threaded<T>>((resolve) => {
      const timer = setTimeout(() => resolve({ failed: 'too slow' }), bounds.timeoutMs)
      const end = (result: Threaded<T>) => {
        clearTimeout(timer)
        resolve(result)
      }
      worker.once('message', (answer: T) => end({ answer }))
      worker.once('error', () => end({ failed: 'broken' }))
      worker.once('exit', () => end({ failed: 'broken' }))
    })
  } finally {
    await worker.terminate()
  }
}
