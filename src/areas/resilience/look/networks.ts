import { BlockList, isIPv6 } from 'node:net'
import { z } from 'zod'
import { type Knowledge, readKnowledge } from '../../../knowledge/read.ts'

const shape = z.object({
  networks: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['shield', 'waf', 'hosting', 'cache']),
      /** What was compared with which source. */
      checked: z.string(),
      headers: z.record(z.string(), z.string()),
      cnames: z.array(z.string()),
      anycast: z.boolean(),
      ranges: z.array(z.string()),
      rehearsal: z.string(),
    }),
  ),
  dnsProviders: z.array(
    z.object({
      name: z.string(),
      /** Domains of its name servers, or the beginning of their second label ("awsdns-"). */
      nameServers: z.array(z.string()),
      /** Missing: no source says so. */
      anycast: z.boolean().optional(),
      checked: z.string(),
    }),
  ),
  queueSigns: z.array(
    z.object({
      name: z.string(),
      header: z.string(),
      value: z.string(),
      kind: z.enum(['queue', 'scaling']),
      checked: z.string(),
    }),
  ),
})
export type Networks = Knowledge<z.infer<typeof shape>>
type Network = Networks['networks'][number]

export const readNetworks = (knowledgeDir: string): Networks => readKnowledge(knowledgeDir, 'edge-networks.json', shape)

export interface Recognised {
  name: string
  kind: Network['kind']
  /** What gave it away, in words. */
  by: string
  rehearsal: string
}

const inRange = (address: string, ranges: readonly string[]) => {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', prefix = ''] = range.split('/')
    list.addSubnet(network, Number(prefix), isIPv6(network) ? 'ipv6' : 'ipv4')
  }
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** Which network an address belongs to, by the published ranges. */
export const networkOf = (networks: Networks, address: string): Network | undefined =>
  networks.networks.find((network) => network.ranges.length > 0 && inRange(address, network.ranges))

const endsWithName = (name: string, suffix: string) => name === suffix || name.endsWith(`.${suffix}`)

/** Everything that stands in front of a shop or carries it: by header, CNAME or address. Each once, the first sign kept. Pure. */
export function recognise(
  networks: Networks,
  seen: { headers: Readonly<Record<string, string>>; cnames: readonly string[]; addresses: readonly string[] },
): Recognised[] {
  return networks.networks.flatMap((network): Recognised[] => {
    const { name, kind, rehearsal } = network
    const recognisedBy = (sign: string) => [{ name, kind, by: sign, rehearsal }]
    const header = Object.entries(network.headers).find(([key, pattern]) =>
      new RegExp(pattern, 'i').test(seen.headers[key] ?? ''),
    )
    if (header) return recognisedBy(`header ${header[0]}`)
    const cname = seen.cnames.find((candidate) =>
      network.cnames.some((suffix) => endsWithName(candidate.toLowerCase(), suffix)),
    )
    if (cname !== undefined) return recognisedBy(`alias ${cname}`)
    const address =
      network.ranges.length === 0 ? undefined : seen.addresses.find((candidate) => inRange(candidate, network.ranges))
    return address === undefined ? [] : recognisedBy(`address ${address}`)
  })
}

/** Signs of a queue page or of several machines that share the work. Pure. */
export const queueSigns = (networks: Networks, headers: Readonly<Record<string, string>>) =>
  networks.queueSigns
    .filter((sign) => new RegExp(sign.value, 'i').test(headers[sign.header] ?? ''))
    .map(({ name, kind }) => ({ name, kind }))
