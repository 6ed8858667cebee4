import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { shopSchema } from '../../core/shop.ts'
import { parseShop } from '../../audit/shop-file.ts'
import { done, type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { recordAction } from '../people/actions.ts'
import { nameSchema } from '../people/people.ts'
import { newId } from '../secrets.ts'
import { clientLimits } from './clients.ts'
import { checkLimits } from './limits.ts'
import { isSample, type ShopRecord, toRecord } from './records.ts'

const tag = 'Shops'

const shopAnswer = z.object({
  id: z.string(),
  name: z.string(),
  sample: z.boolean(),
  createdAt: z.string(),
  latest: z.object({ audit: z.string(), at: z.string(), score: z.number(), coverage: z.number() }).optional(),
})

const describedShop = shopAnswer.extend({ description: shopSchema })

/** What people send: the description as JSON, or as the text of a shop.yaml. */
const descriptionBody = z
  .strictObject({
    description: shopSchema.optional(),
    yaml: z.string().max(200_000).optional().describe('Text of a shop.yaml instead of a description.'),
  })
  .refine((body) => (body.description === undefined) !== (body.yaml === undefined), 'give either description or yaml')

const described = (body: z.output<typeof descriptionBody>) =>
  body.description ?? parseShop(body.yaml ?? '', '/shop.yaml')

export function shopRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store

  async function latestAudits(shops: readonly string[]) {
    if (shops.length === 0) return new Map()
    const rows = await db
      .selectFrom('audit')
      .select(['id', 'shop', 'finished_at', 'score', 'coverage'])
      .where('shop', 'in', [...shops])
      .where((eb) =>
        eb(
          'finished_at',
          '=',
          eb
            .selectFrom('audit as newer')
            .select((inner) => inner.fn.max('newer.finished_at').as('at'))
            .whereRef('newer.shop', '=', 'audit.shop'),
        ),
      )
      .execute()
    return new Map(
      rows.map((row) => [row.shop, { audit: row.id, at: row.finished_at, score: row.score, coverage: row.coverage }]),
    )
  }

  const asAnswer = async (shop: ShopRecord) => {
    const latest = (await latestAudits([shop.id])).get(shop.id)
    return {
      id: shop.id,
      name: shop.name,
      sample: isSample(shop.id),
      createdAt: shop.createdAt,
      ...(latest && { latest }),
      description: shop.description,
    }
  }

  return [
    serverRoute({
      method: 'GET',
      path: '/shops',
      summary: 'The shops of your client, with the latest score of each',
      tag,
      access: 'read',
      answer: z.object({ items: z.array(shopAnswer) }),
      async handle({ caller }) {
        const rows = await db
          .selectFrom('shop')
          .selectAll()
          .where('client', '=', caller.client)
          .where('archived_at', 'is', null)
          .orderBy('created_at')
          .execute()
        const latest = await latestAudits(rows.map((row) => row.id))
        return {
          items: rows.map((row) => ({
            id: row.id,
            name: row.name,
            sample: isSample(row.id),
            createdAt: row.created_at,
            ...(latest.has(row.id) && { latest: latest.get(row.id) }),
          })),
        }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/shops',
      summary: 'Add a shop, or the bundled sample shop',
      tag,
      access: 'configure',
      body: z
        .strictObject({
          sample: z.boolean().default(false).describe('The bundled sample shop, to try things out.'),
          description: shopSchema.optional(),
          yaml: z.string().max(200_000).optional(),
        })
        .refine(
          (body) => body.sample || (body.description === undefined) !== (body.yaml === undefined),
          'give either description or yaml',
        ),
      answer: describedShop,
      status: 201,
      async handle({ body, caller }) {
        const id = newId(body.sample ? 'sample' : 'shop')
        const description = body.sample ? shopSchema.parse({ name: 'Sample shop' }) : described(body)
        checkLimits(description, id, await clientLimits(house.workspace, caller.client))
        const row = {
          id,
          client: caller.client,
          name: description.name,
          description: JSON.stringify(description),
          created_at: house.now().toISOString(),
          archived_at: null,
        }
        await db.insertInto('shop').values(row).execute()
        await recordAction(house, caller.client, caller.actor, 'shops.add', id, { name: description.name })
        return asAnswer(toRecord(row))
      },
    }),
    serverRoute({
      method: 'GET',
      path: '/shops/:shop',
      summary: 'One shop with its description',
      tag,
      access: 'read',
      answer: describedShop,
      handle: async ({ shop }) => asAnswer(shop),
    }),
    serverRoute({
      method: 'PUT',
      path: '/shops/:shop',
      summary: "Change a shop's description",
      tag,
      access: 'configure',
      body: descriptionBody,
      answer: describedShop,
      async handle({ body, caller, shop }) {
        if (isSample(shop.id))
          throw new ShopwardenError('SW_SERVER_CONFLICT', 'The sample shop describes itself', {
            fix: 'Add a shop of your own.',
          })
        const description = described(body)
        checkLimits(description, shop.id, await clientLimits(house.workspace, caller.client))
        await db
          .updateTable('shop')
          .set({ name: description.name, description: JSON.stringify(description) })
          .where('id', '=', shop.id)
          .execute()
        await recordAction(house, caller.client, caller.actor, 'shops.describe', shop.id)
        return asAnswer({ ...shop, name: description.name, description })
      },
    }),
    serverRoute({
      method: 'DELETE',
      path: '/shops/:shop',
      summary: 'Put a shop away; its ledger is kept',
      tag,
      access: 'own',
      body: z.strictObject({ name: nameSchema.describe('Its name, to be sure.') }),
      answer: done,
      async handle({ body, caller, shop }) {
        if (body.name !== shop.name)
          throw new ShopwardenError('SW_SERVER_CONFLICT', 'This is not the name of the shop', {
            where: 'name',
            fix: 'Write its name exactly.',
          })
        await db.updateTable('shop').set({ archived_at: house.now().toISOString() }).where('id', '=', shop.id).execute()
        await db.updateTable('schedule').set({ enabled: 0 }).where('shop', '=', shop.id).execute()
        await recordAction(house, caller.client, caller.actor, 'shops.archive', shop.id, { name: shop.name })
        return { ok: true }
      },
    }),
  ]
}
