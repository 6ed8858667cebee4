import type { Target } from '../target.ts'
import { get, succeeded } from '../wire/get.ts'

export interface CachingFacts {
  /** The start page came from a cache; the same with an invented parameter. */
  page: boolean
  busted: boolean
  /** `Cache-Control` of the start page, where it has one. */
  control?: string
}

/** Whether a shared cache answered, by the headers caches set (RFC 9211, RFC 9111, and the common older ones). Pure. */
export function fromCache(headers: Readonly<Record<string, string>>): boolean {
  if (Number(headers['age'] ?? 0) > 0) return true
  // Varnish names two transactions when it answers from its store.
  if (/^\d+ \d+$/.test(headers['x-varnish'] ?? '')) return true
  return [
    'cache-status',
    'cf-cache-status',
    'x-cache',
    'x-cache-status',
    'x-varnish-cache',
    'x-drupal-cache',
    'x-magento-cache-debug',
    'x-litespeed-cache',
    'x-proxy-cache',
    'x-fastcgi-cache',
  ].some((name) => /\bhit\b/i.test(headers[name] ?? ''))
}

/** Asks for the start page once more (it has just been fetched), and with two invented parameters. */
export async function lookAtCaching(
  target: Target,
  home: string,
  word: () => string,
  signal: AbortSignal,
): Promise<CachingFacts> {
  const busted = () => `${home}${home.includes('?') ? '&' : '?'}nocache=${word()}`
  const again = await get(target, home, { signal })
  const invented = [await get(target, busted(), { signal }), await get(target, busted(), { signal })]
  const control = succeeded(again) ? again.headers['cache-control'] : undefined
  return {
    page: succeeded(again) && fromCache(again.headers),
    busted: invented.every((got) => succeeded(got) && fromCache(got.headers)),
    ...(control !== undefined && { control: control.slice(0, 200) }),
  }
}
