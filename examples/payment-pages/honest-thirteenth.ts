import {
  boxofficeBody,
  cardFields,
  contact,
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
import { changedFile, js, type Variant } from './variants.ts'

const code = String.raw
const shop = changedFile('shop.test/themes/tickets/js/steps.js', (more) => steps('511', more))
const base = changedFile('shop.test/themes/tickets/js/quill.min.js', (more) => library('3.8.0', more))
const provider = changedFile('js.paywell.test/v2/paywell.js', (more) => paywell('2.14.0', more))

/** Of the page of a box office: what the shop itself and its provider of payments change. */
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
]
