import type { lookup } from 'node:dns'
import { isIP } from 'node:net'
import { ShopwardenError } from '../../core/errors.ts'
import { createHttpClient } from '../../net/http-client.ts'
import { ownershipPath, ownershipToken, proofDays, proofOfOwnership } from '../../net/ownership.ts'
import { isLab, type Target } from './target.ts'

export interface AuthorisationInput {
  target: Target
  /** The caller says that this is a laboratory: only then do loopback and private addresses count without proof. */
  lab: boolean
  keyDir: string
  now: Date
  signal: AbortSignal
  /** TXT records of a name; the system's resolver by default. */
  txt?: (name: string) => Promise<string[][]>
}

/** Where the target's name leads, for the client that fetches the proof: the very address that is going to be attacked. */
function pinned(target: Target): typeof lookup {
  const family = isIP(target.address)
  const answer = (
    _: string,
    __: unknown,
    done: (error: null, addresses: { address: string; family: number }[]) => void,
  ) => done(null, [{ address: target.address, family }])
  return answer as unknown as typeof lookup
}

/**
 * Why this target may be attacked, in words for the record. Without proof only loopback and private addresses, and only in
 * lab mode; everything else must show this installation's line, bound to a day, at the very address that will be attacked.
 * @throws SW_RESILIENCE_NOT_AUTHORISED with what is missing
 */
export async function authorise({ target, lab, keyDir, now, signal, txt }: AuthorisationInput): Promise<string> {
  const refuse = (message: string, fix: string) =>
    new ShopwardenError('SW_RESILIENCE_NOT_AUTHORISED', message, { where: `${target.origin}, ${target.address}`, fix })
  if (isLab(target)) {
    if (lab) return 'laboratory: loopback or private address'
    throw refuse('A rehearsal can take a shop down', 'If this is a laboratory of your own, add --lab.')
  }
  if (lab) throw refuse('This is a public address, no laboratory', 'Leave --lab out and prove that the shop is yours.')
  const url = new URL(target.origin)
  const http = createHttpClient({
    hosts: new Set([url.hostname]),
    allowPrivateAddresses: false,
    lookup: pinned(target),
    insecureTls: false,
    signal,
  })
  const proof = await proofOfOwnership({ target: url, keyDir, http, now, txt })
  if (proof !== undefined) return proof
  throw refuse(
    `${url.hostname} has not proven that its owner agrees`,
    `Put the line ${ownershipToken(keyDir, url.hostname, now)} into ${target.origin}${ownershipPath}, or into a DNS TXT record of _shopwarden.${url.hostname} (it counts for ${proofDays} days), and run again.`,
  )
}
