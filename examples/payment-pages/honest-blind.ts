import * as app from './app.ts'
import { vendorBundle } from './page.ts'
import { html, inline, shopAt, js, tool, type Variant } from './variants.ts'

const shop = shopAt('18')
const number = 'document.querySelector("[name=cardnumber]")'

/** Honest changes of the page with its own card fields; written, like the other "blind" files, before the detector was read. */
export const blindOwnHonest: readonly Variant[] = [
  shop(
    'bin-lookup',
    'the first eight digits are looked up to show the bank',
    `${number}.addEventListener("input", function () { var d = this.value.replace(/\\D/g, ""); if (d.length >= 8 && shopVersion.bin !== d.slice(0, 8)) { fetch("/api/bin?bin=" + d.slice(0, 8)).then(function (r) { return r.text(); }).catch(function () {}); } });`,
  ),
  shop(
    'brand-icon',
    'the picture of the card brand',
    `var brands = { visa: /^4/, mastercard: /^(5[1-5]|2[2-7])/, amex: /^3[47]/ }; ${number}.addEventListener("input", function () { var v = this.value, b = Object.keys(brands).find(function (k) { return brands[k].test(v); }); var i = document.getElementById("brand") || this.parentNode.appendChild(Object.assign(document.createElement("img"), { id: "brand", width: 32 })); if (b) { i.src = "/img/" + b + ".svg"; i.alt = b; } });`,
  ),
  tool(
    'form-check',
    'a library checks fields as they are left',
    '(function (w) { var rules = { "cc-number": function (v) { for (var s = 0, d = v.replace(/\\D/g, ""), i = d.length, k = 0; i--; k++) { var n = +d[i] * (k % 2 + 1); s += n > 9 ? n - 9 : n; } return s % 10 === 0; }, "cc-csc": function (v) { return /^\\d{3,4}$/.test(v); }, email: function (v) { return /@/.test(v); } }; document.addEventListener("focusout", function (e) { var r = rules[e.target.autocomplete || e.target.type]; if (r) e.target.setAttribute("aria-invalid", String(!r(e.target.value))); }); w.FormCheck = rules; })(window);',
  ),
  html(
    'password-manager',
    'marks of a password manager in the page',
    '<com-manager-root data-manager="1" style="position:absolute;top:0;left:0;width:0;height:0"></com-manager-root><style>[data-manager-icon]{background-position:right center}</style>',
  ),
  tool(
    'error-sdk',
    'an error reporter with breadcrumbs wraps requests and handlers',
    '(function (w) { var crumbs = [], of = w.fetch, oo = XMLHttpRequest.prototype.open, oa = EventTarget.prototype.addEventListener; function note(c) { crumbs.push(c); if (crumbs.length > 50) crumbs.shift(); } w.fetch = function (u) { note({ c: "fetch", u: String(u && u.url || u).split("?")[0] }); return of.apply(this, arguments); }; XMLHttpRequest.prototype.open = function (m, u) { note({ c: "xhr", m: m, u: String(u).split("?")[0] }); return oo.apply(this, arguments); }; EventTarget.prototype.addEventListener = function (n, f, o) { if (typeof f !== "function") return oa.call(this, n, f, o); f.w9 = f.w9 || function () { try { return f.apply(this, arguments); } catch (x) { send(x); throw x; } }; return oa.call(this, n, f.w9, o); }; document.addEventListener("click", function (e) { note({ c: "click", t: e.target.tagName }); }, true); function send(x) { of("http://in.tools-approved.test/envelope", { method: "POST", body: JSON.stringify({ m: x.message, s: x.stack, b: crumbs }), keepalive: true }); } w.addEventListener("error", function (e) { if (e.error) send(e.error); }); })(window);',
  ),
  tool(
    'replay-masked',
    'recording of sessions where what is typed is masked',
    '(function () { var q = []; new MutationObserver(function (l) { q.push({ m: l.length, t: Date.now() }); }).observe(document, { childList: true, subtree: true, attributes: true }); document.addEventListener("input", function (e) { q.push({ f: e.target.name, v: e.target.value.replace(/./g, "*") }); }, true); document.addEventListener("mousemove", function (e) { q.push([e.clientX, e.clientY]); }); setInterval(function () { if (q.length) { fetch("http://in.tools-approved.test/rec?sid=" + Math.random().toString(36).slice(2), { method: "POST", mode: "no-cors", body: JSON.stringify(q) }); q = []; } }, 400); })();',
  ),
  tool(
    'device-check',
    'a fraud vendor reads the device and the rhythm of typing',
    '(function () { var t = [], id = Math.random().toString(36).slice(2); document.addEventListener("keydown", function () { t.push(performance.now() | 0); }); function f() { var c = document.createElement("canvas").getContext("2d"); c.fillText("mmMwWLliI0", 1, 9); return { w: screen.width, h: screen.height, p: (navigator.plugins || []).length, l: navigator.languages, c: c.canvas.toDataURL().slice(-40), d: new Date().getTimezoneOffset() }; } var fr = document.createElement("iframe"); fr.src = "http://id.tools-approved.test/fp.html?s=" + id; fr.style.cssText = "position:absolute;width:1px;height:1px;left:-9px;border:0"; (document.body || document.documentElement).appendChild(fr); setInterval(function () { navigator.sendBeacon("http://id.tools-approved.test/b?s=" + id, JSON.stringify({ f: f(), k: t.splice(0).map(function (x, i, a) { return i ? x - a[i - 1] : 0; }) })); }, 500); })();',
    'window._did = window._did || []; _did.push(["account", "a-19"], ["session", Math.random().toString(36)]);',
  ),
  {
    id: 'apple-pay',
    about: 'a button for Apple Pay',
    change: (site) => {
      site.head.push('<script src="http://wallet.tools-approved.test/apple-pay-sdk.js" crossorigin></script>')
      site.files['wallet.tools-approved.test/apple-pay-sdk.js'] = js(
        'customElements.define("apple-pay-button", class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML = "<button>Pay</button>"; } });',
      )
      site.inline.push(
        'if (window.ApplePaySession && ApplePaySession.canMakePayments()) document.documentElement.classList.add("has-apple-pay"); function onApplePay() { var s = new ApplePaySession(3, { countryCode: "DE", currencyCode: "EUR", total: { label: "Shop", amount: "59.90" } }); s.onvalidatemerchant = function (e) { fetch("/wallet/session", { method: "POST", body: JSON.stringify({ u: e.validationURL }) }).then(function (r) { return r.json(); }).then(function (m) { s.completeMerchantValidation(m); }); }; s.begin(); }',
      )
      site.extra.push('<apple-pay-button buttonstyle="black" type="buy" onclick="onApplePay()"></apple-pay-button>')
    },
  },
  tool(
    'pay-later-text',
    'a text of a pay-later provider in an element of its own with a frame',
    'customElements.define("later-placement", class extends HTMLElement { connectedCallback() { var f = document.createElement("iframe"); f.title = "Pay in 3"; f.src = "http://osm.tools-approved.test/p?amount=" + this.dataset.amount; f.width = 300; f.height = 48; this.attachShadow({ mode: "closed" }).append(f); } });',
    '',
    '<later-placement data-key="credit-promotion" data-amount="5990"></later-placement>',
  ),
  tool(
    'address-help',
    'addresses are suggested by a service',
    '(function () { var i = document.querySelector("[name=street]"), t; i.addEventListener("input", function () { clearTimeout(t); t = setTimeout(function () { fetch("http://places.tools-approved.test/v1/suggest?q=" + encodeURIComponent(i.value)).then(function (r) { return r.text(); }).then(function () { i.setAttribute("aria-expanded", "true"); }); }, 80); }); })();',
    '',
    '<label>Street <input name="street" autocomplete="street-address" form="pay"></label>',
  ),
  tool(
    'chat',
    'a chat in a frame with a socket',
    '(function () { var f = document.createElement("iframe"); f.title = "Chat"; f.style.cssText = "position:fixed;right:16px;bottom:16px;width:60px;height:60px;border:0;z-index:2147483000"; f.src = "http://chat.tools-approved.test/launcher"; function add() { document.body.append(f); } document.body ? add() : addEventListener("DOMContentLoaded", add); addEventListener("message", function (e) { if (e.source === f.contentWindow && e.data.open) { f.style.width = "360px"; f.style.height = "520px"; } }); try { var w = new WebSocket("ws://chat.tools-approved.test/presence"); w.onopen = function () { w.send(JSON.stringify({ page: location.pathname })); }; } catch (e) {} })();',
  ),
  tool(
    'split-test',
    'a test of another word on the button, page hidden until then',
    '(function () { var v = localStorage.getItem("ab") || (Math.random() < 0.5 ? "a" : "b"); localStorage.setItem("ab", v); document.addEventListener("DOMContentLoaded", function () { if (v === "b") document.querySelector("#pay button").textContent = "Buy now"; document.documentElement.classList.remove("ab-hide"); }); new Image().src = "http://in.tools-approved.test/e?v=" + v; })();',
    'document.documentElement.classList.add("ab-hide"); setTimeout(function () { document.documentElement.classList.remove("ab-hide"); }, 1500);',
  ),
  {
    id: 'host-move',
    about: 'the vendor delivers the same file from another host of its own',
    change: (site) => {
      site.head[0] = '<script src="http://cdn2.vendor.test/ui-4.2.1.min.js"></script>'
      site.files['cdn2.vendor.test/ui-4.2.1.min.js'] = js(vendorBundle('4.2.1', 'k1'))
      site.headers['content-security-policy'] = (site.headers['content-security-policy'] ?? '').replace(
        'cdn.vendor.test',
        'cdn2.vendor.test',
      )
    },
  },
  {
    id: 'vendor-bundler',
    about: 'the vendor builds the same with another bundler',
    change: (site) => {
      site.head[0] = '<script src="http://cdn.vendor.test/ui-5.0.2.min.js"></script>'
      site.files['cdn.vendor.test/ui-5.0.2.min.js'] = js(
        '/*! vendor ui 5.0.2 */(()=>{"use strict";var e={131:(e,t,n)=>{n.d(t,{t:()=>r});const r=e=>e?.classList.toggle("open")},207:(e,t,n)=>{n.d(t,{f:()=>o});const o=e=>(e/100).toFixed(2)}},t={};function n(r){var o=t[r];if(void 0!==o)return o.exports;var i=t[r]={exports:{}};return e[r](i,i.exports,n),i.exports}n.d=(e,t)=>{for(var r in t)Object.defineProperty(e,r,{enumerable:!0,get:t[r]})};const r=n(131),o=n(207);window.vendorUi={build:"5.0.2",token:"k2",toggle:r.t,format:o.f},document.addEventListener("DOMContentLoaded",()=>r.t(document.querySelector(".menu")))})();',
      )
    },
  },
  {
    id: 'polyfills',
    about: 'polyfills for old browsers, of the shop',
    change: (site) => {
      site.head.unshift('<script src="/polyfills.2b1c.js" nomodule></script><script src="/polyfills-core.js"></script>')
      site.files['shop.test/polyfills.2b1c.js'] = js('')
      site.files['shop.test/polyfills-core.js'] = js(
        '(function(){var g=typeof globalThis==="object"?globalThis:Function("return this")();if(!g.Promise)g.Promise=function(){};if(!String.prototype.padStart)String.prototype.padStart=function(n,c){var s=String(this);while(s.length<n)s=(c||" ")+s;return s};if(!Array.prototype.at)Array.prototype.at=function(i){return this[i<0?this.length+i:i]};if(!g.fetch)g.fetch=function(u,o){return new g.Promise(function(a,b){var x=new XMLHttpRequest();x.open(o&&o.method||"GET",u);x.onload=function(){a(x)};x.onerror=b;x.send(o&&o.body)})};if(!Element.prototype.matches)Element.prototype.matches=Element.prototype.msMatchesSelector;})();',
      )
    },
  },
  {
    id: 'german',
    about: 'the page in another language',
    change: (site) => {
      site.inline[0] = `window.shopConfig = { currency: "EUR", session: "s-77", experiment: "a", locale: "de-DE", texts: { pay: "Jetzt kaufen", number: "Kartennummer" } };`
      site.cardInputs =
        '<label>Kartennummer <input name="cardnumber" autocomplete="cc-number"></label><label>Prüfnummer <input name="cvc" autocomplete="cc-csc"></label>'
      site.extra[0] = '<footer class="menu">AGB und Rückgabe</footer>'
    },
  },
  {
    id: 'metrics-consent',
    about: 'the measuring sends the state of consent and the size of the window',
    change: (site) =>
      void (site.files['metrics.test/m.js'] = js(
        '(function () { var id = "A-1"; function hit(n, extra) { var u = new URL("http://metrics.test/v3/hit"); u.search = new URLSearchParams(Object.assign({ id: id, page: location.pathname, n: n, gcs: "G111", vp: innerWidth + "x" + innerHeight, cid: (document.cookie.match(/_mid=([^;]+)/) || [0, Math.random().toString(36).slice(2)])[1] }, extra)).toString(); if (navigator.sendBeacon) navigator.sendBeacon(u); else new Image().src = u; } hit("page_view"); document.addEventListener("click", function (e) { var a = e.target.closest("a,button"); if (a) hit("click", { l: a.textContent.slice(0, 30) }); }); addEventListener("pagehide", function () { hit("leave", { ms: Math.round(performance.now()) }); }); })();',
      )),
  },
  html(
    'json-ld',
    'data about the shop for search engines',
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Store","name":"Shop","url":"http://shop.test/"}</script><link rel="preload" as="font" href="/fonts/a.woff2" crossorigin><link rel="stylesheet" href="/theme-9.css">',
  ),
  {
    id: 'nonces',
    about: 'the policy goes from hosts to nonces',
    change: (site) => {
      site.headers['content-security-policy'] =
        "default-src 'self'; script-src 'nonce-abc123' 'strict-dynamic'; img-src * data:; connect-src *; frame-src *; style-src 'self' 'unsafe-inline'; form-action *; worker-src 'self' blob:; object-src 'none'; base-uri 'none'"
      site.head = site.head.map((tag) => tag.replace('<script ', '<script nonce="abc123" '))
      site.inline = []
      site.extra.push(
        '<script nonce="abc123">window.shopConfig = { currency: "EUR", session: "s-z1", experiment: "b" };</script>',
      )
    },
  },
  inline(
    'edge-challenge',
    'the network in front of the shop adds its check for robots',
    "(function(){function c(){var b=a.contentDocument||a.contentWindow.document;if(b){var d=b.createElement('script');d.innerHTML=\"window.__CF$cv$params={r:'8f1c2',t:'MTc2NDA4MDAwMA=='};var a=document.createElement('script');a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js';document.getElementsByTagName('head')[0].appendChild(a);\";b.getElementsByTagName('head')[0].appendChild(d)}}if(document.body){var a=document.createElement('iframe');a.height=1;a.width=1;a.style.position='absolute';a.style.top=0;a.style.left=0;a.style.border='none';a.style.visibility='hidden';document.body.appendChild(a);if('loading'!==document.readyState)c();else document.addEventListener('DOMContentLoaded',c)}})();",
  ),
  tool(
    'robot-score',
    'a score against robots fills a hidden field',
    '(function () { window.score = { execute: function () { return fetch("http://api.tools-approved.test/score", { method: "POST", body: JSON.stringify({ t: Date.now(), p: location.pathname }) }).then(function () { return "03A" + Math.random().toString(36).repeat(3); }); } }; document.addEventListener("DOMContentLoaded", function () { var h = document.createElement("input"); h.type = "hidden"; h.name = "robot_score"; document.getElementById("pay").append(h); window.score.execute().then(function (t) { h.value = t; }); }); })();',
  ),
  {
    id: 'shop-esbuild',
    about: "the shop's script, written anew for current browsers, shows faults beside the field",
    change: (site) => {
      site.head[2] = '<script type="module" src="/build/shop-QX7.js"></script>'
      site.files['shop.test/build/shop-QX7.js'] = js(
        `var y="18";var l=e=>e.replace(/\\s/g,"").length>11,d=document.getElementById("pay");d?.addEventListener("submit",e=>{const n=d.querySelector("[name=cardnumber]");l(n.value)||(e.preventDefault(),n.setAttribute("aria-invalid","true"),n.focus())});export{y as shopVersion};`,
      )
    },
  },
]

const asset = 'shop.test/assets/index-a81c.js'

/** Honest changes of the single-page shop. */
export const blindAppHonest: readonly Variant[] = [
  {
    id: 'app-rebuilt',
    about: 'a new build under a new name with a chunk that is loaded later',
    change: (site) => {
      site.head[2] = '<script type="module" src="/assets/index-f03e.js"></script>'
      site.files['shop.test/assets/index-f03e.js'] = js(
        app.bundle('3.3.0', 'import("./reviews-77d1.js").then((m) => m.show(document.querySelector("p")));'),
      )
      site.files['shop.test/assets/reviews-77d1.js'] = js(
        'export const show = (after) => { const s = document.createElement("section"); s.innerHTML = "<h2>What others say</h2>"; after.after(s); };',
      )
    },
  },
  {
    id: 'worker-update',
    about: 'the service worker knows the files of a new version and answers pages from the network first',
    change: (site) =>
      void (site.files['shop.test/sw.js'] = js(
        app
          .worker('3.3.0')
          .replace('"/assets/index-a81c.js"', '"/assets/index-a81c.js", "/assets/reviews-77d1.js", "/offline.html"')
          .concat(
            'self.addEventListener("fetch", (event) => { if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(() => caches.match("/offline.html"))); });',
          ),
      )),
  },
  {
    id: 'errors-9',
    about: 'the error reporter notes clicks',
    change: (site) =>
      void (site.files['js.mon.test/errors.min.js'] = js(
        app.errors(
          '9.0.2',
          'var trail = []; w.document.addEventListener("click", function (e) { trail.push(e.target.tagName + (e.target.id ? "#" + e.target.id : "")); if (trail.length > 20) trail.shift(); }, true); w.Mon.trail = trail;',
        ),
      )),
  },
  {
    id: 'shield-rotated',
    about: 'the fraud tag comes with other names and another session each time',
    change: (site) =>
      void (site.files['fp.shield.test/tag.js'] = js(
        app.shield('c7e0').replaceAll('fp()', '_0x4a()').replaceAll(/\bk\b/g, '_q').replaceAll(/\bm\b/g, '_w'),
      )),
  },
  {
    id: 'api-version',
    about: 'another version of the interface of the same provider',
    change: (site) => void (site.files[asset] = js(app.bundle('3.3.1', '', 'http://api.psp.test/v2/tokens'))),
  },
  {
    id: 'bin-at-provider',
    about: 'the first six digits are looked up at the provider',
    change: (site) =>
      void (site.files[asset] = js(
        app.bundle(
          '3.3.2',
          'let seen = ""; document.addEventListener("input", (e) => { if (e.target.name !== "cardNumber") return; const bin = e.target.value.replace(/\\D/g, "").slice(0, 6); if (bin.length === 6 && bin !== seen) { seen = bin; fetch("http://api.psp.test/v1/bins/" + bin); } });',
        ),
      )),
  },
  {
    id: 'vitals',
    about: 'speed of the page is measured and told to the shop',
    change: (site) =>
      void (site.files[asset] = js(
        app.bundle(
          '3.3.3',
          'const vitals = {}; for (const type of ["largest-contentful-paint", "layout-shift"]) new PerformanceObserver((l) => l.getEntries().forEach((e) => (vitals[type] = e.startTime || e.value))).observe({ type, buffered: true }); document.addEventListener("visibilitychange", () => navigator.sendBeacon("/rum", JSON.stringify(vitals))); setTimeout(() => navigator.sendBeacon("/rum", JSON.stringify(vitals)), 300);',
        ),
      )),
  },
  {
    id: 'flags',
    about: 'switches for features come as a stream',
    change: (site) =>
      void (site.files[asset] = js(
        app.bundle(
          '3.3.4',
          'const flags = new EventSource("/flags/stream"); flags.onmessage = (e) => Object.assign(state, { flags: JSON.parse(e.data) });',
        ),
      )),
  },
  {
    id: 'proof-of-work',
    about: 'a puzzle against robots is solved in a worker',
    change: (site) =>
      void (site.files[asset] = js(
        app.bundle(
          '3.3.5',
          'const pow = new Worker(URL.createObjectURL(new Blob(["onmessage=async e=>{for(let n=0;n<5000;n++){const d=new Uint8Array(await crypto.subtle.digest(\\"SHA-256\\",new TextEncoder().encode(e.data+n)));if(d[0]===0){postMessage(n);return}}}"], { type: "text/javascript" }))); pow.onmessage = (e) => (state.proof = e.data); pow.postMessage(crypto.randomUUID());',
        ),
      )),
  },
  {
    id: 'number-format',
    about: 'the card number in groups, the expiry with a stroke',
    change: (site) =>
      void (site.files[asset] = js(
        app.bundle(
          '3.3.6',
          'document.addEventListener("input", (e) => { const i = e.target; if (i.name === "cardNumber") i.value = i.value.replace(/\\D/g, "").replace(/(\\d{4})(?=\\d)/g, "$1 "); if (i.name === "exp") i.value = i.value.replace(/^(\\d\\d)(\\d)/, "$1/$2"); }, true);',
        ),
      )),
  },
]
