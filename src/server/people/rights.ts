import { may, type Right, type Role } from '../../core/roles.ts'

/** Whoever makes a request. */
export interface Caller {
  client: string
  actor: { id: string; name: string; role: Role }
  /** Session of a person; undefined for API keys. */
  session: string | undefined
  /** Scopes of an API key; undefined for people, who may do all that their role may. */
  scopes: readonly string[] | undefined
}

export const SESSION_COOKIE = 'sw_session'

/** Whether a caller holds a right, for one area's routes where `area` is given. Pure. */
export function holds(caller: Caller, right: Right, area: string | undefined): boolean {
  if (!may(caller.actor.role, right)) return false
  if (caller.scopes === undefined) return true
  return caller.scopes.some((scope) => scope === right || (area !== undefined && scope === `${area}:${right}`))
}
