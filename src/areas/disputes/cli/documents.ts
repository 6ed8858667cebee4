import { z } from 'zod'
import { ShopwardenError } from '../../../core/errors.ts'
import { moneySchema, parseMoney } from '../money.ts'
import { disputeSchema, type Dispute } from '../intake/schema.ts'
import { noticeOfRow } from '../intake/rows.ts'
import { applyNotice } from '../intake/apply.ts'
import { flatten } from '../../../connect/tabular/read.ts'
import { parseEvent } from '../order/event.ts'
import { foldFile, type OrderFile } from '../order/file.ts'
import type { Past } from '../qualify/odds.ts'
import { FAMILIES } from '../qualify/reasons.ts'
import {
  disputedPaymentSchema,
  earlierPaymentSchema,
  type DisputedPayment,
  type EarlierPayment,
} from '../qualify/schema.ts'
import { camel, type InputRecord } from './input.ts'

type Record_ = Record<string, unknown>

/** Other usual names of the fields of a payment. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  at: ['date', 'transactionDate', 'processedAt', 'processingDate', 'settledAt', 'created', 'createdAt'],
  credential: [
    'card',
    'cardFingerprint',
    'instrument',
    'paymentMethod',
    'paymentCredential',
    'cardToken',
    'fingerprint',
  ],
  ip: ['ipAddress', 'customerPurchaseIp', 'purchaseIp'],
  deviceId: ['customerDeviceId', 'device'],
  deviceFingerprint: ['customerDeviceFingerprint'],
  userId: ['customerAccountId', 'accountId', 'customerId', 'loginId', 'user'],
  email: ['customerEmailAddress', 'emailAddress'],
  shippingAddress: ['shipping', 'deliveryAddress'],
  description: ['productDescription', 'itemDescription', 'items'],
  reasonCode: ['reason', 'networkReasonCode', 'code'],
  disputedAt: ['disputeDate', 'disputed_at', 'openedAt'],
  network: ['scheme', 'cardNetwork', 'brand'],
  fraudReported: ['fraud', 'fraudulent', 'tc40'],
  disputed: ['wasDisputed'],
  id: ['transactionId', 'transaction', 'order', 'orderId', 'charge'],
}

function renamed(value: unknown): Record_ {
  const record = { ...(camel(value) as Record_) }
  for (const [name, others] of Object.entries(aliases))
    for (const other of others)
      if (record[name] === undefined && record[other] !== undefined) record[name] = record[other]
  for (const name of ['disputed', 'fraudReported', 'paid'])
    if (typeof record[name] === 'string') record[name] = /^(1|true|yes)$/i.test(record[name])
  if (record['amount'] !== undefined && typeof record['amount'] !== 'object') {
    const money = parseMoney(String(record['amount']), String(record['currency'] ?? ''))
    record['amount'] = money
  }
  if (Array.isArray(record['description'])) record['description'] = record['description'].join('; ')
  return record
}

function parsed<T>(shape: z.ZodType<T>, value: unknown, where: string): T {
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new ShopwardenError('SW_DISPUTES_INPUT', issue?.message ?? 'The record has a wrong shape', {
    where: `${where}: ${issue?.path.join('.')}`,
    fix: 'The README of disputes shows the fields.',
  })
}

export interface QualifyCase {
  id: string
  disputed: DisputedPayment
  earlier: EarlierPayment[]
  profile: 'visa' | 'stripe'
}

/** A case of `qualify` from a JSON record: the disputed payment and the earlier ones, whatever they are called. */
function caseOf(value: unknown, where: string): QualifyCase {
  const record = camel(value) as Record_
  const inner = (record['disputed'] ??
    record['dispute'] ??
    record['disputedTransaction'] ??
    record['transaction']) as unknown
  const own = inner !== null && typeof inner === 'object' ? { ...record, ...(inner as object) } : record
  const list =
    record['earlier'] ??
    record['prior'] ??
    record['priorTransactions'] ??
    record['priorUndisputedTransactions'] ??
    record['history'] ??
    []
  const {
    earlier: _earlier,
    prior: _prior,
    history: _history,
    disputed: _disputed,
    dispute: _dispute,
    ...head
  } = own as Record_
  const disputed = parsed(disputedPaymentSchema, { id: record['id'] ?? where, ...renamed(head) }, where)
  const earlier = (Array.isArray(list) ? list : []).map((item, index) => {
    const prior = renamed(item)
    return parsed(earlierPaymentSchema, { id: `earlier ${index + 1}`, ...prior }, `${where}, earlier ${index + 1}`)
  })
  return {
    id: String(record['case'] ?? record['id'] ?? disputed.id),
    disputed,
    earlier,
    profile: record['profile'] === 'stripe' || record['provider'] === 'stripe' ? 'stripe' : 'visa',
  }
}

/** Cases from records; rows of a CSV with the columns `case` and `role` (disputed, earlier) are put together. */
export async function qualifyCases(records: AsyncIterable<InputRecord>): Promise<QualifyCase[]> {
  const cases: QualifyCase[] = []
  const groups = new Map<string, { disputed?: Record_; earlier: Record_[] }>()
  for await (const { value, where } of records) {
    const record = camel(value) as Record_
    const role = record['role']
    if (typeof role !== 'string') {
      cases.push(caseOf(value, where))
      continue
    }
    const name = String(record['case'] ?? '1')
    const group = groups.get(name) ?? { earlier: [] }
    groups.set(name, group)
    if (role === 'disputed') group.disputed = record
    else group.earlier.push(record)
  }
  for (const [name, group] of groups) {
    if (group.disputed === undefined)
      throw new ShopwardenError('SW_DISPUTES_INPUT', `Case ${name} has no disputed payment`, {
        fix: 'Give one row with role "disputed" for each case.',
      })
    cases.push({
      ...caseOf({ ...group.disputed, disputed: undefined, earlier: group.earlier }, `case ${name}`),
      id: name,
    })
  }
  return cases
}

/** A dispute from a record: our own shape, or a row with usual names. */
export function disputeOf(value: unknown, where: string, now: Date): Dispute {
  const record = camel(value) as Record_
  const own = disputeSchema.safeParse(record)
  if (own.success) return own.data
  const row = flatten(value)
  return applyNotice(undefined, noticeOfRow(row, where, now), now)
}

export interface AdviseDocument {
  dispute: Dispute
  file: OrderFile | undefined
  others: OrderFile[]
  past: Past[]
  cost: z.infer<typeof moneySchema> | undefined
}

const pastSchema = z.array(z.object({ family: z.enum(FAMILIES), network: z.string().optional(), won: z.boolean() }))

/** `{ dispute, events, others, past, cost }`: everything that `advise` needs without records. */
export function adviseDocument(value: unknown, where: string, now: Date): AdviseDocument {
  const record = (value ?? {}) as Record_
  const dispute = disputeOf(record['dispute'] ?? value, where, now)
  const eventsOf = (list: unknown, order: string) =>
    Array.isArray(list)
      ? list.map((event, index) => parseEvent(camel({ order, ...(event as object) }), `${where}, event ${index + 1}`))
      : []
  const order = dispute.order ?? String(record['order'] ?? 'order')
  const events = eventsOf(record['events'], order)
  const others = (Array.isArray(record['others']) ? record['others'] : []).map(
    (item: { order?: string; events?: unknown }, index) =>
      foldFile(item.order ?? `other ${index + 1}`, eventsOf(item.events, item.order ?? `other ${index + 1}`)),
  )
  const cost = record['cost'] as { amount?: string | number; currency?: string } | undefined
  return {
    dispute,
    file: events.length > 0 ? foldFile(events[0]!.order, events) : undefined,
    others,
    past: parsed(pastSchema, record['past'] ?? [], `${where}, past`),
    cost: cost === undefined ? undefined : parseMoney(cost.amount ?? '', cost.currency ?? ''),
  }
}
