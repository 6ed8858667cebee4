import { binding, checkoutModule, insight, loader, modularBody, provider, storage } from './modular.ts'
import { changedFile, html, inline, js, tool, type Variant } from './variants.ts'

const code = String.raw
const own = changedFile('shop.test/static/v1/checkout.js', (more) => checkoutModule('2', more))
const sdk = 'checkout-live.pspco.test/sdk/5.1.0/psp.js'

/** On the same page: what its owners, its provider and the makers of its tools change. */
export const tenthHonest: readonly Variant[] = [
  {
    id: 'u10-static-version',
    about: 'a deployment: all files lie under another version',
    change: (site) => {
      site.head[0] = '<script src="/static/v2/loader.js"></script>'
      for (const name of ['loader', 'binding', 'storage', 'checkout']) {
        const before = site.files[`shop.test/static/v1/${name}.js`] as { type: string; body: string }
        delete site.files[`shop.test/static/v1/${name}.js`]
        site.files[`shop.test/static/v2/${name}.js`] = js(before.body.replace('/static/v1/', '/static/v2/'))
      }
    },
  },
  {
    id: 'u10-sdk-version',
    about: 'the program of the provider in a new version under a new address, with wallets and analytics of its own',
    change: (site) => {
      site.head[1] = '<script src="http://checkout-live.pspco.test/sdk/5.4.1/psp.js"></script>'
      delete site.files[sdk]
      site.files['checkout-live.pspco.test/sdk/5.4.1/psp.js'] = js(
        provider(
          '5.4.1',
          code`w.PspCheckout.version = "5.4.1"; function log(t) { var x = new XMLHttpRequest(); x.open("POST", "http://checkoutanalytics-live.pspco.test/v3/analytics"); x.send(JSON.stringify({ version: "5.4.1", event: t, locale: navigator.language, width: innerWidth })); } log("setup"); w.PspCheckout.risk = function () { return btoa(JSON.stringify({ tz: new Date().getTimezoneOffset(), plugins: navigator.plugins.length, lang: navigator.language, screen: [screen.width, screen.height] })); };`,
        ),
      )
    },
  },
  own(
    'u10-payment-methods',
    'the ways to pay are asked of the shop and drawn; a bank can be chosen from a list',
    code`storage.post("guest-carts/aX91/payment-methods", { country: "NL" }).then(function (r) { var l = r.methods || [{ code: "ideal", banks: ["ABN", "ING"] }]; l.forEach(function (m) { var d = document.createElement("div"); d.innerHTML = '<label><input type="radio" name="payment[method]" value="' + m.code + '"> ' + m.code + '</label><select name="bank">' + m.banks.map(function (b) { return "<option>" + b; }).join("") + "</select>"; document.querySelector(".payment-method").after(d); }); });`,
  ),
  own(
    'u10-mail-known',
    'the shop says whether it knows the mail address and offers to sign in',
    code`vm.email.subscribe(function (m) { storage.post("customers/isEmailAvailable", { customerEmail: m, websiteId: 1 }).then(function (r) { if (r === false) document.querySelector("form").insertAdjacentHTML("afterbegin", '<p>You have an account. <input type="password" name="password"> <a href="/customer/account/login">Sign in</a></p>'); }); });`,
  ),
  changedFile('shop.test/static/v1/binding.js', (more) => binding('3.5.1', more))(
    'u10-binding-up',
    'the library of bindings in a new version: two kinds more, templates freed when not used',
    code`function clean() { if (Object.keys(cache).length > 500) cache = {}; } setInterval(clean, 60000); function visible(e, f, data) { e.hidden = !f(data); } function css(e, name, on) { e.classList.toggle(name, !!on); }`,
  ),
  changedFile('shop.test/static/v1/storage.js', (more) => storage('2', more))(
    'u10-storage-retry',
    'calls that fail are tried again, and carry a number of their own',
    code`var first = call, n = 0; call = function (m, u, d) { n++; return first(m, u, d).catch(function () { return new Promise(function (ok) { setTimeout(ok, 400); }).then(function () { return first(m, u, d); }); }); };`,
  ),
  changedFile('shop.test/static/v1/loader.js', (more) => loader('2.3.7', more))(
    'u10-loader-timeout',
    'the loader says which module did not come',
    code`d.addEventListener("error", function (e) { if (e.target && e.target.tagName === "SCRIPT") console.warn("Module did not load: " + e.target.src); }, true); w.require.config = function (o) { if (o.baseUrl) w.require.base = o.baseUrl; };`,
  ),
  changedFile('cdn.insight-tags.test/i.js', (more) => insight('9', more))(
    'u10-insight-events',
    'measuring tells clicks and how far one scrolled, with the name of what was clicked',
    code`d.addEventListener("click", function (e) { var b = e.target.closest && e.target.closest("button,a"); if (b) hit("click", { on: b.className || b.tagName, text: (b.textContent || "").trim().slice(0, 40) }); }, true); d.addEventListener("focusin", function (e) { if (e.target.name) hit("field", { name: e.target.name }); });`,
  ),
  changedFile('cdn.insight-tags.test/i.js', (more) => insight('9', more))(
    'u10-insight-consent',
    'measuring waits for consent and marks who declined',
    code`w.insightConsent = function (y) { if (!y) { d.cookie = "_ins=;path=/;max-age=0"; hit = function () {}; } else hit("consent", { y: 1 }); };`,
  ),
  inline(
    'u10-config-longer',
    'the settings of the page have more, with prices, texts and an identity of the basket',
    'Object.assign(window.checkoutConfig, {"totalsData":{"grand_total":61.4,"items":[{"sku":"B-112","qty":1,"price":55.45}]},"formKey":"hT2kQ9vY0aLm","isCustomerLoggedIn":false,"imageData":{"112":{"src":"/media/b112.jpg","alt":"Bag"}},"captcha":{"guest_checkout":{"isRequired":false}},"msp":{"token":"eyJhbGciOiJub25lIn0.eyJjYXJ0IjoiYVg5MSJ9."}});',
  ),
  html(
    'u10-trust-texts',
    'seals, ways of delivery and questions with answers stand below',
    '<section><h2>Questions</h2><details><summary>Is my card safe?</summary><p>Your card number is entered at our payment provider.</p></details><img alt="Visa" src="/media/visa.svg"><img alt="Mastercard" src="/media/mc.svg"><p>DHL, PostNL, pick-up</p></section>',
  ),
  {
    id: 'u10-address-fields',
    about: 'the address is asked in more fields, with states by country',
    change: (site) =>
      void (site.body = modularBody(
        '<label>First name <input name="firstname" autocomplete="given-name"></label><label>Street <input name="street[0]" autocomplete="address-line1"></label><label>House number <input name="street[1]" inputmode="numeric"></label><label>City <input name="city"></label><label>Phone number <input name="telephone" type="tel"></label><label>Country <select name="country_id"><option>NL</option><option>BE</option></select></label>',
      )),
  },
  own(
    'u10-postcode-service',
    'the shop fills in street and city by post code and house number',
    code`vm.postcode.subscribe(function (p) { storage.get("postcode/" + encodeURIComponent(p.replace(/\s/g, "").toUpperCase()) + "/1").then(function (r) { if (r.street) document.querySelector("[name=postcode]").title = r.street + ", " + r.city; }); });`,
  ),
  own(
    'u10-coupon',
    'a code for a discount can be entered, the totals come anew',
    code`var c = document.createElement("div"); c.innerHTML = '<label>Discount code <input name="discount_code"></label><button type="button">Apply</button>'; document.querySelector("form").appendChild(c); c.lastChild.onclick = function () { storage.post("guest-carts/aX91/coupons/" + encodeURIComponent(c.querySelector("input").value), {}).then(function () { return storage.get("guest-carts/aX91/totals"); }).then(function (t) { if (t.grand_total) document.querySelector("[data-bind^=text]").textContent = t.grand_total; }); };`,
  ),
  own(
    'u10-three-d',
    'the challenge of the bank comes in a frame of the provider after the order',
    code`vm.challenge = function (action) { var f = document.createElement("iframe"); f.name = "threeDSIframe"; f.width = 390; f.height = 400; f.src = "http://checkout-live.pspco.test/3ds/" + action.token; var m = document.createElement("dialog"); m.appendChild(f); document.body.appendChild(m); m.showModal(); };`,
  ),
  tool(
    'u10-session-replay',
    'an approved replay of visits: moves and clicks, texts of fields as stars',
    code`(function (w, d) { var q = []; function star(v) { return v.replace(/[^\s]/g, "*"); } d.addEventListener("input", function (e) { if (e.target.value !== undefined) q.push({ k: "i", n: e.target.name, v: star(e.target.value) }); }, true); d.addEventListener("mousemove", function (e) { if (q.length < 300) q.push({ k: "m", x: e.clientX, y: e.clientY }); }); setInterval(function () { if (q.length) fetch("http://rec.tools-approved.test/r", { method: "POST", mode: "no-cors", keepalive: true, body: JSON.stringify(q.splice(0)) }); }, 600); })(window, document);`,
  ),
  tool(
    'u10-pay-later',
    'an approved provider shows in how many parts one can pay',
    code`(function (d) { function put() { var e = d.createElement("div"); e.innerHTML = "<span>Pay in 3 parts of 20.46</span> <a href='#'>More</a>"; e.querySelector("a").onclick = function (x) { x.preventDefault(); var f = d.createElement("iframe"); f.title = "Pay later"; f.src = "http://osm.tools-approved.test/info?amount=6140&locale=nl-NL"; f.width = 320; f.height = 300; d.body.appendChild(f); }; d.querySelector("#checkout").appendChild(e); } d.readyState === "loading" ? d.addEventListener("DOMContentLoaded", put) : put(); })(document);`,
  ),
  tool(
    'u10-accessibility',
    'an approved widget for larger type and contrast',
    code`(function (d) { function put() { var b = d.createElement("button"); b.type = "button"; b.textContent = "Aa"; b.style.cssText = "position:fixed;right:4px;top:4px"; var n = +(localStorage.getItem("a11y") || 0); function set() { d.documentElement.style.fontSize = 100 + n * 15 + "%"; localStorage.setItem("a11y", n); } b.onclick = function () { n = (n + 1) % 4; set(); }; set(); d.body.appendChild(b); } d.readyState === "loading" ? d.addEventListener("DOMContentLoaded", put) : put(); })(document);`,
  ),
  {
    id: 'u10-policy-on',
    about: 'the policy that was tried out is in force now, with the hosts of the page',
    change: (site) => {
      site.headers['content-security-policy'] =
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' http://checkout-live.pspco.test http://cdn.insight-tags.test; connect-src 'self' http://collect.insight-tags.test http://checkout-live.pspco.test; frame-src http://checkout-live.pspco.test; style-src 'self' 'unsafe-inline'; img-src 'self' data:; report-uri /csp/report"
    },
  },
  {
    id: 'u10-stricter',
    about: 'further headers: HSTS, referrers, permissions',
    change: (site) => {
      site.headers['strict-transport-security'] = 'max-age=31536000; includeSubDomains; preload'
      site.headers['referrer-policy'] = 'strict-origin-when-cross-origin'
      site.headers['permissions-policy'] = 'payment=(self "http://checkout-live.pspco.test")'
    },
  },
  own(
    'u10-leave-warning',
    'unsaved input is kept for this tab and the shop learns when a basket is left',
    code`addEventListener("pagehide", function () { sessionStorage.setItem("co", JSON.stringify({ email: vm.email(), postcode: vm.postcode() })); navigator.sendBeacon("/rest/default/V1/guest-carts/aX91/left", JSON.stringify({ at: Date.now(), step: "payment" })); }); var was = JSON.parse(sessionStorage.getItem("co") || "{}"); if (was.email) { document.querySelector("[name=username]").value = was.email; vm.email(was.email); }`,
  ),
  own(
    'u10-idle-modules',
    'pictures and a module of texts are loaded when the browser has time',
    code`(window.requestIdleCallback || setTimeout)(function () { ["visa", "mc", "amex"].forEach(function (n) { new Image().src = "/media/" + n + ".svg"; }); fetch("/static/v1/i18n/nl_NL.json").then(function (r) { return r.status === 200 ? r.json() : {}; }).then(function (t) { if (t["Place Order"]) document.querySelector("button.primary").textContent = t["Place Order"]; }); });`,
  ),
]
