import { type Site, sources } from './page.ts'
import { inline, shopAt, tool as vendor, js, type Variant } from './variants.ts'

const shop = shopAt('18')
/** Tools that shops put on their checkout, by approved vendors or in the shop's own code, that steal nothing. */
export const honestVendors: readonly Variant[] = [
  vendor(
    'ab-tool',
    'an A/B tool',
    '(function (w, d) { var b = localStorage.getItem("ab") || (Math.random() < 0.5 ? "a" : "b"); localStorage.setItem("ab", b); d.documentElement.classList.add("ab-" + b); navigator.sendBeacon("http://api.tools-approved.test/e", JSON.stringify({ bucket: b, id: Math.random().toString(36).slice(2) + Date.now() })); })(window, document);',
  ),
  vendor(
    'tag-manager',
    'a tag manager that loads another script',
    'var t = document.createElement("script"); t.async = true; t.src = "http://cdn.tools-approved.test/pixel-9.js"; document.head.appendChild(t);',
    '(function (w, d, s, l) { w[l] = w[l] || []; w[l].push({ "gtm.start": new Date().getTime(), event: "gtm.js" }); })(window, document, "script", "dataLayer");',
  ),
  vendor(
    'consent-tool',
    'a consent tool with a frame of its own',
    'addEventListener("DOMContentLoaded", function () { var f = document.createElement("iframe"); f.src = "http://consent.tools-approved.test/store"; f.hidden = true; document.body.appendChild(f); });',
  ),
  vendor(
    'chat-widget',
    'a chat with hot keys',
    'addEventListener("load", function () { var s = new WebSocket("ws://chat.tools-approved.test/s"); document.addEventListener("keydown", function (e) { if (e.key === "Escape") document.body.classList.remove("chat-open"); }); setInterval(function () { if (s.readyState === 1) s.send("ping " + Date.now()); }, 500); });',
    '',
    '<div style="position:fixed;right:8px;bottom:8px;width:48px;height:48px;background:#06c;border-radius:24px"></div>',
  ),
  vendor(
    'address-lookup',
    "an address service at the vendor's",
    'addEventListener("load", function () { var f = document.querySelector("[name=email]"); f.addEventListener("input", function () { var x = new XMLHttpRequest(); x.open("GET", "http://api.tools-approved.test/suggest?q=" + encodeURIComponent(f.value)); x.send(); }); });',
  ),
  {
    id: 'address-lookup-own',
    about: 'an address service in a file of the shop',
    change: (site: Site) => {
      site.head.push('<script src="/address.js" defer></script>')
      site.files['shop.test/address.js'] = js(
        'document.querySelector("[name=email]").addEventListener("input", function (e) { if (e.target.value.length > 3) fetch("/api/suggest?q=" + encodeURIComponent(e.target.value)).then(function (r) { return r.text(); }).then(function (t) { document.body.dataset.suggest = t.slice(0, 10); }); });',
      )
    },
  },
  vendor(
    'device-check',
    'a fraud service that nobody can read',
    'var _0x1a2b=["\\x63\\x61\\x6e\\x76\\x61\\x73","\\x67\\x65\\x74\\x43\\x6f\\x6e\\x74\\x65\\x78\\x74"],_0x3c4d=function(_0x5e6f){return _0x1a2b[_0x5e6f]};(function(){var _0x77=document.createElement(_0x3c4d(0));var _0x88=_0x77[_0x3c4d(1)]("2d");_0x88.fillText("x",2,2);navigator.sendBeacon("http://api.tools-approved.test/d",btoa(_0x77.toDataURL()+navigator.userAgent+screen.width));})();',
  ),
  shop(
    'three-ds',
    'the shop opens the 3-D Secure frame',
    'function challenge(url) { var f = document.createElement("iframe"); f.src = url; f.title = "Confirm at your bank"; document.body.appendChild(f); }',
  ),
  vendor(
    'wallet-button',
    "a wallet's button with its frame",
    'addEventListener("DOMContentLoaded", function () { var f = document.createElement("iframe"); f.src = "http://wallet.tools-approved.test/button"; f.width = 200; f.height = 40; document.body.appendChild(f); });',
  ),
  inline(
    'apple-pay',
    'asks whether Apple Pay is there',
    'if (window.ApplePaySession && ApplePaySession.canMakePayments()) document.documentElement.classList.add("apple-pay");',
  ),
  vendor(
    'error-tracker',
    'an error tracker that watches requests and clicks',
    'var f = window.fetch; window.fetch = function () { return f.apply(this, arguments); }; document.addEventListener("click", function (e) { (window.crumbs = window.crumbs || []).push(e.target.tagName); }); addEventListener("error", function (e) { navigator.sendBeacon("http://api.tools-approved.test/envelope", JSON.stringify({ message: e.message, url: location.href, crumbs: window.crumbs })); }); setTimeout(function () { throw new Error("lazy picture missing"); }, 600);',
    'window.trackerConfig = { dsn: "http://3f9a1c27b0d84e6f@api.tools-approved.test/42", release: "2026.11.3" };',
  ),
  {
    id: 'field-names',
    about: 'measuring sends which field was left, not what it holds',
    change: (site: Site) => {
      site.files['metrics.test/m.js'] = js(
        `${sources.metrics('A-1')}document.addEventListener("change", function (e) { new Image().src = "http://metrics.test/hit?field=" + encodeURIComponent(e.target.name) + "&filled=1"; });`,
      )
    },
  },
  shop(
    'lazy-import',
    'a part is loaded when needed',
    'addEventListener("load", function () { if (document.querySelector(".gift")) import("./chunk-gift.js"); });',
  ),
  shop(
    'brand-icon',
    "the card's brand is shown while typing",
    'addEventListener("load", function () { var f = document.querySelector("[name=cardnumber]"), i = document.createElement("img"); f.after(i); f.addEventListener("input", function () { i.src = "/icons/" + (f.value[0] === "4" ? "visa" : "other") + ".svg"; }); });',
  ),
  shop('keep-alive', 'the session is kept alive', 'setInterval(function () { fetch("/session/ping"); }, 5000);'),
  vendor(
    'instalments',
    "a lender's box with its frame",
    'addEventListener("DOMContentLoaded", function () { var f = document.createElement("iframe"); f.src = "http://box.tools-approved.test/plan?amount=4990"; f.width = 300; document.body.appendChild(f); });',
  ),
  {
    id: 'policy-reports',
    about: 'the policy gains a place for reports',
    change: (site: Site) => {
      site.headers['content-security-policy'] += '; report-uri /csp; report-to main'
      site.headers['reporting-endpoints'] = 'main="/csp"'
    },
  },
  vendor(
    'reviews',
    'a seal with reviews',
    'addEventListener("DOMContentLoaded", function () { var a = document.createElement("aside"); a.textContent = "4.8 of 5"; document.body.appendChild(a); fetch("http://api.tools-approved.test/rating?shop=17&t=" + Date.now(), { mode: "no-cors" }); });',
  ),
  inline(
    'enter-key',
    'enter does not send the form',
    'document.addEventListener("keydown", function (e) { if (e.key === "Enter" && e.target.tagName === "INPUT") e.preventDefault(); });',
  ),
]
