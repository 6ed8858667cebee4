import { sql } from 'kysely'
import type { RoomMigration } from '../../store/rooms.ts'

/** One row an order: what is counted and looked up without opening the sealed events. */
export interface OrderTable {
  id: string
  placed_at: string
  /** 0 while only events around an order came, but not the order itself. */
  known: number
  total: number | null
  currency: string | null
  customer: Buffer | null
  instrument: Buffer | null
  network: string | null
  digital: number
  noted: number
  shipped_at: string | null
  carrier: string | null
  proven_at: string | null
  refunded: number
  product: string | null
  campaign: string | null
  fraud_reported: number
  cancelled: number
  erase_after: string | null
  erased_at: string | null
}
export interface EventTable {
  order_id: string
  id: string
  kind: string
  at: string
  sealed: Buffer
}
export interface PaymentTable {
  reference: string
  order_id: string
}
export interface AttachmentTable {
  sha256: string
  media_type: string
  bytes: number
  /** Why it may not be sent to a bank; empty where it may. */
  flaw: string
  added_at: string
  sealed: Buffer
}
export interface LinkTable {
  order_id: string
  sha256: string
}
export interface CaseTable {
  id: string
  provider: string
  provider_id: string
  payment: string | null
  state: string
  network: string | null
  family: string
  opened_at: string
  due_at: string | null
  last_event_at: string
  amount: number
  currency: string
  body: string
}
export interface IntakeTable {
  provider: string
  event_id: string
  received_at: string
  what: string
  dispute: string | null
}
export interface AnswerTable {
  dispute: string
  state: string
  /** Same at every attempt: the provider answers a repetition as it answered the first. */
  key: string
  sealed: Buffer
  owner: string | null
  lease_until: string | null
  created_at: string
  sent_at: string | null
  reference: string | null
  detail: string | null
}
export interface CaseLogTable {
  dispute: string
  seq: number
  at: string
  what: string
}

// A type, not an interface: the query layer wants an index signature.
export type DisputeTables = {
  disputes_orders: OrderTable
  disputes_events: EventTable
  disputes_payments: PaymentTable
  disputes_attachments: AttachmentTable
  disputes_links: LinkTable
  disputes_cases: CaseTable
  disputes_intake: IntakeTable
  disputes_answers: AnswerTable
  disputes_log: CaseLogTable
}

export const migrations: readonly RoomMigration[] = [
  async (db, kind) => {
    const blob = sql.raw(kind === 'postgres' ? 'bytea' : 'blob')
    const big = sql.raw('bigint')
    const tables = [
      sql`create table disputes_orders (
        id text primary key, placed_at text not null, known integer not null, total ${big}, currency text, customer ${blob},
        instrument ${blob}, network text, digital integer not null, noted integer not null, shipped_at text, carrier text,
        proven_at text, refunded ${big} not null, product text, campaign text, fraud_reported integer not null,
        cancelled integer not null, erase_after text, erased_at text)`,
      sql`create index disputes_orders_cover on disputes_orders (placed_at, known, digital, noted, proven_at, shipped_at, cancelled, id)`,
      sql`create index disputes_orders_instrument on disputes_orders (instrument, placed_at)`,
      sql`create index disputes_orders_customer on disputes_orders (customer)`,
      sql`create index disputes_orders_erase on disputes_orders (erase_after)`,
      sql`create table disputes_events (
        order_id text not null, id text not null, kind text not null, at text not null, sealed ${blob} not null,
        primary key (order_id, id))`,
      sql`create table disputes_payments (reference text not null, order_id text not null, primary key (reference, order_id))`,
      sql`create index disputes_payments_order on disputes_payments (order_id)`,
      sql`create table disputes_attachments (
        sha256 text primary key, media_type text not null, bytes ${big} not null, flaw text not null, added_at text not null,
        sealed ${blob} not null)`,
      sql`create table disputes_links (order_id text not null, sha256 text not null, primary key (order_id, sha256))`,
      sql`create index disputes_links_hash on disputes_links (sha256)`,
      sql`create table disputes_cases (
        id text primary key, provider text not null, provider_id text not null, payment text, state text not null, network text,
        family text not null, opened_at text not null, due_at text, last_event_at text not null, amount ${big} not null,
        currency text not null, body text not null)`,
      sql`create index disputes_cases_state on disputes_cases (state, due_at)`,
      sql`create index disputes_cases_payment on disputes_cases (payment)`,
      sql`create index disputes_cases_opened on disputes_cases (opened_at)`,
      sql`create table disputes_intake (
        provider text not null, event_id text not null, received_at text not null, what text not null, dispute text,
        primary key (provider, event_id))`,
      sql`create table disputes_answers (
        dispute text primary key, state text not null, key text not null, sealed ${blob} not null, owner text, lease_until text,
        created_at text not null, sent_at text, reference text, detail text)`,
      sql`create table disputes_log (
        dispute text not null, seq integer not null, at text not null, what text not null, primary key (dispute, seq))`,
    ]
    for (const statement of tables) await statement.execute(db)
  },
]
