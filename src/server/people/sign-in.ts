import { hash, randomInt } from 'node:crypto'
import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import type { PersonTable } from '../../store/server-tables.ts'
import type { House } from '../house.ts'
import { sameText } from '../secrets.ts'
import { fitsPassword } from './password.ts'
import { clearAttempts, countAttempt } from './throttle.ts'
import { fittingStep } from './totp.ts'

const refused = () =>
  new ShopwardenError('SW_SERVER_SIGN_IN', 'Mail address, password or code is wrong', {
    fix: 'Try again. An owner can send a new invitation under Settings, People.',
  })

/** Whether a person may come in at this moment. Pure. */
export function isWelcome(person: Pick<PersonTable, 'disabled_at' | 'access_until'>, now: Date): boolean {
  return person.disabled_at === null && (person.access_until === null || person.access_until >= now.toISOString())
}

const recoveryHash = (code: string) => hash('sha256', code.toLowerCase().replace(/[^a-z0-9]/g, ''), 'hex')
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Ten codes for the day the phone is lost, about 59 bits each. */
export function newRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const word = () => Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('')
  const codes = Array.from({ length: 10 }, () => `${word()}-${word()}`)
  return { codes, hashes: codes.map(recoveryHash) }
}

async function passesSecondFactor(house: House, person: PersonTable, code: string): Promise<boolean> {
  const { db } = house.workspace.store
  const secret = house.sealer.open(person.totp ?? '', `totp ${person.id}`)
  const step =
    secret === undefined ? undefined : fittingStep(secret, code.replace(/\s/g, ''), person.totp_step, house.now())
  if (step !== undefined) {
    const used = await db
      .updateTable('person')
      .set({ totp_step: step })
      .where('id', '=', person.id)
      .where('totp_step', '<', step)
      .executeTakeFirst()
    return Number(used.numUpdatedRows) === 1
  }
  const left = z.array(z.string()).parse(JSON.parse(person.recovery))
  const given = recoveryHash(code)
  const rest = left.filter((each) => !sameText(each, given))
  if (rest.length === left.length) return false
  const used = await db
    .updateTable('person')
    .set({ recovery: JSON.stringify(rest) })
    .where('id', '=', person.id)
    .where('recovery', '=', person.recovery)
    .executeTakeFirst()
  return Number(used.numUpdatedRows) === 1
}

/**
 * Checks mail address, password and, where one is set up, the second factor. Unknown addresses take as long as wrong passwords.
 * @throws SW_SERVER_SIGN_IN, SW_SERVER_SECOND_FACTOR where the password is right and a code is missing, SW_SERVER_THROTTLED
 */
export async function checkSignIn(
  house: House,
  given: { email: string; password: string; code?: string | undefined },
  address: string,
): Promise<PersonTable> {
  await countAttempt(house, given.email, address)
  const person = await house.workspace.store.db
    .selectFrom('person')
    .selectAll()
    .where('email', '=', given.email)
    .executeTakeFirst()
  const fits = await fitsPassword(given.password, person?.password ?? null)
  if (!fits || person === undefined || !isWelcome(person, house.now())) throw refused()
  if (person.totp !== null) {
    if (given.code === undefined || given.code === '')
      throw new ShopwardenError('SW_SERVER_SECOND_FACTOR', 'A code of the second factor is needed', {
        fix: 'Enter the code of your authenticator app, or a recovery code.',
      })
    if (!(await passesSecondFactor(house, person, given.code))) throw refused()
  }
  await clearAttempts(house, given.email, address)
  return person
}
