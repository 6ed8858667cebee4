import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { RIGHTS } from '../../core/roles.ts'
import { VERSION } from '../../core/version.ts'
import { done, type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { hashToken, sameText } from '../secrets.ts'
import { recordAction } from './actions.ts'
import { FIRST_CLIENT } from './client-routes.ts'
import { callerOf } from './caller.ts'
import { type Caller, holds, SESSION_COOKIE } from './rights.ts'
import { hashPassword } from './password.ts'
import {
  addPerson,
  checkNewPassword,
  emailSchema,
  languageSchema,
  nameSchema,
  passwordSchema,
  personSchema,
  roleSchema,
  toPerson,
} from './people.ts'
import { clientsOf } from './seats.ts'
import { setSessionCookie } from './session-cookie.ts'
import { endSessions, startSession } from './sessions.ts'
import { checkSignIn, isWelcome } from './sign-in.ts'

const tag = 'Sign-in'

const sessionSchema = z.object({
  version: z.string(),
  /** True until the first visit has made an owner. */
  setup: z.boolean(),
  /** True where the first visit must show the code that the terminal printed. */
  setupCode: z.boolean(),
  companySignIn: z.string().optional(),
  person: personSchema.optional(),
  client: z.object({ id: z.string(), name: z.string(), roots: z.boolean() }).optional(),
  /** The clients that the account may work for, where there are several. */
  clients: z.array(z.object({ id: z.string(), name: z.string(), role: roleSchema })).optional(),
  rights: z.array(z.enum(RIGHTS)),
})

async function describe(house: House, caller: Caller | undefined): Promise<z.input<typeof sessionSchema>> {
  const { db } = house.workspace.store
  const first = caller ?? (await db.selectFrom('person').select('id').limit(1).executeTakeFirst())
  const base = {
    version: VERSION,
    setup: first === undefined,
    setupCode: house.setupCode !== undefined,
    ...(house.config.oidcIssuer !== undefined && { companySignIn: house.config.oidcName }),
  }
  if (caller === undefined) return { ...base, rights: [] }
  const person = await db.selectFrom('person').selectAll().where('id', '=', caller.actor.id).executeTakeFirst()
  const client = await db.selectFrom('client').selectAll().where('id', '=', caller.client).executeTakeFirstOrThrow()
  const clients = person === undefined ? [] : await clientsOf(house, person)
  return {
    ...base,
    ...(person && {
      person: { ...toPerson(person), role: caller.actor.role, visitor: person.client !== caller.client },
    }),
    ...(clients.length > 1 && { clients }),
    client: { id: client.id, name: client.name, roots: client.roots !== '[]' },
    rights: RIGHTS.filter((right) => holds(caller, right, undefined)),
  }
}

export function sessionRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store
  return [
    serverRoute({
      method: 'GET',
      path: '/session',
      summary: 'Who is signed in, and whether the first visit is still to come',
      tag,
      access: 'public',
      answer: sessionSchema,
      handle: async ({ raw }) => describe(house, await callerOf(house, raw).catch(() => undefined)),
    }),
    serverRoute({
      method: 'POST',
      path: '/setup',
      summary: 'First visit: makes the client and its owner, and signs the owner in',
      tag,
      access: 'public',
      body: z.strictObject({
        company: nameSchema,
        name: nameSchema,
        email: emailSchema,
        password: passwordSchema,
        language: languageSchema.default('en'),
        code: z
          .string()
          .max(100)
          .optional()
          .describe('Printed in the terminal where the server listens beyond this machine.'),
      }),
      answer: personSchema,
      status: 201,
      async handle({ body, raw, reply }) {
        const taken = new ShopwardenError('SW_SERVER_CONFLICT', 'The owner exists already', { fix: 'Sign in.' })
        if (await db.selectFrom('person').select('id').limit(1).executeTakeFirst()) throw taken
        if (house.setupCode !== undefined && !sameText(body.code ?? '', house.setupCode))
          throw new ShopwardenError('SW_SERVER_FORBIDDEN', 'The code of the first visit is missing or wrong', {
            where: 'code',
            fix: 'The terminal in which Shopwarden was started shows it.',
          })
        checkNewPassword(house, body.password, [body.company, body.name, body.email])
        // The installation's own client may name any folder and private addresses: whoever runs the server owns them.
        const client = {
          id: FIRST_CLIENT,
          name: body.company,
          roots: '["/"]',
          allow_private: 1,
          created_at: house.now().toISOString(),
        }
        const made = await db
          .insertInto('client')
          .values(client)
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst()
        // Of two first visits at once the database lets one through.
        if (Number(made.numInsertedOrUpdatedRows ?? 0) === 0) throw taken
        const person = await addPerson(house, { ...body, client: client.id, role: 'owner' })
        await recordAction(house, client.id, person, 'people.first-visit', person.id)
        setSessionCookie(house, reply, await startSession(house, person.id, raw.headers['user-agent'] ?? ''))
        return toPerson(person)
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/sign-in',
      summary: 'Sign in with mail address, password and, where set up, a code',
      tag,
      access: 'public',
      body: z.strictObject({ email: emailSchema, password: passwordSchema, code: z.string().max(50).optional() }),
      answer: personSchema,
      errors: { SW_SERVER_SECOND_FACTOR: 401 },
      async handle({ body, raw, reply }) {
        const person = await checkSignIn(house, body, raw.ip)
        setSessionCookie(house, reply, await startSession(house, person.id, raw.headers['user-agent'] ?? ''))
        await recordAction(house, person.client, person, 'people.sign-in', person.id)
        return toPerson(person)
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/sign-out',
      summary: 'End this session',
      tag,
      access: 'person',
      answer: done,
      async handle({ caller, reply }) {
        await endSessions(house, caller.actor.id, { only: caller.session ?? '' })
        reply.clearCookie(SESSION_COOKIE, { path: '/' })
        return { ok: true }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/welcome',
      summary: 'Take up an invitation: choose a password, and be signed in',
      tag,
      access: 'public',
      body: z.strictObject({ token: z.string().max(100), password: passwordSchema }),
      answer: personSchema,
      async handle({ body, raw, reply }) {
        const person = await db
          .selectFrom('person')
          .selectAll()
          .where('invitation', '=', hashToken(body.token))
          .executeTakeFirst()
        const until = person?.invited_until ?? ''
        if (person === undefined || until < house.now().toISOString() || !isWelcome(person, house.now()))
          throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'This invitation was used, replaced or has run out', {
            fix: 'Ask an owner for a new one.',
          })
        checkNewPassword(house, body.password, [person.name, person.email])
        const password = await hashPassword(body.password)
        const taken = await db
          .updateTable('person')
          .set({ password, invitation: null, invited_until: null })
          .where('id', '=', person.id)
          .where('invitation', '=', hashToken(body.token))
          .executeTakeFirst()
        if (Number(taken.numUpdatedRows) !== 1)
          throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'This invitation was used already', { fix: 'Sign in.' })
        await endSessions(house, person.id, {})
        await recordAction(house, person.client, person, 'people.welcome', person.id)
        setSessionCookie(house, reply, await startSession(house, person.id, raw.headers['user-agent'] ?? ''))
        return toPerson({ ...person, invitation: null })
      },
    }),
  ]
}
