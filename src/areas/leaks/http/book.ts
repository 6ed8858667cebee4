import { join } from 'node:path'
import { CustomerBook } from '../../../connect/customers/book.ts'
import { hasCustomers } from '../../../connect/customers/tables.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import type { RouteContext } from '../../../core/routes.ts'

export const errors = { SW_LEAKS_NO_CUSTOMERS: 409, SW_LEAKS_CUSTOMER: 404 } as const

/** The customers' book for as long as `use` takes; `make` opens it though nobody was taken in yet. @throws SW_LEAKS_NO_CUSTOMERS */
export function withBook<T>(context: RouteContext, use: (book: CustomerBook) => T, make = false): T {
  const dir = join(context.stateDir, 'leaks')
  if (!make && !hasCustomers(dir))
    throw new ShopwardenError('SW_LEAKS_NO_CUSTOMERS', 'No customers have been taken in yet', {
      fix: 'Send them with POST …/leaks/customers, or upload a list and run the verb "import".',
    })
  const book = CustomerBook.open(dir, context.now())
  try {
    return use(book)
  } finally {
    book.close()
  }
}
