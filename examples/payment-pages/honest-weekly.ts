import { framework, main, type MainParts, payment, type PaymentParts } from './outfitter-code.ts'
import { json, outfitterBody, own, page, tillstoneTag } from './outfitter.ts'
import { rewindly, talkbubble } from './outfitter-vendors.ts'
import { changedFile, js, tool, type Variant } from './variants.ts'

const code = String.raw
const base = changedFile('shop.test/static/js/framework.81d2.js', (more) => framework('10.20', more))
const replay = changedFile('cdn.rewindly.test/rec.js', (more) => rewindly('2.9', more))
const chat = changedFile('js.talkbubble.test/tb.js', (more) => talkbubble('34', more))
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

/** On the page of outfitter.ts: what a payment team sees in an ordinary week and no earlier set has. */
export const weeklyHonest: readonly Variant[] = [
  {
    id: 'week-phone-code',
    about: 'a telephone number is confirmed by a code in a text message before a parcel may go to a locker',
    change: (site) => {
      site.files['shop.test/api/phone/start'] = json({ sent: true })
      app('', '', {
        contact: code`h(Field, { id: "phone", type: "tel", label: "Mobile phone", auto: "tel", onChange: function () { api("phone/start", { phone: store.get().phone }).then(function (r) { store.dispatch({ type: "set", key: "asked", value: !!r.sent }); }); } }), store.get().asked ? h(Field, { id: "code", label: "Code from the message", auto: "one-time-code", max: 6, onChange: function () { api("phone/check", { phone: store.get().phone, code: store.get().code }); } }) : null,`,
      }).change(site)
    },
  },
  tool(
    'week-bot-check',
    'an approved check for robots: a frame of its host, whose word goes with the order in a hidden field',
    code`(function (w, d) { function draw() { var at = d.querySelector("form.checkout"), f = d.createElement("iframe"), i = d.createElement("input"); if (!at) return setTimeout(draw, 200); f.title = "Check"; f.width = 300; f.height = 65; f.src = "http://check.tools-approved.test/frame?key=ck_2041&at=" + encodeURIComponent(location.hostname); i.type = "hidden"; i.name = "bot-check"; at.append(f, i); w.addEventListener("message", function (e) { if (e.origin === "http://check.tools-approved.test" && e.data && typeof e.data.token === "string") i.value = e.data.token; }); } draw(); })(window, document);`,
  ),
  app('week-transitions', 'parts of the checkout fade when they change, where the browser can', {
    more: code`if (document.startViewTransition && !matchMedia("(prefers-reduced-motion: reduce)").matches) { var put = store.dispatch; store.dispatch = function (a) { if (a.type !== "loaded" && a.key !== "card") return put(a); var r; document.startViewTransition(function () { r = put(a); }); return r === undefined ? a : r; }; }`,
  }),
  app('week-tabs', 'a cart that is changed in one tab is told to the others, which ask for the sum anew', {
    more: code`if (window.BroadcastChannel) { var tabs = new BroadcastChannel("cart"), seen = shop.data.total; store.subscribe(function (a) { if (a.type === "totals" && a.total !== seen) { seen = a.total; tabs.postMessage({ cart: shop.data.cart, total: a.total }); } }); tabs.onmessage = function (e) { if (e.data.cart === shop.data.cart && e.data.total !== seen) { seen = e.data.total; store.dispatch({ type: "totals", total: seen }); } }; }`,
  }),
  paying('week-code-help', 'beside the security code a small window shows where it stands on the card', {
    inside: code`, h("button", { type: "button", popovertarget: "code-help", class: "what" }, "Where is the code?"), h("div", { id: "code-help", popover: "auto" }, h("b", {}, "Security code"), h("p", {}, "Three digits on the back; with American Express four on the front."), h("img", { src: "/img/code.svg", alt: "", width: 120, height: 76 }))`,
  }),
  {
    id: 'week-sign-in',
    about: 'who has an account may sign in with a passkey, offered by the field for the e-mail',
    change: (site) => {
      site.files['shop.test/api/passkey/start'] = json({ challenge: 'c2hvcHdhcmRlbg', rpId: 'shop.test' })
      app('', '', {
        contact: code`h("button", { type: "button", class: "passkey", onClick: passkey }, "Sign in with a passkey"),`,
      }).change(site)
      const file = site.files['shop.test/static/js/main.e05a.js']
      if (file)
        file.body = file.body.replace(
          'function submit(e)',
          code`function bytes(t) { return Uint8Array.from(atob(t.replace(/-/g, "+").replace(/_/g, "/")), function (c) { return c.charCodeAt(0); }); }
    function passkey() { if (!navigator.credentials) return; api("passkey/start").then(function (o) { return navigator.credentials.get({ publicKey: { challenge: bytes(o.challenge), rpId: o.rpId, userVerification: "preferred" } }); }).then(function (k) { return api("passkey/finish", { id: k.id, type: k.type }); }).then(function (r) { if (r.customer) Object.keys(r.customer).forEach(function (n) { store.dispatch({ type: "set", key: n, value: r.customer[n] }); }); }).catch(function () {}); }
    function submit(e)`,
        )
    },
  },
  {
    id: 'week-pinned',
    about:
      "the shop's own files are loaded with a hash and with priorities, and the provider's library is fetched first",
    change: (site) => {
      site.head = site.head.map((tag) =>
        ['runtime.3fa9', 'framework.81d2', 'main.e05a'].some((name) => tag === own(name))
          ? tag.replace('<script defer', '<script defer fetchpriority="high" crossorigin="anonymous"')
          : tag,
      )
      site.head.unshift('<link rel="preload" as="script" href="http://js.tillstone.test/v4/tillstone.js">')
      site.head = site.head.map((tag) =>
        tag === tillstoneTag ? tag.replace('<script defer', '<script defer fetchpriority="high"') : tag,
      )
    },
  },
  app('week-donation', 'the sum can be rounded up for a good cause; the shop is told at once', {
    order: code`h("label", { class: "choice" }, h("input", { type: "checkbox", name: "round_up", checked: !!store.get().up, onChange: function (e) { store.dispatch({ type: "set", key: "up", value: e.target.checked }); api("cart/donation", { on: e.target.checked, amount: 100 - shop.data.total % 100 }).then(function (r) { if (r.total) store.dispatch({ type: "totals", total: r.total }); }); } }), h("span", {}, "Round up for clean rivers")),`,
  }),
  base(
    'week-compiler',
    'the framework comes from a newer compiler: fields of classes, optional chains, a scheduler that yields to what is typed',
    code`(self.webpackChunkoutfit = self.webpackChunkoutfit || []).push([["sched"], { sched: function (m, x) { class Queue { #jobs = []; #on = false; push(job) { this.#jobs.push(job); this.#on ||= (this.#run(), true); } async #run() { while (this.#jobs.length > 0) { const end = performance.now() + 5; while (this.#jobs.length > 0 && performance.now() < end) this.#jobs.shift()?.(); if (navigator.scheduling?.isInputPending?.()) await new Promise((ok) => setTimeout(ok)); else await globalThis.scheduler?.yield?.(); } this.#on = false; } } x.queue = new Queue(); } }]);`,
  ),
  replay(
    'week-replay-off',
    'the session replay stops where a visitor has asked not to be followed, and keeps that for a year',
    code`if (navigator.globalPrivacyControl || navigator.doNotTrack === "1" || d.cookie.indexOf("rw_off=1") >= 0) { flush = function () { q.length = 0; }; d.cookie = "rw_off=1;path=/;max-age=31536000;SameSite=Lax"; }`,
  ),
  {
    id: 'week-chat-order',
    about: 'the chat is told the number of the cart and the sum, so that the staff see what a customer asks about',
    change: (site) => {
      chat(
        '',
        '',
        code`w.TalkBubble.order = function (o) { tell("context", { cart: String(o.cart).slice(0, 40), total: +o.total || 0 }); };`,
      ).change(site)
      site.body = outfitterBody()
      app('', '', {
        more: code`setTimeout(function () { if (window.TalkBubble && window.TalkBubble.order) window.TalkBubble.order({ cart: shop.data.cart, total: store.get().total }); }, 800);`,
      }).change(site)
    },
  },
  {
    id: 'week-app-banner',
    about: "the shop's app is offered: a manifest, an address for the store, a small page of the shop's own in a frame",
    change: (site) => {
      site.head.push(
        '<link rel="manifest" href="/site.webmanifest">',
        '<meta name="apple-itunes-app" content="app-id=1204477">',
      )
      site.files['shop.test/site.webmanifest'] = {
        type: 'application/manifest+json',
        body: '{"name":"Northpeg","display":"browser"}',
      }
      site.files['shop.test/app-offer'] = page(
        '<!doctype html><title>App</title><p>Follow your parcel in our app.</p><a href="/app">Get it</a>',
      )
      app('', '', {
        order: code`h("iframe", { src: "/app-offer", title: "Our app", width: 280, height: 90, loading: "lazy" }),`,
      }).change(site)
    },
  },
]
