import { describe, expect, it } from 'vitest'
import { Past } from '../decide/decider.ts'
import type { FraudEvent } from '../events/schema.ts'
import { linkedTo } from './linked.ts'

let n = 0
const order = (customer: string, rest: Partial<FraudEvent>): FraudEvent => ({
  id: `e${++n}`,
  type: 'order',
  at: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString(),
  customer: { id: customer },
  ...rest,
})
const label = (of: string): FraudEvent => ({
  id: `l${++n}`,
  type: 'label',
  at: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString(),
  label: { of, verdict: 'chargeback' },
})

describe('customers tied by what they share', () => {
  it('counts each once, over cards, devices, telephones and addresses, and not the customer itself', () => {
    const past = new Past()
    past.add(order('anna', { device: { id: 'd1' }, payment: { instrument: 'c1' } }))
    past.add(order('bert', { payment: { instrument: 'c1' } }))
    past.add(order('cleo', { shipping: { line1: 'Ring 1', postcode: '10115', country: 'DE' } }))
    const row = past.add(
      order('anna', {
        device: { id: 'd1' },
        payment: { instrument: 'c1' },
        shipping: { line1: 'Ring 1', postcode: '10115', country: 'DE' },
      }),
    )
    expect(linkedTo(past.windows, row)).toEqual({ users: 2, chargebacks: 0 })
  })

  it('names chargebacks of others on other cards; those of the shared card are known of the card', () => {
    const past = new Past()
    const bad = order('bert', { payment: { instrument: 'c9' } })
    past.add(bad)
    past.add(order('bert', { device: { id: 'd2' } }))
    past.add(label(bad.id))
    expect(linkedTo(past.windows, past.add(order('anna', { device: { id: 'd2' } })))).toEqual({
      users: 1,
      chargebacks: 1,
    })
    expect(linkedTo(past.windows, past.add(order('dora', { payment: { instrument: 'c9' } })))).toEqual({
      users: 1,
      chargebacks: 0,
    })
  })

  it('ties nobody by what crowds use, and takes bounded time', () => {
    const past = new Past()
    for (let index = 0; index < 5000; index++) past.add(order(`u${index}`, { device: { id: 'kiosk' } }))
    expect(linkedTo(past.windows, past.add(order('anna', { device: { id: 'kiosk' } })))).toEqual({
      users: 0,
      chargebacks: 0,
    })
  })
})
