import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { done, type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { recordAction } from './actions.ts'
import { fitsPassword, hashPassword } from './password.ts'
import {
  accountOf,
  checkNewPassword,
  languageSchema,
  nameSchema,
  passwordSchema,
  personSchema,
  toPerson,
} from './people.ts'
import { endSessions } from './sessions.ts'
import { newRecoveryCodes } from './sign-in.ts'
import { clearAttempts, countAttempt } from './throttle.ts'
import { fittingStep, newTotpSecret, otpauthUrl } from './totp.ts'

const tag = 'You'
const setupMs = 15 * 60_000

export function meRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store

  /** The password again, before something that a borrowed session must not do. @throws SW_SERVER_SIGN_IN */
  async function confirm(id: string, password: string, address: string) {
    const person = await accountOf(house, id)
    await countAttempt(house, person.email, address)
    if (!(await fitsPassword(password, person.password)))
      throw new ShopwardenError('SW_SERVER_PASSWORD', 'This is not your password', {
        where: 'password',
        fix: 'Try again.',
      })
    await clearAttempts(house, person.email, address)
    return person
  }

  return [
    serverRoute({
      method: 'PATCH',
      path: '/me',
      summary: 'Change your name or language',
      tag,
      access: 'person',
      body: z.strictObject({ name: nameSchema.optional(), language: languageSchema.optional() }),
      answer: personSchema,
      async handle({ body, caller }) {
        const before = await accountOf(house, caller.actor.id)
        const set = { name: body.name ?? before.name, language: body.language ?? before.language }
        await db.updateTable('person').set(set).where('id', '=', before.id).execute()
        return toPerson({ ...before, ...set })
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/me/password',
      summary: 'Change your password; ends your other sessions',
      tag,
      access: 'person',
      body: z.strictObject({ password: passwordSchema, next: passwordSchema }),
      answer: done,
      async handle({ body, caller, raw }) {
        const person = await confirm(caller.actor.id, body.password, raw.ip)
        checkNewPassword(house, body.next, [person.name, person.email])
        await db
          .updateTable('person')
          .set({ password: await hashPassword(body.next) })
          .where('id', '=', person.id)
          .execute()
        await endSessions(house, person.id, caller.session === undefined ? {} : { keep: caller.session })
        await recordAction(house, person.client, caller.actor, 'people.password', person.id)
        return { ok: true }
      },
    }),
    serverRoute({
      method: 'GET',
      path: '/me/sessions',
      summary: 'Where you are signed in',
      tag,
      access: 'person',
      answer: z.object({
        items: z.array(
          z.object({
            id: z.string(),
            agent: z.string(),
            createdAt: z.string(),
            seenAt: z.string(),
            current: z.boolean(),
          }),
        ),
      }),
      async handle({ caller }) {
        const rows = await db
          .selectFrom('session')
          .selectAll()
          .where('person', '=', caller.actor.id)
          .orderBy('seen_at', 'desc')
          .execute()
        return {
          items: rows.map((row) => ({
            id: row.id,
            agent: row.agent,
            createdAt: row.created_at,
            seenAt: row.seen_at,
            current: row.id === caller.session,
          })),
        }
      },
    }),
    serverRoute({
      method: 'DELETE',
      path: '/me/sessions/:session',
      summary: 'End one of your sessions',
      tag,
      access: 'person',
      params: z.object({ session: z.string().max(100) }),
      answer: done,
      async handle({ params, caller }) {
        await endSessions(house, caller.actor.id, { only: params.session })
        return { ok: true }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/me/second-factor/start',
      summary: 'Begin to set up an authenticator app',
      tag,
      access: 'person',
      body: z.strictObject({ password: passwordSchema }),
      answer: z.object({ secret: z.string(), url: z.string(), ticket: z.string() }),
      async handle({ body, caller, raw }) {
        const person = await confirm(caller.actor.id, body.password, raw.ip)
        const secret = newTotpSecret()
        const until = house.now().getTime() + setupMs
        const ticket = house.sealer.seal(JSON.stringify({ secret, until }), `totp set-up ${person.id}`)
        return { secret, url: otpauthUrl(secret, person.email), ticket }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/me/second-factor',
      summary: 'Finish: a first code proves that the app works; recovery codes are shown once',
      tag,
      access: 'person',
      body: z.strictObject({ ticket: z.string().max(500), code: z.string().max(20) }),
      answer: z.object({ recovery: z.array(z.string()) }),
      async handle({ body, caller }) {
        const opened = house.sealer.open(body.ticket, `totp set-up ${caller.actor.id}`)
        const ticket =
          opened === undefined
            ? undefined
            : z.object({ secret: z.string(), until: z.number() }).parse(JSON.parse(opened))
        if (ticket === undefined || ticket.until < house.now().getTime())
          throw new ShopwardenError('SW_SERVER_TICKET', 'The set-up has run out', { fix: 'Begin it again.' })
        const step = fittingStep(ticket.secret, body.code.replace(/\s/g, ''), 0, house.now())
        if (step === undefined)
          throw new ShopwardenError('SW_SERVER_CODE', 'The code does not fit', {
            where: 'code',
            fix: 'Enter the code that the app shows now; check that the clock of the phone is right.',
          })
        const { codes, hashes } = newRecoveryCodes()
        await db
          .updateTable('person')
          .set({
            totp: house.sealer.seal(ticket.secret, `totp ${caller.actor.id}`),
            totp_step: step,
            recovery: JSON.stringify(hashes),
          })
          .where('id', '=', caller.actor.id)
          .execute()
        await endSessions(house, caller.actor.id, caller.session === undefined ? {} : { keep: caller.session })
        const { client } = await accountOf(house, caller.actor.id)
        await recordAction(house, client, caller.actor, 'people.second-factor', caller.actor.id)
        return { recovery: codes }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/me/second-factor/remove',
      summary: 'Remove the authenticator app',
      tag,
      access: 'person',
      body: z.strictObject({ password: passwordSchema }),
      answer: done,
      async handle({ body, caller, raw }) {
        const person = await confirm(caller.actor.id, body.password, raw.ip)
        await db.updateTable('person').set({ totp: null, recovery: '[]' }).where('id', '=', person.id).execute()
        await recordAction(house, person.client, caller.actor, 'people.second-factor-removed', person.id)
        return { ok: true }
      },
    }),
  ]
}
