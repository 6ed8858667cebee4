import { normaliseAddress } from '../../connect/customers/address.ts'
import type { CustomerBook } from '../../connect/customers/book.ts'
import { measuresOf } from '../../connect/customers/measures.ts'
import type { Measure } from '../../connect/customers/schema.ts'

/** Who is logging in: the shop's own number of the customer, or the address. */
export interface LogIn {
  reference?: string | undefined
  email?: string | undefined
  /** As it was typed; looked at and forgotten. */
  password?: string | undefined
}

export interface LogInAdvice {
  /** False where nobody watched has this number or address. */
  watched: boolean
  measures: Measure[]
  /** Whether this very password is known from a leak; undefined where none was given. */
  leakedPassword: boolean | undefined
}

/** The customer with this number, else with this address. */
export function customerOf(book: CustomerBook, { reference, email }: LogIn): number | undefined {
  const byNumber = reference === undefined ? undefined : book.findReference(reference)
  if (byNumber !== undefined || email === undefined) return byNumber
  const address = normaliseAddress(email)
  return address && book.find(address.address)
}

/**
 * What the shop should do with a log-in. The leaked password itself calls for all measures; a leak without it for those that
 * the shop has not confirmed. The password can be compared only here, where the customer types it: nothing readable is kept.
 */
export function adviseLogIn(book: CustomerBook, logIn: LogIn): LogInAdvice {
  const customer = customerOf(book, logIn)
  if (customer === undefined) return { watched: false, measures: [], leakedPassword: undefined }
  const due = measuresOf(book, customer)?.due ?? []
  const address = logIn.email === undefined ? book.contact(customer)?.address : normaliseAddress(logIn.email)?.address
  if (logIn.password === undefined || address === undefined)
    return { watched: true, measures: due, leakedPassword: undefined }
  const leakedPassword = book.isLeakedPair(customer, address, logIn.password)
  return {
    watched: true,
    measures: leakedPassword ? ['require_reset', 'end_sessions', 'step_up'] : due,
    leakedPassword,
  }
}
