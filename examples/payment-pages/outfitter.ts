import { framework, main, payment, postfind, runtime } from './outfitter-code.ts'
import { fieldFrame, paynest, tillstone, walletFrame } from './outfitter-provider.ts'
import {
  bugnest,
  cookiegate,
  countwise,
  forkroad,
  rewindly,
  starpost,
  taghive,
  talkbubble,
  trustprint,
} from './outfitter-vendors.ts'
import type { Site } from './page.ts'
import { js } from './variants.ts'

export const json = (data: unknown) => ({ type: 'application/json', body: JSON.stringify(data) })
export const page = (body: string) => ({ type: 'text/html', body })

export const words = {
  contact: 'Contact',
  delivery: 'Delivery',
  payment: 'Payment',
  loading: 'Loading…',
  order: 'Your order',
  promo: 'Promotion code',
  apply: 'Apply',
  total: 'Total',
  email: 'E-mail',
  name: 'Full name',
  street: 'Street and number',
  postcode: 'Postcode',
  city: 'City',
  terms: 'Terms',
  newCard: 'Another card',
  holder: 'Name on card',
  expiry: 'Expiry date',
  scan: 'Scan with your bank app',
  bank: 'Open my bank',
  pay: 'Pay',
}

/** A drawing of squares in the place of a code; the text decides which are black. */
export const squares = (text: string) => {
  const at = (x: number, y: number) => (text.charCodeAt((x * 7 + y * 3) % text.length) * (x + 2) * (y + 5)) % 3 === 0
  const boxes = Array.from({ length: 21 * 21 }, (_, n) => [n % 21, Math.floor(n / 21)] as const)
    .filter(([x, y]) => at(x, y))
    .map(([x, y]) => `M${x} ${y}h1v1h-1z`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 21 21"><title>${text}</title><path d="${boxes.join('')}"/></svg>`
}

export const coat =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><path fill="#465" d="M12 8h24l8 12-7 4v18H11V24l-7-4z"/></svg>'

const shared = {
  cart: 'cart_7H2kD9',
  locale: 'en-NL',
  currency: 'EUR',
  sign: '€',
  total: 12900,
  postfinder: 'pf_66a1',
  lines: [{ title: 'Waxed coat, olive, M', price: 12900, image: '/img/coat.svg' }],
  saved: [{ id: 'card_1a8', text: 'Visa ending in 4242' }],
  scan: {
    payee: 'Northpeg Outfitters',
    iban: 'NL91 ABNA 0417 1643 00',
    image: '/img/qr/cart_7H2kD9.svg',
    link: 'http://pay.bankscan.test/r/NL91ABNA0417164300/129.00',
  },
}
const till = { key: 'pk_live_8Kd20sMv', account: 'acct_northpeg_11', merchant: 'm_northpeg', mode: 'frames' }

/** The state that the server writes into the page. */
export const state = (more: object = {}, tillstoneMore: object = {}) => ({
  ...shared,
  words,
  tillstone: { ...till, ...tillstoneMore },
  ...more,
})

export const stateTag = (data: object = state()) =>
  `<script type="application/json" id="__STATE__">${JSON.stringify(data).replace(/</g, '\\u003c')}</script>`

const field = (id: string, label: string, auto: string, type = 'text') =>
  `<label class="field"><span>${label}</span><input id="${id}" name="${id}" type="${type}" autocomplete="${auto}"></label>`

export interface Drawn {
  data?: string
  contact?: string
  address?: string
  after?: string
  text?: typeof words
  image?: string
  total?: string
}

/** What the server draws; the framework takes it over. */
export const outfitterBody = ({
  data = stateTag(),
  contact = '',
  address = '',
  after = '',
  text = words,
  image = '/img/coat.svg',
  total = '€ 129.00',
}: Drawn = {}) =>
  `<div id="root"><div class="shell"><header><a href="/">Northpeg Outfitters</a></header><form class="checkout" novalidate><section class="contact"><h2>${text.contact}</h2>${field('email', text.email, 'email', 'email')}${contact}</section><section class="address"><h2>${text.delivery}</h2>${field('name', text.name, 'name')}${field('street', text.street, 'street-address')}${field('postcode', text.postcode, 'postal-code')}${field('city', text.city, 'address-level2')}${address}</section><section class="payment" id="payment"><h2>${text.payment}</h2><p>${text.loading}</p></section></form><aside class="order"><h2>${text.order}</h2><ul><li><img src="${image}" alt="" width="48" height="48"><span>Waxed coat, olive, M</span><b>${total}</b></li></ul><div class="promo">${field('promo', text.promo, 'off')}<button type="button">${text.apply}</button></div><p class="total">${text.total} ${total}</p></aside><footer><div class="reviews"></div><a href="/terms">${text.terms}</a></footer></div></div>${data}${after}`

export const style =
  'body{font:16px/1.5 Figtree,sans-serif;margin:0}.shell{max-width:900px;margin:auto}.field,.choice{display:block;margin:6px 0}.field span{display:block}.hosted{position:relative;width:320px;min-height:56px}.order{border-top:1px solid #ddd}.pay{padding:8px 24px}.error{color:#a22}'

export const tillstoneTag = '<script defer src="http://js.tillstone.test/v4/tillstone.js"></script>'
export const paynestTag = '<script defer src="http://www.paynest.test/sdk/js?client-id=pn_northpeg_5501"></script>'
export const own = (name: string) => `<script defer src="/static/js/${name}.js"></script>`
export const done = (more = '') =>
  page(
    `<!doctype html><title>Thank you</title><script src="http://js.bugnest.test/5/bn.js"></script><script src="http://cdn.rewindly.test/rec.js"></script><h1>Thank you for your order</h1><p>We have sent you an e-mail.</p><script>BugNest.init({ dsn: "n-204", release: "shop@e05a" }); rewindly.init({ site: "rw_3051" });</script>${more}`,
  )

/** A thirteenth checkout: drawn by the server and taken over by a framework out of chunks, two fields of a provider beside two of the shop, wallets, saved cards, nine services of others. */
export function outfitterSite(): Site {
  return {
    headers: {
      'content-security-policy': "frame-ancestors 'none'; object-src 'none'; base-uri 'self'",
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
    },
    inline: [
      'window.dataLayer = window.dataLayer || []; dataLayer.push({ event: "th.js", started: Date.now() });',
      'BugNest.init({ dsn: "n-204", release: "shop@e05a" }); rewindly.init({ site: "rw_3051", mask: "input,textarea,select", block: ".payment" });',
    ],
    head: [
      '<link rel="stylesheet" href="/static/css/main.70ce.css">',
      '<script src="http://js.bugnest.test/5/bn.js"></script>',
      '<script src="http://cdn.rewindly.test/rec.js"></script>',
      tillstoneTag,
      paynestTag,
      own('runtime.3fa9'),
      own('framework.81d2'),
      own('main.e05a'),
      '<script async src="http://cdn.forkroad.test/fr.js"></script>',
      '<script async src="http://cdn.cookiegate.test/gate.js"></script>',
      '<script async src="http://www.taghive.test/th.js?id=TH-9M4"></script>',
      '<script async src="http://js.talkbubble.test/tb.js"></script>',
      '<script async src="http://widget.starpost.test/sp.js"></script>',
      '<script async src="http://cdn.trustprint.test/tp.js"></script>',
    ],
    extra: [],
    formAction: '',
    frameSrc: '',
    cardInputs: '',
    body: outfitterBody(),
    files: {
      'shop.test/static/css/main.70ce.css': { type: 'text/css', body: style },
      'shop.test/static/js/runtime.3fa9.js': js(runtime('5.91')),
      'shop.test/static/js/framework.81d2.js': js(framework('10.19')),
      'shop.test/static/js/main.e05a.js': js(main('e05a')),
      'shop.test/static/js/payment.b71c04.chunk.js': js(payment('b71c04')),
      'shop.test/static/js/postfind.09de5a.chunk.js': js(postfind('09de5a')),
      'shop.test/img/coat.svg': { type: 'image/svg+xml', body: coat },
      'shop.test/img/qr/cart_7H2kD9.svg': { type: 'image/svg+xml', body: squares('NL91ABNA0417164300 EUR129.00') },
      'shop.test/api/checkout/complete': json({ next: '/checkout/done' }),
      'shop.test/checkout/done': done(),
      'js.tillstone.test/v4/tillstone.js': js(tillstone('4.11.0')),
      'fields.tillstone.test/v4/field.html': fieldFrame('4.11.0'),
      'fields.tillstone.test/v4/wallet.html': walletFrame(),
      'api.tillstone.test/v1/tokens': json({ id: 'tk_9Qw2Lz', brand: 'visa' }),
      'www.paynest.test/sdk/js': js(paynest('5.0.44')),
      'www.paynest.test/smart/button': page(
        '<!doctype html><title>PayNest</title><button type="button">PayNest</button>',
      ),
      'js.bugnest.test/5/bn.js': js(bugnest('5.30')),
      'cdn.rewindly.test/rec.js': js(rewindly('2.8')),
      'cdn.forkroad.test/fr.js': js(forkroad('14')),
      'cdn.forkroad.test/5120.json': json({
        experiments: [{ id: 7, arms: [{}, { css: '.pay{background:#263;color:#fff}' }] }],
      }),
      'cdn.cookiegate.test/gate.js': js(cookiegate('3.2')),
      'cdn.cookiegate.test/cg-204.json': json({
        title: 'Cookies',
        text: 'May we measure how the shop is used?',
        choices: [
          ['all', 'Yes'],
          ['none', 'No'],
        ],
      }),
      'www.taghive.test/th.js': js(taghive('61')),
      'cdn.countwise.test/cw.js': js(countwise('8.1')),
      'js.talkbubble.test/tb.js': js(talkbubble('33')),
      'chat.talkbubble.test/room.html': page('<!doctype html><title>Chat</title><p>Hello! How can we help?</p>'),
      'widget.starpost.test/sp.js': js(starpost('4')),
      'widget.starpost.test/shops/northpeg.json': json({ score: 4.8, count: 2310 }),
      'cdn.trustprint.test/tp.js': js(trustprint('3.0')),
    },
    nonce: '',
  }
}
