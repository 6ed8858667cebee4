import { hasCustomers } from '../../../connect/customers/tables.ts'
import { ShopwardenError } from '../../../core/errors.ts'

/** @throws SW_LEAKS_NO_CUSTOMERS where nobody was taken in yet */
export function needCustomers(dir: string): void {
  if (hasCustomers(dir)) return
  throw new ShopwardenError('SW_LEAKS_NO_CUSTOMERS', 'No customers have been taken in yet', {
    where: dir,
    fix: 'Run: shopwarden leaks import customers.csv',
  })
}
