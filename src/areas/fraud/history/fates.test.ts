import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FraudGuard } from '../guard.ts'
import { orderFates } from './fates.ts'
import { periodOf } from './stored.ts'

const now = new Date('2026-11-20T12:00:00Z')
const of = (id: string, type: 'order' | 'payment', at: string, order?: string) => ({
  id,
  type,
  at: `2026-${at}T10:00:00Z`,
  ...(order && { order: { id: order } }),
})
const label = (id: string, event: string, verdict: string) => ({
  id,
  type: 'label',
  at: '2026-11-19T10:00:00Z',
  label: { of: event, verdict },
})

it('the end of an order is what a label says of it or of its payments, last word first; else time tells', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'fates-'))
  const guard = await FraudGuard.open({ stateDir, now: () => now })
  for (const event of [
    of('e1', 'order', '09-01', 'quiet'),
    of('e2', 'order', '11-10', 'young'),
    of('e3', 'order', '11-10', 'charged-back'),
    of('e4', 'payment', '11-10', 'charged-back'),
    label('l1', 'e4', 'chargeback'),
    of('e5', 'order', '11-11', 'won'),
    label('l2', 'e5', 'chargeback'),
    label('l3', 'e5', 'legitimate'),
    of('e6', 'order', '09-02'),
    of('e7', 'payment', '09-02'),
  ])
    await guard.decide(event)
  await guard.close()
  const fates = async (from?: string) => {
    const period = periodOf(from, undefined)
    const found = await orderFates(guard.dir, { now, matureDays: 45, period, signal: new AbortController().signal })
    return found.map(({ order, outcome }) => `${order} ${outcome}`)
  }
  expect(await fates()).toEqual(['quiet legitimate', 'charged-back chargeback', 'won legitimate', 'e6 legitimate'])
  expect(await fates('2026-11-11')).toEqual(['won legitimate'])
})
