import { chat, choose, errlog, payment, redirectBody, tagbox, vendors } from './shopfront.ts'
import { checkoutScript, gateway } from './store.ts'
import { html, inline, js, tool, type Variant } from './variants.ts'

const set =
  (path: string, body: string) =>
  (id: string, about: string): Variant => ({
    id,
    about,
    change: (site) => void (site.files[path] = js(body)),
  })
const own = (id: string, about: string, more: string) =>
  set('shop.test/assets/checkout.a41d.js', payment('b07c', more))(id, about)
const lib = (id: string, about: string, more: string) =>
  set('shop.test/assets/vendors.8c1f.js', vendors('9d10', more))(id, about)
const box = (id: string, about: string, more: string) => set('www.tagbox.test/box.js', tagbox('43', more))(id, about)
const sha =
  'function sha(t) { return crypto.subtle.digest("SHA-256", new TextEncoder().encode(t)).then(function (b) { return Array.prototype.map.call(new Uint8Array(b), function (x) { return ("0" + x.toString(16)).slice(-2); }).join(""); }); }'

/** What outside services and the shop's own developers do on a checkout; written before the detector was read. */
export const thirdPartyShopfront: readonly Variant[] = [
  box(
    'form-events',
    'measuring tells that a form was begun and which field was left, never what was typed',
    'var begun; document.addEventListener("focusin", function (e) { if (e.target.form && !begun) { begun = Date.now(); hit("form_start", { form_id: e.target.form.id, first_field_id: e.target.name, first_field_type: e.target.type }); } }); document.addEventListener("change", function (e) { if (e.target.form) hit("form_field", { name: e.target.name, filled: e.target.value.length > 0 ? 1 : 0 }); }); document.addEventListener("submit", function (e) { hit("form_submit", { form_id: e.target.id, ms: Date.now() - begun }); }, true);',
  ),
  tool(
    'replay',
    'records the page and the mouse, masks what is typed',
    '(function () { var buf = [], seq = 0; function ser(n) { if (n.nodeType === 3) return n.nodeValue.replace(/\\S/g, "x"); if (n.nodeType !== 1) return 0; var a = {}; for (var i = 0; i < n.attributes.length; i++) { var at = n.attributes[i]; a[at.name] = at.name === "value" ? "" : at.value; } return [n.tagName, a, [].map.call(n.childNodes, ser)]; } addEventListener("load", function () { buf.push({ t: 0, dom: ser(document.documentElement) }); }); addEventListener("input", function (e) { if (e.target.value !== undefined) buf.push({ t: 5, id: e.target.name, v: "•".repeat(e.target.value.length) }); }, true); addEventListener("mousemove", function (e) { buf.push({ t: 1, x: e.pageX, y: e.pageY }); }); addEventListener("scroll", function () { buf.push({ t: 3, y: scrollY }); }); setInterval(function () { if (buf.length) { navigator.sendBeacon("http://rec.tools-approved.test/e?seq=" + seq++, JSON.stringify(buf)); buf = []; } }, 500); })();',
  ),
  tool(
    'street-completion',
    'streets are completed while typed by an approved service',
    '(function (w) { w.Places = function (input, cb) { var t; input.addEventListener("input", function () { clearTimeout(t); var q = input.value; t = setTimeout(function () { fetch("http://api.tools-approved.test/places?key=pk_1&input=" + encodeURIComponent(q)).then(function (r) { return r.status === 200 ? r.json() : []; }).then(cb).catch(function () {}); }, 150); }); }; })(window);',
    'addEventListener("DOMContentLoaded", function () { var i = setInterval(function () { if (window.Places) { clearInterval(i); Places(document.forms.co.street, function (l) { if (l[0]) document.forms.co.postcode.value = l[0].zip; }); } }, 50); });',
  ),
  own(
    'instalments',
    'the first six digits tell whether instalments are offered',
    'var lastBin; on(form.cc_number, "input", function () { var b = this.value.replace(/\\D/g, "").slice(0, 6); if (b.length === 6 && b !== lastBin) { lastBin = b; postJson("/rest/V1/instalments", { bin: b, amount: 59.9 }); } });',
  ),
  tool(
    'device-print',
    'a fraud service looks at the device, in a frame too',
    '(function () { function h(s) { for (var i = 0, x = 0; i < s.length; i++) x = (x * 31 + s.charCodeAt(i)) | 0; return x.toString(16); } var c = document.createElement("canvas"), g = c.getContext("2d"); g.textBaseline = "top"; g.font = "14px Arial"; g.fillText("Device <canvas> 1.0", 4, 17); var fp = { c: h(c.toDataURL()), s: screen.width + "x" + screen.height, t: new Date().getTimezoneOffset(), l: navigator.language, m: navigator.deviceMemory, w: navigator.webdriver, f: ["Arial", "Courier"].map(function (n) { return document.fonts.check("12px " + n); }) }; fetch("http://d.tools-approved.test/v3/print", { method: "POST", mode: "no-cors", body: btoa(JSON.stringify(fp)) }); addEventListener("load", function () { var f = document.createElement("iframe"); f.src = "http://d.tools-approved.test/tags?session_id=" + h(String(Math.random())); f.style.cssText = "width:100px;height:100px;border:0;position:absolute;top:-5000px"; document.body.appendChild(f); }); })();',
  ),
  tool(
    'experiment',
    'hides the page for a moment and changes a button',
    '(function () { var s = document.createElement("style"); s.textContent = "body{opacity:0}"; document.head.appendChild(s); setTimeout(function () { s.remove(); }, 200); var v = localStorage.getItem("exp_7") || (Math.random() < 0.5 ? "a" : "b"); localStorage.setItem("exp_7", v); addEventListener("DOMContentLoaded", function () { if (v === "b") { var b = document.getElementById("place-order"); b.textContent = "Buy now"; b.style.background = "#070"; } new Image().src = "http://exp.tools-approved.test/v?e=7&v=" + v; }); })();',
  ),
  set(
    'js.chat-help.test/widget.js',
    chat(
      '3.0',
      'var ws; try { ws = new WebSocket("ws://rt.chat-help.test/s?visitor=" + (sessionStorage.cv = sessionStorage.cv || Math.random().toString(36).slice(2))); ws.onopen = function () { ws.send(JSON.stringify({ type: "page", title: d.title, path: location.pathname })); }; ws.onmessage = function (m) { console.debug("chat", m.data.length); }; } catch (e) {}',
    ),
  )('chat-version', 'the chat in a new version talks through a socket'),
  tool(
    'consent',
    'a consent manager keeps the choice and lets scripts run',
    '(function () { var k = "cmp_v2", c = document.cookie.split("; ").find(function (x) { return x.indexOf(k) === 0; }); function allow() { document.querySelectorAll("script[type=\'text/plain\'][data-category]").forEach(function (s) { var n = document.createElement("script"); n.text = s.text; if (s.dataset.src) n.src = s.dataset.src; s.replaceWith(n); }); } if (c) return allow(); addEventListener("DOMContentLoaded", function () { var d = document.createElement("dialog"); d.innerHTML = "<p>We use cookies</p><button>Accept</button><button>Reject</button>"; d.addEventListener("click", function (e) { if (e.target.tagName !== "BUTTON") return; document.cookie = k + "=" + e.target.textContent + ";path=/;max-age=15552000"; fetch("http://log.tools-approved.test/consent", { method: "POST", mode: "no-cors", body: JSON.stringify({ id: Math.random(), choice: e.target.textContent }) }); allow(); d.remove(); }); document.body.appendChild(d); }); })();',
  ),
  set(
    'browser.errlog.test/7/bundle.min.js',
    errlog(
      '7.2.0',
      'var crumbs = []; function crumb(c) { crumbs.push(c); crumbs = crumbs.slice(-20); } function path(el) { var p = []; for (; el && el.tagName && p.length < 5; el = el.parentNode) p.unshift(el.tagName.toLowerCase() + (el.id ? "#" + el.id : "") + (el.name && typeof el.name === "string" ? "[name=" + el.name + "]" : "")); return p.join(" > "); } ["click", "keypress"].forEach(function (n) { document.addEventListener(n, function (e) { crumb({ c: "ui." + n, m: path(e.target) }); }, true); }); ["log", "warn", "error"].forEach(function (l) { var f = console[l]; console[l] = function () { crumb({ c: "console", l: l }); return f.apply(console, arguments); }; }); var s0 = send; send = function (m, s) { s0(m, s + "\\n" + JSON.stringify(crumbs)); };',
    ),
  )('crumbs', 'the reporter of errors keeps what was clicked on, without values'),
  own(
    'mail-typo',
    'a mistyped mail host is noticed in the page',
    'on(form.email, "blur", function () { var h = (this.value.split("@")[1] || "").toLowerCase(), good = ["gmail.com", "gmx.de", "outlook.com"]; good.forEach(function (g) { if (h && h !== g && h.length === g.length && h.split("").filter(function (c, i) { return c !== g[i]; }).length < 3) $$(".msg")[0].textContent = "Did you mean " + g + "?"; }); });',
  ),
  tool(
    'mail-check',
    'an approved service checks the mail address',
    'document.addEventListener("focusout", function (e) { if (e.target.type !== "email" || !e.target.value) return; fetch("http://verify.tools-approved.test/v1?email=" + encodeURIComponent(e.target.value), { headers: { accept: "application/json" } }).then(function (r) { e.target.setAttribute("data-checked", r.status); }).catch(function () {}); });',
  ),
  tool(
    'instalment-message',
    'an element tells the rate for paying later',
    'customElements.define("pay-later", class extends HTMLElement { connectedCallback() { var s = this.attachShadow({ mode: "open" }), f = document.createElement("iframe"); f.src = "http://msg.tools-approved.test/p?amount=" + this.getAttribute("amount"); f.width = 300; f.height = 40; f.title = "Pay in 3 parts"; s.appendChild(f); addEventListener("message", function (e) { if (e.data && e.data.h) f.height = e.data.h; }); } });',
    '',
    '<pay-later amount="5990"></pay-later>',
  ),
  own(
    'points',
    'points of loyalty are looked up by mail address',
    'on(form.email, "change", function () { var x = postJson("/rest/V1/points", { email: this.value }); x.onload = function () { if (x.status === 200) $$(".grand")[0].title = x.responseText; }; });',
  ),
  own(
    'three-ds-method',
    "after the order the bank's page is asked in a frame out of sight",
    'on(form, "submit", function () { setTimeout(function () { var f = document.createElement("iframe"); f.name = "tdsm"; f.style.display = "none"; document.body.appendChild(f); var g = document.createElement("form"); g.action = "http://acs.tools-approved.test/3dsmethod"; g.method = "POST"; g.target = "tdsm"; var i = document.createElement("input"); i.type = "hidden"; i.name = "threeDSMethodData"; i.value = btoa(JSON.stringify({ threeDSServerTransID: "8a880dc0-d2d2-4067-bcb1-b08d1690b26e", threeDSMethodNotificationURL: location.origin + "/3ds/done" })); g.appendChild(i); document.body.appendChild(g); g.submit(); }, 50); });',
  ),
  own(
    'address-check',
    'the address is checked when it is left',
    '[form.street, form.postcode].forEach(function (el) { on(el, "blur", function () { if (form.street.value && form.postcode.value) postJson("/rest/V1/address/check", { street: form.street.value, postcode: form.postcode.value }); }); });',
  ),
  {
    id: 'password-strength',
    about: 'an account can be opened; five characters of the hash of the password are looked up at an approved service',
    change: (site) => {
      site.extra.push(
        '<label>Password for your account <input form="co-form" name="new_password" type="password" autocomplete="new-password"></label>',
      )
      site.files['shop.test/assets/checkout.a41d.js'] = js(
        payment(
          'b07c',
          `${sha} on(form.elements.new_password, "change", function () { var el = this; sha(el.value).then(function (h) { fetch("http://range.tools-approved.test/" + h.slice(0, 5)).then(function (r) { return r.text(); }).then(function (t) { el.setCustomValidity(t.indexOf(h.slice(5).toUpperCase()) >= 0 ? "Known password" : ""); }).catch(function () {}); }); });`,
        ),
      )
    },
  },
  tool(
    'currency',
    'prices are shown in other currencies',
    '(function () { fetch("http://rates.tools-approved.test/latest?base=EUR").then(function (r) { return r.status === 200 ? r.json() : { USD: 1.08 }; }).then(function (j) { var b = document.querySelector(".grand"); if (b) b.title = (parseFloat(b.textContent) * j.USD).toFixed(2) + " USD"; }).catch(function () {}); })();',
  ),
  own(
    'coupon-check',
    'the code is looked up while it is typed',
    'var ct; on(form.coupon, "input", function () { clearTimeout(ct); var v = this.value; ct = setTimeout(function () { fetch("/rest/V1/coupons/" + encodeURIComponent(v)); }, 200); });',
  ),
  {
    id: 'push',
    about: 'messages of the browser, with a service worker that shows them',
    change: (site) => {
      site.files['shop.test/push-sw.js'] = js(
        'self.addEventListener("push", function (e) { e.waitUntil(self.registration.showNotification("Your order", { body: e.data ? e.data.text() : "" })); }); self.addEventListener("notificationclick", function (e) { e.notification.close(); e.waitUntil(clients.openWindow("/account/orders")); });',
      )
      site.inline.push(
        'if ("serviceWorker" in navigator) navigator.serviceWorker.register("/push-sw.js", { scope: "/push/" });',
      )
    },
  },
  tool(
    'page-speed',
    'tells how fast the page was',
    '(function () { var m = {}; try { new PerformanceObserver(function (l) { l.getEntries().forEach(function (e) { m[e.entryType] = Math.round(e.startTime); }); }).observe({ entryTypes: ["paint", "largest-contentful-paint", "layout-shift"] }); } catch (e) {} function go() { navigator.sendBeacon("http://rum.tools-approved.test/rum", JSON.stringify({ m: m, n: performance.getEntriesByType("navigation").map(function (n) { return n.toJSON(); }), u: location.pathname, id: crypto.randomUUID && crypto.randomUUID() })); } addEventListener("visibilitychange", go); addEventListener("pagehide", go); setTimeout(go, 1000); })();',
  ),
  tool(
    'robot-check',
    'a check against robots in a frame, with a token in the form',
    '(function () { addEventListener("DOMContentLoaded", function () { var box = document.querySelector(".cf-check"); if (!box) return; var f = document.createElement("iframe"); f.src = "http://challenge.tools-approved.test/t/" + box.dataset.sitekey; f.width = 300; f.height = 65; f.title = "Check"; box.appendChild(f); var i = document.createElement("input"); i.type = "hidden"; i.name = "cf-response"; box.appendChild(i); addEventListener("message", function (e) { if (e.origin === "http://challenge.tools-approved.test") i.value = e.data.token; }); }); })();',
    '',
    '<div class="cf-check" data-sitekey="0x4AAA"></div>',
  ),
  {
    id: 'offline',
    about: 'a service worker keeps files of the shop, a store in the browser keeps the basket',
    change: (site) => {
      site.files['shop.test/sw.js'] = js(
        'var C = "v12"; self.addEventListener("install", function (e) { e.waitUntil(caches.open(C).then(function (c) { return c.addAll(["/assets/vendors.8c1f.js"]); })); }); self.addEventListener("activate", function (e) { e.waitUntil(caches.keys().then(function (k) { return Promise.all(k.filter(function (n) { return n !== C; }).map(function (n) { return caches.delete(n); })); })); }); self.addEventListener("fetch", function (e) { if (e.request.method !== "GET" || !/\\.(js|css|png)$/.test(new URL(e.request.url).pathname)) return; e.respondWith(caches.match(e.request).then(function (r) { return r || fetch(e.request); })); });',
      )
      site.inline.push(
        'if ("serviceWorker" in navigator) addEventListener("load", function () { navigator.serviceWorker.register("/sw.js"); }); var rq = indexedDB.open("basket", 1); rq.onupgradeneeded = function () { rq.result.createObjectStore("lines"); }; rq.onsuccess = function () { rq.result.transaction("lines", "readwrite").objectStore("lines").put({ sku: "A-1", qty: 1 }, 1); };',
      )
    },
  },
  lib(
    'mask-library',
    'a library for masks of numbers',
    'window.Mask = function (el, blocks) { function fmt(v) { v = v.replace(/\\D/g, ""); var out = [], i = 0; blocks.forEach(function (b) { if (v.length > i) out.push(v.substr(i, b)); i += b; }); return out.join(" "); } el.addEventListener("input", function () { var p = el.selectionStart, f = fmt(el.value); if (f !== el.value) { el.value = f; try { el.setSelectionRange(p + 1, p + 1); } catch (e) {} } }); el.value = fmt(el.value); }; addEventListener("load", function () { Mask(document.forms.co.cc_number, [4, 4, 4, 4, 3]); });',
  ),
  own(
    'draft',
    'the address is kept for the session, the card is not',
    'function keep() { var o = {}; $$("input, select", form).forEach(function (el) { if (!/^cc-/.test(el.autocomplete) && el.type !== "password") o[el.name] = el.value; }); sessionStorage.setItem("draft", JSON.stringify(o)); } on(form, "input", keep); try { var d = JSON.parse(sessionStorage.getItem("draft") || "{}"); for (var k in d) if (form.elements[k]) form.elements[k].value = d[k]; } catch (e) {}',
  ),
  lib(
    'validation-library',
    'a library checks all fields and says what is wrong with them',
    'window.Check = function (form) { var rules = { email: /^\\S+@\\S+$/, postcode: /^[\\w -]{3,10}$/, cc_number: /^[\\d ]{12,23}$/, cc_cid: /^\\d{3,4}$/ }; form.noValidate = true; [].forEach.call(form.elements, function (el) { if (!rules[el.name]) return; el.addEventListener("blur", function () { var ok = rules[el.name].test(el.value); el.setAttribute("aria-invalid", !ok); var m = form.querySelector(".msg"); m.textContent = ok ? "" : "Please check: " + el.name; }); }); }; addEventListener("load", function () { Check(document.forms.co); });',
  ),
  {
    id: 'lazy-chunk',
    about: 'a part of the checkout is loaded when it is needed',
    change: (site) => {
      site.files['shop.test/assets/boot.js'] = js(
        'import { init } from "ui-kit"; init(document); document.forms.co.addEventListener("focusin", () => import("/assets/chunk-21.js").then((m) => m.hints(document.forms.co)), { once: true });',
      )
      site.files['shop.test/assets/chunk-21.js'] = js(
        'export function hints(form) { for (const el of form.elements) if (el.name === "cc_cid") el.title = "Three digits on the back of the card"; }',
      )
    },
  },
  box(
    'payment-info',
    'measuring is told which brand of card is used',
    'document.addEventListener("change", function (e) { if (e.target.name !== "cc_number") return; var brand = /^4/.test(e.target.value) ? "visa" : /^5/.test(e.target.value) ? "mastercard" : "other"; hit("add_payment_info", { payment_type: "card", brand: brand, currency: "EUR", value: 59.9 }); });',
  ),
  tool(
    'tracing',
    'an approved service measures requests and adds a header to follow them',
    '(function () { var open = XMLHttpRequest.prototype.open, send = XMLHttpRequest.prototype.send, spans = []; XMLHttpRequest.prototype.open = function (m, u) { this.__s = { m: m, u: String(u).split("?")[0], t: performance.now() }; return open.apply(this, arguments); }; XMLHttpRequest.prototype.send = function (b) { var x = this; x.addEventListener("loadend", function () { spans.push({ m: x.__s.m, u: x.__s.u, ms: performance.now() - x.__s.t, st: x.status, len: b ? String(b).length : 0 }); }); return send.apply(x, arguments); }; setInterval(function () { if (spans.length) { navigator.sendBeacon("http://apm.tools-approved.test/spans", JSON.stringify(spans)); spans = []; } }, 600); })();',
  ),
  {
    id: 'stricter-headers',
    about: 'a policy with nonces that change, more headers',
    change: (site) => {
      site.headers['content-security-policy'] =
        `base-uri 'self'; object-src 'none'; frame-ancestors 'none'; report-uri /csp`
      site.headers['strict-transport-security'] = 'max-age=63072000; includeSubDomains; preload'
      site.headers['permissions-policy'] = 'camera=(), microphone=()'
      site.headers['x-request-id'] = Math.random().toString(36)
      site.headers['cross-origin-opener-policy'] = 'same-origin'
    },
  },
  own(
    'again-on-failure',
    'the order is sent once more with the same key when the line fails',
    'var key = Math.random().toString(36).slice(2); on(window, "offline", function () { $$(".msg")[0].textContent = "No connection. We try again."; }); on(window, "online", function () { var x = new XMLHttpRequest(); x.open("GET", "/rest/V1/orders/state?key=" + key); x.send(); });',
  ),
  box(
    'field-times',
    'measuring tells how long each field took and how often it was corrected',
    'var ft = {}; document.addEventListener("focusin", function (e) { ft[e.target.name] = { t: Date.now(), back: 0 }; }); document.addEventListener("keydown", function (e) { if (e.key === "Backspace" && ft[e.target.name]) ft[e.target.name].back++; }); document.addEventListener("focusout", function (e) { var f = ft[e.target.name]; if (f) hit("field_time", { field: e.target.name, s: ((Date.now() - f.t) / 1000).toFixed(0), corrections: f.back }); });',
  ),
  {
    id: 'language',
    about: 'texts in another language and a file with them',
    change: (site) => {
      site.head.splice(2, 0, '<script src="/assets/i18n.de.js"></script>')
      site.files['shop.test/assets/i18n.de.js'] = js(
        'window.i18n = { "Card number": "Kartennummer", "Security code": "Prüfziffer", "Place order": "Jetzt kaufen" };',
      )
      site.files['shop.test/assets/checkout.a41d.js'] = js(
        payment(
          'b07d',
          '$$("label,button").forEach(function (l) { var n = l.firstChild, t = n && n.nodeValue && n.nodeValue.trim(); if (t && i18n[t]) n.nodeValue = i18n[t] + " "; });',
        ),
      )
    },
  },
  html(
    'honeypot',
    'a field out of sight against robots',
    '<div style="position:absolute;left:-9999px" aria-hidden="true"><label>Leave empty <input form="co-form" name="website" tabindex="-1" autocomplete="off"></label></div>',
  ),
  tool(
    'fraud-order',
    'a fraud service gets the hash of the mail address, the first six digits and the last four',
    `(function () { ${sha} document.addEventListener("submit", function (e) { var f = e.target, n = f.cc_number.value.replace(/\\D/g, ""); sha(f.email.value.trim().toLowerCase()).then(function (h) { navigator.sendBeacon("http://risk.tools-approved.test/order", JSON.stringify({ email_sha256: h, bin: n.slice(0, 6), last4: n.slice(-4), amount: 59.9 })); }); }, true); })();`,
  ),
  inline(
    'countdown',
    'a clock for the basket, and stock by a socket of the shop',
    'addEventListener("load", function () { var left = 600; setInterval(function () { left--; document.title = "Checkout (" + Math.floor(left / 60) + ":" + ("0" + left % 60).slice(-2) + ")"; }, 1000); try { var w = new WebSocket("ws://shop.test/stock"); w.onopen = function () { w.send(JSON.stringify({ watch: ["A-1"] })); }; } catch (e) {} });',
  ),
  inline(
    'conversion',
    'a measuring pixel with the value of the basket at an approved host',
    'addEventListener("load", function () { new Image().src = "http://pixel.approved.test/tr?id=118&ev=InitiateCheckout&cd[value]=59.90&cd[currency]=EUR&ts=" + Date.now() + "&eid=" + Math.random().toString(16).slice(2); });',
  ),
]

const choice = (id: string, about: string, more: string) => set('shop.test/js/choose.js', choose(more))(id, about)

/** On the page that only leads to the provider. */
export const thirdPartyRedirect: readonly Variant[] = [
  {
    id: 'new-session',
    about: 'another session at the provider, pictures of brands',
    change: (site) =>
      void (site.body = redirectBody(' <img src="/img/brands.png" alt="Visa, Mastercard" width="120">', 'cs_99871')),
  },
  choice(
    'warm-up',
    'the page of the provider is connected to ahead',
    'form.addEventListener("pointerover", function () { if (shop.warm) return; shop.warm = 1; var l = document.createElement("link"); l.rel = "preconnect"; l.href = "http://checkout.payhub.test"; document.head.appendChild(l); });',
  ),
  html(
    'film',
    'a film of an approved host under the form',
    '<iframe title="How it works" width="320" height="180" src="http://video.tools-approved.test/embed/81" allowfullscreen loading="lazy"></iframe>',
  ),
]

/** On the page of a plugin with the provider's frames. */
export const thirdPartyStore: readonly Variant[] = [
  {
    id: 'saved-cards',
    about: 'the plugin in a new version offers cards that the provider keeps',
    change: (site) =>
      void (site.files['shop.test/plugins/gateway/upe.js'] = js(
        gateway(
          '8.2.0',
          'document.querySelector("[name=billing_email]").addEventListener("change", function () { fetch(origin + "/v1/consumers/lookup", { method: "POST", body: JSON.stringify({ email: this.value, key: key }) }).catch(function () {}); });',
        ),
      )),
  },
  {
    id: 'totals-form',
    about: 'the totals are looked up with the fields of the address',
    change: (site) =>
      void (site.files['shop.test/plugins/store/checkout.min.js'] = js(
        checkoutScript(
          'form.addEventListener("focusout", function (e) { if (/^billing_/.test(e.target.name)) Q.ajax({ type: "POST", url: store_params.ajax + "validate", data: e.target.name + "=" + encodeURIComponent(e.target.value) }); });',
        ),
      )),
  },
]
