import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import type { CommandIo } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { areaState, type Options, writeAnswer, choice } from '../../../core/options.ts'
import { CustomerBook } from '../../../connect/customers/book.ts'
import { hasCustomers } from '../../../connect/customers/tables.ts'
import { NoticeQueue } from '../queue/queue.ts'
import { type Brand, brandSchema } from '../render/notice.ts'

export const text = (options: Options, name: string): string | undefined =>
  typeof options[name] === 'string' ? options[name] : undefined

/** The brand file. @throws SW_NOTICES_BRAND */
export function readBrand(options: Options, io: CommandIo): Brand {
  const file = resolve(io.cwd, text(options, 'brand') ?? 'brand.yaml')
  const fix =
    'Write a file with shop, site, from and contact, e.g.\n  shop: Northwind\n  site: northwind.example\n  from: service@northwind.example\n  contact: privacy@northwind.example'
  if (!existsSync(file)) throw new ShopwardenError('SW_NOTICES_BRAND', 'There is no brand file', { where: file, fix })
  const parsed = brandSchema.safeParse(parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 }))
  if (parsed.success) return parsed.data
  const first = parsed.error.issues[0]
  throw new ShopwardenError('SW_NOTICES_BRAND', `${first?.path.join('.') ?? 'It'}: ${first?.message}`, {
    where: file,
    fix,
  })
}

export interface Rooms {
  book: CustomerBook
  queue: NoticeQueue
  dir: string
}

/** Opens the records of customers and of notices for the time of one verb. @throws SW_NOTICES_NO_CUSTOMERS */
export async function withRooms<T>(options: Options, io: CommandIo, use: (rooms: Rooms) => T | Promise<T>): Promise<T> {
  const leaks = areaState(options, io, 'leaks')
  if (!hasCustomers(leaks))
    throw new ShopwardenError('SW_NOTICES_NO_CUSTOMERS', 'No customers have been compared with leaks yet', {
      where: leaks,
      fix: 'Run: shopwarden leaks import customers.csv, then: shopwarden leaks match FILE',
    })
  const dir = areaState(options, io, 'notices')
  const book = CustomerBook.open(leaks, io.now())
  const queue = new NoticeQueue(dir)
  try {
    return await use({ book, queue, dir })
  } finally {
    queue.close()
    book.close()
  }
}

/** The campaign with this id, else the newest. @throws SW_NOTICES_CAMPAIGN */
export function campaignOf(queue: NoticeQueue, id: string | undefined) {
  const found = id === undefined ? queue.campaigns().at(-1) : queue.campaign(id)
  if (found) return found
  throw new ShopwardenError(
    'SW_NOTICES_CAMPAIGN',
    id === undefined ? 'Nothing is planned' : `There is no campaign ${id}`,
    {
      fix: 'Run: shopwarden notices plan --by NAME',
    },
  )
}

/** Writes an answer as text or JSON. */
export function answer(options: Options, io: CommandIo, data: object, lines: readonly string[]): void {
  const format = choice(options, 'format', ['text', 'json'], 'text')
  writeAnswer(format === 'json' ? JSON.stringify(data, null, 2) : lines.join('\n'), options, io)
}
