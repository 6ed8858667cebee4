import type Sqlite from 'better-sqlite3'
import type { Address } from './address.ts'
import { seal, sealObjection, unseal } from './contacts.ts'
import { ensureKeys, type Keys, keysById, MAC_BYTES, macMaker, pairHash } from './keys.ts'
import { type Breach, type Contact, type Exposure, LEAKED, type Leaked, type Measure, type Sweep } from './schema.ts'
import { beginLoad, type Load, readyToLookUp } from './load.ts'
import { openContacts, openHashes } from './tables.ts'

interface ExposureRow extends Omit<Exposure, 'exact' | 'firstSeen' | 'lastSeen' | 'toldAt' | 'changedAt'> {
  exact: number
  first_seen: string
  last_seen: string
  told_at: string | null
  changed_at: string | null
}

const toExposure = (row: ExposureRow): Exposure => ({
  customer: row.customer,
  breach: row.breach,
  leaked: row.leaked,
  exact: row.exact === 1,
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
  toldAt: row.told_at,
  changedAt: row.changed_at,
})

/**
 * The customers as keyed hashes, the leaks they are in, and their contact data under encryption. Two files: customers.db
 * (no address can be read from it) and contacts.db (useless without keys.json).
 */
export class CustomerBook {
  readonly dir: string
  readonly keys: Keys
  readonly db: Sqlite.Database
  readonly #contacts: Sqlite.Database
  #load: Load | undefined
  readonly #statements = new Map<string, Sqlite.Statement<unknown[], unknown>>()
  /** Hashes of addresses, folded addresses and the shop's own numbers. */
  readonly #hash: Record<'address' | 'folded' | 'reference', (text: string) => Buffer>

  private constructor(dir: string, now: Date) {
    this.dir = dir
    this.keys = ensureKeys(dir, now)
    this.db = openHashes(dir)
    this.#contacts = openContacts(dir)
    readyToLookUp(dir, this.db, this.#contacts)
    const kept = (make: (text: string) => string) => (text: string) =>
      Buffer.from(make(text).slice(0, MAC_BYTES), 'latin1')
    this.#hash = {
      address: kept(macMaker(this.keys.mac, 'address')),
      folded: kept(macMaker(this.keys.mac, 'folded')),
      reference: kept(macMaker(this.keys.mac, 'reference')),
    }
  }

  static open(dir: string, now: Date): CustomerBook {
    return new CustomerBook(dir, now)
  }

  #prepare(sql: string, database = this.db): Sqlite.Statement<unknown[], unknown> {
    const known = this.#statements.get(sql)
    if (known) return known
    const made = database.prepare<unknown[], unknown>(sql)
    this.#statements.set(sql, made)
    return made
  }

  close(): void {
    this.#load?.leave()
    this.db.close()
    this.#contacts.close()
  }

  /** Runs many changes as one, in both files: all of them, or none (a crash between the two files is mended by importing again). */
  together<T>(change: () => T): T {
    return this.db.transaction(() => this.#contacts.transaction(change)())()
  }

  count(): number {
    return (this.#prepare('select count(*) as n from customers').get() as { n: number }).n
  }

  /** Before a whole list: where nobody is kept yet, customers are not looked up until `endLoad`, which is many times as fast. */
  beginLoad(): void {
    this.#load = beginLoad(this.dir, this.db, this.#contacts)
  }

  /** Makes customers ready to be looked up. To be called before anything else is asked. */
  endLoad(): void {
    this.#load?.end()
    this.#load = undefined
  }

  /** Adds or renews a customer. False where the customer objected. */
  put(address: Address, contact: Omit<Contact, 'address'> | undefined, at: string): boolean {
    const hash = this.#hash.address(address.address)
    if (this.#prepare('select 1 from objections where mac = ?').get(hash) !== undefined) return false
    const reference = contact?.reference === undefined ? null : this.#hash.reference(contact.reference)
    const { id } = this.#prepare(
      `insert into customers (mac, lookup, reference, imported_at) values (?, ?, ?, ?)
       ${this.#load ? '' : 'on conflict (mac) do update set reference = excluded.reference, imported_at = excluded.imported_at'}
       returning id`,
    ).get(hash, this.#hash.folded(address.folded), reference, at) as { id: number }
    if (contact) {
      const sealed = seal(this.keys.seal, id, { ...contact, address: address.address })
      this.#prepare('insert or replace into contacts (customer, key, sealed) values (?, ?, ?)', this.#contacts).run(
        id,
        this.keys.id,
        sealed,
      )
    }
    return true
  }

  /** The customer with exactly this address. */
  find(address: string): number | undefined {
    const row = this.#prepare('select id from customers where mac = ?').get(this.#hash.address(address))
    return (row as { id: number } | undefined)?.id
  }

  /** The customer with the shop's own number. */
  findReference(reference: string): number | undefined {
    const row = this.#prepare('select id from customers where reference = ?').get(this.#hash.reference(reference))
    return (row as { id: number } | undefined)?.id
  }

  /** Customers whose folded address has this hash, with the hash of the exact one. */
  byLookup(hash: Buffer): { id: number; mac: Buffer }[] {
    return this.#prepare('select id, mac from customers where lookup = ?').all(hash) as { id: number; mac: Buffer }[]
  }

  /** Every customer's lookup hash. */
  *lookups(): Generator<Buffer> {
    for (const row of this.db.prepare('select lookup from customers').iterate())
      yield (row as { lookup: Buffer }).lookup
  }

  customers(after: number, most: number): number[] {
    const rows = this.#prepare('select id from customers where id > ? order by id limit ?').all(after, most)
    return (rows as { id: number }[]).map((row) => row.id)
  }

  /** Contact data, where it is kept. */
  contact(customer: number): Contact | undefined {
    const row = this.#prepare('select key, sealed from contacts where customer = ?', this.#contacts).get(customer)
    if (row === undefined) return undefined
    const { key, sealed } = row as { key: string; sealed: Buffer }
    const keys = key === this.keys.id ? this.keys : keysById(this.dir, key)
    return keys && unseal(keys.seal, customer, sealed)
  }

  /** Deletes customers with all that is kept about them. Returns how many there were. */
  forget(customers: readonly number[]): number {
    return this.together(() => {
      let gone = 0
      for (const id of customers) {
        gone += this.#prepare('delete from customers where id = ?').run(id).changes
        this.#prepare('delete from asked where customer = ?').run(id)
        this.#prepare('delete from contacts where customer = ?', this.#contacts).run(id)
      }
      return gone
    })
  }

  /** Remembers, as a hash and sealed (to carry it to a new key), that a person does not want to be compared; later imports leave the address out. */
  object(address: string, at: string): void {
    this.#prepare('insert or ignore into objections (mac, at, sealed) values (?, ?, ?)').run(
      this.#hash.address(address),
      at,
      sealObjection(this.keys.seal, address),
    )
  }

  /** Customers that were not in the import that began at `at`. */
  notSeenSince(at: string): number[] {
    const rows = this.#prepare('select id from customers where imported_at < ?').all(at) as { id: number }[]
    return rows.map((row) => row.id)
  }

  putBreach(breach: Breach): void {
    this.#prepare('insert or replace into breaches (name, details) values (?, ?)').run(
      breach.name,
      JSON.stringify(breach),
    )
  }

  breach(name: string): Breach | undefined {
    const row = this.#prepare('select details from breaches where name = ?').get(name)
    return row === undefined ? undefined : (JSON.parse((row as { details: string }).details) as Breach)
  }

  /** Records that a customer is in a leak. A second sighting renews it; the worse of two kinds counts. True when new. */
  expose(customer: number, breach: string, leaked: Leaked, exact: boolean, at: string): boolean {
    const known = this.#prepare('select leaked, exact from exposures where customer = ? and breach = ?').get(
      customer,
      breach,
    ) as { leaked: Leaked; exact: number } | undefined
    if (known === undefined) {
      this.#prepare(
        `insert into exposures (customer, breach, leaked, exact, first_seen, last_seen) values (?, ?, ?, ?, ?, ?)`,
      ).run(customer, breach, leaked, exact ? 1 : 0, at, at)
      return true
    }
    const worse = LEAKED.indexOf(leaked) < LEAKED.indexOf(known.leaked) ? leaked : known.leaked
    this.#prepare(
      'update exposures set leaked = ?, exact = max(exact, ?), last_seen = ? where customer = ? and breach = ?',
    ).run(worse, exact ? 1 : 0, at, customer, breach)
    return false
  }

  /** Exposures, by customer. `open`: only of customers not yet told and who have not changed the password since. */
  exposures(filter: { customer?: number; open?: boolean } = {}): Exposure[] {
    const where = [
      filter.customer === undefined ? '1' : 'customer = @customer',
      filter.open ? 'told_at is null and changed_at is null' : '1',
    ].join(' and ')
    const rows = this.#prepare(`select * from exposures where ${where} order by customer, breach`).all({
      customer: filter.customer ?? 0,
    })
    return (rows as ExposureRow[]).map(toExposure)
  }

  told(customer: number, breaches: readonly string[], at: string): void {
    const statement = this.#prepare(
      'update exposures set told_at = coalesce(told_at, ?) where customer = ? and breach = ?',
    )
    for (const breach of breaches) statement.run(at, customer, breach)
  }

  /** The customer has a new password since `at`: exposures first seen before that are closed. Returns how many. */
  passwordChanged(customer: number, at: string): number {
    return this.#prepare(
      'update exposures set changed_at = ? where customer = ? and changed_at is null and first_seen <= ?',
    ).run(at, customer, at).changes
  }

  /** Customers in a leak that is open, from the one after `after`. */
  exposed(after: number, most: number): number[] {
    const rows = this.#prepare(
      'select distinct customer as id from exposures where customer > ? and changed_at is null order by customer limit ?',
    ).all(after, most)
    return (rows as { id: number }[]).map((row) => row.id)
  }

  /** The shop has done this for the customer. True where that is newer than what is known. */
  confirm(customer: number, measure: Measure, at: string): boolean {
    return (
      this.#prepare(
        `insert into measures (customer, measure, confirmed_at) values (?, ?, ?)
         on conflict (customer, measure) do update set confirmed_at = excluded.confirmed_at
         where excluded.confirmed_at > confirmed_at`,
      ).run(customer, measure, at).changes > 0
    )
  }

  confirmations(customer: number): { measure: Measure; at: string }[] {
    return this.#prepare('select measure, confirmed_at as at from measures where customer = ?').all(customer) as {
      measure: Measure
      at: string
    }[]
  }

  /** Keeps, as a keyed hash, that this very password of the customer is known from a leak. */
  addPair(customer: number, address: string, password: string): void {
    this.#prepare('insert or ignore into pairs (customer, hash) values (?, ?)').run(
      customer,
      pairHash(this.keys.mac, address, password),
    )
  }

  /** Whether this very password of the customer is known from a leak. */
  isLeakedPair(customer: number, address: string, password: string): boolean {
    const hash = pairHash(this.keys.mac, address, password)
    return this.#prepare('select 1 from pairs where customer = ? and hash = ?').get(customer, hash) !== undefined
  }

  /** Customers of whom at least one leaked password is kept as a hash. */
  pairs(): number {
    return (this.#prepare('select count(distinct customer) as n from pairs').get() as { n: number }).n
  }

  wasAsked(source: string, customer: number): string | undefined {
    const row = this.#prepare('select at from asked where source = ? and customer = ?').get(source, customer)
    return (row as { at: string } | undefined)?.at
  }

  asked(source: string, customer: number, at: string): void {
    this.#prepare('insert or replace into asked (source, customer, at) values (?, ?, ?)').run(source, customer, at)
  }

  recordSweep(sweep: Sweep): void {
    this.#prepare(
      `insert into sweeps (at, source, kind, customers, lines, readable, found, fresh, complete)
       values (@at, @source, @kind, @customers, @lines, @readable, @found, @fresh, @complete)`,
    ).run({ ...sweep, complete: sweep.complete ? 1 : 0 })
  }
}
