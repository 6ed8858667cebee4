import { resolve } from 'node:path'
import type { CommandIo, Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, areaState, choice, stateOption, writeAnswer } from '../../../core/options.ts'
import { normaliseAddress } from '../../../connect/customers/address.ts'
import { CustomerBook } from '../../../connect/customers/book.ts'
import type { Contact } from '../../../connect/customers/schema.ts'
import { describeDatabase, openShopDatabase } from '../../../connect/database/open.ts'
import { shopCustomers } from '../../../connect/customers/from-shop.ts'
import { columnOf, readRows, type Row } from '../../../connect/tabular/read.ts'

const aliases = {
  address: ['email', 'e-mail', 'email_address', 'mail', 'customer_email', 'user_email', 'address'],
  name: ['name', 'first_name', 'firstname', 'given_name', 'full_name'],
  language: ['language', 'locale', 'lang', 'language_code'],
  zone: ['timezone', 'time_zone', 'tz', 'zone'],
  reference: ['customer_id', 'id', 'user_id', 'reference', 'entity_id'],
}
type Columns = Partial<Record<keyof typeof aliases, string>>

const columnsOf = (row: Row): Columns =>
  Object.fromEntries(
    Object.entries(aliases).flatMap(([field, list]) => {
      const column = columnOf(row, list)
      return column === undefined ? [] : [[field, column]]
    }),
  )

function contactOf(row: Row, columns: Columns): Omit<Contact, 'address'> {
  const text = (column: string | undefined) => (column === undefined ? '' : (row[column] ?? '').trim().slice(0, 200))
  const [name, language, reference] = [text(columns.name), text(columns.language), text(columns.reference)]
  const zone = text(columns.zone)
  return {
    ...(name !== '' && { name }),
    ...(language !== '' && { language: language.slice(0, 20) }),
    ...(/^[A-Za-z][\w+-]*(?:\/[\w+-]+){0,2}$/.test(zone) && zone.length <= 64 && { zone }),
    ...(reference !== '' && { reference }),
  }
}

async function* fromDatabase(address: string, io: CommandIo): AsyncGenerator<Row> {
  const database = await openShopDatabase(address, io.env)
  try {
    yield* shopCustomers(database, io.signal)
  } finally {
    await database.close()
  }
}

/** `leaks import FILE`: customers as keyed hashes. */
export const importVerb: Verb = {
  summary:
    'Take in the customers (CSV, JSONL, or mysql://…, postgresql://…, sqlite:… of the shop) as keyed hashes; contact data for notices is encrypted and kept apart',
  arguments: ['<file>'],
  options: [
    { flags: '--whole', description: 'the file lists every customer: delete those it does not name' },
    { flags: '--no-contacts', description: 'keep hashes only; no notice can be sent then' },
    stateOption,
    ...answerOptions,
  ],
  async run([file], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const given = String(file)
    const isDatabase = /^(?:mysql|mariadb|postgres|postgresql|sqlite):/.test(given)
    const path = isDatabase ? describeDatabase(given) : resolve(io.cwd, given)
    const at = io.now().toISOString()
    const book = CustomerBook.open(areaState(options, io, 'leaks'), io.now())
    const report = {
      rows: 0,
      taken: 0,
      unreadable: [] as number[],
      unreadableCount: 0,
      objected: 0,
      deleted: 0,
      customers: 0,
    }
    try {
      book.beginLoad()
      let columns: Columns | undefined
      let batch: Row[] = []
      const store = () =>
        book.together(() => {
          for (const row of batch) {
            report.rows++
            const address = normaliseAddress(row[columns?.address ?? ''] ?? '')
            if (!address) {
              report.unreadableCount++
              if (report.unreadable.length < 20) report.unreadable.push(report.rows)
            } else if (book.put(address, options['contacts'] === false ? undefined : contactOf(row, columns!), at))
              report.taken++
            else report.objected++
          }
          batch = []
        })
      for await (const row of isDatabase ? fromDatabase(given, io) : readRows(path)) {
        io.signal.throwIfAborted()
        columns ??= columnsOf(row)
        if (columns.address === undefined)
          throw new ShopwardenError('SW_LEAKS_COLUMN', 'No column holds e-mail addresses', {
            where: path,
            fix: `Name it email. The columns are: ${Object.keys(row).slice(0, 20).join(', ')}.`,
          })
        batch.push(row)
        if (batch.length >= 10_000) store()
      }
      store()
      book.endLoad()
      // Only after the whole file was read, and never by an empty one: a cut export must not delete customers.
      if (options['whole'] === true && report.taken > 0) report.deleted = book.forget(book.notSeenSince(at))
      report.customers = book.count()
    } finally {
      book.close()
    }
    const { taken, rows, unreadableCount, objected, deleted, customers } = report
    const text = [
      `${taken} of ${rows} customers were taken in; ${customers} are now watched.`,
      ...(unreadableCount > 0
        ? [
            `${unreadableCount} rows have no usable address (rows ${report.unreadable.join(', ')}${unreadableCount > 20 ? ', …' : ''}).`,
          ]
        : []),
      ...(objected > 0 ? [`${objected} were left out because they objected.`] : []),
      ...(deleted > 0 ? [`${deleted} who are no longer customers were deleted.`] : []),
    ].join('\n')
    writeAnswer(format === 'json' ? JSON.stringify(report, null, 2) : text, options, io)
    return rows === 0 ? 3 : 0
  },
}
