import { expect, it } from 'vitest'
import type { Row } from '../../connect/tabular/read.ts'
import { shippingCoverage } from './coverage.ts'

async function* rows(list: Row[]): AsyncGenerator<Row> {
  yield* list
}

it('counts orders that are due, with note and with proof', async () => {
  const orders = [
    { 'Order ID': '1', created_at: '2026-01-01' },
    { 'Order ID': '2', created_at: '2026-03-01' },
    { 'Order ID': '3', created_at: '2026-03-02' },
    { 'Order ID': '4', created_at: '2026-03-30' },
    { 'Order ID': '5', created_at: '2025-06-01' },
    { 'Order ID': 'x', created_at: 'no date' },
  ]
  const shipments = [
    { order_id: '1', tracking_number: 'T1', delivered_at: '2026-01-03' },
    { order_id: '2', tracking_number: 'T2', delivered_at: '' },
    { order_id: '3', tracking_number: '', delivered_at: '' },
  ]
  // Order 4 is too young to be shipped, order 5 too old for the period.
  expect(await shippingCoverage(rows(orders), rows(shipments))).toMatchObject({
    orders: 3,
    withNote: 2,
    withProof: 1,
    missing: ['3'],
  })
  expect(await shippingCoverage(rows([]), rows([]))).toBeUndefined()
})
