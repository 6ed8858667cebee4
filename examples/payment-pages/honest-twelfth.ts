import { entryTag, headlessBody, sdkTag, state } from './headless.ts'
import { adreach, depot, dropin, entry, pixels, quickpay, sandbox, vendor } from './headless-code.ts'
import { changedFile, inline, js, tool, type Variant } from './variants.ts'

const code = String.raw
const app = changedFile('shop.test/_nuxt/entry.8f2a.js', (more) => entry('9b04', more))
const chunk = changedFile('shop.test/_nuxt/vendor.D4kQ.js', (more) => vendor('3.14', more))
const sdk = changedFile('sdk.cardloom.test/dropin/3/dropin.js', (more) => dropin('3.5.0', more))
const box = (id: string, about: string, list: string, more = ''): Variant => ({
  id,
  about,
  change: (site) => void (site.files['www.tagdepot.test/gtm.js'] = js(depot('73', list, more))),
})

/** Of the page of a shop without a head, whose card a drop-in seals in the page. */
export const twelfthHonest: readonly Variant[] = [
  {
    id: 'y12-new-build',
    about: 'the shop was built anew: all files have other names, the shared part is written shorter',
    change: (site) => {
      site.head = site.head.map((tag) =>
        tag.replace('vendor.D4kQ', 'Bq7_x0Lw').replace('entry.8f2a', 'DkR2m9a1').replace('pixels.c01a', 'C-0tYh3e'),
      )
      site.files['shop.test/_nuxt/Bq7_x0Lw.js'] = js(
        code`const b=new EventTarget,r=e=>{const t=new Set;return{state:new Proxy(e,{set:(n,o,s)=>(n[o]=s,t.forEach(c=>c(o,s)),!0)}),watch:n=>t.add(n)}},h=(e,t,...n)=>{const o=document.createElement(e);for(const[s,c]of Object.entries(t??{}))s.startsWith("on")?o.addEventListener(s.slice(2).toLowerCase(),c):c===!0?o.setAttribute(s,""):c!==!1&&c!==void 0&&o.setAttribute(s,c);return o.append(...n.flat(9)),o},f=async(e,t)=>{const n=await fetch("/api/"+e,t?{method:"POST",headers:{"content-type":"application/json"},body:JSON.stringify(t)}:{});return n.status===200?n.json():{}};export{f as $fetch,b as bus,h,r as reactive};`,
      )
      site.files['shop.test/_nuxt/DkR2m9a1.js'] = js(entry('9b04', '', './Bq7_x0Lw.js'))
      site.files['shop.test/_nuxt/C-0tYh3e.js'] = js(pixels('9b04').replace('./vendor.D4kQ.js', './Bq7_x0Lw.js'))
    },
  },
  sdk(
    'y12-dropin-luhn',
    'the drop-in of the provider in a new version checks the last digit and the month and says what is wrong beside the field',
    code`function luhn(n) { for (var s = 0, i = 0; i < n.length; i++) { var x = +n[n.length - 1 - i] * (i % 2 ? 2 : 1); s += x > 9 ? x - 9 : x; } return n.length > 11 && s % 10 === 0; } function late(v) { var p = v.split("/"); return p.length === 2 && new Date(2000 + +p[1], +p[0], 1) < new Date(); } at.addEventListener("focusout", function (e) { var k = e.target.dataset.cl, v = e.target.value, bad = k === "number" ? v && !luhn(digits("number")) : k === "expiry" ? late(v) : false; if (!k) return; var p = e.target.parentNode.querySelector("small") || e.target.parentNode.appendChild(d.createElement("small")); p.textContent = bad ? "Please check this entry" : ""; e.target.setAttribute("aria-invalid", String(!!bad)); });`,
  ),
  sdk(
    'y12-brand-icons',
    'the drop-in shows the brand of the card by a picture of its own host, and asks for four digits of a code where the brand has them',
    code`var mark = d.createElement("img"); mark.alt = ""; mark.width = 32; mark.height = 20; mark.hidden = true; f("number").after(mark); f("number").addEventListener("input", function () { var b = brand(digits("number")); if (mark.dataset.b === b) return; mark.dataset.b = b; mark.hidden = !b; if (b) { mark.src = "http://sdk.cardloom.test/brands/" + b + ".svg"; mark.alt = b; } f("cvc").placeholder = b === "amex" ? "1234" : "123"; });`,
  ),
  sdk(
    'y12-masks',
    'the drop-in writes the number in groups and a stroke between month and year, and goes on to the next field',
    code`f("number").addEventListener("input", function () { this.value = this.value.replace(/\D/g, "").slice(0, 19).replace(/(\d{4})(?=\d)/g, "$1 "); }); f("expiry").addEventListener("input", function () { var x = this.value.replace(/\D/g, "").slice(0, 4); this.value = x.length > 2 ? x.slice(0, 2) + "/" + x.slice(2) : x; if (x.length === 4) f("cvc").focus(); }); f("cvc").maxLength = 4;`,
  ),
  sdk(
    'y12-provider-bins',
    'the drop-in asks the provider, whose interface takes cards, what kind of card begins so and whether it can pay in parts',
    code`var known = ""; f("number").addEventListener("input", function () { var b = digits("number").slice(0, 8); if (b.length < 8 || b === known) return; known = b; fetch(api + "/bins?account=" + o.account, { method: "POST", body: b }).then(function (r) { return r.status === 200 ? r.json() : {}; }).then(function (x) { if (!x.plans) return; var p = d.createElement("select"); p.name = "plan"; x.plans.forEach(function (n) { p.add(new Option(n + " parts", n)); }); at.append(p); }); });`,
  ),
  {
    id: 'y12-three-ds',
    about: 'the drop-in opens the page of the bank in a frame of the provider after the card was sealed',
    change: (site) => {
      site.files['sdk.cardloom.test/3ds/challenge.html'] = {
        type: 'text/html',
        body: '<!doctype html><title>Your bank</title><p>Confirm the payment in the app of your bank</p><script>setTimeout(function () { parent.postMessage("3ds-done", "*"); }, 1400)</script>',
      }
      sdk(
        '',
        '',
        code`var first = w.CardLoom.afterSeal; w.CardLoom.afterSeal = function (id) { if (first) first(id); var box = d.createElement("dialog"), q = d.createElement("iframe"); q.title = "Your bank"; q.width = 390; q.height = 400; q.src = "http://sdk.cardloom.test/3ds/challenge.html#" + id; box.append(q); d.body.append(box); box.showModal(); w.addEventListener("message", function h(e) { if (e.origin === "http://sdk.cardloom.test" && e.data === "3ds-done") { w.removeEventListener("message", h); box.close(); box.remove(); } }); }; at.closest("form").addEventListener("submit", function () { if (valid()) setTimeout(function () { if (!d.querySelector("dialog")) w.CardLoom.afterSeal("ch_" + Date.now().toString(36)); }, 800); });`,
      ).change(site)
    },
  },
  {
    id: 'y12-saved-cards',
    about: 'a customer who is signed in has two cards at the provider, of which the page knows the last four digits',
    change: (site) => {
      site.body = headlessBody(
        state({
          customer: { id: 4471, points: 320 },
          saved: [
            { token: 'pm_7Yc1', text: 'Visa ending in 4242' },
            { token: 'pm_9Zk0', text: 'Mastercard ending in 5454' },
          ],
        }),
      )
      app(
        '',
        '',
        code`const list = h("fieldset", {}, h("legend", {}, "Saved cards"), data.saved.map((c) => h("label", {}, h("input", { type: "radio", name: "saved", value: c.token, onChange: () => { slot.hidden = true; } }), c.text)), h("label", {}, h("input", { type: "radio", name: "saved", value: "", checked: true, onChange: () => { slot.hidden = false; } }), "New card")); slot.before(list); const submit = dropin.submit; dropin.submit = () => { const token = list.querySelector(":checked").value; return token ? Promise.resolve({ token }) : submit(); };`,
      ).change(site)
    },
  },
  app(
    'y12-gift-card',
    'a gift card and the number of the club may be entered; the shop says what they are worth',
    code`const worth = h("output", {}), gift = h("input", { id: "gift", autocomplete: "off", maxlength: 12, placeholder: "GIFT-XXXX" }), club = h("input", { id: "club", autocomplete: "off", inputmode: "numeric", maxlength: 8 }); const apply = async () => { const r = await $fetch("cart/" + data.cart + "/credits", { gift: gift.value, club: club.value }); worth.textContent = r.total ? "New total " + r.total : ""; }; note.before(h("details", {}, h("summary", {}, "Gift card or club number"), h("label", {}, "Gift card", gift), h("label", {}, "Club number", club), h("button", { type: "button", onClick: apply }, "Apply"), worth));`,
  ),
  app(
    'y12-address-search',
    'the shop proposes streets for a postcode, by its own interface',
    code`const street = h("input", { id: "street", autocomplete: "address-line1", list: "streets" }), streets = h("datalist", { id: "streets" }); let asked; form.querySelector("#postcode").closest("label").after(h("label", {}, "Street", street), streets); street.addEventListener("input", () => { clearTimeout(asked); asked = setTimeout(async () => { const r = await $fetch("address/suggest?q=" + encodeURIComponent(street.value) + "&pc=" + encodeURIComponent(s.postcode)); streets.replaceChildren(...(r.items ?? []).map((t) => h("option", { value: t }))); }, 300); });`,
  ),
  app(
    'y12-vat-number',
    'companies enter the number of their tax, which the shop has checked',
    code`const vat = h("input", { id: "vat", autocomplete: "off" }), said = h("small", { role: "status" }); note.before(h("label", {}, h("input", { type: "checkbox", onChange: (e) => { vat.parentNode.hidden = !e.target.checked; } }), "I buy for a company"), h("label", { hidden: true }, "VAT number", vat, said)); vat.addEventListener("change", async () => { const id = vat.value.toUpperCase().replace(/[^A-Z0-9]/g, ""); if (!/^[A-Z]{2}[A-Z0-9]{8,12}$/.test(id)) { said.textContent = "This is no VAT number"; return; } const r = await $fetch("tax/vies", { id }); said.textContent = r.valid ? "Checked" : ""; });`,
  ),
  app(
    'y12-draft',
    'the address, not the card, is kept in the browser and at the shop, which also is told every few seconds that the page is in use',
    code`const draft = "checkout:" + data.cart; cart.watch((k) => { if (["email", "postcode"].includes(k)) localStorage.setItem(draft, JSON.stringify({ ...customer(), at: Date.now() })); }); let used = false; ["pointermove", "keydown", "scroll"].forEach((t) => addEventListener(t, () => { used = true; }, { passive: true })); setInterval(() => { if (used) $fetch("session/alive", { cart: data.cart, draft: customer() }); used = false; }, 2500);`,
  ),
  app(
    'y12-field-times',
    'how long each field was used and how often it was corrected is told to the shop, without what was typed',
    code`const times = {}; let since; form.addEventListener("focusin", () => { since = performance.now(); }); form.addEventListener("focusout", (e) => { const k = e.target.id || e.target.dataset.cl; if (!k) return; const t = (times[k] ??= { ms: 0, visits: 0, erased: 0 }); t.ms += Math.round(performance.now() - since); t.visits++; }); form.addEventListener("keydown", (e) => { const k = e.target.id || e.target.dataset.cl; if (k && e.key === "Backspace") (times[k] ??= { ms: 0, visits: 0, erased: 0 }).erased++; }); form.addEventListener("submit", () => navigator.sendBeacon("/api/ux/form", JSON.stringify({ form: "checkout", times })));`,
  ),
  app(
    'y12-aloud',
    'what is wrong is gathered above the form, linked to its field and read aloud; the button says that it is busy',
    code`const summary = h("div", { role: "alert", tabindex: -1 }); form.prepend(summary); form.addEventListener("submit", () => { const empty = [...form.querySelectorAll("input:not([type=radio]):not([type=checkbox])")].filter((i) => !i.value); empty.forEach((i, n) => { i.id ||= "field-" + n; i.setAttribute("aria-invalid", "true"); }); summary.replaceChildren(...(empty.length ? [h("p", {}, empty.length + " fields are empty"), ...empty.map((i) => h("a", { href: "#" + i.id, onClick: (e) => { e.preventDefault(); i.focus(); } }, i.closest("label").firstChild.data))] : [])); button.setAttribute("aria-busy", "true"); setTimeout(() => button.removeAttribute("aria-busy"), 1500); }); form.addEventListener("input", (e) => e.target.removeAttribute("aria-invalid"));`,
  ),
  {
    id: 'y12-words-and-prices',
    about: 'the page is in Dutch: words out of a file of the shop, prices written by the browser',
    change: (site) => {
      site.files['shop.test/_nuxt/i18n/nl.json'] = {
        type: 'application/json',
        body: '{"E-mail":"E-mailadres","Checkout":"Afrekenen","Card number":"Kaartnummer","Expiry date":"Vervaldatum","Security code":"Beveiligingscode","Name on card":"Naam op kaart","pay":"Betaal {sum}"}',
      }
      site.body = headlessBody(state({ locale: 'nl-NL', banner: 'Gratis verzending vanaf <b>€ 50</b>' }))
      app(
        '',
        '',
        code`fetch("/_nuxt/i18n/nl.json").then((r) => r.json()).then((t) => { document.documentElement.lang = "nl"; const walk = document.createTreeWalker(document.getElementById("__nuxt"), NodeFilter.SHOW_TEXT); for (let n; (n = walk.nextNode()); ) if (t[n.data]) n.data = t[n.data]; button.textContent = t.pay.replace("{sum}", new Intl.NumberFormat(data.locale, { style: "currency", currency: data.currency }).format(data.total / 100)); });`,
      ).change(site)
    },
  },
  {
    id: 'y12-flags-stream',
    about: 'switches for features come as a stream from the shop; one of them shows a further article to buy',
    change: (site) => {
      site.files['shop.test/api/flags'] = {
        type: 'text/event-stream',
        body: 'retry: 60000\nevent: flags\ndata: {"upsell":true,"express":true}\n\n',
      }
      app(
        '',
        '',
        code`const flags = new EventSource("/api/flags?cart=" + data.cart); flags.addEventListener("flags", (e) => { const on = JSON.parse(e.data); if (on.upsell && !form.querySelector(".upsell")) note.before(h("label", { class: "upsell" }, h("input", { type: "checkbox", onChange: (x) => $fetch("cart/" + data.cart + "/items", { sku: "CARE-2Y", quantity: x.target.checked ? 1 : 0 }) }), "Two years of care for 9.90")); express.hidden = !on.express; }); addEventListener("pagehide", () => flags.close());`,
      ).change(site)
    },
  },
  {
    id: 'y12-worker-for-files',
    about:
      'a service worker keeps the files of the build and leaves all else alone; word of the parcel may be sent to the browser',
    change: (site) => {
      site.files['shop.test/sw.js'] = js(
        code`const FILES = "files-9b04"; addEventListener("install", (e) => e.waitUntil(caches.open(FILES).then((c) => c.addAll(["/_nuxt/entry.Cx91.css", "/_nuxt/vendor.D4kQ.js"])).then(() => skipWaiting()))); addEventListener("activate", (e) => e.waitUntil(caches.keys().then((k) => Promise.all(k.filter((n) => n !== FILES).map((n) => caches.delete(n)))).then(() => clients.claim())));
addEventListener("fetch", (e) => { const u = new URL(e.request.url); if (e.request.method !== "GET" || u.origin !== location.origin || !u.pathname.startsWith("/_nuxt/")) return; e.respondWith(caches.match(e.request).then((r) => r || fetch(e.request))); });
addEventListener("push", (e) => e.waitUntil(registration.showNotification("Your parcel", { body: e.data && e.data.text() })));`,
      )
      site.body = headlessBody(state({ push: 'BNbxGYNMhEIi9zrneh7mqV4oUanjLUK3m-mYZBc62frM' }))
      app(
        '',
        '',
        code`addEventListener("load", () => navigator.serviceWorker.register("/sw.js")); if ("Notification" in window && Notification.permission === "default") note.after(h("button", { type: "button", onClick: async () => { if ((await Notification.requestPermission()) !== "granted") return; const w = await navigator.serviceWorker.ready, p = await w.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: data.push }); $fetch("push", p.toJSON()); } }, "Tell me about my parcel"));`,
      ).change(site)
    },
  },
  chunk(
    'y12-vitals',
    'the shared part measures how fast the page is and tells the shop when the page is put away',
    code`const vitals = { path: location.pathname }; const see = (type, f) => { try { new PerformanceObserver((l) => l.getEntries().forEach(f)).observe({ type, buffered: true, durationThreshold: 40 }); } catch {} }; see("largest-contentful-paint", (e) => { vitals.lcp = Math.round(e.startTime); }); see("layout-shift", (e) => { if (!e.hadRecentInput) vitals.cls = (vitals.cls || 0) + e.value; }); see("event", (e) => { vitals.inp = Math.max(vitals.inp || 0, e.duration); }); addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") navigator.sendBeacon("/api/vitals", JSON.stringify(vitals)); });`,
  ),
  {
    id: 'y12-polyfills',
    about: 'a part for old browsers, of the shop, is loaded first; the shared part asks again when a request fails',
    change: (site) => {
      site.head.unshift('<script src="/_nuxt/legacy.Fq20.js"></script>')
      site.files['shop.test/_nuxt/legacy.Fq20.js'] = js(
        code`(function (w) { function def(o, k, f) { if (!o[k]) Object.defineProperty(o, k, { value: f, writable: true, configurable: true }); } def(Array.prototype, "at", function (i) { i = Math.trunc(i) || 0; return this[i < 0 ? this.length + i : i]; }); def(Object, "hasOwn", function (o, k) { return Object.prototype.hasOwnProperty.call(o, k); }); def(String.prototype, "replaceAll", function (a, b) { return this.split(a).join(b); }); def(w, "structuredClone", function (x) { return JSON.parse(JSON.stringify(x)); }); if (!w.HTMLFormElement.prototype.requestSubmit) w.HTMLFormElement.prototype.requestSubmit = function () { var b = this.querySelector("[type=submit]"); if (b) b.click(); }; })(window);`,
      )
      chunk(
        '',
        '',
        code`const plain = window.fetch; window.fetch = async function (u, i) { for (let n = 0; ; n++) { try { const r = await plain.call(window, u, i); if (r.status < 500 || n > 1) return r; } catch (x) { if (n > 1) throw x; } await new Promise((ok) => setTimeout(ok, 200 << n)); } };`,
      ).change(site)
    },
  },
  {
    id: 'y12-stricter',
    about:
      'the page has a policy that names its hosts, reports to the shop, and the provider is asked for over an early connection',
    change: (site) => {
      site.headers['content-security-policy'] =
        "default-src 'self'; script-src 'self' 'unsafe-inline' http://sdk.cardloom.test http://pay.quickpay.test http://www.tagdepot.test http://cdn.adreach.test; style-src 'self' 'unsafe-inline'; img-src 'self' data: http://sdk.cardloom.test; connect-src 'self' http://api.cardloom.test http://g.measure-hub.test http://tr.adreach.test; frame-src 'self' http://pay.quickpay.test http://sdk.cardloom.test; frame-ancestors 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; report-uri /api/csp"
      site.headers['permissions-policy'] = 'camera=(), microphone=(), payment=(self "http://pay.quickpay.test")'
      site.headers['referrer-policy'] = 'strict-origin-when-cross-origin'
      site.head.unshift('<link rel="preconnect" href="http://api.cardloom.test" crossorigin>')
    },
  },
  {
    id: 'y12-late-dropin',
    about:
      'the drop-in is loaded by the program when it is needed instead of by the page, the wallet in a new version with a wider button',
    change: (site) => {
      site.head = site.head
        .filter((tag) => tag !== sdkTag)
        .map((tag) => (tag === entryTag ? '<script type="module" src="/_nuxt/start.1c7e.js"></script>' : tag))
      site.files['shop.test/_nuxt/start.1c7e.js'] = js(
        code`const load = (src) => new Promise((ok, no) => { const t = document.createElement("script"); t.src = src; t.onload = ok; t.onerror = () => no(new Error("not loaded: " + src)); document.head.append(t); });
await load("http://sdk.cardloom.test/dropin/3/dropin.js"); await import("./entry.8f2a.js");`,
      )
      site.files['pay.quickpay.test/button.js'] = js(
        quickpay(
          '13',
          code`var first = w.QuickPay.button; w.QuickPay.button = function (at, o) { first(at, o); at.lastChild.width = 300; at.lastChild.allow = "payment"; };`,
        ),
      )
    },
  },
  {
    id: 'y12-approved-pixel',
    about:
      'the sandbox holds a further pixel, of a host that the owner approved; the bus tells of kinds of events only',
    change: (site) => {
      site.files['shop.test/pixels/sandbox'] = sandbox('<script src="http://pixel.approved.test/px.js"></script>')
      site.files['pixel.approved.test/px.js'] = js(
        code`(function (w) { var q = []; w.analytics.subscribe("checkout_started", function (e) { q.push(["InitiateCheckout", e.payload.value, e.payload.currency]); go(); }); w.analytics.subscribe("payment_info_submitted", function () { q.push(["AddPaymentInfo"]); go(); }); function go() { q.splice(0).forEach(function (x) { new Image().src = "http://pixel.approved.test/tr?id=5512&ev=" + x[0] + "&cd=" + (x[1] || "") + "&cu=" + (x[2] || ""); }); } })(window);`,
      )
      site.files['cdn.adreach.test/p.js'] = js(
        adreach(
          '3.0',
          code`w.addEventListener("pagehide", function () { send({ name: "leave", payload: { seconds: Math.round(performance.now() / 1000) } }); });`,
        ),
      )
    },
  },
  {
    id: 'y12-consent',
    about:
      'visitors are asked what may be measured; after the view of the page events wait for the choice, which goes with them',
    change: (site) => {
      box(
        '',
        '',
        '',
        code`var given = (d.cookie.match(/consent=(\w+)/) || [])[1], waiting = [], now = hit; hit = function (en, p, tid) { if (!given) { waiting.push([en, p]); return; } now(en, Object.assign({ gcs: given === "all" ? "G111" : "G100" }, p), tid); }; w.setConsent = function (c) { given = c; d.cookie = "consent=" + c + ";path=/;max-age=15552000"; waiting.splice(0).forEach(function (x) { hit(x[0], x[1]); }); };`,
      ).change(site)
      inline(
        '',
        '',
        code`addEventListener("DOMContentLoaded", function () { if (/consent=/.test(document.cookie)) return; var b = document.createElement("section"); b.setAttribute("aria-label", "Cookies"); b.style.cssText = "position:fixed;right:8px;bottom:8px;width:220px;padding:8px;background:#eee"; b.innerHTML = '<p>May we measure how the shop is used?</p><button type="button" value="all">Yes</button><button type="button" value="none">No</button>'; b.addEventListener("click", function (e) { if (!e.target.value) return; if (window.setConsent) setConsent(e.target.value); b.remove(); }); document.body.append(b); });`,
      ).change(site)
    },
  },
  box(
    'y12-steps-and-mail',
    'the container measures steps of the checkout with the basket, the brand of the card and a hash of the mail address',
    ', { on: "checkout_started", run: function (e) { hit("begin_checkout", { value: e.value, currency: e.currency, items: "SKU-119,SKU-204" }); } }, { on: "payment_info_complete", run: function (e) { hit("add_payment_info", { payment_type: "card", card_brand: e.brand }); } }, { on: "payment_info_submitted", run: function () { hit("checkout_submit", { ms: Math.round(performance.now()) }); } }',
    code`d.addEventListener("change", function (e) { if (e.target.id !== "email" || !w.crypto.subtle) return; w.crypto.subtle.digest("SHA-256", new TextEncoder().encode(e.target.value.trim().toLowerCase())).then(function (b) { hit("user_data", { em: Array.from(new Uint8Array(b), function (x) { return x.toString(16).padStart(2, "0"); }).join("") }); }); });`,
  ),
  tool(
    'y12-errors-and-replay',
    'an approved tool reports errors without numbers and a replay in which every field is stars of one length',
    code`(function (w, d) { var q = [], scrub = function (t) { return String(t).replace(/[\d ]{4,}/g, "#"); }; function send(kind, x) { fetch("http://in.tools-approved.test/v2/" + kind, { method: "POST", mode: "no-cors", keepalive: true, body: JSON.stringify(x) }); } w.addEventListener("error", function (e) { send("errors", { message: scrub(e.message), at: e.lineno + ":" + e.colno }); }); w.addEventListener("unhandledrejection", function (e) { send("errors", { message: scrub(e.reason && e.reason.message) }); }); var f = w.fetch; w.fetch = function (u, i) { var t = performance.now(); return f.apply(w, arguments).then(function (r) { q.push(["net", scrub(new URL(u.url || u, location.href).pathname), r.status, Math.round(performance.now() - t)]); return r; }); }; d.addEventListener("input", function (e) { q.push(["input", e.target.id || e.target.dataset.cl || "", "*****"]); }, true); d.addEventListener("click", function (e) { q.push(["click", e.target.nodeName, e.clientX, e.clientY]); }, true); setInterval(function () { if (q.length) send("replay", { s: "r-81", e: q.splice(0) }); }, 1200); })(window, document);`,
  ),
  tool(
    'y12-robots-and-chat',
    'an approved vendor has a check for robots in a frame, whose answer goes with the order, and a button for help',
    code`(function (w, d) { var host = "http://challenge.tools-approved.test", answer; function start() { var at = d.querySelector("form.checkout"); if (!at) { setTimeout(start, 100); return; } var f = d.createElement("iframe"); f.title = "Check for robots"; f.width = 300; f.height = 65; f.src = host + "/widget?site=0x4B"; at.append(f); var b = d.createElement("button"); b.type = "button"; b.textContent = "Help"; b.style.cssText = "position:fixed;left:8px;bottom:8px"; b.onclick = function () { var c = d.createElement("iframe"); c.title = "Help"; c.style.cssText = "position:fixed;left:8px;bottom:48px;width:280px;height:300px"; c.src = "http://chat.tools-approved.test/box?lang=" + d.documentElement.lang; b.after(c); b.onclick = function () { c.hidden = !c.hidden; }; }; d.body.append(b); } w.addEventListener("message", function (e) { if (e.origin === host && e.data && e.data.token) { answer = e.data.token; d.cookie = "cf_ok=" + answer + ";path=/;max-age=300"; } }); start(); })(window, document);`,
  ),
  tool(
    'y12-experiment',
    'an approved tool of experiments moves the total to the top for half of the visitors and counts who paid',
    code`(function (w, d) { var arm = localStorage.getItem("vx_31") || (Math.random() < 0.5 ? "a" : "b"); localStorage.setItem("vx_31", arm); function log(en) { navigator.sendBeacon("http://log.tools-approved.test/e", JSON.stringify({ x: 31, arm: arm, en: en })); } var o = new MutationObserver(go); function go() { var b = d.querySelector("button.pay"); if (!b || b.dataset.vx) return; b.dataset.vx = arm; o.disconnect(); if (arm === "b") { var p = d.createElement("p"); p.textContent = "You pay " + b.textContent.replace("Pay ", ""); b.form.prepend(p); } log("seen"); b.addEventListener("click", function () { log("pay"); }); } o.observe(d.documentElement, { childList: true, subtree: true }); go(); })(window, document);`,
  ),
]
