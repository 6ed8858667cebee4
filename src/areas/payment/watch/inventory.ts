import { z } from 'zod'
import { lastingAccounts } from './accounts.ts'
import { cardDependent } from './card-dependence.ts'
import { endpointOf } from './endpoint.ts'
import { CAPABILITIES, type Observation } from './observation.ts'

/** A script that the owner knows: PCI DSS 6.4.3 asks for authorisation, integrity and a written justification of each. */
export const inventoryEntrySchema = z.object({
  key: z.string(),
  host: z.string(),
  /** Every version seen: SHA-384 and structure. */
  versions: z.array(z.object({ sha384: z.string(), structure: z.string(), firstSeen: z.string() })),
  capabilities: z.array(z.enum(CAPABILITIES)),
  hosts: z.array(z.string()),
  integrity: z.enum(['sri', 'nonce', 'none']),
  touchesCard: z.boolean(),
  /** Inventories of before 2026-11 do not say: then a change that seeks card data is told once. */
  seeksCard: z.boolean().default(false),
  /** Ways out of what is typed that were there when it was authorised; unknown for some, and for inventories of before 2026-12. */
  flows: z.array(z.string()).optional(),
  firstSeen: z.string(),
  justification: z.string().default(''),
  authorisedBy: z.string().default(''),
  authorisedAt: z.string().optional(),
})

/** What is known and allowed of a payment page. */
export const inventorySchema = z.object({
  format: z.literal('shopwarden-payment-inventory/1'),
  url: z.string(),
  scripts: z.array(inventoryEntrySchema),
  /** Hosts that may serve scripts not seen before (approved in advance, e.g. for a new pixel). */
  approvedHosts: z.array(z.string()).default([]),
  headers: z.record(z.string(), z.string()),
  frameHosts: z.array(z.string()),
  formHosts: z.array(z.string()),
  /** Inventories of before 2026-12 do not say: then nothing is compared. */
  goesTo: z.array(z.string()).optional(),
  cardFields: z.array(z.string()),
  requestHosts: z.array(z.string()),
  /** Hosts that script tags name. */
  scriptHosts: z.array(z.string()).default([]),
  serviceWorkers: z.array(z.string()),
  overlays: z.array(z.string()),
  /** Hosts that somebody authorised to be sent card data from the page itself. */
  cardHosts: z.array(z.string()).default([]),
  /** Hosts that were sent the number in the clear; inventories of before 2026-12 do not say: then nothing is compared. */
  clearTo: z.array(z.string()).optional(),
  /** Hosts whose frames ask for card data; inventories of before 2026-12 do not say: then nothing is compared. */
  cardFrames: z.array(z.string()).optional(),
  readingStyles: z.array(z.string()).default([]),
  /** Places whose values follow the card number (`card-dependence.ts`), and ciphers it was put through. */
  cardPlaces: z.array(z.string()).default([]),
  sealed: z.array(z.string()).default([]),
  /** Whose account is paid; inventories of before 2026-12 do not say: then nothing is compared. */
  accounts: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  /** Import maps; inventories of before 2026-12 do not say: then a module's own address tells where it came from. */
  importMaps: z.array(z.object({ name: z.string(), to: z.string() })).default([]),
  /** Where requests went (`endpointOf`). */
  endpoints: z.array(z.string()).default([]),
})

export type Inventory = z.infer<typeof inventorySchema>
export type InventoryEntry = z.infer<typeof inventoryEntrySchema>

const unique = <T>(items: readonly T[]) => [...new Set(items)]

/** Takes what visits saw into an inventory: a new one, or an older one whose authorisations are kept. Pure. */
export function inventoryFrom(observations: readonly Observation[], at: string, before?: Inventory): Inventory {
  const entries = new Map<string, InventoryEntry>(
    (before?.scripts ?? []).map((entry) => [entry.key, structuredClone(entry)]),
  )
  for (const script of observations.flatMap((observation) => observation.scripts)) {
    const known = entries.get(script.key)
    const version = { sha384: script.sha384, structure: script.structure, firstSeen: at }
    if (known === undefined) {
      const { key, host, capabilities, hosts, integrity, touchesCard, seeksCard, flows } = script
      entries.set(key, {
        key,
        host,
        capabilities,
        hosts,
        integrity,
        touchesCard,
        seeksCard,
        ...(flows && { flows }),
        versions: [version],
        firstSeen: at,
        justification: '',
        authorisedBy: '',
      })
      continue
    }
    if (!known.versions.some((item) => item.sha384 === script.sha384))
      known.versions = [...known.versions, version].slice(-50)
    known.capabilities = unique([...known.capabilities, ...script.capabilities])
    known.hosts = unique([...known.hosts, ...script.hosts])
    if (script.flows) known.flows = unique([...(known.flows ?? []), ...script.flows])
    known.touchesCard ||= script.touchesCard
    known.seeksCard ||= script.seeksCard
  }
  const all = <T>(pick: (observation: Observation) => readonly T[], earlier: readonly T[] = []) =>
    unique([...earlier, ...observations.flatMap(pick)])
  return {
    format: 'shopwarden-payment-inventory/1',
    url: before?.url ?? observations[0]?.url ?? '',
    scripts: [...entries.values()],
    approvedHosts: before?.approvedHosts ?? [],
    headers: observations[0]?.headers ?? before?.headers ?? {},
    frameHosts: all((observation) => observation.frames.map((frame) => frame.host), before?.frameHosts),
    formHosts: all((observation) => observation.formHosts, before?.formHosts),
    goesTo: all((observation) => observation.goesTo, before?.goesTo),
    cardFields: all((observation) => observation.cardFields, before?.cardFields),
    requestHosts: all((observation) => observation.requests.map((request) => request.host), before?.requestHosts),
    scriptHosts: all((observation) => observation.scriptTags.map((tag) => tag.host), before?.scriptHosts),
    serviceWorkers: all((observation) => observation.serviceWorkers, before?.serviceWorkers),
    overlays: all((observation) => observation.overlays, before?.overlays),
    cardHosts: before?.cardHosts ?? [],
    clearTo: all(
      ({ requests }) => requests.filter(({ carries }) => carries !== undefined).map(({ host }) => host),
      before?.clearTo,
    ),
    cardFrames: all((observation) => observation.frameFields.map((frame) => frame.host), before?.cardFrames),
    readingStyles: all((observation) => observation.readingStyles, before?.readingStyles),
    cardPlaces: unique([...(before?.cardPlaces ?? []), ...cardDependent(observations)]),
    sealed: all((observation) => observation.sealed, before?.sealed),
    accounts: lastingAccounts(observations),
    importMaps: [
      ...new Map(
        [...(before?.importMaps ?? []), ...observations.flatMap((item) => item.importMaps)].map((item) => [
          `${item.name} ${item.to}`,
          item,
        ]),
      ).values(),
    ].slice(-500),
    endpoints: all((observation) => observation.requests.map((item) => endpointOf(item.url)), before?.endpoints).slice(
      0,
      3000,
    ),
  }
}

/** Authorises every script of an inventory that nobody has authorised yet. */
export function authorise(inventory: Inventory, by: string, justification: string, at: string): Inventory {
  return {
    ...inventory,
    scripts: inventory.scripts.map((entry) =>
      entry.authorisedAt ? entry : { ...entry, authorisedBy: by, authorisedAt: at, justification },
    ),
  }
}
