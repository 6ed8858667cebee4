import type { FraudEvent } from '../events/schema.ts'

/** What events of different people may share. */
export const LINKS = ['customer', 'email', 'card', 'ip', 'device', 'address', 'phone'] as const
export type LinkKind = (typeof LINKS)[number]

const joined = (parts: (string | undefined)[]) => {
  const given = parts.filter((part) => part !== undefined && part !== '')
  return given.length === parts.length ? given.join(', ') : undefined
}

/** The values of an event that can link it to others. Pure. */
export function linksOf(event: FraudEvent): Partial<Record<LinkKind, string>> {
  const found: Record<LinkKind, string | undefined> = {
    customer: event.customer?.id,
    email: event.customer?.email,
    card: event.payment?.instrument,
    ip: event.ip?.address,
    device: event.device?.id,
    address: joined([event.shipping?.line1, event.shipping?.postcode]),
    phone: event.customer?.phone ?? event.shipping?.phone,
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

/** Texts that a line of the log must hold together to have a value: an address is two fields there. */
export function needlesOf(kind: LinkKind, value: string): string[] {
  const comma = kind === 'address' ? value.lastIndexOf(', ') : -1
  return comma < 0 ? [value] : [value.slice(0, comma), value.slice(comma + 2)]
}

export interface Graph {
  nodes: { id: string; kind: LinkKind; value: string; events: number }[]
  edges: { from: string; to: string; events: number }[]
}

const mostNodes = 60

/** Customers and what they share: each event ties its customer to its card, address, device … Pure. */
export function graphOf(events: readonly FraudEvent[]): Graph {
  const nodes = new Map<string, Graph['nodes'][number]>()
  const edges = new Map<string, Graph['edges'][number]>()
  for (const event of events) {
    const links = linksOf(event)
    const around: LinkKind = links.customer !== undefined ? 'customer' : 'email'
    const centre = links[around]
    for (const [kind, value] of Object.entries(links) as [LinkKind, string][]) {
      const id = `${kind} ${value}`
      const node = nodes.get(id)
      if (node) node.events++
      else if (nodes.size < mostNodes) nodes.set(id, { id, kind, value, events: 1 })
      if (centre === undefined || kind === around || !nodes.has(id)) continue
      const from = `${around} ${centre}`
      const key = `${from}\0${id}`
      const edge = edges.get(key)
      if (edge) edge.events++
      else if (nodes.has(from)) edges.set(key, { from, to: id, events: 1 })
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] }
}
