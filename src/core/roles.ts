/** Who works with a shop. An auditor reads for a limited time and changes nothing. */
export const ROLES = ['owner', 'engineer', 'analyst', 'support', 'auditor'] as const
export type Role = (typeof ROLES)[number]

/**
 * What a route asks of the person who calls it, from the mildest up:
 * `read` look; `serve` help one customer (opt out, say that a password was changed); `decide` judge cases, findings, alerts,
 * disputes, statements; `configure` describe shops, run audits and tests, set schedules and rules; `own` people, keys, clients.
 */
export const RIGHTS = ['read', 'serve', 'decide', 'configure', 'own'] as const
export type Right = (typeof RIGHTS)[number]

const rightsOf: Readonly<Record<Role, readonly Right[]>> = {
  owner: ['read', 'serve', 'decide', 'configure', 'own'],
  engineer: ['read', 'serve', 'decide', 'configure'],
  analyst: ['read', 'serve', 'decide'],
  support: ['read', 'serve'],
  auditor: ['read'],
}

/** Whether a role includes a right. Pure. */
export function may(role: Role, right: Right): boolean {
  return rightsOf[role].includes(right)
}
