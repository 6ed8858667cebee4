import { z } from 'zod'
import { measuresOf } from '../../../connect/customers/measures.ts'
import { MEASURES } from '../../../connect/customers/schema.ts'
import type { CustomerBook } from '../../../connect/customers/book.ts'
import type { Exposure } from '../../../connect/customers/schema.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { defineRoute } from '../../../core/routes.ts'
import { variantOf } from '../queue/plan.ts'
import type { NoticeQueue } from '../queue/queue.ts'
import { type Brand, brandSchema, composeNotice } from '../render/notice.ts'
import { languageFor } from '../words/all.ts'
import { LANGUAGES, VARIANTS } from '../words/words.ts'
import { errors, withQueue } from './rooms.ts'

const customerId = z.string().min(1).max(200).describe("The shop's own number of the customer.")

/** The brand that the call brings, else the newest campaign's. @throws SW_NOTICES_BRAND */
function brandOf(given: Brand | undefined, queue: NoticeQueue): Brand {
  const newest = queue.campaigns().at(-1)
  if (given) return given
  if (newest) return brandSchema.parse(JSON.parse(newest.brand))
  throw new ShopwardenError('SW_NOTICES_BRAND', 'It is not known how the shop appears in notices', {
    fix: 'Send "brand" along, or plan a campaign first.',
  })
}

/** Leaks that a customer should hear of: exact, not closed by a new password. */
const openOf = (book: CustomerBook, customer: number): Exposure[] =>
  book.exposures({ customer }).filter((item) => item.exact && item.changedAt === null && variantOf(item) !== undefined)

export const banner = defineRoute({
  method: 'POST',
  path: '/banner',
  recorded: false,
  summary:
    'What the shop should show a customer who is logged in, instead of a mail, and whether a new password is required',
  right: 'serve',
  body: z.strictObject({
    customer_id: customerId,
    language: z.enum(LANGUAGES).optional().describe("The customer's own where it is missing."),
    brand: brandSchema.optional().describe("The newest campaign's where it is missing."),
  }),
  answer: z.object({
    show: z.boolean(),
    mustReset: z.boolean(),
    measures: z.array(z.enum(MEASURES)).describe('What the shop has not confirmed yet.'),
    variant: z.enum(VARIANTS).optional(),
    language: z.enum(LANGUAGES).optional(),
    title: z.string().optional(),
    text: z.array(z.string()).optional().describe('Paragraphs, plain text.'),
    steps: z.array(z.string()).optional(),
  }),
  errors,
  handle: ({ body }, context) =>
    withQueue(context, (book, queue) => {
      const customer = book.findReference(body.customer_id)
      const due = (customer === undefined ? undefined : measuresOf(book, customer))?.due ?? []
      const base = { mustReset: due.includes('require_reset'), measures: due }
      const open = customer === undefined ? [] : openOf(book, customer)
      const variant = VARIANTS.find((candidate) => open.some((item) => variantOf(item) === candidate))
      if (customer === undefined || variant === undefined) return { show: false, ...base }
      const brand = brandOf(body.brand, queue)
      const contact = book.contact(customer)
      const language = body.language ?? languageFor(contact?.language, brand.language)
      const leaks = open.map((item) => book.breach(item.breach)?.title ?? item.breach)
      const notice = composeNotice({ brand, variant, language, leaks, name: contact?.name, reminder: false })
      const { subject: title, paragraphs, steps, after } = notice
      return { show: true, ...base, variant, language, title, text: [...paragraphs, after], steps }
    }),
})

export const bannerShown = defineRoute({
  method: 'POST',
  path: '/banner/shown',
  recorded: false,
  summary:
    'Read back that a customer has seen the banner: they count as told, and no mail follows but reminders of mails sent',
  right: 'serve',
  body: z.strictObject({ customer_id: customerId }),
  answer: z.object({ told: z.int().describe('Leaks that the customer now knows of.') }),
  errors,
  handle: ({ body }, context) =>
    withQueue(context, (book, queue) => {
      const customer = book.findReference(body.customer_id)
      if (customer === undefined) return { told: 0 }
      const fresh = openOf(book, customer).filter((item) => item.toldAt === null)
      book.told(
        customer,
        fresh.map((item) => item.breach),
        context.now().toISOString(),
      )
      if (fresh.length > 0) queue.cancelWaiting(customer, 'told in the shop')
      return { told: fresh.length }
    }),
})
