import type { Site } from './page.ts'

const js = (body: string) => ({ type: 'text/javascript', body })

/** The bundle of a single-page shop: draws its own card fields and posts them straight to the provider's interface. */
export const bundle = (build: string, more = '', api = 'http://api.psp.test/v1/payment_methods') => `/* ${build} */
const h = (t, p, ...c) => { const e = document.createElement(t); for (const k in p) k.startsWith("on") ? e.addEventListener(k.slice(2), p[k]) : e.setAttribute(k, p[k]); e.append(...c); return e; };
const state = { build: "${build}", card: {}, email: "" };
const field = (label, name, auto, set) => h("label", {}, label, h("input", { name, autocomplete: auto, oninput: (e) => set(e.target.value) }));
async function pay(event) {
  event.preventDefault();
  const answer = await fetch("${api}", { method: "POST", body: new URLSearchParams({ type: "card", "card[number]": state.card.number, "card[cvc]": state.card.cvc, key: "pk_live_8271" }) });
  const method = answer.status === 200 ? await answer.json() : { id: "pm_0" };
  await fetch("/api/orders", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ email: state.email, method: method.id }) });
}
document.getElementById("root").append(h("form", { id: "checkout", onsubmit: pay },
  field("E-mail", "email", "email", (v) => (state.email = v)),
  field("Card number", "cardNumber", "cc-number", (v) => (state.card.number = v)),
  field("Expiry", "exp", "cc-exp", (v) => (state.card.exp = v)),
  field("Security code", "cvv", "cc-csc", (v) => (state.card.cvc = v)),
  h("button", {}, "Pay 59.90")));
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js");
${more}
`

/** Reports errors to a vendor. */
export const errors = (version: string, more = '') => `/*! errors ${version} */
(function (w) {
  var o = { dsn: "" };
  function send(e) { var x = new XMLHttpRequest(); x.open("POST", "http://in.mon.test/api/" + o.dsn + "/envelope/"); x.send(JSON.stringify({ sdk: "${version}", message: String(e && e.message), stack: e && e.stack, url: location.pathname })); }
  w.Mon = { init: function (c) { o = c; }, capture: send };
  w.addEventListener("error", function (e) { send(e.error || e); });
  w.addEventListener("unhandledrejection", function (e) { send(e.reason); });
  ${more}
})(window);
`

/** A fraud vendor's tag: what the device looks like, how it is used. */
export const shield = (session: string, more = '') => `(function(){var s="${session}",t0=Date.now(),k=[],m=0;
function fp(){var c=document.createElement("canvas"),g=c.getContext("2d");g.fillText("Cwm fjord",2,2);return [screen.width,screen.height,navigator.language,navigator.hardwareConcurrency,new Date().getTimezoneOffset(),c.toDataURL().length].join("~");}
document.addEventListener("mousemove",function(){m++;},{passive:true});
document.addEventListener("keydown",function(){k.push(Date.now()-t0);},{passive:true});
function go(){navigator.sendBeacon("http://fp.shield.test/p?s="+s,JSON.stringify({f:fp(),m:m,n:k.length}));}
addEventListener("load",function(){setTimeout(go,200);});addEventListener("pagehide",go);${more}})();`

export const worker = (
  version: string,
  more = '',
) => `const CACHE = "shop-${version}", FILES = ["/", "/assets/index-a81c.js"];
self.addEventListener("install", (event) => { self.skipWaiting(); });
self.addEventListener("activate", (event) => event.waitUntil(caches.keys().then((keys) => Promise.all(keys.filter((key) => key !== CACHE).map((key) => caches.delete(key))))));
self.addEventListener("fetch", (event) => { const url = new URL(event.request.url); if (event.request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith("/assets/")) return; event.respondWith(caches.match(event.request).then((hit) => hit || fetch(event.request))); });
${more}`

/** A third checkout: a single-page shop whose bundle draws the card fields, with an error reporter, a fraud tag and a service worker. */
export function appSite(): Site {
  return {
    headers: {
      'content-security-policy': "object-src 'none'; base-uri 'self'; frame-ancestors 'none'",
      'strict-transport-security': 'max-age=31536000',
      'referrer-policy': 'strict-origin-when-cross-origin',
    },
    inline: ['Mon.init({ dsn: "4711", release: "shop@3.2.0" });'],
    head: [
      '<script src="http://js.mon.test/errors.min.js"></script>',
      '<script src="http://fp.shield.test/tag.js?org=o1" async></script>',
      '<script type="module" src="/assets/index-a81c.js"></script>',
    ],
    extra: [],
    formAction: '',
    frameSrc: '',
    cardInputs: '',
    body: '<div id="root"></div><p><a href="/terms">Terms</a></p>',
    files: {
      'js.mon.test/errors.min.js': js(errors('8.1.0')),
      'fp.shield.test/tag.js': js(shield('a91f')),
      'shop.test/assets/index-a81c.js': js(bundle('3.2.0')),
      'shop.test/sw.js': js(worker('3.2.0')),
    },
    nonce: '',
  }
}
