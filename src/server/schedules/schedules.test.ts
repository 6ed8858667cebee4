import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, firstOwner, someShop, startTestServer } from '../../../test/helpers/server.ts'
import type { RunningServer } from '../server.ts'
import { nextAfter, runDue } from './due.ts'

let now = Date.parse('2026-11-25T10:00:00Z')
let server: RunningServer
let owner: Client
beforeAll(async () => {
  server = await startTestServer({ settings: { jobs: 0 }, now: () => new Date(now) })
  owner = await firstOwner(server)
})
afterAll(() => server.stop())

describe('the next run', () => {
  it('is always in the future, in step with the first, and at most one rhythm away', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2e12 }),
        fc.integer({ min: 1, max: 525_600 }),
        fc.integer({ min: -1e11, max: 1e12 }),
        (first, every, later) => {
          const at = first + later
          const next = nextAfter(new Date(first), every, new Date(at)).getTime()
          expect(next).toBeGreaterThan(at)
          expect((next - first) % (every * 60_000)).toBe(0)
          if (later >= 0) expect(next - at).toBeLessThanOrEqual(every * 60_000)
        },
      ),
    )
  })
})

describe('schedules', () => {
  it('what was missed is caught up once, and a clock that jumps back repeats nothing', async () => {
    const shop = await someShop(owner)
    await owner.post(`/shops/${shop}/schedules`, { kind: 'audit', everyMinutes: 60, firstAt: '2026-11-25T11:00:00Z' })
    const jobs = async () => (await owner.get(`/shops/${shop}/jobs`)).body.items.length
    await runDue(server.house)
    expect(await jobs()).toBe(0)
    now = Date.parse('2026-11-25T11:00:30Z')
    await Promise.all([runDue(server.house), runDue(server.house)])
    expect(await jobs()).toBe(1)
    now = Date.parse('2026-11-25T18:30:00Z')
    await runDue(server.house)
    await runDue(server.house)
    expect(await jobs()).toBe(2)
    const { body } = await owner.get(`/shops/${shop}/schedules`)
    expect(body.items[0].nextAt).toBe('2026-11-25T19:00:00.000Z')
    now = Date.parse('2026-11-25T09:00:00Z')
    await runDue(server.house)
    expect(await jobs()).toBe(2)
    now = Date.parse('2026-11-25T18:31:00Z')
  })

  it('takes only what may run by itself, with an input that fits, and can be paused', async () => {
    const shop = await someShop(owner)
    const add = (body: object) => owner.post(`/shops/${shop}/schedules`, body)
    expect((await add({ kind: 'fraud.serve', everyMinutes: 60 })).body.code).toBe('SW_SERVER_SCHEDULE')
    expect((await add({ kind: 'audit', everyMinutes: 60, input: { touch: 'intrusive' } })).status).toBe(422)
    const { body } = await add({ kind: 'malware.scan', everyMinutes: 60, input: { source: 0 } })
    await owner.call('PATCH', `/shops/${shop}/schedules/${body.id}`, { enabled: false })
    now += 3 * 3_600_000
    await runDue(server.house)
    expect((await owner.get(`/shops/${shop}/jobs`)).body.items).toHaveLength(0)
  })
})
