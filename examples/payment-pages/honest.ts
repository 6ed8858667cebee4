import { js, type Variant } from './variants.ts'
import { honestSite, type Site, sources } from './page.ts'

const vendorFile = 'cdn.vendor.test/ui-4.2.1.min.js'

/** The vendor publishes a new version under a new name. */
function newVendor(site: Site, version: string, body = sources.vendorBundle(version, 'k2')): void {
  site.head[0] = `<script src="http://cdn.vendor.test/ui-${version}.min.js"></script>`
  delete site.files[vendorFile]
  site.files[`cdn.vendor.test/ui-${version}.min.js`] = js(body)
}

const bump = (version: string): Variant => ({
  id: `vendor-${version}`,
  about: `the vendor's bundle goes to ${version}`,
  change: (site) => newVendor(site, version),
})
const shopBump = (version: string): Variant => ({
  id: `shop-${version}`,
  about: `the shop's script goes to build ${version}`,
  change: (site) => {
    site.head[2] = `<script src="/shop.js?v=${version}" defer></script>`
    site.files['shop.test/shop.js'] = js(sources.shopScript(version))
  },
})
const nonce = (value: string): Variant => ({
  id: `nonce-${value}`,
  about: 'nonce and session of the page rotate',
  change: (site) => Object.assign(site, honestSite(value)),
})
const config = (id: string, text: string): Variant => ({
  id,
  about: 'settings in the page change',
  change: (site) => {
    site.inline[0] = text
  },
})
const addInline = (id: string, about: string, text: string): Variant => ({
  id,
  about,
  change: (site) => void site.inline.push(text),
})
const addShop = (id: string, about: string, added: string): Variant => ({
  id,
  about,
  change: (site) => {
    site.files['shop.test/shop.js'] = js(sources.shopScript('18') + added)
  },
})
const addHtml = (id: string, about: string, html: string): Variant => ({
  id,
  about,
  change: (site) => void site.extra.push(html),
})

/** Changes that shops make every week and that must not raise an alarm. */
export const honest: readonly Variant[] = [
  bump('4.2.2'),
  bump('4.3.0'),
  bump('5.0.0'),
  {
    id: 'vendor-feature',
    about: "the vendor's new version brings a function",
    change: (site) =>
      newVendor(
        site,
        '4.4.0',
        `${sources.vendorBundle('4.4.0', 'k3')}\nwindow.vendorUi.round = function (amount) { return Math.round(amount); };`,
      ),
  },
  {
    id: 'vendor-minified',
    about: "the vendor's bundle is minified anew",
    change: (site) => {
      site.files[vendorFile] = js(
        sources.vendorBundle('4.2.1', 'k1').replaceAll('qs', 'a').replaceAll('toggle', 'b').replace(/\n\s*/g, '\n'),
      )
    },
  },
  {
    id: 'vendor-token',
    about: 'a rotating token in the vendor bundle',
    change: (site) => {
      site.files[vendorFile] = js(sources.vendorBundle('4.2.1', 'zz-2026-11-23'))
    },
  },
  shopBump('18'),
  shopBump('19'),
  shopBump('20261123'),
  nonce('aaaa'),
  nonce('q8Zk3'),
  nonce('Zm9vYmFy'),
  config('experiment-b', 'window.shopConfig = { currency: "EUR", session: "s-r4nd0m", experiment: "b" };'),
  config('currency', 'window.shopConfig = { currency: "PLN", session: "s-r4nd0m", experiment: "a" };'),
  config(
    'more-config',
    'window.shopConfig = { currency: "EUR", session: "s-9", experiment: "a", campaign: "autumn", freeShippingFrom: 50 };',
  ),
  addInline(
    'data-layer',
    'a data layer for measuring',
    'window.dataLayer = [{ event: "checkout", value: 49.9, items: 3 }];',
  ),
  addInline(
    'ab-test',
    'an A/B test paints the button',
    'addEventListener("DOMContentLoaded", function () { if (location.search !== "?b") document.body.classList.add("variant-b"); });',
  ),
  addInline(
    'json-ld',
    'structured data',
    'window.schema = { "@context": "https://schema.org", "@type": "CheckoutPage" };',
  ),
  addInline(
    'countdown',
    'a countdown',
    'addEventListener("load", function () { var left = 600; setInterval(function () { left--; document.title = "Checkout " + left; }, 1000); });',
  ),
  addInline(
    'polyfill',
    'a polyfill',
    'if (!Array.prototype.at) Array.prototype.at = function (i) { return this[i < 0 ? this.length + i : i]; };',
  ),
  addInline(
    'dark-mode',
    'dark mode',
    'if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.classList.add("dark");',
  ),
  addInline(
    'print',
    'a print button',
    'addEventListener("DOMContentLoaded", function () { var b = document.querySelector(".print"); if (b) b.addEventListener("click", function () { print(); }); });',
  ),
  addShop(
    'lazy-chunk',
    'the shop loads a chunk of its own',
    'addEventListener("load", function () { document.body.classList.add("ready"); });',
  ),
  addShop(
    'format-number',
    'the card number is grouped while typing',
    'addEventListener("load", function () { var f = document.querySelector("[name=cardnumber]"); f.addEventListener("change", function () { f.classList.toggle("filled", f.value.length > 0); }); });',
  ),
  addShop(
    'validate-cvc',
    'the security code is checked',
    'function checkCvc(form) { return /^[0-9]{3,4}$/.test(form.querySelector("[name=cvc]").value); }',
  ),
  addShop(
    'double-click',
    'double orders are prevented',
    'document.getElementById("pay").addEventListener("submit", function (e) { e.target.querySelector("button").disabled = true; });',
  ),
  addShop(
    'remember-country',
    'the country is remembered',
    'try { localStorage.setItem("country", document.documentElement.lang); } catch (error) {}',
  ),
  {
    id: 'own-chunk',
    about: 'a chunk with a hash in its name',
    change: (site) => {
      site.head.push('<script src="/chunk-1a2b3c4d.js"></script>')
      site.files['shop.test/chunk-1a2b3c4d.js'] = js('window.chunks = (window.chunks || []).concat("summary");')
    },
  },
  {
    id: 'own-chunk-renamed',
    about: 'a further chunk after a build',
    change: (site) => {
      site.head.push('<script src="/assets/app.9f8e7d6c5b.js"></script>')
      site.files['shop.test/assets/app.9f8e7d6c5b.js'] = js(
        'export const summary = (lines) => lines.reduce((sum, line) => sum + line.price, 0);'.replace('export ', ''),
      )
    },
  },
  {
    id: 'consent-banner',
    about: 'a consent banner of the shop',
    change: (site) => {
      site.files['shop.test/consent.js'] = js(
        'addEventListener("DOMContentLoaded", function () { var b = document.querySelector("#consent button"); if (b) b.addEventListener("click", function () { document.cookie = "consent=1; max-age=31536000"; b.parentNode.hidden = true; }); });',
      )
      site.head.push('<script src="/consent.js"></script>')
      site.extra.push(
        '<div id="consent" style="position:fixed;left:0;right:0;bottom:0;background:#eee">We use cookies <button type="button">Fine</button></div>',
      )
    },
  },
  {
    id: 'approved-pixel',
    about: 'a new pixel that the owner approved',
    change: (site) => {
      site.head.push('<script src="http://pixel.approved.test/p.js"></script>')
      site.files['pixel.approved.test/p.js'] = js(
        'new Image().src = "http://pixel.approved.test/hit?p=" + encodeURIComponent(location.pathname);',
      )
    },
  },
  {
    id: 'metrics-id',
    about: 'the measuring id changes',
    change: (site) => {
      site.files['metrics.test/m.js'] = js(sources.metrics('B-2'))
    },
  },
  {
    id: 'metrics-version',
    about: 'the measuring script sends one more field',
    change: (site) => {
      site.files['metrics.test/m.js'] = js(
        sources.metrics('A-1').replace('location.pathname)', 'location.pathname) + "&w=" + screen.width'),
      )
    },
  },
  addHtml('footer-text', 'another footer', '<p>Free returns within 30 days.</p>'),
  addHtml('trust-badge', 'a badge', '<img src="/badge.png" alt="Trusted shop" width="80" height="30">'),
  addHtml('newsletter', 'a newsletter box', '<label><input type="checkbox" name="newsletter"> Send me news</label>'),
  addHtml('coupon-field', 'a field for coupons', '<label>Coupon <input name="coupon" form="pay"></label>'),
  addHtml('phone-field', 'a field for the phone', '<label>Phone <input name="phone" form="pay"></label>'),
  {
    id: 'csp-tighter',
    about: 'a stricter policy',
    change: (site) => {
      site.headers['content-security-policy'] += "; object-src 'none'"
    },
  },
  {
    id: 'hsts-longer',
    about: 'longer HSTS',
    change: (site) => {
      site.headers['strict-transport-security'] = 'max-age=63072000; includeSubDomains'
    },
  },
  {
    id: 'new-header',
    about: 'a further header',
    change: (site) => {
      site.headers['permissions-policy'] = 'camera=()'
    },
  },
  { id: 'reordered', about: 'scripts in another order', change: (site) => void site.head.reverse() },
]
