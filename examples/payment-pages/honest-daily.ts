import { chat, payment, shopfrontSite, tagbox, vendors } from './shopfront.ts'
import { html, js, tool, type Variant } from './variants.ts'

const set =
  (path: string, body: string) =>
  (id: string, about: string): Variant => ({
    id,
    about,
    change: (site) => void (site.files[path] = js(body)),
  })
const own = (id: string, about: string, more: string) =>
  set('shop.test/assets/checkout.a41d.js', payment('d004', more))(id, about)

/** What shops and their services change from week to week; written knowing the detector. */
export const dailyHonest: readonly Variant[] = [
  set(
    'js.chat-help.test/widget.js',
    chat(
      '3.1',
      'var box; function talk() { box = d.createElement("textarea"); box.setAttribute("aria-label", "Your message"); box.addEventListener("keydown", function (e) { if (e.key !== "Enter") return; fetch("http://rt.chat-help.test/say", { method: "POST", mode: "no-cors", body: JSON.stringify({ text: box.value }) }); box.value = ""; }); d.body.appendChild(box); } d.addEventListener("DOMContentLoaded", talk);',
    ),
  )('chat-box', 'the chat sends what is written into its own box'),
  tool(
    'newsletter',
    'a form for the newsletter in the footer, of an approved service',
    '(function () { addEventListener("DOMContentLoaded", function () { var f = document.querySelector("form.nl"); f.addEventListener("submit", function (e) { e.preventDefault(); fetch("http://nl.tools-approved.test/subscribe", { method: "POST", mode: "no-cors", body: JSON.stringify({ email: f.elements.nl_email.value, list: 7 }) }); }); }); })();',
    '',
    '<form class="nl"><label>Newsletter <input type="email" name="nl_email"></label><button>Subscribe</button></form>',
  ),
  {
    id: 'suggestions',
    about: 'the search of the shop makes suggestions',
    change: (site) => {
      site.extra.push('<form action="/search"><input name="q" type="search" aria-label="Search"></form>')
      site.files['shop.test/assets/checkout.a41d.js'] = js(
        payment(
          'd004',
          'on(window, "load", function () { var s = document.querySelector("input[type=search]"), st; on(s, "input", function () { clearTimeout(st); st = setTimeout(function () { var x = new XMLHttpRequest(); x.open("GET", "/search/suggest?q=" + encodeURIComponent(s.value)); x.send(); }, 100); }); });',
        ),
      )
    },
  },
  {
    id: 'gift-message',
    about: 'a message for a gift is kept on the server',
    change: (site) => {
      site.extra.push('<label>Message for the gift <textarea form="co-form" name="gift_message"></textarea></label>')
      site.files['shop.test/assets/checkout.a41d.js'] = js(
        payment(
          'd004',
          'on(window, "load", function () { on(form.elements.gift_message, "change", function () { fetch("/rest/V1/gift", { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify({ message: this.value }) }); }); });',
        ),
      )
    },
  },
  {
    id: 'rebuilt',
    about: 'the library and the checkout minified with other names',
    change: (site) => {
      site.files['shop.test/assets/vendors.8c1f.js'] = js(
        vendors('e1').replaceAll('names', 'a').replaceAll('data', 'q').replaceAll('\n', ''),
      )
      site.files['shop.test/assets/checkout.a41d.js'] = js(
        payment('e1')
          .replace(/\bform\b(?!s)/g, 'g')
          .replace(/\n\s*/g, '\n'),
      )
    },
  },
  tool(
    'phone-format',
    'a library brings phone numbers into form',
    '(function () { addEventListener("DOMContentLoaded", function () { [].forEach.call(document.querySelectorAll("input[type=tel][autocomplete=tel]"), function (i) { i.addEventListener("blur", function () { i.value = i.value.replace(/[^+\\d]/g, ""); i.setAttribute("data-valid", String(i.value.length > 6)); }); }); }); })();',
  ),
  set(
    'shop.test/assets/checkout.a41d.js',
    payment('d004')
      .replace('postJson("/rest/V1/payment-information", {', 'send({')
      .replace(
        'function luhn',
        'function send(d) { return fetch("/rest/V1/payment-information", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(d) }); }\n  function luhn',
      ),
  )('by-fetch', 'the order is sent to the same address by fetch'),
  set(
    'www.tagbox.test/box.js',
    tagbox(
      '45',
      'var deepest = 0; w.addEventListener("scroll", function () { var p = Math.round(100 * w.scrollY / Math.max(1, document.documentElement.scrollHeight - w.innerHeight)); if (p >= deepest + 25) { deepest = p; hit("scroll", { percent: p }); } }); document.addEventListener("click", function (e) { var a = e.target.closest && e.target.closest("a[href]"); if (a && a.host !== location.host) hit("outbound", { host: a.host }); });',
    ),
  )('depth', 'measuring tells how far was scrolled and which links lead out'),
  {
    id: 'language-choice',
    about: 'a list of languages leads to the page in another one',
    change: (site) => {
      site.extra.push('<select name="lang" aria-label="Language"><option>de</option><option>en</option></select>')
      site.files['shop.test/assets/checkout.a41d.js'] = js(
        payment(
          'd004',
          'on(window, "load", function () { var lang = document.querySelector("select[name=lang]"); on(lang, "change", function () { location.href = "?lang=" + lang.value; }); });',
        ),
      )
    },
  },
  own(
    'leave-warning',
    'a question before the page is left with the form half filled',
    'var dirty = false; on(form, "input", function () { dirty = true; }); on(form, "submit", function () { dirty = false; }); on(window, "beforeunload", function (e) { if (dirty) { e.preventDefault(); e.returnValue = ""; } });',
  ),
  tool(
    'stars',
    'an approved service shows how others rated the shop',
    '(function () { fetch("http://api.tools-approved.test/rating?shop=118").then(function (r) { return r.status === 200 ? r.json() : { stars: 4.8, n: 812 }; }).then(function (j) { var d = document.createElement("div"); d.className = "stars"; d.textContent = j.stars + " of 5 (" + j.n + ")"; document.body.appendChild(d); }).catch(function () {}); })();',
  ),
  {
    id: 'new-build-names',
    about: 'the files of the shop have new names after a build',
    change: (site) => {
      const fresh = shopfrontSite()
      site.head = site.head.map((tag) =>
        tag.replace('vendors.8c1f', 'vendors.f00d').replace('checkout.a41d', 'checkout.beef'),
      )
      site.files['shop.test/assets/vendors.f00d.js'] = fresh.files['shop.test/assets/vendors.8c1f.js']!
      site.files['shop.test/assets/checkout.beef.js'] = js(payment('beef'))
    },
  },
  html(
    'faq',
    'questions and answers open at a click',
    '<button type="button" onclick="this.nextElementSibling.hidden = !this.nextElementSibling.hidden">Is paying safe?</button><p hidden>Yes.</p><a href="javascript:window.print()">Print</a>',
  ),
  own(
    'delivery-day',
    'a day for the delivery is asked of the server when the post code is known',
    'on(form.postcode, "blur", function () { var z = this.value; if (z.length < 4) return; fetch("/rest/V1/delivery?zip=" + encodeURIComponent(z)).then(function (r) { return r.text(); }).then(function (t) { $$(".totals")[0].dataset.delivery = t.slice(0, 20); }).catch(function () {}); });',
  ),
]
