import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createServer as createTcp, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { resolveTarget, type Target } from '../target.ts'
import { Flood } from './flood.ts'
import { type Attack, type Caps, noCounters } from './plan.ts'
import { startAttack } from './process.ts'
import { restFor } from './rest.ts'

const closers: (() => void)[] = []
afterAll(() => {
  for (const close of closers) close()
})

async function listen(server: Server | ReturnType<typeof createTcp>): Promise<Target> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => server.close())
  return resolveTarget(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
}

const caps: Caps = {
  connections: 40,
  connectionsPerSecond: 1000,
  requestsPerSecond: 1_000_000,
  bytes: 1e9,
  seconds: 20,
}
const attack = (target: Target, more: Partial<Attack>): Attack => ({
  target,
  kind: 'hold',
  scenario: 'slow-headers',
  method: 'GET',
  path: '/',
  dribbleSeconds: 0.2,
  reopen: false,
  pipelined: 10,
  caps,
  labOnly: true,
  ...more,
})

/** Runs an attack until `enough` or a count of looks, then drops it; returns its last counters. */
async function run(one: Attack, level: number, enough: (counters: ReturnType<typeof noCounters>) => boolean) {
  const running = startAttack(one)
  running.order({ type: 'level', level })
  for (let looks = 0; looks < 300 && !enough(running.counters()) && running.alive(); looks++) await wait(100)
  const counters = running.counters()
  running.stop()
  await running.ended
  return counters
}

// Each spends seconds on its own warm-up and on measuring what waiting costs: they do so side by side.
describe.concurrent('an attacking process', () => {
  it('holds as many connections as its cap, not as ordered', async () => {
    const open = new Set<Socket>()
    const target = await listen(
      createTcp((socket) => {
        open.add(socket)
        socket.resume()
        socket.on('error', () => undefined)
        socket.once('close', () => open.delete(socket))
      }),
    )
    const counters = await run(attack(target, {}), 5000, (one) => one.open >= 40)
    expect(counters.open).toBe(40)
    for (let looks = 0; looks < 200 && open.size > 0; looks++) await wait(100)
    expect(open.size).toBe(0)
  })

  it('asks no faster than its cap', async () => {
    let asked = 0
    const target = await listen(
      createServer((_, response) => {
        asked++
        response.end('x')
      }),
    )
    const started = performance.now()
    const counters = await run(
      attack(target, { kind: 'flood', scenario: 'flood-dear', caps: { ...caps, requestsPerSecond: 200 } }),
      20,
      (one) => one.ok >= 300,
    )
    const seconds = (performance.now() - started) / 1000
    expect(counters.ok).toBeGreaterThanOrEqual(300)
    expect(asked).toBeLessThanOrEqual(200 * seconds + 60)
  })

  it('rests between slow answers, and leaves connections when its level is lowered', async () => {
    const open = new Set<Socket>()
    const server = createServer((_, response) => {
      response.write('x')
      setTimeout(() => response.end('x'), 40)
    })
    server.on('connection', (socket) => {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    })
    const counters = noCounters()
    const flood = new Flood(
      attack(await listen(server), { kind: 'flood', scenario: 'flood-dear' }),
      counters,
      () => 'x',
    )
    flood.rest.learn(40)
    flood.setLevel(8)
    for (let looks = 0; looks < 300 && counters.ok < 40; looks++) await wait(50)
    flood.setLevel(3)
    for (let looks = 0; looks < 300 && open.size > 3; looks++) await wait(50)
    const before = counters.ok
    for (let looks = 0; looks < 300 && counters.ok < before + 20; looks++) await wait(50)
    expect(open.size).toBe(3)
    expect(counters).toMatchObject({ open: 3, shed: 0, nonsense: 0 })
    flood.drop()
  })

  it.each([
    [1, 0],
    [15, 0],
    [100, 25],
    [400, 100],
    [5000, 200],
  ])('answers of %i ms let it rest for %i ms', (answer, rest) => expect(restFor(answer)).toBe(rest))

  it('stops itself at its longest time and most bytes', async () => {
    const target = await listen(createServer((_, response) => response.end('x'.repeat(50_000))))
    const flood = { kind: 'flood', scenario: 'flood-dear' } as const
    const stopped = (more: Partial<Caps>) =>
      run(attack(target, { ...flood, caps: { ...caps, ...more } }), 4, (one) => one.stopped !== undefined)
    const [byBytes, byTime] = await Promise.all([stopped({ bytes: 5_000_000 }), stopped({ seconds: 1, bytes: 1e11 })])
    expect(byBytes.stopped).toMatch(/bytes/)
    expect(byTime.stopped).toMatch(/time/)
  })

  it('counts what a server does: refusals, answers that are no HTTP, closed connections', async () => {
    const limited = await listen(createServer((_, response) => response.writeHead(429).end()))
    const nonsense = await listen(
      createTcp((socket) => {
        socket.on('error', () => undefined)
        socket.end('SSH-2.0-OpenSSH\r\n')
      }),
    )
    const flood = { kind: 'flood', scenario: 'flood-dear' } as const
    const [refusals, strange, closed] = await Promise.all([
      run(attack(limited, flood), 2, (one) => one.limited > 10),
      run(attack(nonsense, flood), 2, (one) => one.nonsense > 3),
      run(attack(nonsense, {}), 20, (one) => one.shed >= 20),
    ])
    expect(refusals.limited).toBeGreaterThan(10)
    expect(strange.nonsense).toBeGreaterThan(3)
    expect(closed.open).toBe(0)
  })

  it('refuses a public address in a laboratory plan before it opens anything', async () => {
    const target = await listen(createServer())
    const running = startAttack(attack({ ...target, address: '192.0.43.10' }, { labOnly: true }))
    await running.ended
    expect(running.counters()).toEqual(noCounters())
  })

  it('ends when its parent only falls silent', async () => {
    const target = await listen(createTcp((socket) => void socket.on('error', () => undefined)))
    const running = startAttack(attack(target, {}))
    running.order({ type: 'level', level: 5 })
    for (let looks = 0; looks < 300 && running.counters().open < 5; looks++) await wait(100)
    running.silence()
    await running.ended
    expect(running.alive()).toBe(false)
  })
})
