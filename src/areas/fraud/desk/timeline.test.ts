import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { generate } from '../../../../bench/fraud/generator.ts'
import { FraudGuard } from '../guard.ts'
import { logPath } from '../log/read.ts'
import { lookAround } from './around.ts'
import { LINKS, linksOf } from './links.ts'
import { timelineOf } from './timeline.ts'

const stateDir = mkdtempSync(join(tmpdir(), 'sw-timeline-'))
const { events } = generate({ seed: 5, orders: 600, days: 3 })
let guard: FraudGuard
beforeAll(async () => {
  guard = await FraudGuard.open({ stateDir, now: () => new Date('2026-11-01T00:00:00Z') })
  for (const event of events) await guard.decide(event)
})
afterAll(async () => {
  await guard.close()
  rmSync(stateDir, { recursive: true })
})

const all = { limit: 200 }
const order = (records: readonly { n: number }[]) => records.map(({ n }) => n).sort((a, b) => a - b)

it.each(LINKS)('by %s: the events that a search of the whole log finds', async (kind) => {
  const values = [...new Set(events.flatMap((event) => linksOf(event)[kind] ?? []))].slice(0, 25)
  expect(values.length).toBeGreaterThan(20)
  for (const value of values) {
    const byChain = await timelineOf(guard, kind, value, all)
    const bySearch = await lookAround(logPath(guard.dir), kind, value)
    expect(order(byChain.own)).toEqual(order(bySearch.own.records))
    expect(byChain.complete).toBe(true)
    const around = new Set(byChain.linked.map(({ n }) => n))
    for (const { n } of byChain.own) expect(around.has(n)).toBe(true)
  }
})

it('an address without its country: the same', async () => {
  const whole = events.flatMap((event) => linksOf(event).address ?? []).find((address) => /, [A-Z]{2}$/.test(address))!
  const byChain = await timelineOf(guard, 'address', whole, all)
  const without = await timelineOf(guard, 'address', whole.replace(/, [A-Z]{2}$/, ''), all)
  expect(byChain.own.length).toBeGreaterThan(0)
  expect(order(without.own)).toEqual(order(byChain.own))
})

it('an event by its id; nothing of what was never seen', async () => {
  const one = await timelineOf(guard, 'event', events[7]!.id, all)
  expect(one.own.map(({ event }) => event.id)).toEqual([events[7]!.id])
  expect(await timelineOf(guard, 'card', 'never seen', all)).toEqual({ own: [], complete: true, linked: [] })
})

it('page by page: each event once, the newest first', async () => {
  const counts = new Map<string, number>()
  for (const event of events) {
    const ip = linksOf(event).ip
    if (ip !== undefined) counts.set(ip, (counts.get(ip) ?? 0) + 1)
  }
  const [busiest] = [...counts].sort((a, b) => b[1] - a[1])[0]!
  const whole = await timelineOf(guard, 'ip', busiest, all)
  expect(whole.own.length).toBeGreaterThan(6)
  const pages: number[] = []
  let before: string | undefined
  for (let complete = false; !complete; ) {
    const page = await timelineOf(guard, 'ip', busiest, { limit: 4, before })
    expect(page.own.length).toBeLessThanOrEqual(4)
    pages.push(...page.own.map(({ n }) => n))
    before = page.own.at(-1)?.event.id
    complete = page.complete
  }
  expect(pages).toEqual(whole.own.map(({ n }) => n))
  expect((await timelineOf(guard, 'ip', busiest, { limit: 4, before: 'never seen' })).own).toEqual([])
})

it('the same after a restart', async () => {
  const [kind, value] = ['customer', linksOf(events.at(-1)!).customer!] as const
  const before = await timelineOf(guard, kind, value, all)
  await guard.close()
  guard = await FraudGuard.open({ stateDir, now: () => new Date('2026-11-01T00:00:00Z') })
  expect(await timelineOf(guard, kind, value, all)).toEqual(before)
})
