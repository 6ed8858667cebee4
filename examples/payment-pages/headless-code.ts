/** What the page of headless.ts loads. */
const code = String.raw

/** What all pages of the shop share: drawing, state, requests, the bus that pixels hear. */
export const vendor = (version: string, more = '') => code`/*! vendor ${version} */
export const bus = new EventTarget();
export function reactive(start) { const subs = new Set(); return { state: new Proxy(start, { set(t, k, v) { t[k] = v; subs.forEach((f) => f(k, v)); return true; } }), watch: (f) => subs.add(f) }; }
export function h(type, props, ...kids) { const e = document.createElement(type); for (const [k, v] of Object.entries(props ?? {})) { if (k.startsWith("on")) e.addEventListener(k.slice(2).toLowerCase(), v); else if (v === true) e.setAttribute(k, ""); else if (v !== false && v !== undefined) e.setAttribute(k, v); } e.append(...kids.flat(9)); return e; }
export async function $fetch(path, body) { const r = await fetch("/api/" + path, body ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {}); return r.status === 200 ? r.json() : {}; }
${more}
`

/** The checkout: drawn in the browser, the order goes to the interface of the shop with a token for the card. */
export const entry = (version: string, more = '', vendorFile = './vendor.D4kQ.js') => code`/* entry ${version} */
import { $fetch, bus, h, reactive } from "${vendorFile}";
const data = JSON.parse(document.getElementById("__NUXT_DATA__").textContent);
const cart = reactive({ email: "", postcode: "", country: data.country, error: "" }), s = cart.state;
const publish = (name, payload = {}) => { bus.dispatchEvent(new CustomEvent("pixel", { detail: { name, payload } })); window.dataLayer.push({ event: name, ...payload }); };
const customer = () => ({ email: s.email, postcode: s.postcode, country: s.country });
const Field = (id, label, auto, type = "text") => h("label", {}, label, h("input", { id, type, autocomplete: auto, onInput: (e) => { s[id] = e.target.value; }, onChange: () => $fetch("checkout/customer", customer()) }));
const express = h("div", { id: "express" }), slot = h("div", { id: "dropin" }), note = h("p", { role: "alert" }), banner = h("aside", { class: "banner" });
const button = h("button", { type: "submit", class: "pay" }, "Pay " + (data.total / 100).toFixed(2) + " " + data.currency);
let complete = false;
const dropin = window.CardLoom.create({ account: data.pay.account, key: data.pay.key, locale: data.locale, onChange: (c) => { if (c.valid && !complete) publish("payment_info_complete", { brand: c.brand }); complete = c.valid; } });
async function pay(e) {
  e.preventDefault(); s.error = ""; publish("payment_info_submitted");
  const paid = await dropin.submit();
  if (paid.error) { s.error = paid.error; return; }
  const order = await $fetch("checkout/complete", { ...customer(), cart: data.cart, payment: paid.token });
  if (order.next) location.assign(order.next);
}
const form = h("form", { class: "checkout", novalidate: true, onSubmit: pay }, express, Field("email", "E-mail", "email", "email"), Field("postcode", "Postcode", "postal-code"), slot, note, button);
cart.watch((k, v) => { if (k === "error") note.textContent = v; });
banner.innerHTML = data.banner;
document.getElementById("__nuxt").replaceChildren(banner, h("main", {}, h("h1", {}, "Checkout"), form));
dropin.mount(slot); window.QuickPay.button(express, { merchant: data.pay.wallet, total: data.total });
publish("checkout_started", { value: data.total / 100, currency: data.currency });
${more}
`

/** Pixels run in a frame that may not see the page and hear only what the bus tells. */
export const pixels = (version: string, more = '', allow = 'allow-scripts') => code`/* pixels ${version} */
import { bus } from "./vendor.D4kQ.js";
const frame = document.createElement("iframe"); frame.title = "pixels"; frame.hidden = true; frame.setAttribute("sandbox", "${allow}"); frame.src = "/pixels/sandbox";
const ready = new Promise((ok) => { frame.onload = ok; }); document.body.append(frame);
bus.addEventListener("pixel", async (e) => { await ready; frame.contentWindow.postMessage({ pixel: e.detail, page: location.pathname }, "*"); });
${more}
`

export const sandbox = (more = '') => ({
  type: 'text/html',
  body: code`<!doctype html><title>pixels</title><script>
var subs = [], seen = []; window.analytics = { subscribe: function (name, f) { subs.push([name, f]); seen.forEach(function (e) { if (name === "*" || name === e.name) f(e); }); } };
addEventListener("message", function (m) { if (m.source !== parent || !m.data.pixel) return; var e = m.data.pixel; seen.push(e); subs.forEach(function (s) { if (s[0] === "*" || s[0] === e.name) s[1](e); }); });
</script><script src="http://cdn.adreach.test/p.js?id=AR-77"></script>${more}`,
})

export const adreach = (version: string, more = '') => code`/* adreach ${version} */
(function (w) { function send(e) { navigator.sendBeacon("http://tr.adreach.test/ev", JSON.stringify({ id: "AR-77", v: "${version}", ev: e.name, data: e.payload, t: Date.now() })); }
w.analytics.subscribe("*", send);
${more}
})(window);
`

/** The provider's drop-in: fields in the page, the card leaves only sealed for the key of the account. */
export const dropin = (version: string, mounted = '', more = '') => code`/*! cardloom drop-in ${version} */
(function (w, d) {
  var api = "http://api.cardloom.test/v1", subtle = w.crypto.subtle, curve = { name: "ECDH", namedCurve: "P-256" };
  function b64(b) { return btoa(String.fromCharCode.apply(null, new Uint8Array(b))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, ""); }
  function seal(jwk, card) { var own, iv = w.crypto.getRandomValues(new Uint8Array(12));
    return Promise.all([subtle.importKey("jwk", jwk, curve, false, []), subtle.generateKey(curve, true, ["deriveKey"])]).then(function (k) { own = k[1]; return subtle.deriveKey({ name: "ECDH", public: k[0] }, own.privateKey, { name: "AES-GCM", length: 256 }, false, ["encrypt"]); }).then(function (key) { return subtle.encrypt({ name: "AES-GCM", iv: iv }, key, new TextEncoder().encode(JSON.stringify(card))); }).then(function (box) { return subtle.exportKey("raw", own.publicKey).then(function (p) { return [b64(p), b64(iv), b64(box)].join("."); }); }); }
  function field(k, label, auto, mode, hint) { return '<label class="cl-field">' + label + '<input data-cl="' + k + '" autocomplete="' + auto + '" inputmode="' + mode + '" placeholder="' + hint + '"></label>'; }
  function brand(n) { return /^4/.test(n) ? "visa" : /^[25]/.test(n) ? "mastercard" : /^3[47]/.test(n) ? "amex" : ""; }
  w.CardLoom = { version: "${version}", create: function (o) {
    var root; function f(k) { return root.querySelector("[data-cl=" + k + "]"); } function digits(k) { return f(k).value.replace(/\D/g, ""); }
    function card() { return { number: digits("number"), expiry: f("expiry").value, cvc: digits("cvc"), holder: f("holder").value }; }
    function valid() { return digits("number").length > 11 && digits("cvc").length > 2; }
    function submit() { if (!valid()) return Promise.resolve({ error: "Please check the card details." }); return seal(o.key, card()).then(function (blob) { return fetch(api + "/sealed?account=" + o.account, { method: "POST", body: blob }); }).then(function (r) { return r.status === 200 ? r.json() : { token: "tok_" + Date.now().toString(36) }; }); }
    function mount(at) { root = at; at.innerHTML = field("number", "Card number", "cc-number", "numeric", "1234 1234 1234 1234") + field("expiry", "Expiry date", "cc-exp", "numeric", "MM/YY") + field("cvc", "Security code", "cc-csc", "numeric", "123") + field("holder", "Name on card", "cc-name", "text", ""); at.addEventListener("input", function () { o.onChange({ valid: valid(), brand: brand(digits("number")) }); });
      ${mounted} }
    return { mount: mount, submit: submit, update: function (x) { Object.assign(o, x); } }; } };
  ${more}
})(window, document);
`

export const quickpay = (version: string, more = '', host = 'pay.quickpay.test') => code`/* quickpay ${version} */
(function (w, d) { w.QuickPay = { button: function (at, o) { var f = d.createElement("iframe"); f.title = "QuickPay"; f.width = 240; f.height = 48; f.src = "http://${host}/button.html#merchant=" + o.merchant + "&total=" + o.total; at.append(f); } };
${more}
})(window, document);
`

/** A container of tags: what it runs at which event, and what it measures. */
export const depot = (version: string, list = '', more = '') => code`/* depot ${version} */
(function (w, d) {
  var l = w.dataLayer = w.dataLayer || [], cid = (d.cookie.match(/_dc=([\w.]+)/) || [])[1] || Math.random().toString(36).slice(2) + "." + Date.now();
  d.cookie = "_dc=" + cid + ";path=/;max-age=31536000";
  function hit(en, p, tid) { var u = "http://g.measure-hub.test/g/collect?v=2&tid=" + (tid || "G-5NQ7") + "&cid=" + cid + "&en=" + en + "&dl=" + encodeURIComponent(location.origin + location.pathname); for (var k in p || {}) u += "&ep." + k + "=" + encodeURIComponent(p[k]); navigator.sendBeacon(u); }
  function html(t) { var x = d.createElement("div"); x.innerHTML = t; x.querySelectorAll("script").forEach(function (s) { var n = d.createElement("script"); n.text = s.text; s.replaceWith(n); }); d.body.append(x); }
  var tags = [{ on: "gtm.js", run: function () { hit("page_view"); } }${list}];
  function take(e) { if (e && e.event) tags.forEach(function (t) { if (t.on === e.event) { if (t.html) html(t.html); else t.run(e); } }); }
  l.forEach(take); var push = l.push; l.push = function (e) { take(e); return push.apply(l, arguments); };
  function dom() { l.push({ event: "gtm.dom" }); } if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", dom); else dom();
  ${more}
})(window, document);
`
