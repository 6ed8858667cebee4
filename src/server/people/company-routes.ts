import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { recordAction } from './actions.ts'
import { emailSchema } from './people.ts'
import { startSession } from './sessions.ts'
import { setSessionCookie } from './session-cookie.ts'
import { isWelcome } from './sign-in.ts'
import { giveTicket, takeTicket } from './tickets.ts'

const COOKIE = 'sw_company'
const claimsSchema = z.looseObject({
  sub: z.string().min(1).max(500),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
})

/** Sign-in with the company's accounts: OpenID Connect, authorization code with PKCE, state and nonce. */
export function companyRoutes(house: House): ServerRoute[] {
  const { oidcIssuer, oidcClientId, oidcClientSecret } = house.config
  if (oidcIssuer === undefined || oidcClientId === undefined) return []
  const library = () => import('openid-client')
  const issuer = new URL(oidcIssuer)
  let known: ReturnType<typeof discover> | undefined
  async function discover() {
    const client = await library()
    return client.discovery(issuer, oidcClientId ?? '', oidcClientSecret, undefined, {
      // A provider on this very machine (tests, a sidecar) may do without TLS; any other must not.
      ...(issuer.protocol === 'http:' &&
        /^(localhost|127\.0\.0\.1)$/.test(issuer.hostname) && { execute: [client.allowInsecureRequests] }),
      timeout: 10,
    })
  }
  const configuration = () => {
    known ??= discover().catch((cause: unknown) => {
      known = undefined
      throw new ShopwardenError('SW_SERVER_COMPANY', "The company's sign-in does not answer", {
        fix: 'Check oidcIssuer, or sign in with your password.',
        cause,
      })
    })
    return known
  }
  const callback = () => new URL('/api/v1/company-sign-in/callback', house.publicUrl()).href

  /** Whoever is linked to the account, else whoever was invited under its proven mail address. */
  async function personFor(claims: z.output<typeof claimsSchema>) {
    const { db } = house.workspace.store
    const link = `${issuer.href} ${claims.sub}`
    const linked = await db.selectFrom('person').selectAll().where('oidc', '=', link).executeTakeFirst()
    if (linked) return linked
    const email = emailSchema.safeParse(claims.email)
    if (!email.success || claims.email_verified !== true) return undefined
    const person = await db
      .selectFrom('person')
      .selectAll()
      .where('email', '=', email.data)
      .where('oidc', 'is', null)
      .executeTakeFirst()
    if (person)
      await db
        .updateTable('person')
        .set({ oidc: link, invitation: null, invited_until: null })
        .where('id', '=', person.id)
        .execute()
    return person
  }

  return [
    serverRoute({
      method: 'GET',
      path: '/company-sign-in',
      summary: "Sign in with the company's accounts: leads to its sign-in",
      tag: 'Sign-in',
      access: 'public',
      answer: 'stream',
      async handle({ reply }) {
        const client = await library()
        const config = await configuration()
        const verifier = client.randomPKCECodeVerifier()
        const state = client.randomState()
        const nonce = client.randomNonce()
        const url = client.buildAuthorizationUrl(config, {
          redirect_uri: callback(),
          scope: 'openid email profile',
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          state,
          nonce,
        })
        reply.setCookie(COOKIE, giveTicket(house, 'company sign-in', { verifier, state, nonce }), {
          path: '/api/v1/company-sign-in',
          httpOnly: true,
          sameSite: 'lax',
          secure: house.publicUrl().protocol === 'https:',
          maxAge: 300,
        })
        reply.redirect(url.href)
      },
    }),
    serverRoute({
      method: 'GET',
      path: '/company-sign-in/callback',
      summary: "Where the company's sign-in leads back to",
      tag: 'Sign-in',
      access: 'public',
      answer: 'stream',
      async handle({ raw, reply }) {
        const ticket = raw.cookies[COOKIE]
        reply.clearCookie(COOKIE, { path: '/api/v1/company-sign-in' })
        const refuse = () => void reply.redirect('/?sign-in=refused')
        if (ticket === undefined) return refuse()
        const { verifier = '', state = '', nonce = '' } = await takeTicket(house, 'company sign-in', ticket)
        const client = await library()
        const tokens = await client
          .authorizationCodeGrant(await configuration(), new URL(raw.url, house.publicUrl()), {
            pkceCodeVerifier: verifier,
            expectedState: state,
            expectedNonce: nonce,
            idTokenExpected: true,
          })
          .catch(() => undefined)
        const claims = claimsSchema.safeParse(tokens?.claims())
        const person = claims.success ? await personFor(claims.data) : undefined
        if (person === undefined || !isWelcome(person, house.now())) return refuse()
        setSessionCookie(house, reply, await startSession(house, person.id, raw.headers['user-agent'] ?? ''))
        await recordAction(house, person.client, person, 'people.sign-in-company', person.id)
        reply.redirect('/')
      },
    }),
  ]
}
