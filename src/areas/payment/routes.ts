import { join } from 'node:path'
import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { type AreaRoutes, defineRoute, pageFrom, pageOf, pageQuery, type RouteContext } from '../../core/routes.ts'
import { groupSchema, ReportGroups } from './reports/groups.ts'
import { parseReports } from './reports/parse.ts'
import { authorise, inventoryEntrySchema } from './watch/inventory.ts'
import { justify } from './watch/justify.ts'
import { readInventory, readRuns, runSchema, writeInventory } from './watch/records.ts'

const dirOf = (context: RouteContext) => join(context.stateDir, 'payment')
const watched = (context: RouteContext) => [
  ...new Set(Object.values(context.shop.urls).filter((url) => url !== undefined)),
]
const pageParam = z.object({ page: z.enum(['storefront', 'checkout', 'admin', 'api']).default('checkout') })

/** @throws SW_PAYMENT_URL */
function urlOf(context: RouteContext, page: keyof RouteContext['shop']['urls']): string {
  const url = context.shop.urls[page]
  if (url !== undefined) return url
  throw new ShopwardenError('SW_PAYMENT_URL', 'The shop has no such address', {
    where: `urls.${page}`,
    fix: "Add it to the shop's settings.",
  })
}

const watches = defineRoute({
  method: 'GET',
  path: '/watches',
  summary: 'Watches of the payment page, newest first: when, how many scripts, what was alarming',
  right: 'read',
  answer: z.object({ items: z.array(runSchema) }),
  async handle(_, context) {
    const runs = watched(context).flatMap((url) => readRuns(dirOf(context), url))
    return { items: runs.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, 200) }
  },
})

const inventory = defineRoute({
  method: 'GET',
  path: '/inventory',
  summary: 'Scripts of a page: host, versions, what they can do, who authorised them and why (PCI DSS 6.4.3)',
  right: 'read',
  query: pageParam,
  answer: z.object({
    url: z.string(),
    scripts: z.array(inventoryEntrySchema),
    headers: z.record(z.string(), z.string()),
  }),
  async handle({ query }, context) {
    const url = urlOf(context, query.page)
    const found = readInventory(dirOf(context), url)
    return { url, scripts: found?.scripts ?? [], headers: found?.headers ?? {} }
  },
})

const authorisation = defineRoute({
  method: 'POST',
  path: '/inventory/authorise',
  summary: 'Authorise every script of a page that nobody has authorised yet, with a written justification',
  right: 'decide',
  body: z.strictObject({ page: pageParam.shape.page, because: z.string().trim().min(3).max(2000) }),
  answer: z.object({ scripts: z.array(inventoryEntrySchema) }),
  errors: { SW_PAYMENT_INVENTORY_NONE: 404 },
  async handle({ body }, context) {
    const url = urlOf(context, body.page)
    const found = readInventory(dirOf(context), url)
    if (found === undefined)
      throw new ShopwardenError('SW_PAYMENT_INVENTORY_NONE', 'This page has not been watched yet', {
        fix: 'Start a watch first.',
      })
    const next = authorise(found, context.actor.name, body.because, context.now().toISOString())
    writeInventory(dirOf(context), url, next)
    context.publish('payment.authorised', { page: body.page })
    return { scripts: next.scripts }
  },
})

const justifications = defineRoute({
  method: 'POST',
  path: '/inventory/justifications',
  summary:
    'Authorise single scripts of a page, each with a written justification; nothing that is not in the inventory is let in',
  right: 'decide',
  body: z.strictObject({
    page: pageParam.shape.page,
    scripts: z
      .array(z.strictObject({ key: z.string().max(500), justification: z.string().trim().min(3).max(2000) }))
      .max(500),
  }),
  answer: z.object({ authorised: z.int(), unknown: z.array(z.string()) }),
  errors: { SW_PAYMENT_INVENTORY_NONE: 404 },
  async handle({ body }, context) {
    const url = urlOf(context, body.page)
    const found = readInventory(dirOf(context), url)
    if (found === undefined)
      throw new ShopwardenError('SW_PAYMENT_INVENTORY_NONE', 'This page has not been watched yet', {
        fix: 'Start a watch first.',
      })
    const lines = body.scripts.map((script) => ({ ...script, authorisedBy: context.actor.name }))
    const done = justify(found, lines, context.now().toISOString())
    writeInventory(dirOf(context), url, done.inventory)
    context.publish('payment.authorised', { page: body.page })
    return { authorised: done.authorised, unknown: done.unknown }
  },
})

const reportList = defineRoute({
  method: 'GET',
  path: '/reports',
  summary: 'What browsers reported of refused and tampered scripts, grouped, the most frequent first',
  right: 'read',
  query: pageQuery,
  answer: pageOf(groupSchema),
  async handle({ query }, context) {
    return pageFrom(new ReportGroups(dirOf(context)).list(), query)
  },
})

const takeReports = defineRoute({
  method: 'POST',
  path: '/reports',
  summary: 'Take browsers\' reports from a relay that may sign in; browsers themselves send to "payment reports serve"',
  right: 'configure',
  body: z.union([z.looseObject({ 'csp-report': z.looseObject({}) }), z.array(z.looseObject({})).max(100)]),
  answer: z.object({ taken: z.int() }),
  async handle({ body }, context) {
    const reports = parseReports(JSON.stringify(body))
    const groups = new ReportGroups(dirOf(context))
    groups.add(reports, context.now())
    groups.save()
    return { taken: reports.length }
  },
})

export const routes = (): AreaRoutes => ({
  routes: [watches, inventory, authorisation, justifications, reportList, takeReports],
})
