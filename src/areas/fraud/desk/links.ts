import type { FraudEvent, Place } from '../events/schema.ts'

/** What events of different people may share. */
export const LINKS = ['customer', 'email', 'card', 'ip', 'device', 'address', 'phone'] as const
export type LinkKind = (typeof LINKS)[number]

/** An address as people read it: street, postcode and, where it is told, country. */
function addressOf({ line1, line2, postcode, country }: Place): string | undefined {
  if (!line1 || !postcode) return undefined
  return [line1, line2, postcode, country].filter((part) => part !== undefined && part !== '').join(', ')
}

/** The place that an address as text means, as far as its key asks. */
export function placeOf(address: string): Place {
  const parts = address.split(', ')
  const country = parts.length > 2 && /^[a-z]{2}$/i.test(parts.at(-1)!) ? parts.pop() : undefined
  const postcode = parts.length > 1 ? parts.pop() : undefined
  return { line1: parts.join(', '), ...(postcode && { postcode }), ...(country && { country }) }
}

/** The values of an event that can link it to others. Pure. */
export function linksOf(event: FraudEvent): Partial<Record<LinkKind, string>> {
  const found: Record<LinkKind, string | undefined> = {
    customer: event.customer?.id,
    email: event.customer?.email,
    card: event.payment?.instrument,
    ip: event.ip?.address,
    device: event.device?.id,
    address: event.shipping && addressOf(event.shipping),
    phone: event.customer?.phone ?? event.billing?.phone ?? event.shipping?.phone,
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

/** Whether an event has a value; an address may be given without its country. */
export function hasLink(event: FraudEvent, kind: LinkKind, value: string): boolean {
  const link = linksOf(event)[kind]
  if (link === value) return true
  return (
    kind === 'address' && link !== undefined && link.startsWith(value) && /^, [a-z]{2}$/i.test(link.slice(value.length))
  )
}

/** Texts that a line of the log must hold together to have a value: of an address the postcode, and the street where it is one field. */
export function needlesOf(kind: LinkKind, value: string): string[] {
  const { line1 = value, postcode } = kind === 'address' ? placeOf(value) : {}
  if (postcode === undefined) return [value]
  return line1.includes(', ') ? [postcode] : [postcode, line1]
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
