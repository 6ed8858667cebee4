import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { ROLES, type Role } from '../../core/roles.ts'
import type { PersonTable } from '../../store/server-tables.ts'
import type { House } from '../house.ts'
import { hashToken, newId, newToken } from '../secrets.ts'
import { hashPassword } from './password.ts'

export const roleSchema = z.enum(ROLES)
export const emailSchema = z
  .email()
  .max(254)
  .transform((email) => email.toLowerCase())
export const nameSchema = z.string().trim().min(1).max(200)
export const passwordSchema = z.string().min(1).max(4000)
export const languageSchema = z.enum(['en', 'pl'])

/** A person as others of the same client see them. */
export const personSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  language: z.string(),
  secondFactor: z.boolean(),
  invited: z.boolean(),
  accessUntil: z.string().optional(),
  disabled: z.boolean(),
  visitor: z.boolean().describe('Has a seat here; the account belongs to another client.'),
  createdAt: z.string(),
})

export type PersonView = z.input<typeof personSchema>

export const toPerson = (row: PersonTable): PersonView => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role as Role,
  language: row.language,
  secondFactor: row.totp !== null,
  invited: row.invitation !== null,
  ...(row.access_until !== null && { accessUntil: row.access_until }),
  disabled: row.disabled_at !== null,
  visitor: false,
  createdAt: row.created_at,
})

const invitationDays = 7
const dayMs = 86_400_000

/** @throws SW_SERVER_PASSWORD with every reason and what to do about it */
export function checkNewPassword(house: House, password: string, context: readonly string[]): void {
  const reasons = house.judge.refuse(password, context)
  if (reasons.length === 0) return
  throw new ShopwardenError('SW_SERVER_PASSWORD', reasons.map((reason) => reason.text).join(' '), {
    where: 'password',
    fix: reasons.map((reason) => reason.suggestion).join(' '),
  })
}

export interface NewPerson {
  client: string
  email: string
  name: string
  role: Role
  language?: string
  password?: string
  accessUntil?: string | undefined
  oidc?: string
}

/** @throws SW_SERVER_CONFLICT where the mail address is taken, in whatever client: it is what people sign in with */
export async function addPerson(house: House, given: NewPerson): Promise<PersonTable> {
  const { db } = house.workspace.store
  const person: PersonTable = {
    id: newId('person'),
    client: given.client,
    email: given.email,
    name: given.name,
    role: given.role,
    password: given.password === undefined ? null : await hashPassword(given.password),
    totp: null,
    totp_step: 0,
    recovery: '[]',
    oidc: given.oidc ?? null,
    invitation: null,
    invited_until: null,
    access_until: given.accessUntil ?? null,
    disabled_at: null,
    language: given.language ?? 'en',
    created_at: house.now().toISOString(),
  }
  const made = await db
    .insertInto('person')
    .values(person)
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst()
  if (Number(made.numInsertedOrUpdatedRows ?? 0) === 0)
    throw new ShopwardenError('SW_SERVER_CONFLICT', 'This mail address cannot be used', {
      where: 'email',
      fix: 'Use another address of this person.',
    })
  return person
}

/** A link that lets a person choose a password, once, within a week. Earlier links stop working. */
export async function invite(
  house: Pick<House, 'now' | 'workspace' | 'publicUrl'>,
  person: string,
): Promise<{ link: string; until: string }> {
  const token = newToken()
  const until = new Date(house.now().getTime() + invitationDays * dayMs).toISOString()
  await house.workspace.store.db
    .updateTable('person')
    .set({ invitation: hashToken(token), invited_until: until })
    .where('id', '=', person)
    .execute()
  // After #, so that the token is in no server's log and no Referer.
  return { link: new URL(`/welcome#${token}`, house.publicUrl()).href, until }
}

export async function personOf(house: House, client: string, id: string): Promise<PersonTable> {
  const row = await house.workspace.store.db
    .selectFrom('person')
    .selectAll()
    .where('id', '=', id)
    .where('client', '=', client)
    .executeTakeFirst()
  if (row === undefined) throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'There is no such person')
  return row
}

/** The account of whoever is signed in, whichever client the session works for. */
export const accountOf = (house: House, id: string): Promise<PersonTable> =>
  house.workspace.store.db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
