import { normaliseAddress } from './address.ts'
import type { CustomerBook } from './book.ts'
import { seal } from './contacts.ts'
import { mac, prepareKeys } from './keys.ts'
import { openContacts } from './tables.ts'

/**
 * Puts every customer under a new key. The address itself is needed for a new hash, so customers whose contact data is not
 * kept are dropped and counted: import them again. Objections are hashes only and cannot be carried over either; they are
 * refused by count so that nobody who objected comes back silently.
 */
export function rotateKeys(book: CustomerBook, now: Date): { carried: number; dropped: number; objections: number } {
  const next = prepareKeys(book.dir, now)
  const contacts = openContacts(book.dir)
  const objections = (book.db.prepare('select count(*) as n from objections').get() as { n: number }).n
  const dropped: number[] = []
  let carried = 0
  book.db.transaction(() => {
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
  return { carried, dropped: dropped.length, objections }
}
