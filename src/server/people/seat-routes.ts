import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { done, type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { hashToken } from '../secrets.ts'
import { recordAction } from './actions.ts'
import { accountOf, roleSchema } from './people.ts'
import { clientsOf, isSeated, seatOf } from './seats.ts'
import { setSessionCookie } from './session-cookie.ts'
import { endSessions, startSession } from './sessions.ts'
import { isWelcome } from './sign-in.ts'

const tag = 'You'
const gone = () =>
  new ShopwardenError(
    'SW_SERVER_NOT_FOUND',
    'This invitation was used, replaced, has run out, or is for another account',
    {
      fix: 'Sign in with the account that was invited, or ask for a new link.',
    },
  )

/** One account for several clients: each session works for one of them at a time, and for nothing of the others. */
export function seatRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store

  /** A fresh session for the client, in place of the one that asks: what a session may do never grows under the same token. */
  async function enter(
    { caller, raw, reply }: Parameters<ServerRoute['handle']>[0],
    client: string,
    home: string,
  ): Promise<void> {
    const agent = raw.headers['user-agent'] ?? ''
    setSessionCookie(house, reply, await startSession(house, caller.actor.id, agent, client === home ? null : client))
    await endSessions(house, caller.actor.id, { only: caller.session ?? '' })
    await recordAction(house, client, caller.actor, 'people.enter', caller.actor.id)
  }

  return [
    serverRoute({
      method: 'GET',
      path: '/me/clients',
      summary: 'The clients that your account may work for',
      tag,
      access: 'person',
      answer: z.object({
        items: z.array(z.object({ id: z.string(), name: z.string(), role: roleSchema, current: z.boolean() })),
      }),
      async handle({ caller }) {
        const clients = await clientsOf(house, await accountOf(house, caller.actor.id))
        return { items: clients.map((each) => ({ ...each, current: each.id === caller.client })) }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/me/client',
      summary: 'Work for another client of yours from now on, in this session',
      tag,
      access: 'person',
      body: z.strictObject({ client: z.string().max(100) }),
      answer: done,
      async handle(request) {
        const { body, caller } = request
        const person = await accountOf(house, caller.actor.id)
        const seat = await seatOf(house, body.client, person.id)
        const open = body.client === person.client || (seat !== undefined && isSeated(seat, house.now()))
        if (!open) throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'You have no seat at this client')
        await enter(request as never, body.client, person.client)
        return { ok: true }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/join',
      summary: "Take up a seat at another client, by its invitation's link, and work there from now on",
      tag,
      access: 'person',
      body: z.strictObject({ token: z.string().max(100) }),
      answer: z.object({ client: z.object({ id: z.string(), name: z.string() }), role: roleSchema }),
      async handle(request) {
        const { body, caller } = request
        const now = house.now()
        const mine = db.selectFrom('seat').selectAll().where('person', '=', caller.actor.id)
        const seat = await mine.where('invitation', '=', hashToken(body.token)).executeTakeFirst()
        if (seat === undefined || (seat.invited_until ?? '') < now.toISOString() || !isWelcome(seat, now)) throw gone()
        const taken = await db
          .updateTable('seat')
          .set({ accepted_at: now.toISOString(), invitation: null, invited_until: null })
          .where('person', '=', seat.person)
          .where('invitation', '=', seat.invitation)
          .executeTakeFirst()
        if (Number(taken.numUpdatedRows) !== 1) throw gone()
        const { client: home } = await accountOf(house, caller.actor.id)
        await recordAction(house, seat.client, caller.actor, 'people.join', caller.actor.id, { role: seat.role })
        await enter(request as never, seat.client, home)
        const client = await db
          .selectFrom('client')
          .select(['id', 'name'])
          .where('id', '=', seat.client)
          .executeTakeFirstOrThrow()
        return { client, role: roleSchema.parse(seat.role) }
      },
    }),
    serverRoute({
      method: 'DELETE',
      path: '/me/clients/:client',
      summary: 'Give up your seat at another client',
      tag,
      access: 'person',
      params: z.object({ client: z.string().max(100) }),
      answer: done,
      async handle({ params, caller }) {
        const seat = await seatOf(house, params.client, caller.actor.id)
        if (seat === undefined) throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'You have no seat at this client')
        await db.deleteFrom('seat').where('client', '=', seat.client).where('person', '=', caller.actor.id).execute()
        await endSessions(house, caller.actor.id, { client: seat.client })
        await recordAction(house, seat.client, caller.actor, 'people.leave', caller.actor.id)
        return { ok: true }
      },
    }),
  ]
}
