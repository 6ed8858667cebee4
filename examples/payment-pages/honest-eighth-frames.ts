import { cardFrame, checkout as hostedScript, container, library, sdk, stats } from './hosted.ts'
import { checkoutScript, gateway, storeBody } from './store.ts'
import { checkout, html, inline, js, tool, type Variant } from './variants.ts'

const code = String.raw
const at = (id: string, about: string, path: string, body: string): Variant => ({
  id,
  about,
  change: (site) => void (site.files[path] = js(body)),
})

/** The card is typed in frames of the provider: provider, tag manager and shop go on working. */
export const eighthHostedHonest: readonly Variant[] = [
  {
    id: 'h8-fields-build',
    about: 'the provider gives out a new build: library and frame, which tells the page the brand and its height',
    change: (site) => {
      const frame = cardFrame('b7')
      site.files['js.provider.test/v3/card-b7.html'] = {
        ...frame,
        body: `${frame.body}<script>document.querySelector("input").addEventListener("input", function () { parent.postMessage({ brand: this.value[0] === "4" ? "visa" : "other", complete: this.value.length > 14, height: 92 }, "*"); });</script>`,
      }
      site.files['js.provider.test/v3/elements.js'] = js(
        `${sdk('b7')}addEventListener("message", function (e) { if (e.origin === "http://js.provider.test" && e.data.brand) document.querySelector("#card-element").dataset.brand = e.data.brand; });`,
      )
    },
  },
  at(
    'h8-provider-telemetry',
    'the library of the provider reports to its own host how long things took',
    'js.provider.test/v3/elements.js',
    sdk('a1') +
      code`addEventListener("load", function () { setTimeout(function () { var n = performance.getEntriesByType("navigation")[0]; navigator.sendBeacon("http://js.provider.test/v3/b", JSON.stringify({ key: "pk_test_1", ms: Math.round(performance.now()), ttfb: n && Math.round(n.responseStart), ua: navigator.userAgent, muid: crypto.randomUUID() })); }, 300); });`,
  ),
  {
    id: 'h8-method-frame',
    about: 'for 3-D Secure the provider posts the number of the transaction into an unseen frame of its own host',
    change: (site) => {
      site.files['js.provider.test/v3/elements.js'] = js(
        sdk('a1') +
          code`addEventListener("load", function () { var i = document.createElement("iframe"); i.name = "threeDSMethod"; i.title = "3-D Secure"; i.hidden = true; document.body.appendChild(i); var f = document.createElement("form"); f.method = "post"; f.action = "http://js.provider.test/3ds/method"; f.target = i.name; f.hidden = true; var h = document.createElement("input"); h.type = "hidden"; h.name = "threeDSMethodData"; h.value = btoa(JSON.stringify({ threeDSServerTransID: crypto.randomUUID(), threeDSMethodNotificationURL: location.origin + "/3ds/done" })); f.appendChild(h); document.body.appendChild(f); f.submit(); f.remove(); });`,
      )
      site.files['js.provider.test/3ds/method'] = {
        type: 'text/html',
        body: '<!doctype html><title>method</title><script>fetch("/3ds/print", { method: "POST", body: [screen.width, screen.height, navigator.language].join() });</script>',
      }
    },
  },
  checkout(
    'h8-challenge',
    'after the order the bank asks in a frame of the provider, laid over the page',
    code`Q("#pay").on("submit", function (e) { if (document.querySelector("[name=token]").value !== "requires_action") return; e.preventDefault(); var d = document.createElement("dialog"), f = document.createElement("iframe"); f.title = "Confirmation by your bank"; f.width = 400; f.height = 400; f.src = "http://js.provider.test/3ds/challenge.html"; d.appendChild(f); document.body.appendChild(d); d.showModal(); });`,
  ),
  {
    id: 'h8-shop-library',
    about: 'the library of the shop in a new version under a new name',
    change: (site) => {
      site.head[1] = '<script src="/static/lib-3.7.1.js"></script>'
      delete site.files['shop.test/static/lib-3.6.0.js']
      site.files['shop.test/static/lib-3.7.1.js'] = js(
        library('3.7.1') +
          code`Q.fn.each = function (f) { this.list.forEach(f); return this; }; Q.fn.addClass = function (c) { return this.each(function (e) { e.classList.add(c); }); }; Q.ajaxPrefilter = function (f) { var a = Q.ajax; Q.ajax = function (o) { f(o); return a(o); }; };`,
      )
      site.files['shop.test/static/checkout.4f2a91.js'] = js(
        hostedScript(
          'Q.ajaxPrefilter(function (o) { o.url += (o.url.indexOf("?") < 0 ? "?" : "&") + "_csrf=8f13"; }); Q("label").addClass("field");',
        ),
      )
    },
  },
  {
    id: 'h8-container',
    about: 'the container has new tags: scrolling, links that lead away, and a script of an approved vendor',
    change: (site) => {
      site.files['tags.measure.test/gtm.js'] = js(
        container(
          '12',
          code`add("http://cdn.tools-approved.test/ads.js"); document.addEventListener("click", function (e) { var a = e.target.closest && e.target.closest("a[href]"); if (a && a.host !== location.host) dataLayer.push({ event: "outbound", url: a.href }); }, true); var top = 0; addEventListener("scroll", function () { var p = Math.round((scrollY + innerHeight) / document.documentElement.scrollHeight * 4) * 25; if (p > top) { top = p; navigator.sendBeacon("http://stats.measure.test/g?v=2&en=scroll&epn.p=" + p); } });`,
        ),
      )
      site.files['cdn.tools-approved.test/ads.js'] = js(
        code`(function () { var a = (document.cookie.match(/_ad=([^;]+)/) || [])[1] || crypto.randomUUID(); document.cookie = "_ad=" + a + ";path=/"; var i = new Image(); i.src = "http://px.tools-approved.test/tr?id=1120045567788&ev=InitiateCheckout&cd=" + encodeURIComponent(JSON.stringify({ value: 59.9, currency: "EUR", num_items: 2 })) + "&fbp=" + a; })();`,
      )
      site.files['stats.measure.test/a.js'] = js(stats('/* consent mode */ window.gcs = "G111";'))
    },
  },
  checkout(
    'h8-mail-kept',
    'the mail address is remembered for the next time, in the browser',
    code`var mail = document.querySelector("[name=email]"); mail.value = mail.value || localStorage.getItem("mail") || ""; Q("[name=email]").on("change", function () { localStorage.setItem("mail", mail.value); }); Q("[name=terms]").on("change", function () { Q.ajax({ type: "POST", url: "/cart/terms", data: "accepted=" + this.checked + "&v=2026-10" }); });`,
  ),
  {
    id: 'h8-wallets',
    about: 'the frame of the wallets has a new version, permission to pay, and its buttons more room',
    change: (site) => {
      site.frameSrc = 'http://js.provider.test/v3/wallets.html?v=2'
      site.files['js.provider.test/v3/wallets.html'] = {
        type: 'text/html',
        body: '<!doctype html><title>w</title><style>button{border-radius:4px;width:100%}</style><button>Apple Pay</button><button>G Pay</button><script>parent.postMessage({ wallets: ["apple", "google"], height: 110 }, "*");</script>',
      }
      site.files['shop.test/static/checkout.4f2a91.js'] = js(
        hostedScript(
          'addEventListener("message", function (e) { var f = document.querySelector("iframe[title=Wallets]"); if (e.source === f.contentWindow && e.data.wallets) { f.height = e.data.height; f.allow = "payment"; } });',
        ),
      )
    },
  },
  html(
    'h8-trust',
    'below are seals, a phone number of sixteen digits abroad, the IBAN for transfers and the numbers of the company',
    '<section><img alt="Seal" width="40" height="40" src="/img/seal.svg"><p>Call 0049 30 1234 5678 90</p><p>IBAN DE02 1203 0000 0000 2020 51</p><p>VAT DE123456789, order 4000 0012 3400 5678</p><a href="https://www.seal.example/shop/17" rel="noopener">Certificate</a></section>',
  ),
  tool(
    'h8-survey',
    'an approved survey asks whether all went well; its form is sent to the vendor',
    code`(function () { function show() { var f = document.createElement("form"); f.innerHTML = "<p>How easy was it to find what you wanted?</p><label>Your words <textarea name='words'></textarea></label><button>Send</button>"; f.addEventListener("submit", function (e) { e.preventDefault(); fetch("http://nps.tools-approved.test/a", { method: "POST", mode: "no-cors", body: new URLSearchParams({ page: location.pathname, words: f.words.value.slice(0, 140) }) }); f.remove(); }); document.body.appendChild(f); } setTimeout(show, 600); })();`,
  ),
]

export const eighthStoreHonest: readonly Variant[] = [
  {
    id: 'h8-nonce',
    about: 'the nonce of the plugin is another, as on every day',
    change: (site) => {
      site.inline[1] = String.raw`var store_params = {"ajax":"\/?ajax=","nonce":"b70e1d44aa","country":"AT"};`
      site.nonce = 'b70e1d44aa'
    },
  },
  {
    id: 'h8-plugins-up',
    about: 'the shop plugin and the gateway were updated, with new versions in the addresses',
    change: (site) => {
      site.head[1] = '<script src="/plugins/store/checkout.min.js?ver=9.2.0" defer></script>'
      site.head[2] = '<script src="/plugins/gateway/upe.js?ver=8.2.0" defer></script>'
      site.files['shop.test/plugins/store/checkout.min.js'] = js(
        checkoutScript(
          code`form.addEventListener("focusout", function (e) { var i = e.target; if (!i.name || i.type === "radio") return; i.classList.toggle("is-invalid", !i.value || (i.name === "billing_email" && !/^\S+@\S+\.\S+$/.test(i.value))); });`,
        ),
      )
      site.files['shop.test/plugins/gateway/upe.js'] = js(
        gateway(
          '8.2.0',
          code`document.querySelectorAll(".payment_box iframe").forEach(function (f) { f.setAttribute("allow", "payment *; publickey-credentials-get *"); f.loading = "eager"; }); document.querySelector("form.checkout").addEventListener("change", function (e) { if (e.target.name === "payment_method") [].forEach.call(document.querySelectorAll("#gw-number iframe"), function (f) { f.contentWindow.postMessage({ type: "update", amount: 5990, currency: "eur", locale: gateway_params.locale }, origin); }); });`,
        ),
      )
    },
  },
  {
    id: 'h8-later-method',
    about: 'one can pay later now, by leave of a provider to whose page the shop leads',
    change: (site) => {
      site.body = storeBody(
        '<li><label><input type="radio" name="payment_method" value="later"> Pay in 30 days</label><div class="payment_box" data-method="later" hidden>You will be led on after the order.<label>Born on <input name="later_birth" type="date"></label></div></li>',
      )
    },
  },
  {
    id: 'h8-fragments',
    about: 'the basket in the corner is fetched by the shop itself and put in as HTML; more fields of the address',
    change: (site) => {
      site.body = storeBody().replace(
        '<label>Postcode',
        '<label>Street <input name="billing_address_1" autocomplete="address-line1"></label><label>Town <input name="billing_city"></label><label>Postcode',
      )
      site.files['shop.test/plugins/store/checkout.min.js'] = js(
        checkoutScript(
          code`Q.ajax({ type: "POST", url: store_params.ajax + "get_refreshed_fragments", data: "time=" + Date.now(), done: function (t) { try { var r = JSON.parse(t); for (var s in r.fragments) Q(s).html(r.fragments[s]); sessionStorage.setItem("frag_hash", r.cart_hash); } catch (x) {} } }); Q("[name=billing_city]").on("change", refresh);`,
        ),
      )
    },
  },
  at(
    'h8-order-attribution',
    'measuring keeps where the customer came from and how the screen is, in a hidden field and a cookie',
    'tags.measure.test/gtm.js',
    code`(function(){var i=new Image();i.src="http://tags.measure.test/c?id=T-9&u="+encodeURIComponent(location.pathname);var s={src:document.referrer?new URL(document.referrer).host:"(direct)",ep:location.href,ua:navigator.userAgent,ses:Math.floor(Date.now()/1000),pg:1};document.cookie="sbjs="+encodeURIComponent(JSON.stringify(s))+";path=/";function put(){var f=document.querySelector("form.checkout");for(var k in s){var h=document.createElement("input");h.type="hidden";h.name="attribution_"+k;h.value=s[k];f.appendChild(h)}}document.readyState==="loading"?document.addEventListener("DOMContentLoaded",put):put()})();`,
  ),
  inline(
    'h8-emoji',
    'the blog sees whether emoji are drawn, in a worker out of a blob, and loads a script of its own if not',
    code`(function () { var key = "wpEmojiSettingsSupports"; if (sessionStorage.getItem(key)) return; function test(c) { var g = c.getContext("2d", { willReadFrequently: true }); g.textBaseline = "top"; g.font = "600 32px Arial"; g.fillText("\uD83C\uDDE8\uD83C\uDDF6", 0, 0); return g.getImageData(16, 16, 1, 1).data.join(); } try { var w = new Worker(URL.createObjectURL(new Blob(["postMessage((" + test + ")(new OffscreenCanvas(300,150)))"], { type: "text/javascript" }))); w.onmessage = function (m) { sessionStorage.setItem(key, JSON.stringify({ flag: m.data, timestamp: Date.now() })); w.terminate(); }; } catch (e) {} })();`,
  ),
]
