import { ShopwardenError } from '../../core/errors.ts'
import type { ShopDatabase, TableInfo } from '../database/contract.ts'
import type { Row } from '../tabular/read.ts'

/** Where each platform keeps its customers: table by the end of its name, and the columns under the names of our own lists. */
const places: readonly { platform: string; table: RegExp; columns: Readonly<Record<string, string>> }[] = [
  {
    platform: 'Magento',
    table: /(?:^|_)customer_entity$/,
    columns: { email: 'email', customer_id: 'entity_id', first_name: 'firstname' },
  },
  {
    platform: 'PrestaShop',
    table: /(?:^|_)customer$/,
    columns: { email: 'email', customer_id: 'id_customer', first_name: 'firstname' },
  },
  {
    platform: 'WooCommerce',
    table: /(?:^|_)wc_customer_lookup$/,
    columns: { email: 'email', customer_id: 'user_id', first_name: 'first_name' },
  },
  {
    platform: 'OpenCart',
    table: /(?:^|_)customer$/,
    columns: { email: 'email', customer_id: 'customer_id', first_name: 'firstname' },
  },
  {
    platform: 'Shopware',
    table: /^customer$/,
    columns: { email: 'email', customer_id: 'customer_number', first_name: 'first_name' },
  },
  {
    platform: 'Sylius',
    table: /^sylius_customer$/,
    columns: { email: 'email', customer_id: 'id', first_name: 'first_name' },
  },
  {
    platform: 'WordPress',
    table: /(?:^|_)users$/,
    columns: { email: 'user_email', customer_id: 'ID', first_name: 'display_name' },
  },
  {
    platform: 'Laravel',
    table: /^(?:customers|users)$/,
    columns: { email: 'email', customer_id: 'id', first_name: 'name' },
  },
]

function findTable(tables: readonly TableInfo[]) {
  for (const place of places)
    for (const table of tables)
      if (
        place.table.test(table.name.toLowerCase()) &&
        Object.values(place.columns).every((c) => table.columns.includes(c))
      )
        return { place, table }
  return undefined
}

/**
 * The customers of a shop from its own database, as rows like those of an export. Reads only the columns it needs of the one
 * table it knows. @throws SW_CUSTOMERS_TABLE where no table of customers is recognised
 */
export async function* shopCustomers(database: ShopDatabase, signal: AbortSignal): AsyncGenerator<Row> {
  const found = findTable(await database.tables())
  if (!found)
    throw new ShopwardenError('SW_CUSTOMERS_TABLE', 'No table of customers is recognised in this database', {
      where: 'database',
      fix: `Export the customers as CSV instead. Known are: ${places.map(({ platform }) => platform).join(', ')}.`,
    })
  const { place, table } = found
  // The rest of a row, password hashes too, never reaches us.
  const wanted = Object.entries(place.columns).map(([name, column]) => ({ name, column }))
  const narrow = { name: table.name, columns: wanted.map(({ column }) => column) }
  for await (const values of database.rows(narrow, signal))
    yield Object.fromEntries(wanted.map(({ name }, index) => [name, values[index] ?? '']))
}
