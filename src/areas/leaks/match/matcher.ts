import type { CustomerBook } from '../../../connect/customers/book.ts'
import { MAC_BYTES, mac, macMaker } from '../../../connect/customers/keys.ts'
import type { Leaked } from '../../../connect/customers/schema.ts'
import { decodeField, type Entry, kindOfSecret } from '../format/fields.ts'
import { HashTable } from './table.ts'

const BATCH = 2000

interface Hit {
  customer: number
  leaked: Leaked
  exact: boolean
  /** A readable password of the customer, where such are to be recognised at log-in. */
  password?: { address: string; text: string } | undefined
}

export interface MatchSettings {
  breach: string
  /** Overrules what lines look like, e.g. for a list without passwords or a spam list. */
  leaked: Leaked | undefined
  /** The shop's own host names: credentials stolen from its log-in page weigh most. */
  shopHosts: readonly string[]
  at: string
  /** Keep a keyed hash of each readable password, to recognise it at log-in. */
  pairs?: boolean
  /** Encoding of the file, where it is not UTF-8. */
  encoding?: string | undefined
}

/** Longest password that is kept as a hash; what shops take ends far below. */
const MAX_PASSWORD = 256

const isOf = (site: string, hosts: readonly string[]): boolean =>
  hosts.some((host) => site === host || site.endsWith(`.${host}`))

/** Compares entries with the customers and files exposures. Nothing of an entry is kept but which customer and what kind. */
export class Matcher {
  readonly #book: CustomerBook
  readonly #settings: MatchSettings
  readonly #table: HashTable
  readonly #lookupOf: (text: string) => string
  #hits: Hit[] = []
  /** Entries that name a customer. */
  found = 0
  /** Exposures that were not known before. */
  fresh = 0

  constructor(book: CustomerBook, settings: MatchSettings, table?: HashTable) {
    this.#book = book
    this.#settings = settings
    this.#lookupOf = macMaker(book.keys.mac, 'folded')
    this.#table = table ?? new HashTable(book.lookups(), book.count())
  }

  add(entry: Entry): void {
    // The folded hash finds exact matches too, so one hash a line is enough.
    const hash = this.#lookupOf(entry.folded)
    if (!this.#table.has(hash)) return
    const customers = this.#book.byLookup(Buffer.from(hash.slice(0, MAC_BYTES), 'latin1'))
    if (customers.length === 0) return
    const exact = mac(this.#book.keys.mac, 'address', entry.address)
    const same = customers.filter((customer) => customer.mac.equals(exact))
    const { leaked, shopHosts } = this.#settings
    const kind: Leaked =
      leaked ?? (entry.site !== undefined && isOf(entry.site, shopHosts) ? 'shop-stealer' : entry.leaked)
    const password = same.length > 0 ? this.#passwordOf(entry) : undefined
    for (const customer of same.length > 0 ? same : customers)
      this.#hits.push({ customer: customer.id, leaked: kind, exact: same.length > 0, password })
    this.found++
    if (this.#hits.length >= BATCH) this.flush()
  }

  #passwordOf({ address, leaked, secret }: Entry): Hit['password'] {
    if (this.#settings.pairs !== true || secret === undefined || secret === '' || secret.length > MAX_PASSWORD)
      return undefined
    if (leaked === 'hash' || leaked === 'address' || kindOfSecret(secret) !== 'plaintext') return undefined
    const text = decodeField(secret, this.#settings.encoding)
    return text === undefined ? undefined : { address, text }
  }

  flush(): void {
    const { breach, at } = this.#settings
    this.#book.together(() => {
      for (const { customer, leaked, exact, password } of this.#hits) {
        if (this.#book.expose(customer, breach, leaked, exact, at)) this.fresh++
        if (password) this.#book.addPair(customer, password.address, password.text)
      }
    })
    this.#hits = []
  }
}
