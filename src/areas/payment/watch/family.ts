import { getDomain } from 'tldts'

/**
 * The registrable domain of a host (Public Suffix List, its private part too, so that two shops of one hosting service stay
 * strangers); the host itself, without a port, where it has none: addresses in numbers, names of a local network.
 */
export function familyOf(host: string): string {
  const bare = host.replace(/:\d+$/, '').toLowerCase()
  return getDomain(bare, { allowPrivateDomains: true }) ?? bare
}
