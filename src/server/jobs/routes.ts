import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { pageOf, pageQuery } from '../../core/routes.ts'
import type { JobTable } from '../../store/server-tables.ts'
import { cut, fromCursor } from '../http/paging.ts'
import { done, type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { recordAction } from '../people/actions.ts'
import { shopDir } from '../shops/records.ts'
import { auditInput } from '../audits/input.ts'
import { documentPath } from './documents.ts'
import { jobSchema, states, toJob } from './schema.ts'

const tag = 'Jobs'
const jobParams = z.object({ job: z.string().max(100) })

export function jobRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store

  async function jobOf(shop: string, id: string): Promise<JobTable> {
    const row = await db.selectFrom('job').selectAll().where('id', '=', id).where('shop', '=', shop).executeTakeFirst()
    if (row) return row
    throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'There is no such job', { fix: 'GET /jobs lists them.' })
  }

  return [
    serverRoute({
      method: 'POST',
      path: '/shops/:shop/audits',
      summary: 'Start an audit; it runs as a job of the same id',
      tag: 'Audits',
      access: 'configure',
      body: auditInput,
      answer: jobSchema,
      status: 202,
      async handle({ body, caller, shop }) {
        const id = await house.jobs.add({ shop, kind: 'audit', input: body, by: caller.actor })
        await recordAction(house, caller.client, caller.actor, 'audits.start', id, { shop: shop.id })
        return toJob(await jobOf(shop.id, id))
      },
    }),
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/jobs',
      summary: 'Jobs of a shop, newest first',
      tag,
      access: 'read',
      query: pageQuery.extend({ state: z.enum(states).optional(), kind: z.string().max(100).optional() }),
      answer: pageOf(jobSchema),
      async handle({ query, shop }) {
        const after = fromCursor(query.cursor, ['string', 'string'] as const)
        let rows = db.selectFrom('job').selectAll().where('shop', '=', shop.id)
        if (query.state !== undefined) rows = rows.where('state', '=', query.state)
        if (query.kind !== undefined) rows = rows.where('kind', '=', query.kind)
        if (after !== undefined)
          rows = rows.where((eb) =>
            eb.or([
              eb('requested_at', '<', after[0]),
              eb.and([eb('requested_at', '=', after[0]), eb('id', '<', after[1])]),
            ]),
          )
        const found = await rows
          .orderBy('requested_at', 'desc')
          .orderBy('id', 'desc')
          .limit(query.limit + 1)
          .execute()
        return cut(found, query.limit, toJob, (row) => [row.requested_at, row.id])
      },
    }),
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/jobs/:job',
      summary: 'One job, with its last lines of progress while it runs',
      tag,
      access: 'read',
      params: jobParams,
      answer: jobSchema.extend({
        progress: z.array(z.object({ at: z.string(), step: z.string(), message: z.string() })),
      }),
      async handle({ params, shop }) {
        const row = await jobOf(shop.id, params.job)
        return { ...toJob(row), progress: [...house.jobs.progress(row.id)] }
      },
    }),
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/jobs/:job/result',
      summary: 'The document that a command wrote (its --format json)',
      tag,
      access: 'read',
      params: jobParams,
      answer: z.unknown(),
      async handle({ params, shop }) {
        const row = await jobOf(shop.id, params.job)
        const file = documentPath(shopDir(house.workspace, shop.id), row.id)
        if (!existsSync(file))
          throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'This job has left no document', {
            fix: row.kind === 'audit' ? 'Read the audit instead: /audits/{audit}.' : 'Wait until its state is "done".',
          })
        return JSON.parse(readFileSync(file, 'utf8'))
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/shops/:shop/jobs/:job/cancel',
      summary: 'Stop a job; what it has seen is kept',
      tag,
      access: 'configure',
      params: jobParams,
      answer: done,
      async handle({ params, caller, shop }) {
        const row = await jobOf(shop.id, params.job)
        await house.jobs.cancel(row.id)
        await recordAction(house, caller.client, caller.actor, 'jobs.cancel', row.id)
        return { ok: true }
      },
    }),
  ]
}
