import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { resolveTarget } from '../target.ts'
import { Flood } from './flood.ts'
import { type Attack, noCounters } from './plan.ts'
import { wordsFrom } from './requests.ts'

const requests = 4000
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${`1000\r\n${'x'.repeat(4096)}\r\n`.repeat(4)}0\r\n\r\n`,
)

/**
 * Asks a server inside this very process until the code is compiled, so that what is measured afterwards is the cost of a
 * running attacker, not of a starting one. Nothing leaves the process's own loopback socket.
 */
export async function warmUp(attack: Attack): Promise<void> {
  const server = createServer((socket) => {
    socket.on('data', () => socket.write(answer))
    socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const target = await resolveTarget(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  const counters = noCounters()
  const caps = { ...attack.caps, requestsPerSecond: 1_000_000, connectionsPerSecond: 1000 }
  const flood = new Flood(
    { ...attack, target, method: 'GET', path: '/{random}', caps },
    counters,
    wordsFrom(Math.random),
  )
  flood.setLevel(4)
  const end = performance.now() + 2000
  while (counters.ok < requests && performance.now() < end) {
    flood.tick(performance.now())
    await wait(5)
  }
  flood.drop()
  server.close()
}

const cpuMs = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Processor time from now on, less what this process spends when it only waits: the attack's own cost. Milliseconds. */
export async function startMeter(seconds: number): Promise<() => number> {
  // Compiling and collecting garbage go on for a moment after the warm-up.
  await wait(600)
  const [begun, before] = [performance.now(), cpuMs()]
  await wait(seconds * 1000)
  const idle = (cpuMs() - before) / (performance.now() - begun)
  const [from, used] = [performance.now(), cpuMs()]
  return () => Math.max(0, cpuMs() - used - idle * (performance.now() - from))
}
