import { familyOf } from './family.ts'
import type { Inventory } from './inventory.ts'

const bareOf = (host: string) => host.replace(/:\d+$/, '')

/** Hosts approved in advance: by name, or with everything below a domain (`*.vendor.example`). */
export function isApproved(host: string, inventory: Inventory): boolean {
  const bare = bareOf(host)
  return inventory.approvedHosts.some(
    (item) => item === host || item === bare || (item.startsWith('*.') && bare.endsWith(item.slice(1))),
  )
}

/** Whether a host is one of these or a relative of one: the same registrable domain is the same owner. */
export const isRelative = (host: string, hosts: readonly string[]): boolean =>
  host !== '' && hosts.some((item) => item !== '' && familyOf(item.replace(/^\*\./, '')) === familyOf(host))

/** A host the page may speak of: itself, those it already talks to, and their relatives. */
export const isKnownHost = (host: string, inventory: Inventory): boolean =>
  isApproved(host, inventory) ||
  isRelative(host, [
    new URL(inventory.url).hostname,
    ...inventory.requestHosts,
    ...inventory.frameHosts,
    // Where customers are led to pay: a provider's page behind a link or form.
    ...inventory.formHosts,
    ...(inventory.goesTo ?? []),
  ])

/** Whether scripts of a host, or of a relative of it, are known or approved on this page. */
export const servesScripts = (host: string, inventory: Inventory): boolean =>
  isApproved(host, inventory) ||
  isRelative(host, [
    new URL(inventory.url).host,
    ...inventory.scriptHosts,
    ...inventory.scripts.map((entry) => entry.host),
  ])
