import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { command } from './command.ts'
import { compareServices, readFates } from './compare.ts'
import type { Look } from './schema.ts'
import { recordLook } from './usage.ts'

const now = () => new Date('2026-11-20T12:00:00Z')
const look = (service: string, order: string, score: number): Look => ({
  at: now().toISOString(),
  service,
  order,
  ok: true,
  ms: 40,
  score,
})

describe('services side by side', () => {
  // Ten orders, the first three fraud: one service ranks them rightly, one the other way round.
  const fates = new Map(Array.from({ length: 10 }, (_, n) => [`o${n}`, { fraud: n < 3, own: 50 }] as const))
  const looks = Array.from({ length: 10 }, (_, n) => [
    look('good', `o${n}`, 90 - 9 * n),
    look('wrong', `o${n}`, 9 * n),
  ]).flat()

  it('are measured by what became of the orders', () => {
    const { services, orders, frauds, common } = compareServices(looks, fates)
    expect([orders, frauds, common.orders]).toEqual([10, 3, 10])
    expect(Object.fromEntries(services.map(({ service, quality }) => [service, quality.auc]))).toEqual({
      good: 1,
      wrong: 0,
      'own rules': 0.5,
    })
    expect(services[0]?.at.find(({ score }) => score === 75)).toEqual({
      score: 75,
      orders: 2,
      precision: 1,
      recall: 2 / 3,
    })
  })

  it('are compared on orders that all judged, by their newest answer', () => {
    const { common, services, apart } = compareServices(
      [...looks.filter(({ order }) => order !== 'o9'), look('good', 'o9', 0), look('good', 'o0', 10)],
      fates,
    )
    expect(common.orders).toBe(9)
    expect(services.map(({ orders }) => orders)).toEqual([10, 10, 9])
    expect(apart.find(({ order }) => order === 'o0')?.scores['good']).toBe(10)
    expect(apart[0]).toEqual({ order: 'o1', fraud: true, scores: { good: 81, 'own rules': 50, wrong: 9 } })
  })

  it('whose looks failed, or whose orders have no known end, count nothing', () => {
    const failed: Look = { at: now().toISOString(), service: 'good', order: 'o1', ok: false, ms: 5, error: 'SW_X' }
    expect(compareServices([failed, look('good', 'unknown', 90)], fates)).toMatchObject({ orders: 0, services: [] })
  })

  it('come from the record and a file of the shop', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'compare-'))
    for (const each of looks) recordLook(dir, each)
    writeFileSync(
      join(dir, 'outcomes.csv'),
      'Order ID;Outcome;Score\no0;chargeback;99\no1;fraud;\no5;legitimate;3\no6;;\no7;perhaps;\n',
    )
    const { fates: read, leftOut } = await readFates(join(dir, 'outcomes.csv'))
    expect([...read]).toEqual([
      ['o0', { fraud: true, own: 99 }],
      ['o1', { fraud: true, own: undefined }],
      ['o5', { fraud: false, own: 3 }],
    ])
    expect(leftOut).toBe(2)
    const stdout = new PassThrough()
    const io = {
      stdin: process.stdin,
      stdout,
      stderr: new PassThrough(),
      cwd: dir,
      env: {},
      knowledgeDir: '',
      chromium: undefined,
      now,
      signal: new AbortController().signal,
    }
    expect(await command.verbs['compare']?.run(['outcomes.csv'], { state: dir }, io)).toBe(0)
    expect(String(stdout.read())).toContain('3 orders with a known end were judged by a service, 2 of them fraud')
    writeFileSync(join(dir, 'other.csv'), 'a,b\n1,2\n')
    await expect(command.verbs['compare']?.run(['other.csv'], { state: dir }, io)).rejects.toMatchObject({
      code: 'SW_SCREENING_OUTCOMES',
    })
  })
})
