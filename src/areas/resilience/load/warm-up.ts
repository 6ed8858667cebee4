import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { resolveTarget } from '../target.ts'
import { Flood } from './flood.ts'
import { type Attack, noCounters } from './plan.ts'
import { wordsFrom } from './requests.ts'

/**
 * Rounds of the warm-up, each with connections of its own: code that the compiler made for the first ones does not fit the next
 * ("wrong map"), and at a shop's few dozen requests a second it would not be made again for minutes.
 */
const rounds = 4
const requestsPerRound = 3000
const roundMs = 1000

/**
 * Asks a thread of this very process until the code is compiled, so that what is measured afterwards is the cost of a
 * running attacker, not of a starting one. Nothing leaves the process's own loopback socket. `report` is what the attack will do
 * between its requests, and is compiled with it.
 */
export async function warmUp(attack: Attack, report: () => void): Promise<void> {
  const server = new Worker(new URL('answerer/worker.ts', import.meta.url))
  try {
    const [port] = (await once(server, 'message')) as [unknown]
    const target = await resolveTarget(new URL(`http://127.0.0.1:${z.int().parse(port)}`))
    const caps = { ...attack.caps, requestsPerSecond: 1_000_000, connectionsPerSecond: 1000 }
    for (let round = 0; round < rounds; round++) {
      const counters = noCounters()
      const plan = { ...attack, target, method: 'GET' as const, path: '/', body: undefined, caps }
      const flood = new Flood(plan, counters, wordsFrom(Math.random))
      flood.setLevel(4)
      const end = performance.now() + roundMs
      while (counters.ok < requestsPerRound && performance.now() < end) {
        flood.tick(performance.now())
        report()
        await wait(20)
      }
      flood.drop()
    }
  } finally {
    await server.terminate()
  }
}

/** Processor time of this thread alone: the compiler's, the collector's and the watchdog's threads are no part of an attack. */
const cpuMs = () => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/**
 * Processor time from now on, less what this thread spends when it only waits: the attack's own cost. Milliseconds. What waiting
 * costs is the least of `looks` seconds: compiling and collecting garbage go on after the warm-up, the longer the busier the machine.
 */
export async function startMeter(looks: number): Promise<() => number> {
  let idle = Infinity
  for (let look = 0; look < looks; look++) {
    const [begun, before] = [performance.now(), cpuMs()]
    await wait(1000)
    idle = Math.min(idle, (cpuMs() - before) / (performance.now() - begun))
  }
  const [from, used] = [performance.now(), cpuMs()]
  return () => Math.max(0, cpuMs() - used - idle * (performance.now() - from))
}
