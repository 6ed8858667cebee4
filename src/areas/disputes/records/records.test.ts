import { createHash } from 'node:crypto'
import { type AddressInfo, createServer } from 'node:net'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { newRoom, orderEvents, reasons } from '../../../../test/helpers/dispute-room.ts'
import type { Notice } from '../intake/schema.ts'
import { parseEvent } from '../order/event.ts'
import { keepAttachment, readAttachment } from './attachments.ts'
import { listCases, orderOf, readCase, takeMessage } from './cases.ts'
import { completeness } from './completeness.ts'
import { applyRetention, erase, ordersOf } from './erase.ts'
import { addEvents, orderOfPayment, readFile, sameCard } from './orders.ts'
import { openRoom, type Room } from './room.ts'
import { takeTracking } from './tracking.ts'

const postgres = inject('postgresUrl')
const now = new Date('2026-06-15T12:00:00Z')
const kinds: [string, string | undefined][] = [['SQLite', undefined]]
if (postgres) kinds.push(['PostgreSQL', postgres])
const opened: Room[] = []
afterEach(async () => {
  for (const room of opened.splice(0)) await room.close()
})
const notice = (id: string, over: Partial<Notice> = {}): Notice => ({
  kind: 'dispute',
  provider: 'stripe',
  eventId: `evt_${id}`,
  eventAt: '2026-06-10T00:00:00.000Z',
  providerId: id,
  state: 'open',
  facts: { amount: { minor: 4990, currency: 'EUR' }, payment: 'ch_A', dueAt: '2026-06-20T00:00:00.000Z' },
  ...over,
})

describe.each(kinds)('records on %s', (_, server) => {
  const make = async () => {
    const made = await newRoom(server, now)
    opened.push(made.room)
    return made
  }

  it('keep events once, find them by payment and card, and give them back as they were', async () => {
    const { room } = await make()
    const events = orderEvents('A', { at: '2026-06-01T10:00:00Z', delivered: '2026-06-03T10:00:00Z' })
    expect(await addEvents(room, events)).toBe(5)
    expect(await addEvents(room, events)).toBe(0)
    await addEvents(room, orderEvents('B', { at: '2026-01-01T10:00:00Z' }))
    await addEvents(room, orderEvents('C', { at: '2026-01-01T10:00:00Z', instrument: 'fp_other' }))
    const file = await readFile(room, 'A')
    expect(Object.values(file!.events).flat()).toHaveLength(5)
    expect(file!.events.delivery[0]).toMatchObject({ signedBy: 'A. Nowak', at: '2026-06-03T10:00:00.000Z' })
    expect(await orderOfPayment(room, 'ch_A')).toBe('A')
    expect((await sameCard(room, 'fp_anna', 'A', '2025-01-01')).map((item) => item.order)).toEqual(['B'])
    expect(await readFile(room, 'none')).toBeUndefined()
  })

  it('keep attachments under their hash, and say why one may not be sent', async () => {
    const { room } = await make()
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj << /Type /Page >>\n%%EOF')
    const kept = await keepAttachment(room, pdf, 'application/pdf', now)
    expect(await keepAttachment(room, pdf, undefined, now)).toEqual(kept)
    expect((await readAttachment(room, kept.sha256))?.content.equals(pdf)).toBe(true)
    expect(kept.flaw).toBe('')
    expect(await readAttachment(room, '0'.repeat(64))).toBeUndefined()
    await expect(keepAttachment(room, Buffer.alloc(20_000_001), undefined, now)).rejects.toMatchObject({
      code: 'SW_DISPUTES_ATTACHMENT',
    })
  })

  it('ask a virus scanner where there is one, and keep nothing that it could not look at', async () => {
    const { room } = await make()
    // Speaks what clamd(8) describes: an answer to INSTREAM once the body's end (a length of 0) has come.
    const scanner = createServer((socket) => {
      let heard = Buffer.alloc(0)
      socket.on('data', (piece) => {
        heard = Buffer.concat([heard, piece])
        if (heard.subarray(-4).equals(Buffer.alloc(4)))
          socket.end(heard.includes('INERT-WORD') ? 'stream: Test.Word FOUND\0' : 'stream: OK\0')
      })
    })
    await new Promise<void>((ready) => scanner.listen(0, '127.0.0.1', ready))
    const clamd = `127.0.0.1:${(scanner.address() as AddressInfo).port}`
    expect((await keepAttachment(room, Buffer.from('a note'), undefined, now, clamd)).flaw).toBe('')
    const bad = await keepAttachment(room, Buffer.from('a note with INERT-WORD'), undefined, now, clamd)
    expect(bad.flaw).toBe('the virus scanner found Test.Word')
    scanner.close()
    const other = Buffer.from('another note')
    await expect(keepAttachment(room, other, undefined, now, clamd)).rejects.toMatchObject({ code: 'SW_CLAMD' })
    expect(await readAttachment(room, createHash('sha256').update(other).digest('hex'))).toBeUndefined()
  })

  it('tell which orders lack note and proof, and which can still be mended', async () => {
    const { room } = await make()
    await addEvents(room, [
      ...orderEvents('proven', { at: '2026-06-01T10:00:00Z', delivered: '2026-06-03T10:00:00Z' }),
      ...orderEvents('noted', { at: '2026-06-01T10:00:00Z' }),
      ...orderEvents('bare', { at: '2026-06-02T10:00:00Z', shipped: false }),
      ...orderEvents('young', { at: '2026-06-14T10:00:00Z', shipped: false }),
      ...orderEvents('digital', { at: '2026-06-01T10:00:00Z', digital: true }),
      ...orderEvents('cancelled', { at: '2026-06-01T10:00:00Z', shipped: false }),
      parseEvent({ kind: 'cancellation', order: 'cancelled', at: '2026-06-01T11:00:00Z', what: 'order' }),
      parseEvent({ kind: 'usage', order: 'digital', at: '2026-06-01T11:00:00Z', what: 'download' }),
      ...orderEvents('outside', { at: '2026-01-01T10:00:00Z', shipped: false }),
    ])
    const report = await completeness(room, { from: new Date('2026-05-20'), to: now }, now)
    expect(report).toMatchObject({ orders: 5, digital: 1, due: 3, withNote: 2, provable: 4, withProof: 2 })
    expect(report.withoutNote).toEqual(['bare'])
    expect([...report.withoutProof].sort()).toEqual(['bare', 'noted'])
    expect(report.mendable).toEqual(['noted'])
  })

  it('take what the carrier says for the parcel it belongs to, once', async () => {
    const { room } = await make()
    await addEvents(room, orderEvents('A', { at: '2026-06-01T10:00:00Z', tracking: 'T1' }))
    const tracking = {
      carrier: 'DHL',
      number: 'T1',
      status: 'delivered' as const,
      signedBy: 'Anna',
      events: [
        { at: '2026-06-02T08:00:00Z', status: 'in-transit' as const, place: 'Lyon', message: undefined },
        { at: 'not a date', status: 'in-transit' as const, place: undefined, message: undefined },
        { at: '2026-06-03T08:00:00Z', status: 'delivered' as const, place: 'Paris', message: 'Left with neighbour' },
      ],
    }
    expect(await takeTracking(room, tracking, now)).toBe(2)
    expect(await takeTracking(room, tracking, now)).toBe(0)
    expect(await takeTracking(room, { ...tracking, number: 'other' }, now)).toBe(0)
    expect((await readFile(room, 'A'))?.events.delivery.at(-1)).toMatchObject({ status: 'delivered', signedBy: 'Anna' })
  })

  it('forget a person and keep what the books need; not while a dispute is open', async () => {
    const { room } = await make()
    const kept = await keepAttachment(room, Buffer.from('Dear Anna'), 'text/plain', now)
    const attachment = {
      kind: 'attachment',
      at: '2026-06-01T10:00:00Z',
      sha256: kept.sha256,
      name: 'note.txt',
      mediaType: 'text/plain',
      bytes: 9,
    }
    await addEvents(room, [
      ...orderEvents('A', { at: '2026-06-01T10:00:00Z', delivered: '2026-06-03T10:00:00Z' }),
      parseEvent({ ...attachment, order: 'A' }),
      ...orderEvents('B', { at: '2026-06-01T10:00:00Z' }),
    ])
    await takeMessage(room, notice('dp_1'), reasons, now)
    expect(await erase(room, 'A', now)).toMatchObject({ outcome: 'put-off' })
    expect(await applyRetention(room, now)).toEqual({ erased: 0, deleted: 0, putOff: 1 })
    await takeMessage(
      room,
      notice('dp_1', { eventId: 'evt_2', eventAt: '2026-06-14T00:00:00.000Z', state: 'won' }),
      reasons,
      now,
    )
    expect((await ordersOf(room, 'anna')).sort()).toEqual(['A', 'B'])
    expect(await applyRetention(room, now)).toEqual({ erased: 1, deleted: 0, putOff: 0 })
    const text = JSON.stringify(await readFile(room, 'A'))
    for (const trace of ['Anna', 'anna@', '93.184', 'fingerprint', 'fp_anna', 'Main Street'])
      expect(text).not.toContain(trace)
    expect((await readFile(room, 'A'))?.events.order[0]?.total).toEqual({ minor: 4990, currency: 'EUR' })
    expect(await readAttachment(room, kept.sha256)).toBeUndefined()
    expect(await ordersOf(room, 'anna')).toEqual(['B'])
    expect(await erase(room, 'nothing', now)).toEqual({ order: 'nothing', outcome: 'unknown' })
    // Two years on, B's person goes by policy; eleven years on, both are gone.
    expect(await applyRetention(room, new Date('2028-06-15'))).toMatchObject({ erased: 1 })
    expect(await applyRetention(room, new Date('2037-06-15'))).toMatchObject({ deleted: 2 })
    expect(await readFile(room, 'A')).toBeUndefined()
  })

  it('take a message once, also when it comes twice at the same time', async () => {
    const { room } = await make()
    const results = await Promise.all(Array.from({ length: 8 }, () => takeMessage(room, notice('dp_1'), reasons, now)))
    expect(results.filter((item) => item.outcome === 'taken')).toHaveLength(1)
    expect(await listCases(room)).toHaveLength(1)
  })

  it('link a dispute to its order also when the order comes later', async () => {
    const { room } = await make()
    await takeMessage(room, notice('dp_1'), reasons, now)
    const dispute = (await readCase(room, 'stripe:dp_1'))!
    expect(await orderOf(room, dispute)).toBeUndefined()
    await addEvents(room, orderEvents('A', { at: '2026-06-01T10:00:00Z' }))
    expect(await orderOf(room, dispute)).toBe('A')
  })
})

it('hold nothing readable on disk, and are worthless without the key', async () => {
  const { room, location, keys } = await newRoom(undefined, now)
  await addEvents(room, orderEvents('A', { at: '2026-06-01T10:00:00Z' }))
  const kept = await keepAttachment(room, Buffer.from('signature of Anna Nowak'), 'text/plain', now)
  await room.close()
  const bytes =
    readFileSync(location).toString('latin1') + readFileSync(`${location}-wal`, { flag: 'a+' }).toString('latin1')
  for (const secret of ['Anna', 'Main Street', '93.184.216.34', 'fp_anna', 'signature of'])
    expect(bytes).not.toContain(secret)
  if (process.platform !== 'win32') expect(statSync(join(keys, 'keys.json')).mode & 0o077).toBe(0)
  const other = await openRoom(location, `${keys}-other`, now)
  await expect(readFile(other, 'A')).rejects.toMatchObject({ code: 'SW_DISPUTES_SEALED' })
  await expect(readAttachment(other, kept.sha256)).rejects.toMatchObject({ code: 'SW_DISPUTES_SEALED' })
  await other.close()
})
