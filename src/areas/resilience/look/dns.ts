import { Resolver } from 'node:dns/promises'
import type { Networks } from './networks.ts'

/** The DNS set-up of a shop's domain, and what its public records tell about the origin. Seconds. */
export interface DnsFacts {
  domain: string
  nameServers: string[]
  providers: { name: string; anycast: boolean | undefined }[]
  /** Time to live of the shop's address records. */
  ttlSeconds: number | undefined
  cnames: string[]
  addresses: string[]
  /** Hosts whose records may show the origin: mail exchangers, SPF senders, well-known names. */
  related: { name: string; via: string; addresses: string[] }[]
}

const wellKnown = ['origin', 'direct', 'mail', 'ftp', 'cpanel', 'dev', 'staging', 'old', 'backend', 'shop-origin']

/** Registrable part of a name server's name, roughly: enough to tell providers apart. */
const owner = (name: string) => name.toLowerCase().split('.').slice(-2).join('.')

/** "inwx.de" owns ns.inwx.de, not ns.notinwx.de; "awsdns-" begins a label that goes on with a number. */
const belongs = (server: string, part: string) =>
  part.endsWith('-') ? server.includes(`.${part}`) : `.${server}`.endsWith(`.${part}`)

/** Provider of each name server, from the dated facts; unknown ones go by their own domain. Pure. */
export function providersOf(networks: Networks, nameServers: readonly string[]): DnsFacts['providers'] {
  const found = new Map<string, boolean | undefined>()
  for (const server of nameServers) {
    const known = networks.dnsProviders.find((provider) =>
      provider.nameServers.some((part) => belongs(server.toLowerCase(), part)),
    )
    found.set(known?.name ?? owner(server), known?.anycast)
  }
  return [...found].map(([name, anycast]) => ({ name, anycast }))
}

/** IPv4 and IPv6 senders that an SPF record names (RFC 7208). Pure. */
export const spfAddresses = (records: readonly string[][]): string[] =>
  records
    .map((parts) => parts.join(''))
    .filter((text) => /^v=spf1\b/i.test(text))
    .flatMap((text) => [...text.matchAll(/\bip[46]:([0-9a-f.:]+)(?:\/\d+)?/gi)].map((match) => match[1]!))

/** Names that end in the domain's own name, from a certificate's list of names. Pure. */
export const certificateNames = (names: string, domain: string): string[] =>
  [...new Set(names.split(/,\s*/).map((name) => name.replace(/^DNS:/, '').toLowerCase()))].filter(
    (name) => !name.startsWith('*.') && name.endsWith(`.${domain}`),
  )

/** Reads the public DNS of a shop: at most about thirty look-ups, none to the shop's own hosts. */
export async function lookAtDns(
  hostname: string,
  networks: Networks,
  certificate: string,
  signal: AbortSignal,
  servers?: readonly string[],
): Promise<DnsFacts> {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  if (servers) resolver.setServers(servers)
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  // Cancelling ends what is on its way only: what would follow is not asked at all.
  const or = async <T>(ask: () => Promise<T[]>): Promise<T[]> =>
    signal.aborted ? [] : await ask().catch((): T[] => [])
  const addressesOf = async (name: string) => [
    ...(await or(() => resolver.resolve4(name))),
    ...(await or(() => resolver.resolve6(name))),
  ]
  try {
    let domain = hostname
    let nameServers: string[] = []
    // Up the tree until a zone answers with name servers of its own.
    for (let labels = hostname.split('.'); labels.length >= 2 && nameServers.length === 0; labels = labels.slice(1)) {
      domain = labels.join('.')
      nameServers = await or(() => resolver.resolveNs(domain))
    }
    const four = await or(() => resolver.resolve4(hostname, { ttl: true }))
    const six = await or(() => resolver.resolve6(hostname))
    const cnames = await or(() => resolver.resolveCname(hostname))
    const mail = await or(() => resolver.resolveMx(domain))
    const texts = await or(() => resolver.resolveTxt(domain))
    const related: DnsFacts['related'] = []
    const add = async (name: string, via: string) => {
      const addresses = await addressesOf(name)
      if (addresses.length > 0) related.push({ name, via, addresses })
    }
    for (const { exchange } of mail.slice(0, 3)) await add(exchange, 'mail exchanger')
    const senders = spfAddresses(texts)
    if (senders.length > 0) related.push({ name: domain, via: 'SPF record', addresses: senders.slice(0, 20) })
    for (const name of certificateNames(certificate, domain)
      .filter((one) => one !== hostname)
      .slice(0, 10))
      await add(name, 'certificate')
    for (const label of wellKnown) await add(`${label}.${domain}`, 'well-known name')
    return {
      domain,
      nameServers: nameServers.toSorted(),
      providers: providersOf(networks, nameServers),
      ttlSeconds: four.length === 0 ? undefined : Math.min(...four.map((entry) => entry.ttl)),
      cnames,
      addresses: [...four.map((entry) => entry.address), ...six],
      related,
    }
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}
