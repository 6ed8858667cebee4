import {
  framework,
  hashes,
  main,
  type MainParts,
  payment,
  type PaymentParts,
  postfind,
  runtime,
} from './outfitter-code.ts'
import { done, json, outfitterBody, own, page, state, stateTag, style, words } from './outfitter.ts'
import { changedFile, js, type Variant } from './variants.ts'

const code = String.raw
const base = changedFile('shop.test/static/js/framework.81d2.js', (more) => framework('10.20', more))
const app = (id: string, about: string, parts: MainParts): Variant => ({
  id,
  about,
  change: (site) => void (site.files['shop.test/static/js/main.e05a.js'] = js(main('e05b', parts))),
})
const paying = (id: string, about: string, parts: PaymentParts): Variant => ({
  id,
  about,
  change: (site) => void (site.files['shop.test/static/js/payment.b71c04.chunk.js'] = js(payment('b71c05', parts))),
})
const streets = changedFile('shop.test/static/js/postfind.09de5a.chunk.js', (more) => postfind('09de5b', more))
const css = (more: string) => ({ type: 'text/css', body: style + more })

/** On the page of outfitter.ts: what the shop itself changes. */
export const fourteenthHonest: readonly Variant[] = [
  base(
    'y14-state-library',
    'the framework in a new version: selectors that remember, effects, several changes of the state in one go, a bridge to tools for developers where there are any',
    code`(self.webpackChunkoutfit = self.webpackChunkoutfit || []).push([["reselect"], { select: function (m, x) { x.createSelector = function (from, make) { var last, out; return function (s) { var now = from.map(function (f) { return f(s); }); if (!last || now.some(function (v, i) { return v !== last[i]; })) { last = now; out = make.apply(null, now); } return out; }; }; x.batch = function (store, actions) { actions.forEach(store.dispatch); }; x.effect = function (store, pick, run) { var was = pick(store.get()), stop; return store.subscribe(function () { var v = pick(store.get()); if (Object.is(v, was)) return; was = v; if (stop) stop(); stop = run(v); }); }; x.devtools = function (s) { var ext = self.__REDUX_DEVTOOLS_EXTENSION__, t = ext && ext.connect({ name: "checkout" }); return function (next) { return function (a) { var r = next(a); if (t) t.send(a.type, { busy: s.get().busy, total: s.get().total }); return r; }; }; }; } }]);`,
  ),
  {
    id: 'y14-release',
    about:
      'a release: every file has another name, the express buttons are a chunk of their own now, the lines are broken in another way and name their maps',
    change: (site) => {
      const names: Record<string, string> = {
        'runtime.3fa9': 'runtime.a6d0',
        'framework.81d2': 'framework.4c1e',
        'main.e05a': 'main.1b97',
      }
      site.head = site.head.map((tag) => {
        for (const [old, now] of Object.entries(names)) if (tag === own(old)) return own(now)
        return tag.replace('main.70ce.css', 'main.d81b.css')
      })
      for (const path of Object.keys(site.files)) if (path.startsWith('shop.test/static/')) delete site.files[path]
      const put = (name: string, text: string) => {
        site.files[`shop.test/static/js/${name}.js`] = js(
          `${text.replace(/\n\s+/g, '\n')}//# sourceMappingURL=${name}.js.map\n`,
        )
      }
      site.files['shop.test/static/css/main.d81b.css'] = { type: 'text/css', body: style.replaceAll('}', '}\n') }
      put('runtime.a6d0', runtime('5.92', { payment: '0c5e71', postfind: '77aa10', express: 'e4410f' }))
      put('framework.4c1e', framework('10.19'))
      put('main.1b97', main('1b97'))
      put(
        'payment.0c5e71.chunk',
        payment('0c5e71').replace(
          /function express\(e\) \{.*\}\n/,
          'function express(e) { need.e("express").then(function () { need("express").draw(e, till); }); }\n',
        ),
      )
      put('postfind.77aa10.chunk', postfind('77aa10'))
      put(
        'express.e4410f.chunk',
        code`/*! express e4410f */
(self.webpackChunkoutfit = self.webpackChunkoutfit || []).push([["express"], { express: function (m, x, need) { var data = need("shop").data; x.draw = function (e, till) { till.wallet(e, { merchant: data.tillstone.merchant, amount: data.total, currency: data.currency }); if (window.PayNest) window.PayNest.Buttons({ amount: data.total, currency: data.currency }).render(e); }; } }]);
`,
      )
    },
  },
  {
    id: 'y14-company',
    about: 'companies enter their name and a number for taxes, which the shop has checked',
    change: (site) => {
      site.body = outfitterBody({
        address:
          '<details class="company"><summary>I order for a company</summary><label class="field"><span>Company</span><input id="company" name="company" type="text" autocomplete="organization"></label><label class="field"><span>VAT number</span><input id="vat" name="vat" type="text" autocomplete="off" maxlength="16"></label><small role="status"></small></details>',
      })
      app('', '', {
        address: code`h("details", { class: "company" }, h("summary", {}, "I order for a company"), h(Field, { id: "company", label: "Company", auto: "organization" }), h(Field, { id: "vat", label: "VAT number", auto: "off", max: 16, onChange: vat }), h("small", { role: "status" }, store.get().vatSaid || "")),`,
        more: '',
      }).change(site)
      const file = site.files['shop.test/static/js/main.e05a.js']
      if (file)
        file.body = file.body.replace(
          'function submit(e)',
          code`function vat() { var id = (store.get().vat || "").toUpperCase().replace(/[^A-Z0-9]/g, ""), say = function (t) { store.dispatch({ type: "set", key: "vatSaid", value: t }); }; if (!/^[A-Z]{2}[A-Z0-9]{8,12}$/.test(id)) { say("This is no VAT number."); return; } api("checkout/vat", { id: id }).then(function (r) { say(r.name || "We will check the number."); }); }
    function submit(e)`,
        )
    },
  },
  app(
    'y14-gift-card',
    'one can pay a part with a gift card of the shop: its number and PIN go to the interface of the shop, which answers what is left to pay',
    {
      order: code`h("details", { class: "gift" }, h("summary", {}, "Gift card"), h(Field, { id: "gift", name: "gift_card", label: "Gift card number", auto: "off", max: 19 }), h(Field, { id: "pin", name: "gift_pin", label: "PIN", auto: "off", max: 4 }), h("button", { type: "button", onClick: function () { var s = store.get(); if (!/^\d{12,19}$/.test((s.gift || "").replace(/\s/g, ""))) { store.dispatch({ type: "set", key: "giftSaid", value: "Please check the number." }); return; } api("cart/gift-cards", { number: s.gift.replace(/\s/g, ""), pin: s.pin }).then(function (r) { store.dispatch({ type: "set", key: "giftSaid", value: r.left === undefined ? "This card is not known." : shop.money(r.left) + " left" }); if (r.total) store.dispatch({ type: "totals", total: r.total }); }); } }, "Use"), h("small", { role: "status" }, store.get().giftSaid || "")),`,
    },
  ),
  app(
    'y14-delivery-note',
    'a note for the courier with a count of letters, and a day for the delivery; both are kept at the shop with the address',
    {
      address: code`h("label", { class: "field" }, h("span", {}, "Note for the courier"), h("textarea", { name: "note", maxlength: 140, rows: 2, onInput: function (e) { store.dispatch({ type: "set", key: "note", value: e.target.value }); } })), h("small", {}, 140 - (store.get().note || "").length + " letters left"), h("label", { class: "field" }, h("span", {}, "Deliver on"), h("input", { type: "date", name: "day", onChange: function (e) { store.dispatch({ type: "set", key: "day", value: e.target.value }); } })),`,
      more: code`var plain = shop.customer; shop.customer = function () { var s = store.get(); return Object.assign(plain(), { note: s.note || "", day: s.day || "" }); };`,
    },
  ),
  {
    id: 'y14-german',
    about: 'the page is in German, as the server writes it; money is written in the way of the country',
    change: (site) => {
      const text: typeof words = {
        contact: 'Kontakt',
        delivery: 'Lieferung',
        payment: 'Zahlung',
        loading: 'Wird geladen …',
        order: 'Ihre Bestellung',
        promo: 'Aktionscode',
        apply: 'Einlösen',
        total: 'Summe',
        email: 'E-Mail',
        name: 'Vor- und Nachname',
        street: 'Straße und Hausnummer',
        postcode: 'Postleitzahl',
        city: 'Ort',
        terms: 'AGB',
        newCard: 'Andere Karte',
        holder: 'Name auf der Karte',
        expiry: 'Gültig bis',
        scan: 'Mit der Bank-App scannen',
        bank: 'Meine Bank öffnen',
        pay: 'Jetzt bezahlen:',
      }
      site.body = outfitterBody({
        data: stateTag(state({ locale: 'de-DE', words: text })),
        text,
        total: '129,00 €',
      })
      site.files['shop.test/static/js/main.e05a.js'] = js(
        main('e05b').replace(
          'return data.sign + " " + (n / 100).toFixed(2);',
          'return new Intl.NumberFormat(data.locale, { style: "currency", currency: data.currency }).format(n / 100);',
        ),
      )
      const field = site.files['fields.tillstone.test/v4/field.html']
      if (field)
        field.body = field.body.replace(
          'document.querySelector("span")',
          'if (/^de/.test(q.get("locale"))) w[0] = kind === "number" ? "Kartennummer" : "Prüfnummer"; document.querySelector("span")',
        )
    },
  },
  {
    id: 'y14-brand-icon',
    about: "the shop shows the brand of the card beside the field, which the provider's frame tells it",
    change: (site) => {
      for (const [brand, colour] of [
        ['visa', '#1a2b7a'],
        ['mastercard', '#c43'],
        ['amex', '#2a7'],
      ])
        site.files[`shop.test/img/brands/${brand}.svg`] = {
          type: 'image/svg+xml',
          body: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 24"><rect width="36" height="24" rx="3" fill="${colour}"/></svg>`,
        }
      paying('', '', {
        inside: code`, h("img", { class: "brand", hidden: !s.brand, src: s.brand ? "/img/brands/" + s.brand + ".svg" : undefined, alt: s.brand || "", width: 36, height: 24 })`,
        more: code`till.on("state", function (e) { if (e.kind === "number" && e.brand !== store.get().brand && /^(visa|mastercard|amex|)$/.test(e.brand)) store.dispatch({ type: "set", key: "brand", value: e.brand }); });`,
      }).change(site)
    },
  },
  paying(
    'y14-own-checks',
    'the shop writes the stroke between month and year, checks that the month is to come and that there is a name, and says beside which field something is missing',
    {
      before: code`if (s.card === "new") { var e = /^(\d\d)\/(\d\d)$/.exec(s.expiry), wrong = !s.holder.trim() ? "holder" : !e || +e[1] < 1 || +e[1] > 12 || new Date(2000 + +e[2], +e[1], 1) < new Date() ? "expiry" : ""; if (wrong) { document.getElementById(wrong).setAttribute("aria-invalid", "true"); document.getElementById(wrong).focus(); store.dispatch({ type: "failed", message: wrong === "holder" ? "Please enter the name on the card." : "Please check the expiry date." }); return; } document.querySelectorAll("[aria-invalid]").forEach(function (i) { i.removeAttribute("aria-invalid"); }); }`,
      more: code`document.addEventListener("input", function (e) { if (e.target.id !== "expiry") return; var x = e.target.value.replace(/\D/g, "").slice(0, 4), v = x.length > 2 ? x.slice(0, 2) + "/" + x.slice(2) : x; if (v !== e.target.value) { e.target.value = v; store.dispatch({ type: "set", key: "expiry", value: v }); } });`,
    },
  ),
  {
    id: 'y14-stricter',
    about: 'the policy names the hosts of the page for each kind of file and reports to the shop; two headers more',
    change: (site) => {
      const hosts = (names: string) =>
        names
          .split(' ')
          .map((name) => `http://${name}.test`)
          .join(' ')
      site.headers['content-security-policy'] =
        `default-src 'none'; script-src 'self' 'unsafe-inline' ${hosts('js.bugnest cdn.rewindly js.tillstone www.paynest cdn.forkroad cdn.cookiegate www.taghive cdn.countwise js.talkbubble widget.starpost cdn.trustprint')}; connect-src 'self' ${hosts('api.tillstone api.postfinder in.bugnest in.rewindly cdn.forkroad log.forkroad cdn.cookiegate log.cookiegate in.countwise api.talkbubble widget.starpost d.trustprint')}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; frame-src ${hosts('fields.tillstone www.paynest chat.talkbubble')}; form-action 'self'; frame-ancestors 'none'; object-src 'none'; base-uri 'self'; report-uri /api/csp`
      site.headers['referrer-policy'] = 'strict-origin-when-cross-origin'
      site.headers['permissions-policy'] =
        'camera=(), microphone=(), geolocation=(), payment=(self "http://fields.tillstone.test")'
    },
  },
  {
    id: 'y14-offline-files',
    about:
      'a service worker keeps the files of the shop, answers with them when there is no line, and leaves everything else alone',
    change: (site) => {
      app('', '', {
        more: code`if ("serviceWorker" in navigator) addEventListener("load", function () { navigator.serviceWorker.register("/sw.js").catch(function () {}); });`,
      }).change(site)
      site.files['shop.test/sw.js'] = js(
        code`var store = "files-e05b", list = ["/static/css/main.70ce.css", "/static/js/runtime.3fa9.js", "/static/js/framework.81d2.js", "/img/coat.svg"];
self.addEventListener("install", function (e) { e.waitUntil(caches.open(store).then(function (c) { return c.addAll(list); })); self.skipWaiting(); });
self.addEventListener("activate", function (e) { e.waitUntil(caches.keys().then(function (keys) { return Promise.all(keys.filter(function (k) { return k !== store; }).map(function (k) { return caches.delete(k); })); }).then(function () { return self.clients.claim(); })); });
self.addEventListener("fetch", function (e) { var u = new URL(e.request.url); if (e.request.method !== "GET" || u.origin !== location.origin || !/^\/(static|img)\//.test(u.pathname)) return; e.respondWith(caches.match(e.request).then(function (hit) { return hit || fetch(e.request).then(function (r) { if (r.status === 200) { var copy = r.clone(); caches.open(store).then(function (c) { c.put(e.request, copy); }); } return r; }); })); });
`,
      )
    },
  },
  {
    id: 'y14-own-fonts',
    about: 'the fonts lie with the shop now and are loaded before the style asks for them',
    change: (site) => {
      site.head.unshift(
        '<link rel="preload" as="font" type="font/woff2" href="/static/fonts/figtree-400.woff2" crossorigin>',
      )
      site.files['shop.test/static/css/main.70ce.css'] = css(
        '@font-face{font-family:Figtree;font-weight:400;font-display:swap;src:url(/static/fonts/figtree-400.woff2) format("woff2");unicode-range:U+0000-00FF,U+20AC}@font-face{font-family:Figtree;font-weight:700;font-display:swap;src:url(/static/fonts/figtree-700.woff2) format("woff2")}h2{font-weight:700}',
      )
    },
  },
  {
    id: 'y14-flags',
    about:
      'the shop asks its own interface which parts are switched on, for a number of the visitor that it made up; a new order of the steps is one of them',
    change: (site) => {
      site.files['shop.test/api/flags'] = json({ stickyTotal: true, shortAddress: false, rollout: 0.2 })
      app('', '', {
        more: code`var who = localStorage.getItem("visitor") || crypto.randomUUID(); localStorage.setItem("visitor", who); api("flags?visitor=" + who).then(function (f) { store.dispatch({ type: "set", key: "flags", value: f }); document.documentElement.classList.toggle("sticky-total", !!f.stickyTotal); shop.track("flags", { on: Object.keys(f).filter(function (k) { return f[k] === true; }).join(",") }); });`,
      }).change(site)
      site.files['shop.test/static/css/main.70ce.css'] = css(
        '.sticky-total .total{position:sticky;bottom:0;background:#fff}',
      )
    },
  },
  {
    id: 'y14-inline-state',
    about: 'the state of the page comes in pieces of script that push it, and no longer as one piece of JSON',
    change: (site) => {
      const { lines, words: text, ...more } = state()
      const push = (key: string, data: unknown) =>
        `<script>(self.__flight = self.__flight || []).push([${JSON.stringify(key)}, ${JSON.stringify(JSON.stringify(data)).replace(/</g, '\\u003c')}])</script>`
      site.body = outfitterBody({ data: push('shop', more) + push('lines', lines) + push('words', text) })
      site.files['shop.test/static/js/main.e05a.js'] = js(
        main('e05b').replace(
          'JSON.parse(document.getElementById("__STATE__").textContent)',
          '(self.__flight || []).reduce(function (o, p) { var v = JSON.parse(p[1]); if (p[0] === "shop") Object.assign(o, v); else o[p[0]] = v; return o; }, {})',
        ),
      )
    },
  },
  {
    id: 'y14-waiting-page',
    about:
      'after the order the customer comes to a page that asks the shop whether the payment is settled, and then leads on',
    change: (site) => {
      site.files['shop.test/api/checkout/complete'] = json({ next: '/checkout/wait?o=20417' })
      site.files['shop.test/api/checkout/status'] = json({ state: 'paid', next: '/checkout/done' })
      site.files['shop.test/checkout/wait'] = page(
        code`<!doctype html><title>One moment</title><h1>One moment</h1><p>We are waiting for your bank.</p><script>(function ask() { fetch("/api/checkout/status" + location.search).then(function (r) { return r.json(); }).then(function (s) { if (s.state === "paid") location.replace(s.next); else setTimeout(ask, 1500); }); })();</script>`,
      )
      site.files['shop.test/checkout/done'] = done('<p><a href="/orders/20417">See your order</a></p>')
    },
  },
  {
    id: 'y14-hints',
    about:
      'lines to the hosts that are known to be used are opened ahead, the chunks are fetched ahead, and the next page is named for later',
    change: (site) => {
      site.head.unshift(
        ...['fields.tillstone', 'api.tillstone', 'www.taghive', 'api.postfinder'].map(
          (host) => `<link rel="preconnect" href="http://${host}.test" crossorigin>`,
        ),
        '<link rel="dns-prefetch" href="http://d.trustprint.test">',
        ...Object.entries(hashes).map(
          ([name, hash]) => `<link rel="preload" as="script" href="/static/js/${name}.${hash}.chunk.js">`,
        ),
        '<link rel="prefetch" href="/checkout/done">',
      )
      site.headers['link'] = '</static/css/main.70ce.css>; rel=preload; as=style'
    },
  },
  app('y14-draft', 'the address, not the card, is kept for the tab, in case the page is loaded again', {
    more: code`var keep = ["email", "name", "street", "postcode", "city"], slot = "draft:" + shop.data.cart; try { var old = JSON.parse(sessionStorage.getItem(slot) || "{}"); keep.forEach(function (k) { if (typeof old[k] === "string" && !store.get()[k]) store.dispatch({ type: "set", key: k, value: old[k] }); }); } catch (x) {} var timer; store.subscribe(function (a) { if (a.type !== "set" || keep.indexOf(a.key) < 0) return; clearTimeout(timer); timer = setTimeout(function () { var s = store.get(), now = {}; keep.forEach(function (k) { now[k] = s[k]; }); sessionStorage.setItem(slot, JSON.stringify(now)); }, 300); });`,
  }),
  streets(
    'y14-street-session',
    'the proposals of streets in a new version: an old question is dropped for a new one, a session is named, postcode and city are filled in',
    code`var session = crypto.randomUUID(), stop; ask = function (i) { if (stop) stop.abort(); stop = new AbortController(); fetch("http://api.postfinder.test/v2/find?key=" + key + "&session=" + session + "&country=nl&q=" + encodeURIComponent(i.value), { signal: stop.signal }).then(function (r) { return r.status === 200 ? r.json() : []; }).then(function (l) { show(i, l.map(function (a) { return a.text || a; })); }).catch(function () {}); }; document.addEventListener("change", function (e) { if (e.target.id !== "street") return; var m = /, (\d{4} ?[A-Z]{2}) (.+)$/.exec(e.target.value), store = need("shop").store; if (!m) return; store.dispatch({ type: "set", key: "postcode", value: m[1] }); store.dispatch({ type: "set", key: "city", value: m[2] }); });`,
  ),
  {
    id: 'y14-upsell',
    about: 'beside the order something that goes with it is offered; one press puts it into the cart',
    change: (site) => {
      site.files['shop.test/img/wax.svg'] = {
        type: 'image/svg+xml',
        body: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><circle cx="24" cy="24" r="18" fill="#a84"/></svg>',
      }
      app('', '', {
        order: code`store.get().wax ? null : h("div", { class: "upsell" }, h("img", { src: "/img/wax.svg", alt: "", width: 48, height: 48 }), h("span", {}, "Wax for coats, " + shop.money(1490)), h("button", { type: "button", onClick: function () { api("cart/lines", { sku: "WAX-1", quantity: 1 }).then(function (r) { store.dispatch({ type: "set", key: "wax", value: true }); store.dispatch({ type: "totals", total: r.total || store.get().total + 1490 }); shop.track("add_to_cart", { value: 14.9, currency: shop.data.currency }); }); } }, "Add")),`,
      }).change(site)
    },
  },
]
