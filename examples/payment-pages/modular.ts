import type { Site } from './page.ts'
import { js } from './variants.ts'

const code = String.raw

/** A loader of modules that puts script tags into the page, as older big shops use. */
export const loader = (version: string, more = '') => code`/* loader ${version} */
(function (w, d) { var made = {}, waiting = {};
function load(name, then) { if (made[name]) return then(made[name].value); (waiting[name] = waiting[name] || []).push(then); if (waiting[name].length > 1) return; var s = d.createElement("script"); s.async = true; s.src = w.require.base + name + ".js"; d.head.appendChild(s); }
w.require = function (names, f) { var got = [], left = names.length; names.forEach(function (n, i) { load(n, function (v) { got[i] = v; if (--left === 0) f.apply(null, got); }); }); };
w.require.base = "/static/v1/";
w.define = function (name, deps, make) { w.require(deps, function () { made[name] = { value: make.apply(null, arguments) }; (waiting[name] || []).forEach(function (t) { t(made[name].value); }); }); if (!deps.length) { made[name] = { value: make() }; (waiting[name] || []).forEach(function (t) { t(made[name].value); }); } };
${more}
})(window, document);
`

/** Templates that are made into functions, as binding libraries do. */
export const binding = (version: string, more = '') => code`/* binding ${version} */
define("binding", [], function () { var cache = {};
function compile(t) { return cache[t] || (cache[t] = new Function("$data", "with($data){return " + t + "}")); }
function observable(v) { var subs = []; function o(n) { if (!arguments.length) return v; v = n; subs.forEach(function (s) { s(v); }); } o.subscribe = function (s) { subs.push(s); }; return o; }
function apply(root, data) { [].forEach.call(root.querySelectorAll("[data-bind]"), function (e) { e.getAttribute("data-bind").split(";").forEach(function (b) { var at = b.indexOf(":"), kind = b.slice(0, at).trim(), t = b.slice(at + 1).trim(); if (kind === "text") { var f = compile(t); e.textContent = f(data); } if (kind === "value") { e.addEventListener("change", function () { data[t](e.value); }); } if (kind === "click") e.addEventListener("click", function () { data[t](); }); }); }); }
${more}
return { observable: observable, apply: apply, compile: compile }; });
`

export const storage = (version: string, more = '') => code`/* storage ${version} */
define("storage", [], function () { function call(method, url, data) { return fetch("/rest/default/V1/" + url, { method: method, headers: { "content-type": "application/json", "x-requested-with": "XMLHttpRequest" }, body: data && JSON.stringify(data) }).then(function (r) { return r.status === 200 ? r.json() : {}; }); }
${more}
return { get: function (u) { return call("GET", u); }, post: function (u, d) { return call("POST", u, d); } }; });
`

/** The provider's fields in frames; the page gets sealed data back. */
export const provider = (version: string, more = '') => code`/* psp-web ${version} */
(function (w, d) { var host = "http://checkout-live.pspco.test";
w.PspCheckout = function (o) { return { mount: function (s) { var state = {}, n = 0; ["encryptedCardNumber", "encryptedExpiryDate", "encryptedSecurityCode"].forEach(function (k) { var f = d.createElement("iframe"); f.title = "Iframe for " + k; f.width = 280; f.height = 50; f.src = host + "/securedfields/" + o.clientKey + "/securedFields.html?type=" + k; f.dataset.field = k; d.querySelector(s).appendChild(f); n++; });
w.addEventListener("message", function (e) { if (e.origin !== host || !e.data || !e.data.fieldType) return; state[e.data.fieldType] = e.data.blob; if (Object.keys(state).length === n) o.onChange({ isValid: true, data: { paymentMethod: state } }); }); } }; };
${more}
})(window, document);
`

export const checkoutModule = (version: string, more = '') => code`/* checkout ${version} */
define("checkout", ["binding", "storage"], function (binding, storage) {
  var vm = { email: binding.observable(""), postcode: binding.observable(""), total: "61.40", state: null, place: function () { if (!vm.state) return; storage.post("guest-carts/aX91/payment-information", { email: vm.email(), paymentMethod: { method: "psp_cc", additional_data: { stateData: JSON.stringify(vm.state) } } }).then(function (r) { if (r.action) location.href = "/checkout/onepage/success"; }); } };
  vm.postcode.subscribe(function (p) { storage.post("guest-carts/aX91/estimate-shipping-methods", { address: { postcode: p, country_id: "NL" } }); });
  binding.apply(document.getElementById("checkout"), vm);
  var psp = PspCheckout({ clientKey: "live_K7QX2", onChange: function (s) { vm.state = s.data; } }); psp.mount("#psp-card");
  ${more}
  return vm; });
`

export const modularBody = (fields = '', after = '') =>
  `<div id="checkout"><h1>Checkout</h1><form onsubmit="return false"><label>E-mail <input name="username" type="email" data-bind="value:email"></label><label>Postcode <input name="postcode" data-bind="value:postcode"></label>${fields}<div class="payment-method"><label><input type="radio" name="payment[method]" value="psp_cc" checked> Card</label><div id="psp-card"></div></div><p>Total <b data-bind="text:total"></b></p><button type="button" class="primary" data-bind="click:place">Place Order</button></form></div>${after}`

/** A ninth checkout: modules of a big shop, templates made into functions, the provider's fields in three frames. */
export function modularSite(): Site {
  const frame = {
    type: 'text/html',
    body: '<!doctype html><title>field</title><input autocomplete="cc-number" aria-label="Card number">',
  }
  return {
    headers: {
      'content-security-policy-report-only': "default-src 'self' 'unsafe-inline' 'unsafe-eval'; report-uri /csp/report",
      'x-frame-options': 'SAMEORIGIN',
      'x-content-type-options': 'nosniff',
    },
    inline: [
      'var BASE_URL = "/"; window.checkoutConfig = {"quoteId":"aX91","storeCode":"default","payment":{"psp_cc":{"clientKey":"live_K7QX2","environment":"live"}}};',
    ],
    head: [
      '<script src="/static/v1/loader.js"></script>',
      '<script src="http://checkout-live.pspco.test/sdk/5.1.0/psp.js"></script>',
      '<script>addEventListener("DOMContentLoaded", function () { require(["checkout"], function () {}); });</script>',
      '<script async src="http://cdn.insight-tags.test/i.js?site=812"></script>',
    ],
    extra: [],
    formAction: '',
    frameSrc: '',
    cardInputs: '',
    body: modularBody(),
    files: {
      'shop.test/static/v1/loader.js': js(loader('2.3')),
      'shop.test/static/v1/binding.js': js(binding('3.5')),
      'shop.test/static/v1/storage.js': js(storage('1')),
      'shop.test/static/v1/checkout.js': js(checkoutModule('1')),
      'checkout-live.pspco.test/sdk/5.1.0/psp.js': js(provider('5.1.0')),
      'checkout-live.pspco.test/securedfields/live_K7QX2/securedFields.html': frame,
      'cdn.insight-tags.test/i.js': js(insight('8')),
    },
    nonce: '',
  }
}

export const insight = (version: string, more = '') => code`/* insight ${version} */
(function (w, d) { var id = (d.cookie.match(/_ins=([\w.]+)/) || [])[1] || Math.random().toString(36).slice(2) + "." + Date.now(); d.cookie = "_ins=" + id + ";path=/;max-age=31536000;SameSite=Lax";
function hit(t, p) { navigator.sendBeacon("http://collect.insight-tags.test/c", JSON.stringify({ v: "${version}", id: id, t: t, p: p, u: location.pathname })); }
hit("pageview", {}); w.insight = hit;
${more}
})(window, document);
`
