import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { newId } from '../secrets.ts'
import { recordAction } from './actions.ts'
import { emailSchema, nameSchema } from './people.ts'
import { letIn } from './seats.ts'

const tag = 'Clients'
/** The client that the first visit made: its owners run the installation. */
export const FIRST_CLIENT = 'client_first'

const clientSchema = z.object({
  id: z.string(),
  name: z.string(),
  roots: z.array(z.string()).describe('Folders on the server that its shops may name.'),
  allowPrivate: z.boolean().describe('Whether its shops may lie on private addresses.'),
  shops: z.int(),
  createdAt: z.string(),
})

const rootSchema = z.string().max(1000).startsWith('/', 'must be absolute')

/** Clients of an installation, e.g. of a consultancy. Whoever runs the installation makes them, and sees nothing of what is theirs. */
export function clientRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store
  const onlyFirst = (client: string) => {
    if (client !== FIRST_CLIENT)
      throw new ShopwardenError('SW_SERVER_FORBIDDEN', 'Only owners of the installation manage clients')
  }
  const answer = async (id: string) => {
    const row = await db.selectFrom('client').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined) throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'There is no such client')
    const { count } = await db
      .selectFrom('shop')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('client', '=', id)
      .executeTakeFirstOrThrow()
    return {
      id: row.id,
      name: row.name,
      roots: z.array(z.string()).parse(JSON.parse(row.roots)),
      allowPrivate: row.allow_private === 1,
      shops: Number(count),
      createdAt: row.created_at,
    }
  }
  return [
    serverRoute({
      method: 'GET',
      path: '/clients',
      summary: 'Clients of this installation',
      tag,
      access: 'own',
      answer: z.object({ items: z.array(clientSchema) }),
      async handle({ caller }) {
        onlyFirst(caller.client)
        const rows = await db.selectFrom('client').select('id').orderBy('created_at').execute()
        return { items: await Promise.all(rows.map((row) => answer(row.id))) }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/clients',
      summary:
        'Make a client with its first owner, who gets an invitation: a new account, or a seat for one that exists',
      tag,
      access: 'own',
      body: z.strictObject({
        name: nameSchema,
        roots: z.array(rootSchema).max(20).default([]),
        allowPrivate: z.boolean().default(false),
        owner: z.strictObject({ name: nameSchema, email: emailSchema }),
      }),
      answer: z.object({ client: clientSchema, invitation: z.object({ link: z.string(), until: z.string() }) }),
      status: 201,
      async handle({ body, caller }) {
        onlyFirst(caller.client)
        const id = newId('client')
        await db
          .insertInto('client')
          .values({
            id,
            name: body.name,
            roots: JSON.stringify(body.roots),
            allow_private: body.allowPrivate ? 1 : 0,
            created_at: house.now().toISOString(),
          })
          .execute()
        const { invitation } = await letIn(house, { ...body.owner, client: id, role: 'owner' })
        await recordAction(house, caller.client, caller.actor, 'clients.add', id, { name: body.name })
        return { client: await answer(id), invitation }
      },
    }),
    serverRoute({
      method: 'PATCH',
      path: '/clients/:client',
      summary: 'Change what the shops of a client may name',
      tag,
      access: 'own',
      params: z.object({ client: z.string().max(100) }),
      body: z.strictObject({
        name: nameSchema.optional(),
        roots: z.array(rootSchema).max(20).optional(),
        allowPrivate: z.boolean().optional(),
      }),
      answer: clientSchema,
      async handle({ params, body, caller }) {
        onlyFirst(caller.client)
        const before = await answer(params.client)
        await db
          .updateTable('client')
          .set({
            name: body.name ?? before.name,
            roots: JSON.stringify(body.roots ?? before.roots),
            allow_private: (body.allowPrivate ?? before.allowPrivate) ? 1 : 0,
          })
          .where('id', '=', before.id)
          .execute()
        await recordAction(house, caller.client, caller.actor, 'clients.change', before.id)
        return answer(before.id)
      },
    }),
  ]
}
