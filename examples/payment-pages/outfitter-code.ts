/** What the shop of outfitter.ts loads of its own: a runtime for chunks, a small framework, the checkout, the part for paying. */
const code = String.raw

/** Names of the chunks that are loaded later. */
export const hashes: Record<string, string> = { payment: 'b71c04', postfind: '09de5a' }

/** Loads chunks and hands out the modules in them. */
export const runtime = (version: string, chunks = hashes, more = '') => code`/*! runtime ${version} */
(function (w, d) {
  var defs = {}, made = {}, asked = {}, names = ${JSON.stringify(chunks)};
  function need(id) { if (!made[id]) { made[id] = { exports: {} }; defs[id](made[id], made[id].exports, need); } return made[id].exports; }
  need.e = function (c) { return asked[c] = asked[c] || new Promise(function (ok, bad) { var s = d.createElement("script"); s.src = "/static/js/" + c + "." + names[c] + ".chunk.js"; s.onload = function () { ok(); }; s.onerror = bad; d.head.append(s); }); };
  function take(c) { Object.assign(defs, c[1]); if (c[2]) c[2](need); }
  var q = w.webpackChunkoutfit = w.webpackChunkoutfit || []; q.forEach(take); q.push = take;
  ${more}
})(window, document);
`

/** A tree of virtual nodes that takes over what the server drew, and a store with middlewares. */
export const framework = (version: string, more = '') => code`/*! framework ${version} */
(self.webpackChunkoutfit = self.webpackChunkoutfit || []).push([["framework"], {
  vdom: function (m, x) {
    function h(type, props) { return { type: type, props: props || {}, kids: [].slice.call(arguments, 2).flat(9).filter(function (k) { return k !== null && k !== undefined && k !== false; }).map(function (k) { return typeof k === "object" ? k : { text: String(k) }; }) }; }
    function open(v) { while (typeof v.type === "function") v = v.type(Object.assign({ children: v.kids }, v.props)); return v; }
    function prop(e, k, v) { if (k === "key") return; if (k === "ref") { if (!e.__ref) { e.__ref = true; v(e); } return; } if (/^on/.test(k)) { var t = k.slice(2).toLowerCase(), on = e.__on = e.__on || {}; if (!(t in on)) e.addEventListener(t, function (ev) { if (on[t]) return on[t](ev); }); on[t] = v; return; } if (k === "value" || k === "checked") { if (k === "value") v = v || ""; if (e[k] !== v) e[k] = v; return; } if (v === undefined || v === null || v === false) e.removeAttribute(k); else e.setAttribute(k, v === true ? "" : v); }
    function props(e, was, now) { for (var k in was) if (!(k in now)) prop(e, k); for (k in now) if (now[k] !== was[k]) prop(e, k, now[k]); }
    function make(v) { if (v.text !== undefined) return v.dom = document.createTextNode(v.text); var e = v.dom = document.createElement(v.type); v.kids = v.kids.map(open); v.kids.forEach(function (k) { e.append(make(k)); }); props(e, {}, v.props); return e; }
    function patch(was, v) { v = open(v); if (was.type !== v.type || (was.props && was.props.key !== v.props.key)) { was.dom.replaceWith(make(v)); return v; } v.dom = was.dom; if (v.text !== undefined) { if (v.text !== was.text) v.dom.data = v.text; return v; } v.kids = v.kids.map(function (k, i) { if (was.kids[i]) return patch(was.kids[i], k); k = open(k); v.dom.append(make(k)); return k; }); was.kids.slice(v.kids.length).forEach(function (k) { k.dom.remove(); }); props(v.dom, was.props, v.props); return v; }
    function hydrate(v, e, at) { v = open(v); if (!e || (v.text !== undefined ? e.nodeType !== 3 : e.localName !== v.type)) { var n = make(v); if (e) e.replaceWith(n); else at.append(n); return v; } v.dom = e; if (v.text !== undefined) { if (e.data !== v.text) e.data = v.text; return v; } var there = [].slice.call(e.childNodes); v.kids = v.kids.map(function (k, i) { return hydrate(k, there[i], e); }); there.slice(v.kids.length).forEach(function (c) { c.remove(); }); for (var k in v.props) if (k !== "value" || !e.value) prop(e, k, v.props[k]); return v; }
    x.h = h; x.mount = function (at, view, store) { var tree = hydrate(view(), at.firstElementChild, at), soon = false; store.subscribe(function () { if (soon) return; soon = true; queueMicrotask(function () { soon = false; tree = patch(tree, view()); }); }); };
  },
  store: function (m, x) { x.createStore = function (reduce, state, wares) { var subs = new Set(), s = { get: function () { return state; }, subscribe: function (f) { subs.add(f); return function () { subs.delete(f); }; }, dispatch: function (a) { state = reduce(state, a); subs.forEach(function (f) { f(a); }); return a; } }; (wares || []).forEach(function (ware) { s.dispatch = ware(s)(s.dispatch); }); return s; }; }
}]);
${more}
`

/** Where a variant puts something into the checkout: modules, parts of the view, code at the start. */
export interface MainParts {
  contact?: string
  address?: string
  order?: string
  wares?: string
  more?: string
}

/** The checkout without the part for paying. */
export const main = (version: string, parts: MainParts = {}) => code`/*! main ${version} */
(self.webpackChunkoutfit = self.webpackChunkoutfit || []).push([["main"], {
  api: function (m, x) { x.api = function (path, data) { return fetch("/api/" + path, data ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(data) } : {}).then(function (r) { return r.status === 200 ? r.json() : {}; }); }; },
  shop: function (m, x, need) {
    var data = x.data = JSON.parse(document.getElementById("__STATE__").textContent);
    function reduce(s, a) { var part = {}; if (a.type === "set") part[a.key] = a.value; if (a.type === "busy") { part.busy = a.on; part.error = ""; } if (a.type === "failed") { part.busy = false; part.error = a.message; } if (a.type === "totals") part.total = a.total; return Object.assign({}, s, part); }
    x.store = need("store").createStore(reduce, { email: "", name: "", street: "", postcode: "", city: "", promo: "", holder: "", expiry: "", card: "new", error: "", busy: false, total: data.total }, [${parts.wares ?? ''}]);
    x.money = function (n) { return data.sign + " " + (n / 100).toFixed(2); };
    x.track = function (event, more) { (window.dataLayer = window.dataLayer || []).push(Object.assign({ event: event }, more)); };
    x.customer = function () { var s = x.store.get(); return { email: s.email, name: s.name, street: s.street, postcode: s.postcode, city: s.city }; };
  },
  ui: function (m, x, need) { var h = need("vdom").h, store = need("shop").store; x.Field = function (p) { return h("label", { class: "field" }, h("span", {}, p.label), h("input", { id: p.id, name: p.name || p.id, type: p.type || "text", autocomplete: p.auto, placeholder: p.hint, maxlength: p.max, value: store.get()[p.id], onInput: function (e) { store.dispatch({ type: "set", key: p.id, value: e.target.value }); }, onChange: p.onChange })); }; },
  app: function (m, x, need) {
    var vdom = need("vdom"), h = vdom.h, shop = need("shop"), store = shop.store, api = need("api").api, Field = need("ui").Field, t = shop.data.words, lazy = {};
    function save() { api("checkout/customer", shop.customer()); }
    function promo() { api("cart/promo", { code: store.get().promo }).then(function (r) { if (r.total) store.dispatch({ type: "totals", total: r.total }); }); }
    function submit(e) { e.preventDefault(); if (lazy.payment) lazy.payment.pay(); }
    function Payment() { return h("section", { class: "payment", id: "payment" }, h("h2", {}, t.payment), lazy.payment ? h(lazy.payment.Payment) : h("p", {}, t.loading)); }
    function Order() { return h("aside", { class: "order" }, h("h2", {}, t.order), h("ul", {}, shop.data.lines.map(function (l) { return h("li", {}, h("img", { src: l.image, alt: "", width: 48, height: 48 }), h("span", {}, l.title), h("b", {}, shop.money(l.price))); })), h("div", { class: "promo" }, h(Field, { id: "promo", label: t.promo, auto: "off" }), h("button", { type: "button", onClick: promo }, t.apply)), ${parts.order ?? ''} h("p", { class: "total" }, t.total + " " + shop.money(store.get().total))); }
    function View() { return h("div", { class: "shell" }, h("header", {}, h("a", { href: "/" }, "Northpeg Outfitters")), h("form", { class: "checkout", novalidate: true, onSubmit: submit }, h("section", { class: "contact" }, h("h2", {}, t.contact), h(Field, { id: "email", type: "email", label: t.email, auto: "email", onChange: save }), ${parts.contact ?? ''} null), h("section", { class: "address" }, h("h2", {}, t.delivery), h(Field, { id: "name", label: t.name, auto: "name" }), h(Field, { id: "street", label: t.street, auto: "street-address" }), h(Field, { id: "postcode", label: t.postcode, auto: "postal-code" }), h(Field, { id: "city", label: t.city, auto: "address-level2", onChange: save }), ${parts.address ?? ''} null), h(Payment)), h(Order), h("footer", {}, h("div", { class: "reviews", ref: function () {} }), h("a", { href: "/terms" }, t.terms))); }
    x.start = function () {
      vdom.mount(document.getElementById("root"), View, store); document.documentElement.dataset.ready = "1";
      shop.track("begin_checkout", { value: shop.data.total / 100, currency: shop.data.currency, items: shop.data.lines.length });
      need.e("payment").then(function () { lazy.payment = need("payment"); store.dispatch({ type: "loaded" }); });
      need.e("postfind").then(function () { need("postfind").attach(document.getElementById("street")); });
      ${parts.more ?? ''}
    };
  }
}, function (need) { need("app").start(); }]);
`

export interface PaymentParts {
  /** Stands in the place of the two fields of the provider. */
  fields?: string
  /** More ways of paying, as nodes. */
  methods?: string
  inside?: string
  before?: string
  more?: string
}

/** The part for paying: express buttons, saved cards, two fields of the provider and two of the shop. */
export const payment = (version: string, parts: PaymentParts = {}) => code`/*! payment ${version} */
(self.webpackChunkoutfit = self.webpackChunkoutfit || []).push([["payment"], {
  payment: function (m, x, need) {
    var h = need("vdom").h, shop = need("shop"), store = shop.store, data = shop.data, t = data.words, api = need("api").api, Field = need("ui").Field;
    var till = x.till = window.Tillstone(data.tillstone.key, { account: data.tillstone.account, mode: data.tillstone.mode, locale: data.locale });
    function hosted(kind) { return h("div", { class: "hosted", id: "ts-" + kind, ref: function (e) { till.field(kind, e); } }); }
    function express(e) { till.wallet(e, { merchant: data.tillstone.merchant, amount: data.total, currency: data.currency }); if (window.PayNest) window.PayNest.Buttons({ amount: data.total, currency: data.currency }).render(e); }
    function choice(id, text) { return h("label", { class: "choice" }, h("input", { type: "radio", name: "card", value: id, checked: store.get().card === id, onChange: function () { store.dispatch({ type: "set", key: "card", value: id }); } }), h("span", {}, text)); }
    function Scan() { var q = data.scan; return h("div", { class: "scan", hidden: store.get().card !== "scan" }, h("img", { class: "qr", src: q.image, alt: "QR", width: 120, height: 120 }), h("p", {}, h("span", {}, q.payee), h("b", { class: "iban" }, q.iban)), h("a", { class: "bank-link", href: q.link }, t.bank)); }
    x.complete = function (id) { return api("checkout/complete", { cart: data.cart, customer: shop.customer(), payment: id, risk: window.TrustPrint ? window.TrustPrint.id() : "" }).then(function (r) { if (r.next) location.assign(r.next); else store.dispatch({ type: "busy", on: false }); }); };
    x.token = function (s) { return s.card === "new" ? till.tokenize({ name: s.holder, expiry: s.expiry }) : Promise.resolve({ id: s.card }); };
    x.pay = function () { var s = store.get(); if (s.busy) return; store.dispatch({ type: "busy", on: true }); shop.track("add_payment_info", { payment_type: s.card === "new" ? "card" : s.card === "scan" ? "scan" : "saved" }); ${parts.before ?? ''} x.token(s).then(function (r) { if (r.error) throw new Error(r.error); return x.complete(r.id); }).catch(function (e) { store.dispatch({ type: "failed", message: e.message }); }); };
    x.Payment = function () { var s = store.get(); return h("div", { class: "pay-box" }, h("div", { class: "express", ref: express }), data.saved.map(function (c) { return choice(c.id, c.text); }), choice("new", t.newCard), h("div", { class: "card", hidden: s.card !== "new" }, h(Field, { id: "holder", label: t.holder, auto: "cc-name" }), ${parts.fields ?? 'hosted("number"), h(Field, { id: "expiry", label: t.expiry, auto: "cc-exp", hint: "MM/YY", max: 7 }), hosted("cvc")'}${parts.inside ?? ''}), choice("scan", t.scan), h(Scan), ${parts.methods ?? ''} h("p", { class: "error", role: "alert" }, s.error), h("button", { type: "submit", class: "pay", disabled: s.busy }, t.pay + " " + shop.money(s.total))); };
    ${parts.more ?? ''}
  }
}]);
`

/** Proposals for the street, asked of a service by the shop's own part. */
export const postfind = (version: string, more = '') => code`/*! postfind ${version} */
(self.webpackChunkoutfit = self.webpackChunkoutfit || []).push([["postfind"], {
  postfind: function (m, x, need) {
    var key = need("shop").data.postfinder, timer;
    function show(i, list) { var box = document.getElementById("pf-list") || document.body.appendChild(document.createElement("datalist")); box.id = "pf-list"; box.replaceChildren.apply(box, list.map(function (t) { return new Option(t, t); })); i.setAttribute("list", "pf-list"); }
    function ask(i) { fetch("http://api.postfinder.test/v2/find?key=" + key + "&q=" + encodeURIComponent(i.value)).then(function (r) { return r.status === 200 ? r.json() : []; }).then(function (l) { show(i, l); }); }
    x.attach = function (i) { i.addEventListener("input", function () { if (i.value.length < 4) return; clearTimeout(timer); timer = setTimeout(ask, 250, i); }); };
    ${more}
  }
}]);
`
