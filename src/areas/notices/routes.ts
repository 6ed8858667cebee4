import { z } from 'zod'
import { hasCustomers, openHashes } from '../../connect/customers/tables.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { type AreaRoutes, defineRoute } from '../../core/routes.ts'
import { experimentOf, outcomeByVariant } from './outcome/outcome.ts'
import { readPeople } from './outcome/read-people.ts'
import { planCampaign } from './queue/plan.ts'
import { banner, bannerShown } from './http/banner.ts'
import { errors, leaksDir, noticesDir, withQueue } from './http/rooms.ts'
import { resumeSending, stopSending, whyStopped } from './queue/stop.ts'
import { hasNotices, openQueue } from './queue/tables.ts'
import { readChanged, readTold } from './read-records.ts'
import { noticeHtml } from './render/html.ts'
import { brandSchema, composeNotice } from './render/notice.ts'
import { readingGrade, wordCount } from './render/reading.ts'
import { noticeText } from './render/text.ts'
import { changedFact, toldFact } from './schema.ts'
import { LANGUAGES, VARIANTS } from './words/words.ts'

const campaignSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  approvedAt: z.string().optional(),
  approvedBy: z.string().optional(),
  words: z.int(),
  grade: z.number(),
  messages: z.record(z.string(), z.int()).describe('How many in each state.'),
})

const overview = defineRoute({
  method: 'GET',
  path: '/overview',
  summary: 'Campaigns, who was told and in time, who changed the password since',
  right: 'read',
  answer: z.object({
    stopped: z.string().optional(),
    told: toldFact.value.optional(),
    changed: changedFact.value.optional(),
    campaigns: z.array(campaignSchema),
  }),
  async handle(_, context) {
    const stopped = whyStopped(noticesDir(context))
    const base = { ...(stopped !== undefined && { stopped }), campaigns: [] }
    if (!hasCustomers(leaksDir(context))) return base
    const customers = openHashes(leaksDir(context), true)
    const queue = hasNotices(noticesDir(context)) ? openQueue(noticesDir(context), true) : undefined
    try {
      const states = (queue
        ?.prepare('select campaign, state, count(*) as n from messages group by campaign, state')
        .all() ?? []) as {
        campaign: string
        state: string
        n: number
      }[]
      const campaigns = (queue?.prepare('select * from campaigns order by created_at desc limit 50').all() ?? []) as {
        id: string
        created_at: string
        created_by: string
        approved_at: string | null
        approved_by: string | null
        words: number
        grade: number
      }[]
      return {
        ...base,
        told: readTold(customers, queue, context.now()),
        changed: readChanged(customers, context.now()),
        campaigns: campaigns.map((row) => ({
          id: row.id,
          createdAt: row.created_at,
          createdBy: row.created_by,
          ...(row.approved_at !== null && { approvedAt: row.approved_at }),
          ...(row.approved_by !== null && { approvedBy: row.approved_by }),
          words: row.words,
          grade: row.grade,
          messages: Object.fromEntries(
            states.filter((each) => each.campaign === row.id).map((each) => [each.state, each.n]),
          ),
        })),
      }
    } finally {
      customers.close()
      queue?.close()
    }
  },
})

const preview = defineRoute({
  method: 'POST',
  path: '/preview',
  recorded: false,
  summary: 'A notice as a customer would see it, with a made-up person',
  right: 'read',
  body: z.strictObject({
    brand: brandSchema,
    variant: z.enum(VARIANTS).default('password'),
    language: z.enum(LANGUAGES).optional(),
    leak: z.string().min(1).max(100).default('Example Site'),
    reminder: z.boolean().default(false),
  }),
  answer: z.object({
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    words: z.int(),
    grade: z.number().optional(),
  }),
  async handle({ body }) {
    const language = body.language ?? body.brand.language
    const notice = composeNotice({ ...body, language, leaks: [body.leak], name: 'Maria' })
    const text = noticeText(notice, body.brand.shop)
    return {
      subject: notice.subject,
      text,
      html: noticeHtml(notice, body.brand),
      words: wordCount(text),
      ...(language === 'en' && { grade: Number(readingGrade(text).toFixed(1)) }),
    }
  },
})

const plan = defineRoute({
  method: 'POST',
  path: '/campaigns',
  summary: 'Gather the customers who are to be told, one notice each; sends nothing',
  right: 'decide',
  body: z.strictObject({
    brand: brandSchema,
    holdOut: z
      .strictObject({ percent: z.int().min(1).max(50), days: z.int().min(1).max(30).default(5) })
      .optional()
      .describe('Experiment: so many of a hundred are told later; never the urgent ones.'),
  }),
  answer: z.object({
    campaign: z.string().optional(),
    customers: z.int(),
    held: z.int(),
    byVariant: z.record(z.string(), z.int()),
    leftOut: z.record(z.string(), z.int()),
    words: z.int(),
  }),
  errors,
  handle: ({ body }, context) =>
    withQueue(context, (book, queue) => {
      const made = planCampaign({ book, queue, ...body, by: context.actor.name, now: context.now() })
      return { ...made, byVariant: { ...made.byVariant }, leftOut: { ...made.leftOut } } as never
    }),
})

const approve = defineRoute({
  method: 'POST',
  path: '/campaigns/:campaign/approve',
  summary: 'Approve a planned campaign; must be another person than the one who planned it',
  right: 'decide',
  params: z.object({ campaign: z.string().max(100) }),
  answer: z.object({ campaign: z.string(), approvedBy: z.string() }),
  errors,
  handle: ({ params }, context) =>
    withQueue(context, (_book, queue) => {
      const found = queue.campaign(params.campaign)
      if (!found) throw new ShopwardenError('SW_NOTICES_CAMPAIGN', 'There is no such campaign')
      if (found.created_by === context.actor.name)
        throw new ShopwardenError('SW_NOTICES_SAME_PERSON', 'You planned this campaign', {
          fix: 'Ask somebody else to look at it and to approve.',
        })
      queue.approve(found.id, context.actor.name, context.now().toISOString())
      context.publish('notices.approved', { campaign: found.id })
      return { campaign: found.id, approvedBy: context.actor.name }
    }),
})

const group = z.object({ customers: z.int(), changed: z.int() })

const outcome = defineRoute({
  method: 'GET',
  path: '/campaigns/:campaign/outcome',
  summary: 'What came of a campaign by variant: changed, days to change, bounces, complaints; and its experiment',
  right: 'read',
  params: z.object({ campaign: z.string().max(100) }),
  answer: z.object({
    variants: z.array(
      z.object({
        variant: z.enum(VARIANTS),
        customers: z.int(),
        sent: z.int(),
        bounced: z.int(),
        complaints: z.int(),
        reminders: z.int(),
        changed: z.int(),
        changedShare: z.number().optional(),
        medianDaysToChange: z.number().optional(),
      }),
    ),
    experiment: z
      .object({
        days: z.int(),
        over: z.boolean().describe('False while the figures may still move.'),
        told: group,
        held: group,
        difference: z.number().describe('Share of the told minus share of the held.'),
        low: z.number().describe('Lower end of its 95% interval.'),
        high: z.number(),
      })
      .optional(),
  }),
  errors,
  handle: ({ params }, context) =>
    withQueue(context, (book, queue) => {
      if (!queue.campaign(params.campaign))
        throw new ShopwardenError('SW_NOTICES_CAMPAIGN', 'There is no such campaign')
      const { people, holdDays } = readPeople(queue, book.db, params.campaign)
      const experiment = holdDays === undefined ? undefined : experimentOf(people, holdDays, context.now())
      return { variants: outcomeByVariant(people), ...(experiment && { experiment }) }
    }),
})

const stop = defineRoute({
  method: 'POST',
  path: '/stop',
  summary: 'Stop all sending at once, or allow it again',
  right: 'decide',
  body: z.strictObject({ stopped: z.boolean(), why: z.string().max(500).default('stopped on the page') }),
  answer: z.object({ stopped: z.string().optional() }),
  async handle({ body }, context) {
    if (body.stopped) stopSending(noticesDir(context), body.why)
    else resumeSending(noticesDir(context))
    context.publish('notices.sending', { stopped: body.stopped })
    const why = whyStopped(noticesDir(context))
    return why === undefined ? {} : { stopped: why }
  },
})

export const routes = (): AreaRoutes => ({
  routes: [overview, preview, plan, approve, outcome, stop, banner, bannerShown],
})
