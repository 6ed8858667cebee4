import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { done, type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { hashToken, newId, newToken } from '../secrets.ts'
import { recordAction } from './actions.ts'
import { keyEnd, keyRows, scopeSchema } from './api-keys.ts'
import { nameSchema } from './people.ts'

const tag = 'API keys'
const dayMs = 86_400_000

const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  expiresAt: z.string().describe('The key ends then, or earlier with the dated access of whoever made it.'),
  createdAt: z.string(),
  usedAt: z.string().optional(),
  revokedAt: z.string().optional(),
})

export function keyRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store
  return [
    serverRoute({
      method: 'GET',
      path: '/keys',
      summary: 'API keys of your client; their secrets are not kept',
      tag,
      access: 'own',
      answer: z.object({ items: z.array(keySchema) }),
      async handle({ caller }) {
        const rows = await keyRows(house)
          .where('api_key.client', '=', caller.client)
          .orderBy('api_key.created_at', 'desc')
          .execute()
        return {
          items: rows.map((row) => ({
            id: row.id,
            name: row.name,
            scopes: z.array(z.string()).parse(JSON.parse(row.scopes)),
            expiresAt: keyEnd(row),
            createdAt: row.created_at,
            ...(row.used_at !== null && { usedAt: row.used_at }),
            ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
          })),
        }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/keys',
      summary: 'Make an API key; it is shown once',
      tag,
      access: 'own',
      body: z.strictObject({
        name: nameSchema,
        scopes: z
          .array(scopeSchema)
          .min(1)
          .max(100)
          .describe('Rights, for one area where it stands in front: "fraud:decide".'),
        days: z.int().min(1).max(730).default(90).describe('Days until it runs out.'),
      }),
      answer: keySchema.extend({ key: z.string().describe('Shown once: keep it now.') }),
      status: 201,
      async handle({ body, caller }) {
        const secret = newToken()
        const now = house.now()
        const row = {
          id: newId('swk'),
          client: caller.client,
          created_by: caller.actor.id,
          name: body.name,
          secret: hashToken(secret),
          scopes: JSON.stringify(body.scopes),
          expires_at: new Date(now.getTime() + body.days * dayMs).toISOString(),
          created_at: now.toISOString(),
          used_at: null,
          revoked_at: null,
        }
        await db.insertInto('api_key').values(row).execute()
        const made = await keyRows(house).where('api_key.id', '=', row.id).executeTakeFirstOrThrow()
        await recordAction(house, caller.client, caller.actor, 'keys.make', row.id, { scopes: body.scopes.join(' ') })
        return {
          id: row.id,
          name: row.name,
          scopes: body.scopes,
          expiresAt: keyEnd(made),
          createdAt: row.created_at,
          key: `${row.id}.${secret}`,
        }
      },
    }),
    serverRoute({
      method: 'DELETE',
      path: '/keys/:key',
      summary: 'Revoke an API key, at once',
      tag,
      access: 'own',
      params: z.object({ key: z.string().max(100) }),
      answer: done,
      async handle({ params, caller }) {
        const revoked = await db
          .updateTable('api_key')
          .set({ revoked_at: house.now().toISOString() })
          .where('id', '=', params.key)
          .where('client', '=', caller.client)
          .executeTakeFirst()
        if (Number(revoked.numUpdatedRows) === 0)
          throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'There is no such key')
        await recordAction(house, caller.client, caller.actor, 'keys.revoke', params.key)
        return { ok: true }
      },
    }),
  ]
}
