import { createHash } from 'node:crypto'
import { columnOf, type Row } from '../../../connect/tabular/read.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { canonicalJson } from '../../../core/json.ts'
import { parseMoney } from '../money.ts'
import { instant, networkSchema } from '../order/common.ts'
import { reasonCodeSchema } from '../qualify/schema.ts'
import { type Notice, PHASES, PROVIDERS, STATES } from './schema.ts'

const columns = {
  id: ['dispute_id', 'id', 'dispute', 'case_id', 'case_number', 'provider_id'],
  provider: ['provider', 'psp', 'gateway'],
  payment: ['payment', 'payment_reference', 'charge', 'charge_id', 'transaction_id', 'psp_reference'],
  order: ['order', 'order_id', 'merchant_reference'],
  network: ['network', 'card_brand', 'brand', 'scheme'],
  reason: ['reason_code', 'network_reason_code', 'code'],
  word: ['reason', 'provider_reason'],
  amount: ['amount', 'dispute_amount'],
  currency: ['currency', 'dispute_currency'],
  opened: ['opened_at', 'disputed_at', 'created_at', 'created', 'date', 'dispute_date'],
  due: ['due_at', 'due_by', 'due', 'respond_by', 'deadline'],
  state: ['state', 'status'],
  phase: ['phase', 'stage'],
} as const

const stateWords: Readonly<Record<string, (typeof STATES)[number]>> = {
  needs_response: 'open',
  undefended: 'open',
  under_review: 'answered',
  pending: 'answered',
  submitted: 'answered',
  chargeback_reversed: 'won',
  withdrawn: 'withdrawn',
}

/**
 * A dispute from a row of a CSV or a JSONL line, or by hand. @throws SW_DISPUTES_ROW naming the field
 */
export function noticeOfRow(row: Row, where: string, now: Date): Notice {
  const get = (name: keyof typeof columns): string | undefined => {
    const column = columnOf(row, columns[name])
    const value = column === undefined ? undefined : row[column]?.trim()
    return value === '' ? undefined : value
  }
  const wrong = (field: string, fix: string): never => {
    throw new ShopwardenError('SW_DISPUTES_ROW', `The ${field} of a dispute is missing or wrong`, { where, fix })
  }
  const date = (name: 'opened' | 'due'): string | undefined => {
    const value = get(name)
    if (value === undefined) return undefined
    const parsed = instant.safeParse(value)
    return parsed.success
      ? parsed.data
      : wrong(columns[name][0], 'Give a date such as 2026-03-01 or 2026-03-01T12:00:00+01:00.')
  }
  const id = get('id') ?? wrong('id', 'Name a column dispute_id.')
  const money = get('amount') === undefined ? undefined : parseMoney(get('amount')!, get('currency') ?? '')
  if (get('amount') !== undefined && money === undefined)
    wrong('amount or currency', 'Give an amount such as 12.34 and a currency such as EUR (ISO 4217).')
  const provider = (PROVIDERS as readonly string[]).includes(get('provider')?.toLowerCase() ?? '')
    ? (get('provider')!.toLowerCase() as (typeof PROVIDERS)[number])
    : 'other'
  const stateWord = (get('state') ?? 'open').toLowerCase().replace(/[\s-]+/g, '_')
  const state = (STATES as readonly string[]).includes(stateWord)
    ? (stateWord as (typeof STATES)[number])
    : (stateWords[stateWord] ?? 'open')
  const opened = date('opened')
  return {
    kind: 'dispute',
    provider,
    // The same row again is the same message; a row that says more is a new one.
    eventId: `row:${createHash('sha256').update(canonicalJson(row)).digest('hex')}`,
    eventAt: opened ?? now.toISOString(),
    providerId: id,
    state,
    facts: {
      payment: get('payment'),
      order: get('order'),
      network: get('network') === undefined ? undefined : networkSchema.parse(get('network')),
      reasonCode: get('reason') === undefined ? undefined : reasonCodeSchema.parse(get('reason')),
      providerReason: get('word'),
      amount: money,
      phase: (PHASES as readonly string[]).includes(get('phase') ?? '')
        ? (get('phase') as (typeof PHASES)[number])
        : undefined,
      openedAt: opened,
      dueAt: date('due'),
    },
  }
}
