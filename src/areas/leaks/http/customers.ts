import { z } from 'zod'
import { normaliseAddress } from '../../../connect/customers/address.ts'
import { contactSchema } from '../../../connect/customers/schema.ts'
import { defineRoute } from '../../../core/routes.ts'
import { withBook } from './book.ts'

const address = z.string().max(10_000).describe('E-mail address, as the shop has it.')

export const putCustomers = defineRoute({
  method: 'POST',
  path: '/customers',
  summary: 'Take in up to 1,000 customers as keyed hashes; those who objected stay out',
  right: 'configure',
  body: z.strictObject({
    customers: z
      .array(contactSchema.omit({ address: true }).extend({ email: address }).strict())
      .min(1)
      .max(1000),
    contacts: z.boolean().default(true).describe('False keeps hashes only; no notice can be sent then.'),
  }),
  answer: z.object({
    taken: z.int(),
    objected: z.int(),
    unreadable: z.array(z.int()).describe('Positions, from 0, of those without a usable address.'),
    watched: z.int(),
  }),
  async handle({ body }, context) {
    const at = context.now().toISOString()
    return withBook(
      context,
      (book) => {
        const report = { taken: 0, objected: 0, unreadable: [] as number[] }
        book.together(() => {
          for (const [index, { email, ...contact }] of body.customers.entries()) {
            const found = normaliseAddress(email)
            if (!found) report.unreadable.push(index)
            else if (book.put(found, body.contacts ? contact : undefined, at)) report.taken++
            else report.objected++
          }
        })
        return { ...report, watched: book.count() }
      },
      true,
    )
  },
})

export const forget = defineRoute({
  method: 'POST',
  path: '/customers/forget',
  summary: 'Delete customers with everything kept about them; `object` keeps them out of later imports too',
  right: 'serve',
  body: z.strictObject({
    emails: z.array(address).min(1).max(1000),
    object: z.boolean().default(false).describe('They do not want to be compared at all (GDPR, article 21).'),
  }),
  answer: z.object({ deleted: z.int(), objected: z.int(), unreadable: z.array(z.int()) }),
  async handle({ body }, context) {
    return withBook(
      context,
      (book) => {
        const found = body.emails.map((email) => normaliseAddress(email)?.address)
        const known = found.filter((item) => item !== undefined)
        const deleted = book.forget(known.flatMap((item) => book.find(item) ?? []))
        if (body.object) for (const item of known) book.object(item, context.now().toISOString())
        return {
          deleted,
          objected: body.object ? known.length : 0,
          unreadable: found.flatMap((item, index) => (item === undefined ? [index] : [])),
        }
      },
      true,
    )
  },
})
