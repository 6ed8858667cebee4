import { apiFetch, checkoutBlock, element, gatewayBlock, gtag, payfold, paymentFrame } from './blocks-code.ts'
import type { Site } from './page.ts'
import { js } from './variants.ts'

const shared = {
  storeApiNonce: '9d1fc2a7b0',
  currency: { code: 'EUR', minorUnit: 2 },
  payfold: {
    publishableKey: 'pk_live_51Nq8RtK',
    amount: 6240,
    locale: 'de',
    tokens: [{ id: 71, display: 'Visa ending in 4242' }],
  },
}

/** The settings as such plugins write them: JSON in percent signs. */
export const settings = (more: object = {}, gateway: object = {}) =>
  `var wcSettings = JSON.parse( decodeURIComponent( '${encodeURIComponent(JSON.stringify({ ...shared, ...more, payfold: { ...shared.payfold, ...gateway } }))}' ) );`

/** A tenth checkout: a block drawn in the browser, the provider's one element for all of the card in a frame, saved cards, express buttons. */
export function blocksSite(): Site {
  return {
    headers: {
      'content-security-policy': "frame-ancestors 'self'; object-src 'none'",
      'referrer-policy': 'strict-origin-when-cross-origin',
    },
    inline: [
      settings(),
      'window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); } gtag("config", "G-4WKD");',
    ],
    head: [
      '<link rel="stylesheet" href="/wp-content/themes/tt4/style.css?ver=1.2">',
      '<script src="http://js.payfold.test/v3/payfold.js"></script>',
      '<script defer src="/wp-includes/js/dist/element.min.js?ver=6.6"></script>',
      '<script defer src="/wp-includes/js/dist/api-fetch.min.js?ver=6.6"></script>',
      '<script defer src="/wp-content/plugins/woo/blocks/checkout-frontend.js?ver=9.3"></script>',
      '<script defer src="/wp-content/plugins/payfold/build/upe-blocks.js?ver=8.7"></script>',
      '<script async src="http://www.tagsite.test/gtag/js?id=G-4WKD"></script>',
    ],
    extra: ['<footer>© Shop</footer>'],
    formAction: '',
    frameSrc: '',
    cardInputs: '',
    body: '<main><h1>Checkout</h1><div class="wp-block-woocommerce-checkout"><p>Loading…</p></div></main>',
    files: {
      'shop.test/wp-content/themes/tt4/style.css': {
        type: 'text/css',
        body: 'body{font:16px/1.5 sans-serif}label{display:block}',
      },
      'js.payfold.test/v3/payfold.js': js(payfold('3.88')),
      'js.payfold.test/v3/controller.html': { type: 'text/html', body: '<!doctype html><title>c</title>' },
      'js.payfold.test/v3/elements-inner-payment.html': paymentFrame(),
      'js.payfold.test/v3/elements-inner-express-checkout.html': {
        type: 'text/html',
        body: '<!doctype html><title>express</title><button type="button">G Pay</button><button type="button">Link</button>',
      },
      'shop.test/wp-includes/js/dist/element.min.js': js(element('6.6')),
      'shop.test/wp-includes/js/dist/api-fetch.min.js': js(apiFetch('6.6')),
      'shop.test/wp-content/plugins/woo/blocks/checkout-frontend.js': js(checkoutBlock('9.3')),
      'shop.test/wp-content/plugins/payfold/build/upe-blocks.js': js(gatewayBlock('8.7')),
      'www.tagsite.test/gtag/js': js(gtag('41')),
    },
    nonce: '',
  }
}
