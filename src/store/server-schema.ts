import type { Kysely } from 'kysely'
import type { Schema } from './tables.ts'

type Column = readonly [name: string, type: 'text' | 'integer' | 'bigint' | 'float8', optional?: 'optional']

const t = (name: string): Column => [name, 'text']
const maybe = (name: string): Column => [name, 'text', 'optional']
const n = (name: string): Column => [name, 'integer']

interface Table {
  name: string
  columns: readonly Column[]
  key: readonly string[]
  indexes?: readonly (readonly [name: string, columns: readonly string[], unique?: 'unique'])[]
}

/** Parents first. What belongs to a person, shop or channel goes with it; `references` below says to whom. */
const tables: readonly Table[] = [
  { name: 'client', columns: [t('id'), t('name'), t('roots'), n('allow_private'), t('created_at')], key: ['id'] },
  {
    name: 'person',
    columns: [
      ...['id', 'client', 'email', 'name', 'role'].map(t),
      ...['password', 'totp'].map(maybe),
      ['totp_step', 'bigint'],
      t('recovery'),
      ...['oidc', 'invitation', 'invited_until', 'access_until', 'disabled_at'].map(maybe),
      ...['language', 'created_at'].map(t),
    ],
    key: ['id'],
    indexes: [
      ['person_email', ['email'], 'unique'],
      ['person_client', ['client']],
      ['person_oidc', ['oidc']],
      ['person_invitation', ['invitation']],
    ],
  },
  {
    name: 'session',
    columns: ['id', 'person', 'created_at', 'seen_at', 'expires_at', 'agent'].map(t),
    key: ['id'],
    indexes: [['session_person', ['person']]],
  },
  {
    name: 'passkey',
    columns: [
      t('id'),
      t('person'),
      t('public_key'),
      ['counter', 'bigint'],
      t('transports'),
      t('name'),
      t('created_at'),
    ],
    key: ['id'],
    indexes: [['passkey_person', ['person']]],
  },
  {
    name: 'api_key',
    columns: [
      ...['id', 'client', 'created_by', 'name', 'secret', 'scopes', 'expires_at', 'created_at'].map(t),
      ...['used_at', 'revoked_at'].map(maybe),
    ],
    key: ['id'],
    indexes: [['api_key_client', ['client']]],
  },
  { name: 'throttle', columns: [t('id'), n('failures'), t('until')], key: ['id'] },
  {
    name: 'shop',
    columns: [...['id', 'client', 'name', 'description', 'created_at'].map(t), maybe('archived_at')],
    key: ['id'],
    indexes: [['shop_client', ['client']]],
  },
  {
    name: 'upload',
    columns: [
      t('id'),
      t('shop'),
      t('name'),
      t('media_type'),
      ['bytes', 'bigint'],
      ...['sha256', 'created_by', 'created_at'].map(t),
    ],
    key: ['id'],
    indexes: [['upload_shop', ['shop']]],
  },
  {
    name: 'job',
    columns: [
      ...['id', 'client', 'shop', 'kind', 'input', 'state', 'requested_by', 'requested_at'].map(t),
      ...['started_at', 'finished_at'].map(maybe),
      ['status', 'integer', 'optional'],
      maybe('error'),
    ],
    key: ['id'],
    indexes: [
      ['job_shop', ['shop', 'requested_at']],
      ['job_state', ['state']],
    ],
  },
  {
    name: 'audit',
    columns: [...['id', 'shop', 'finished_at'].map(t), n('score'), n('coverage'), t('summary')],
    key: ['id'],
    indexes: [['audit_shop', ['shop', 'finished_at']]],
  },
  {
    name: 'finding',
    columns: [
      ...['shop', 'fingerprint', 'area', 'rule', 'severity'].map(t),
      n('rank'),
      ...['confidence', 'title', 'place'].map(t),
      ['line', 'integer', 'optional'],
      ...['body', 'first_seen', 'last_seen', 'last_audit', 'state'].map(t),
      ...['assignee', 'reason', 'until', 'changed_by', 'changed_at'].map(maybe),
    ],
    key: ['shop', 'fingerprint'],
    indexes: [
      ['finding_worst', ['shop', 'rank', 'fingerprint']],
      ['finding_state', ['shop', 'state', 'rank', 'fingerprint']],
      ['finding_area', ['shop', 'area', 'rank', 'fingerprint']],
    ],
  },
  {
    name: 'schedule',
    columns: [
      ...['id', 'client', 'shop', 'kind', 'input'].map(t),
      n('every'),
      t('next_at'),
      ...['last_at', 'last_job'].map(maybe),
      n('enabled'),
      ...['created_by', 'created_at'].map(t),
    ],
    key: ['id'],
    indexes: [['schedule_due', ['enabled', 'next_at']]],
  },
  {
    name: 'channel',
    columns: [
      ...['id', 'client', 'kind', 'name', 'target'].map(t),
      maybe('secret'),
      t('events'),
      n('enabled'),
      t('created_at'),
    ],
    key: ['id'],
    indexes: [['channel_client', ['client']]],
  },
  {
    name: 'delivery',
    columns: [
      ...['id', 'channel', 'event', 'body'].map(t),
      n('attempts'),
      ...['state', 'next_at'].map(t),
      maybe('last_error'),
      t('created_at'),
    ],
    key: ['id'],
    indexes: [['delivery_due', ['state', 'next_at']]],
  },
  {
    name: 'idempotency',
    columns: [t('id'), t('request'), ['status', 'integer', 'optional'], maybe('answer'), t('created_at')],
    key: ['id'],
  },
]

const references: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  person: { client: 'client' },
  session: { person: 'person' },
  passkey: { person: 'person' },
  api_key: { client: 'client' },
  shop: { client: 'client' },
  upload: { shop: 'shop' },
  job: { shop: 'shop' },
  audit: { shop: 'shop' },
  finding: { shop: 'shop' },
  schedule: { shop: 'shop' },
  channel: { client: 'client' },
  delivery: { channel: 'channel' },
}

/** Version 2 of the schema: the server. Released: never edited, only followed by further steps. */
export async function createServerTables(db: Kysely<Schema>): Promise<void> {
  for (const { name, columns, key, indexes = [] } of tables) {
    let table = db.schema.createTable(name).addPrimaryKeyConstraint(`${name}_pk`, key as never)
    for (const [column, type, optional] of columns)
      table = table.addColumn(column, type, (made) => {
        const shaped = optional ? made : made.notNull()
        const parent = references[name]?.[column]
        return parent ? shaped.references(`${parent}.id`).onDelete('cascade') : shaped
      })
    await table.execute()
    for (const [index, on, unique] of indexes) {
      const made = db.schema
        .createIndex(index)
        .on(name)
        .columns([...on])
      await (unique ? made.unique() : made).execute()
    }
  }
}

/** Version 3: counting a million findings by rule, area or severity reads an index and no finding. */
export async function addFindingCounts(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createIndex('finding_counts')
    .on('finding')
    .columns(['shop', 'state', 'severity', 'rule', 'area', 'rank'])
    .execute()
}

/** Version 4: keys of outside services, for each shop. */
export async function addServiceKeys(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('service_key')
    .addColumn('shop', 'text', (column) => column.notNull().references('shop.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('set_by', 'text', (column) => column.notNull())
    .addColumn('set_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('service_key_pk', ['shop', 'name'])
    .execute()
}

/** Version 5: seats of accounts at other clients, and which client a session works for. */
export async function addSeats(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('seat')
    .addColumn('person', 'text', (column) => column.notNull().references('person.id').onDelete('cascade'))
    .addColumn('client', 'text', (column) => column.notNull().references('client.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('invitation', 'text')
    .addColumn('invited_until', 'text')
    .addColumn('accepted_at', 'text')
    .addColumn('access_until', 'text')
    .addColumn('disabled_at', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('seat_pk', ['person', 'client'])
    .execute()
  await db.schema.createIndex('seat_client').on('seat').column('client').execute()
  await db.schema.alterTable('session').addColumn('client', 'text').execute()
}
