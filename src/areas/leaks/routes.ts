import type { AreaRoutes } from '../../core/routes.ts'
import { confirmMeasures, listMeasures, logIn } from './http/accounts.ts'
import { forget, putCustomers } from './http/customers.ts'
import { overview } from './http/overview.ts'

export const routes = (): AreaRoutes => ({
  routes: [overview, putCustomers, forget, logIn, listMeasures, confirmMeasures],
})
