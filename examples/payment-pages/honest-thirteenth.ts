import {
  boxofficeBody,
  cardFields,
  contact,
  fontCss,
  json,
  libraryTag,
  page,
  payForm,
  plan,
  settings,
  stepsTag,
  style,
  summary,
} from './boxoffice.ts'
import { library, paywell, steps } from './boxoffice-code.ts'
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
const shop = changedFile('shop.test/themes/tickets/js/steps.js', (more) => steps('511', more))
const base = changedFile('shop.test/themes/tickets/js/quill.min.js', (more) => library('3.8.0', more))
const provider = changedFile('js.paywell.test/v2/paywell.js', (more) => paywell('2.14.0', more))
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

/** Of the page of a box office whose own card fields become a token at the provider. */
export const thirteenthHonest: readonly Variant[] = [
  base(
    'y13-library-version',
    'the library of the shop in a new version: classes, data, things that happen once, requests that promise an answer',
    code`Q.extend = Object.assign; Q.fn.toggleClass = function (c, on) { return this.each(function () { this.classList.toggle(c, on); }); }; Q.fn.data = function (k) { return this.list[0] && this.list[0].dataset[k]; }; Q.fn.closest = function (s) { return Q(this.list.map(function (e) { return e.closest(s); }).filter(Boolean)); }; Q.fn.one = function (t, f) { return this.each(function () { this.addEventListener(t, f, { once: true }); }); }; Q.fn.trigger = function (t, detail) { return this.each(function () { this.dispatchEvent(new CustomEvent(t, { bubbles: true, detail: detail })); }); }; Q.get = function (url) { return new Promise(function (ok) { Q.ajax({ url: url, success: ok }); }); }; Q.fn.load = function (url) { var self = this; Q.get(url).then(function (t) { self.each(function () { this.innerHTML = t; }); }); return this; };`,
  ),
  {
    id: 'y13-release',
    about:
      'a release: the files of the shop have new names and came out of another minifier, with a line that names their map; the token of the form is another',
    change: (site) => {
      const dist = '/themes/tickets/dist'
      site.head = site.head.map((tag) =>
        tag === libraryTag
          ? `<script src="${dist}/quill.6e1b.js"></script>`
          : tag === stepsTag
            ? `<script defer src="${dist}/steps.c04d.js"></script>`
            : tag.replace('/themes/tickets/css/theme.css?v=510', `${dist}/theme.19fa.css`),
      )
      for (const old of ['css/theme.css', 'js/quill.min.js', 'js/steps.js'])
        delete site.files[`shop.test/themes/tickets/${old}`]
      site.files[`shop.test${dist}/theme.19fa.css`] = { type: 'text/css', body: style.replaceAll('}', '}\n') }
      site.files[`shop.test${dist}/quill.6e1b.js`] = js(
        `${library('3.7.0').replace(/\n\s*/g, '\n')}//# sourceMappingURL=quill.6e1b.js.map\n`,
      )
      site.files[`shop.test${dist}/steps.c04d.js`] = js(
        code`jQuery(e=>{const t=window.shopCheckout;let n=t.hold,o=!1;function s(t){o=!1,e("#payment-errors").text(t)}Paywell.setPublishableKey(t.paywell.key),e(document).on("click",".step-head",function(){this.parentNode.classList.toggle("open")}),e(document).on("change","[name=method]",function(){const t=this.value;e(".method-box").each(function(){this.hidden=this.dataset.method!==t})}),e(document).on("submit","#payment-form",function(n){const a=this;n.preventDefault(),o||("card"===e("[name=method]:checked").val()?(e("#payment-errors").text(""),o=!0,window.HumanScore&&HumanScore.execute("pay",t=>{e("[name=hs_token]").val(t)}),Paywell.card.createToken(a,{account:t.paywell.account,return_url:t.paywell.back},(t,n)=>{n.id?(e("[name=paywell_token]").val(n.id),a.submit()):s(n.error&&n.error.message||"The payment could not be started.")})):a.submit())}),setInterval(()=>{n>0&&n--,e("#hold").text(Math.floor(n/60)+":"+String(n%60).padStart(2,"0"))},1e3)});
//# sourceMappingURL=steps.c04d.js.map
`,
      )
      site.body = boxofficeBody({ form: payForm().replace('5be01f7c94', 'c7720d3e18') })
    },
  },
  provider(
    'y13-provider-build',
    "the provider's library in a new version: it checks the last digit and the month, asks once more when the line fails, and names each request",
    code`var plain = send; send = function (path, data, done) { data.request_id = "rq_" + Math.random().toString(36).slice(2) + Date.now().toString(36); data.sdk = w.Paywell.version; (function go(n) { plain(path, data, function (s, a) { if (s === 0 && n < 2) setTimeout(go, 400 << n, n + 1); else done(s, a); }); })(0); };
  w.Paywell.card.validateNumber = function (n) { n = digits(n); for (var s = 0, i = 0; i < n.length; i++) { var x = +n[n.length - 1 - i] * (i % 2 + 1); s += x > 9 ? x - 9 : x; } return n.length > 11 && n.length < 20 && s % 10 === 0; };
  w.Paywell.card.validateExpiry = function (m, y) { y = +y < 100 ? 2000 + +y : +y; return +m > 0 && +m < 13 && new Date(y, +m, 1) > new Date(); };
  w.Paywell.card.brand = function (n) { n = digits(n); return /^4/.test(n) ? "visa" : /^(5[1-5]|2[2-7])/.test(n) ? "mastercard" : /^3[47]/.test(n) ? "amex" : "unknown"; };`,
  ),
  {
    id: 'y13-provider-wallet',
    about: 'one can pay by a wallet of the same provider: a button in a frame of the host of its library',
    change: (site) => {
      site.body = boxofficeBody({
        form: payForm({
          methods:
            '<label><input type="radio" name="method" value="wallet"> Paywell Wallet</label><div class="method-box" data-method="wallet" hidden><div id="paywell-wallet"></div></div>',
        }),
      })
      site.files['js.paywell.test/v2/wallet.html'] = page(
        '<!doctype html><title>Wallet</title><button type="button">Pay with your wallet</button><script>document.querySelector("button").onclick = function () { parent.postMessage({ wallet: "wt_" + Date.now().toString(36) }, "*"); };</script>',
      )
      provider(
        '',
        '',
        code`w.Paywell.wallet = { mount: function (at, o, done) { var host = "http://js.paywell.test", f = d.createElement("iframe"); f.title = "Paywell Wallet"; f.width = 260; f.height = 52; f.allow = "payment"; f.src = host + "/v2/wallet.html#" + new URLSearchParams({ key: key, account: o.account, amount: o.amount, currency: o.currency }); at.append(f); w.addEventListener("message", function (e) { if (e.origin === host && e.data && e.data.wallet) done(e.data.wallet); }); } };`,
      ).change(site)
      shop(
        '',
        '',
        code`Paywell.wallet.mount(document.getElementById("paywell-wallet"), { account: set.paywell.account, amount: 9600, currency: set.currency }, function (id) { $("[name=paywell_token]").val(id); document.getElementById("payment-form").submit(); });`,
      ).change(site)
    },
  },
  {
    id: 'y13-three-ds',
    about:
      'when the bank wants to ask, the library of the provider opens the question in a frame of its own host over the page',
    change: (site) => {
      site.files['js.paywell.test/v2/3ds.html'] = page(
        '<!doctype html><title>Your bank</title><p>Please confirm in the app of your bank.</p><script>setTimeout(function () { parent.postMessage({ paywell3ds: "done" }, "*"); }, 1500);</script>',
      )
      site.files['api.paywell.test/v1/tokens'] = json({ id: 'tok_5Rk2', object: 'token', three_ds: { flow: 'fl_81c' } })
      provider(
        '',
        '',
        code`var make = w.Paywell.card.createToken; w.Paywell.card.createToken = function (form, o, done) { make(form, o, function (s, a) { if (!a.three_ds) { done(s, a); return; } var box = d.createElement("dialog"), f = d.createElement("iframe"), host = "http://js.paywell.test"; f.title = "Your bank"; f.width = 400; f.height = 420; f.src = host + "/v2/3ds.html#" + a.three_ds.flow; box.append(f); d.body.append(box); box.showModal(); w.addEventListener("message", function hear(e) { if (e.origin !== host || !e.data || e.data.paywell3ds !== "done") return; w.removeEventListener("message", hear); box.close(); box.remove(); done(s, a); }); }); };`,
      ).change(site)
    },
  },
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
  {
    id: 'y13-company',
    about: 'companies enter their name and the number for taxes, which the shop has checked',
    change: (site) => {
      site.body = boxofficeBody({
        fields: contact(
          '<details><summary>I order for a company</summary><label>Company <input name="company" autocomplete="organization"></label><label>VAT number <input name="vat_id" maxlength="16" autocomplete="off"></label><small id="vat-said" role="status"></small></details>',
        ),
      })
      shop(
        '',
        '',
        code`$(document).on("change", "[name=vat_id]", function () { var id = this.value.toUpperCase().replace(/[^A-Z0-9]/g, ""); if (!/^[A-Z]{2}[A-Z0-9]{8,12}$/.test(id)) { $("#vat-said").text("This is no VAT number."); return; } $.ajax({ type: "POST", url: "/checkout/vat", data: "id=" + id, success: function (t) { $("#vat-said").text(t || "We will check the number."); } }); });`,
      ).change(site)
    },
  },
  {
    id: 'y13-gift-note',
    about: 'the tickets can be a gift: a greeting with a count of letters, proposals, and a day on which it is sent',
    change: (site) => {
      site.body = boxofficeBody({
        fields: contact(
          '<fieldset><legend>A gift?</legend><label>Greeting <textarea name="greeting" maxlength="200" rows="3"></textarea></label><small id="greeting-left"></small><button type="button" class="propose">Propose one</button><label>Send on <input type="date" name="greeting_day"></label></fieldset>',
        ),
      })
      shop(
        '',
        '',
        code`var lines = ["Enjoy the evening!", "Happy birthday, see you in row F.", "For you, with love."], at = 0; function count() { $("#greeting-left").text(200 - $("[name=greeting]").val().length + " letters left"); } $(document).on("input", "[name=greeting]", count); $(document).on("click", ".propose", function () { $("[name=greeting]").val(lines[at++ % lines.length]); count(); $.ajax({ type: "POST", url: "/checkout/contact", data: $("#contact-form").serialize() }); }); count();`,
      ).change(site)
    },
  },
  {
    id: 'y13-dutch',
    about: 'the page is in Dutch, as the server writes it',
    change: (site) => {
      const words: Record<string, string> = {
        'Your seats are held for': 'Uw plaatsen zijn nog gereserveerd voor',
        '1 Seats': '1 Plaatsen',
        '2 Your details': '2 Uw gegevens',
        '3 Payment': '3 Betaling',
        'Row F, seats 11 and 12': 'Rij F, plaats 11 en 12',
        'Street and number': 'Straat en nummer',
        'Name on card': 'Naam op kaart',
        'Card number': 'Kaartnummer',
        'Expiry date': 'Vervaldatum',
        'Security code': 'Beveiligingscode',
        'Bank transfer': 'Overboeking',
        '>Copy<': '>Kopiëren<',
        'Pay <span id="pay-total">€ 96.00': 'Betaal <span id="pay-total">€ 96,00',
        Terms: 'Voorwaarden',
        'Your order': 'Uw bestelling',
      }
      site.inline[0] = settings({}, { lang: 'nl' })
      site.body = Object.entries(words).reduce((text, [from, to]) => text.replaceAll(from, to), boxofficeBody())
      site.files['shop.test/checkout/summary'] = page(
        '<aside id="summary" data-swap="#summary"><h2>Uw bestelling</h2><p>2 kaarten, rij F</p><p>Totaal <strong>€ 96,00</strong></p></aside>',
      )
      site.files['shop.test/themes/tickets/js/steps.js'] = js(
        steps('510').replace('The payment could not be started.', 'De betaling kon niet worden gestart.'),
      )
    },
  },
  {
    id: 'y13-season',
    about: 'a banner for the season counts the days, snow falls by style, the plan of seats has another description',
    change: (site) => {
      site.body = boxofficeBody({
        seats: plan('Row F, seats 11 and 12, near the aisle'),
        top: '<aside class="season"><img src="/img/season/winter.svg" alt="" width="40" height="40"> Winter plays: <b data-until="2030-12-21">soon</b> <a href="/winter">All plays</a></aside>',
      })
      site.files['shop.test/themes/tickets/css/theme.css'] = {
        type: 'text/css',
        body: `${style}.season{position:relative;overflow:hidden;background:#e8f0fb;padding:8px}@media (prefers-reduced-motion:no-preference){.season::after{content:"❄ ❅ ❆";position:absolute;right:20px;top:-20px;animation:snow 6s linear infinite}}@keyframes snow{to{transform:translateY(90px)}}`,
      }
      shop(
        '',
        '',
        code`$("[data-until]").each(function () { var days = Math.ceil((new Date(this.dataset.until) - Date.now()) / 864e5); this.textContent = days > 0 ? "in " + days + " days" : "now"; });`,
      ).change(site)
    },
  },
  shop(
    'y13-masks',
    'the shop writes the number in groups and a stroke between month and year, shows the brand by a class, and leads on to the next field',
    code`$(document).on("input", "#card-number", function () { var n = this.value.replace(/\D/g, "").slice(0, 19); this.value = /^3[47]/.test(n) ? n.replace(/^(\d{4})(\d{1,6})?(\d{1,5})?.*/, function (all, a, b, c) { return [a, b, c].filter(Boolean).join(" "); }) : n.replace(/(\d{4})(?=\d)/g, "$1 "); this.className = /^4/.test(n) ? "visa" : /^(5[1-5]|2[2-7])/.test(n) ? "mastercard" : /^3[47]/.test(n) ? "amex" : ""; }); $(document).on("input", "#card-exp", function () { var x = this.value.replace(/\D/g, "").slice(0, 4); this.value = x.length > 2 ? x.slice(0, 2) + "/" + x.slice(2) : x; if (x.length === 4) document.getElementById("card-cvc").focus(); });`,
  ),
  {
    id: 'y13-card-picture',
    about: 'a picture of a card, drawn by style only, shows what is being typed and turns for the security code',
    change: (site) => {
      site.files['shop.test/themes/tickets/css/theme.css'] = {
        type: 'text/css',
        body: `${style}.card-art{width:260px;height:150px;border-radius:12px;background:linear-gradient(120deg,#225,#558);color:#fff;padding:16px;font-family:monospace;transition:transform .4s}.card-art.back{transform:rotateY(180deg)}`,
      }
      site.body = boxofficeBody({
        form: payForm({
          card: `<div class="card-art" aria-hidden="true"><p class="art-number">•••• •••• •••• ••••</p><p class="art-name"></p></div>${cardFields()}`,
        }),
      })
      shop(
        '',
        '',
        code`$(document).on("input", "#card-number", function () { $(".art-number").text(this.value.replace(/\D/g, "").padEnd(16, "•").replace(/(.{4})(?=.)/g, "$1 ")); }); $(document).on("input", "#card-name", function () { $(".art-name").text(this.value.toUpperCase()); }); $(document).on("focusin focusout", "#card-cvc", function () { document.querySelector(".card-art").classList.toggle("back", document.activeElement === this); });`,
      ).change(site)
    },
  },
  {
    id: 'y13-voucher-part',
    about:
      'who opens the field for vouchers gets a part of the program that is loaded only then; the shop checks the code',
    change: (site) => {
      site.body = boxofficeBody({
        fields: contact(
          '<details id="voucher"><summary>Voucher</summary><label>Code <input id="voucher-code" maxlength="12" autocomplete="off"></label><button type="button" id="voucher-use">Use</button><small id="voucher-said" role="status"></small></details>',
        ),
      })
      site.files['shop.test/themes/tickets/js/voucher.91ac.js'] = js(
        code`jQuery(function ($) { $("#voucher-use").on("click", function () { var v = $("#voucher-code").val().trim().toUpperCase(); if (!/^[A-Z0-9-]{6,12}$/.test(v)) { $("#voucher-said").text("Please check the code."); return; } $.ajax({ type: "POST", url: "/checkout/voucher", data: "code=" + encodeURIComponent(v), success: function (t) { $("#voucher-said").text(t ? "Used" : "Not known"); $.swap(t); } }); }); });`,
      )
      shop(
        '',
        '',
        code`var part; $("#voucher").on("toggle", function () { if (part) return; part = document.createElement("script"); part.src = "/themes/tickets/js/voucher.91ac.js"; document.head.append(part); });`,
      ).change(site)
    },
  },
  {
    id: 'y13-stricter',
    about:
      'the policy names the hosts of the page for each kind of file and reports to the shop; further headers say what the page may use',
    change: (site) => {
      const hosts = (names: string) =>
        names
          .split(' ')
          .map((name) => `http://${name}.test`)
          .join(' ')
      site.headers['content-security-policy'] =
        `default-src 'none'; script-src 'self' 'unsafe-inline' ${hosts('js.faultlog cdn.splitlane js.paywell cdn.consentry www.tagyard cdn.statwell cdn.findstreet widget.kindwords js.hellobox www.humanscore')}; connect-src 'self' ${hosts('api.paywell in.faultlog cdn.splitlane log.splitlane cdn.consentry log.consentry in.statwell api.findstreet widget.kindwords api.hellobox')}; style-src 'self' 'unsafe-inline' ${hosts('fonts.typehall')}; font-src ${hosts('fonts.typehall')}; img-src 'self' data:; frame-src ${hosts('js.paywell js.hellobox www.humanscore')}; form-action 'self'; frame-ancestors 'self'; object-src 'none'; base-uri 'self'; report-uri /csp/report`
      site.headers['permissions-policy'] = 'camera=(), microphone=(), geolocation=(), payment=(self)'
      site.headers['referrer-policy'] = 'strict-origin-when-cross-origin'
    },
  },
  {
    id: 'y13-insurance',
    about: 'the tickets can be insured; the answer of the shop brings the order and the total on the button anew',
    change: (site) => {
      site.body = boxofficeBody({
        fields: contact(
          '<label><input type="checkbox" id="insure" name="insure" value="1"> Insure the tickets for € 6.00</label>',
        ),
      })
      site.files['shop.test/checkout/insurance'] = page(
        `${summary('<p>Insurance € 6.00</p>', '€ 102.00')}<span id="pay-total" data-swap="#pay-total">€ 102.00</span>`,
      )
      shop(
        '',
        '',
        code`$(document).on("change", "#insure", function () { $.ajax({ type: "POST", url: "/checkout/insurance", data: "on=" + (this.checked ? 1 : 0), success: $.swap }); });`,
      ).change(site)
    },
  },
  shop(
    'y13-hold-and-draft',
    'the shop is asked every few seconds how long the seats are held; the address, not the card, is kept for the tab in case the page is loaded again',
    code`var draft = "draft:" + set.order, names = ["email", "street", "postcode"]; try { var kept = JSON.parse(sessionStorage.getItem(draft) || "{}"); names.forEach(function (n) { if (kept[n]) $("[name=" + n + "]").val(kept[n]); }); } catch (x) {} $(document).on("change", "#contact-form input", function () { var now = {}; names.forEach(function (n) { now[n] = $("[name=" + n + "]").val(); }); sessionStorage.setItem(draft, JSON.stringify(now)); }); setInterval(function () { $.ajax({ url: "/checkout/hold?order=" + set.order, success: function (t) { if (t) left = parseInt(t, 10) || left; } }); }, 2500);`,
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
