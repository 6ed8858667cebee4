import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FraudGuard } from './guard.ts'
import { guardDir, logPath, readLog } from './log/read.ts'
import { errorAnswer, fraudRoutes } from './standalone.ts'
import { readWatch } from './watch/status.ts'

const now = () => new Date('2026-11-02T00:00:00Z')
const fresh = () => mkdtempSync(join(tmpdir(), 'guard-'))
const order = (index: number) => ({
  id: `o${index}`,
  type: 'order',
  at: new Date(Date.UTC(2026, 10, 1) + index * 60_000).toISOString(),
  customer: { id: `c${index % 3}` },
  order: { amount: 10 + (index % 7) },
  payment: { instrument: `tok_${index % 11}` },
  ip: { address: `192.0.2.${index % 5}` },
})

describe('the guard', () => {
  it('decides once per event, also when asked at the same time and after a restart', async () => {
    const stateDir = fresh()
    const guard = await FraudGuard.open({ stateDir, now })
    const [first, second] = await Promise.all([guard.decide(order(1)), guard.decide(order(1))])
    expect([first?.duplicate, second?.duplicate]).toEqual([false, true])
    const third = await guard.decide(order(1))
    expect(third).toEqual({ decision: first?.decision, duplicate: true })
    await guard.close()
    const again = await FraudGuard.open({ stateDir, now })
    expect(await again.decide(order(1))).toEqual({ decision: first?.decision, duplicate: true })
    expect(again.count).toBe(1)
    await again.close()
  })

  it('decides after a restart bit for bit as if it had never stopped', async () => {
    const [one, two] = [fresh(), fresh()]
    const straight = await FraudGuard.open({ stateDir: one, now })
    let stopping = await FraudGuard.open({ stateDir: two, now })
    for (let index = 0; index < 300; index++) {
      // Every ninth event comes late.
      const event = index % 9 === 0 ? { ...order(index), at: order(Math.floor(index / 2)).at } : order(index)
      if (index % 70 === 69) {
        await stopping.close()
        stopping = await FraudGuard.open({ stateDir: two, now })
      }
      expect(await stopping.decide(event)).toEqual(await straight.decide(event))
    }
    await straight.close()
    await stopping.close()
  })

  it('stores no card number', async () => {
    const stateDir = fresh()
    const guard = await FraudGuard.open({ stateDir, now })
    const { handle } = fraudRoutes(guard, now)[0] ?? expect.unreachable()
    const body = JSON.stringify({ ...order(1), order: { note: '4111 1111 1111 1111' } })
    const answer = await Promise.resolve()
      .then(() => handle({ body, by: 'test' }))
      .catch(errorAnswer)
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer)).not.toContain('4111')
    await guard.close()
    expect(readFileSync(logPath(guardDir(stateDir)), 'utf8')).toBe('')
  })

  it('puts no case off without a reason and a time, and closes none without a verdict', async () => {
    const guard = await FraudGuard.open({ stateDir: fresh(), now })
    const route = fraudRoutes(guard, now).find(({ method, path }) => method === 'POST' && path === '/fraud/cases')
    const post = async (body: object) =>
      Promise.resolve()
        .then(() => route?.handle({ body: JSON.stringify({ case: 'c', ...body }), by: 'anna' }))
        .catch(errorAnswer)
    const until = '2026-11-03T00:00:00Z'
    for (const body of [
      { action: 'snooze' },
      { action: 'snooze', text: ' ', until },
      { action: 'snooze', text: 'x' },
      { action: 'snooze', text: 'x', until: '2020-01-01T00:00:00Z' },
      { action: 'close' },
    ])
      expect((await post(body))?.status).toBe(422)
    expect((await post({ action: 'snooze', text: 'asked the bank', until }))?.status).toBe(204)
    await guard.close()
  })

  it('cuts off a torn last line, and refuses a log damaged before', async () => {
    const stateDir = fresh()
    const guard = await FraudGuard.open({ stateDir, now })
    for (let index = 0; index < 3; index++) await guard.decide(order(index))
    await guard.close()
    const path = logPath(guardDir(stateDir))
    const whole = readFileSync(path, 'utf8')
    appendFileSync(path, whole.slice(0, 50))
    const again = await FraudGuard.open({ stateDir, now })
    expect(again.count).toBe(3)
    await again.decide(order(3))
    await again.close()
    writeFileSync(path, whole.replace('"o1"', '"oX"'))
    await expect(FraudGuard.open({ stateDir, now })).rejects.toMatchObject({ code: 'SW_FRAUD_LOG' })
  })

  it('says which rules it could not judge instead of firing them', async () => {
    const guard = await FraudGuard.open({ stateDir: fresh(), now })
    const { decision } = await guard.decide({ id: 'x', type: 'order', at: order(1).at })
    expect(decision).toMatchObject({ outcome: 'approve', reasons: [] })
    expect(decision?.notEvaluated['ip.address']).toBeGreaterThan(0)
    expect(decision?.notEvaluated['payment.instrument']).toBeGreaterThan(0)
    await guard.close()
  })

  it('writes, shadows, promotes and rolls back rules, and files what the audit reads', async () => {
    const stateDir = fresh()
    const guard = await FraudGuard.open({ stateDir, now })
    const call = async (method: string, path: string, body = '') => {
      const route =
        fraudRoutes(guard, now).find((item) => item.method === method && item.path === path) ?? expect.unreachable()
      return route.handle({ body, by: 'ann' })
    }
    const rules = 'rules: [{ id: velocity/any, when: order.amount >= 0, outcome: block, says: All }]'
    await call('POST', '/fraud/rules/shadow', rules)
    expect((await guard.decide(order(1))).decision?.outcome).toBe('approve')
    await call('POST', '/fraud/rules/promote')
    expect((await guard.decide(order(2))).decision?.outcome).toBe('decline')
    await call('POST', '/fraud/rules/rollback')
    expect((await guard.decide(order(3))).decision?.outcome).toBe('approve')
    const records = []
    for await (const { record } of readLog(logPath(guard.dir))) records.push(record)
    expect(records.map((record) => record.shadow?.outcome)).toEqual(['decline', undefined, undefined])
    const [found] = guard.cases()
    await call(
      'POST',
      '/fraud/cases',
      JSON.stringify({ case: found?.id, action: 'close', verdict: 'legitimate', text: 'called' }),
    )
    expect(guard.cases()[0]).toMatchObject({ history: [{ by: 'ann', action: 'close' }] })
    expect(await readWatch(stateDir, now())).toMatchObject({ events: 4, eventsLastDay: 4 })
    await guard.close()
  })
})

/** Runs the real guard in a process of its own. */
function start(stateDir: string) {
  const child = spawn(
    process.execPath,
    [resolve('src/cli/main.ts'), 'fraud', 'serve', '--state', stateDir, '--port', '0'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const port = new Promise<number>((ready) =>
    child.stdout.on('data', (text: Buffer) => ready(Number(/:(\d+)\/fraud/.exec(String(text))?.[1]))),
  )
  return { child, port, ended: new Promise((done) => child.once('exit', done)) }
}

describe('a guard that is killed', () => {
  it('loses no event that it answered and decides none twice', async () => {
    const stateDir = fresh()
    const acknowledged = new Map<string, string>()
    let next = 0
    for (let kill = 0; kill < 3; kill++) {
      const { child, port, ended } = start(stateDir)
      const url = `http://127.0.0.1:${await port}/fraud/events`
      const stop = new AbortController()
      const sender = async () => {
        while (!stop.signal.aborted) {
          const event = order(next++)
          try {
            const response = await fetch(url, { method: 'POST', body: JSON.stringify(event) })
            acknowledged.set(event.id, JSON.stringify(((await response.json()) as { decision: unknown }).decision))
          } catch {
            return
          }
        }
      }
      const senders = Array.from({ length: 8 }, sender)
      const wanted = acknowledged.size + 40
      while (acknowledged.size < wanted) await new Promise((done) => setTimeout(done, 5))
      child.kill('SIGKILL')
      await ended
      stop.abort()
      await Promise.all(senders)
    }
    const stored = new Map<string, string>()
    for await (const { record } of readLog(logPath(guardDir(stateDir)))) {
      expect(stored.has(record.event.id)).toBe(false)
      stored.set(record.event.id, JSON.stringify(record.decision))
    }
    expect(acknowledged.size).toBeGreaterThan(10)
    for (const [id, decision] of acknowledged) expect(stored.get(id)).toBe(decision)
  })
})
