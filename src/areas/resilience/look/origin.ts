import type { DnsFacts } from './dns.ts'
import { networkOf, type Networks } from './networks.ts'

export interface OriginCandidate {
  address: string
  /** Where it was read. */
  via: string
  /** Set once it was asked for the shop's page: only addresses that the owner named are asked. */
  answersForShop?: boolean
}

/**
 * Addresses that may be the shop's own server behind a protecting network: outside that network's ranges and other than the
 * shop's public addresses. Pure; whether they answer for the shop is asked only of those that the owner names.
 */
export function originCandidates(dns: DnsFacts, networks: Networks, history: readonly string[]): OriginCandidate[] {
  const seen = new Map<string, string>()
  for (const address of history) seen.set(address, 'named by the owner')
  for (const { name, via, addresses } of dns.related)
    for (const address of addresses) if (!seen.has(address)) seen.set(address, `${via} ${name}`)
  return [...seen]
    .filter(([address]) => !dns.addresses.includes(address) && networkOf(networks, address) === undefined)
    .map(([address, via]) => ({ address, via }))
}
