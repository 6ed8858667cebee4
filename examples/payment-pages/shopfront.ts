import type { Site } from './page.ts'
import { js } from './variants.ts'

/** Small helpers of the shop's own: what a library does on most shops. */
export const vendors = (build: string, more = '') => `/* vendors ${build} */
window.$$ = function (s, r) { return Array.prototype.slice.call((r || document).querySelectorAll(s)); };
window.on = function (el, names, f) { names.split(" ").forEach(function (n) { el.addEventListener(n, f); }); };
window.postJson = function (url, data) { var x = new XMLHttpRequest(); x.open("POST", url); x.setRequestHeader("Content-Type", "application/json"); x.send(JSON.stringify(data)); return x; };
${more}
`

/** Takes the card itself: checks the digits, posts all to the shop's own interface. */
export const payment = (build: string, more = '', endpoint = '/rest/V1/payment-information') => `/* checkout ${build} */
(function () {
  var form = document.forms.co;
  function luhn(n) { for (var s = 0, i = 0; i < n.length; i++) { var d = +n[n.length - 1 - i] * (i % 2 + 1); s += d > 9 ? d - 9 : d; } return s % 10 === 0; }
  on(form.cc_number, "input", function () { var v = this.value.replace(/\\D/g, "").replace(/(.{4})(?=.)/g, "$1 "); if (v !== this.value) this.value = v; });
  on(form, "submit", function (e) {
    e.preventDefault();
    var n = form.cc_number.value.replace(/\\D/g, "");
    if (!luhn(n)) { $$(".msg")[0].textContent = "Please check the card number"; return; }
    postJson("${endpoint}", { email: form.email.value, address: { street: form.street.value, postcode: form.postcode.value }, card: { number: n, holder: form.cc_owner.value, exp: form.cc_month.value + "/" + form.cc_year.value, cid: form.cc_cid.value } });
  });
  on(form.coupon, "change", function () { postJson("/rest/V1/totals", { coupon: form.coupon.value }); });
  ${more}
})();
`

export const tagbox = (version: string, more = '') => `/* tagbox ${version} */
(function (w) {
  var tags = { version: "${version}", rules: [{ on: "pageview" }] };
  function hit(name, p) { var q = "v=2&tid=G-77&en=" + name; for (var k in p || {}) q += "&ep." + k + "=" + encodeURIComponent(p[k]); new Image().src = "http://www.tagbox.test/collect?" + q; }
  hit("page_view", { path: location.pathname });
  (w.dataLayer || []).forEach(function (e) { if (e.event) hit(e.event, { value: e.value }); });
  ${more}
})(window);
`

export const chat = (version: string, more = '') => `/* chat ${version} */
(function (d) {
  function open() { var b = d.createElement("button"); b.type = "button"; b.textContent = "Help"; b.style.cssText = "position:fixed;right:8px;bottom:8px"; b.onclick = function () { var f = d.createElement("iframe"); f.src = "http://js.chat-help.test/room.html"; f.title = "Chat"; d.body.appendChild(f); }; d.body.appendChild(b); }
  d.readyState === "loading" ? d.addEventListener("DOMContentLoaded", open) : open();
  ${more}
})(document);
`

export const errlog = (version: string, more = '') => `/* errlog ${version} */
(function (w) {
  var dsn = "p-310";
  function send(m, s) { fetch("http://in.errlog.test/store/" + dsn, { method: "POST", mode: "no-cors", keepalive: true, body: JSON.stringify({ v: "${version}", m: m, s: s, u: location.pathname }) }); }
  w.errlog = { capture: function (e) { send(e.message, e.stack); } };
  w.addEventListener("error", function (e) { if (e.message) send(e.message, e.error && e.error.stack); });
  ${more}
})(window);
`

export const cardFields = (attributes = '') =>
  `<fieldset class="card"><legend>Card</legend><label>Name on card <input name="cc_owner" autocomplete="cc-name"></label><label>Card number <input name="cc_number" type="tel" inputmode="numeric" autocomplete="cc-number" maxlength="23"${attributes}></label><label>Month <select name="cc_month" autocomplete="cc-exp-month"><option>01</option><option>12</option></select></label><label>Year <select name="cc_year" autocomplete="cc-exp-year"><option>2029</option><option>2031</option></select></label><label>Security code <input name="cc_cid" type="tel" maxlength="4" autocomplete="cc-csc"></label></fieldset>`

export const frontBody = (card = cardFields(), after = '') =>
  `<main><h1>Checkout</h1><form name="co" id="co-form"><fieldset><legend>Delivery</legend><label>E-mail <input name="email" type="email" autocomplete="email"></label><label>Street <input name="street" autocomplete="street-address"></label><label>Post code <input name="postcode" autocomplete="postal-code"></label><label>Phone <input name="phone" type="tel" autocomplete="tel"></label></fieldset><label>Discount code <input name="coupon"></label>${card}<p class="msg" aria-live="polite"></p><button id="place-order">Place order</button></form><aside class="totals">Total <b class="grand">59.90</b></aside></main>${after}`

/** A fifth checkout: a big shop's own page, card posted to its own interface, four outside services, a module by import map. */
export function shopfrontSite(): Site {
  return {
    headers: {
      'x-frame-options': 'DENY',
      'strict-transport-security': 'max-age=31536000',
      'referrer-policy': 'origin',
    },
    inline: ['window.dataLayer = [{ event: "begin_checkout", value: 59.9 }]; window.consent = { stats: true };'],
    head: [
      '<script type="importmap">{"imports":{"ui-kit":"/assets/ui-kit.3.js"}}</script>',
      '<script src="/assets/vendors.8c1f.js"></script>',
      '<script src="/assets/checkout.a41d.js" defer></script>',
      '<script type="module" src="/assets/boot.js"></script>',
      '<script src="http://www.tagbox.test/box.js?id=TB-77" async></script>',
      '<script src="http://js.chat-help.test/widget.js" async></script>',
      '<script src="http://browser.errlog.test/7/bundle.min.js" crossorigin></script>',
      '<link rel="icon" href="/favicon.ico">',
    ],
    extra: [],
    formAction: '',
    frameSrc: '',
    cardInputs: '',
    body: frontBody(),
    files: {
      'shop.test/assets/vendors.8c1f.js': js(vendors('8c1f')),
      'shop.test/assets/checkout.a41d.js': js(payment('a41d')),
      'shop.test/assets/boot.js': js('import { init } from "ui-kit"; init(document);'),
      'shop.test/assets/ui-kit.3.js': js('export function init(d) { d.documentElement.classList.add("ready"); }'),
      'shop.test/favicon.ico': { type: 'image/x-icon', body: 'ICON' },
      'www.tagbox.test/box.js': js(tagbox('41')),
      'js.chat-help.test/widget.js': js(chat('2.8')),
      'browser.errlog.test/7/bundle.min.js': js(errlog('7.1.0')),
    },
    nonce: '',
  }
}

export const choose = (more = '') => `/* choose */
(function () {
  var form = document.getElementById("methods");
  form.addEventListener("change", function (e) { [].forEach.call(form.querySelectorAll(".info"), function (i) { i.hidden = i.dataset.for !== e.target.value; }); });
  ${more}
})();
`

export const redirectBody = (info = '', session = 'cs_8127') =>
  `<h1>Payment</h1><form id="methods" method="post" action="/payment/start"><input type="hidden" name="session" value="${session}"><label><input type="radio" name="method" value="card" checked> Card</label><div class="info" data-for="card">You enter your card on the page of PayHub.${info}</div><label><input type="radio" name="method" value="invoice"> Invoice</label><div class="info" data-for="invoice" hidden>Pay within 14 days.</div><label>E-mail <input name="email" type="email"></label><button>Continue to payment</button></form><p><a id="direct" href="http://checkout.payhub.test/pay/${session}">Pay at PayHub now</a></p>`

/** A sixth checkout: no card field at all, the customer is led to the provider's page. */
export function redirectSite(): Site {
  return {
    headers: { 'x-frame-options': 'SAMEORIGIN', 'content-security-policy': "frame-ancestors 'self'" },
    inline: ['var shop = { lang: "de", cart: "c-99120" };'],
    head: [
      '<script src="/js/choose.js?v=5" defer></script>',
      '<script src="http://www.tagbox.test/box.js?id=TB-12" async></script>',
    ],
    extra: [],
    formAction: '',
    frameSrc: '',
    cardInputs: '',
    body: redirectBody(),
    files: { 'shop.test/js/choose.js': js(choose()), 'www.tagbox.test/box.js': js(tagbox('9')) },
    nonce: '',
  }
}
