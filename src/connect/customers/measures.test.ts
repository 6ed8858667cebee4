import { describe, expect, it } from 'vitest'
import { measuresFor } from './measures.ts'
import type { Exposure, Leaked } from './schema.ts'

const exposure = (leaked: Leaked, more: Partial<Exposure> = {}): Exposure => ({
  customer: 1,
  breach: leaked,
  leaked,
  exact: true,
  firstSeen: '2026-06-01T00:00:00.000Z',
  lastSeen: '2026-06-01T00:00:00.000Z',
  toldAt: null,
  changedAt: null,
  ...more,
})

describe('measures by what leaked', () => {
  it.each<[Exposure[], string[]]>([
    [[], []],
    [[exposure('address'), exposure('spam')], []],
    [[exposure('hash')], ['require_reset']],
    [[exposure('plaintext')], ['require_reset', 'step_up']],
    [[exposure('stealer')], ['require_reset', 'step_up']],
    [
      [exposure('hash'), exposure('shop-stealer')],
      ['require_reset', 'end_sessions', 'step_up'],
    ],
    // Another mailbox that only looks alike, and what is closed by a new password.
    [[exposure('shop-stealer', { exact: false })], []],
    [[exposure('plaintext', { changedAt: '2026-06-02T00:00:00.000Z' }), exposure('hash')], ['require_reset']],
  ])('%#', (exposures, expected) => {
    expect(measuresFor(exposures).measures).toEqual(expected)
  })
})
