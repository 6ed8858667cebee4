import { adreach, depot, dropin, entry, pixels, quickpay, sandbox, vendor } from './headless-code.ts'
import type { Site } from './page.ts'
import { js } from './variants.ts'

/** Public keys out of the RFCs on JSON Web Keys; nobody's. */
const key = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
}

const shared = {
  cart: 'c_01HZX4',
  country: 'NL',
  locale: 'en-NL',
  currency: 'EUR',
  total: 8450,
  banner: 'Free shipping over 50 euro',
}

/** The state the server wrote for the page. */
export const state = (more: object = {}, pay: object = {}) =>
  `<script type="application/json" id="__NUXT_DATA__">${JSON.stringify({
    ...shared,
    pay: { account: 'acct_8841207', key, wallet: 'QP-30551', ...pay },
    ...more,
  }).replace(/</g, '\\u003c')}</script>`

export const headlessBody = (data = state(), after = '') => `<div id="__nuxt"><p>Loading…</p></div>${data}${after}`

export const style =
  'body{font:16px/1.5 system-ui}label{display:block}#dropin{border:1px solid #ccc;padding:8px;width:340px}'

export const sdkTag = '<script defer src="http://sdk.cardloom.test/dropin/3/dropin.js"></script>'
export const entryTag = '<script type="module" src="/_nuxt/entry.8f2a.js"></script>'

/** An eleventh checkout: the front of a shop without a head of its own, modules, a drop-in that seals the card in the page, a wallet, pixels in a sandbox. */
export function headlessSite(): Site {
  return {
    headers: {
      'content-security-policy': "frame-ancestors 'none'; object-src 'none'; base-uri 'self'",
      'strict-transport-security': 'max-age=63072000',
      'x-content-type-options': 'nosniff',
    },
    inline: ['window.dataLayer = window.dataLayer || []; dataLayer.push({ event: "gtm.js" });'],
    head: [
      '<link rel="stylesheet" href="/_nuxt/entry.Cx91.css">',
      '<link rel="modulepreload" href="/_nuxt/vendor.D4kQ.js">',
      sdkTag,
      '<script defer src="http://pay.quickpay.test/button.js"></script>',
      '<script type="module" src="/_nuxt/pixels.c01a.js"></script>',
      entryTag,
      '<script async src="http://www.tagdepot.test/gtm.js?id=GT-5NQ"></script>',
    ],
    extra: [],
    formAction: '',
    frameSrc: '',
    cardInputs: '',
    body: headlessBody(),
    files: {
      'shop.test/_nuxt/entry.Cx91.css': { type: 'text/css', body: style },
      'shop.test/_nuxt/vendor.D4kQ.js': js(vendor('3.13')),
      'shop.test/_nuxt/entry.8f2a.js': js(entry('8f2a')),
      'shop.test/_nuxt/pixels.c01a.js': js(pixels('c01a')),
      'shop.test/pixels/sandbox': sandbox(),
      'cdn.adreach.test/p.js': js(adreach('2.9')),
      'sdk.cardloom.test/dropin/3/dropin.js': js(dropin('3.4.0')),
      'pay.quickpay.test/button.js': js(quickpay('12')),
      'pay.quickpay.test/button.html': {
        type: 'text/html',
        body: '<!doctype html><title>QuickPay</title><button type="button">QuickPay</button>',
      },
      'www.tagdepot.test/gtm.js': js(depot('71')),
    },
    nonce: '',
  }
}
