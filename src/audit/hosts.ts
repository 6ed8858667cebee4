import type { Shop } from '../core/shop.ts'

/** Hosts that may be contacted: those that the shop names. */
export function namedHosts(shop: Shop): Set<string> {
  const urls = [...Object.values(shop.urls), ...shop.adminApis.map(({ url }) => url)].filter((url) => url !== undefined)
  return new Set([...urls.map((url) => new URL(url).hostname), ...shop.allowedHosts])
}
