import { captcha, captchaFrame, componentsBody, main, payCard, policy, replay, sentinel } from './components.ts'
import type { Site } from './page.ts'
import { changedFile, js, type Variant } from './variants.ts'

const code = String.raw
const start = changedFile('shop.test/m/main.5.js', (more) => main('5.2', more))
const trusted = (text: string) => (site: Site) => void site.extra.push(`<script nonce="${site.nonce}">${text}</script>`)
const approved = (id: string, about: string, body: string, more: (site: Site) => void = () => undefined): Variant => ({
  id,
  about,
  change: (site) => {
    site.head.push(`<script nonce="${site.nonce}" src="http://sdk.tools-approved.test/${id}.js" defer></script>`)
    site.files[`sdk.tools-approved.test/${id}.js`] = js(body)
    more(site)
  },
})

/** On the page of components. */
export const ninthPartsHonest: readonly Variant[] = [
  {
    id: 'g9-replay-version',
    about: 'the replay in a new version: forms are masked by blocks, less is sent while nothing happens',
    change: (site) =>
      void (site.files['cdn.replayer.test/r.js'] = js(
        replay(
          '2.2',
          code`d.addEventListener("visibilitychange", function () { q.push({ t: "vis", v: d.visibilityState }); flush(); }); d.addEventListener("click", function (e) { q.push({ t: "click", x: e.clientX, y: e.clientY, on: e.target.tagName }); }, true); w.addEventListener("resize", function () { q.push({ t: "size", w: innerWidth, h: innerHeight }); });`,
        ),
      )),
  },
  {
    id: 'g9-errors-version',
    about: 'the reporter of errors in a new version: it takes times of the page and drops reports of extensions',
    change: (site) =>
      void (site.files['js.sentinel.test/9/b.min.js'] = js(
        sentinel(
          '9.4.0',
          code`function vitals() { var n = performance.getEntriesByType("navigation")[0]; if (n) send("transaction", JSON.stringify({ ttfb: Math.round(n.responseStart), dcl: Math.round(n.domContentLoadedEventEnd) })); } w.addEventListener("load", function () { setTimeout(vitals, 50); }); var real = send; send = function (t, e) { if (/chrome-extension:|moz-extension:/.test(String(e && e.stack))) return; return real(t, e); };`,
        ),
      )),
  },
  {
    id: 'g9-card-help',
    about: 'the element says what is wrong with the card, for readers of screens too',
    change: (site) =>
      void (site.files['shop.test/m/pay-card.5.js'] = js(
        payCard(
          '5.1',
          code`document.querySelectorAll("pay-card").forEach((card) => { const root = card.shadowRoot, note = root.getElementById("e"); root.addEventListener("focusout", (e) => { const bad = e.target.id === "n" ? e.target.value.replace(/\D/g, "").length < 12 : e.target.id === "c" && e.target.value.length < 3; e.target.setAttribute("aria-invalid", String(bad)); note.textContent = bad ? "Please check this field" : ""; }); });`,
          '<p id="e" role="alert"></p>',
        ),
      )),
  },
  {
    id: 'g9-card-rewritten',
    about: 'the element was written anew with a template and a sheet of its own under a new name',
    change: (site) => {
      site.head[0] = `<script nonce="${site.nonce}" type="importmap">{"imports":{"@shop/card":"/m/pay-card.6.js"}}</script>`
      delete site.files['shop.test/m/pay-card.5.js']
      site.files['shop.test/m/pay-card.6.js'] = js(code`/* pay-card 6 */
const sheet = new CSSStyleSheet(); sheet.replaceSync("label{display:grid;gap:4px}input{font:inherit;padding:8px}");
const template = document.createElement("template"); template.innerHTML = '<label>Card number <input part="number" inputmode="numeric" autocomplete="cc-number"></label><label>Expires <input part="expiry" autocomplete="cc-exp" placeholder="MM/YY"></label><label>Security code <input part="code" inputmode="numeric" autocomplete="cc-csc" maxlength="4"></label>';
customElements.define("pay-card", class extends HTMLElement {
  static formAssociated = true;
  constructor() { super(); this.internals = this.attachInternals(); this.attachShadow({ mode: "open" }).append(template.content.cloneNode(true)); this.shadowRoot.adoptedStyleSheets = [sheet]; this.shadowRoot.addEventListener("input", this); }
  part_(name) { return this.shadowRoot.querySelector('[part="' + name + '"]'); }
  handleEvent() { const data = new FormData(); data.set("card[number]", this.part_("number").value.replace(/\D/g, "")); data.set("card[expiry]", this.part_("expiry").value); data.set("card[cvc]", this.part_("code").value); this.internals.setFormValue(data); this.internals.setValidity(this.matches(".empty") ? { valueMissing: true } : {}, "Card is missing", this.part_("number")); }
});
`)
    },
  },
  {
    id: 'g9-hosts-in-policy',
    about: 'the policy names paths of files instead of trusting what trusted scripts load',
    change: (site) =>
      void (site.headers['content-security-policy'] =
        `script-src 'self' 'nonce-${site.nonce}' http://js.sentinel.test http://cdn.replayer.test http://challenge.humancheck.test; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`),
  },
  {
    id: 'g9-trusted-types',
    about: 'Trusted Types are demanded; one policy of the shop lets its own templates through',
    change: (site) => {
      site.headers['content-security-policy'] = policy(
        site.nonce,
        "; require-trusted-types-for 'script'; trusted-types shop-templates",
      )
      site.files['shop.test/m/pay-card.5.js'] = js(
        `const shopTemplates = trustedTypes.createPolicy("shop-templates", { createHTML: (text) => text });\n${payCard('5.1').replace("root.innerHTML = '", "root.innerHTML = shopTemplates.createHTML('").replace("</label>';", "</label>');")}`,
      )
    },
  },
  {
    id: 'g9-app',
    about: 'the shop can be installed: a manifest and a service worker that keeps pictures and fonts',
    change: (site) => {
      site.head.push('<link rel="manifest" href="/app.webmanifest">')
      site.files['shop.test/app.webmanifest'] = {
        type: 'application/manifest+json',
        body: '{"name":"Shop","start_url":"/","display":"standalone","icons":[]}',
      }
      site.files['shop.test/sw.js'] = js(
        code`const V = "v1"; addEventListener("install", (e) => e.waitUntil(caches.open(V).then((c) => c.add("/offline.html")).catch(() => {}))); addEventListener("activate", (e) => e.waitUntil(caches.keys().then((k) => Promise.all(k.filter((n) => n !== V).map((n) => caches.delete(n)))))); addEventListener("fetch", (e) => { const r = e.request; if (r.method !== "GET" || !["image", "font", "style"].includes(r.destination)) return; e.respondWith(caches.open(V).then((c) => c.match(r).then((hit) => hit || fetch(r).then((a) => { if (a.ok) c.put(r, a.clone()); return a; })))); });`,
      )
      trusted('if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js");')(site)
    },
  },
  approved(
    'g9-flag-service',
    'an approved service of switches for features: a stream tells what is on',
    code`(function (w) { var flags = {}, on = []; w.Switches = { is: function (k) { return flags[k] === true; }, change: function (f) { on.push(f); } }; var key = localStorage.getItem("sw_anon") || crypto.randomUUID(); localStorage.setItem("sw_anon", key); var s = new EventSource("http://stream.tools-approved.test/eval/" + btoa(JSON.stringify({ kind: "user", key: key, anonymous: true }))); s.addEventListener("put", function (e) { Object.assign(flags, JSON.parse(e.data)); on.forEach(function (f) { f(flags); }); }); setTimeout(function () { navigator.sendBeacon("http://events.tools-approved.test/bulk", JSON.stringify([{ kind: "summary", features: Object.keys(flags) }])); }, 800); })(window);`,
  ),
  approved(
    'g9-fast-pay',
    'an approved wallet asks the browser whether it can pay and draws its button',
    code`(function (d, w) { function button() { var b = d.createElement("button"); b.type = "button"; b.textContent = "Buy with F Pay"; b.onclick = function () { var p = w.open("http://pay.tools-approved.test/gp/p", "_blank", "width=400,height=500"); w.addEventListener("message", function (e) { if (e.origin === "http://pay.tools-approved.test" && e.data.paymentMethodData) { var i = d.createElement("input"); i.type = "hidden"; i.name = "wallet_token"; i.value = e.data.paymentMethodData; d.forms[0].appendChild(i); } }); }; d.querySelector("main").appendChild(b); } var ask = w.PaymentRequest ? new PaymentRequest([{ supportedMethods: "https://pay.tools-approved.test/about/pay" }], { total: { label: "Shop", amount: { currency: "EUR", value: "48.00" } } }).canMakePayment().catch(function () { return false; }) : Promise.resolve(false); ask.then(button); })(document, window);`,
  ),
  {
    id: 'g9-apple',
    about: 'the button of a phone maker; the shop validates the merchant with its own server',
    change: (site) => {
      site.body = componentsBody(
        '<pay-card name="card"></pay-card><button type="button" id="apple" hidden lang="en">Pay</button>',
      )
      site.files['shop.test/m/main.5.js'] = js(
        main(
          '5.2',
          code`const apple = document.getElementById("apple"); if (window.ApplePaySession?.canMakePayments()) { apple.hidden = false; apple.addEventListener("click", () => { const s = new ApplePaySession(3, { countryCode: "DE", currencyCode: "EUR", supportedNetworks: ["visa", "masterCard"], merchantCapabilities: ["supports3DS"], total: { label: "Shop", amount: "48.00" } }); s.onvalidatemerchant = async (e) => s.completeMerchantValidation(await api("apple/session", { url: e.validationURL })); s.onpaymentauthorized = async (e) => { const r = await api("apple/pay", { token: e.payment.token }); s.completePayment(r.ok ? 0 : 1); }; s.begin(); }); }`,
        ),
      )
    },
  },
  {
    id: 'g9-check-version',
    about: 'the check for robots in a new version: it draws itself when the form is first touched',
    change: (site) => {
      site.files['challenge.humancheck.test/api.js'] = js(
        captcha(
          '2',
          code`var moved = 0; d.addEventListener("pointermove", function () { moved++; }, { passive: true }); addEventListener("message", function (e) { var f = d.querySelector(".human iframe"); if (e.origin === "http://challenge.humancheck.test" && e.data.ask === "state" && f) f.contentWindow.postMessage({ moved: moved, since: Math.round(performance.now()), tz: new Date().getTimezoneOffset() }, e.origin); });`,
        ),
      )
      site.files['challenge.humancheck.test/frame.html'] = captchaFrame(
        'parent.postMessage({ ask: "state" }, "*"); addEventListener("message", function (e) { if (e.data.moved !== undefined) fetch("/pat/" + e.data.moved, { method: "POST", body: JSON.stringify(e.data) }); });',
      )
    },
  },
  {
    id: 'g9-ahead',
    about: 'the page of thanks and the terms are fetched ahead by rules in the page',
    change: (site) =>
      void site.head.push(
        `<script nonce="${site.nonce}" type="speculationrules">{"prefetch":[{"source":"list","urls":["/thanks","/terms"],"eagerness":"moderate"}]}</script>`,
      ),
  },
  {
    id: 'g9-map-hashes',
    about: 'the import map has hashes of its modules and one module more',
    change: (site) => {
      site.head[0] = `<script nonce="${site.nonce}" type="importmap">{"imports":{"@shop/card":"/m/pay-card.5.js","@shop/money":"/m/money.1.js"},"scopes":{"/m/legacy/":{"@shop/money":"/m/money.1.js"}}}</script>`
      site.files['shop.test/m/money.1.js'] = js(
        'export const money = (value, currency, locale) => new Intl.NumberFormat(locale, { style: "currency", currency }).format(value);',
      )
      site.files['shop.test/m/main.5.js'] = js(
        `import { money } from "@shop/money";\n${main('5.2', 'total.value = money(48, "EUR", document.documentElement.lang);')}`,
      )
    },
  },
  approved(
    'g9-personal',
    'an approved tool changes texts by rules it fetches',
    code`(async function () { var r = await fetch("http://rules.tools-approved.test/p.json").then(function (x) { return x.status === 200 ? x.json() : { texts: { h1: "Pay safely" } }; }); for (var s in r.texts) document.querySelectorAll(s).forEach(function (e) { e.textContent = r.texts[s]; }); navigator.sendBeacon("http://rules.tools-approved.test/e", JSON.stringify({ page: location.pathname, n: Object.keys(r.texts).length })); })();`,
  ),
  start(
    'g9-passkey',
    'who has an account can sign in with a passkey, offered by the browser',
    code`if (window.PublicKeyCredential?.isConditionalMediationAvailable) PublicKeyCredential.isConditionalMediationAvailable().then(async (can) => { if (!can) return; form.elements.email.autocomplete = "username webauthn"; const o = await api("passkey/options", {}); if (!o.challenge) return; const c = await navigator.credentials.get({ mediation: "conditional", publicKey: { challenge: Uint8Array.from(atob(o.challenge), (x) => x.charCodeAt(0)), userVerification: "preferred" } }); await api("passkey/login", { id: c.id, sig: btoa(String.fromCharCode(...new Uint8Array(c.response.signature))) }); }).catch(() => {});`,
  ),
  start(
    'g9-basket-kept',
    'the basket is kept in a database of the browser',
    code`const open = indexedDB.open("shop", 2); open.onupgradeneeded = () => open.result.createObjectStore("basket", { keyPath: "sku" }); open.onsuccess = () => { const s = open.result.transaction("basket", "readwrite").objectStore("basket"); s.put({ sku: "7710-1", n: 2, price: 24, at: Date.now() }); s.getAll().onsuccess = (e) => { document.documentElement.dataset.items = e.target.result.length; }; };`,
  ),
  start(
    'g9-two-brands',
    'for cards of two brands the customer chooses one; the first eight digits ask the shop',
    code`customElements.whenDefined("pay-card").then(() => { const card = document.querySelector("pay-card"); let asked = ""; card.shadowRoot.addEventListener("input", async (e) => { if (e.target.autocomplete !== "cc-number") return; const bin = e.target.value.replace(/\D/g, "").slice(0, 8); if (bin.length < 8 || bin === asked) return; asked = bin; const r = await api("brands", { bin }); if (r.brands?.length > 1) { const f = document.createElement("fieldset"); f.innerHTML = r.brands.map((b) => '<label><input type="radio" name="brand" value="' + b + '">' + b + "</label>").join(""); card.after(f); } }); });`,
  ),
  {
    id: 'g9-save-card',
    about: 'the customer can let the card be kept for next time; what that means stands beside it',
    change: (site) =>
      void (site.body = componentsBody(
        '<pay-card name="card"></pay-card><label><input type="checkbox" name="save_card" value="1"> Keep this card for next time</label><details><summary>What does that mean?</summary><p>Our bank keeps the card, we keep a reference.</p></details>',
      )),
  },
  {
    id: 'g9-loaded-ahead',
    about: 'modules are loaded ahead, one part only when the country changes',
    change: (site) => {
      site.head.push(
        '<link rel="modulepreload" href="/m/main.5.js"><link rel="preconnect" href="http://in.sentinel.test">',
      )
      site.files['shop.test/m/states.2.js'] = js(
        'export const states = { FR: [], US: ["CA", "NY", "TX"] }; export const fill = (country, after) => { const list = states[country] ?? []; if (list.length) after.insertAdjacentHTML("afterend", "<select name=state>" + list.map((s) => "<option>" + s).join("") + "</select>"); };',
      )
      site.files['shop.test/m/main.5.js'] = js(
        main(
          '5.2',
          'form.elements.country.addEventListener("change", async (e) => { const { fill } = await import("/m/states.2.js"); fill(e.target.value, e.target.parentElement); });',
        ),
      )
    },
  },
  {
    id: 'g9-minified',
    about: 'the start of the page comes minified from another builder, with a note of its map',
    change: (site) =>
      void (site.files['shop.test/m/main.5.js'] = js(
        code`const e=document.querySelector("form"),t=document.querySelector("output"),n=async(e,t)=>{const n=await fetch(${'`/api/${e}`'},{method:"POST",headers:{"content-type":"application/json"},body:JSON.stringify(t)});return n.status===200?n.json():{}};e.elements.country.addEventListener("change",async e=>{const{total:r}=await n("totals",{country:e.target.value});r&&(t.value=r)}),e.addEventListener("submit",()=>{e.querySelector("button").disabled=!0});
//# sourceMappingURL=main.5.js.map`,
      )),
  },
  {
    id: 'g9-own-vitals',
    about: 'a small library of the shop tells how the page performed, in batches when it is hidden',
    change: (site) => {
      site.files['shop.test/m/vitals.js'] = js(
        code`const queue = new Set(); const flush = () => { if (!queue.size) return; const body = JSON.stringify([...queue]); navigator.sendBeacon?.("/api/vitals", body) || fetch("/api/vitals", { body, method: "POST", keepalive: true }); queue.clear(); }; for (const type of ["paint", "largest-contentful-paint", "first-input", "layout-shift"]) { try { new PerformanceObserver((l) => l.getEntries().forEach((e) => queue.add({ name: e.name || type, value: Math.round(e.startTime + (e.value ?? 0)) }))).observe({ type, buffered: true }); } catch {} } addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") flush(); }); addEventListener("pagehide", flush);`,
      )
      site.head.push(`<script nonce="${site.nonce}" type="module" src="/m/vitals.js"></script>`)
    },
  },
  {
    id: 'g9-worker-tags',
    about: 'an approved tool measures in a worker, to which the page tells where it is',
    change: (site) => {
      site.head.push(`<script nonce="${site.nonce}" src="http://sdk.tools-approved.test/party.js" defer></script>`)
      site.files['sdk.tools-approved.test/party.js'] = js(
        code`(function () { var text = "onmessage=function(m){fetch('http://px.tools-approved.test/c?dl='+encodeURIComponent(m.data.path)+'&en='+m.data.event,{mode:'no-cors',keepalive:true})}"; var w = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" }))); function tell(e) { w.postMessage({ event: e, path: location.pathname }); } tell("view"); document.addEventListener("visibilitychange", function () { tell(document.visibilityState); }); })();`,
      )
    },
  },
  {
    id: 'g9-reporting',
    about: 'headers more: where reports go (to the shop), what the page may use, isolation',
    change: (site) => {
      site.headers['reporting-endpoints'] = 'default="/api/reports"'
      site.headers['permissions-policy'] = 'payment=(self), camera=(), usb=()'
      site.headers['cross-origin-resource-policy'] = 'same-origin'
      site.headers['referrer-policy'] = 'strict-origin-when-cross-origin'
    },
  },
  {
    id: 'g9-print-styles',
    about: 'styles of the shop: dark, print, movement between pages, fonts of its own',
    change: (site) =>
      void site.head.push(
        '<style>@view-transition{navigation:auto}@font-face{font-family:S;src:url(/f/s.woff2);font-display:swap;unicode-range:U+0-FF}@media (prefers-color-scheme:dark){body{background:#111;color:#eee}}@media print{button{display:none}}body{font-family:S,sans-serif}input:invalid:not(:placeholder-shown){border-color:#b00}</style>',
      ),
  },
  start(
    'g9-undo-leave',
    'who leaves with a form begun is asked; a draft without the card is kept for this tab',
    code`const draft = () => sessionStorage.setItem("pay_draft", JSON.stringify({ email: form.elements.email.value, country: form.elements.country.value })); form.elements.email.addEventListener("change", draft); form.elements.country.addEventListener("change", draft); let dirty = false; form.addEventListener("input", () => { dirty = true; }); form.addEventListener("submit", () => { dirty = false; }); addEventListener("beforeunload", (e) => { if (dirty && form.dataset.ask === "yes") e.preventDefault(); });`,
  ),
  approved(
    'g9-consent-2',
    'an approved manager of consent, drawn in a shadow, which tells its choice to others by an event',
    code`(function (d) { var h = d.createElement("div"), r = h.attachShadow({ mode: "closed" }); r.innerHTML = "<style>div{position:fixed;bottom:0;background:#fff}</style><div role=dialog><p>Cookies?</p><button data-v=all>All</button><button data-v=none>None</button><label><input type=checkbox name=stats> Statistics</label></div>"; if (!localStorage.getItem("uc")) d.body.appendChild(h); r.addEventListener("click", function (e) { var v = e.target.dataset && e.target.dataset.v; if (!v) return; localStorage.setItem("uc", v); h.remove(); dispatchEvent(new CustomEvent("uc-choice", { detail: v })); navigator.sendBeacon("http://consent.tools-approved.test/i", JSON.stringify({ v: v, t: Date.now() })); }); })(document);`,
  ),
]
