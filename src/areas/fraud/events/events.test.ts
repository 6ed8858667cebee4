import { describe, expect, it } from 'vitest'
import { parseEvent, surelyWithoutPan } from './parse.ts'
import { holdsPan } from '../../../core/card-number.ts'

const order = { id: 'e1', type: 'order', at: '2026-11-01T10:00:00Z' }

describe('card numbers', () => {
  // Test numbers that the schemes and providers publish; no account stands behind them.
  it.each([
    '4111111111111111',
    '4111 1111 1111 1111',
    '5500-0000-0000-0004',
    '340000000000009',
    'card 6011000000000004 ok',
    '30000000000004',
  ])('%s is one', (text) => {
    expect(holdsPan(text)).toBe(true)
  })
  it.each([
    '4111111111111112',
    '523421******6253',
    '1700000000000',
    'tok_1NvA2B',
    '0000000000000000',
    '123456',
    '7'.repeat(64),
    'a4111111111111111'.padEnd(40, 'b'),
  ])('%s is none', (text) => {
    expect(holdsPan(text)).toBe(false)
  })
  it.each([
    [{ payment: { instrument: '4111111111111111' } }, 'payment.instrument'],
    [{ order: { note: 'my card: 4111 1111 1111 1111' } }, 'order.note'],
    [{ unknown: { deep: [4111111111111111] } }, 'unknown.deep.0'],
    [{ '4111111111111111': 1 }, 'a field name'],
  ])('are refused wherever they stand, and never repeated', (extra, where) => {
    try {
      parseEvent({ ...order, ...extra })
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: 'SW_FRAUD_PAN', where })
      expect(JSON.stringify(error) + String(error)).not.toContain('4111')
    }
  })
  it('cannot hide behind escapes', () => {
    expect(surelyWithoutPan(String.raw`{"a":"\u0034111111111111111"}`)).toBe(false)
    expect(surelyWithoutPan('{"a":"tok_1"}')).toBe(true)
  })
})

describe('events', () => {
  it('need no more than id, type and time', () => {
    expect(parseEvent(order)).toEqual(order)
  })
  it.each([
    [{ ...order, order: { amount: -5 } }, 'order.amount'],
    [{ ...order, order: { amount: 1e15 } }, 'order.amount'],
    [{ ...order, order: { amount: Number.POSITIVE_INFINITY } }, 'order.amount'],
    [{ ...order, order: { currency: 'EURO' } }, 'order.currency'],
    [{ ...order, ip: { address: '999.1.1.1' } }, 'ip.address'],
    [{ ...order, at: 'yesterday' }, 'at'],
    [{ ...order, id: '' }, 'id'],
    [{ ...order, type: 'label' }, 'label'],
    [null, 'event'],
    [[], 'event'],
  ])('of a wrong shape are refused with the field: %j', (raw, where) => {
    expect(() => parseEvent(raw)).toThrow(expect.objectContaining({ code: 'SW_FRAUD_EVENT', where }))
  })
})
