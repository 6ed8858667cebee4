/** What the page of blocks.ts loads. */
const code = String.raw

/** A small library of elements in the manner of the usual one: handlers stay on the nodes, the root listens. */
export const element = (version: string, more = '') => code`/*! element ${version} */
(function (w, d) {
  var TYPES = ["input", "change", "click", "submit", "focusout"];
  function createElement(type, props) {
    var kids = [].slice.call(arguments, 2); if (typeof type === "function") return type(props || {});
    var e = d.createElement(type); e.__props = props || {};
    for (var k in e.__props) { var v = e.__props[k]; if (!/^on/.test(k) && v !== undefined && v !== false) e.setAttribute(k, v === true ? "" : v); }
    kids.flat(9).forEach(function (c) { if (c !== null && c !== undefined && c !== false) e.append(c); }); return e;
  }
  function dispatch(ev) { for (var n = ev.target; n && n !== d; n = n.parentNode) { var f = n.__props && n.__props["on" + ev.type]; if (f) f(ev); } }
  function createRoot(at) { TYPES.forEach(function (t) { at.addEventListener(t, dispatch); }); return { render: function (tree) { at.replaceChildren(tree); } }; }
  function createStore(state) { var subs = []; return { get: function () { return state; }, set: function (part) { state = Object.assign({}, state, part); subs.slice().forEach(function (f) { f(state); }); }, subscribe: function (f) { subs.push(f); } }; }
  w.wp = { element: { createElement: createElement, createRoot: createRoot }, data: { createStore: createStore } };
  ${more}
})(window, document);
`

export const apiFetch = (version: string, more = '') => code`/*! api-fetch ${version} */
(function (w) {
  var middlewares = [];
  function last(o) { return w.fetch("/wp-json" + o.path, { method: o.method || "GET", headers: { "content-type": "application/json", nonce: w.wcSettings.storeApiNonce }, body: o.data && JSON.stringify(o.data) }).then(function (r) { return r.status === 200 ? r.json() : {}; }); }
  w.wp.apiFetch = function (o) { return middlewares.reduce(function (next, m) { return function (x) { return m(x, next); }; }, last)(o); };
  w.wp.apiFetch.use = function (m) { middlewares.push(m); };
  ${more}
})(window);
`

/** The checkout as a block: ways of paying register themselves, the order goes to the interface of the store. */
export const checkoutBlock = (version: string, more = '') => code`/* checkout block ${version} */
(function (w, d) {
  var el = w.wp.element.createElement, api = w.wp.apiFetch, store = w.wp.data.createStore({ email: "", postcode: "", country: "DE", method: "payfold", token: "new", error: "" }), methods = [], express = [];
  w.wc = { store: store, registerPaymentMethod: function (m) { methods.push(m); }, registerExpressPaymentMethod: function (m) { express.push(m); } };
  function address() { var s = store.get(); return { email: s.email, postcode: s.postcode, country: s.country }; }
  function update() { api({ path: "/wc/store/v1/cart/update-customer", method: "POST", data: { billing_address: address() } }); }
  function Text(p) { return el("div", { class: "wc-block-components-text-input" }, el("input", { id: p.id, type: p.type, autocomplete: p.auto, oninput: function (e) { var part = {}; part[p.id] = e.target.value; store.set(part); }, onfocusout: update }), el("label", { for: p.id }, p.label)); }
  function place(e) { e.preventDefault(); var m = methods.find(function (x) { return x.name === store.get().method; }); store.set({ error: "" }); Promise.resolve(m.onPaymentSetup()).then(function (data) { return api({ path: "/wc/store/v1/checkout", method: "POST", data: { billing_address: address(), payment_method: m.name, payment_data: data } }); }).then(function (r) { if (r.payment_result) location.href = r.payment_result.redirect_url; }, function (x) { store.set({ error: x.message }); }); }
  function Methods() { return el("fieldset", { class: "wc-block-checkout__payment-method" }, methods.map(function (m) { return el("div", { class: "option" }, el("label", {}, el("input", { type: "radio", name: "payment-method", value: m.name, checked: m.name === store.get().method, onchange: function () { store.set({ method: m.name }); } }), m.label), m.content()); })); }
  d.addEventListener("DOMContentLoaded", function () {
    var note = el("p", { role: "alert" });
    w.wp.element.createRoot(d.querySelector(".wp-block-woocommerce-checkout")).render(el("form", { class: "wc-block-checkout__form", novalidate: true, onsubmit: place }, express.map(function (m) { return m.content(); }), el(Text, { id: "email", type: "email", auto: "email", label: "Email address" }), el(Text, { id: "postcode", type: "text", auto: "postal-code", label: "Postal code" }), el(Methods), note, el("button", { type: "submit", class: "wc-block-components-checkout-place-order-button" }, "Place Order")));
    store.subscribe(function (s) { note.textContent = s.error; }); express.concat(methods).forEach(function (m) { if (m.mounted) m.mounted(); }); d.dispatchEvent(new Event("wc-blocks-ready"));
  });
  ${more}
})(window, document);
`

/** The plugin of the provider: its element, the cards that were saved, the express buttons. */
export const gatewayBlock = (version: string, more = '') => code`/* payfold blocks ${version} */
(function (w, d) {
  var el = w.wp.element.createElement, s = w.wcSettings.payfold, payfold = w.Payfold(s.publishableKey, { locale: s.locale }), elements = payfold.elements({ amount: s.amount, currency: "eur" }), card = elements.create("payment");
  function pick(e) { w.wc.store.set({ token: e.target.value }); d.querySelector(".wc-payfold-upe-element").hidden = e.target.value !== "new"; }
  function choice(value, text, on) { return el("label", {}, el("input", { type: "radio", name: "payfold-token", value: value, checked: on, onchange: pick }), text); }
  w.wc.registerPaymentMethod({ name: "payfold", label: "Card", content: function () { return el("div", { class: "payfold-box" }, s.tokens.map(function (t) { return choice(t.id, t.display, false); }), choice("new", "Use a new payment method", true), el("div", { class: "wc-payfold-upe-element" })); }, mounted: function () { card.mount(".wc-payfold-upe-element"); },
    onPaymentSetup: function () { var t = w.wc.store.get().token; return t === "new" ? payfold.createPaymentMethod({ elements: elements }).then(function (r) { if (r.error) throw new Error(r.error.message); return [{ key: "wc-payfold-payment-method", value: r.paymentMethod.id }]; }) : [{ key: "token", value: t }]; } });
  w.wc.registerExpressPaymentMethod({ name: "payfold_express", content: function () { return el("div", { class: "express" }); }, mounted: function () { elements.create("express-checkout").mount(".express"); } });
  ${more}
})(window, document);
`

/** The library of the provider; "createToken" is of the days before its frames. */
export const payfold = (version: string, more = '', origin = 'http://js.payfold.test') => code`/* payfold ${version} */
(function (w, d) {
  var origin = "${origin}", api = "http://api.payfold.test", n = 0;
  function frame(page, title, height, q) { var f = d.createElement("iframe"); f.name = "__privatePayfoldFrame" + ++n; f.title = title; f.src = origin + "/v3/" + page + ".html#" + new URLSearchParams(q); f.style.cssText = "border:0;width:320px;height:" + height + "px"; return f; }
  function ask(f, m) { return new Promise(function (ok) { m.id = ++n; w.addEventListener("message", function h(e) { if (e.origin !== origin || !e.data || e.data.id !== m.id) return; w.removeEventListener("message", h); ok(e.data.result); }); f.contentWindow.postMessage(m, origin); }); }
  w.Payfold = function (key, o) {
    var controller = frame("controller", "", 1, { key: key }); controller.hidden = true; d.body.append(controller);
    return { elements: function (c) { var set = { made: {}, create: function (type) { var f = frame("elements-inner-" + type, "Secure " + type + " frame", type === "payment" ? 170 : 60, { key: key, amount: c.amount, locale: o.locale }); set.made[type] = f; return { mount: function (s) { d.querySelector(s).append(f); }, on: function (t, g) { w.addEventListener("message", function (e) { if (e.origin === origin && e.data && e.data.event === t) g(e.data); }); } }; } }; return set; },
      createPaymentMethod: function (p) { return ask(p.elements.made.payment, { type: "create", key: key }); },
      createToken: function (c) { return fetch(api + "/v1/tokens", { method: "POST", body: new URLSearchParams({ key: key, "card[number]": c.number, "card[exp]": c.exp, "card[cvc]": c.cvc }) }).then(function (r) { return r.status === 200 ? r.json() : {}; }); } };
  };
  ${more}
})(window, document);
`

export const paymentFrame = (more = '') => ({
  type: 'text/html',
  body: code`<!doctype html><title>payment</title><label>Card number <input name="number" autocomplete="cc-number" inputmode="numeric"></label><label>Expiration date <input name="expiry" autocomplete="cc-exp"></label><label>Security code <input name="cvc" autocomplete="cc-csc"></label><script>
function v(n) { return document.getElementsByName(n)[0].value; }
addEventListener("message", function (e) { if (e.source !== parent || !e.data || e.data.type !== "create") return; fetch("http://api.payfold.test/v1/payment_methods", { method: "POST", body: new URLSearchParams({ type: "card", "card[number]": v("number"), "card[exp]": v("expiry"), "card[cvc]": v("cvc"), key: e.data.key }) }).then(function (r) { return r.status === 200 ? r.json() : { id: "pm_1Q" + Date.now().toString(36) }; }).then(function (m) { parent.postMessage({ id: e.data.id, result: { paymentMethod: { id: m.id } } }, "*"); }); });
document.addEventListener("change", function () { parent.postMessage({ event: "change", complete: v("cvc").length > 2 }, "*"); });
${more}</script>`,
})

export const gtag = (version: string, more = '', host = 'www.tagsite.test') => code`/* gtag ${version} */
(function (w, d) {
  var l = w.dataLayer = w.dataLayer || [];
  function hit(en, p) { var u = "http://${host}/g/collect?v=2&tid=G-4WKD&en=" + en + "&dl=" + encodeURIComponent(location.origin + location.pathname); for (var k in p || {}) u += "&ep." + k + "=" + encodeURIComponent(p[k]); navigator.sendBeacon(u); }
  function take(a) { if (a && a[0] === "event") hit(a[1], a[2]); if (a && a[0] === "config") hit("page_view"); }
  l.forEach(take); var push = l.push; l.push = function (a) { take(a); return push.apply(l, arguments); };
  ${more}
})(window, document);
`
