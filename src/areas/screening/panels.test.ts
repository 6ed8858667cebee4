import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { settle } from './panel.ts'
import { Panels } from './panels.ts'
import { recordLook } from './usage.ts'

const now = () => new Date('2026-11-02T09:00:00Z')

describe('panels of shops', () => {
  it('are kept between orders and know what was spent today', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'panels-'))
    for (const [at, service] of [
      ['2026-11-01T23:59:00Z', 'fraudlabspro'],
      ['2026-11-02T00:01:00Z', 'fraudlabspro'],
      ['2026-11-02T08:00:00Z', 'fraudlabspro'],
      ['2026-11-02T08:00:00Z', 'sift'],
    ] as const)
      recordLook(stateDir, { at, service, order: 'o', ok: true, ms: 9, score: 1 })
    const panels = new Panels()
    const place = { stateDir, keys: { FRAUDLABSPRO_KEY: 'a' }, dailyBudget: 8, now }
    const panel = await panels.of(place)
    expect(panel.spent).toBe(6)
    expect(await panels.of(place)).toBe(panel)
    expect(await panels.of({ ...place, keys: { FRAUDLABSPRO_KEY: 'b' } })).not.toBe(panel)
    const opinions = await panel.screen({ id: 'x', at: now().toISOString(), ip: '198.51.100.7' })
    expect(opinions).toMatchObject([{ answered: false, why: expect.stringContaining('budget') }])
    expect(() => panels.of({ ...place, keys: {} })).toThrow(/No external service/)
  })

  it.each([
    ['approve', undefined, 'approve'],
    [undefined, undefined, undefined],
    ['approve', 'decline', 'decline'],
    ['decline', 'approve', 'decline'],
    ['challenge', 'approve', 'challenge'],
    ['challenge', 'review', 'review'],
    [undefined, 'approve', 'approve'],
  ] as const)('own %s and advice %s make %s', (own, advice, outcome) => {
    expect(settle(own, advice && { score: 1, advice })).toBe(outcome)
    expect(settle(own, undefined)).toBe(own)
  })
})
