import { createHash } from 'node:crypto'
import { address, cardForm, classicBody } from './classic.ts'
import { container, core, cse, ogpayModule, theme } from './classic-code.ts'
import type { Site } from './page.ts'
import { changedFile, html, inline, js, tool, type Variant } from './variants.ts'

const code = String.raw
const bank = changedFile('shop.test/modules/ogpay/views/js/ogpay.js', (more) => ogpayModule('2.5', more))
const shop = changedFile('shop.test/themes/classic/assets/cache/bottom-8c20.js', (more) => theme('8.2', more))
const vendor = changedFile('live.ogpay.test/hpp/cse/js/8214.shtml', (more) => cse('0.1.27', more))
const tags = (id: string, about: string, list: string, more = ''): Variant => ({
  id,
  about,
  change: (site) => void (site.files['www.tagmgr.test/gtm.js'] = js(container('58', list, more))),
})
const bundle = 'shop.test/themes/classic/assets/cache/bottom-8c20.js'
const styles = 'shop.test/themes/classic/assets/cache/theme-3f1c.css'
const bodyOf = (site: Site, path: string) => site.files[path]?.body ?? ''
const sum = (text: string) => `sha384-${createHash('sha384').update(text).digest('base64')}`

/** On the page whose card fields are the shop's and are sealed by a library of its bank. */
export const eleventhClassicHonest: readonly Variant[] = [
  vendor(
    'w11-cse-version',
    "the bank's library in a new version: it checks numbers and dates, and can say what is missing",
    code`var create = w.ogpayCse.createEncryption; function luhn(t) { var n = t.replace(/\D/g, ""), s = 0; for (var i = 0; i < n.length; i++) { var x = +n[n.length - 1 - i]; if (i % 2) { x *= 2; if (x > 9) x -= 9; } s += x; } return n.length > 11 && s % 10 === 0; } w.ogpayCse.createEncryption = function (key, o) { var made = create(key); made.validate = function (x) { return { number: luhn(x.number || ""), cvc: /^\d{3,4}$/.test(x.cvc || ""), month: +x.expiryMonth > 0 && +x.expiryMonth < 13 }; }; made.options = Object.assign({ enableValidations: true, numberIgnoreNonNumeric: true }, o); return made; };`,
  ),
  {
    id: 'w11-cache-cleared',
    about: 'the cache of the theme was cleared: bundle and styles have new names, another minifier made them',
    change: (site) => {
      site.head[0] =
        '<link rel="stylesheet" href="/themes/classic/assets/cache/theme-77e0.css"><link rel="icon" href="/img/favicon.ico">'
      site.head[3] = '<script defer src="/themes/classic/assets/cache/bottom-91aa.js"></script>'
      site.files['shop.test/themes/classic/assets/cache/theme-77e0.css'] = {
        type: 'text/css',
        body: bodyOf(site, styles).replaceAll('}', '}\n'),
      }
      delete site.files[bundle]
      delete site.files[styles]
      site.files['shop.test/themes/classic/assets/cache/bottom-91aa.js'] = js(
        code`$((()=>{const e=$(document),t=".checkout-step";e.on("click",t+" h2",function(){const e=this.parentNode;$(t).each(function(){this.classList.toggle("js-current-step",this===e)})}),e.on("change","[name=payment-option]",function(){const e=this.id;$(".js-additional-information").each(function(){this.hidden=this.dataset.option!==e}),prestashop.emit("changedPaymentOption",{option:e})}),e.on("change","[name=postcode],[name=email]",()=>{$.post("/commande?ajax=1&action=update",{email:$("[name=email]").val(),postcode:$("[name=postcode]").val(),token:prestashop.static_token},e=>{e&&$("#js-checkout-summary").html(e),prestashop.emit("updatedCart",{})})})}));`,
      )
    },
  },
  tags(
    'w11-consent-second',
    'the container knows consent in its second form: signals go with each event, without consent the visitor has no number',
    '',
    code`var state = { ad_storage: "denied", analytics_storage: "denied", ad_user_data: "denied", ad_personalization: "denied" }, was = ga; try { Object.assign(state, JSON.parse(localStorage.getItem("cmode") || "{}")); } catch (x) {} ga = function (en, p) { was(en, Object.assign({ gcs: "G1" + (state.ad_storage === "granted" ? 1 : 0) + (state.analytics_storage === "granted" ? 1 : 0), gcd: "13l3l3l2l1l1" }, p)); }; w.cmode = function (s) { Object.assign(state, s); localStorage.setItem("cmode", JSON.stringify(state)); q.push({ event: "consent_update" }); };`,
  ),
  tags(
    'w11-ga-events',
    'the container measures the way of paying, that a form was begun and at which field it was left',
    code`, { function: "__gaawe", on: "begin_checkout", vtp_eventName: "begin_checkout", vtp_params: function (ev) { return { "epn.value": ev.value, "ep.currency": "EUR" }; } }, { function: "__gaawe", on: "form_start", vtp_eventName: "form_start", vtp_params: function (ev) { return { "ep.form_id": ev.form, "ep.first_field_name": ev.field }; } }, { function: "__gaawe", on: "add_payment_info", vtp_eventName: "add_payment_info", vtp_params: function (ev) { return { "ep.payment_type": ev.type }; } }`,
    code`var begun = {}; d.addEventListener("focusin", function (e) { var f = e.target.form; if (!f || begun[f.id]) return; begun[f.id] = 1; q.push({ event: "form_start", form: f.id || "address", field: e.target.name || e.target.dataset.encryptedName || "" }); }); d.addEventListener("change", function (e) { if (e.target.name === "payment-option") q.push({ event: "add_payment_info", type: e.target.id }); });`,
  ),
  {
    id: 'w11-own-measuring',
    about:
      'the container and what it measures go through a path of the shop now, as servers for tags do; it measures what it did',
    change: (site) => {
      site.head[5] = '<script async src="/metrics/gtm.js?id=GTM-PK4"></script>'
      delete site.files['www.tagmgr.test/gtm.js']
      site.files['shop.test/metrics/gtm.js'] = js(
        container('58').replace('http://region1.ga-measure.test/g/collect', '/metrics/g/collect'),
      )
    },
  },
  bank(
    'w11-groups',
    'the number is written in groups, the brand shows its picture, a full field leads to the next',
    code`var number = document.getElementById("ogpay-number"), order = $("[data-encrypted-name]").els; number.addEventListener("input", function () { var n = number.value.replace(/\D/g, ""), amex = /^3[47]/.test(n), at = number.selectionStart === number.value.length; number.value = amex ? n.replace(/^(\d{4})(\d{1,6})?(\d{1,5})?.*$/, function (all, a, b, c) { return [a, b, c].filter(Boolean).join(" "); }) : (n.match(/.{1,4}/g) || []).join(" "); number.dataset.brand = amex ? "amex" : /^4/.test(n) ? "visa" : /^(5[1-5]|2[2-7])/.test(n) ? "mc" : ""; if (at) number.setSelectionRange(number.value.length, number.value.length); }); var style = document.createElement("style"); style.textContent = ["visa", "mc", "amex"].map(function (b) { return "[data-brand=" + b + "]{background:url(/modules/ogpay/views/img/" + b + ".svg) no-repeat right}"; }).join(""); document.head.append(style); order.forEach(function (f, i) { f.addEventListener("keyup", function () { if (/^expiry/.test(f.dataset.encryptedName) && f.value.length === f.size && order[i + 1]) order[i + 1].focus(); }); });`,
  ),
  bank(
    'w11-instalments',
    'the first eight digits ask the module of the shop which instalments the card allows for this amount',
    code`var asked = ""; document.getElementById("ogpay-number").addEventListener("input", function () { var bin = this.value.replace(/\D/g, "").slice(0, 8); if (bin.length < 8 || bin === asked) return; asked = bin; $.post("/module/ogpay/instalments", { bin: bin, amount: prestashop.cart.totals.total.amount, token: prestashop.static_token }, function (t) { var list = t ? JSON.parse(t) : [1, 3]; var s = form.querySelector("[name=instalments]") || form.insertBefore(document.createElement("select"), form.querySelector("button")); s.name = "instalments"; s.innerHTML = list.map(function (n) { return "<option value=" + n + ">" + n + " × " + (prestashop.cart.totals.total.amount / n).toFixed(2) + " €</option>"; }).join(""); }); });`,
  ),
  {
    id: 'w11-company',
    about: 'companies can order: the number for taxes is asked of a controller of the shop, which asks the authority',
    change: (site) => {
      site.body = classicBody(
        undefined,
        address(
          '<label>Company <input name="company" autocomplete="organization"></label><label>VAT number <input name="vat_number" maxlength="14"></label><p class="vat" role="status"></p>',
        ),
      )
      site.files[bundle] = js(
        theme(
          '8.2',
          code`$(document).on("change", "[name=vat_number]", function () { var v = this.value.replace(/[\s.-]/g, "").toUpperCase(); if (/^[A-Z]{2}[0-9A-Z]{8,12}$/.test(v)) $.post("/module/taxcheck/vies", { country: v.slice(0, 2), number: v.slice(2) }, function (t) { $(".vat").html(t === "1" ? "Valid, no tax is charged" : "Could not be checked"); }); });`,
        ),
      )
    },
  },
  {
    id: 'w11-gift-card',
    about: 'a gift card of sixteen places and its PIN can be used; the shop says what is left on it',
    change: (site) => {
      site.body = classicBody(
        undefined,
        undefined,
        '<fieldset class="gift"><legend>Gift card</legend><label>Gift card code <input id="gift_code" maxlength="19" autocomplete="off"></label><label>PIN <input id="gift_pin" maxlength="6" autocomplete="off"></label><button type="button" id="gift_use">Use</button></fieldset>',
      )
      site.files[bundle] = js(
        theme(
          '8.2',
          code`$("#gift_use").on("click", function () { $.post("/module/giftcards/use", { code: $("#gift_code").val(), pin: $("#gift_pin").val(), token: prestashop.static_token }, function (t) { if (t) { prestashop.emit("updatedCart", {}); $("#js-checkout-summary").html(t); } }); });`,
        ),
      )
    },
  },
  tool(
    'w11-basket-reminder',
    'an approved service of reminders takes the mail address when it is whole, with what is in the basket',
    code`(function (d, w) { var sent; function whole(v) { return /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(v); } d.addEventListener("change", function (e) { if (e.target.name !== "email" || !whole(e.target.value) || sent === e.target.value) return; sent = e.target.value; fetch("http://in.tools-approved.test/v2/carts", { method: "POST", mode: "no-cors", keepalive: true, body: JSON.stringify({ email: sent, total: w.prestashop.cart.totals.total.amount, currency: w.prestashop.currency.iso_code, page: location.pathname }) }); }); })(document, window);`,
  ),
  tool(
    'w11-address-script',
    'an approved service of addresses answers by scripts that call back',
    code`(function (d, w) { var n = 0, timer; function ask(text) { var name = "_adr" + ++n, s = d.createElement("script"); w[name] = function (list) { var box = d.getElementById("adr") || d.querySelector("[name=address1]").parentNode.appendChild(d.createElement("datalist")); box.id = "adr"; box.innerHTML = list.map(function (a) { return "<option value='" + a.street + "'>"; }).join(""); delete w[name]; s.remove(); }; s.src = "http://geo.tools-approved.test/search.js?country=fr&limit=5&cb=" + name + "&q=" + encodeURIComponent(text); d.head.appendChild(s); } d.addEventListener("input", function (e) { if (e.target.name !== "address1" || e.target.value.length < 4) return; e.target.setAttribute("list", "adr"); clearTimeout(timer); timer = setTimeout(ask, 250, e.target.value); }); })(document, window);`,
  ),
  tool(
    'w11-turn-check',
    'an approved check for robots works in a frame and puts a token into the form of the card',
    code`(function (d, w) { function put() { var f = d.createElement("iframe"), t = d.createElement("input"); f.title = "Widget containing a security challenge"; f.width = 300; f.height = 65; f.src = "http://challenges.tools-approved.test/if/0x4BB/auto/fr"; t.type = "hidden"; t.name = "cf-turn-response"; var form = d.getElementById("ogpay-form"); form.insertBefore(f, form.querySelector("button")); form.appendChild(t); w.addEventListener("message", function (e) { if (e.origin === "http://challenges.tools-approved.test" && e.data && e.data.event === "complete") t.value = e.data.token; }); } if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", put); else put(); })(document, window);`,
  ),
  tool(
    'w11-errors-scrubbed',
    'an approved reporter of errors follows requests and clicks; long numbers and what stands in fields are struck out before it sends',
    code`(function (w, d) { var trail = [], open = XMLHttpRequest.prototype.open; function clean(t) { return String(t).replace(/[\w.+-]+@[\w.-]+/g, "[mail]").replace(/(?:\d[ -]?){9,}/g, "[number]").slice(0, 300); } function note(k, t) { trail.push({ at: Date.now(), k: k, t: clean(t) }); if (trail.length > 30) trail.shift(); } XMLHttpRequest.prototype.open = function (m, u) { this.addEventListener("loadend", function () { note("xhr", m + " " + String(u).split("?")[0] + " " + this.status); }); return open.apply(this, arguments); }; d.addEventListener("click", function (e) { note("click", e.target.tagName + "." + e.target.className); }, true); d.addEventListener("invalid", function (e) { note("invalid", e.target.id); }, true); function send(m, s) { navigator.sendBeacon("http://ingest.tools-approved.test/api/88/envelope/", JSON.stringify({ message: clean(m), stack: clean(s), trail: trail, release: "8.2" })); } w.addEventListener("error", function (e) { send(e.message, e.error && e.error.stack); }); w.addEventListener("unhandledrejection", function (e) { send(e.reason, ""); }); })(window, document);`,
  ),
  tool(
    'w11-replay-packed',
    'an approved replay takes the tree of the page without values, masks what is typed and packs before it sends',
    code`(function (w, d) { var q = []; function shape(e) { return [e.tagName, e.id || 0, [].map.call(e.children, shape)]; } function mask(i) { return "*".repeat(Math.min(i.value.length, 4)); } d.addEventListener("input", function (e) { if ("value" in e.target) q.push([3, Date.now(), e.target.name || e.target.id, mask(e.target)]); }, true); d.addEventListener("scroll", function () { q.push([4, Date.now(), scrollY]); }, { passive: true, capture: true }); d.addEventListener("DOMContentLoaded", function () { q.push([2, Date.now(), shape(d.body)]); }); function flush() { if (!q.length) return; var body = new Blob([JSON.stringify(q.splice(0))]).stream().pipeThrough(new CompressionStream("gzip")); new Response(body).arrayBuffer().then(function (b) { return fetch("http://r.tools-approved.test/s/41", { method: "POST", mode: "no-cors", body: b }); }); } setInterval(flush, 1000); })(window, document);`,
  ),
  tool(
    'w11-form-timing',
    'an approved measurer of forms tells how long each field took and how often it was mended, in numbers only',
    code`(function (d) { var f = {}, on, at; function key(e) { return e.dataset.encryptedName || e.name; } d.addEventListener("focusin", function (e) { on = key(e.target); at = performance.now(); }); d.addEventListener("focusout", function (e) { var k = key(e.target); if (!k || k !== on) return; var r = f[k] = f[k] || { ms: 0, visits: 0, fixes: 0, filled: 0 }; r.ms += Math.round(performance.now() - at); r.visits++; r.filled = e.target.value ? 1 : 0; }); d.addEventListener("keydown", function (e) { var k = key(e.target); if (f[k] && (e.key === "Backspace" || e.key === "Delete")) f[k].fixes++; }); setInterval(function () { var t = JSON.stringify(f); if (t.length > 2) { navigator.sendBeacon("http://forms.tools-approved.test/z", t); f = {}; } }, 2000); })(document);`,
  ),
  {
    id: 'w11-policy-tighter',
    about: 'the policy names hosts for scripts, frames, requests and forms, and reports to the shop',
    change: (site) => {
      site.headers['content-security-policy'] =
        "default-src 'self'; script-src 'self' 'unsafe-inline' http://live.ogpay.test http://www.tagmgr.test; connect-src 'self' http://region1.ga-measure.test; style-src 'self' 'unsafe-inline'; form-action 'self' http://live.ogpay.test; frame-ancestors 'self'; base-uri 'self'; object-src 'none'; report-to csp"
      site.headers['reporting-endpoints'] = 'csp="/module/csp/report"'
    },
  },
  {
    id: 'w11-integrity',
    about: 'the scripts of the shop carry sums of their content',
    change: (site) => {
      for (const [at, path] of [
        [2, 'shop.test/themes/core.js'],
        [3, bundle],
        [4, 'shop.test/modules/ogpay/views/js/ogpay.js'],
      ] as const)
        site.head[at] =
          `<script defer src="${path.replace('shop.test', '')}" integrity="${sum(bodyOf(site, path))}" crossorigin="anonymous"></script>`
    },
  },
  {
    id: 'w11-precache',
    about:
      'a service worker of the usual kit keeps files under their revisions; posts and other hosts are none of its business',
    change: (site) => {
      site.files['shop.test/service-worker.js'] = js(
        code`const MANIFEST = [{ url: "/themes/core.js", revision: "8.1" }, { url: "/themes/classic/assets/cache/theme-3f1c.css", revision: null }], NAME = "precache-v2-" + registration.scope;
addEventListener("install", (event) => { skipWaiting(); event.waitUntil(caches.open(NAME).then((cache) => Promise.allSettled(MANIFEST.map(({ url, revision }) => cache.add(new Request(revision ? url + "?__rev=" + revision : url, { credentials: "same-origin" })))))); });
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => { const { request } = event, url = new URL(request.url); if (request.method !== "GET" || url.origin !== location.origin) return; const entry = MANIFEST.find((m) => m.url === url.pathname); if (entry) event.respondWith(caches.match(entry.revision ? entry.url + "?__rev=" + entry.revision : entry.url).then((hit) => hit ?? fetch(request))); });`,
      )
      site.inline.push(
        'if ("serviceWorker" in navigator) addEventListener("load", function () { navigator.serviceWorker.register("/service-worker.js"); });',
      )
    },
  },
  {
    id: 'w11-library-up',
    about:
      'the library of the shop in a new version: requests carry a mark against forgery, forms can be gathered, events let go',
    change: (site) =>
      void (site.files['shop.test/themes/core.js'] = js(
        core(
          '8.2',
          code`$.prefilters = []; $.ajaxPrefilter = function (f) { $.prefilters.push(f); }; var send = $.ajax; $.ajax = function (o) { $.prefilters.forEach(function (f) { f(o); }); return send(o); }; $.fn.serializeArray = function () { var o = []; this.each(function () { [].forEach.call(this.elements || [], function (e) { if (e.name && !e.disabled) o.push({ name: e.name, value: e.value }); }); }); return o; }; $.fn.off = function (t, f) { return this.each(function () { this.removeEventListener(t, f); }); }; $(d).ajaxSend(function (e, x) { x.setRequestHeader("x-csrf-token", w.prestashop.static_token || ""); });`,
        ),
      )),
  },
  bank(
    'w11-bank-question',
    'for 3-D Secure the bank is told in a frame out of sight which transaction it is, before the form goes',
    code`var id = "8f2c" + Date.now().toString(16), f = document.createElement("iframe"), m = document.createElement("form"), i = document.createElement("input"); f.name = "threeDSMethod"; f.style.cssText = "width:0;height:0;border:0"; m.method = "post"; m.target = "threeDSMethod"; m.action = "http://live.ogpay.test/3ds2/method"; i.type = "hidden"; i.name = "threeDSMethodData"; i.value = btoa(JSON.stringify({ threeDSServerTransID: id, threeDSMethodNotificationURL: location.origin + "/module/ogpay/3ds" })); m.append(i); document.body.append(f, m); setTimeout(function () { m.submit(); }, 300);`,
  ),
  bank(
    'w11-checks',
    'fields say what is wrong with them, to readers of screens as well; the browser keeps the form back if asked to',
    code`form.noValidate = true; var rule = { number: function (v) { return v.replace(/\D/g, "").length > 11; }, cvc: function (v) { return /^\d{3,4}$/.test(v); }, expiryMonth: function (v) { return +v > 0 && +v < 13; }, expiryYear: function (v) { return +v > 25; } }; $("[data-encrypted-name]").each(function () { var input = this, note = document.createElement("small"); note.id = "e-" + input.dataset.encryptedName; note.setAttribute("role", "alert"); input.after(note); input.setAttribute("aria-describedby", note.id); input.addEventListener("blur", function () { var ok = !rule[input.dataset.encryptedName] || rule[input.dataset.encryptedName](input.value); input.setAttribute("aria-invalid", String(!ok)); note.textContent = ok ? "" : "Please check this"; }); });`,
  ),
  {
    id: 'w11-own-network',
    about: 'styles and bundle of the theme come from the network for files, which the owner approved',
    change: (site) => {
      site.head[0] =
        '<link rel="stylesheet" href="http://static.tools-approved.test/boutique/theme-3f1c.css"><link rel="icon" href="/img/favicon.ico">'
      site.head[3] = '<script defer src="http://static.tools-approved.test/boutique/bottom-8c20.js"></script>'
      site.files['static.tools-approved.test/boutique/theme-3f1c.css'] = {
        type: 'text/css',
        body: bodyOf(site, styles),
      }
      site.files['static.tools-approved.test/boutique/bottom-8c20.js'] = js(bodyOf(site, bundle))
    },
  },
  {
    id: 'w11-one-click',
    about:
      'the card can be kept at the bank, hints for managers of passwords stand on the fields, and the holder comes last',
    change: (site) => {
      const holder = '<label>Name on card <input data-encrypted-name="holderName" autocomplete="cc-name"></label>'
      site.body = classicBody(
        cardForm(
          `${holder}<label><input type="checkbox" name="ogpay-store" value="1"> Keep this card at our bank for the next order</label>`,
        )
          .replace(holder, '')
          .replaceAll('inputmode="numeric"', 'inputmode="numeric" data-1p-ignore="false" data-lpignore="false"'),
      )
    },
  },
  shop(
    'w11-draft',
    'the address is kept in the browser and at the shop while it is written, in portions; card fields are left out by their form',
    code`var timer; $(document).on("input", "#checkout-addresses-step input", function () { clearTimeout(timer); timer = setTimeout(function () { var o = {}; $("#checkout-addresses-step input").each(function () { o[this.name] = this.value; }); var t = btoa(unescape(encodeURIComponent(JSON.stringify(o)))); localStorage.setItem("ps_address_draft", t); $.post("/module/checkoutdraft/save", { d: t, token: prestashop.static_token }); }, 600); });`,
  ),
  inline(
    'w11-own-vitals',
    'how fast the page was is told to the shop when it is put away',
    code`(function () { var m = {}; ["largest-contentful-paint", "layout-shift", "event"].forEach(function (t) { try { new PerformanceObserver(function (l) { l.getEntries().forEach(function (e) { m[t] = Math.max(m[t] || 0, Math.round((e.value || 0) * 1000) || Math.round(e.duration || e.startTime)); }); }).observe({ type: t, buffered: true, durationThreshold: 40 }); } catch (x) {} }); function tell() { navigator.sendBeacon("/module/vitals/collect", JSON.stringify({ m: m, nav: performance.getEntriesByType("navigation").map(function (n) { return [Math.round(n.responseStart), Math.round(n.loadEventEnd)]; }), page: prestashop.page.page_name })); } addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") tell(); }); addEventListener("load", function () { setTimeout(tell, 3000); }); })();`,
  ),
  html(
    'w11-legal-texts',
    'below stand seals, the account for transfers, numbers of company and telephone, and a form for news',
    '<section><p>IBAN FR76 3000 6000 0112 3456 7890 189, SIRET 732 829 320 00074, tel. +33 1 70 36 39 50</p><p><img alt="Visa" src="/img/pay/visa.svg"><img alt="CB" src="/img/pay/cb.svg"></p><form action="/module/ps_emailsubscription/subscribe" method="post"><label>News by mail <input name="news_email" type="email"></label><button>Subscribe</button></form></section>',
  ),
]
