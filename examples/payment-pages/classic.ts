import { container, core, cse, ogpayModule, theme } from './classic-code.ts'
import type { Site } from './page.ts'
import { js } from './variants.ts'

/** The key of the shop at its bank. */
export const shopKey = `10001|${'C9D1A7305E84F2B6019CE37D5AB8426F'.repeat(7)}C9D1A7305E84F2B6019CE37D5AB84271`

export const strangerKey = `10001|${'E3705BD9142CA86FF019E6B37D42C58A'.repeat(7)}E3705BD9142CA86FF019E6B37D42C58F`

export const config = (key = shopKey) => `var ogpay = {"key":"${key}","merchant":"8214","brands":["visa","mc","amex"]};`

export const cardForm = (more = '', action = '/module/ogpay/validation') =>
  `<form id="ogpay-form" class="js-payment-form" method="post" action="${action}"><input type="hidden" name="token" value="b84f0c1d9e27a6532f1080cd4e9b7a65"><input type="hidden" name="ogpay-encrypted-data"><label>Name on card <input data-encrypted-name="holderName" autocomplete="cc-name"></label><label>Card number <input id="ogpay-number" data-encrypted-name="number" inputmode="numeric" maxlength="19" autocomplete="cc-number"></label><label>Expiry month <input data-encrypted-name="expiryMonth" size="2" autocomplete="cc-exp-month"></label><label>Expiry year <input data-encrypted-name="expiryYear" size="4" autocomplete="cc-exp-year"></label><label>Security code <input id="ogpay-cvc" data-encrypted-name="cvc" inputmode="numeric" maxlength="4" autocomplete="cc-csc"></label>${more}<button class="btn btn-primary">Place order</button></form>`

const step = (number: number, name: string, content: string, more = '') =>
  `<section id="checkout-${name}-step" class="checkout-step${more}"><h2><span>${number}</span> ${name[0]?.toUpperCase()}${name.slice(1)}</h2><div class="content">${content}</div></section>`

export const address = (more = '') =>
  `<form method="post" action="/commande"><label>Email <input name="email" type="email" autocomplete="email"></label><label>Address <input name="address1" autocomplete="address-line1"></label><label>Postcode <input name="postcode" autocomplete="postal-code"></label>${more}</form>`

export const classicBody = (card = cardForm(), fields = address(), options = '') =>
  `<header><a href="/">Boutique</a></header><div id="checkout">${step(1, 'addresses', fields)}${step(2, 'delivery', '<p>Colissimo, 2 to 3 days</p>')}${step(3, 'payment', `<div class="payment-options"><label><input type="radio" name="payment-option" id="payment-option-1" checked> Pay by card</label><div class="js-additional-information" data-option="payment-option-1">${card}</div><label><input type="radio" name="payment-option" id="payment-option-2"> Bank transfer</label><div class="js-additional-information" data-option="payment-option-2" hidden><p>You get our account by mail.</p></div>${options}</div>`, ' js-current-step')}</div><aside id="js-checkout-summary">Total <strong>74,90 €</strong></aside>`

/** An eleventh checkout: steps drawn by the server, the shop's own card fields sealed by a library of its bank, a tag manager. */
export function classicSite(): Site {
  return {
    headers: {
      'content-security-policy': "frame-ancestors 'self'; base-uri 'self'",
      'x-content-type-options': 'nosniff',
    },
    inline: [
      'var prestashop = {"static_token":"d41f7a0be2","currency":{"iso_code":"EUR"},"cart":{"totals":{"total":{"amount":74.9}}},"page":{"page_name":"checkout"}};',
      config(),
      'window.dataLayer = window.dataLayer || []; dataLayer.push({ event: "begin_checkout", value: 74.9 });',
    ],
    head: [
      '<link rel="stylesheet" href="/themes/classic/assets/cache/theme-3f1c.css"><link rel="icon" href="/img/favicon.ico">',
      '<script src="http://live.ogpay.test/hpp/cse/js/8214.shtml"></script>',
      '<script defer src="/themes/core.js"></script>',
      '<script defer src="/themes/classic/assets/cache/bottom-8c20.js"></script>',
      '<script defer src="/modules/ogpay/views/js/ogpay.js"></script>',
      '<script async src="http://www.tagmgr.test/gtm.js?id=GTM-PK4"></script>',
    ],
    extra: ['<footer>Boutique, mentions légales</footer>'],
    formAction: '',
    frameSrc: '',
    cardInputs: '',
    body: classicBody(),
    files: {
      'shop.test/themes/classic/assets/cache/theme-3f1c.css': {
        type: 'text/css',
        body: 'body{font:15px/1.4 sans-serif}label{display:block}.checkout-step{border-top:1px solid #ddd}',
      },
      'shop.test/img/favicon.ico': { type: 'image/x-icon', body: 'ICON' },
      'shop.test/themes/core.js': js(core('8.1')),
      'shop.test/themes/classic/assets/cache/bottom-8c20.js': js(theme('8.1')),
      'shop.test/modules/ogpay/views/js/ogpay.js': js(ogpayModule('2.4')),
      'live.ogpay.test/hpp/cse/js/8214.shtml': js(cse('0.1.25')),
      'www.tagmgr.test/gtm.js': js(container('57')),
    },
    nonce: '',
  }
}
