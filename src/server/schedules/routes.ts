import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { knowledgeInput, knowledgeKind } from '../jobs/knowledge-job.ts'
import { auditInput } from '../audits/input.ts'
import { done, type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { recordAction } from '../people/actions.ts'
import { newId } from '../secrets.ts'
import type { ScheduleTable } from '../../store/server-tables.ts'

const tag = 'Schedules'

const scheduleSchema = z.object({
  id: z.string(),
  kind: z.string(),
  input: z.unknown(),
  everyMinutes: z.int(),
  nextAt: z.string(),
  lastAt: z.string().optional(),
  lastJob: z.string().optional(),
  enabled: z.boolean(),
})

const toSchedule = (row: ScheduleTable): z.input<typeof scheduleSchema> => ({
  id: row.id,
  kind: row.kind,
  input: JSON.parse(row.input),
  everyMinutes: row.every,
  nextAt: row.next_at,
  ...(row.last_at !== null && { lastAt: row.last_at }),
  ...(row.last_job !== null && { lastJob: row.last_job }),
  enabled: row.enabled === 1,
})

const scheduleParams = z.object({ schedule: z.string().max(100) })

/** What can run by itself: audits, and whatever verbs the areas open to the network. */
async function schedulable(house: House): Promise<Map<string, { summary: string; input: z.ZodType }>> {
  const kinds = new Map<string, { summary: string; input: z.ZodType }>([
    ['audit', { summary: 'The audit of the whole shop', input: auditInput }],
    [knowledgeKind, { summary: 'Refresh the facts about releases and known holes', input: knowledgeInput }],
  ])
  for (const area of house.areas)
    for (const [name, { summary, input }] of Object.entries((await area.remotes?.()) ?? {}))
      kinds.set(`${area.name}.${name}`, { summary, input })
  return kinds
}

export function scheduleRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store

  async function scheduleOf(shop: string, id: string) {
    const row = await db
      .selectFrom('schedule')
      .selectAll()
      .where('id', '=', id)
      .where('shop', '=', shop)
      .executeTakeFirst()
    if (row) return row
    throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'There is no such schedule')
  }

  return [
    serverRoute({
      method: 'GET',
      path: '/schedulable',
      summary: 'What can run by itself, and as a job',
      tag,
      access: 'read',
      answer: z.object({ kinds: z.array(z.object({ kind: z.string(), summary: z.string() })) }),
      handle: async () => ({
        kinds: [...(await schedulable(house))].map(([kind, { summary }]) => ({ kind, summary })),
      }),
    }),
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/schedules',
      summary: 'What runs by itself for a shop',
      tag,
      access: 'read',
      answer: z.object({ items: z.array(scheduleSchema) }),
      async handle({ shop }) {
        const rows = await db
          .selectFrom('schedule')
          .selectAll()
          .where('shop', '=', shop.id)
          .orderBy('created_at')
          .execute()
        return { items: rows.map(toSchedule) }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/shops/:shop/schedules',
      summary: 'Let something run by itself',
      tag,
      access: 'configure',
      body: z.strictObject({
        kind: z.string().max(100).describe('audit, knowledge or <area>.<verb> (GET /schedulable).'),
        input: z.record(z.string().max(100), z.unknown()).default({}).describe('As its own route takes it.'),
        everyMinutes: z.int().min(5).max(525_600),
        firstAt: z.iso.datetime().optional().describe('First run; now where it is missing.'),
      }),
      answer: scheduleSchema,
      status: 201,
      async handle({ body, caller, shop }) {
        const kind = (await schedulable(house)).get(body.kind)
        if (kind === undefined)
          throw new ShopwardenError('SW_SERVER_SCHEDULE', 'This cannot run by itself', {
            where: 'kind',
            fix: 'GET /schedulable lists what can.',
          })
        const input = kind.input.safeParse(body.input)
        if (!input.success)
          throw new ShopwardenError('SW_SERVER_SCHEDULE', z.prettifyError(input.error), { where: 'input' })
        const now = house.now().toISOString()
        const row: ScheduleTable = {
          id: newId('schedule'),
          client: caller.client,
          shop: shop.id,
          kind: body.kind,
          input: JSON.stringify(input.data),
          every: body.everyMinutes,
          next_at: body.firstAt === undefined ? now : new Date(body.firstAt).toISOString(),
          last_at: null,
          last_job: null,
          enabled: 1,
          created_by: caller.actor.id,
          created_at: now,
        }
        await db.insertInto('schedule').values(row).execute()
        await recordAction(house, caller.client, caller.actor, 'schedules.add', row.id, {
          kind: body.kind,
          every: body.everyMinutes,
        })
        return toSchedule(row)
      },
    }),
    serverRoute({
      method: 'PATCH',
      path: '/shops/:shop/schedules/:schedule',
      summary: 'Pause, resume or change a schedule',
      tag,
      access: 'configure',
      params: scheduleParams,
      body: z.strictObject({ enabled: z.boolean().optional(), everyMinutes: z.int().min(5).max(525_600).optional() }),
      answer: scheduleSchema,
      async handle({ params, body, caller, shop }) {
        const before = await scheduleOf(shop.id, params.schedule)
        const set = {
          enabled: body.enabled === undefined ? before.enabled : body.enabled ? 1 : 0,
          every: body.everyMinutes ?? before.every,
        }
        await db.updateTable('schedule').set(set).where('id', '=', before.id).execute()
        await recordAction(house, caller.client, caller.actor, 'schedules.change', before.id, {
          enabled: set.enabled === 1,
        })
        return toSchedule({ ...before, ...set })
      },
    }),
    serverRoute({
      method: 'DELETE',
      path: '/shops/:shop/schedules/:schedule',
      summary: 'Let it run no more',
      tag,
      access: 'configure',
      params: scheduleParams,
      answer: done,
      async handle({ params, caller, shop }) {
        const before = await scheduleOf(shop.id, params.schedule)
        await db.deleteFrom('schedule').where('id', '=', before.id).execute()
        await recordAction(house, caller.client, caller.actor, 'schedules.delete', before.id)
        return { ok: true }
      },
    }),
  ]
}
