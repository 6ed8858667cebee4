import { z } from 'zod'
import { readKnowledge } from '../../knowledge/read.ts'

const providerSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Domains that belong to the provider, with everything below them. */
  domains: z.array(z.string()).min(1),
  /** Hosts of payment pages that a customer is sent to. */
  redirect: z.array(z.string()).default([]),
  /** Hosts whose frames take card data. */
  fields: z.array(z.string()).default([]),
  /** Hosts that take card data posted from the shop's own page. */
  direct: z.array(z.string()).default([]),
})

export type Provider = z.infer<typeof providerSchema>

/** Payment providers by the hosts they serve from, with the date of the list. */
export function readProviders(knowledgeDir: string): { asOf: string; providers: readonly Provider[] } {
  return readKnowledge(knowledgeDir, 'payment-providers.json', z.object({ providers: z.array(providerSchema) }))
}

const under = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`)

/** The provider a host belongs to: by whole labels, so that look-alikes are none. A port does not matter. */
export function providerOf(host: string, providers: readonly Provider[]): Provider | undefined {
  const bare = host.toLowerCase().replace(/:\d+$/, '')
  return providers.find((provider) => provider.domains.some((domain) => under(bare, domain)))
}
