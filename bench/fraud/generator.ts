/**
 * A seeded month of a shop with fraud of stated truth. Honest customers are messy on purpose: gifts, families on one
 * card and IP address, offices behind one address, married names, second cards, mistyped cards, returns, moves.
 */
import type { FraudEvent } from '../../src/areas/fraud/events/schema.ts'

export const SCHEMES = [
  'many-cards',
  'ip-velocity',
  'recipient',
  'card-testing',
  'account-takeover',
  'triangulation',
  'refund-abuse',
  'reshipping',
] as const
export type Scheme = (typeof SCHEMES)[number]

export interface Generated {
  events: FraudEvent[]
  /** Event id → scheme; honest events are not in it. */
  truth: Map<string, { scheme: Scheme; attack: string }>
}

/** mulberry32: small, seeded, good enough for test data. */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const given =
  'Anna Peter Maria Jan Julia Thomas Eva Lukas Sofia Paul Laura Felix Emma Max Lena Jonas Mia Leon Clara Noah Ines Marta Piotr Olga Ivan Elena Marco Giulia Luis Carmen'.split(
    ' ',
  )
const family =
  'Müller Schmidt Weber Wagner Becker Hoffmann Koch Richter Klein Wolf Nowak Kowalski Novak Horvat Rossi Bianchi García López Martin Bernard Petrov Ivanov Jensen Hansen Larsen Virtanen Smith Jones Taylor Brown Dubois Moreau Silva Santos Popescu Nagy Kovács Murphy Walsh Fischer'.split(
    ' ',
  )
const streets =
  'Hauptstraße Bahnhofstraße Lindenweg Gartenstraße Kirchgasse Schulweg Rosenallee Bergstraße Am Markt Parkweg'.split(
    ' ',
  )
const DAY = 86_400_000
const START = Date.UTC(2026, 2, 1)

interface Person {
  id: string
  name: string
  email: string
  phone: string
  cards: string[]
  devices: string[]
  ip: string
  address: { line1: string; city: string; postcode: string; country: string }
  createdAt: number
  spends: number
}

export function generate(options: { seed: number; orders: number; days: number; attacks?: number }): Generated {
  const next = random(options.seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const normal = () => Math.sqrt(-2 * Math.log(next() + 1e-12)) * Math.cos(2 * Math.PI * next())
  const amount = (middle: number) => Math.max(3, Math.round(middle * Math.exp(0.7 * normal()) * 100) / 100)
  const token = (kind: string) => `${kind}_${Math.floor(next() * 2 ** 48).toString(36)}`
  const ipOf = () => `${int(11, 99)}.${int(0, 255)}.${int(0, 255)}.${int(1, 254)}`
  const fullName = () => `${pick(given)} ${pick(family)}`
  const place = () => ({
    line1: `${pick(streets)} ${int(1, 120)}`,
    city: `Ort ${int(1, 400)}`,
    postcode: String(int(10000, 99999)),
    country: 'DE',
  })
  const events: { ms: number; event: FraudEvent }[] = []
  const truth: Generated['truth'] = new Map()
  const span = options.days * DAY
  let serial = 0

  const offices = Array.from({ length: Math.ceil(options.orders / 2000) }, ipOf)
  function person(createdAt: number): Person {
    const name = fullName()
    const number = ++serial
    return {
      id: `c${number}`,
      name,
      email: `${name
        .toLowerCase()
        .normalize('NFD')
        .replace(/[^a-z ]/g, '')
        .replace(
          ' ',
          next() < 0.5 ? '.' : '',
        )}${next() < 0.4 ? int(1, 99) : ''}.${number.toString(36).replace(/\d/g, (digit) => 'qwertyuiop'[Number(digit)] ?? '')}@example.org`,
      phone: `+49${int(1_000_000_000, 1_999_999_999)}`,
      cards: [token('tok'), ...(next() < 0.12 ? [token('tok')] : [])],
      devices: [token('dev'), ...(next() < 0.3 ? [token('dev')] : [])],
      ip: next() < 0.05 ? pick(offices) : ipOf(),
      address: place(),
      createdAt,
      spends: 20 + 80 * next(),
    }
  }
  const households = (people: Person[]) => {
    for (const one of people)
      if (next() < 0.06) {
        const other = pick(people)
        one.ip = other.ip
        one.address = other.address
        if (next() < 0.5) one.cards = other.cards
        if (next() < 0.4) one.devices = other.devices
      }
  }
  const add = (ms: number, event: Omit<FraudEvent, 'id' | 'at'>, scheme?: [Scheme, string]) => {
    const id = `e${events.length + 1}`
    events.push({ ms, event: { ...event, id, at: new Date(ms).toISOString() } })
    if (scheme) truth.set(id, { scheme: scheme[0], attack: scheme[1] })
  }
  const order = (who: Person, over: Partial<FraudEvent> = {}): Omit<FraudEvent, 'id' | 'at'> => ({
    type: 'order',
    customer: {
      id: who.id,
      email: who.email,
      name: who.name,
      phone: who.phone,
      createdAt: new Date(who.createdAt).toISOString(),
    },
    order: { amount: amount(who.spends), currency: 'EUR', items: int(1, 5) },
    billing: { name: who.name, ...who.address },
    shipping: { name: who.name, ...who.address },
    payment: { instrument: pick(who.cards), holder: who.name.toUpperCase(), result: 'authorised' },
    ip: { address: who.ip, country: 'DE' },
    device: { id: pick(who.devices) },
    ...over,
  })

  // Honest customers.
  const people = Array.from({ length: Math.ceil(options.orders / 2.2) }, () =>
    person(START - Math.floor(next() * 700) * DAY - int(0, 86_399) * 1000),
  )
  households(people)
  for (let index = 0; index < options.orders; index++) {
    const fresh = next() < 0.15
    const ms = START + Math.floor(next() * span)
    let who = fresh ? person(ms - int(40, 3600) * 1000) : pick(people)
    while (who.createdAt > ms) who = pick(people)
    if (fresh) {
      add(who.createdAt, {
        type: 'signup',
        customer: { id: who.id, email: who.email },
        ip: { address: who.ip },
        device: { id: who.devices[0] as string },
      })
      if (next() < 0.3) people.push(who)
    }
    if (next() < 0.3)
      add(ms - int(60, 900) * 1000, {
        type: 'login',
        customer: { id: who.id },
        ip: { address: who.ip },
        device: { id: pick(who.devices) },
        login: { success: next() > 0.08 },
      })
    const base = order(who)
    if (next() < 0.07) {
      const friend = pick(people)
      base.shipping = { name: friend.name, ...friend.address }
      if (next() < 0.6) base.order = { ...base.order, gift: true }
    } else if (next() < 0.03) base.shipping = { name: `${who.name.split(' ')[0]} ${pick(family)}`, ...who.address }
    if (next() < 0.03) base.device = { id: token('dev') }
    if (next() < 0.05) base.ip = { address: ipOf(), country: next() < 0.2 ? 'AT' : 'DE' }
    if (next() < 0.04) add(ms - 40_000, { ...base, type: 'payment', payment: { ...base.payment, result: 'declined' } })
    add(ms, base)
    if (next() < 0.01) add(ms + int(60, 500) * 1000, order(who))
    if (next() < 0.05)
      add(ms + int(3, 20) * DAY, {
        type: 'refund',
        customer: base.customer,
        order: { amount: base.order?.amount ?? 0 },
        refund: { amount: base.order?.amount ?? 0 },
        device: base.device,
        shipping: base.shipping,
      })
  }

  // Fraud: each attack is a series of events by one hand.
  const attacks = options.attacks ?? Math.max(10, Math.round(options.orders / 1500))
  const stranger = () => ({ name: fullName(), ...place() })
  const schemes: Record<Scheme, (ms: number, tag: [Scheme, string]) => void> = {
    'many-cards': (ms, tag) => {
      const who = person(ms - int(1, 40) * DAY)
      for (let index = 0, at = ms; index < int(4, 9); index++, at += int(300, 30_000) * 1000)
        add(at, order(who, { payment: { instrument: token('tok'), holder: fullName(), result: 'authorised' } }), tag)
    },
    'ip-velocity': (ms, tag) => {
      const ip = ipOf()
      for (let index = 0, at = ms; index < int(8, 25); index++, at += int(20, 300) * 1000) {
        const who = person(at - int(120, 900) * 1000)
        add(at, order(who, { ip: { address: ip, country: 'DE' } }), tag)
      }
    },
    recipient: (ms, tag) => {
      for (let index = 0, at = ms; index < int(2, 4); index++, at += int(1, 30) * 3_600_000) {
        const who = person(at - int(300, 7200) * 1000)
        add(
          at,
          order(who, { order: { amount: amount(350), currency: 'EUR', items: 1, gift: false }, shipping: stranger() }),
          tag,
        )
      }
    },
    'card-testing': (ms, tag) => {
      const [ip, device] = [ipOf(), token('dev')]
      for (let index = 0, at = ms; index < int(15, 50); index++, at += int(3, 30) * 1000) {
        const who = person(at - 5000)
        add(
          at,
          {
            ...order(who, {
              ip: { address: ip, country: 'DE' },
              device: { id: device },
              payment: { instrument: token('tok'), bin: '400000', result: next() < 0.85 ? 'declined' : 'authorised' },
            }),
            type: 'payment',
          },
          tag,
        )
      }
    },
    'account-takeover': (ms, tag) => {
      const who = pick(people)
      const [ip, device, to] = [ipOf(), token('dev'), stranger()]
      for (let index = 0; index < int(3, 12); index++)
        add(
          ms - (20 - index) * 20_000,
          {
            type: 'login',
            customer: { id: who.id },
            ip: { address: ip },
            device: { id: device },
            login: { success: index > 8 },
          },
          tag,
        )
      for (let index = 0; index < int(1, 3); index++)
        add(
          ms + index * 400_000,
          order(who, {
            order: { amount: amount(400), currency: 'EUR', items: 2 },
            ip: { address: ip, country: 'DE' },
            device: { id: device },
            shipping: to,
          }),
          tag,
        )
    },
    triangulation: (ms, tag) => {
      const who = person(ms - int(1, 20) * DAY)
      for (let index = 0, at = ms; index < int(6, 14); index++, at += int(2, 20) * 3_600_000)
        add(
          at,
          order(who, {
            payment: { instrument: token('tok'), holder: fullName(), result: 'authorised' },
            shipping: stranger(),
          }),
          tag,
        )
    },
    'refund-abuse': (ms, tag) => {
      const who = person(ms - int(1, 90) * DAY)
      for (let index = 0, at = ms; index < int(5, 8); index++, at += int(1, 4) * DAY) {
        const base = order(who)
        add(at, base)
        add(
          at + int(4, 30) * 3_600_000,
          {
            type: 'refund',
            customer: base.customer,
            order: { amount: base.order?.amount ?? 0 },
            refund: { amount: base.order?.amount ?? 0 },
            device: base.device,
            shipping: base.shipping,
          },
          tag,
        )
      }
    },
    reshipping: (ms, tag) => {
      const to = stranger()
      for (let index = 0, at = ms; index < int(6, 15); index++, at += int(3, 30) * 3_600_000) {
        const who = person(at - int(600, 90_000) * 1000)
        add(at, order(who, { shipping: to }), tag)
      }
    },
  }
  for (const scheme of SCHEMES)
    for (let index = 0; index < attacks; index++)
      schemes[scheme](START + Math.floor(next() * span * 0.8), [scheme, `${scheme}-${index}`])
  events.sort((a, b) => a.ms - b.ms)
  return { events: events.map(({ event }) => event), truth }
}
