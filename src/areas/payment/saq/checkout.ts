import type { Observation } from '../watch/observation.ts'
import { type Provider, providerOf } from '../providers.ts'

/** Ways in which card data may be entered, from the lightest in scope to the heaviest. */
export const WAYS = ['outsourced', 'redirect', 'iframe', 'direct-post', 'own-form'] as const
export type Way = (typeof WAYS)[number]

/** One part of the checkout and who serves it. */
export interface Part {
  what: 'page' | 'script' | 'frame' | 'card fields' | 'form target' | 'card data goes to' | 'pay leads to' | 'link to'
  host: string
  by: 'the shop' | 'payment provider' | 'somebody else'
  provider?: string | undefined
}

/** What the checkout really does with card data, as seen in a browser. */
export interface Checkout {
  /** Every way that was seen; empty where no card entry was seen. */
  ways: { way: Way; because: string }[]
  parts: Part[]
  /** Why the browser saw less than a customer would. */
  obstacles: string[]
}

const unique = <T>(items: readonly T[]) => [...new Set(items)]
const baseDomain = (host: string) => host.replace(/:\d+$/, '').replace(/^www\./, '')
const list = (items: readonly string[]) => items.slice(0, 3).join(', ')

/** Who serves a host, seen from the shop's own page. A subdomain of the shop counts as the shop's. */
function whoServes(host: string, own: string, providers: readonly Provider[]): Pick<Part, 'by' | 'provider'> {
  if (host === own || baseDomain(host).endsWith(`.${baseDomain(own)}`)) return { by: 'the shop' }
  const provider = providerOf(host, providers)
  return provider ? { by: 'payment provider', provider: provider.name } : { by: 'somebody else' }
}

/** Reads the ways of card entry and who serves which part from what visits saw. Pure. */
export function readCheckout(
  observations: readonly Observation[],
  url: string,
  providers: readonly Provider[],
): Checkout {
  const own = new URL(url).host
  const all = (pick: (observation: Observation) => readonly string[]) => unique(observations.flatMap(pick))
  const nameOf = (host: string) => providerOf(host, providers)?.name
  const part = (what: Part['what'], hosts: readonly string[]): Part[] =>
    hosts.filter((host) => host !== '').map((host) => ({ what, host, ...whoServes(host, own, providers) }))
  const fieldHosts = all((item) => item.frameFields.map((frame) => frame.host))
  const carried = all((item) => item.requests.flatMap((request) => (request.carries ? [request.host] : [])))
  const forms = observations.flatMap((item) => item.cardForms)
  const redirectHosts = new Set(providers.flatMap((provider) => provider.redirect))
  const leads = all((item) => item.leadsTo).filter((host) => redirectHosts.has(host))
  const pay = all((item) => item.payLeadsTo).filter((host) => host !== '' && host !== own)
  const pages = all((item) => [new URL(item.url).host])
  const parts = [
    ...part('page', pages),
    ...part(
      'script',
      all((item) => item.scriptTags.map((tag) => tag.host)),
    ),
    ...part(
      'frame',
      all((item) => item.frames.map((frame) => frame.host)).filter((host) => !host.startsWith('about:')),
    ),
    ...part('card fields', fieldHosts),
    ...(forms.length > 0 ? part('card fields', [own]) : []),
    ...part('form target', unique(forms.map((form) => form.target))),
    ...part('card data goes to', carried),
    ...part('pay leads to', pay),
    ...part('link to', leads),
  ]

  const ways: Checkout['ways'] = []
  const outsourced = pages.map(nameOf).filter((name) => name !== undefined)
  if (outsourced.length > 0)
    ways.push({ way: 'outsourced', because: `The page itself is served by ${list(outsourced)}.` })
  const isOwn = (host: string) => whoServes(host, own, providers).by === 'the shop'
  const ownFrames = fieldHosts.filter((host) => nameOf(host) === undefined)
  if (outsourced.length === 0 && (forms.length > 0 || ownFrames.length > 0)) ways.push(ownFields())
  const providerFrames = unique(
    [...fieldHosts, ...all((item) => item.frames.map((frame) => frame.host))].flatMap((host) => nameOf(host) ?? []),
  )
  if (outsourced.length === 0 && providerFrames.length > 0)
    ways.push({ way: 'iframe', because: `A frame of ${list(providerFrames)} stands on the page.` })
  const away = unique([...pay.filter((host) => nameOf(host) !== undefined), ...leads])
  if (outsourced.length === 0 && away.length > 0 && forms.length === 0)
    ways.push({ way: 'redirect', because: `The customer is sent to ${list(away)} to pay.` })
  return { ways, parts, obstacles: all((item) => item.obstacles) }

  /** The shop's page holds the fields: does what is typed reach the shop, or only a provider? */
  function ownFields(): Checkout['ways'][number] {
    const named = forms.filter((form) => form.named)
    const toShop = carried.some(isOwn) || named.some((form) => form.target === '' || isOwn(form.target))
    const toProvider = unique([...carried, ...forms.map((form) => form.target)].flatMap((host) => nameOf(host) ?? []))
    const where = ownFrames.length > 0 ? `in a frame of ${list(ownFrames)}` : "on the shop's own page"
    if (!toShop && toProvider.length > 0)
      return {
        way: 'direct-post',
        because: `Card fields stand ${where}; what was typed went to ${list(toProvider)} and not to the shop.`,
      }
    const sent = carried.some(isOwn)
      ? 'the test card number was sent to the shop'
      : toShop
        ? 'their form is sent to the shop'
        : 'where they are sent was not seen'
    return { way: 'own-form', because: `Card fields stand ${where}; ${sent}.` }
  }
}
