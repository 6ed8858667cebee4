import { library, paywell, steps } from './boxoffice-code.ts'
import {
  consentry,
  container,
  faultlog,
  findstreet,
  hellobox,
  humanscore,
  kindwords,
  splitlane,
  statwell,
} from './boxoffice-vendors.ts'
import type { Site } from './page.ts'
import { js } from './variants.ts'

export const json = (data: unknown) => ({ type: 'application/json', body: JSON.stringify(data) })
export const page = (body: string) => ({ type: 'text/html', body })

const pay = { key: 'pk_live_7Tq0bX2mVn4c', account: 'acct_1Hq8RtKe', back: 'http://shop.test/checkout/thanks' }

/** What the server tells the scripts of the page. */
export const settings = (paywellMore: object = {}, more: object = {}) =>
  `window.shopCheckout = ${JSON.stringify({ lang: 'en', currency: 'EUR', hold: 600, order: 'T-20417', paywell: { ...pay, ...paywellMore }, ...more })};`

const layer =
  'window.dataLayer = window.dataLayer || []; dataLayer.push({ event: "ty.js" }, { event: "begin_checkout", value: 96, currency: "EUR" });'
const chatStart =
  'window.HelloBox = window.HelloBox || function () { (HelloBox.q = HelloBox.q || []).push(arguments); }; HelloBox("boot", { app: "hb_5520" });'

/** The card: fields that only the provider's library knows. `more` are further attributes of a field. */
export const cardFields = (more: (field: string) => string = () => '') => {
  const field = (name: string, label: string, auto: string, rest: string) =>
    `<label>${label} <input id="card-${name}" data-paywell="${name}" autocomplete="${auto}"${rest}${more(name)}></label>`
  return `<div class="card-fields">${field('name', 'Name on card', 'cc-name', '')}${field('number', 'Card number', 'cc-number', ' inputmode="numeric" maxlength="23"')}${field('exp', 'Expiry date', 'cc-exp', ' placeholder="MM/YY" maxlength="7"')}${field('cvc', 'Security code', 'cc-csc', ' inputmode="numeric" maxlength="4"')}</div>`
}

const icons = '<img src="/img/cards.svg" alt="Visa, Mastercard" width="80" height="24">'

/** The form of the last step. */
export const payForm = ({ card = cardFields(), marks = icons, methods = '', swap = '' } = {}) =>
  `<form id="payment-form" method="post" action="/checkout/confirm"${swap}><input type="hidden" name="csrf" value="5be01f7c94"><input type="hidden" name="paywell_token"><input type="hidden" name="hs_token"><label><input type="radio" name="method" value="card" checked> Card ${marks}</label><div class="method-box" data-method="card">${card}</div><label><input type="radio" name="method" value="transfer"> Bank transfer</label><div class="method-box" data-method="transfer" hidden><p>Stadttheater, IBAN <b id="iban">NL91 ABNA 0417 1643 00</b> <button type="button" data-copy="#iban">Copy</button></p></div>${methods}<p id="payment-errors" role="alert"></p><button type="submit" class="pay">Pay <span id="pay-total">€ 96.00</span></button></form>`

export const contact = (more = '') =>
  `<form id="contact-form" method="post" action="/checkout/contact" data-autosave="/checkout/contact"><label>E-mail <input name="email" type="email" autocomplete="email"></label><label>Street and number <input name="street" autocomplete="street-address" data-findstreet></label><label>Postcode <input name="postcode" autocomplete="postal-code"></label>${more}</form>`

export const plan = (alt = 'Row F, seats 11 and 12') =>
  `<img src="/img/plan/row-f.svg" alt="${alt}" width="120" height="40">`

export const summary = (more = '', total = '€ 96.00') =>
  `<aside id="summary" data-swap="#summary"><h2>Your order</h2><p>2 tickets, row F</p>${more}<p>Total <strong>${total}</strong></p></aside>`

export const boxofficeBody = ({ seats = plan(), fields = contact(), form = payForm(), top = '', after = '' } = {}) =>
  `<header><a href="/">Stadttheater</a><p>Your seats are held for <b id="hold">10:00</b></p></header>${top}<ol class="steps"><li class="step open"><h2 class="step-head">1 Seats</h2><div class="step-body">${seats}</div></li><li class="step open"><h2 class="step-head">2 Your details</h2><div class="step-body">${fields}</div></li><li class="step open"><h2 class="step-head">3 Payment</h2><div class="step-body">${form}</div></li></ol><aside id="summary" data-load="/checkout/summary">Your order</aside><footer><div class="reviews"></div><a href="/terms">Terms</a></footer>${after}`

export const style =
  'body{font:16px/1.5 Inter,sans-serif;max-width:860px;margin:auto}label{display:block}.steps{list-style:none;padding:0}.step{border-top:1px solid #ddd}.step:not(.open) .step-body{display:none}.pay{padding:8px 20px}'

export const fontCss = (version: string, more = '') =>
  `@font-face{font-family:Inter;font-weight:400;font-display:swap;src:url(http://fonts.typehall.test/s/inter/${version}/400.woff2) format("woff2")}${more}`

export const fontTag = (onload = "this.media='all'") =>
  `<link rel="stylesheet" href="http://fonts.typehall.test/css" media="print" onload="${onload}">`
export const libraryTag = '<script src="/themes/tickets/js/quill.min.js?v=510"></script>'
export const stepsTag = '<script defer src="/themes/tickets/js/steps.js?v=510"></script>'
export const paywellTag = (more = '') => `<script src="http://js.paywell.test/v2/paywell.js"${more}></script>`

export const drawing = (inside = '') => ({
  type: 'image/svg+xml',
  body: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 24" width="80" height="24"><rect x="2" y="2" width="34" height="20" fill="#225"/><circle cx="62" cy="12" r="9" fill="#b53"/>${inside}</svg>`,
})

/** A twelfth checkout: a box office in steps drawn by the server, fragments, own card fields that become a token at the provider, ten services of others. */
export function boxofficeSite(): Site {
  return {
    headers: {
      'content-security-policy': "frame-ancestors 'self'; object-src 'self'; base-uri 'self'",
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
    },
    inline: [settings(), layer, chatStart, 'FaultLog.init({ dsn: "p-88", release: "tickets@510" });'],
    head: [
      '<link rel="stylesheet" href="/themes/tickets/css/theme.css?v=510">',
      fontTag(),
      '<script src="http://js.faultlog.test/7/bundle.js"></script>',
      '<script src="http://cdn.splitlane.test/4410.js"></script>',
      libraryTag,
      paywellTag(),
      stepsTag,
      '<script async src="http://cdn.consentry.test/cmp.js"></script>',
      '<script async src="http://www.tagyard.test/ty.js?id=TY-W7K2"></script>',
      '<script async src="http://cdn.findstreet.test/v4/complete.js" data-key="fs_31c9"></script>',
      '<script async src="http://widget.kindwords.test/badge.js"></script>',
      '<script async src="http://js.hellobox.test/loader.js"></script>',
      '<script async src="http://www.humanscore.test/api.js?k=hs_71"></script>',
    ],
    extra: [],
    formAction: '',
    frameSrc: '',
    cardInputs: '',
    body: boxofficeBody(),
    files: {
      'shop.test/themes/tickets/css/theme.css': { type: 'text/css', body: style },
      'shop.test/themes/tickets/js/quill.min.js': js(library('3.7.0')),
      'shop.test/themes/tickets/js/steps.js': js(steps('510')),
      'shop.test/checkout/summary': page(summary()),
      'shop.test/img/cards.svg': drawing(),
      'shop.test/img/plan/row-f.svg': drawing(),
      'js.paywell.test/v2/paywell.js': js(paywell('2.13.0')),
      'api.paywell.test/v1/tokens': json({ id: 'tok_5Rk2', object: 'token', used: false }),
      'js.faultlog.test/7/bundle.js': js(faultlog('7.60')),
      'cdn.splitlane.test/4410.js': js(splitlane('12')),
      'cdn.splitlane.test/cfg/4410.json': json({
        experiments: [{ id: 31, arms: [{}, { css: '.pay{background:#0a6;color:#fff}' }] }],
      }),
      'cdn.consentry.test/cmp.js': js(consentry('4.1')),
      'cdn.consentry.test/cfg/771.json': json({
        title: 'Cookies',
        text: 'May we count how the shop is used?',
        buttons: [
          { label: 'Yes', choice: 'all' },
          { label: 'No', choice: 'none' },
        ],
      }),
      'www.tagyard.test/ty.js': js(container('88')),
      'cdn.statwell.test/sw.js': js(statwell('3.9')),
      'cdn.findstreet.test/v4/complete.js': js(findstreet('4.2')),
      'widget.kindwords.test/badge.js': js(kindwords('6')),
      'widget.kindwords.test/shop/771/latest': json({
        score: 4.7,
        count: 1204,
        latest: [{ by: 'Marit', text: 'Good seats, quick entry.' }],
      }),
      'js.hellobox.test/loader.js': js(hellobox('21')),
      'js.hellobox.test/frame.html': page('<!doctype html><title>Chat</title><p>How can we help?</p>'),
      'www.humanscore.test/api.js': js(humanscore('3.2')),
      'www.humanscore.test/badge.html': page(
        '<!doctype html><title>humanscore</title><p>checked</p><script>parent.postMessage({ token: "hs." + Math.random().toString(36).slice(2) }, "*")</script>',
      ),
      'fonts.typehall.test/css': { type: 'text/css', body: fontCss('v12') },
    },
    nonce: '',
  }
}
