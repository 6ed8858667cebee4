import type { Site } from './page.ts'

const js = (body: string) => ({ type: 'text/javascript', body })

/** A library of the shop in the manner of the usual ones: events, requests, forms. */
export const library = (version: string) => `/*! lib ${version} */
(function (w, d) {
  function Q(s) { return new Q.fn.init(s); }
  Q.fn = Q.prototype = { version: "${version}", init: function (s) { this.list = typeof s === "string" ? [].slice.call(d.querySelectorAll(s)) : [s]; },
    on: function (n, f) { this.list.forEach(function (e) { e.addEventListener(n, f); }); return this; },
    val: function () { return this.list[0] && this.list[0].value; },
    serialize: function () { return [].slice.call(this.list[0].elements).map(function (e) { return encodeURIComponent(e.name) + "=" + encodeURIComponent(e.value); }).join("&"); },
    html: function (t) { this.list.forEach(function (e) { e.innerHTML = t; }); return this; } };
  Q.fn.init.prototype = Q.fn;
  Q.ajax = function (o) { var x = new XMLHttpRequest(); x.open(o.type || "GET", o.url); x.onload = function () { if (o.done) o.done(x.responseText); }; x.send(o.data || null); };
  w.Q = Q;
})(window, document);
`

/** Draws the provider's card field as a frame and takes its messages. */
export const sdk = (build: string, host = 'js.provider.test') => `/* elements ${build} */
!function () { var origin = "http://${host}"; window.Elements = { build: "${build}", mount: function (s, key) { var f = document.createElement("iframe"); f.title = "Secure card field"; f.src = origin + "/v3/card-" + this.build + ".html#" + key + "&c=" + Math.random().toString(36).slice(2); f.width = 320; f.height = 90; document.querySelector(s).appendChild(f); addEventListener("message", function (e) { if (e.origin === origin && e.data.token) document.querySelector("[name=token]").value = e.data.token; }); } }; }();
`

export const checkout = (
  extra = '',
) => `Q("#pay").on("submit", function (e) { if (!document.querySelector("[name=terms]").checked) e.preventDefault(); });
Elements.mount("#card-element", "pk_test_1");
Q("[name=email]").on("change", function () { Q.ajax({ type: "POST", url: "/cart/email", data: "email=" + encodeURIComponent(Q("[name=email]").val()) }); });
${extra}`

export const container = (version: string, more = '') => `/* container ${version} */
(function () { var data = { version: "${version}", macros: [{ f: "url" }, { f: "event" }], tags: [{ f: "stats", v: 1 }] };
function add(u) { var s = document.createElement("script"); s.async = 1; s.src = u; document.head.appendChild(s); }
add("http://stats.measure.test/a.js"); ${more} })();
`

export const stats = (more = '') =>
  `(function () { var q = "v=2&dl=" + encodeURIComponent(location.href) + "&z=" + Math.random(); navigator.sendBeacon("http://stats.measure.test/g?" + q); ${more} })();`

export const cardFrame = (build: string) => ({
  type: 'text/html',
  body: `<!doctype html><title>card</title><label>Card number <input name="cardnumber" autocomplete="cc-number"></label><label>Security code <input name="cvc" autocomplete="cc-csc"></label><script>var build = "${build}"; document.querySelector("input").addEventListener("change", function () { fetch("/v3/tokens", { method: "POST", body: new URLSearchParams({ n: this.value }) }); });</script>`,
})

/** A second checkout: the card is typed into the provider's frame, drawn by the provider's script; a tag manager loads measuring. */
export function hostedSite(): Site {
  return {
    headers: { 'content-security-policy': "frame-ancestors 'self'", 'strict-transport-security': 'max-age=15552000' },
    inline: [
      'window.dataLayer = window.dataLayer || []; dataLayer.push({ "gtm.start": Date.now(), cart: "c-81723", total: 59.9 });',
    ],
    head: [
      '<script src="http://js.provider.test/v3/elements.js"></script>',
      '<script src="/static/lib-3.6.0.js"></script>',
      '<script src="http://tags.measure.test/gtm.js?id=T-1" async></script>',
      '<script src="/static/checkout.4f2a91.js" defer></script>',
    ],
    extra: ['<label><input type="checkbox" name="terms" form="pay"> I accept the terms</label>'],
    formAction: '/order/place',
    frameSrc: 'http://js.provider.test/v3/wallets.html',
    cardInputs: '<div id="card-element"></div><input type="hidden" name="token">',
    files: {
      'js.provider.test/v3/elements.js': js(sdk('a1')),
      'js.provider.test/v3/card-a1.html': cardFrame('a1'),
      'js.provider.test/v3/wallets.html': { type: 'text/html', body: '<!doctype html><title>w</title><p>Wallets</p>' },
      'shop.test/static/lib-3.6.0.js': js(library('3.6.0')),
      'shop.test/static/checkout.4f2a91.js': js(checkout()),
      'tags.measure.test/gtm.js': js(container('11')),
      'stats.measure.test/a.js': js(stats()),
    },
    nonce: '',
  }
}
