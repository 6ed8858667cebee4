import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { CommandIo } from '../../core/area.ts'
import { type Entry, readOrders } from './input.ts'

/** Only standard input is read here. */
async function read(text: string): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const entry of readOrders('-', { stdin: Readable.from([text]) } as unknown as CommandIo))
    entries.push(entry)
  return entries
}
const good = '{"id":"o1","at":"2026-11-01T10:00:00Z"}'

describe('orders from outside', () => {
  it('one that cannot be read is named by its line and holds up no other', async () => {
    const entries = await read(
      [
        '\ufeff{"id":"o0"',
        '',
        '{"id":"o2","at":"yesterday"}',
        '{"id":"o3","at":"2026-11-01T10:00:00Z","billing":{"country":"Poland"}}',
        '{"id":"o4","at":"2026-11-01T10:00:00Z","shipping":{"name":"4111 1111 1111 1111"}}',
        good,
      ].join('\n'),
    )
    expect(
      entries.map((entry) => [entry.where, 'error' in entry ? [entry.error.code, entry.error.where] : entry.order.id]),
    ).toEqual([
      ['line 1', ['SW_SCREENING_ORDER', undefined]],
      ['line 3', ['SW_SCREENING_ORDER', 'at']],
      ['line 4', ['SW_SCREENING_ORDER', 'billing.country']],
      ['line 5', ['SW_SCREENING_PAN', 'shipping.name']],
      ['line 6', 'o1'],
    ])
    expect(JSON.stringify(entries)).not.toContain('4111')
  })

  it('come as a JSON array too', async () => {
    expect(await read(`[\n${good},\n7]`)).toMatchObject([
      { where: 'record 1', order: { id: 'o1' } },
      { where: 'record 2', error: { code: 'SW_SCREENING_ORDER' } },
    ])
    await expect(read(`[${good}`)).rejects.toMatchObject({ code: 'SW_SCREENING_ORDER' })
  })
})
