import { z } from 'zod'
import { pageOf, pageQuery } from '../../core/routes.ts'
import { cut, fromCursor } from '../http/paging.ts'
import { done, type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { actionLedger, actionSchema, recordAction } from './actions.ts'
import { revokeKeysOf } from './api-keys.ts'
import { keepAnOwner } from './owners.ts'
import {
  emailSchema,
  invite,
  languageSchema,
  nameSchema,
  personOf,
  personSchema,
  roleSchema,
  toPerson,
} from './people.ts'
import { changeSeat, seatedPeople } from './seated.ts'
import { inviteToSeat, letIn, loosenSeats, seatOf } from './seats.ts'
import { endSessions } from './sessions.ts'

const tag = 'People'
const param = z.object({ person: z.string().max(100) })
const invitation = z.object({ link: z.string(), until: z.string() })

export function peopleRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store

  return [
    serverRoute({
      method: 'GET',
      path: '/people',
      summary: 'The people of your client',
      tag,
      access: 'read',
      answer: z.object({ items: z.array(personSchema) }),
      async handle({ caller }) {
        const rows = await db
          .selectFrom('person')
          .selectAll()
          .where('client', '=', caller.client)
          .orderBy('created_at')
          .execute()
        return { items: [...rows.map(toPerson), ...(await seatedPeople(house, caller.client))] }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/people',
      summary: 'Invite a person; the answer holds the link to hand over. An account of another client gets a seat here',
      tag,
      access: 'own',
      body: z.strictObject({
        name: nameSchema,
        email: emailSchema,
        role: roleSchema,
        language: languageSchema.default('en'),
        accessUntil: z.iso.datetime().optional().describe('Dated access, e.g. of an auditor.'),
      }),
      answer: z.object({ person: personSchema, invitation }),
      status: 201,
      async handle({ body, caller }) {
        const made = await letIn(house, { ...body, client: caller.client })
        await recordAction(house, caller.client, caller.actor, 'people.invite', made.person.id, { role: body.role })
        return made
      },
    }),
    serverRoute({
      method: 'PATCH',
      path: '/people/:person',
      summary: "Change a person's role, end or date the access",
      tag,
      access: 'own',
      params: param,
      body: z.strictObject({
        role: roleSchema.optional(),
        name: nameSchema.optional(),
        accessUntil: z.iso.datetime().nullable().optional(),
        disabled: z.boolean().optional(),
        keepKeys: z
          .boolean()
          .default(false)
          .describe(
            'With disabled, or a role below owner: leave the API keys working that this person made. Their secrets are known to them.',
          ),
      }),
      answer: personSchema,
      async handle({ params, body: { keepKeys, ...body }, caller }) {
        /** Only owners make keys: whoever is none any more, or is shut out, has no use for theirs. */
        const revoke = async (role: string) => {
          const demoted = role === 'owner' && body.role !== undefined && body.role !== 'owner'
          if (keepKeys || (body.disabled !== true && !demoted)) return
          const keys = await revokeKeysOf(house, caller.client, params.person)
          if (keys > 0) await recordAction(house, caller.client, caller.actor, 'keys.revoke', params.person, { keys })
        }
        const seat = await seatOf(house, caller.client, params.person)
        if (seat !== undefined) {
          const person = await changeSeat(house, seat, body)
          await recordAction(house, caller.client, caller.actor, 'people.change', person.id, {
            role: person.role,
            disabled: person.disabled,
          })
          await revoke(seat.role)
          return person
        }
        const before = await personOf(house, caller.client, params.person)
        const weaker =
          (body.role ?? before.role) !== 'owner' || body.disabled === true || (body.accessUntil ?? null) !== null
        if (before.role === 'owner' && weaker) await keepAnOwner(house, caller.client, before.id)
        const set = {
          role: body.role ?? before.role,
          name: body.name ?? before.name,
          access_until: body.accessUntil === undefined ? before.access_until : body.accessUntil,
          disabled_at:
            body.disabled === undefined ? before.disabled_at : body.disabled ? house.now().toISOString() : null,
        }
        await db.updateTable('person').set(set).where('id', '=', before.id).execute()
        if (body.disabled === true) await endSessions(house, before.id, {})
        await recordAction(house, caller.client, caller.actor, 'people.change', before.id, {
          role: set.role,
          disabled: set.disabled_at !== null,
        })
        await revoke(before.role)
        return toPerson({ ...before, ...set })
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/people/:person/invitation',
      summary:
        'A new link to choose a password, e.g. where it was forgotten; ends the second factor and all sessions. For a seat: a new link to take it up',
      tag,
      access: 'own',
      params: param,
      answer: invitation,
      async handle({ params, caller }) {
        if ((await seatOf(house, caller.client, params.person)) !== undefined) {
          await endSessions(house, params.person, { client: caller.client })
          await recordAction(house, caller.client, caller.actor, 'people.invite', params.person)
          return inviteToSeat(house, caller.client, params.person)
        }
        const person = await personOf(house, caller.client, params.person)
        await loosenSeats(house, person.id)
        await db.updateTable('person').set({ totp: null, recovery: '[]' }).where('id', '=', person.id).execute()
        await endSessions(house, person.id, {})
        await recordAction(house, caller.client, caller.actor, 'people.reset', person.id)
        return invite(house, person.id)
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/people/:person/sign-out',
      summary: 'End all sessions of a person',
      tag,
      access: 'own',
      params: param,
      answer: done,
      async handle({ params, caller }) {
        const seat = await seatOf(house, caller.client, params.person)
        const id = seat?.person ?? (await personOf(house, caller.client, params.person)).id
        await endSessions(house, id, seat === undefined ? {} : { client: caller.client })
        await recordAction(house, caller.client, caller.actor, 'people.sign-out', id)
        return { ok: true }
      },
    }),
    serverRoute({
      method: 'GET',
      path: '/actions',
      summary: 'Who did what, newest first, from the signed ledger',
      tag,
      access: 'configure',
      query: pageQuery,
      answer: pageOf(actionSchema),
      async handle({ query, caller }) {
        const after = fromCursor(query.cursor, ['number'] as const)
        let rows = db.selectFrom('ledger').select(['seq', 'body']).where('shop', '=', actionLedger(caller.client))
        if (after !== undefined) rows = rows.where('seq', '<', after[0])
        const found = await rows
          .orderBy('seq', 'desc')
          .limit(query.limit + 1)
          .execute()
        return cut(
          found,
          query.limit,
          (row) => actionSchema.parse(JSON.parse(row.body)),
          (row) => [row.seq],
        )
      },
    }),
  ]
}
