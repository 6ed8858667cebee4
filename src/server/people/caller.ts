import type { FastifyRequest } from 'fastify'
import { ShopwardenError } from '../../core/errors.ts'
import type { House } from '../house.ts'
import { keyCaller } from './api-keys.ts'
import { type Caller, SESSION_COOKIE } from './rights.ts'
import { sessionCaller } from './sessions.ts'

/** @throws SW_SERVER_SESSION where nobody is signed in, SW_SERVER_KEY_UNKNOWN where a key is wrong or has run out */
export async function callerOf(house: House, request: FastifyRequest): Promise<Caller> {
  const authorization = request.headers.authorization
  if (authorization?.startsWith('Bearer ')) {
    const caller = await keyCaller(house, authorization.slice(7))
    if (caller) return caller
    throw new ShopwardenError('SW_SERVER_KEY_UNKNOWN', 'This API key is unknown, revoked or has run out', {
      fix: 'Make a new one under Settings, API keys.',
    })
  }
  const token = request.cookies[SESSION_COOKIE]
  const caller = token === undefined ? undefined : await sessionCaller(house, token)
  if (caller) return caller
  throw new ShopwardenError('SW_SERVER_SESSION', 'Nobody is signed in, or the session has ended', { fix: 'Sign in.' })
}
