import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { parseEvent, type OrderEvent } from '../../src/areas/disputes/order/event.ts'
import { readReasons } from '../../src/areas/disputes/qualify/reasons.ts'
import { openRoom, type Room } from '../../src/areas/disputes/records/room.ts'
import { connectStore } from '../../src/store/database.ts'

export const knowledge = fileURLToPath(new URL('../../knowledge', import.meta.url))
export const reasons = readReasons(knowledge)

/** Records of their own: a SQLite file, or a new database on a PostgreSQL server. */
export async function newRoom(
  postgres: string | undefined,
  now: Date,
): Promise<{ room: Room; location: string; keys: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'sw-disputes-'))
  let location = join(dir, 'disputes.db')
  if (postgres !== undefined) {
    const name = `sw_d_${process.pid}_${Math.random().toString(36).slice(2)}`
    const server = connectStore(postgres)
    await sql`create database ${sql.id(name)}`.execute(server.db)
    await server.close()
    location = postgres.replace(/\/[^/]*$/, `/${name}`)
  }
  const keys = join(dir, 'keys')
  return { room: await openRoom(location, keys, now), location, keys }
}

export interface OrderOptions {
  at: string
  instrument?: string
  network?: string
  amount?: string
  currency?: string
  ip?: string
  fingerprint?: string
  customer?: string
  digital?: boolean
  shipped?: string | false
  delivered?: string | false
  tracking?: string
  terms?: boolean
}

/** An ordinary order with what a careful shop keeps of it. */
export function orderEvents(order: string, options: OrderOptions): OrderEvent[] {
  const { at, currency = 'EUR', amount = '49.90', customer = 'anna' } = options
  const address = { name: 'Anna Nowak', line1: 'Main Street 1', city: 'Paris', postcode: '75001', country: 'FR' }
  const tracking = options.tracking ?? `T-${order}`
  const events: unknown[] = [
    {
      kind: 'order',
      order,
      at,
      customer: { id: customer, email: `${customer}@customers.example`, name: 'Anna Nowak' },
      items: [{ sku: 'LAMP', name: 'Lamp', quantity: 1 }],
      total: { amount, currency },
      billing: address,
      shipping: address,
      ip: options.ip ?? '93.184.216.34',
      device: { fingerprint: options.fingerprint ?? 'fingerprint-000000000001' },
      digital: options.digital ?? false,
      campaign: 'autumn',
    },
    {
      kind: 'payment',
      order,
      at,
      references: [`ch_${order}`],
      network: options.network ?? 'visa',
      instrument: options.instrument ?? 'fp_anna',
      last4: '4242',
      amount: { amount, currency },
      arn: '74312346123456712345678',
      avs: 'match',
      cvc: 'match',
    },
  ]
  if (options.terms ?? true)
    events.push({
      kind: 'terms',
      order,
      at,
      document: 'refund-policy',
      version: '3',
      text: 'Goods may be returned within 30 days.',
      how: 'box ticked',
    })
  if (options.shipped !== false && !options.digital)
    events.push({
      kind: 'shipment',
      order,
      at: options.shipped ?? at,
      carrier: 'DHL',
      tracking,
      weightGrams: 900,
      to: address,
    })
  if (options.delivered)
    events.push({
      kind: 'delivery',
      order,
      at: options.delivered,
      status: 'delivered',
      carrier: 'DHL',
      tracking,
      signedBy: 'A. Nowak',
    })
  return events.map((event) => parseEvent(event))
}
