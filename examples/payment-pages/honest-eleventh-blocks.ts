import { settings } from './blocks.ts'
import { apiFetch, checkoutBlock, element, gatewayBlock, gtag, payfold, paymentFrame } from './blocks-code.ts'
import { changedFile, inline, js, tool, type Variant } from './variants.ts'

const code = String.raw
const upe = changedFile('shop.test/wp-content/plugins/payfold/build/upe-blocks.js', (more) => gatewayBlock('8.8', more))
const block = changedFile('shop.test/wp-content/plugins/woo/blocks/checkout-frontend.js', (more) =>
  checkoutBlock('9.4', more),
)
const api = changedFile('shop.test/wp-includes/js/dist/api-fetch.min.js', (more) => apiFetch('6.7', more))
const tags = changedFile('www.tagsite.test/gtag/js', (more) => gtag('42', more))
const frame = (id: string, about: string, more: string): Variant => ({
  id,
  about,
  change: (site) => void (site.files['js.payfold.test/v3/elements-inner-payment.html'] = paymentFrame(more)),
})

/** On the page of blocks, where the provider's element has the card. */
export const eleventhBlocksHonest: readonly Variant[] = [
  {
    id: 'w11-elements-up',
    about:
      'the library of elements in a new version: fragments, work in portions, listeners that do not hold up scrolling',
    change: (site) => {
      site.head[2] = '<script defer src="/wp-includes/js/dist/element.min.js?ver=6.7"></script>'
      site.files['shop.test/wp-includes/js/dist/element.min.js'] = js(
        element(
          '6.7',
          code`var line = new MessageChannel(), work = []; line.port1.onmessage = function () { var f = work.shift(); if (f) f(); if (work.length) line.port2.postMessage(null); }; w.wp.element.schedule = function (f) { work.push(f); line.port2.postMessage(null); }; w.wp.element.Fragment = function (p) { return p.children || []; }; w.wp.element.memo = function (f) { var last, out; return function (p) { var k = JSON.stringify(p); if (k !== last) { last = k; out = f(p); } return out; }; }; d.addEventListener("touchstart", function () {}, { passive: true });`,
        ),
      )
    },
  },
  api(
    'w11-nonce-fresh',
    'a nonce that ran out is asked for anew, calls carry the language and are tried again after a failure',
    code`w.wp.apiFetch.use(function (o, next) { return next(Object.assign({}, o, { path: o.path + (o.path.indexOf("?") < 0 ? "?" : "&") + "_locale=user" })).catch(function () { return w.fetch("/wp-admin/admin-ajax.php?action=rest-nonce").then(function (r) { return r.text(); }).then(function (n) { if (n) w.wcSettings.storeApiNonce = n; return next(o); }); }); });`,
  ),
  api(
    'w11-traces',
    'calls carry a number to follow them by; how long they took goes to a collector of the shop',
    code`var spans = []; function hex(n) { return Array.from(crypto.getRandomValues(new Uint8Array(n)), function (x) { return x.toString(16).padStart(2, "0"); }).join(""); } var trace = hex(16), real = w.fetch; w.fetch = function (u, o) { if (String(u).indexOf("/wp-json/") !== 0) return real.apply(w, arguments); var span = hex(8), at = performance.now(); o = Object.assign({}, o, { headers: Object.assign({}, o && o.headers, { traceparent: "00-" + trace + "-" + span + "-01" }) }); return real.call(w, u, o).finally(function () { spans.push({ traceId: trace, spanId: span, name: String(u).split("?")[0], ms: Math.round(performance.now() - at) }); }); }; setInterval(function () { if (spans.length) real.call(w, "/otel/v1/traces", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ resourceSpans: spans.splice(0) }) }); }, 1500);`,
  ),
  {
    id: 'w11-provider-build',
    about: "the provider's library in a new build: frames have names with sums, times of drawing go to its own host",
    change: (site) => {
      site.files['js.payfold.test/v3/payfold.js'] = js(
        payfold(
          '3.91',
          code`var times = []; w.addEventListener("message", function (e) { if (e.origin === origin && e.data && e.data.event) times.push([e.data.event, Math.round(performance.now())]); }); setTimeout(function () { navigator.sendBeacon(origin + "/v3/b", JSON.stringify({ build: "3.91", events: times, tz: new Date().getTimezoneOffset(), page: location.origin })); }, 2500);`,
        ).replace('page + ".html#"', 'page + "-7c1f09.html#"'),
      )
      for (const name of ['controller', 'elements-inner-payment', 'elements-inner-express-checkout']) {
        const path = `js.payfold.test/v3/${name}`
        site.files[`${path}-7c1f09.html`] = site.files[`${path}.html`] as { type: string; body: string }
        delete site.files[`${path}.html`]
      }
    },
  },
  frame(
    'w11-link-account',
    'the element of the provider offers to keep the card at the provider and looks up the mail address it is given',
    code`document.body.insertAdjacentHTML("beforeend", '<fieldset><label><input type="checkbox" id="save"> Save my information for faster checkout</label><label>Email <input id="mail" type="email" autocomplete="email"></label></fieldset>'); document.getElementById("mail").addEventListener("change", function () { fetch("http://api.payfold.test/v1/consumers/lookup", { method: "POST", body: new URLSearchParams({ email_address: this.value, request_surface: "web_elements" }) }); });`,
  ),
  frame(
    'w11-element-brand',
    'the element writes the number in groups and tells the page brand, height and whether something is wrong',
    code`var number = document.getElementsByName("number")[0]; number.addEventListener("input", function () { var n = number.value.replace(/\D/g, ""); number.value = (n.match(/.{1,4}/g) || []).join(" "); parent.postMessage({ event: "brand", brand: /^4/.test(n) ? "visa" : /^5/.test(n) ? "mastercard" : "unknown", empty: n === "" }, "*"); }); new ResizeObserver(function () { parent.postMessage({ event: "height", px: document.body.scrollHeight }, "*"); }).observe(document.body);`,
  ),
  upe(
    'w11-appearance',
    'the plugin tells the frame the colours and letters of the theme and lets it be as high as it says',
    code`card.on("height", function (e) { var f = d.querySelector("iframe[title='Secure payment frame']"); if (f && e.px > 100 && e.px < 900) f.style.height = e.px + "px"; }); d.addEventListener("wc-blocks-ready", function () { var c = getComputedStyle(d.body), f = d.querySelector("iframe[title='Secure payment frame']"); f.addEventListener("load", function () { f.contentWindow.postMessage({ type: "appearance", theme: "none", variables: { fontFamily: c.fontFamily, colorText: c.color, fontSizeBase: c.fontSize } }, "http://js.payfold.test"); }); });`,
  ),
  {
    id: 'w11-more-cards',
    about: 'the customer has three saved cards, of which one runs out, and may keep the new one',
    change: (site) => {
      site.inline[0] = settings(
        { storeApiNonce: '40be11d7c6' },
        {
          tokens: [
            { id: 71, display: 'Visa ending in 4242 (expires 09/28)' },
            { id: 84, display: 'Mastercard ending in 4444 (expires 12/26)' },
            { id: 90, display: 'SEPA IBAN ending in 3000' },
          ],
        },
      )
      upe(
        '',
        '',
        code`d.addEventListener("wc-blocks-ready", function () { d.querySelector(".wc-payfold-upe-element").insertAdjacentHTML("afterend", '<label><input type="checkbox" name="wc-payfold-new-payment-method" value="true"> Save payment information to my account for future purchases.</label>'); });`,
      ).change(site)
    },
  },
  upe(
    'w11-bank-redirect',
    'one more way of paying: the bank is chosen from a list, the shop leads there after the order',
    code`var bank = "ing"; w.wc.registerPaymentMethod({ name: "payfold_ideal", label: "iDEAL", content: function () { return el("label", {}, "Bank", el("select", { name: "ideal-bank", onchange: function (e) { bank = e.target.value; } }, ["ing", "rabobank", "abn_amro"].map(function (b) { return el("option", { value: b }, b); }))); }, onPaymentSetup: function () { return [{ key: "payfold_bank", value: bank }, { key: "return_url", value: location.origin + "/checkout/order-received/" }]; } });`,
  ),
  {
    id: 'w11-chunks',
    about: 'the block is built in parts: the one for coupons comes when somebody wants it, with points of the club',
    change: (site) => {
      site.files['shop.test/wp-content/plugins/woo/blocks/checkout-coupons-3fa9.js'] = js(
        code`(self.webpackChunkBlocks = self.webpackChunkBlocks || []).push([[412], { 412: function (m, x, r) { m.exports = function (at, wp) { at.innerHTML = '<label>Coupon code <input id="coupon"></label><label>Club number <input id="club" inputmode="numeric" maxlength="13"></label><button type="button">Apply</button>'; at.querySelector("button").addEventListener("click", function () { wp.apiFetch({ path: "/wc/store/v1/cart/apply-coupon", method: "POST", data: { code: at.querySelector("#coupon").value } }); wp.apiFetch({ path: "/wc/store/v1/cart/extensions", method: "POST", data: { namespace: "club", data: { number: at.querySelector("#club").value } } }); }); }; } }]);`,
      )
      block(
        '',
        '',
        code`var chunk = w.webpackChunkBlocks = w.webpackChunkBlocks || [], made = {}; chunk.push = function (c) { Object.keys(c[1]).forEach(function (k) { var m = { exports: {} }; c[1][k](m, m.exports); made[k] = m.exports; }); return Array.prototype.push.call(chunk, c); }; function part(id, url) { return made[id] ? Promise.resolve(made[id]) : new Promise(function (ok, no) { var s = d.createElement("script"); s.src = url; s.onload = function () { ok(made[id]); }; s.onerror = no; d.head.append(s); }); } d.addEventListener("wc-blocks-ready", function () { var b = el("button", { type: "button" }, "Add coupons"), at = d.createElement("div"); b.addEventListener("click", function () { part(412, "/wp-content/plugins/woo/blocks/checkout-coupons-3fa9.js").then(function (draw) { draw(at, w.wp); }); }); d.querySelector(".wc-block-checkout__payment-method").before(b, at); });`,
      ).change(site)
    },
  },
  block(
    'w11-autosave',
    'mail and address are kept at the shop by a heartbeat and in the browser, so that a basket can be taken up again',
    code`var changed = false, key = "WC_CUSTOMER_DRAFT"; store.subscribe(function () { changed = true; }); setInterval(function () { if (!changed) return; changed = false; var t = btoa(encodeURIComponent(JSON.stringify(address()))); localStorage.setItem(key, t); w.fetch("/wp-admin/admin-ajax.php", { method: "POST", body: new URLSearchParams({ action: "heartbeat", screen_id: "front", data: t }) }); }, 900);`,
  ),
  block(
    'w11-address-forms',
    'names, telephone and state are asked for, checked as they are left, and what is wrong is said aloud',
    code`d.addEventListener("wc-blocks-ready", function () { var form = d.querySelector(".wc-block-checkout__form"), box = d.createElement("div"); box.innerHTML = '<label>First name <input name="first_name" autocomplete="given-name" required></label><label>Last name <input name="last_name" autocomplete="family-name" required></label><label>Phone (optional) <input name="phone" type="tel" autocomplete="tel"></label><div role="alert"></div>'; d.getElementById("postcode").closest("div").before(box); box.addEventListener("focusout", function (e) { var i = e.target, said = box.querySelector("[role=alert]"); if (!i.matches("input")) return; i.setAttribute("aria-invalid", String(!i.checkValidity())); said.textContent = i.checkValidity() ? "" : i.name.replace("_", " ") + ": " + i.validationMessage; }); box.addEventListener("change", function (e) { var part = {}; part[e.target.name] = e.target.value; store.set(part); api({ path: "/wc/store/v1/cart/update-customer", method: "POST", data: { billing_address: Object.assign(address(), part) } }); }); });`,
  ),
  {
    id: 'w11-attribution',
    about:
      'where the order came from is kept in cookies and goes with the order, as a number of fields of an element of its own',
    change: (site) => {
      site.head.push('<script defer src="/wp-content/plugins/woo/js/order-attribution.js?ver=9.4"></script>')
      site.extra.push('<wc-order-attribution-inputs></wc-order-attribution-inputs>')
      site.files['shop.test/wp-content/plugins/woo/js/order-attribution.js'] = js(
        code`(function (w, d) { var p = new URLSearchParams(location.search), v = { source_type: d.referrer ? "referral" : "typein", referrer: d.referrer, utm_source: p.get("utm_source") || "(direct)", session_pages: 1 + +(sessionStorage.getItem("pages") || 0), session_start_time: new Date().toISOString(), viewport: innerWidth + "x" + innerHeight, device: innerWidth < 700 ? "Mobile" : "Desktop" }; sessionStorage.setItem("pages", v.session_pages); d.cookie = "sbjs_current=" + encodeURIComponent("typ=" + v.source_type + "|||src=" + v.utm_source) + ";path=/;max-age=15552000"; customElements.define("wc-order-attribution-inputs", class extends HTMLElement { connectedCallback() { for (var k in v) { var i = d.createElement("input"); i.type = "hidden"; i.name = "wc_order_attribution_" + k; i.value = v[k]; this.append(i); } } }); w.wp.apiFetch.use(function (o, next) { return next(/checkout/.test(o.path) && o.data ? Object.assign({}, o, { data: Object.assign({}, o.data, { extensions: { "woocommerce/order-attribution": v } }) }) : o); }); })(window, document);`,
      )
    },
  },
  tags(
    'w11-hashed-mail',
    'measuring of conversions takes the hash of the mail address and waits for consent',
    code`var granted = false; w.tagConsent = function (y) { granted = y; }; d.addEventListener("change", function (e) { if (e.target.id !== "email" || !w.crypto.subtle) return; crypto.subtle.digest("SHA-256", new TextEncoder().encode(e.target.value.trim().toLowerCase())).then(function (b) { var h = btoa(String.fromCharCode.apply(null, new Uint8Array(b))); hit("user_data", { em: "tv.1~em." + h, gcs: granted ? "G111" : "G100" }); }); });`,
  ),
  tags(
    'w11-checkout-steps',
    'measuring counts clicks, the way of paying and whether a saved card was taken, with the value of the basket',
    code`d.addEventListener("change", function (e) { if (e.target.name === "payment-method") hit("add_payment_info", { payment_type: e.target.value, value: 62.4, currency: "EUR" }); if (e.target.name === "payfold-token") hit("select_content", { content_type: e.target.value === "new" ? "new_card" : "saved_card" }); }); d.addEventListener("click", function (e) { var b = e.target.closest && e.target.closest("button"); if (b) hit("button_click", { text: b.textContent.slice(0, 30), time: Math.round(performance.now()) }); }, true);`,
  ),
  tool(
    'w11-sentry-like',
    'an approved reporter of errors with a replay that shows only blocks in place of texts and nothing of what is typed',
    code`(function (w, d) { var events = []; function env(type, x) { fetch("http://o44.tools-approved.test/api/7/envelope/?sentry_key=ab12", { method: "POST", mode: "no-cors", keepalive: true, body: [JSON.stringify({ sent_at: new Date().toISOString() }), JSON.stringify({ type: type }), JSON.stringify(x)].join("\n") }); } w.addEventListener("error", function (e) { env("event", { exception: { value: String(e.message).replace(/\d{6,}/g, "*") } }); }); new MutationObserver(function (l) { l.forEach(function (m) { events.push({ t: 0, n: m.target.nodeName, add: m.addedNodes.length }); }); }).observe(d.documentElement, { childList: true, subtree: true }); d.addEventListener("input", function (e) { events.push({ t: 5, n: e.target.nodeName, text: "***" }); }, true); setInterval(function () { if (events.length) env("replay_recording", { segment: events.splice(0).slice(0, 200) }); }, 1500); })(window, document);`,
  ),
  tool(
    'w11-experiment',
    'an approved tool of experiments gives the button other words and counts who saw it',
    code`(function (w, d) { var arm = localStorage.getItem("exp_77") || (Math.random() < 0.5 ? "0" : "1"); localStorage.setItem("exp_77", arm); d.addEventListener("wc-blocks-ready", go); if (d.querySelector(".wc-block-checkout__form")) go(); function go() { var b = d.querySelector(".wc-block-components-checkout-place-order-button"); if (!b || b.dataset.exp) return; b.dataset.exp = arm; if (arm === "1") b.textContent = "Pay securely"; navigator.sendBeacon("http://log.tools-approved.test/event", JSON.stringify({ account: 5120, exp: 77, arm: arm, en: "decision" })); b.addEventListener("click", function () { navigator.sendBeacon("http://log.tools-approved.test/event", JSON.stringify({ account: 5120, exp: 77, arm: arm, en: "conversion" })); }); } })(window, document);`,
  ),
  tool(
    'w11-chat-frame',
    'an approved chat: a button, a frame, and messages between it and the page about size and what page it is',
    code`(function (w, d) { function start() { var host = d.createElement("div"), root = host.attachShadow({ mode: "open" }), f = d.createElement("iframe"); f.title = "Chat"; f.src = "http://widget.tools-approved.test/messenger?app=k3"; f.style.cssText = "position:fixed;right:12px;bottom:60px;width:0;height:0;border:0"; root.innerHTML = '<button type="button" style="position:fixed;right:12px;bottom:12px">Help</button>'; root.append(f); d.body.append(host); root.querySelector("button").onclick = function () { f.style.width = "300px"; f.style.height = "380px"; f.contentWindow.postMessage({ action: "open", page: location.pathname, lang: d.documentElement.lang }, "http://widget.tools-approved.test"); }; w.addEventListener("message", function (e) { if (e.origin === "http://widget.tools-approved.test" && e.data && e.data.action === "close") f.style.width = f.style.height = "0"; }); } if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", start); else start(); })(window, document);`,
  ),
  {
    id: 'w11-challenge-window',
    about: 'when the bank asks, the plugin opens its question in a frame of the provider over the page',
    change: (site) => {
      site.files['js.payfold.test/v3/three-ds-2-challenge.html'] = {
        type: 'text/html',
        body: '<!doctype html><title>3DS</title><p>Confirm in the app of your bank</p>',
      }
      upe(
        '',
        '',
        code`d.addEventListener("wc-blocks-ready", function () { d.querySelector(".wc-block-checkout__form").addEventListener("submit", function () { setTimeout(function () { if (d.getElementById("payfold-3ds")) return; var box = d.createElement("dialog"), f = d.createElement("iframe"); box.id = "payfold-3ds"; f.title = "3D Secure"; f.width = 400; f.height = 300; f.src = "http://js.payfold.test/v3/three-ds-2-challenge.html#pi_3Q_secret"; box.append(f); d.body.append(box); box.showModal(); setTimeout(function () { box.close(); box.remove(); }, 1500); }, 600); }); });`,
      ).change(site)
    },
  },
  {
    id: 'w11-words',
    about: 'the page is in German: words as data in the page, prices written by the browser',
    change: (site) => {
      site.inline.push(
        'window.wpLocale = { "": { lang: "de_DE" }, "Email address": "E-Mail-Adresse", "Postal code": "Postleitzahl", "Place Order": "Zahlungspflichtig bestellen", "Use a new payment method": "Neue Zahlungsmethode" };',
      )
      block(
        '',
        '',
        code`d.addEventListener("wc-blocks-ready", function () { var t = w.wpLocale, walk = d.createTreeWalker(d.querySelector(".wc-block-checkout__form"), NodeFilter.SHOW_TEXT), n; while ((n = walk.nextNode())) if (t[n.data]) n.data = t[n.data]; d.documentElement.lang = "de"; d.querySelector("form button[type=submit]").append(" · " + new Intl.NumberFormat("de-DE", { style: "currency", currency: w.wcSettings.currency.code }).format(w.wcSettings.payfold.amount / 100)); });`,
      ).change(site)
    },
  },
  {
    id: 'w11-on-trial',
    about: 'a policy on trial names the hosts of the page and reports to the shop; pages that follow are fetched ahead',
    change: (site) => {
      site.headers['content-security-policy-report-only'] =
        "default-src 'self'; script-src 'self' 'unsafe-inline' http://js.payfold.test http://www.tagsite.test; frame-src http://js.payfold.test; connect-src 'self' http://api.payfold.test http://www.tagsite.test; style-src 'self' 'unsafe-inline'; report-uri /wp-json/csp/v1/report"
      site.headers['permissions-policy'] = 'payment=(self "http://js.payfold.test"), publickey-credentials-get=(self)'
      site.head.push(
        '<link rel="preconnect" href="http://js.payfold.test"><script type="speculationrules">{"prefetch":[{"where":{"and":[{"href_matches":"/*"},{"not":{"href_matches":"/wp-*"}}]},"eagerness":"conservative"}]}</script>',
      )
    },
  },
  inline(
    'w11-contrast',
    'letters can be made bigger and contrast stronger by buttons of the shop; the choice is kept',
    code`addEventListener("DOMContentLoaded", function () { var bar = document.createElement("div"), level = +(localStorage.getItem("a11y_level") || 0); bar.innerHTML = '<button type="button" aria-pressed="false">Larger text</button><button type="button" aria-pressed="false">High contrast</button>'; bar.firstChild.onclick = function () { level = (level + 1) % 3; localStorage.setItem("a11y_level", level); document.documentElement.style.fontSize = 100 + level * 20 + "%"; }; bar.lastChild.onclick = function () { document.body.classList.toggle("contrast"); this.setAttribute("aria-pressed", String(document.body.classList.contains("contrast"))); }; document.body.prepend(bar); document.documentElement.style.fontSize = 100 + level * 20 + "%"; });`,
  ),
]
