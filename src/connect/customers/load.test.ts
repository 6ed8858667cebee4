import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseAddress } from './address.ts'
import { CustomerBook } from './book.ts'

const now = new Date('2026-06-01T09:00:00Z')
const at = now.toISOString()
const folder = () => mkdtempSync(join(tmpdir(), 'load-'))
const put = (book: CustomerBook, local: string, reference?: string) =>
  book.put(normaliseAddress(`${local}@shop.example`)!, { ...(reference !== undefined && { reference }) }, at)

/** What the shop can see of it: who is watched, under which number. */
const seen = (book: CustomerBook, locals: readonly string[]) =>
  locals.map((local) => {
    const id = book.find(`${local}@shop.example`)
    return id === undefined ? undefined : book.contact(id)
  })

describe('a first list taken in without looking up', () => {
  it('is what it would be one by one, customers named twice included', () => {
    const locals = ['a', 'b', 'c', 'd', 'e']
    const row = fc.tuple(fc.constantFrom(...locals), fc.option(fc.integer({ min: 0, max: 9 }).map(String)))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const [one, many] = [CustomerBook.open(folder(), now), CustomerBook.open(folder(), now)]
        many.beginLoad()
        for (const [local, reference] of rows) for (const book of [one, many]) put(book, local, reference ?? undefined)
        many.endLoad()
        expect(many.count()).toBe(one.count())
        expect(seen(many, locals)).toEqual(seen(one, locals))
        for (const book of [one, many]) book.close()
      }),
      { numRuns: 12 },
    )
  })

  it('that was cut off is finished by whoever opens the records next', () => {
    const dir = folder()
    const place = (name: string) => JSON.stringify(join(import.meta.dirname, name))
    const program = `
      import { CustomerBook } from ${place('book.ts')}
      import { normaliseAddress } from ${place('address.ts')}
      const book = CustomerBook.open(${JSON.stringify(dir)}, new Date(${now.getTime()}))
      book.beginLoad()
      for (const [local, reference] of [['a', '1'], ['b', '2'], ['a', '3']])
        book.put(normaliseAddress(local + '@shop.example'), { reference }, '${at}')
      process.kill(process.pid, 'SIGKILL')`
    const died = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', program])
    expect(died.signal).toBe('SIGKILL')
    const book = CustomerBook.open(dir, now)
    expect(book.count()).toBe(2)
    expect(seen(book, ['a', 'b'])).toMatchObject([{ reference: '3' }, { reference: '2' }])
    put(book, 'a', '4')
    expect(book.count()).toBe(2)
    book.close()
  })

  it('keeps others out until it is done', () => {
    const dir = folder()
    const book = CustomerBook.open(dir, now)
    book.beginLoad()
    put(book, 'a')
    expect(() => CustomerBook.open(dir, now)).toThrow(expect.objectContaining({ code: 'SW_STORE_BUSY' }))
    book.endLoad()
    const other = CustomerBook.open(dir, now)
    expect(other.count()).toBe(1)
    for (const one of [book, other]) one.close()
  })

  it('is no matter where somebody is watched already', () => {
    const book = CustomerBook.open(folder(), now)
    put(book, 'a', '1')
    book.beginLoad()
    put(book, 'a', '2')
    expect(seen(book, ['a'])).toMatchObject([{ reference: '2' }])
    book.endLoad()
    expect(book.count()).toBe(1)
    book.close()
  })
})
