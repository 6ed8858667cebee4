import type { FastifyReply } from 'fastify'
import type { House } from '../house.ts'
import { SESSION_COOKIE } from './rights.ts'

/** Out of reach of scripts, not sent along by other sites' forms, and over https only where there is https. */
export function setSessionCookie(house: House, reply: FastifyReply, token: string): void {
  reply.setCookie(SESSION_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: house.publicUrl().protocol === 'https:',
    maxAge: house.config.sessionMaxMinutes * 60,
  })
}
