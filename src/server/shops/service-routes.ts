import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { done, type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { recordAction } from '../people/actions.ts'
import { sealKey, servicesOf } from './service-keys.ts'

const tag = 'Services'
const keyParams = z.object({ key: z.string().max(100).describe('Name of the key, as the list of services tells it.') })

/** Keys of outside services, a shop's own: what the command line reads from its environment. */
export function serviceRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store
  const services = servicesOf(house.areas)
  const names = new Set<string>(services.flatMap((service) => service.keys))

  function check(key: string): void {
    if (!names.has(key))
      throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'No service uses a key of this name', {
        fix: 'GET /api/v1/shops/{shop}/services lists them.',
      })
  }

  return [
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/services',
      summary: 'Outside services that can be used for a shop, and which of their keys are set',
      tag,
      access: 'configure',
      answer: z.object({
        items: z.array(
          z.object({
            name: z.string(),
            about: z.string(),
            keys: z.array(
              z.object({
                key: z.string(),
                set: z
                  .enum(['shop', 'server', 'no'])
                  .describe('server: in the environment of the server, for all shops.'),
                setAt: z.string().optional(),
              }),
            ),
          }),
        ),
      }),
      async handle({ shop }) {
        const rows = await db.selectFrom('service_key').select(['name', 'set_at']).where('shop', '=', shop.id).execute()
        const at = new Map(rows.map((row) => [row.name, row.set_at]))
        return {
          items: services.map(({ name, about, keys }) => ({
            name,
            about,
            keys: keys.map((key) => ({
              key,
              set: at.has(key) ? ('shop' as const) : process.env[key] ? ('server' as const) : ('no' as const),
              ...(at.has(key) && { setAt: at.get(key)! }),
            })),
          })),
        }
      },
    }),
    serverRoute({
      method: 'PUT',
      path: '/shops/:shop/services/:key',
      summary: 'Set a key of an outside service; it is sealed and never shown again',
      tag,
      access: 'configure',
      params: keyParams,
      body: z.strictObject({ value: z.string().trim().min(1).max(4000) }),
      answer: done,
      async handle({ params, body, shop, caller }) {
        check(params.key)
        const row = {
          sealed: sealKey(house, shop.id, params.key, body.value),
          set_by: caller.actor.name,
          set_at: house.now().toISOString(),
        }
        await db
          .insertInto('service_key')
          .values({ shop: shop.id, name: params.key, ...row })
          .onConflict((conflict) => conflict.columns(['shop', 'name']).doUpdateSet(row))
          .execute()
        await recordAction(house, caller.client, caller.actor, 'services.set', shop.id, { key: params.key })
        return { ok: true }
      },
    }),
    serverRoute({
      method: 'DELETE',
      path: '/shops/:shop/services/:key',
      summary: 'Forget a key of an outside service',
      tag,
      access: 'configure',
      params: keyParams,
      answer: done,
      async handle({ params, shop, caller }) {
        check(params.key)
        await db.deleteFrom('service_key').where('shop', '=', shop.id).where('name', '=', params.key).execute()
        await recordAction(house, caller.client, caller.actor, 'services.forget', shop.id, { key: params.key })
        return { ok: true }
      },
    }),
  ]
}
