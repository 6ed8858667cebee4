import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import type { PasskeyTable } from '../../store/server-tables.ts'
import { done, type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { recordAction } from './actions.ts'
import { fitsPassword } from './password.ts'
import { accountOf, nameSchema, passwordSchema, personSchema, toPerson } from './people.ts'
import { startSession } from './sessions.ts'
import { setSessionCookie } from './session-cookie.ts'
import { isWelcome } from './sign-in.ts'
import { clearAttempts, countAttempt } from './throttle.ts'
import { giveTicket, takeTicket } from './tickets.ts'

/** Loaded when the first passkey is used: most installations start without it. */
const library = () => import('@simplewebauthn/server')

const text = z.string().max(20_000)
/** What browsers send (WebAuthn level 3, toJSON); the library checks what is inside. */
const credential = z.looseObject({
  id: text,
  rawId: text,
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: text }),
})
const optionsSchema = z.object({ options: z.record(z.string(), z.unknown()), ticket: z.string() })

const refused = () =>
  new ShopwardenError('SW_SERVER_SIGN_IN', 'This passkey is not known here', {
    fix: 'Sign in with your password, then add it under Settings.',
  })

export function passkeyRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store
  const here = () => ({ rpID: house.publicUrl().hostname, origin: house.publicUrl().origin })

  async function verified(
    key: PasskeyTable,
    response: z.output<typeof credential>,
    challenge: string,
  ): Promise<number | undefined> {
    const { verifyAuthenticationResponse } = await library()
    const { rpID, origin } = here()
    const result = await verifyAuthenticationResponse({
      response: response as never,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      credential: {
        id: key.id,
        publicKey: new Uint8Array(Buffer.from(key.public_key, 'base64url')),
        counter: key.counter,
        transports: JSON.parse(key.transports) as never,
      },
    }).catch(() => undefined)
    return result?.verified ? result.authenticationInfo.newCounter : undefined
  }

  return [
    serverRoute({
      method: 'POST',
      path: '/passkeys/sign-in/start',
      summary: 'Begin to sign in with a passkey',
      tag: 'Sign-in',
      access: 'public',
      answer: optionsSchema,
      async handle() {
        const { generateAuthenticationOptions } = await library()
        const options = await generateAuthenticationOptions({ rpID: here().rpID, userVerification: 'required' })
        return {
          options: { ...options },
          ticket: giveTicket(house, 'passkey sign-in', { challenge: options.challenge }),
        }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/passkeys/sign-in',
      summary: 'Sign in with a passkey',
      tag: 'Sign-in',
      access: 'public',
      body: z.strictObject({ ticket: z.string().max(2000), response: credential }),
      answer: personSchema,
      async handle({ body, raw, reply }) {
        const { challenge = '' } = await takeTicket(house, 'passkey sign-in', body.ticket)
        const key = await db.selectFrom('passkey').selectAll().where('id', '=', body.response.id).executeTakeFirst()
        const counter = key && (await verified(key, body.response, challenge))
        if (key === undefined || counter === undefined) throw refused()
        const person = await db.selectFrom('person').selectAll().where('id', '=', key.person).executeTakeFirst()
        if (person === undefined || !isWelcome(person, house.now())) throw refused()
        await db.updateTable('passkey').set({ counter }).where('id', '=', key.id).execute()
        setSessionCookie(house, reply, await startSession(house, person.id, raw.headers['user-agent'] ?? ''))
        await recordAction(house, person.client, person, 'people.sign-in-passkey', person.id)
        return toPerson(person)
      },
    }),
    serverRoute({
      method: 'GET',
      path: '/me/passkeys',
      summary: 'Your passkeys',
      tag: 'You',
      access: 'person',
      answer: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), createdAt: z.string() })) }),
      async handle({ caller }) {
        const rows = await db
          .selectFrom('passkey')
          .selectAll()
          .where('person', '=', caller.actor.id)
          .orderBy('created_at')
          .execute()
        return { items: rows.map((row) => ({ id: row.id, name: row.name, createdAt: row.created_at })) }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/me/passkeys/start',
      summary: 'Begin to add a passkey',
      tag: 'You',
      access: 'person',
      body: z.strictObject({ password: passwordSchema }),
      answer: optionsSchema,
      async handle({ body, caller, raw }) {
        const person = await accountOf(house, caller.actor.id)
        await countAttempt(house, person.email, raw.ip)
        if (!(await fitsPassword(body.password, person.password)))
          throw new ShopwardenError('SW_SERVER_PASSWORD', 'This is not your password', { where: 'password' })
        await clearAttempts(house, person.email, raw.ip)
        const { generateRegistrationOptions } = await library()
        const known = await db.selectFrom('passkey').select('id').where('person', '=', person.id).execute()
        const options = await generateRegistrationOptions({
          rpName: 'Shopwarden',
          rpID: here().rpID,
          userName: person.email,
          userID: new Uint8Array(Buffer.from(person.id)),
          userDisplayName: person.name,
          attestationType: 'none',
          excludeCredentials: known,
          authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        })
        return {
          options: { ...options },
          ticket: giveTicket(house, `passkey of ${person.id}`, { challenge: options.challenge }),
        }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/me/passkeys',
      summary: 'Add a passkey',
      tag: 'You',
      access: 'person',
      body: z.strictObject({ ticket: z.string().max(2000), name: nameSchema, response: credential }),
      answer: done,
      status: 201,
      async handle({ body, caller }) {
        const { challenge = '' } = await takeTicket(house, `passkey of ${caller.actor.id}`, body.ticket)
        const { verifyRegistrationResponse } = await library()
        const { rpID, origin } = here()
        const result = await verifyRegistrationResponse({
          response: body.response as never,
          expectedChallenge: challenge,
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: true,
        }).catch(() => undefined)
        if (!result?.verified || result.registrationInfo === undefined)
          throw new ShopwardenError('SW_SERVER_PASSKEY', 'The passkey could not be checked', {
            fix: 'Begin again, at the address people use.',
          })
        const { credential: made } = result.registrationInfo
        await db
          .insertInto('passkey')
          .values({
            id: made.id,
            person: caller.actor.id,
            public_key: Buffer.from(made.publicKey).toString('base64url'),
            counter: made.counter,
            transports: JSON.stringify(made.transports ?? []),
            name: body.name,
            created_at: house.now().toISOString(),
          })
          .execute()
        const { client } = await accountOf(house, caller.actor.id)
        await recordAction(house, client, caller.actor, 'people.passkey', caller.actor.id)
        return { ok: true }
      },
    }),
    serverRoute({
      method: 'DELETE',
      path: '/me/passkeys/:passkey',
      summary: 'Remove a passkey',
      tag: 'You',
      access: 'person',
      params: z.object({ passkey: z.string().max(200) }),
      answer: done,
      async handle({ params, caller }) {
        await db.deleteFrom('passkey').where('id', '=', params.passkey).where('person', '=', caller.actor.id).execute()
        const { client } = await accountOf(house, caller.actor.id)
        await recordAction(house, client, caller.actor, 'people.passkey-removed', caller.actor.id)
        return { ok: true }
      },
    }),
  ]
}
