import { inRange, type RangeSettings } from '../../../connect/pwned-passwords/ranges.ts'
import { describeError } from '../../../core/errors.ts'
import { type BreachedIndex, formsOf, hashOf } from './lookup.ts'

/**
 * Where breached passwords are looked up. A source never learns more than it must: the index is on this machine, and a service is
 * asked for all hashes with the same first five digits (k-anonymity).
 */
export interface BreachedSource {
  /** @throws a coded error where it could not look */
  has(password: string): Promise<boolean>
}

/** A list on this machine. */
export const indexSource = (index: BreachedIndex): BreachedSource => ({
  has: async (password) => index.hasPassword(password),
})

/** The range service of Pwned Passwords. */
export const rangeSource = (settings: RangeSettings): BreachedSource => ({
  async has(password) {
    for (const form of formsOf(password))
      if (
        await inRange(
          hashOf(settings.kind ?? 'sha1', form)
            .toString('hex')
            .toUpperCase(),
          settings,
        )
      )
        return true
    return false
  },
})

/** What a source says of a password; where it could not look, why: an outage must neither refuse nor accept silently. */
export async function look(
  source: BreachedSource | undefined,
  password: string,
): Promise<{ breached?: boolean; notLooked?: string }> {
  if (source === undefined) return {}
  try {
    return { breached: await source.has(password) }
  } catch (error) {
    return { notLooked: describeError(error) }
  }
}
