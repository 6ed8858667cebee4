import { fontCss, json } from './boxoffice.ts'
import {
  consentry,
  container,
  faultlog,
  findstreet,
  hellobox,
  humanscore,
  kindwords,
  statwell,
} from './boxoffice-vendors.ts'
import { changedFile, js, tool, type Variant } from './variants.ts'

const code = String.raw
const streets = changedFile('cdn.findstreet.test/v4/complete.js', (more) => findstreet('4.3', more))
const stars = changedFile('widget.kindwords.test/badge.js', (more) => kindwords('7', more))
const chat = changedFile('js.hellobox.test/loader.js', (more) => hellobox('22', more))
const robots = changedFile('www.humanscore.test/api.js', (more) => humanscore('3.3', more))
const faults = changedFile('js.faultlog.test/7/bundle.js', (more) => faultlog('7.61', more))
const stats = changedFile('cdn.statwell.test/sw.js', (more) => statwell('4.0', more))
const tags = (id: string, about: string, list: string, more = ''): Variant => ({
  id,
  about,
  change: (site) => void (site.files['www.tagyard.test/ty.js'] = js(container('89', list, more))),
})

/** Of the page of a box office: what the services of others on it change. */
export const thirteenthVendorsHonest: readonly Variant[] = [
  tags(
    'y13-tag-events',
    'the container counts how far was scrolled, which step was opened and which way of paying was chosen',
    ', { on: "scroll", type: "stat", name: "scroll", params: function (e) { return { percent: e.percent }; } }, { on: "step", type: "stat", name: "checkout_progress", params: function (e) { return { step: e.step }; } }, { on: "method", type: "stat", name: "add_payment_info", params: function (e) { return { payment_type: e.method }; } }',
    code`var deep = {}; w.addEventListener("scroll", function () { var p = Math.round(100 * (w.scrollY + w.innerHeight) / d.documentElement.scrollHeight); [50, 90].forEach(function (m) { if (p >= m && !deep[m]) { deep[m] = 1; q.push({ event: "scroll", percent: m }); } }); }, { passive: true }); d.addEventListener("click", function (e) { var h = e.target.closest && e.target.closest(".step-head"); if (h) q.push({ event: "step", step: h.textContent.charAt(0) }); }); d.addEventListener("change", function (e) { if (e.target.name === "method") q.push({ event: "method", method: e.target.value }); });`,
  ),
  {
    id: 'y13-approved-pixel',
    about:
      'the container brings a pixel of a host that the owner approved, which is told that a checkout was begun and what it is worth',
    change: (site) => {
      tags(
        '',
        '',
        code`, { on: "ty.dom", type: "html", html: '<script>window.apx = window.apx || function () { (apx.q = apx.q || []).push(arguments); }; apx("init", "66120"); apx("track", "InitiateCheckout", { value: 96, currency: "EUR" });<\/script><script async src="http://pixel.approved.test/apx.js"><\/script>' }`,
      ).change(site)
      site.files['pixel.approved.test/apx.js'] = js(
        code`(function (w, d) { var id = "", old = (w.apx && w.apx.q) || []; function send(name, p) { var u = "http://pixel.approved.test/tr?id=" + id + "&ev=" + name + "&dl=" + encodeURIComponent(location.origin + location.pathname) + "&sw=" + screen.width + "&ts=" + Date.now(); for (var k in p || {}) u += "&cd[" + k + "]=" + encodeURIComponent(p[k]); new Image().src = u; } w.apx = function (c, a, p) { if (c === "init") { id = a; send("PageView"); } if (c === "track") send(a, p); }; [].forEach.call(old, function (a) { w.apx.apply(null, a); }); })(window, document);`,
      )
    },
  },
  chat(
    'y13-chat-build',
    "the chat's new build: a sign for unread words, office hours asked of its own host, the frame tells its height",
    code`var host = "http://js.hellobox.test", sign = d.createElement("sup"); sign.hidden = true; function unread(n) { var b = d.querySelector(".hb"); sign.hidden = !n; sign.textContent = n; if (b && !sign.parentNode) b.append(sign); } w.addEventListener("message", function (e) { if (e.origin !== host || !e.data) return; if (e.data.type === "unread") unread(e.data.count); if (e.data.type === "height" && frame) frame.style.height = Math.min(e.data.value, 600) + "px"; }); fetch("http://api.hellobox.test/v1/hours?tz=" + encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)).then(function (r) { return r.status === 200 ? r.json() : { open: true }; }).then(function (h) { var b = d.querySelector(".hb"); if (b && !h.open) b.title = "We answer tomorrow"; });`,
  ),
  {
    id: 'y13-reviews-turn',
    about:
      'the widget of reviews writes text instead of HTML now and turns to the next one, when it is in sight; there are other reviews',
    change: (site) => {
      stars(
        '',
        '',
        code`draw = function (o) { var at = d.querySelector(".reviews"), now = 0; if (!at) return; var b = d.createElement("b"), q = d.createElement("blockquote"); b.textContent = o.score + " of 5 (" + o.count + ")"; function put() { var r = o.latest[now++ % o.latest.length], c = d.createElement("cite"); c.textContent = r.by; q.textContent = r.text; q.append(c); } at.replaceChildren(b, q); put(); var timer; new IntersectionObserver(function (l) { clearInterval(timer); if (l[0].isIntersecting) timer = setInterval(put, 4000); }).observe(at); };`,
      ).change(site)
      site.files['widget.kindwords.test/shop/771/latest'] = json({
        score: 4.8,
        count: 1211,
        latest: [
          { by: 'Ilse', text: 'The <3 of the season! Row F is a good row.' },
          { by: 'Tom', text: 'Quick checkout, tickets by e-mail in 1 minute.' },
        ],
      })
    },
  },
  {
    id: 'y13-consent-words',
    about: 'the question for consent has other words and a third answer; the tool tells the container what was chosen',
    change: (site) => {
      site.files['cdn.consentry.test/cfg/771.json'] = json({
        title: 'Your choice',
        text: 'We count visits to improve our box office. With your leave our partners may show you plays you may like. You can change this at any time.',
        buttons: [
          { label: 'Accept all', choice: 'all' },
          { label: 'Only statistics', choice: 'stats' },
          { label: 'Only what is needed', choice: 'none' },
        ],
      })
      site.files['cdn.consentry.test/cmp.js'] = js(
        consentry(
          '4.2',
          code`var state = function (c) { return { ad_storage: c === "all" ? "granted" : "denied", analytics_storage: c === "all" || c === "stats" ? "granted" : "denied" }; }; (w.dataLayer = w.dataLayer || []).push({ event: "consent_default", state: state(chosen) }); w.Consentry.state = function () { return state(chosen); }; w.Consentry.reopen = function () { chosen = ""; start(); };`,
        ),
      )
    },
  },
  {
    id: 'y13-experiment',
    about:
      'another experiment runs: half of the visitors see the order above the steps and another word on the button; clicks on it are counted',
    change: (site) =>
      void (site.files['cdn.splitlane.test/cfg/4410.json'] = json({
        experiments: [
          {
            id: 33,
            arms: [
              {},
              {
                css: '#summary{border:1px solid #ccc;padding:8px}',
                js: 'var s = document.querySelector(".steps"), a = document.getElementById("summary"), b = document.querySelector(".pay"); if (s && a) s.before(a); if (b) { b.firstChild.data = "Buy tickets for "; b.addEventListener("click", function () { navigator.sendBeacon("http://log.splitlane.test/e", JSON.stringify({ site: 4410, x: 33, arm: 1, goal: "click" })); }); }',
              },
            ],
          },
        ],
      })),
  },
  streets(
    'y13-address-version',
    'the address completion in a new version: an old question is dropped for a new one, a session is named, the post code is filled in',
    code`var session = Math.random().toString(36).slice(2), stop; ask = function (i) { if (stop) stop.abort(); stop = new AbortController(); fetch(api + "/suggest?key=" + key + "&country=nl&session=" + session + "&q=" + encodeURIComponent(i.value), { signal: stop.signal }).then(function (r) { return r.status === 200 ? r.json() : []; }).then(function (l) { show(i, l); }).catch(function () {}); }; d.addEventListener("change", function (e) { var i = e.target; if (!i.dataset || !("findstreet" in i.dataset) || !i.form) return; var code = /\b(\d{4} ?[A-Z]{2})\b/.exec(i.value), to = i.form.elements.postcode; if (code && to && !to.value) { to.value = code[1]; to.dispatchEvent(new Event("change", { bubbles: true })); } });`,
  ),
  {
    id: 'y13-fonts',
    about: 'the fonts have a new edition: a bold one, and Latin letters and digits apart from the rest',
    change: (site) =>
      void (site.files['fonts.typehall.test/css'] = {
        type: 'text/css',
        body: fontCss(
          'v14',
          [400, 700]
            .map((weight) =>
              [
                ['latin-ext', 'U+0100-02BA,U+1E00-1E9F,U+20A0-20C0'],
                ['latin', 'U+0000-00FF,U+2000-206F,U+20AC'],
              ]
                .map(
                  ([name, range]) =>
                    `@font-face{font-family:Inter;font-weight:${weight};font-display:swap;src:url(http://fonts.typehall.test/s/inter/v14/${weight}-${name}.woff2) format("woff2");unicode-range:${range}}`,
                )
                .join(''),
            )
            .join(''),
        ),
      }),
  },
  robots(
    'y13-robot-build',
    'the tool against robots counts movements, keys and seconds, without what was typed, and tells its badge',
    code`var n = { moves: 0, keys: 0, touches: 0 }, t0 = performance.now(); d.addEventListener("pointermove", function () { n.moves++; }, { passive: true }); d.addEventListener("keydown", function () { n.keys++; }, { passive: true }); d.addEventListener("touchstart", function () { n.touches++; }, { passive: true }); setInterval(function () { var f = d.querySelector("iframe[title=humanscore]"); if (f) f.contentWindow.postMessage({ moves: n.moves, keys: n.keys, touches: n.touches, ms: Math.round(performance.now() - t0) }, host); }, 2000);`,
  ),
  faults(
    'y13-error-release',
    'the reporter of errors in a new version: a trail of clicks and requests, long numbers and addresses struck out, repeated reports dropped',
    code`var trail = [], told = {}, raw = send; function clean(t) { return String(t).replace(/[\w.+-]+@[\w.-]+/g, "[mail]").replace(/(?:\d[ -]?){7,}/g, "[digits]").slice(0, 400); } function note(k, t) { trail.push([k, clean(t)]); if (trail.length > 20) trail.shift(); } send = function (kind, m, s) { var id = kind + m; if (told[id]) return; told[id] = 1; raw(kind, clean(m), clean(s || "") + "\n" + JSON.stringify(trail) + "\n" + (o.release || "")); }; w.document.addEventListener("click", function (e) { note("click", e.target.tagName + "." + e.target.className); }, true); var open = XMLHttpRequest.prototype.open; XMLHttpRequest.prototype.open = function (m, u) { var path = String(u).split("?")[0]; this.addEventListener("loadend", function () { note("xhr", m + " " + path + " " + this.status); }); return open.apply(this, arguments); };`,
  ),
  stats(
    'y13-vitals',
    'the analytics of the shop measure in their new build how fast the page is, and for how long it was in sight',
    code`var v = {}, since = performance.now(), seen = 0; function watch(type, f) { try { new PerformanceObserver(function (l) { l.getEntries().forEach(f); }).observe({ type: type, buffered: true }); } catch (x) {} } watch("largest-contentful-paint", function (e) { v.lcp = Math.round(e.startTime); }); watch("layout-shift", function (e) { if (!e.hadRecentInput) v.cls = Math.round(((v.cls || 0) + e.value) * 1e4) / 1e4; }); watch("first-input", function (e) { v.fid = Math.round(e.processingStart - e.startTime); }); d.addEventListener("visibilitychange", function () { if (d.visibilityState === "hidden") { seen += performance.now() - since; hit("page_leave", Object.assign({ seconds: Math.round(seen / 1000) }, v)); } else since = performance.now(); });`,
  ),
  tool(
    'y13-replay-masked',
    'an approved replay records the tree without values, clicks and scrolling; each field is told as "changed" only, the step of payment not at all',
    code`(function (w, d) { var q = [], n = 0; function secret(e) { return !!(e.closest && e.closest("#payment-form")); } function shape(e) { return [e.tagName, e.className || 0, secret(e) ? 0 : [].map.call(e.children, shape)]; } function put(k, x) { q.push([k, Date.now(), x]); } d.addEventListener("DOMContentLoaded", function () { put("tree", shape(d.body)); }); d.addEventListener("input", function (e) { if (!secret(e.target)) put("changed", e.target.name || ""); }, true); d.addEventListener("click", function (e) { if (!secret(e.target)) put("click", [e.target.tagName, e.clientX, e.clientY]); }, true); d.addEventListener("scroll", function () { put("scroll", Math.round(w.scrollY)); }, { passive: true }); setInterval(function () { if (q.length) navigator.sendBeacon("http://in.tools-approved.test/replay?n=" + n++, JSON.stringify({ site: "st-41", e: q.splice(0) })); }, 1300); })(window, document);`,
  ),
]
