import { reopenDue } from '../findings/change.ts'
import type { House } from '../house.ts'

const everyMs = 60_000

/** What happens by itself, minute by minute. @returns how to stop it */
export function startClock(
  house: House,
  tasks: readonly ((house: House) => Promise<void>)[] = [],
): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  const all = [(each: House) => reopenDue(each.workspace.store, each.now()), ...tasks]
  const tick = () => {
    running = running.then(async () => {
      for (const task of all)
        await task(house).catch((error: unknown) =>
          house.log.error({ task: task.name, code: String((error as { code?: unknown }).code ?? 'fault') }, 'clock'),
        )
    })
  }
  tick()
  const timer = setInterval(tick, everyMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
