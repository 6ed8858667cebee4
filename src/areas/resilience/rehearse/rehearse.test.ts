import { describe, expect, it } from 'vitest'
import type { Visit } from '../load/shopper.ts'
import { noCounters } from '../load/plan.ts'
import { kneeOf, ratesOf } from './figures.ts'
import { mustStop, recovery } from './legitimate.ts'
import { limitHit } from './limit.ts'
import type { Figures, Sample } from './record.ts'
import { planScenario } from './scenarios.ts'
import { verdictOf } from './verdict.ts'

const visits = (pattern: string, ms = 5): Visit[] =>
  [...pattern].map((sign, index) => ({ at: index * 200, step: 'home', ms, ok: sign === '.' }))
const good: Figures = {
  visits: 100,
  legitimateSuccess: 1,
  connectionsOpened: 2000,
  shedSeconds: 5,
  recoverySeconds: 0.2,
}

describe('verdicts', () => {
  it.each([
    ['all good', 'slow-headers', good, true, 'withstands'],
    ['nothing shed', 'slow-headers', { ...good, shedSeconds: undefined }, true, 'holds'],
    ['shed too late', 'slow-body', { ...good, shedSeconds: 16 }, true, 'holds'],
    ['the user suffers', 'slow-headers', { ...good, legitimateSuccess: 0.98 }, true, 'falls'],
    [
      'the user suffers before the attack',
      'slow-headers',
      { ...good, legitimateSuccess: 0.5, kneeConnections: 0 },
      true,
      'not tested',
    ],
    [
      'the user suffers at 100 connections',
      'slow-headers',
      { ...good, legitimateSuccess: 0.5, kneeConnections: 100 },
      true,
      'falls',
    ],
    ['one page in a hundred', 'slow-headers', { ...good, legitimateSuccess: 0.99 }, true, 'withstands'],
    ['never recovered', 'hoarding', good, false, 'falls'],
    ['slow to recover', 'hoarding', { ...good, recoverySeconds: 6 }, true, 'holds'],
    ['too few pages', 'hoarding', { ...good, visits: 3 }, true, 'not tested'],
    ['dear and unlimited', 'flood-dear', { ...good, costRatio: 180 }, true, 'holds'],
    ['dear but limited', 'flood-dear', { ...good, costRatio: 180, limitedShare: 0.9 }, true, 'withstands'],
    ['resets without end', 'http2-rapid-reset', good, true, 'holds'],
    ['resets ended', 'http2-rapid-reset', { ...good, framesUntilEnd: 1000 }, true, 'withstands'],
    ['resets ended late', 'http2-rapid-reset', { ...good, framesUntilEnd: 50_000 }, true, 'holds'],
  ] as const)('%s', (_, scenario, figures, recovered, expected) =>
    expect(verdictOf(scenario, figures as Figures, { recovered }).verdict).toBe(expected),
  )

  it('a knee below five times the peak', () => {
    const figures = { ...good, kneePerSecond: 40 }
    expect(verdictOf('flood-dear', figures, { recovered: true, peakPerSecond: 10 }).verdict).toBe('holds')
    expect(verdictOf('flood-dear', figures, { recovered: true, peakPerSecond: 8 }).verdict).toBe('withstands')
  })
})

describe('the automatic stop', () => {
  it.each([
    ['no failure', '.'.repeat(40), undefined],
    ['two slow pages', `${'.'.repeat(20)}xx...`, undefined],
    ['three failures', `${'.'.repeat(20)}xxx`, 3],
    ['failures long ago', `xxx${'.'.repeat(30)}`, undefined],
  ])('%s', (_, pattern, expected) => expect(mustStop(visits(pattern), 0)).toBe(expected))
  it('does not count what was sent before the attack', () =>
    expect(mustStop(visits('xxxx......'), 1000)).toBeUndefined())
})

describe('recovery', () => {
  it.each([
    ['at once', '......', 0],
    ['after two failures', 'xx....', 0.4],
    ['with a relapse', '..x...', 0.6],
    ['not yet', 'xxxx..', undefined],
  ])('%s', (_, pattern, expected) => expect(recovery(visits(pattern), 0, 5)).toBe(expected))
  it('is not there while pages are slow', () => expect(recovery(visits('......', 900), 0, 5)).toBeUndefined())
})

const sample = (t: number, server: Partial<NonNullable<Sample['server']>>): Sample => ({
  t,
  phase: 'ramp',
  level: 1,
  open: 1,
  rate: 1,
  limited: 0,
  server: { cpuMs: 0, descriptors: 10, established: 1, waitingToBeAccepted: 0, workers: [], ...server },
})

describe('what ran out', () => {
  it.each([
    ['nothing', [sample(1, {}), sample(2, {})], undefined],
    [
      'a database that always holds many',
      [1, 2, 3, 4].map((t) => ({ ...sample(t, { descriptors: 210 }), level: 2200, open: 150 })),
      undefined,
    ],
    ['file descriptors', [sample(1, { descriptors: 1020, descriptorLimit: 1024 })], 'file descriptors'],
    ['PHP-FPM', [sample(1, { workers: [{ kind: 'php-fpm', busy: 5, total: 5, queued: 3 }] })], 'PHP-FPM workers'],
    ['Apache', [sample(1, { workers: [{ kind: 'apache', busy: 150, total: 150 }] })], 'apache workers'],
    ['a queue at the door', [sample(1, { waitingToBeAccepted: 300 })], 'connections the server may hold'],
    [
      'a server that lets no more in',
      [100, 400, 775, 775, 775].map((descriptors, t) => ({
        ...sample(t, { descriptors }),
        level: 2200,
        open: 2 * descriptors,
      })),
      'connections the server lets in (worker_connections or the like)',
    ],
    ['processor', [0, 1, 2, 3, 4, 5].map((t) => sample(t, { cpuMs: t * 1900 })), 'processor'],
  ])('%s', (_, samples, expected) => expect(limitHit(samples, 2)?.what).toBe(expected))
})

describe('rates of a flood', () => {
  const moments = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => ({
    t: index / 4,
    at: index * 250,
    counters: { ...noCounters(), ok: index < 2 ? 0 : (index - 2) * 10, cpuMs: index },
    serverCpuMs: index * 100,
  }))
  const step = [{ level: 4, moments }]
  it('leave out the first quarter of a step', () =>
    expect(ratesOf(step, [], 0)[0]).toMatchObject({ level: 4, perSecond: 40, requests: 50, serverMs: 500 }))
  it("count the shopper's pages that came in between, and not what they cost", () => {
    // Sent at 400 (and failed), 600, 800 and 1,000 ms; the settled part is from 500 to 1,750 ms.
    const rate = ratesOf(step, visits('..x...').slice(2), 30)[0]
    expect(rate?.perSecond).toBeCloseTo((50 + 3) / 1.25)
    expect(rate?.serverMs).toBe(500 - 3 * 30)
    expect(rate?.requests).toBe(50)
  })
  it('have their knee at the first step that reaches nine tenths of the best', () => {
    const rates = [10, 37, 33, 40].map((perSecond) => ({ perSecond }))
    expect(kneeOf(rates)).toBe(rates[1])
    expect(kneeOf([])).toBeUndefined()
  })
})

it('says why a scenario cannot be tested', () => {
  const target = {
    origin: 'http://127.0.0.1',
    authority: '127.0.0.1',
    hostname: '127.0.0.1',
    address: '127.0.0.1',
    port: 80,
    secure: false,
    path: '/',
  }
  const limits = { connections: 100, connectionsPerSecond: 50, requestsPerSecond: 100, bytes: 1e6, seconds: 10 }
  const input = { target, pages: { home: '/' }, limits, labOnly: true, dribbleSeconds: 2, reopen: false, http2: false }
  expect(planScenario('flood-login', input).missing).toMatch(/log-in/)
  expect(planScenario('http2-rapid-reset', input).missing).toMatch(/HTTP\/2/)
  expect(planScenario('flood-dear', input).levels.every((level) => level <= 100)).toBe(true)
})
