import { ShopwardenError } from '../../core/errors.ts'
import type { HttpClient } from '../../core/http.ts'

export const rangesBase = 'https://api.pwnedpasswords.com'
/** A range has about 1,000 hashes, padded up to 1,100; one hash takes 47 bytes at most. */
const mostBytes = 1_000_000

export interface RangeSettings {
  http: HttpClient
  base?: string
  /** Hash of the list that is asked: SHA-1, or NTLM as Active Directory keeps it. */
  kind?: 'sha1' | 'ntlm'
}

/**
 * Whether a hash is known to Pwned Passwords, by its range API (https://haveibeenpwned.com/API/v3#PwnedPasswords): only the first
 * five digits of the hash leave the machine, and answers are padded so that their length says nothing.
 * @param hash hexadecimal, capitals
 * @throws SW_PWNED_RANGE where the service did not answer as it should
 */
export async function inRange(
  hash: string,
  { http, base = rangesBase, kind = 'sha1' }: RangeSettings,
): Promise<boolean> {
  const url = `${base}/range/${hash.slice(0, 5)}${kind === 'ntlm' ? '?mode=ntlm' : ''}`
  const wrong = (what: string) =>
    new ShopwardenError('SW_PWNED_RANGE', what, {
      where: new URL(base).host,
      fix: 'Try again later, or use an index on this machine: shopwarden passwords index build.',
    })
  const answer = await http.request(url, { headers: { 'add-padding': 'true' }, timeoutMs: 5000, maxBytes: mostBytes })
  if (answer.status !== 200) throw wrong(`The service of breached passwords answered ${answer.status}`)
  const lines = answer.body.toString('latin1').split(/\r?\n/).filter(Boolean)
  const suffix = hash.slice(5)
  let found = false
  for (const line of lines) {
    const match = /^([0-9A-F]+):(\d+)$/.exec(line)
    if (match === null || match[1]!.length !== suffix.length)
      throw wrong('The service of breached passwords answered something else than a range')
    // Padding has the count 0.
    if (match[1] === suffix && match[2] !== '0') found = true
  }
  if (lines.length === 0) throw wrong('The service of breached passwords answered an empty range')
  return found
}
