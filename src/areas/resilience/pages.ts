import { z } from 'zod'
import type { Step } from './load/shopper.ts'
import type { Target } from './target.ts'
import { get, succeeded } from './wire/get.ts'

/** Paths of a shop that matter under attack. Undefined: none was found. */
export interface ShopPages {
  home: string
  search?: string
  product?: string
  cart?: string
  login?: string
  checkout?: string
  api?: string
  graphql?: string
  /** A WebSocket of the shop's own that the start page names. */
  websocket?: string
  /** A file that the server sends without the application. */
  asset?: string
  /** The largest of a few such files, with its bytes: what a slow reader asks for. */
  large?: { path: string; bytes: number }
}

type PathName = Exclude<keyof ShopPages, 'large'>

const wanted: readonly [PathName, RegExp][] = [
  ['product', /route=product\/product|[?&]id_product=|[?&]product_id=|\/products?\/[^/?#]+|\/p\/[^/?#]+/i],
  ['cart', /route=checkout\/cart(?!\.)|\/(?:cart|basket|warenkorb|panier|carrito)(?:[/?#]|$)|controller=cart/i],
  [
    'login',
    /route=account\/login|\/(?:login|signin|sign-in|my-account|anmelden|connexion)(?:[/?#]|$)|customer\/account\/login/i,
  ],
  ['checkout', /route=checkout\/checkout|\/(?:checkout|kasse|order)(?:[/?#]|$)/i],
]

const graphqlAnswer = z.union([
  z.object({ data: z.object({ __typename: z.string() }) }),
  z.object({ errors: z.array(z.object({ message: z.string() })).min(1) }),
])

/** Whether an answer to `{__typename}` is one of GraphQL (specification of October 2021, 7.1): other APIs have `errors` of their own. */
export function answersGraphql(body: string): boolean {
  try {
    return graphqlAnswer.safeParse(JSON.parse(body)).success
  } catch {
    return false
  }
}

const links = /<(?:a|form|link|script|img)\b[^>]*?\b(?:href|action|src)\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})')/gi
const form = /<form\b[^>]*>[\s\S]{0,4000}?<\/form>/gi
const searchField = /<input\b[^>]*\bname\s*=\s*["'](search|q|s|query|keyword|keywords|search_query|term)["'][^>]*>/i

// Where platforms keep their pages when no link tells; the first that answers counts.
const guesses: readonly [PathName, readonly string[]][] = [
  [
    'search',
    [
      '/index.php?route=product/search&search={random}',
      '/catalogsearch/result/?q={random}',
      '/?s={random}&post_type=product',
      '/search?q={random}',
      '/?q={random}',
    ],
  ],
  ['cart', ['/index.php?route=checkout/cart', '/checkout/cart/', '/cart', '/basket']],
  ['login', ['/index.php?route=account/login', '/customer/account/login/', '/my-account/', '/login']],
]

const decode = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&#38;', '&')

/** Same-origin paths that a page names, in order. */
export function pathsIn(html: string, base: URL): string[] {
  const found = new Set<string>()
  for (const match of html.matchAll(links)) {
    const link = decode(match[1] ?? match[2] ?? '')
    if (!URL.canParse(link, base)) continue
    const url = new URL(link, base)
    if (url.origin === base.origin && found.size < 2000) found.add(url.pathname + url.search)
  }
  return [...found]
}

/** The search form's address with a random word, from its action and field name. */
export function searchIn(html: string, base: URL): string | undefined {
  for (const [text] of html.matchAll(form)) {
    const field = searchField.exec(text)?.[1]
    if (field === undefined || /method\s*=\s*["']post/i.test(text)) continue
    const action = decode(/\baction\s*=\s*["']([^"']*)["']/i.exec(text)?.[1] ?? '')
    if (!URL.canParse(action, base)) continue
    const url = new URL(action, base)
    if (url.origin !== base.origin) continue
    for (const hidden of text.matchAll(/<input\b[^>]*type\s*=\s*["']hidden["'][^>]*>/gi)) {
      const name = /\bname\s*=\s*["']([^"']+)["']/i.exec(hidden[0])?.[1]
      const value = /\bvalue\s*=\s*["']([^"']*)["']/i.exec(hidden[0])?.[1]
      if (name !== undefined && value !== undefined) url.searchParams.set(name, decode(value))
    }
    url.searchParams.delete(field)
    const query = url.search
    return `${url.pathname}${query === '' ? '?' : `${query}&`}${field}={random}`
  }
  return undefined
}

const socketAddress = /\bwss?:\/\/([^\s"'`<>/?#\\]{1,255})(\/[^\s"'`<>#\\]{0,1000})?/gi

/** Path of the first WebSocket on the shop's own host that a page names. Pure. */
function socketIn(html: string, base: URL): string | undefined {
  for (const [, host, path] of html.matchAll(socketAddress)) if (host === base.host) return decode(path ?? '/')
  return undefined
}

const assetName = /\.(?:css|js|png|jpe?g|svg|webp|ico|woff2?)(?:\?|$)/i
const assetsIn = (html: string, base: URL) => pathsIn(html, base).filter((path) => assetName.test(path))

/** The largest of the first eight files, by what the server says of them. */
async function largestOf(target: Target, paths: readonly string[], signal?: AbortSignal): Promise<ShopPages['large']> {
  let best: ShopPages['large']
  for (const path of paths.slice(0, 8)) {
    const got = await get(target, path, { method: 'HEAD', signal, timeoutMs: 3000 })
    if (!succeeded(got)) break
    const bytes = got.status === 200 ? Number(got.headers['content-length'] ?? 0) : 0
    if (bytes > (best?.bytes ?? 0)) best = { path, bytes }
  }
  return best
}

/** What the start page alone tells. Pure. */
export function pagesIn(html: string, home: string, base: URL): ShopPages {
  const paths = pathsIn(html, base)
  const pages: ShopPages = { home }
  for (const [name, pattern] of wanted) {
    const path = paths.find(
      (candidate) => pattern.test(candidate) && !/logout|\.(?:css|js|png|jpe?g|svg|webp|ico)(?:\?|$)/i.test(candidate),
    )
    if (path !== undefined) pages[name] = path
  }
  const asset = paths.find((candidate) => assetName.test(candidate))
  if (asset !== undefined) pages.asset = asset
  const search = searchIn(html, base)
  if (search !== undefined) pages.search = search
  const websocket = socketIn(html, base)
  if (websocket !== undefined) pages.websocket = websocket
  return pages
}

const withWord = (path: string) => path.replaceAll('{random}', 'shopwarden')

/** Reads the start page and a few more (at most about fifteen requests) to learn the shop's pages. */
export async function findPages(target: Target, signal?: AbortSignal): Promise<ShopPages> {
  const home = await get(target, target.path, { signal })
  if (!succeeded(home)) return { home: target.path }
  const pages = pagesIn(home.body, target.path, new URL(target.path, target.origin))
  for (const [name, candidates] of guesses) {
    for (const candidate of pages[name] === undefined ? candidates : []) {
      const got = await get(target, withWord(candidate), { signal, timeoutMs: 5000 })
      if (succeeded(got) && got.status === 200 && got.body !== home.body) {
        pages[name] = candidate
        break
      }
      // A server that keeps us waiting for a page nobody linked is not asked for the next.
      if (!succeeded(got) && got.failed === 'timeout') break
    }
  }
  const large = await largestOf(target, assetsIn(home.body, new URL(target.path, target.origin)), signal)
  if (large !== undefined) pages.large = large
  const question = await get(target, '/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{__typename}"}',
    signal,
    timeoutMs: 5000,
  })
  if (succeeded(question) && question.status !== 404 && answersGraphql(question.body)) pages.graphql = '/graphql'
  return pages
}

/** The legitimate user's way through the shop: home, search, product, cart; pages that were not found are left out. */
export function journeyOf(pages: ShopPages): Step[] {
  const steps: (Step | undefined)[] = [
    { name: 'home', path: pages.home },
    pages.search === undefined ? undefined : { name: 'search', path: withWord(pages.search) },
    pages.product === undefined ? undefined : { name: 'product', path: pages.product },
    pages.cart === undefined ? undefined : { name: 'cart', path: pages.cart },
  ]
  return steps.filter((step) => step !== undefined)
}

/**
 * More than a server can send into one connection that is hardly read: Linux lets its send buffer grow to 4 MB (tcp_wmem), on loopback
 * at once. What fits in there is sent as far as the server knows, and the connection is idle, which many servers then close.
 */
const slowReadBytes = 4_500_000
/** More requests at once would be a flood of their own. */
const slowReadRequests = 50

/**
 * What a slow reader asks for on one connection, and how often. `fills`: whether that is more than fits between server and reader, so
 * that the server has to wait; where it does not, an end or none says nothing of slow readers. Pure.
 */
export function slowReadOf(pages: ShopPages): { path: string; times: number; fills: boolean } {
  if (pages.large === undefined) return { path: pages.home, times: slowReadRequests, fills: false }
  const { path, bytes } = pages.large
  const times = Math.min(slowReadRequests, Math.ceil(slowReadBytes / bytes))
  return { path, times, fills: times * bytes >= slowReadBytes }
}
