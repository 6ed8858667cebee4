import { chmodSync, mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseAddress } from './address.ts'
import { CustomerBook } from './book.ts'
import { ensureKeys, macMaker, macString } from './keys.ts'
import { rotateKeys } from './rotate.ts'

const now = new Date('2026-06-01T00:00:00Z')
const folder = () => mkdtempSync(join(tmpdir(), 'keys-'))

describe('keyed hashes', () => {
  it('are the same by the fast way as by the library', () => {
    const { mac } = ensureKeys(folder(), now)
    const fast = macMaker(mac, 'folded')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(fast(text)).toBe(macString(mac, 'folded', text))
      }),
    )
  })

  it('differ by purpose and by key', () => {
    const { mac } = ensureKeys(folder(), now)
    expect(macString(mac, 'address', 'a@b.example')).not.toBe(macString(mac, 'folded', 'a@b.example'))
    expect(macString(ensureKeys(folder(), now).mac, 'address', 'a')).not.toBe(macString(mac, 'address', 'a'))
  })

  it('come from a key file that nobody else may read', () => {
    const dir = folder()
    ensureKeys(dir, now)
    const path = join(dir, 'keys.json')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    chmodSync(path, 0o644)
    expect(() => ensureKeys(dir, now)).toThrow('may be read by other users')
  })
})

describe('the book of customers', () => {
  const anna = normaliseAddress('anna@shop.example')!

  it('keeps no address readable, and opens contact data with the key only', () => {
    const book = CustomerBook.open(folder(), now)
    book.put(anna, { name: 'Anna', reference: 'n1' }, now.toISOString())
    const stored = book.db.serialize().toString('binary')
    expect(stored).not.toContain('anna')
    expect(book.contact(book.find(anna.address)!)).toEqual({ address: anna.address, name: 'Anna', reference: 'n1' })
    expect(book.findReference('n1')).toBe(book.find(anna.address))
    book.close()
  })

  it('goes under a new key with exposures and contacts, and drops what cannot be carried over', () => {
    const dir = folder()
    const book = CustomerBook.open(dir, now)
    book.put(anna, { name: 'Anna' }, now.toISOString())
    book.put(normaliseAddress('bare@shop.example')!, undefined, now.toISOString())
    book.expose(book.find(anna.address)!, 'leak', 'hash', true, now.toISOString())
    book.object('gone@shop.example', now.toISOString())
    book.db.exec("insert into objections (mac, at) values (x'00', 'before addresses were sealed')")
    book.addPair(book.find(anna.address)!, anna.address, 'hunter2')
    const before = book.keys.id
    expect(rotateKeys(book, now)).toEqual({ carried: 1, dropped: 1, objections: 1, lostObjections: 1, lostPairs: 1 })
    book.close()
    const again = CustomerBook.open(dir, now)
    expect(again.keys.id).not.toBe(before)
    expect(again.count()).toBe(1)
    expect(again.contact(again.find(anna.address)!)?.name).toBe('Anna')
    expect(again.exposures()).toHaveLength(1)
    expect(again.put(normaliseAddress('gone@shop.example')!, undefined, now.toISOString())).toBe(false)
    expect(again.isLeakedPair(again.find(anna.address)!, anna.address, 'hunter2')).toBe(false)
    again.close()
  })

  it('forgets a customer with all that hangs on them, and honours an objection', () => {
    const book = CustomerBook.open(folder(), now)
    book.put(anna, { name: 'Anna' }, now.toISOString())
    const id = book.find(anna.address)!
    book.expose(id, 'leak', 'hash', true, now.toISOString())
    expect(book.forget([id])).toBe(1)
    book.object(anna.address, now.toISOString())
    expect([book.count(), book.exposures().length, book.contact(id)]).toEqual([0, 0, undefined])
    expect(book.put(anna, undefined, now.toISOString())).toBe(false)
    book.close()
  })

  it('counts one exposure a leak, keeps the worse kind, and closes it when the password changes', () => {
    const book = CustomerBook.open(folder(), now)
    book.put(anna, undefined, now.toISOString())
    const id = book.find(anna.address)!
    expect(book.expose(id, 'leak', 'hash', false, '2026-06-01T00:00:00.000Z')).toBe(true)
    expect(book.expose(id, 'leak', 'plaintext', true, '2026-06-02T00:00:00.000Z')).toBe(false)
    book.expose(id, 'leak', 'address', false, '2026-06-03T00:00:00.000Z')
    expect(book.exposures()).toMatchObject([{ leaked: 'plaintext', exact: true, lastSeen: '2026-06-03T00:00:00.000Z' }])
    expect(book.passwordChanged(id, '2026-05-01T00:00:00.000Z')).toBe(0)
    expect(book.passwordChanged(id, '2026-06-04T00:00:00.000Z')).toBe(1)
    expect(book.exposures({ open: true })).toEqual([])
    book.close()
  })
})
