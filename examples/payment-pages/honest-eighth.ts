import { cardFields, chat, choose, errlog, frontBody, payment, redirectBody, tagbox, vendors } from './shopfront.ts'
import { html, inline, js, tool, type Variant } from './variants.ts'

const code = String.raw
const own = (id: string, about: string, more: string): Variant => ({
  id,
  about,
  change: (site) => void (site.files['shop.test/assets/checkout.a41d.js'] = js(payment('f201', more))),
})
const lib = (id: string, about: string, more: string): Variant => ({
  id,
  about,
  change: (site) => void (site.files['shop.test/assets/vendors.8c1f.js'] = js(vendors('f202', more))),
})
const box = (id: string, about: string, more: string): Variant => ({
  id,
  about,
  change: (site) => void (site.files['www.tagbox.test/box.js'] = js(tagbox('45', more))),
})
const page = (id: string, about: string, from: string, to: string, more = ''): Variant => ({
  id,
  about,
  change: (site) => {
    site.body = frontBody().replace(from, to)
    if (more !== '') site.files['shop.test/assets/checkout.a41d.js'] = js(payment('f203', more))
  },
})

/** What the shop's own developers change. */
const shopWork: readonly Variant[] = [
  {
    id: 'h8-sealed-card',
    about: 'the shop encrypts the card for its bank in the browser and posts it where it always did',
    change: (site) => {
      site.files['shop.test/assets/checkout.a41d.js'] = js(
        payment(
          'f204',
          code`var bankKey = crypto.subtle.importKey("jwk", { kty: "RSA", e: "AQAB", n: "8jNX5-CUo9vA9V-YQ1ED7GM7yqJrvsPooyuZldsLmEG7vF1SS1VbM4CGCJAWMPbTyEZDrXEp3w3toAXGDh-9eczceNqEToXFf8V28Vbk8X_ealIRYV9JXjnVFjumpbHj66bxTkLpytTEqehEk-tbdCW3kiyLGzcvZKIAjzHrYVGJjjaqtBKBMGjlJuvdrRdzAdF1b25goQYkaKTvZsXmmFVySWU4qbRk4U0b76sSrkB7sqOQzF5ut5OVTdN4N7eobtRVe53lyUjQVUNS6OzJpdmx36XQ5N5OJNFYN8ML1ZAUenKDGxH3x31uHCroeAiKV_vOm2u6Y-GQNb_m__AXoQ" }, { name: "RSA-OAEP", hash: "SHA-256" }, false, ["encrypt"]);
  function sealed(url, data) { bankKey.then(function (k) { return crypto.subtle.encrypt({ name: "RSA-OAEP" }, k, new TextEncoder().encode(JSON.stringify(data.card))); }).then(function (b) { data.card = { jwe: btoa(String.fromCharCode.apply(null, new Uint8Array(b))) }; postJson(url, data); }); }`,
        ).replace('postJson("/rest/V1/payment', 'sealed("/rest/V1/payment'),
      )
    },
  },
  {
    id: 'h8-bundles-renamed',
    about: 'both bundles have new hashes in their names, and a part is loaded later',
    change: (site) => {
      site.head[1] = '<script src="/assets/vendors.f205.js"></script>'
      site.head[2] = '<script src="/assets/checkout.f205.js" defer></script>'
      delete site.files['shop.test/assets/vendors.8c1f.js']
      delete site.files['shop.test/assets/checkout.a41d.js']
      site.files['shop.test/assets/vendors.f205.js'] = js(
        vendors('f205', 'window.chunk = function (n) { return import("/assets/" + n + ".js"); };'),
      )
      site.files['shop.test/assets/checkout.f205.js'] = js(
        payment(
          'f205',
          'on(form, "focusin", function once() { form.removeEventListener("focusin", once); chunk("brands.f205"); });',
        ),
      )
      site.files['shop.test/assets/brands.f205.js'] = js(
        code`const rules = { visa: /^4/, mastercard: /^(5[1-5]|2[2-7])/, amex: /^3[47]/ }; const f = document.forms.co; f.cc_number.addEventListener("input", () => { const d = f.cc_number.value.replace(/\D/g, ""); f.dataset.brand = Object.keys(rules).find((k) => rules[k].test(d)) ?? ""; f.cc_cid.maxLength = f.dataset.brand === "amex" ? 4 : 3; });`,
      )
    },
  },
  own(
    'h8-eight-digits',
    'the first eight digits ask the shop which fee the card has',
    code`var asked; on(form.cc_number, "input", function () { var b = this.value.replace(/\D/g, "").slice(0, 8); if (b.length < 8 || b === asked) return; asked = b; var x = new XMLHttpRequest(); x.open("GET", "/rest/V1/surcharge?bin=" + b); x.onload = function () { $$(".msg")[0].textContent = x.status === 200 ? x.responseText : ""; }; x.send(); });`,
  ),
  own(
    'h8-last-four',
    'the summary shows the last four digits, and the shop keeps them for the receipt',
    code`on(form.cc_number, "change", function () { var d = this.value.replace(/\D/g, ""); if (!luhn(d)) return; $$(".totals")[0].dataset.card = "•••• " + d.slice(-4); postJson("/rest/V1/carts/mine/payment-hint", { last4: d.slice(-4), scheme: d[0] === "4" ? "visa" : "other" }); });`,
  ),
  own(
    'h8-draft',
    'name, mail and address are kept for those who come back, here and at the shop, the card is not',
    code`var keep = ["email", "street", "postcode", "phone"], was = JSON.parse(localStorage.getItem("co_draft") || "{}"); keep.forEach(function (n) { if (was[n] && !form[n].value) form[n].value = was[n]; });
function draft() { var o = {}; keep.forEach(function (n) { o[n] = form[n].value; }); return JSON.stringify(o); }
on(form, "change", function () { localStorage.setItem("co_draft", draft()); }); addEventListener("pagehide", function () { navigator.sendBeacon("/rest/V1/carts/mine/draft", new Blob([draft()], { type: "application/json" })); });`,
  ),
  own(
    'h8-abandoned',
    'the mail address is saved for a reminder as soon as it is whole, if the customer agreed',
    code`on(form.email, "blur", function () { if (this.checkValidity() && this.value && window.consent && consent.stats) fetch("/rest/V1/reminders", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ email: this.value, cart: "c-77120", at: new Date().toISOString() }) }); });`,
  ),
  page(
    'h8-gift-card',
    'a gift card of the shop can be redeemed: sixteen digits and a PIN, asked of the shop itself',
    '<label>Discount code <input name="coupon"></label>',
    '<label>Discount code <input name="coupon"></label><details><summary>Redeem a gift card</summary><label>Gift card number <input name="gift_code" inputmode="numeric" maxlength="19" autocomplete="off"></label><label>PIN <input name="gift_pin" maxlength="4" autocomplete="off"></label><button type="button" class="gift">Check balance</button></details>',
    code`on($$(".gift")[0], "click", function () { postJson("/rest/V1/gift-cards/balance", { code: form.gift_code.value, pin: form.gift_pin.value }); });`,
  ),
  page(
    'h8-loyalty',
    'members of the club enter their number',
    '<label>Discount code',
    '<label>Club number <input name="club" inputmode="numeric" pattern="[0-9]{10,13}"></label><label>Discount code',
    code`on(form.club, "change", function () { if (form.club.checkValidity() && form.club.value) postJson("/rest/V1/club/points", { member: form.club.value }); });`,
  ),
  page(
    'h8-expiry-text',
    'month and year are one field of text now, and the holder is asked last',
    cardFields(),
    '<fieldset class="card"><legend>Card</legend><label>Card number <input name="cc_number" type="tel" inputmode="numeric" autocomplete="cc-number" maxlength="23" data-1p-ignore="false"></label><label>Valid until <input name="cc_exp" autocomplete="cc-exp" placeholder="MM / YY"></label><input type="hidden" name="cc_month"><input type="hidden" name="cc_year"><label>Security code <input name="cc_cid" type="password" inputmode="numeric" maxlength="4" autocomplete="cc-csc"></label><label>Name on card <input name="cc_owner" autocomplete="cc-name"></label></fieldset>',
    code`on(form.cc_exp, "input", function () { var d = this.value.replace(/\D/g, ""); form.cc_month.value = d.slice(0, 2); form.cc_year.value = "20" + d.slice(2, 4); if (d.length > 2) this.value = d.slice(0, 2) + " / " + d.slice(2, 4); });`,
  ),
  page(
    'h8-countries',
    'the country can be chosen, and the post code is checked accordingly',
    '<label>Phone',
    '<label>Country <select name="country" autocomplete="country"><option value="DE">Germany</option><option value="NL">Netherlands</option><option value="GB">United Kingdom</option></select></label><label>Phone',
    code`var codes = { DE: "[0-9]{5}", NL: "[1-9][0-9]{3} ?[A-Z]{2}", GB: "[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}" }; function country() { form.postcode.pattern = codes[form.country.value]; postJson("/rest/V1/totals", { country: form.country.value, postcode: form.postcode.value }); } on(form.country, "change", country);`,
  ),
  lib(
    'h8-tracked-value',
    'a library of views keeps track of what fields hold by a property on each of them',
    code`window.track = function (node) { var d = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value"), now = node.value; Object.defineProperty(node, "value", { configurable: true, get: function () { return d.get.call(this); }, set: function (v) { now = "" + v; d.set.call(this, v); } }); return { changed: function () { var v = d.get.call(node); if (v === now) return false; now = v; return true; } }; };
document.addEventListener("focusin", function (e) { if (e.target.tagName === "INPUT" && !e.target._t) e.target._t = track(e.target); }); document.addEventListener("input", function (e) { if (e.target._t && e.target._t.changed()) e.target.classList.add("dirty"); });`,
  ),
  lib(
    'h8-polyfills',
    'polyfills give builtins to old browsers, and wrap addEventListener for passive ones',
    code`(function (p) { p.closest || (p.closest = function (s) { for (var e = this; e; e = e.parentElement) if (e.matches(s)) return e; return null; }); })(Element.prototype); Array.prototype.at || (Array.prototype.at = function (i) { return this[i < 0 ? this.length + i : i]; }); String.prototype.replaceAll || (String.prototype.replaceAll = function (a, b) { return this.split(a).join(b); });
(function (add) { EventTarget.prototype.addEventListener = function (n, f, o) { return add.call(this, n, f, o === undefined && /^(touch|wheel)/.test(n) ? { passive: true } : o); }; })(EventTarget.prototype.addEventListener);
(function (stringify) { JSON.stringify = function (v, r, s) { return stringify(v, r || function (k, x) { return typeof x === "bigint" ? String(x) : x; }, s); }; })(JSON.stringify);`,
  ),
  {
    id: 'h8-check-worker',
    about: 'a worker of the shop checks the digits; it talks to nobody but the page',
    change: (site) => {
      site.files['shop.test/assets/check.f206.js'] = js(
        code`onmessage = (m) => { const d = m.data.replace(/\D/g, ""); let s = 0; for (let i = 0; i < d.length; i++) { const x = +d[d.length - 1 - i] * (i % 2 + 1); s += x > 9 ? x - 9 : x; } postMessage({ ok: d.length > 11 && s % 10 === 0, length: d.length }); };`,
      )
      site.files['shop.test/assets/checkout.a41d.js'] = js(
        payment(
          'f206',
          'var checker = new Worker("/assets/check.f206.js"); checker.onmessage = function (m) { form.cc_number.setAttribute("aria-invalid", String(!m.data.ok)); }; on(form.cc_number, "change", function () { checker.postMessage(this.value); });',
        ),
      )
    },
  },
  {
    id: 'h8-offline',
    about: 'a service worker of the shop keeps files of the shop and touches nothing that is posted',
    change: (site) => {
      site.files['shop.test/sw.js'] = js(
        code`const NAME = "front-f207"; addEventListener("install", (e) => { skipWaiting(); e.waitUntil(caches.open(NAME).then((c) => c.addAll(["/assets/vendors.8c1f.js", "/assets/boot.js"]))); }); addEventListener("activate", (e) => e.waitUntil(clients.claim())); addEventListener("fetch", (e) => { const u = new URL(e.request.url); if (e.request.method === "GET" && u.origin === location.origin && u.pathname.startsWith("/assets/")) e.respondWith(caches.match(e.request).then((r) => r || fetch(e.request))); });`,
      )
      site.inline.push(
        'if ("serviceWorker" in navigator) addEventListener("load", function () { navigator.serviceWorker.register("/sw.js"); });',
      )
    },
  },
  {
    id: 'h8-module-versions',
    about: 'the import map names new versions, which are loaded ahead; a module more',
    change: (site) => {
      site.head[0] =
        '<script type="importmap">{"imports":{"ui-kit":"/assets/ui-kit.4.js","ui-kit/dialog":"/assets/ui-kit.4.dialog.js"}}</script><link rel="modulepreload" href="/assets/ui-kit.4.js">'
      site.files['shop.test/assets/ui-kit.4.js'] = js(
        'export function init(d) { d.documentElement.classList.add("ready", "v4"); }',
      )
      site.files['shop.test/assets/ui-kit.4.dialog.js'] = js(
        'export const ask = (t) => { const d = document.createElement("dialog"); d.textContent = t; document.body.append(d); return d; };',
      )
      site.files['shop.test/assets/boot.js'] = js(
        'import { init } from "ui-kit"; import { ask } from "ui-kit/dialog"; init(document); ask("Delivery takes two days longer at present");',
      )
    },
  },
  {
    id: 'h8-translated',
    about: 'the page is in German, its words come as file',
    change: (site) => {
      site.body = frontBody()
        .replace('<h1>Checkout', '<h1>Kasse')
        .replace('Card number', 'Kartennummer')
        .replace('Security code', 'Prüfnummer')
        .replace('Place order', 'Zahlungspflichtig bestellen')
      site.files['shop.test/assets/i18n/de.json'] = {
        type: 'application/json',
        body: '{"pay.error":"Bitte prüfen Sie die Kartennummer","pay.hint":"<b>Sicher</b> bezahlen","logo":"data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="}',
      }
      site.files['shop.test/assets/boot.js'] = js(
        'import { init } from "ui-kit"; init(document); const words = await (await fetch("/assets/i18n/de.json")).json(); document.querySelector(".msg").innerHTML = words["pay.hint"];',
      )
    },
  },
  {
    id: 'h8-headers',
    about: 'a policy is tried out in reports to the shop, and further headers come',
    change: (site) => {
      site.headers['content-security-policy-report-only'] =
        "default-src 'self'; script-src 'self' 'nonce-a81b' http://www.tagbox.test http://js.chat-help.test http://browser.errlog.test; report-uri /csp"
      site.headers['permissions-policy'] = 'camera=(), microphone=(), geolocation=()'
      site.headers['x-content-type-options'] = 'nosniff'
    },
  },
  html(
    'h8-banner',
    'a notice of works in the coming night, in light and dark, which goes away at its time',
    code`<style>:root{color-scheme:light dark;--notice:#fff3cd}@media (prefers-color-scheme:dark){:root{--notice:#443a10}body{background:#111;color:#eee}}.notice{background:var(--notice);position:sticky;top:0}</style><p class="notice" role="status" data-until="2030-01-01T04:00:00Z">Payments rest from 2 to 4 at night. <button type="button">Close</button></p><script>(function () { var n = document.querySelector(".notice"), h = new Date().getHours(); if (sessionStorage.noticeClosed || new Date() > new Date(n.dataset.until)) n.remove(); n.lastElementChild.onclick = function () { sessionStorage.noticeClosed = h; n.remove(); }; })();</script>`,
  ),
  inline(
    'h8-stock-stream',
    'a stream of the shop tells how many are left; tabs tell one another about the basket',
    code`(function () { var c = new BroadcastChannel("basket"); c.onmessage = function (m) { if (m.data.type === "count") document.documentElement.dataset.items = m.data.n; }; c.postMessage({ type: "count", n: 2 }); var s = new EventSource("/stock/stream?sku=8891-2,7710-1"); s.addEventListener("stock", function (e) { var p = document.querySelector(".msg"); if (p) p.textContent = "Only " + Number(e.data) + " left"; }); setInterval(function () { fetch("/session/keepalive", { method: "POST", credentials: "same-origin" }); }, 1500); })();`,
  ),
]

/** What vendors that are there already change, and what the owner took in addition. */
const vendorWork: readonly Variant[] = [
  box(
    'h8-long-numbers',
    'measuring sends numbers as long as that of a card: of the visitor, the order and the click',
    code`var cid = localStorage.getItem("_tb") || Math.floor(1e9 + Math.random() * 9e9) + "." + Math.floor(Date.now() / 1000); localStorage.setItem("_tb", cid); document.cookie = "_tb=TB1.1." + cid + ";path=/"; hit("begin_checkout", { cid: cid, transaction_id: "4000120034005600", fbp: "fb.1." + Date.now() + ".1234567890", items: "8891-2~1~29.95!7710-1~1~29.95" });`,
  ),
  box(
    'h8-hashed-mail',
    'conversions carry mail and phone as hashes',
    code`function hash(t) { return crypto.subtle.digest("SHA-256", new TextEncoder().encode(t)).then(function (b) { return Array.from(new Uint8Array(b), function (x) { return x.toString(16).padStart(2, "0"); }).join(""); }); } document.addEventListener("submit", function () { var f = document.forms.co; Promise.all([hash(f.email.value.trim().toLowerCase()), hash(f.phone.value.replace(/\D/g, ""))]).then(function (h) { hit("user_data", { em: h[0], ph: h[1] }); }); }, true);`,
  ),
  box(
    'h8-vitals',
    'how fast the page was, when it is left',
    code`var v = {}; try { new PerformanceObserver(function (l) { l.getEntries().forEach(function (e) { if (e.entryType === "largest-contentful-paint") v.lcp = Math.round(e.startTime); if (e.entryType === "layout-shift" && !e.hadRecentInput) v.cls = (v.cls || 0) + e.value; if (e.entryType === "event") v.inp = Math.max(v.inp || 0, e.duration); }); }).observe({ type: "event", buffered: true, durationThreshold: 40 }); } catch (x) {} addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") navigator.sendBeacon("http://www.tagbox.test/collect", JSON.stringify({ n: performance.getEntriesByType("resource").map(function (r) { return [r.name.split("?")[0], Math.round(r.duration)]; }), v: v })); });`,
  ),
  {
    id: 'h8-scrubbing',
    about: 'the reporter of errors wraps requests, events and the console, keeps no bodies and blots out long numbers',
    change: (site) => {
      site.files['browser.errlog.test/7/bundle.min.js'] = js(
        errlog(
          '7.3.0',
          code`var trail = []; function note(c, m) { trail.push([Date.now(), c, String(m).replace(/[?#].*$/, "").replace(/(\d[ -]?){12,19}/g, "[number]").slice(0, 200)]); trail = trail.slice(-30); }
var f = w.fetch; w.fetch = function (u) { var p = f.apply(this, arguments); p.then(function (r) { note("fetch", r.status + " " + (u.url || u)); }, function () {}); return p; };
var op = XMLHttpRequest.prototype.open, se = XMLHttpRequest.prototype.send; XMLHttpRequest.prototype.open = function (m, u) { this._n = m + " " + u; return op.apply(this, arguments); }; XMLHttpRequest.prototype.send = function (b) { var x = this; x.addEventListener("loadend", function () { note("xhr", x._n + " " + x.status + " " + (b ? String(b).length : 0)); if (x.status > 399 || x.status === 204) send("slow or failed " + x._n, JSON.stringify(trail)); }); return se.apply(x, arguments); };
var ad = EventTarget.prototype.addEventListener; EventTarget.prototype.addEventListener = function (n, g, o) { if (typeof g !== "function") return ad.call(this, n, g, o); g._w = g._w || function () { try { return g.apply(this, arguments); } catch (e) { send(e.message, e.stack); throw e; } }; return ad.call(this, n, g._w, o); };
["log", "warn"].forEach(function (k) { var c = console[k]; console[k] = function (a) { note(k, a); return c.apply(console, arguments); }; });`,
        ),
      )
    },
  },
  {
    id: 'h8-chat-frame',
    about: 'the chat keeps a frame ready and settles size and language with it',
    change: (site) => {
      site.files['js.chat-help.test/room.html'] = {
        type: 'text/html',
        body: '<!doctype html><title>Chat</title><p>Hello</p><textarea aria-label="Message"></textarea><script>addEventListener("message", function (e) { if (e.data.type === "hello") parent.postMessage({ type: "size", h: 320 }, "*"); }); fetch("/presence?room=" + Math.random().toString(36).slice(2));</script>',
      }
      site.files['js.chat-help.test/widget.js'] = js(
        chat(
          '3.1',
          code`addEventListener("load", function () { var r = d.createElement("iframe"); r.title = "Chat"; r.hidden = true; r.src = "http://js.chat-help.test/room.html"; r.onload = function () { r.contentWindow.postMessage({ type: "hello", lang: d.documentElement.lang, path: location.pathname, title: d.title }, "http://js.chat-help.test"); }; d.body.appendChild(r); addEventListener("message", function (e) { if (e.source === r.contentWindow && e.data.type === "size") r.height = e.data.h; }); });`,
        ),
      )
    },
  },
  tool(
    'h8-replay',
    'a recorder watches changes of the page, leaves fields out and packs what it sends',
    code`(function () { var ev = [], n = 0; function safe(t) { return t.replace(/\d/g, "0"); } function start() { new MutationObserver(function (l) { l.forEach(function (m) { ev.push([m.type[0], m.target.nodeName, m.attributeName || "", m.attributeName === "value" ? "" : m.addedNodes.length]); }); }).observe(document, { subtree: true, childList: true, attributes: true }); ev.push(["snap", Array.from(document.body.children, function (c) { return c.tagName + safe(c.innerText || "").length; })]); } document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start(); document.addEventListener("input", function (e) { ev.push(["in", e.target.name, "*".repeat(Math.min(8, e.target.value.length))]); }, true); setInterval(async function () { if (!ev.length) return; var b = new Blob([JSON.stringify(ev)]).stream().pipeThrough(new CompressionStream("gzip")); ev = []; fetch("http://in.tools-approved.test/rec/" + n++, { method: "POST", mode: "no-cors", body: await new Response(b).arrayBuffer() }); }, 600); })();`,
  ),
  tool(
    'h8-rhythm',
    'against fraud: how fast keys follow each other in which field, and whether it was pasted, never which keys',
    code`(function () { var t = {}, last = 0; document.addEventListener("keydown", function (e) { var n = e.target.name || "-", now = performance.now(); (t[n] = t[n] || []).push(Math.round(now - last)); last = now; }, true); document.addEventListener("paste", function (e) { (t[e.target.name] = t[e.target.name] || []).push(-1); }, true); function out() { navigator.sendBeacon("http://beh.tools-approved.test/k", btoa(JSON.stringify({ s: Math.random().toString(36), t: t, w: innerWidth }))); } document.addEventListener("submit", out, true); addEventListener("pagehide", out); })();`,
  ),
  tool(
    'h8-address-check',
    'an approved service checks the address when it is left',
    code`(function () { function go(e) { var f = e.target.form; if (!f || !/street|postcode/.test(e.target.name) || !f.street.value) return; fetch("http://addr.tools-approved.test/v3/verify", { method: "POST", headers: { "Content-Type": "text/plain" }, body: JSON.stringify({ street: f.street.value, zip: f.postcode.value }) }).then(function (r) { f.dataset.address = r.ok ? "ok" : "unknown"; }).catch(function () {}); } document.addEventListener("focusout", go); })();`,
  ),
  tool(
    'h8-robot-check',
    'a test for robots draws a frame and puts its answer into the form',
    code`(function () { addEventListener("load", function () { var f = document.createElement("iframe"); f.title = "Check for robots"; f.width = 300; f.height = 65; f.src = "http://challenge.tools-approved.test/box.html?k=0x4AAA&c=" + Math.random().toString(36).slice(2); document.querySelector("form").appendChild(f); var h = document.createElement("input"); h.type = "hidden"; h.name = "robot-response"; document.querySelector("form").appendChild(h); addEventListener("message", function (e) { if (/tools-approved\.test$/.test(e.origin)) h.value = e.data.token; }); var a = new Uint8Array(8); crypto.getRandomValues(a); fetch("http://challenge.tools-approved.test/pow", { method: "POST", mode: "no-cors", body: a }); }); })();`,
  ),
  tool(
    'h8-assist',
    'buttons for large print, contrast and reading aloud; labels are read, fields are not',
    code`(function () { function bar() { var b = document.createElement("div"); b.setAttribute("role", "toolbar"); b.style.cssText = "position:fixed;left:0;bottom:0;z-index:99999"; ["A+", "Contrast", "Read"].forEach(function (t) { var x = document.createElement("button"); x.type = "button"; x.textContent = t; x.onclick = function () { if (t === "A+") document.body.style.zoom = 1.2; else if (t === "Contrast") document.body.style.filter = "contrast(1.4)"; else if (window.speechSynthesis) speechSynthesis.speak(new SpeechSynthesisUtterance([].map.call(document.querySelectorAll("label"), function (l) { return l.firstChild.textContent; }).join(", "))); localStorage.setItem("a11y", t); }; b.appendChild(x); }); document.body.appendChild(b); document.querySelectorAll("input:not([aria-label])").forEach(function (i) { i.setAttribute("aria-label", i.closest("label") ? i.closest("label").innerText : i.name); }); new Image().src = "http://a11y.tools-approved.test/l?n=" + document.querySelectorAll("label").length; } document.readyState === "complete" ? bar() : addEventListener("load", bar); })();`,
  ),
]

export const eighthShopfrontHonest: readonly Variant[] = [...shopWork, ...vendorWork]

const led = (id: string, about: string, body: string, more = ''): Variant => ({
  id,
  about,
  change: (site) => {
    site.body = body
    if (more !== '') site.files['shop.test/js/choose.js'] = js(choose(more))
  },
})

export const eighthRedirectHonest: readonly Variant[] = [
  led('h8-session', 'another visitor, another session in the form and the link', redirectBody('', 'cs_90417x')),
  led(
    'h8-linker',
    'the link to the provider gets the parameters by which measuring goes on there',
    redirectBody().replace('cs_8127">Pay', 'cs_8127?utm_source=shop&amp;_tb=1.77.1700000000">Pay'),
    code`var d = document.getElementById("direct"); d.addEventListener("mousedown", function () { var u = new URL(d.href); u.searchParams.set("_tb", "1." + Math.floor(Date.now() / 1000)); u.searchParams.set("lang", shop.lang); d.href = u.href; });`,
  ),
  led(
    'h8-instalment-method',
    'a third way to pay, with the date of birth',
    redirectBody().replace(
      '<label>E-mail',
      '<label><input type="radio" name="method" value="later"> Pay in three parts</label><div class="info" data-for="later" hidden><label>Born on <input name="born" type="date" autocomplete="bday"></label></div><label>E-mail',
    ),
  ),
  led(
    'h8-once',
    'the button can be pressed but once, and says what goes on',
    redirectBody('<ul class="brands"><li>Visa</li><li>Mastercard</li></ul>'),
    code`form.addEventListener("submit", function () { var b = form.querySelector("button:not([type])"); b.textContent = "You are being led to PayHub"; setTimeout(function () { b.disabled = true; }, 0); navigator.sendBeacon("/events/redirect", JSON.stringify({ cart: shop.cart, method: form.elements.method.value })); });`,
  ),
  html(
    'h8-newsletter',
    'news can be ordered below',
    '<form id="news" method="post" action="/newsletter"><label>E-mail for news <input name="news" type="email" autocomplete="email"></label><button>Subscribe</button></form>',
  ),
]
