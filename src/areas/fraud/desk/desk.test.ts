import { appendFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FraudEvent } from '../events/schema.ts'
import { encodeRecord } from '../log/record.ts'
import { graphOf, linksOf } from './links.ts'
import { findRecords } from './search.ts'

const event = (id: string, customer: string, card: string): FraudEvent => ({
  id,
  type: 'order',
  at: '2026-11-25T10:00:00Z',
  customer: { id: customer },
  payment: { instrument: card },
})

describe('search in the log', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'sw-desk-')), 'events.log')
  for (let n = 1; n <= 3000; n++)
    appendFileSync(
      path,
      encodeRecord({
        n,
        storedAt: '2026-11-25T10:00:00Z',
        event: JSON.stringify(event(`e${n}`, `c${n % 100}`, `card${n % 7}`)),
        decision: undefined,
      }),
    )

  it('finds every record of a customer, newest first, and no others', async () => {
    const { records, complete } = await findRecords(path, [['c42']], {
      limit: 1000,
      maxBytes: 1e9,
      fits: (record) => linksOf(record.event).customer === 'c42',
    })
    expect(complete).toBe(true)
    expect(records.map((record) => record.n)).toEqual(Array.from({ length: 30 }, (_, index) => 3000 - 58 - index * 100))
  })

  it('finds only lines that hold all texts of a set', async () => {
    const options = { limit: 1000, maxBytes: 1e9, fits: () => true }
    const both = await findRecords(path, [['c42', 'card0']], options)
    expect(both.records.map(({ event: { id } }) => id)).toEqual(
      Array.from({ length: 3000 }, (_, index) => 3000 - index)
        .filter((n) => n % 100 === 42 && n % 7 === 0)
        .map((n) => `e${n}`),
    )
    const either = await findRecords(path, [['c42', 'card0'], ['e1']], options)
    expect(either.records).toHaveLength(both.records.length + 1)
  })

  it('says that it did not look at everything where it stopped early', async () => {
    const found = await findRecords(path, [['c42']], { limit: 1000, maxBytes: 20_000, fits: () => true })
    expect(found.complete).toBe(false)
    expect(found.records.length).toBeLessThan(30)
  })
})

it('ties customers to what they share', () => {
  const { nodes, edges } = graphOf([event('1', 'anna', 'x'), event('2', 'bert', 'x'), event('3', 'bert', 'y')])
  expect(nodes.map((node) => `${node.id} ${node.events}`).sort()).toEqual([
    'card x 2',
    'card y 1',
    'customer anna 1',
    'customer bert 2',
  ])
  expect(edges).toHaveLength(3)
})
