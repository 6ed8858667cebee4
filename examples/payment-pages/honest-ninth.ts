import { createHash } from 'node:crypto'
import { cardBox, legacyBody, onepage, proto, reviews, tagLoader } from './legacy.ts'
import { changedFile, html, inline, js, tool, type Variant } from './variants.ts'

const code = String.raw
const steps = changedFile('shop.test/skin/onepage.js', (more) => onepage('1.9.5', more))
const library = changedFile('shop.test/js/proto.js', (more) => proto('1.7.3', more))
const tags = changedFile('www.tagloader.test/gtm.js', (more) => tagLoader('32', more))

/** On the old shop's page. */
export const ninthLegacyHonest: readonly Variant[] = [
  tags(
    'g9-payment-info',
    'the container tells that a way of paying was chosen, and how far the page was scrolled',
    code`d.addEventListener("change", function (e) { if (e.target.name === "payment[method]") px({ en: "add_payment_info", "ep.payment_type": e.target.value, "epn.value": 48 }); }); var deep = 0; addEventListener("scroll", function () { var p = Math.round(scrollY / Math.max(1, d.body.scrollHeight - innerHeight) * 100); if (p - deep > 24) { deep = p; px({ en: "scroll", "epn.percent": p }); } }, { passive: true });`,
  ),
  tool(
    'g9-robot-check',
    'an approved check for robots draws its frame and fills in a hidden field',
    code`(function (d) { d.addEventListener("DOMContentLoaded", function () { var f = d.createElement("iframe"); f.title = "reCheck"; f.width = 256; f.height = 60; f.src = "http://www.tools-approved.test/anchor?k=6Lc&co=" + btoa(location.origin); var t = d.createElement("textarea"); t.name = "g-recheck-response"; t.style.display = "none"; var form = d.forms[0]; form.appendChild(f); form.appendChild(t); addEventListener("message", function (e) { if (e.origin === "http://www.tools-approved.test" && e.data && e.data.response) t.value = e.data.response; }); }); })(document);`,
  ),
  tool(
    'g9-address',
    'an approved service completes the street while it is typed',
    code`(function (d) { var timer, list; function show(l) { list = list || d.body.appendChild(d.createElement("ul")); list.innerHTML = ""; l.forEach(function (a) { var li = d.createElement("li"); li.textContent = a.line; li.onclick = function () { d.getElementById("street").value = a.street; d.getElementById("postcode").value = a.zip; list.innerHTML = ""; }; list.appendChild(li); }); }
function bind() { d.getElementById("street").addEventListener("input", function () { var v = this.value; clearTimeout(timer); if (v.length > 2) timer = setTimeout(function () { fetch("http://api.tools-approved.test/complete?country=us&q=" + encodeURIComponent(v)).then(function (r) { return r.status === 200 ? r.json() : []; }).then(show); }, 200); }); }
d.readyState === "loading" ? d.addEventListener("DOMContentLoaded", bind) : bind(); })(document);`,
  ),
  tool(
    'g9-mail-marketing',
    'an approved service of mails learns who is at the checkout when the address was entered',
    code`(function (d) { var q = window._mk = window._mk || []; function identify(m) { navigator.sendBeacon("http://t.tools-approved.test/track", JSON.stringify({ token: "Wx9", event: "Started Checkout", customer: { $email: m }, items: q.length })); }
d.addEventListener("focusout", function (e) { if (e.target.id === "email" && /^[^@\s]+@[^@\s]+\.[a-z]+$/i.test(e.target.value)) identify(e.target.value); }); })(document);`,
  ),
  {
    id: 'g9-mask-library',
    about: 'a library of the shop puts blanks between the groups of digits and slashes into dates',
    change: (site) => {
      site.head.splice(3, 0, '<script src="/js/cleaver.min.js"></script>')
      site.files['shop.test/js/cleaver.min.js'] = js(
        code`/* cleaver 1.6 */!function(w){function C(el,o){this.el=el;this.o=o||{};this.blocks={amex:[4,6,5],def:[4,4,4,4]};el.addEventListener("input",this.run.bind(this));el.addEventListener("keydown",function(e){this.back=e.key==="Backspace"}.bind(this));}C.prototype.run=function(){var raw=this.el.value.replace(/\D/g,""),b=/^3[47]/.test(raw)?this.blocks.amex:this.blocks.def,out=[],at=0;for(var i=0;i<b.length&&at<raw.length;i++){out.push(raw.slice(at,at+b[i]));at+=b[i];}this.el.value=out.join(" ");this.raw=raw;if(this.o.onType)this.o.onType(/^4/.test(raw)?"visa":/^5/.test(raw)?"mc":/^3[47]/.test(raw)?"amex":"unknown");};w.Cleaver=C;}(window);`,
      )
      site.files['shop.test/skin/onepage.js'] = js(
        onepage(
          '1.9.5',
          'document.addEventListener("DOMContentLoaded", function () { payment.mask = new Cleaver(document.getElementById("cc_num"), { onType: function (t) { document.getElementById("card_box").className = "type-" + t; } }); });',
        ),
      )
    },
  },
  tool(
    'g9-chat',
    'an approved chat with a form before the talk and a sound',
    code`(function (d) { function open() { var b = d.createElement("div"); b.innerHTML = "<button type='button'>Chat with us</button><form hidden><label>Name <input name='visitor'></label><label>Question <textarea name='q'></textarea></label><button>Start</button></form>"; d.body.appendChild(b); b.firstChild.onclick = function () { b.lastChild.hidden = !b.lastChild.hidden; }; b.lastChild.onsubmit = function (e) { e.preventDefault(); var s = new WebSocket("ws://ws.tools-approved.test/v"); var f = e.target; s.onopen = function () { s.send(JSON.stringify({ name: f.visitor.value, q: f.q.value })); }; new Audio("http://cdn.tools-approved.test/ding.mp3").play().catch(function () {}); }; }
d.readyState === "loading" ? d.addEventListener("DOMContentLoaded", open) : open(); })(document);`,
  ),
  {
    id: 'g9-consent-frame-api',
    about: 'a manager of consent of the usual standard: a stub, a locator frame, tags that wait as plain text',
    change: (site) => {
      site.inline.unshift(
        code`(function () { var q = []; window.__tcfapi = function () { if (!arguments.length) return q; if (arguments[0] === "ping") arguments[2]({ gdprApplies: true, cmpLoaded: false }); else q.push([].slice.apply(arguments)); }; function locator() { if (frames.__tcfapiLocator) return; if (!document.body) return setTimeout(locator, 5); var f = document.createElement("iframe"); f.style.cssText = "display:none"; f.name = "__tcfapiLocator"; document.body.appendChild(f); } locator(); addEventListener("message", function (e) { var c = e.data && e.data.__tcfapiCall; if (c) window.__tcfapi(c.command, c.version, function (r, s) { e.source.postMessage({ __tcfapiReturn: { returnValue: r, success: s, callId: c.callId } }, "*"); }, c.parameter); }); })();`,
      )
      site.head.push('<script src="http://cmp.tools-approved.test/main.js" defer></script>')
      site.files['cmp.tools-approved.test/main.js'] = js(
        code`(function (d) { var box = d.createElement("div"); box.setAttribute("role", "dialog"); box.innerHTML = "<p>We value your privacy</p><button type='button' data-c='1'>Accept</button><button type='button' data-c='0'>Reject</button>"; if (!/euconsent/.test(d.cookie)) d.body.appendChild(box); box.addEventListener("click", function (e) { if (e.target.dataset.c) { d.cookie = "euconsent=" + e.target.dataset.c + "." + Date.now().toString(36) + ";path=/;max-age=31536000"; box.remove(); navigator.sendBeacon("http://cmp.tools-approved.test/log", e.target.dataset.c); [].forEach.call(d.querySelectorAll("script[type='text/plain']"), function (s) { var n = d.createElement("script"); n.src = s.dataset.src; d.head.appendChild(n); }); } }); })(document);`,
      )
    },
  },
  {
    id: 'g9-currency',
    about: 'the customer chooses the currency, totals come anew',
    change: (site) => {
      site.extra.push(
        '<label>Currency <select id="cur"><option>USD</option><option>EUR</option><option>GBP</option></select></label><b id="grand">48.00</b>',
      )
      site.files['shop.test/skin/onepage.js'] = js(
        onepage(
          '1.9.5',
          'document.addEventListener("DOMContentLoaded", function () { document.getElementById("cur").addEventListener("change", function () { var c = this.value; document.cookie = "currency=" + c + ";path=/"; Ajax.Request("/directory/currency/switch/", { parameters: "currency=" + c, onSuccess: function (x) { if (x.status === 200) document.getElementById("grand").textContent = x.responseText; } }); }); });',
        ),
      )
    },
  },
  tool(
    'g9-split-test',
    'an approved tool of tests hides the page for a moment and changes words and colours',
    code`(function (d) { var s = d.createElement("style"); s.textContent = "body{opacity:0!important}"; d.head.appendChild(s); function done() { s.remove(); } setTimeout(done, 800); var b = (d.cookie.match(/_vis=(\d)/) || [])[1] || String(Math.random() * 2 | 0); d.cookie = "_vis=" + b + ";path=/"; function vary() { if (b === "1") { var t = d.querySelector("h1"); t.textContent = "Secure checkout"; t.insertAdjacentHTML("afterend", "<p class='usp'>Free returns for 60 days</p>"); } done(); new Image().src = "http://dev.tools-approved.test/v.gif?e=14&c=" + b + "&r=" + Math.random(); } d.readyState === "loading" ? d.addEventListener("DOMContentLoaded", vary) : vary(); })(document);`,
  ),
  {
    id: 'g9-measured-speed',
    about: 'the shop measures how fast its page is and tells itself when the page is put away',
    change: (site) =>
      void site.inline.push(
        code`(function () { var m = { p: location.pathname }; try { new PerformanceObserver(function (l) { l.getEntries().forEach(function (e) { m.lcp = Math.round(e.startTime); }); }).observe({ type: "largest-contentful-paint", buffered: true }); new PerformanceObserver(function (l) { l.getEntries().forEach(function (e) { m.cls = (m.cls || 0) + e.value; }); }).observe({ type: "layout-shift", buffered: true }); new PerformanceObserver(function (l) { l.getEntries().forEach(function (e) { m.inp = Math.max(m.inp || 0, e.duration); }); }).observe({ type: "event", buffered: true, durationThreshold: 40 }); } catch (x) {} document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") navigator.sendBeacon("/vitals", JSON.stringify(m)); }); })();`,
      ),
  },
  {
    id: 'g9-rewritten',
    about: 'the steps were written anew as classes with fetch; the same goes to the same place',
    change: (site) =>
      void (site.files['shop.test/skin/onepage.js'] = js(
        code`/* onepage 2.0.0 */
class Payment { constructor(form) { this.form = form; } get digits() { return document.getElementById("cc_num").value.replace(/\D/g, ""); } validate() { const n = this.digits.length; return n > 11 && n < 20; } switchMethod(m) { document.getElementById("card_box").hidden = m !== "ccsave"; } }
class Review { saving = false; save = () => { if (!this.saving && payment.validate()) this.place(); return false; }; async place() { this.saving = true; try { const form = document.getElementById(payment.form), r = await fetch("/checkout/onepage/saveOrder/", { method: "POST", headers: { "X-Requested-With": "XMLHttpRequest" }, body: new URLSearchParams(new FormData(form)) }); if (r.status === 200) location.assign("/checkout/onepage/success/"); } finally { this.saving = false; } } }
class Shipping { async update() { await fetch("/checkout/onepage/totals/", { method: "POST", body: new URLSearchParams({ postcode: document.getElementById("postcode").value }) }); } }
window.payment = new Payment("co-payment-form"); window.review = new Review(); window.shipping = new Shipping();
document.addEventListener("DOMContentLoaded", () => document.getElementById("postcode").addEventListener("change", () => shipping.update()));
`,
      )),
  },
  {
    id: 'g9-wallet-button',
    about: 'an approved provider of wallets brings a button in its frame and a way of paying more',
    change: (site) => {
      site.body = legacyBody(
        undefined,
        '<dt><label><input type="radio" name="payment[method]" value="wallet" onclick="payment.switchMethod(\'wallet\')"> PayPal-like wallet</label></dt><dd id="wallet"></dd>',
      )
      site.head.push('<script src="http://www.tools-approved.test/sdk/js?client-id=AX1&currency=USD" defer></script>')
      site.files['www.tools-approved.test/sdk/js'] = js(
        code`(function (d, w) { w.walletSdk = { Buttons: function (o) { return { render: function (s) { var f = d.createElement("iframe"); f.title = "Wallet"; f.width = 220; f.height = 46; f.name = "__wallet__" + Math.random().toString(36).slice(2); f.src = "http://www.tools-approved.test/smart/buttons?client-id=AX1"; d.querySelector(s).appendChild(f); w.addEventListener("message", function (e) { if (e.origin !== "http://www.tools-approved.test" || e.source !== f.contentWindow) return; if (e.data.type === "createOrder") o.createOrder().then(function (id) { f.contentWindow.postMessage({ order: id }, e.origin); }); if (e.data.type === "approve") o.onApprove({ orderID: e.data.id }); }); } }; } }; if (d.querySelector("#wallet")) w.walletSdk.Buttons({ createOrder: function () { return fetch("/wallet/order", { method: "POST" }).then(function (r) { return r.text(); }); }, onApprove: function (x) { return fetch("/wallet/capture?order=" + x.orderID, { method: "POST" }); } }).render("#wallet"); })(document, window);`,
      )
      site.files['www.tools-approved.test/smart/buttons'] = {
        type: 'text/html',
        body: '<!doctype html><title>Wallet</title><button style="width:100%;background:#ffc439">Wallet</button>',
      }
    },
  },
  {
    id: 'g9-integrity',
    about: 'files of others are fastened by hashes, own ones have new versions in their addresses',
    change: (site) => {
      site.head[1] = '<script src="/js/proto.js?v=20261126"></script>'
      site.head[2] = '<script src="/skin/onepage.js?v=1.9.5"></script>'
      site.head[4] = `<script defer crossorigin="anonymous" integrity="sha384-${createHash('sha384').update(reviews('5.0')).digest('base64')}" src="http://widget.star-reviews.test/w.js"></script>`
    },
  },
  {
    id: 'g9-trial-policy',
    about: 'a policy is tried without force, its reports go to the shop',
    change: (site) => {
      site.headers['content-security-policy-report-only'] =
        "script-src 'self' 'unsafe-inline' http://www.tagloader.test http://widget.star-reviews.test; object-src 'none'; report-to main"
      site.headers['reporting-endpoints'] = 'main="http://shop.test/csp-reports"'
      site.headers['nel'] = '{"report_to":"main","max_age":86400}'
    },
  },
  {
    id: 'g9-known-fields',
    about: 'the fields say to the browser what they are for',
    change: (site) => {
      site.body = legacyBody(
        cardBox()
          .replace(
            'class="validate-cc-number" autocomplete="off"',
            'class="validate-cc-number" autocomplete="cc-number" inputmode="numeric" pattern="[0-9 ]*"',
          )
          .replace('maxlength="4" autocomplete="off"', 'maxlength="4" autocomplete="cc-csc" inputmode="numeric"'),
      )
    },
  },
  steps(
    'g9-instalments',
    'the first six digits ask the shop for how many months one can pay',
    code`(function () { var last = ""; document.addEventListener("input", function (e) { if (e.target.id !== "cc_num") return; var six = e.target.value.replace(/\D/g, "").slice(0, 6); if (six.length === 6 && six !== last) { last = six; Ajax.Request("/checkout/onepage/instalments/", { parameters: "bin=" + six, onSuccess: function (x) { var box = document.getElementById("card_box"); if (x.status === 200) box.insertAdjacentHTML("beforeend", x.responseText); } }); } }); })();`,
  ),
  steps(
    'g9-brand-picture',
    'the picture of the brand of the card shows beside its number',
    code`document.addEventListener("input", function (e) { if (e.target.id !== "cc_num") return; var v = e.target.value.replace(/\D/g, ""), brand = /^4/.test(v) ? "visa" : /^(5[1-5]|2[2-7])/.test(v) ? "mastercard" : /^3[47]/.test(v) ? "amex" : /^6/.test(v) ? "discover" : ""; var i = document.getElementById("brand") || e.target.parentNode.appendChild(Object.assign(document.createElement("img"), { id: "brand", alt: "" })); i.hidden = !brand; if (brand) i.src = "/skin/brands/" + brand + ".svg"; document.getElementById("cc_cid").maxLength = brand === "amex" ? 4 : 3; });`,
  ),
  steps(
    'g9-session-ends',
    'who does nothing for long is asked whether to stay; keys and the mouse count as doing something',
    code`(function () { var last = Date.now(); ["keydown", "mousemove", "touchstart", "scroll"].forEach(function (n) { document.addEventListener(n, function () { last = Date.now(); }, { passive: true }); }); setInterval(function () { if (Date.now() - last > 840000) document.title = "Still there?"; else Ajax.Request("/customer/session/alive/", { method: "get" }); }, 900); })();`,
  ),
  tool(
    'g9-heat-map',
    'an approved map of clicks and movement tells where, never what',
    code`(function (d) { var q = [], id = Math.random().toString(36).slice(2); function path(e) { for (var p = []; e && e.tagName && p.length < 4; e = e.parentElement) p.unshift(e.tagName.toLowerCase() + (e.id ? "#" + e.id : "")); return p.join(">"); } d.addEventListener("click", function (e) { q.push([1, e.pageX, e.pageY, path(e.target)]); }, true); d.addEventListener("mousemove", function (e) { if (q.length < 400 && Math.random() < .1) q.push([2, e.pageX, e.pageY]); }, { passive: true }); d.addEventListener("focusin", function (e) { q.push([3, path(e.target)]); }); setInterval(function () { if (q.length) navigator.sendBeacon("http://in.tools-approved.test/h?s=" + id, JSON.stringify({ w: innerWidth, h: innerHeight, q: q.splice(0) })); }, 800); })(document);`,
  ),
  {
    id: 'g9-device-print',
    about:
      'the fraud service of the bank looks at the device in a frame that is not seen, with the number of the session',
    change: (site) => {
      site.head.push(
        '<script src="http://h.tools-approved.test/fp/tags.js?org_id=1snn5n9w&session_id=s-88213" async></script>',
      )
      site.files['h.tools-approved.test/fp/tags.js'] = js(
        code`(function (d) { var c = d.createElement("canvas"), g = c.getContext("2d"); g.textBaseline = "top"; g.font = "14px Arial"; g.fillText("How quickly daft jumping zebras vex", 2, 2); var p = [screen.width, screen.height, screen.colorDepth, navigator.language, navigator.platform, new Date().getTimezoneOffset(), navigator.plugins.length, c.toDataURL().slice(-40)].join("|"), h = 0; for (var i = 0; i < p.length; i++) h = (h * 31 + p.charCodeAt(i)) | 0; function put() { var f = d.createElement("iframe"); f.title = "empty"; f.style.cssText = "width:100px;height:100px;border:0;position:absolute;top:-5000px"; f.src = "http://h.tools-approved.test/fp/ls_fp.html?session_id=s-88213&h=" + (h >>> 0).toString(16); d.body.appendChild(f); } d.readyState === "loading" ? d.addEventListener("DOMContentLoaded", put) : put(); })(document);`,
      )
      site.files['h.tools-approved.test/fp/ls_fp.html'] = {
        type: 'text/html',
        body: '<!doctype html><title>empty</title><script>localStorage.setItem("tmx", Math.random());</script>',
      }
    },
  },
  {
    id: 'g9-comment',
    about: 'customers can write a comment and a day of delivery',
    change: (site) => {
      site.body = legacyBody(
        undefined,
        '<dt>Delivery <input type="date" name="delivery_date" id="dday"></dt><dt><label>Comment <textarea name="comment" maxlength="200"></textarea></label><small id="left">200</small></dt>',
      )
      site.files['shop.test/skin/onepage.js'] = js(
        onepage(
          '1.9.5',
          'document.addEventListener("DOMContentLoaded", function () { var c = document.querySelector("[name=comment]"); c.addEventListener("input", function () { document.getElementById("left").textContent = 200 - c.value.length; }); document.getElementById("dday").addEventListener("change", function () { Ajax.Request("/checkout/onepage/slots/", { parameters: "day=" + this.value }); }); });',
        ),
      )
    },
  },
  steps(
    'g9-tax-number',
    'the shop asks its server whether a VAT number is good, and whether a mail address is known',
    code`document.addEventListener("DOMContentLoaded", function () { var e = document.getElementById("email"), v = document.createElement("input"); v.name = "billing[vat_id]"; v.placeholder = "VAT number"; e.parentNode.appendChild(v); v.addEventListener("change", function () { Ajax.Request("/vat/check/", { parameters: "vat=" + encodeURIComponent(v.value) }); }); e.addEventListener("change", function () { Ajax.Request("/customer/exists/", { parameters: "email=" + encodeURIComponent(e.value), onSuccess: function (x) { if (x.responseText === "1") e.parentNode.classList.add("known"); } }); }); });`,
  ),
  library(
    'g9-library-up',
    'the old library in a new version: forms are gathered in another way, and requests know more',
    code`Form.serialize = function (form, hash) { var d = {}, p = []; [].forEach.call(form.elements, function (e) { if (!e.name || e.disabled || ((e.type === "radio" || e.type === "checkbox") && !e.checked) || e.type === "submit") return; d[e.name] = e.value; p.push(encodeURIComponent(e.name) + "=" + encodeURIComponent(e.value).replace(/%20/g, "+")); }); return hash ? d : p.join("&"); }; Ajax.Responders = { list: [], register: function (r) { this.list.push(r); } }; var $$$ = function (s) { return [].slice.call(document.querySelectorAll(s)); };`,
  ),
  {
    id: 'g9-reviews-up',
    about: 'the widget of reviews has a new version with a carousel and small pictures',
    change: (site) =>
      void (site.files['widget.star-reviews.test/w.js'] = js(
        reviews(
          '6.0',
          code`var at = 0; setInterval(function () { var s = d.querySelectorAll(".stars"); if (s.length) s[at++ % s.length].classList.toggle("on"); }, 3000); d.addEventListener("click", function (e) { if (e.target.className === "stars") w.open("http://www.star-reviews.test/shop/771", "_blank", "noopener"); }); var w = window; var v = new IntersectionObserver(function (l) { l.forEach(function (x) { if (x.isIntersecting) { navigator.sendBeacon("http://widget.star-reviews.test/shop/771/seen"); v.disconnect(); } }); }); v.observe(d.body);`,
        ),
      )),
  },
  html(
    'g9-newsletter',
    'below one can order the newsletter; the form goes to the shop',
    '<form action="/newsletter/subscriber/new/" method="post"><label>Newsletter <input type="email" name="nl_email"></label><label><input type="checkbox" name="agree"> I agree</label><button>Order</button></form>',
  ),
  inline(
    'g9-flags',
    'settings of the page as data, with an experiment and a key that tell who is in it',
    'var checkoutConfig = {"quoteId":"7f31aa9e0c","storeCode":"us","isGuest":true,"flags":{"newTotals":true,"express":"b"},"formKey":"pL0aWq2m","payment":{"ccsave":{"months":["01","12"],"cvvImage":"/skin/cvv.png","hasVerification":true}},"captcha":{"guest":{"required":false}}};',
  ),
]
