import type { HttpResponse } from '../../core/http.ts'
import { type Provider, providerOf } from './providers.ts'

const attribute = (tag: string, name: string): string | undefined => {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag)
  return match?.[1] ?? match?.[2] ?? match?.[3]
}

/** Names that browsers and shops use for fields of card data (WHATWG autofill tokens, common form names). */
const cardField = /cc-(number|csc|exp)|card.?(number|num|no)\b|cardnumber|\bcvv2?\b|\bcvc2?\b|security.?code/i

export interface PageParts {
  scripts: { src?: string; host: string; integrity: boolean }[]
  frames: string[]
  mixedContent: string[]
  cardFields: string[]
  providers: string[]
}

/** What stands in a page's HTML. Pure; tolerant of broken markup; relative addresses count for the page's own host. */
export function readPage(html: string, pageUrl: string, known: readonly Provider[]): PageParts {
  const page = new URL(pageUrl)
  const resolve = (address: string): URL | undefined =>
    URL.canParse(address, page) ? new URL(address, page) : undefined
  const tags = html.match(/<(script|iframe|img|link|input|form)\b[^>]{0,4000}>/gi) ?? []
  const kind = (tag: string) => /^<(\w+)/.exec(tag)![1]!.toLowerCase()
  const of = (name: string) => tags.filter((tag) => kind(tag) === name)
  const scripts = of('script').map((tag) => {
    const src = attribute(tag, 'src')
    const url = src === undefined ? page : resolve(src)
    return {
      ...(src !== undefined && { src: url?.href ?? src }),
      host: url?.host ?? '',
      integrity: (attribute(tag, 'integrity') ?? '') !== '',
    }
  })
  const frames = of('iframe').flatMap((tag) => resolve(attribute(tag, 'src') ?? '')?.href ?? [])
  const loaded = [
    ...scripts.flatMap((script) => script.src ?? []),
    ...frames,
    ...of('img').flatMap((tag) => resolve(attribute(tag, 'src') ?? '')?.href ?? []),
  ]
  const cardFields = of('input')
    .filter((tag) =>
      cardField.test(
        `${attribute(tag, 'name') ?? ''} ${attribute(tag, 'id') ?? ''} ${attribute(tag, 'autocomplete') ?? ''}`,
      ),
    )
    .map((tag) => attribute(tag, 'name') ?? attribute(tag, 'id') ?? attribute(tag, 'autocomplete') ?? '')
  const hosts = [...scripts.map((script) => script.host), ...frames.map((frame) => new URL(frame).host)]
  return {
    scripts,
    frames,
    mixedContent: page.protocol === 'https:' ? loaded.filter((address) => address.startsWith('http:')) : [],
    cardFields,
    providers: [...new Set(hosts.flatMap((host) => providerOf(host, known)?.id ?? []))],
  }
}

/** Set-Cookie headers as name and flags; values are dropped at once. */
export function readCookies(
  response: HttpResponse,
): { name: string; secure: boolean; httpOnly: boolean; sameSite?: string }[] {
  return (response.headers.get('set-cookie') ?? []).map((line) => {
    const [pair = '', ...flags] = line.split(';').map((piece) => piece.trim())
    const lower = flags.map((flag) => flag.toLowerCase())
    const sameSite = lower.find((flag) => flag.startsWith('samesite='))?.slice(9)
    return {
      name: pair.split('=')[0] ?? '',
      secure: lower.includes('secure'),
      httpOnly: lower.includes('httponly'),
      ...(sameSite && { sameSite }),
    }
  })
}

/** Cookies that carry a session, by the names that platforms give them. */
export function isSessionCookie(name: string): boolean {
  return /sess|sid\b|^phpsessid$|ocsessid|^frontend$|prestashop-|wordpress_logged_in|auth|token/i.test(name)
}
