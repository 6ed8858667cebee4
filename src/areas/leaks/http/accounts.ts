import { z } from 'zod'
import { allMeasures, CONFIRMATIONS, confirmMeasure } from '../../../connect/customers/measures.ts'
import { fitsShopHash } from '../../../connect/password-hash/fits.ts'
import { MEASURES } from '../../../connect/customers/schema.ts'
import { defineRoute, pageOf } from '../../../core/routes.ts'
import { adviseLogIn, customerOf } from '../guard.ts'
import { errors, withBook } from './book.ts'

const reference = z.string().min(1).max(200).describe("The shop's own number of the customer.")
const measure = z.enum(MEASURES)

/** Called by the shop when somebody logs in; nothing of the call is kept. */
export const logIn = defineRoute({
  method: 'POST',
  path: '/log-in',
  recorded: false,
  // Many log-ins of a large shop, and still no way to try passwords by the thousand.
  perMinute: 3000,
  summary:
    'What a log-in calls for: a new password, ending sessions, a second proof; and whether the password is a leaked one',
  right: 'serve',
  body: z
    .strictObject({
      customer_id: reference.optional(),
      email: z.string().max(10_000).optional(),
      password: z.string().min(1).max(1024).optional().describe('As typed. Compared with keyed hashes, kept nowhere.'),
      hash: z
        .string()
        .max(400)
        .optional()
        .describe(
          "The shop's own hash of this account (bcrypt, Argon2, WordPress, Magento): a leaked password counts only if it is really the account's. Kept nowhere.",
        ),
    })
    .refine((body) => body.customer_id !== undefined || body.email !== undefined, 'needs customer_id or email'),
  answer: z.object({
    watched: z.boolean(),
    measures: z.array(measure),
    leakedPassword: z.boolean().optional().describe('Missing where no password was given.'),
  }),
  errors,
  async handle({ body }, context) {
    const { customer_id, email, password, hash } = body
    const advise = (typed: string | undefined) =>
      withBook(context, (book) => adviseLogIn(book, { reference: customer_id, email, password: typed }))
    let found = advise(password)
    // Only the few log-ins with a leaked password cost a hash. One that is not the account's is no news, and tells a guesser nothing.
    if (found.leakedPassword && hash !== undefined && (await fitsShopHash(password ?? '', hash)) === false)
      found = { ...advise(undefined), leakedPassword: false }
    const { leakedPassword, ...advice } = found
    return { ...advice, ...(leakedPassword !== undefined && { leakedPassword }) }
  },
})

export const listMeasures = defineRoute({
  method: 'GET',
  path: '/measures',
  summary: 'Customers whose accounts call for something that the shop has not confirmed yet',
  right: 'serve',
  query: z.object({
    limit: z.coerce.number().int().min(1).max(500).default(100),
    cursor: z.string().max(20).regex(/^\d+$/).optional().describe('`next` of the page before.'),
  }),
  answer: pageOf(z.object({ customer_id: z.string(), measures: z.array(measure), since: z.string() })),
  errors,
  async handle({ query }, context) {
    return withBook(context, (book) => {
      const items: { customer_id: string; measures: (typeof MEASURES)[number][]; since: string }[] = []
      let next: number | undefined
      for (const { customer, due, since } of allMeasures(book, Number(query.cursor ?? 0))) {
        const number = due.length === 0 ? undefined : book.contact(customer)?.reference
        if (number === undefined) continue
        items.push({ customer_id: number, measures: due, since })
        if (items.length < query.limit) continue
        next = customer
        break
      }
      return { items, ...(next !== undefined && { next: String(next) }) }
    })
  },
})

export const confirmMeasures = defineRoute({
  method: 'POST',
  path: '/measures/confirm',
  summary: 'Read back what the shop did: reset required, sessions ended, second proof asked, password changed',
  right: 'serve',
  body: z.strictObject({
    confirmations: z
      .array(
        z.strictObject({
          customer_id: reference,
          what: z.enum(CONFIRMATIONS),
          at: z.iso.datetime({ offset: true }).optional().describe('When; now where it is missing.'),
        }),
      )
      .min(1)
      .max(1000),
  }),
  answer: z.object({
    news: z.int().describe('How many told anything new.'),
    unknown: z.array(z.int()).describe('Positions, from 0, of customers that are not watched.'),
    future: z.array(z.int()).describe('Positions of times that lie in the future; left out.'),
  }),
  errors,
  async handle({ body }, context) {
    const now = context.now()
    const report = withBook(context, (book) => {
      const report = { news: 0, unknown: [] as number[], future: [] as number[] }
      book.together(() => {
        for (const [index, { customer_id, what, at }] of body.confirmations.entries()) {
          const when = at === undefined ? now : new Date(at)
          const customer = customerOf(book, { reference: customer_id })
          if (customer === undefined) report.unknown.push(index)
          else if (when.getTime() > now.getTime() + 60_000) report.future.push(index)
          else if (confirmMeasure(book, customer, what, when.toISOString())) report.news++
        }
      })
      return report
    })
    if (report.news > 0) context.publish('leaks.confirmed', { confirmations: report.news })
    return report
  },
})
