import type { UsualByCurrency } from '../features/amounts.ts'
import { amountMinor } from '../features/amounts.ts'
import type { Reused } from '../features/reuse.ts'
import type { Linked } from '../features/linked.ts'
import type { FraudEvent } from '../events/schema.ts'
import { instantMs } from '../events/parse.ts'
import type { Type, Value } from '../language/types.ts'
import { addressLikeness } from '../names/address.ts'
import { apart, kilometres } from '../names/apart.ts'
import { fields } from './fields.ts'
import { placeKey } from '../names/keys.ts'
import { matchNames } from '../names/match.ts'

export interface DerivedContext {
  /** When the event happened, in milliseconds. */
  time(): number
  usual: UsualByCurrency
  /** Value of a feature by name. */
  feature(name: string): number | undefined
  /** Customers tied to this event's by what they share. */
  linked(): Linked
  /** Other customers who wrote nearly the same. */
  reused(name: Reused): number | undefined
}

interface Derived {
  type: Type
  /** The field that is missing where the value is not known. */
  needs(event: FraudEvent): string
  /** Fields of an event without which it is never known; of a group only one is needed. */
  fields: readonly (string | readonly string[])[]
  /** How dear it is beside a feature (1). */
  cost?: number
  /** Features it reads. */
  features?: readonly string[]
  get(event: FraudEvent, context: DerivedContext): Value
}

/** Who pays, as far as it is told: the name on the card, on the bill, or of the account. */
const holderOf = (event: FraudEvent) => event.payment?.holder ?? event.billing?.name ?? event.customer?.name

/** One of these ties customers together. */
const ties = ['payment.instrument', 'device.id', 'customer.phone', 'shipping.line1'] as const
const tied = (event: FraudEvent) =>
  event.payment?.instrument !== undefined ||
  event.device?.id !== undefined ||
  event.customer?.phone !== undefined ||
  event.shipping?.line1 !== undefined

/** Whether bill and parcel go to one address; undefined where either has no street. */
function sameAddress(event: FraudEvent): boolean | undefined {
  const billing = event.billing && placeKey(event.billing)
  const shipping = event.shipping && placeKey(event.shipping)
  return billing && shipping ? billing === shipping : undefined
}

/** The first of some fields that the event does not tell. */
const firstMissing = (event: FraudEvent, names: readonly string[]): string =>
  names.find((name) => fields[name]?.get(event) === undefined) ?? names[0] ?? ''

function distance(a: 'ip' | 'billing', b: 'billing' | 'shipping'): Derived {
  const needed = [a, b].flatMap((part) => [`${part}.latitude`, `${part}.longitude`])
  return {
    type: 'number',
    fields: needed,
    needs: (event) => firstMissing(event, needed),
    get: (event) => kilometres(event[a], event[b]),
  }
}

/** Other customers who wrote nearly the same; `enough` says what a field must hold to be compared. */
function reuse(name: Reused, field: string, enough: string): Derived {
  return {
    type: 'number',
    cost: 4,
    fields: [['customer.id', 'customer.email', 'payment.instrument'], field],
    needs: (event) => (fields[field]?.get(event) === undefined ? field : enough),
    get: (_event, { reused }) => reused(name),
  }
}

/** Values worked out of several fields. */
export const derived: Readonly<Record<string, Derived>> = {
  'account.age': {
    type: 'number',
    fields: ['customer.createdAt'],
    needs: () => 'customer.createdAt',
    get: (event, { time }) =>
      event.customer?.createdAt === undefined ? undefined : (time() - instantMs(event.customer.createdAt)) / 1000,
  },
  'hour.utc': {
    type: 'number',
    fields: [],
    needs: () => 'at',
    get: (_event, { time }) => new Date(time()).getUTCHours(),
  },
  'recipient.match': {
    type: 'number',
    cost: 5,
    fields: ['shipping.name', ['payment.holder', 'billing.name', 'customer.name']],
    needs: (event) => (event.shipping?.name === undefined ? 'shipping.name' : 'payment.holder'),
    get: (event) => {
      const holder = holderOf(event)
      return event.shipping?.name === undefined || holder === undefined
        ? undefined
        : matchNames(event.shipping.name, holder).score
    },
  },
  'address.same': {
    type: 'boolean',
    fields: ['billing.line1', 'shipping.line1'],
    needs: (event) => (event.billing?.line1 === undefined ? 'billing.line1' : 'shipping.line1'),
    get: sameAddress,
  },
  'address.likeness': {
    type: 'number',
    cost: 5,
    fields: ['billing.line1', 'shipping.line1'],
    needs: (event) => (event.billing?.line1 === undefined ? 'billing.line1' : 'shipping.line1'),
    get: (event) => (event.billing && event.shipping ? addressLikeness(event.billing, event.shipping) : undefined),
  },
  'address.apart': {
    type: 'number',
    fields: ['billing.country', 'shipping.country'],
    needs: (event) =>
      firstMissing(event, ['billing.country', 'shipping.country', 'billing.postcode', 'shipping.postcode']),
    get: (event) =>
      event.billing && event.shipping ? apart(event.billing, event.shipping, sameAddress(event)) : undefined,
  },
  'address.km': distance('billing', 'shipping'),
  'ip.km': distance('ip', 'billing'),
  'ip.km_shipping': distance('ip', 'shipping'),
  'reuse.note': reuse('note', 'order.note', 'an order.note of 20 letters'),
  'reuse.reason': reuse('reason', 'refund.reason', 'a refund.reason of 40 letters'),
  'reuse.company': reuse('company', 'shipping.company', 'a company of 8 letters'),
  'reuse.email': reuse('email', 'customer.email', 'a customer.email of letters and numbers'),
  'reuse.address': reuse('address', 'shipping.line1', 'a shipping.line1 with street and number, and shipping.postcode'),
  'amount.share_below': {
    type: 'number',
    fields: ['order.amount'],
    needs: (event) =>
      event.order?.amount === undefined ? 'order.amount' : '50 earlier orders of the shop in that currency',
    get: (event, { usual }) => usual.of(event).shareBelow(amountMinor(event)),
  },
  'spend.times_usual': {
    type: 'number',
    fields: ['order.amount', 'customer.id'],
    needs: (event) =>
      event.order?.amount === undefined
        ? 'order.amount'
        : event.customer?.id === undefined
          ? 'customer.id'
          : '50 earlier orders of the shop in that currency',
    features: ['amount_by_user_7d'],
    get: (event, { usual, feature }) => {
      const sum = feature('amount_by_user_7d')
      const median = usual.of(event).median()
      return sum === undefined || median === undefined ? undefined : (sum * 100) / median
    },
  },
  'linked.users': {
    type: 'number',
    cost: 3,
    fields: ['customer.id', ties],
    needs: () => 'payment.instrument',
    get: (event, { linked }) => (tied(event) ? linked().users : undefined),
  },
  'linked.chargebacks': {
    type: 'number',
    cost: 3,
    fields: ['customer.id', ties],
    needs: () => 'payment.instrument',
    get: (event, { linked }) => (tied(event) ? linked().chargebacks : undefined),
  },
}
