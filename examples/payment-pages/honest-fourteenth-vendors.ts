import { payment, type PaymentParts } from './outfitter-code.ts'
import { json, outfitterBody, page, paynestTag, state, stateTag } from './outfitter.ts'
import { fieldFrame, paynest, tillstone } from './outfitter-provider.ts'
import {
  bugnest,
  cookiegate,
  countwise,
  rewindly,
  starpost,
  taghive,
  talkbubble,
  trustprint,
} from './outfitter-vendors.ts'
import { changedFile, js, tool, type Variant } from './variants.ts'

const code = String.raw
const provider = changedFile('js.tillstone.test/v4/tillstone.js', (more) => tillstone('4.12.0', more))
const chat = changedFile('js.talkbubble.test/tb.js', (more) => talkbubble('34', more))
const replay = changedFile('cdn.rewindly.test/rec.js', (more) => rewindly('2.9', more))
const faults = changedFile('js.bugnest.test/5/bn.js', (more) => bugnest('5.31', more))
const stars = changedFile('widget.starpost.test/sp.js', (more) => starpost('5', more))
const device = changedFile('cdn.trustprint.test/tp.js', (more) => trustprint('3.1', more))
const stats = changedFile('cdn.countwise.test/cw.js', (more) => countwise('8.2', more))
const tags = (id: string, about: string, list: string, more = ''): Variant => ({
  id,
  about,
  change: (site) => void (site.files['www.taghive.test/th.js'] = js(taghive('62', list, more))),
})
const paying = (parts: PaymentParts) => js(payment('b71c05', parts))
const chunk = 'shop.test/static/js/payment.b71c04.chunk.js'

/** On the page of outfitter.ts: what the two providers of payments and the services of others change. */
export const fourteenthVendorsHonest: readonly Variant[] = [
  {
    id: 'y14-provider-build',
    about:
      "the provider's library and its fields in a new version: the last digit is checked, groups of four, one more try when the line fails, how long it took is told",
    change: (site) => {
      provider(
        '',
        '',
        code`var plain = me.tokenize; me.tokenize = function (more) { var t0 = performance.now(); return plain(more).then(function (r) { navigator.sendBeacon(api + "/metrics", JSON.stringify({ sdk: me.version, ms: Math.round(performance.now() - t0), ok: !r.error })); return r; }); }; me.focus = function (kind) { if (made[kind]) made[kind].focus(); };`,
      ).change(site)
      site.files['fields.tillstone.test/v4/field.html'] = fieldFrame(
        '4.12.0',
        code`function luhn(n) { for (var s = 0, k = 0; k < n.length; k++) { var x = +n[n.length - 1 - k] * (k % 2 + 1); s += x > 9 ? x - 9 : x; } return s % 10 === 0; } if (kind === "number") i.addEventListener("input", function () { var n = digits(i.value).slice(0, 19), at = i.selectionStart === i.value.length; i.value = /^3[47]/.test(n) ? n.replace(/^(\d{4})(\d{1,6})?(\d{1,5})?.*/, function (all, a, b, c) { return [a, b, c].filter(Boolean).join(" "); }) : n.replace(/(\d{4})(?=\d)/g, "$1 "); if (at) i.selectionStart = i.value.length; i.setAttribute("aria-invalid", n.length > 14 && !luhn(n) ? "true" : "false"); }); var raw = window.fetch; window.fetch = function (u, o) { return raw(u, o).catch(function () { return new Promise(function (ok) { setTimeout(ok, 600); }).then(function () { return raw(u, o); }); }); };`,
      )
    },
  },
  {
    id: 'y14-link',
    about:
      "the provider's purse for cards: when the e-mail is known there, its frame over the fields offers a card that was saved",
    change: (site) => {
      site.files['fields.tillstone.test/v4/link.html'] = page(
        code`<!doctype html><title>Tillstone Link</title><p>Save my card for the next time</p><label>Phone <input type="tel" autocomplete="tel" name="phone"></label><button type="button">Continue</button><script>var q = new URLSearchParams(location.hash.slice(1)); addEventListener("message", function (e) { if (e.source !== parent || !e.data || e.data.ts !== "email") return; fetch("http://api.tillstone.test/v1/link/lookup", { method: "POST", body: JSON.stringify({ key: q.get("key"), email: e.data.value }) }); }); document.querySelector("button").onclick = function () { parent.postMessage({ ts: "link", state: "open" }, "*"); };</script>`,
      )
      provider(
        '',
        '',
        code`me.link = function (at) { var f = at.appendChild(frame("link", "ts-link", "Tillstone Link", { key: key, locale: o.locale }, 110)); return { email: function (v) { f.contentWindow.postMessage({ ts: "email", value: v }, origin); } }; };`,
      ).change(site)
      site.files[chunk] = paying({
        inside: code`, h("div", { class: "link", ref: function (e) { x.link = till.link(e); } })`,
        more: code`var known = ""; store.subscribe(function () { var mail = store.get().email; if (!/.+@.+\..+/.test(mail) || mail === known) return; known = mail; clearTimeout(x.wait); x.wait = setTimeout(function () { if (x.link) x.link.email(mail); }, 500); });`,
      })
    },
  },
  {
    id: 'y14-instalments',
    about:
      "one can pay in three parts by the same provider: a line about the amounts in the provider's frame, and a way of paying that leads to its host",
    change: (site) => {
      site.files['fields.tillstone.test/v4/parts.html'] = page(
        code`<!doctype html><title>Pay in 3</title><p></p><script>var q = new URLSearchParams(location.hash.slice(1)); document.querySelector("p").textContent = "3 payments of " + (q.get("amount") / 300).toFixed(2) + " " + q.get("currency") + ", no interest"; parent.postMessage({ ts: "height", value: document.body.scrollHeight }, "*");</script>`,
      )
      provider(
        '',
        '',
        code`me.message = function (at, q) { at.append(frame("parts", "ts-parts", "Pay in 3", q, 40)); }; me.parts = function (q) { return origin + "/v4/parts/start?" + new URLSearchParams(Object.assign({ key: key, account: o.account }, q)); };`,
      ).change(site)
      site.files[chunk] = paying({
        methods: code`choice("parts", "Pay in 3 parts"), h("div", { class: "parts", ref: function (e) { till.message(e, { amount: data.total, currency: data.currency }); } }),`,
        before: code`if (s.card === "parts") { location.assign(till.parts({ amount: s.total, currency: data.currency, cart: data.cart })); return; }`,
      })
    },
  },
  {
    id: 'y14-three-ds',
    about:
      "when the bank wants to ask, the provider's frame is opened in a dialog; in it lies the frame of the bank, whichever that is",
    change: (site) => {
      site.files['api.tillstone.test/v1/tokens'] = json({ id: 'tk_9Qw2Lz', brand: 'visa', challenge: 'ch_31f' })
      site.files['fields.tillstone.test/v4/challenge.html'] = page(
        code`<!doctype html><title>Your bank</title><iframe title="Your bank" src="http://acs.delta-bank.test/challenge?t=ch_31f" width="360" height="300"></iframe><script>addEventListener("message", function (e) { if (e.origin === "http://acs.delta-bank.test" && e.data === "finished") parent.postMessage({ ts: "challenge", state: "done" }, "*"); });</script>`,
      )
      site.files['acs.delta-bank.test/challenge'] = page(
        '<!doctype html><title>Delta Bank</title><h3>Confirm in the app</h3><p>Northpeg Outfitters, 129.00 EUR, card ending in 1111</p><script>setTimeout(function () { parent.postMessage("finished", "*"); }, 900);</script>',
      )
      provider(
        '',
        '',
        code`var first = me.tokenize; me.tokenize = function (more) { return first(more).then(function (r) { if (!r.challenge) return r; return new Promise(function (ok) { var b = d.createElement("dialog"); b.setAttribute("aria-label", "Your bank"); b.append(frame("challenge", "ts-challenge", "Your bank", { id: r.challenge }, 340)); d.body.append(b); b.showModal(); me.on("challenge", function () { if (!b.open) return; b.close(); b.remove(); ok(r); }); }); }); };`,
      ).change(site)
    },
  },
  {
    id: 'y14-saved-cards',
    about:
      "there are two saved cards; one can be taken off, and before one pays by it the provider's frame asks for its code",
    change: (site) => {
      const saved = [
        { id: 'card_1a8', text: 'Visa ending in 4242' },
        { id: 'card_2c0', text: 'Mastercard ending in 5100' },
      ]
      site.body = outfitterBody({ data: stateTag(state({ saved })) })
      site.files['fields.tillstone.test/v4/code.html'] = page(
        code`<!doctype html><title>code</title><label>Security code of the saved card <input inputmode="numeric" maxlength="4" autocomplete="off"></label><script>document.querySelector("input").addEventListener("input", function () { parent.postMessage({ ts: "code", complete: this.value.length > 2 }, "*"); });</script>`,
      )
      provider(
        '',
        '',
        code`me.code = function (at, card) { at.replaceChildren(frame("code", "ts-code", "Security code", { card: card, key: key }, 56)); };`,
      ).change(site)
      site.files[chunk] = paying({
        methods: code`h("div", { class: "code", hidden: !/^card_/.test(s.card) }), h("button", { type: "button", class: "take-off", hidden: !/^card_/.test(s.card), onClick: function () { api("customer/cards/remove", { id: s.card }); data.saved = data.saved.filter(function (c) { return c.id !== s.card; }); store.dispatch({ type: "set", key: "card", value: "new" }); } }, "Take this card off"),`,
        more: code`var shown = ""; store.subscribe(function () { var c = store.get().card; if (c === shown || !/^card_/.test(c)) return; shown = c; till.code(document.querySelector(".code"), c); });`,
      })
    },
  },
  {
    id: 'y14-paynest-build',
    about:
      "the second provider's library in a new version, with a button more and, in its address, the currency and which buttons are wanted; the client is the same",
    change: (site) => {
      site.head = site.head.map((tag) =>
        tag === paynestTag
          ? tag.replace('5501"', '5501&amp;currency=EUR&amp;components=buttons,messages&amp;commit=true"')
          : tag,
      )
      site.files['www.paynest.test/sdk/js'] = js(
        paynest(
          '5.0.47',
          code`var old = w.PayNest.Buttons; w.PayNest.Buttons = function (o) { var b = old(o); return { render: function (at) { b.render(at); var f = d.createElement("iframe"); f.title = "PayNest Later"; f.width = 240; f.height = 48; f.src = "http://www.paynest.test/smart/button?" + new URLSearchParams({ "client-id": id, amount: o.amount, currency: o.currency, fundingSource: "later" }); at.append(f); } }; }; w.addEventListener("message", function (e) { if (e.origin !== "http://www.paynest.test" || !e.data || e.data.pn !== "resize") return; d.querySelectorAll("iframe[title^=PayNest]").forEach(function (f) { if (f.contentWindow === e.source) f.height = Math.min(e.data.height, 90); }); });`,
        ),
      )
    },
  },
  tags(
    'y14-tag-totals',
    'the container counts more events: what the order is worth, which way of paying was chosen, whether the form was left, how far was scrolled',
    ', { on: "view_cart", run: stat("view_cart", ["value", "currency", "items"]) }, { on: "method", run: stat("select_payment", ["payment_type"]) }, { on: "left", run: stat("form_left", ["last", "filled"]) }, { on: "scroll", run: stat("scroll", ["percent"]) }',
    code`var last = "", filled = {}, deep = {}; layer.push({ event: "view_cart", value: 129, currency: "EUR", items: 1 }); d.addEventListener("change", function (e) { if (e.target.name === "card") layer.push({ event: "method", payment_type: e.target.value === "scan" ? "scan" : e.target.value === "new" ? "card" : "saved" }); else if (e.target.id) { last = e.target.id; filled[last] = !!e.target.value; } }); w.addEventListener("pagehide", function () { layer.push({ event: "left", last: last, filled: Object.keys(filled).length }); }); w.addEventListener("scroll", function () { var p = Math.round(100 * (w.scrollY + w.innerHeight) / d.documentElement.scrollHeight); [50, 90].forEach(function (m) { if (p >= m && !deep[m]) { deep[m] = 1; layer.push({ event: "scroll", percent: m }); } }); }, { passive: true });`,
  ),
  {
    id: 'y14-approved-pixel',
    about:
      'the container brings a pixel of a host that the owner approved, which is told of the checkout, of its worth, and when the way of paying was given',
    change: (site) => {
      tags(
        '',
        '',
        code`, { on: "th.dom", html: '<script>window.apx = window.apx || function () { (apx.q = apx.q || []).push(arguments); }; apx("init", "88204"); apx("track", "InitiateCheckout", { value: 129, currency: "EUR", num_items: 1 });<\/script><script async src="http://pixel.approved.test/apx.js"><\/script>' }, { on: "add_payment_info", run: function () { if (w.apx) w.apx("track", "AddPaymentInfo", { value: 129, currency: "EUR" }); } }`,
      ).change(site)
      site.files['pixel.approved.test/apx.js'] = js(
        code`(function (w, d) { var id = "", old = (w.apx && w.apx.q) || [], fbp = (d.cookie.match(/_apx=([\w.]+)/) || [])[1] || "ap.1." + Date.now() + "." + Math.floor(Math.random() * 1e9); d.cookie = "_apx=" + fbp + ";path=/;max-age=7776000;SameSite=Lax"; function send(name, p) { var u = new URLSearchParams({ id: id, ev: name, dl: location.origin + location.pathname, fbp: fbp, sw: screen.width, sh: screen.height, ts: Date.now() }); for (var k in p || {}) u.set("cd[" + k + "]", p[k]); new Image().src = "http://pixel.approved.test/tr?" + u; } w.apx = function (c, a, p) { if (c === "init") { id = a; send("PageView"); } if (c === "track") send(a, p); }; [].forEach.call(old, function (a) { w.apx.apply(null, a); }); })(window, document);`,
      )
    },
  },
  {
    id: 'y14-consent-modes',
    about:
      'the consent tool has purposes to choose from, tells the container what is allowed for each, and there are other words',
    change: (site) => {
      site.files['cdn.cookiegate.test/cg-204.json'] = json({
        title: 'Your privacy',
        text: 'We and our partners use cookies to measure the shop. Payment works in any case. You can change your choice at the foot of the page.',
        choices: [
          ['all', 'Accept all'],
          ['stats', 'Statistics only'],
          ['none', 'Needed only'],
        ],
      })
      site.files['cdn.cookiegate.test/gate.js'] = js(
        cookiegate(
          '3.3',
          code`function modes(c) { return { ad_storage: c === "all" ? "granted" : "denied", analytics_storage: c === "all" || c === "stats" ? "granted" : "denied", wait_for_update: 500 }; } (w.dataLayer = w.dataLayer || []).push({ event: "consent_default", modes: modes(got) }); var save = keep; keep = function (c) { save(c); w.dataLayer.push({ event: "consent_modes", modes: modes(c) }); d.dispatchEvent(new CustomEvent("cgate", { detail: modes(c) })); }; w.CookieGate.open = function () { got = ""; start(); };`,
        ),
      )
    },
  },
  {
    id: 'y14-experiment',
    about:
      'another experiment: half of the visitors read a line about returns under the button and another word at the code for promotions',
    change: (site) =>
      void (site.files['cdn.forkroad.test/5120.json'] = json({
        experiments: [
          {
            id: 8,
            arms: [
              {},
              {
                css: '.returns{color:#263}.order{background:#f6f6f2}',
                changes: [
                  { at: '.pay', add: '<p class="returns">Returns are free for 30 days.</p>' },
                  { at: '.promo .field span', text: 'Do you have a code?' },
                ],
              },
            ],
          },
        ],
      })),
  },
  chat(
    'y14-chat-greets',
    'the chat greets who stays long with a line and is told the page and whether something is in the cart; office hours are asked of its own host',
    code`var line; setTimeout(function () { if (frame || sessionStorage.getItem("tb_greeted")) return; sessionStorage.setItem("tb_greeted", "1"); line = d.createElement("div"); line.setAttribute("role", "status"); line.style.cssText = "position:fixed;right:8px;bottom:44px;background:#fff;border:1px solid #ccc;padding:4px 8px"; line.textContent = "Questions about your order?"; d.body.append(line); tell("greeted", { page: location.pathname, cart: !!d.querySelector(".order li"), lang: d.documentElement.lang }); setTimeout(function () { line.remove(); }, 5000); }, 2500); w.addEventListener("message", function (e) { if (e.origin !== host || !e.data || e.data.tb !== "height" || !frame) return; frame.style.height = Math.min(e.data.value, 560) + "px"; }); fetch("http://api.talkbubble.test/v2/hours?tz=" + encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)).then(function (r) { return r.status === 200 ? r.json() : { open: true }; }).then(function (h) { var b = d.querySelector(".talkbubble"); if (b) b.title = h.open ? "We are here" : "We answer tomorrow"; });`,
  ),
  faults(
    'y14-error-trail',
    'the reporter of errors in a new version: a trail of clicks and requests without what was entered, long numbers and addresses struck out, repeated reports dropped',
    code`var trail = [], told = {}, raw = send, go = w.fetch; function clean(t) { return String(t || "").replace(/[\w.+-]+@[\w.-]+/g, "[mail]").replace(/(?:\d[ -]?){7,}/g, "[digits]").slice(0, 300); } function note(k, t) { trail.push([k, clean(t), Date.now()]); if (trail.length > 25) trail.shift(); } send = function (kind, text, stack) { if (told[kind + text]) return; told[kind + text] = 1; raw(kind, clean(text), clean(stack) + JSON.stringify(trail)); }; w.document.addEventListener("click", function (e) { note("click", e.target.localName + (e.target.className ? "." + e.target.className : "")); }, true); w.fetch = function (u, x) { var path = String(u && u.url ? u.url : u).split("?")[0], how = (x && x.method) || "GET"; return go.apply(this, arguments).then(function (r) { note("fetch", how + " " + path + " " + r.status); return r; }, function (e) { note("fetch", how + " " + path + " failed"); throw e; }); };`,
  ),
  device(
    'y14-device-build',
    'the script that knows devices in a new version: sound and drawing are measured, and the rhythm of keys and movements, without what was typed',
    code`var gaps = [], was = 0, path = 0, px = 0, py = 0; d.addEventListener("keydown", function (e) { if (was) gaps.push(Math.round(e.timeStamp - was)); was = e.timeStamp; if (gaps.length > 40) gaps.shift(); }, true); d.addEventListener("pointermove", function (e) { if (px || py) path += Math.hypot(e.clientX - px, e.clientY - py); px = e.clientX; py = e.clientY; }, { passive: true }); function sound() { var C = w.OfflineAudioContext; if (!C) return Promise.resolve(0); var c = new C(1, 4410, 44100), o = c.createOscillator(), k = c.createDynamicsCompressor(); o.type = "triangle"; o.connect(k); k.connect(c.destination); o.start(0); return c.startRendering().then(function (b) { return b.getChannelData(0).slice(3000).reduce(function (s, v) { return s + Math.abs(v); }, 0); }); } function mean(l) { return l.length ? Math.round(l.reduce(function (s, v) { return s + v; }, 0) / l.length) : 0; } sound().then(function (s) { send("traits", { audio: s, touch: navigator.maxTouchPoints, memory: navigator.deviceMemory, dark: matchMedia("(prefers-color-scheme: dark)").matches }); }); var pay = w.TrustPrint.id; w.TrustPrint.id = function () { var m = mean(gaps); send("rhythm", { mean: m, spread: mean(gaps.map(function (g) { return Math.abs(g - m); })), path: Math.round(path) }); return pay(); };`,
  ),
  replay(
    'y14-replay-build',
    'the session replay in a new version: the tree is recorded by names of elements, clicks by place, inputs as "changed" with their length only, and what lies in the payment not at all',
    code`var wide = new Set(["script", "style", "iframe"]); function shape(e, deep) { if (wide.has(e.localName) || deep > 12) return e.localName; return blocked(e) ? [e.localName, "blocked"] : [e.localName, e.className || 0, [].map.call(e.children, function (c) { return shape(c, deep + 1); })]; } value = function (e) { return { changed: true, length: e.value.length }; }; setTimeout(function () { if (d.body) rec("tree", shape(d.body, 0)); }, 1200); w.addEventListener("scroll", function () { rec("scroll", Math.round(w.scrollY)); }, { passive: true }); var rage = []; d.addEventListener("click", function (e) { rage = rage.filter(function (t) { return e.timeStamp - t < 800; }); rage.push(e.timeStamp); if (rage.length > 3) rec("rage", e.target.localName); }, true);`,
  ),
  {
    id: 'y14-reviews-turn',
    about:
      'the widget of reviews shows some of them as text, one after the other when they are in sight; the data are others',
    change: (site) => {
      stars(
        '',
        '',
        code`var base = draw; draw = function (o) { base(o); var at = d.querySelector(".reviews"), q = d.createElement("blockquote"), n = 0, timer; if (!at || !o.latest) return; function put() { var r = o.latest[n++ % o.latest.length]; q.textContent = "“" + r.text + "” " + r.by; } put(); at.append(q); new IntersectionObserver(function (l) { clearInterval(timer); if (l[0].isIntersecting) timer = setInterval(put, 3500); }).observe(at); };`,
      ).change(site)
      site.files['widget.starpost.test/shops/northpeg.json'] = json({
        score: 4.9,
        count: 2344,
        latest: [
          { by: 'Eva', text: 'The coat is warm & dry. Came in 2 days, <3' },
          { by: 'Pieter', text: 'Paid by card, no trouble; order 20391.' },
        ],
      })
    },
  },
  stats(
    'y14-vitals',
    'the analytics measure in their new build how fast the page is, how long tasks took and how long it was in sight',
    code`var v = { lcp: 0, cls: 0, long: 0 }, t0 = performance.now(), seen = 0; function watch(type, f) { try { new PerformanceObserver(function (l) { l.getEntries().forEach(f); }).observe({ type: type, buffered: true }); } catch (x) {} } watch("largest-contentful-paint", function (e) { v.lcp = Math.round(e.startTime); }); watch("layout-shift", function (e) { if (!e.hadRecentInput) v.cls = Math.round((v.cls + e.value) * 1e4) / 1e4; }); watch("longtask", function (e) { v.long += Math.round(e.duration); }); watch("event", function (e) { if (e.interactionId) v.inp = Math.max(v.inp || 0, Math.round(e.duration)); }); d.addEventListener("visibilitychange", function () { if (d.visibilityState === "hidden") { seen += performance.now() - t0; hit("vitals", Object.assign({ seconds: Math.round(seen / 1000) }, v)); } else t0 = performance.now(); });`,
  ),
  tool(
    'y14-easier-reading',
    'an approved helper for who sees or hears badly: larger letters, more contrast, the field in which one is gets a frame and its label is read aloud',
    code`(function (w, d) { var on = JSON.parse(localStorage.getItem("easier") || "{}"), s = d.createElement("style"); s.textContent = ".easier-big{font-size:125%}.easier-dark{filter:contrast(1.3)}.easier-ring :focus{outline:3px solid #06c}"; function apply() { ["big", "dark", "ring"].forEach(function (k) { d.documentElement.classList.toggle("easier-" + k, !!on[k]); }); } function bar() { d.head.append(s); var b = d.createElement("div"); b.setAttribute("role", "toolbar"); b.setAttribute("aria-label", "Easier reading"); [["big", "A+"], ["dark", "Contrast"], ["ring", "Focus"], ["voice", "Read aloud"]].forEach(function (x) { var k = d.createElement("button"); k.type = "button"; k.textContent = x[1]; k.onclick = function () { on[x[0]] = !on[x[0]]; localStorage.setItem("easier", JSON.stringify(on)); apply(); navigator.sendBeacon("http://in.tools-approved.test/easier", JSON.stringify({ tool: x[0], on: on[x[0]] })); }; b.append(k); }); d.body.append(b); apply(); } d.addEventListener("focusin", function (e) { var l = e.target.labels && e.target.labels[0]; if (!on.voice || !l || !w.speechSynthesis) return; speechSynthesis.cancel(); speechSynthesis.speak(new SpeechSynthesisUtterance(l.innerText)); }); if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", bar); else bar(); })(window, document);`,
  ),
]
