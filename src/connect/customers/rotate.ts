import { normaliseAddress } from './address.ts'
import type { CustomerBook } from './book.ts'
import { seal, sealObjection, unsealObjection } from './contacts.ts'
import { type Keys, mac, prepareKeys } from './keys.ts'
import { openContacts } from './tables.ts'

interface Objection {
  mac: Buffer
  at: string
  sealed: Buffer | null
}

export interface Rotation {
  carried: number
  /** Customers without contact data, deleted: their hash cannot be made anew. */
  dropped: number
  /** Objections carried over, and those of before their address was sealed, which cannot be. */
  objections: number
  lostObjections: number
  /** Customers whose leaked passwords cannot be recognised any more: compare the lists again. */
  lostPairs: number
}

/** Objections under the new key. Those that cannot be read stay out and are counted, so that nobody comes back silently. */
function carryObjections(book: CustomerBook, next: Keys): { objections: number; lostObjections: number } {
  const all = book.db.prepare('select mac, at, sealed from objections').all() as Objection[]
  book.db.exec('delete from objections')
  const add = book.db.prepare('insert or ignore into objections (mac, at, sealed) values (?, ?, ?)')
  let objections = 0
  for (const { at, sealed } of all) {
    const address = sealed === null ? undefined : unsealObjection(book.keys.seal, sealed)
    if (address === undefined) continue
    add.run(mac(next.mac, 'address', address), at, sealObjection(next.seal, address))
    objections++
  }
  return { objections, lostObjections: all.length - objections }
}

/**
 * Puts every customer under a new key. The address itself is needed for a new hash, so customers whose contact data is not
 * kept are dropped and counted: import them again. Hashes of leaked passwords cannot be carried over and are deleted.
 */
export function rotateKeys(book: CustomerBook, now: Date): Rotation {
  const next = prepareKeys(book.dir, now)
  const contacts = openContacts(book.dir)
  const dropped: number[] = []
  let carried = 0
  let kept = { objections: 0, lostObjections: 0 }
  const lostPairs = book.pairs()
  book.db.transaction(() => {
    kept = carryObjections(book, next.keys)
    book.db.exec('delete from pairs')
    const update = book.db.prepare('update customers set mac = ?, lookup = ?, reference = ? where id = ?')
    const store = contacts.prepare('insert or replace into contacts (customer, key, sealed) values (?, ?, ?)')
    contacts.transaction(() => {
      for (let after = 0, page = book.customers(0, 10_000); page.length > 0; page = book.customers(after, 10_000)) {
        for (const id of page) {
          const contact = book.contact(id)
          const address = contact && normaliseAddress(contact.address)
          if (!contact || !address) dropped.push(id)
          else {
            const { keys } = next
            const reference = contact.reference === undefined ? null : mac(keys.mac, 'reference', contact.reference)
            update.run(
              mac(keys.mac, 'address', address.address),
              mac(keys.mac, 'folded', address.folded),
              reference,
              id,
            )
            store.run(id, keys.id, seal(keys.seal, id, contact))
            carried++
          }
        }
        after = page.at(-1)!
      }
    })()
  })()
  book.forget(dropped)
  contacts.close()
  next.take()
  return { carried, dropped: dropped.length, ...kept, lostPairs }
}
