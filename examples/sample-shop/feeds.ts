import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const dayMs = 86_400_000

/** A generator of numbers from 0 to 1 that gives the same row for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const first = ['Anna', 'Jan', 'Maria', 'Piotr', 'Zofia', 'Adam', 'Ewa', 'Marek', 'Julia', 'Tomasz']
const last = [
  'Nowak',
  'Kowalski',
  'Wójcik',
  'Lewandowska',
  'Zieliński',
  'Schmidt',
  'Rossi',
  'Dupont',
  'García',
  'Novák',
]

/**
 * Ninety days of orders and shipments ending at `now`. The flawed shop has the three suspicious patterns of question 7 in its
 * orders and lacks a tenth of its shipping notes; the repaired one has neither.
 */
export function writeFeeds(dir: string, now: Date, repaired: boolean): { orders: string; shipments: string } {
  const random = seeded(20_260_101)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!
  const orders = [
    'order_id,created_at,customer_id,email,ip,card_fingerprint,cardholder,recipient,country,amount,currency',
  ]
  const shipments = ['order_id,carrier,tracking_number,shipped_at,delivered_at']
  let id = 5000
  const add = (at: Date, customer: string, name: string, ip: string, card: string, recipient: string) => {
    id++
    orders.push(
      [
        id,
        at.toISOString(),
        customer,
        `${customer}@customers.example`,
        ip,
        card,
        name,
        recipient,
        'PL',
        (20 + random() * 300).toFixed(2),
        'EUR',
      ].join(','),
    )
    const shipped = new Date(at.getTime() + dayMs)
    if (repaired || random() < 0.9)
      shipments.push(
        [
          id,
          pick(['DPD', 'InPost', 'DHL']),
          `TR${100_000 + id}`,
          shipped.toISOString(),
          repaired || random() < 0.7 ? new Date(shipped.getTime() + 2 * dayMs).toISOString() : '',
        ].join(','),
      )
  }
  for (let day = 90; day >= 0; day--) {
    for (let count = 0; count < 4; count++) {
      const person = Math.floor(random() * 200)
      const name = `${first[person % 10]!} ${last[Math.floor(person / 10) % 10]!}`
      const at = new Date(now.getTime() - day * dayMs - Math.floor(random() * dayMs * 0.9))
      add(at, `c${person}`, name, `198.51.100.${person % 250}`, `card-${person}`, name)
    }
    if (repaired) continue
    const at = (minutes: number) => new Date(now.getTime() - day * dayMs - minutes * 60_000)
    if (day === 40)
      for (let card = 0; card < 6; card++)
        add(at(60 - card * 5), 'c900', 'Max Muster', '203.0.113.9', `stolen-${card}`, 'Max Muster')
    if (day === 20)
      for (let order = 0; order < 12; order++)
        add(
          at(120 - order * 4),
          `c95${order}`,
          `${pick(first)} ${pick(last)}`,
          '203.0.113.77',
          `burst-${order}`,
          `${pick(first)} ${pick(last)}`,
        )
    if (day === 10)
      for (let order = 0; order < 3; order++)
        add(
          at(90 - order * 30),
          `c98${order}`,
          'Walter White',
          `203.0.113.${100 + order}`,
          `ship-${order}`,
          'Freight Forwarding Hub',
        )
  }
  const paths = { orders: join(dir, 'orders.csv'), shipments: join(dir, 'shipments.csv') }
  writeFileSync(paths.orders, `${orders.join('\n')}\n`)
  writeFileSync(paths.shipments, `${shipments.join('\n')}\n`)
  return paths
}
