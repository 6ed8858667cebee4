import * as hosted from './hosted.ts'
import { type Site, sources } from './page.ts'
import { checkout, html, inline, shopAt, tool, js, type Variant } from './variants.ts'

const shop = shopAt('18')
const header = (id: string, about: string, change: (headers: Record<string, string>) => void): Variant => ({
  id,
  about,
  change: (site) => change(site.headers),
})
const csp = 'content-security-policy'
const load = (code: string) => `addEventListener("load", function () { ${code} });`

/** Honest changes of the page with its own card fields, written without looking at the detector. */
export const freshHonest: readonly Variant[] = [
  header('csp-base', 'the policy is tightened', (h) => {
    h[csp] += "; base-uri 'self'; manifest-src 'self'"
  }),
  header('csp-order', 'the policy in another order', (h) => {
    h[csp] = (h[csp] ?? '').split('; ').reverse().join('; ')
  }),
  header('more-headers', 'referrer policy, nosniff, another server', (h) => {
    Object.assign(h, {
      'referrer-policy': 'strict-origin-when-cross-origin',
      'x-content-type-options': 'nosniff',
      server: 'nginx/1.29.3',
      'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
    })
  }),
  shop(
    'luhn',
    'check digit of the card number',
    'function luhn(t) { var s = 0, d = t.replace(/\\D/g, "").split("").reverse(); for (var i = 0; i < d.length; i++) { var n = +d[i] * (i % 2 + 1); s += n > 9 ? n - 9 : n; } return s % 10 === 0; } document.querySelector("[name=cardnumber]").addEventListener("blur", function () { this.setCustomValidity(luhn(this.value) ? "" : "Please check the number"); });',
  ),
  shop(
    'grouping',
    'spaces in the card number while typing',
    'document.querySelector("[name=cardnumber]").addEventListener("input", function (e) { var v = e.target.value.replace(/\\D/g, "").slice(0, 16); e.target.value = v.replace(/(.{4})(?=.)/g, "$1 "); });',
  ),
  shop(
    'keep-address',
    'the e-mail address is kept while the tab is open',
    'var m = document.querySelector("[name=email]"); m.value = sessionStorage.getItem("email") || m.value; m.addEventListener("change", function () { sessionStorage.setItem("email", m.value); });',
  ),
  {
    id: 'better-fields',
    about: 'the card fields get ids and a keyboard for digits',
    change: (site) => {
      site.cardInputs =
        '<p><label for="cn">Card number</label><input id="cn" name="cardnumber" autocomplete="cc-number" inputmode="numeric" maxlength="23" required></p><p><label for="cc">Security code</label><input id="cc" name="cvc" autocomplete="cc-csc" inputmode="numeric" maxlength="4" required></p>'
    },
  },
  html(
    'vat-field',
    'fields for companies',
    '<label>Company <input name="company" form="pay" autocomplete="organization"></label><label>VAT number <input name="vat" form="pay"></label>',
  ),
  shop(
    'web-vitals',
    'speed of the page is measured by the shop',
    'new PerformanceObserver(function (l) { l.getEntries().forEach(function (e) { (window.vitals = window.vitals || {})[e.name] = e.startTime; }); }).observe({ type: "paint", buffered: true }); addEventListener("visibilitychange", function () { navigator.sendBeacon("/vitals", JSON.stringify(window.vitals || {})); });',
  ),
  shop(
    'bundler',
    'a bundler wraps the code',
    '(() => { var m = { 17: (e, t, n) => { t.a = () => n(23).b; }, 23: (e, t) => { t.b = "ok"; } }, c = {}; function r(i) { if (c[i]) return c[i].exports; var e = c[i] = { exports: {} }; m[i](e, e.exports, r); return e.exports; } r.g = (function () { if (typeof globalThis === "object") return globalThis; try { return this || new Function("return this")(); } catch (e) { return window; } })(); r.g.shopApp = r(17).a(); })();',
  ),
  shop(
    'fetch-polyfill',
    'fetch for old browsers',
    'if (!window.fetch) { window.fetch = function (u, o) { return new Promise(function (a, b) { var x = new XMLHttpRequest(); x.open((o && o.method) || "GET", u); x.onload = function () { a({ ok: x.status < 400, text: function () { return Promise.resolve(x.responseText); } }); }; x.onerror = b; x.send((o && o.body) || null); }); }; }',
  ),
  shop(
    'error-tunnel',
    'faults are told to the shop, requests timed',
    'var of = window.fetch; window.fetch = function (u) { var t = Date.now(); return of.apply(this, arguments).then(function (r) { window.lastCall = { u: String(u && u.url || u).split("?")[0], s: r.status, ms: Date.now() - t }; return r; }); }; addEventListener("error", function (e) { of("/tunnel", { method: "POST", body: JSON.stringify({ m: e.message, l: e.lineno, c: window.lastCall }) }); }); addEventListener("unhandledrejection", function (e) { of("/tunnel", { method: "POST", body: JSON.stringify({ m: String(e.reason) }) }); });',
  ),
  tool(
    'captcha',
    'a captcha of an approved vendor',
    load(
      'var f = document.createElement("iframe"); f.src = "http://captcha.tools-approved.test/anchor?k=1"; f.width = 304; f.height = 78; document.body.append(f); var t = document.createElement("textarea"); t.name = "captcha-response"; t.style.display = "none"; document.querySelector("form").append(t); addEventListener("message", function (e) { if (e.origin === "http://captcha.tools-approved.test") t.value = e.data; });',
    ),
  ),
  {
    id: 'another-library',
    about: "the vendor's bundle gains a library with requests and forms",
    change: (site: Site) => {
      site.head[0] = '<script src="http://cdn.vendor.test/ui-6.0.0.min.js"></script>'
      site.files['cdn.vendor.test/ui-6.0.0.min.js'] = js(
        sources.vendorBundle('6.0.0', 'k9') + hosted.library('1.0.0').replaceAll('Q', 'Ui'),
      )
    },
  },
  {
    id: 'phone-mask',
    about: 'a mask for the phone number',
    change: (site: Site) => {
      site.extra.push('<label>Phone <input name="phone" form="pay" type="tel"></label>')
      site.files['shop.test/shop.js'] = js(
        `${sources.shopScript('18')}${load('var p = document.querySelector("[name=phone]"); p.addEventListener("input", function () { p.value = p.value.replace(/[^0-9+ ]/g, ""); });')}`,
      )
    },
  },
  {
    id: 'post-code',
    about: 'the town is looked up by post code',
    change: (site: Site) => {
      site.extra.push('<label>Post code <input name="postcode" form="pay" autocomplete="postal-code"></label>')
      site.files['shop.test/shop.js'] = js(
        `${sources.shopScript('18')}${load('document.querySelector("[name=postcode]").addEventListener("change", function () { fetch("/api/town?code=" + encodeURIComponent(this.value)).then(function (r) { return r.json(); }).then(function (t) { document.body.dataset.town = t.name; }).catch(function () {}); });')}`,
      )
    },
  },
  tool(
    'matching',
    'an approved pixel sends the hash of the e-mail address',
    load(
      'document.querySelector("[name=email]").addEventListener("change", function () { crypto.subtle && crypto.subtle.digest("SHA-256", new TextEncoder().encode(this.value.trim().toLowerCase())).then(function (b) { new Image().src = "http://api.tools-approved.test/tr?em=" + Array.from(new Uint8Array(b)).map(function (x) { return x.toString(16).padStart(2, "0"); }).join(""); }); });',
    ),
  ),
  tool(
    'replay-masked',
    'an approved recorder that masks what is typed',
    load(
      'var q = []; document.addEventListener("input", function (e) { q.push({ t: e.target.name, n: "*".repeat(8), at: Date.now() }); }, true); new MutationObserver(function (l) { q.push({ m: l.length }); }).observe(document.body, { childList: true, subtree: true }); setInterval(function () { if (q.length) navigator.sendBeacon("http://api.tools-approved.test/rec", JSON.stringify(q.splice(0))); }, 400);',
    ),
  ),
  inline(
    'font',
    "a font of the shop's",
    'if (window.FontFace) new FontFace("Shop", "url(/fonts/shop.woff2)").load().then(function (f) { document.fonts.add(f); }).catch(function () {});',
  ),
  {
    id: 'hints',
    about: 'hints to connect early',
    change: (site) =>
      void site.head.unshift(
        '<link rel="preconnect" href="http://cdn.tools-approved.test"><link rel="preload" as="style" href="/theme.css"><link rel="stylesheet" href="/theme.css">',
      ),
  },
  html(
    'thanks-ahead',
    'the next page is fetched ahead',
    '<script type="speculationrules">{"prefetch":[{"source":"list","urls":["/order/thanks"]}]}</script>',
  ),
  html(
    'state',
    'state of the page as data',
    `<script type="application/json" id="state">${JSON.stringify({ id: 'c-19', blob: Buffer.from('x'.repeat(600)).toString('base64') })}</script>`,
  ),
  inline(
    'random-test',
    'an experiment by lot',
    'window.bucket = Math.random() < 0.5 ? "a" : "b"; document.documentElement.dataset.bucket = window.bucket; document.cookie = "bucket=" + window.bucket + "; path=/";',
  ),
]

/** Honest changes of the page whose card field is a frame of the provider. */
export const hostedHonest: readonly Variant[] = [
  {
    id: 'sdk-build',
    about: "the provider's script in a new build",
    change: (site) => {
      site.files['js.provider.test/v3/elements.js'] = js(hosted.sdk('b7'))
      site.files['js.provider.test/v3/card-b7.html'] = hosted.cardFrame('b7')
    },
  },
  {
    id: 'sdk-feature',
    about: "the provider's script learns to report faults to its own host",
    change: (site) => {
      site.files['js.provider.test/v3/elements.js'] = js(
        `${hosted.sdk('a1')}window.addEventListener("error", function (e) { if (String(e.filename).indexOf("js.provider.test") > 0) navigator.sendBeacon("http://js.provider.test/v3/log", e.message); });`,
      )
    },
  },
  {
    id: 'container-version',
    about: 'the container is published anew with another approved tag',
    change: (site) => {
      site.files['tags.measure.test/gtm.js'] = js(hosted.container('12', 'add("http://pixel.approved.test/p.js");'))
      site.files['pixel.approved.test/p.js'] = js('new Image().src = "http://pixel.approved.test/hit?p=1";')
    },
  },
  {
    id: 'scroll-depth',
    about: 'measuring sends how far was scrolled',
    change: (site) => {
      site.files['stats.measure.test/a.js'] = js(
        hosted.stats(
          'var far = 0; addEventListener("scroll", function () { far = Math.max(far, scrollY); }); addEventListener("pagehide", function () { navigator.sendBeacon("http://stats.measure.test/g?sd=" + far); });',
        ),
      )
    },
  },
  {
    id: 'rebuilt',
    about: 'the bundle of the shop is built anew under another name',
    change: (site) => {
      site.head[3] = '<script src="/static/checkout.b81c07.js" defer></script>'
      site.files['shop.test/static/checkout.b81c07.js'] = js(
        '!function(){var t=Q("#pay");t.on("submit",function(t){document.querySelector("[name=terms]").checked||t.preventDefault()}),Elements.mount("#card-element","pk_test_1"),Q("[name=email]").on("change",function(){Q.ajax({type:"POST",url:"/cart/email",data:"email="+encodeURIComponent(Q("[name=email]").val())})})}();',
      )
    },
  },
  checkout(
    'frame-height',
    "the frame is as high as the provider's message says",
    'addEventListener("message", function (e) { if (e.origin !== "http://js.provider.test") return; if (e.data.height) document.querySelector("#card-element iframe").height = e.data.height; });',
  ),
  checkout(
    'frame-errors',
    "the provider's words are shown",
    'addEventListener("message", function (e) { if (e.origin === "http://js.provider.test" && e.data.error) { var p = document.createElement("p"); p.role = "alert"; p.textContent = e.data.error; document.querySelector("#card-element").after(p); } });',
  ),
  {
    id: 'skeleton',
    about: 'a grey bar until the frame is there',
    change: (site) => {
      site.extra.push(
        '<div id="sk" style="position:absolute;left:8px;top:90px;width:320px;height:90px;background:#eee"></div>',
      )
      site.files['shop.test/static/checkout.4f2a91.js'] = js(
        hosted.checkout('addEventListener("load", function () { document.querySelector("#sk").remove(); });'),
      )
    },
  },
  html(
    'terms-dialog',
    'the terms in a dialog',
    '<dialog id="t"><iframe src="/terms" title="Terms" loading="lazy"></iframe></dialog><button type="button" onclick="document.getElementById(\'t\').showModal()">Read the terms</button>',
  ),
  tool(
    'cookie-wall',
    'an approved consent wall over the whole page',
    load(
      'var w = document.createElement("div"); w.style.cssText = "position:fixed;inset:0;background:rgba(0,0,0,.5);z-index:1000"; w.innerHTML = "<div role=dialog style=\'background:#fff;margin:20vh auto;width:400px\'>We use cookies <button>Accept</button></div>"; document.body.append(w); w.querySelector("button").onclick = function () { document.cookie = "cw=1"; w.remove(); };',
    ),
  ),
  checkout(
    'newsletter-popup',
    'a box that asks for the e-mail address',
    'setTimeout(function () { var b = document.createElement("div"); b.style.cssText = "position:fixed;right:10px;bottom:10px;width:260px;background:#fff;z-index:50"; b.innerHTML = "<form action=/newsletter method=post><label>5 EUR off <input type=email name=news></label><button>Yes</button></form>"; document.body.append(b); }, 500);',
  ),
  {
    id: 'library-bump',
    about: "the shop's library goes to 3.7.1",
    change: (site) => {
      site.head[1] = '<script src="/static/lib-3.7.1.js"></script>'
      site.files['shop.test/static/lib-3.7.1.js'] = js(
        `${hosted.library('3.7.1')}Q.fn.off = function (n, f) { this.list.forEach(function (e) { e.removeEventListener(n, f); }); return this; };`,
      )
    },
  },
  {
    id: 'frame-session',
    about: 'the wallets frame carries a session',
    change: (site) =>
      void (site.frameSrc = 'http://js.provider.test/v3/wallets.html?session=cs_9f81&amount=5990&locale=en'),
  },
]
