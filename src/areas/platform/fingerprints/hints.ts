/** Signs of a platform in the start page. Each is written by the platform itself, not by a theme's author. */
const signs: readonly (readonly [platform: string, pattern: RegExp])[] = [
  [
    'opencart',
    /index\.php\?route=(?:common|product|account|checkout)\/|catalog\/view\/(?:javascript|theme|stylesheet)\//,
  ],
  ['openmage', /\/skin\/frontend\/|\bMage\.Cookies\b|\/js\/mage\/|\bBLANK_URL\b/],
  ['thirtybees', /<meta[^>]+generator[^>]+thirty ?bees/i],
  ['bagisto', /\/themes\/(?:shop|default|velocity|admin)\/[^"']*(?:build|assets)\/|packages\/Webkul|bagisto/i],
  ['prestashop', /<meta[^>]+generator[^>]+PrestaShop|\bvar prestashop\s*=/i],
  ['woocommerce', /<meta[^>]+generator[^>]+WooCommerce|\/plugins\/woocommerce\/assets\//i],
  ['magento', /\/static\/(?:version\d+\/)?frontend\/|\bMage\.Cookies\b[^]*\bdata-mage-init\b|text\/x-magento-init/],
  ['shopware', /\/bundles\/storefront\/|data-shopware|\bsw-text-editor\b|\/theme\/[0-9a-f]{32}\//],
  ['wordpress', /<meta[^>]+generator[^>]+WordPress|\/wp-content\/|\/wp-includes\//i],
]

/** Platforms that a start page shows signs of, the first being the most telling. */
export function platformsHinted(html: string): string[] {
  return signs.filter(([, pattern]) => pattern.test(html)).map(([platform]) => platform)
}

/** A version that the page itself states in its generator tags. It is a claim, not a proof. */
export function versionStated(html: string): { platform: string; version: string } | undefined {
  for (const tag of html.match(/<meta\b[^>]{0,500}>/gi) ?? []) {
    if (!/name=["']?generator/i.test(tag)) continue
    const match = /(WooCommerce|WordPress|PrestaShop|Shopware|thirty ?bees)[\s/v]+(\d+(?:\.\d+)+)/i.exec(tag)
    if (match) return { platform: match[1]!.toLowerCase().replace(/\s/g, ''), version: match[2]! }
  }
  return undefined
}

/** Magento 2 answers /magento_version with its line: `Magento/2.4 (Community)`. */
export const magentoLine = (body: string): string | undefined =>
  /^Magento\/(\d+\.\d+)(?:\.\d+)?\s*\((?:Community|Enterprise|Open Source|Commerce|B2B)/i.exec(body.trim())?.[1]
