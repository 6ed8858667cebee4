import { expect, it } from 'vitest'
import { labelOf } from '../src/areas/disputes/loop/labels.ts'
import { parseEvent } from '../src/areas/fraud/events/parse.ts'

it('labels of disputes are events that the fraud guard takes', () => {
  const label = labelOf(
    {
      id: 'stripe:dp',
      provider: 'stripe',
      providerId: 'dp',
      amount: { minor: 1, currency: 'EUR' },
      phase: 'chargeback',
      openedAt: '2026-06-10T00:00:00.000Z',
      state: 'lost',
      lastEventAt: '2026-06-10T00:00:00.000Z',
    },
    'A',
    'fraud',
  )
  expect(parseEvent(label).label).toEqual({ of: 'A', verdict: 'fraud', source: 'disputes' })
})
