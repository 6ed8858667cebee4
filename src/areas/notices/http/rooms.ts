import { join } from 'node:path'
import { CustomerBook } from '../../../connect/customers/book.ts'
import { hasCustomers } from '../../../connect/customers/tables.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import type { RouteContext } from '../../../core/routes.ts'
import { NoticeQueue } from '../queue/queue.ts'

/** HTTP status of the area's errors. */
export const errors = {
  SW_NOTICES_NO_CUSTOMERS: 409,
  SW_NOTICES_CAMPAIGN: 404,
  SW_NOTICES_SAME_PERSON: 409,
  SW_NOTICES_BRAND: 409,
} as const
export const noticesDir = (context: RouteContext) => join(context.stateDir, 'notices')
export const leaksDir = (context: RouteContext) => join(context.stateDir, 'leaks')

/** Both records open, for as long as `use` takes. @throws SW_NOTICES_NO_CUSTOMERS */
export async function withQueue<T>(
  context: RouteContext,
  use: (book: CustomerBook, queue: NoticeQueue) => T,
): Promise<T> {
  if (!hasCustomers(leaksDir(context)))
    throw new ShopwardenError('SW_NOTICES_NO_CUSTOMERS', 'No customers have been compared with leaks yet', {
      fix: 'Import the customers and compare them with a leak first.',
    })
  const book = CustomerBook.open(leaksDir(context), context.now())
  const queue = new NoticeQueue(noticesDir(context))
  try {
    return use(book, queue)
  } finally {
    queue.close()
    book.close()
  }
}
