import * as app from './app.ts'
import * as hosted from './hosted.ts'
import { vendorBundle } from './page.ts'
import * as store from './store.ts'
import { checkout, inline, js, shopAt, tool, type Variant } from './variants.ts'

const shop = shopAt('19')
const asset = 'shop.test/assets/index-a81c.js'

/** Honest changes written after the detector was mended for the "blind" set, and before it was run on them. */
export const laterOwnHonest: readonly Variant[] = [
  tool(
    'click-map',
    'an approved tool draws where people click',
    '(function () { var b = []; document.addEventListener("pointerdown", function (e) { b.push([e.pageX, e.pageY, e.target.tagName, e.target.name || ""]); }); setInterval(function () { if (b.length) navigator.sendBeacon("http://in.tools-approved.test/h?u=" + crypto.randomUUID(), JSON.stringify({ b: b.splice(0), w: innerWidth })); }, 300); })();',
  ),
  tool(
    'bigger-letters',
    'an approved tool makes letters bigger and reads the page aloud',
    '(function () { var s = +localStorage.getItem("a11y") || 1; document.documentElement.style.fontSize = s * 100 + "%"; var b = document.createElement("button"); b.type = "button"; b.textContent = "A+"; b.style.cssText = "position:fixed;left:8px;bottom:8px"; b.onclick = function () { s += 0.1; localStorage.setItem("a11y", s); document.documentElement.style.fontSize = s * 100 + "%"; }; document.addEventListener("focusin", function (e) { var l = e.target.labels && e.target.labels[0]; if (l && window.a11yVoice) speechSynthesis.speak(new SpeechSynthesisUtterance(l.textContent)); }); addEventListener("load", function () { document.body.append(b); }); })();',
  ),
  {
    id: 'csp-approved',
    about: 'the policy is extended for a host that was approved',
    change: (site) => {
      site.headers['content-security-policy'] =
        `${(site.headers['content-security-policy'] ?? '').replace('metrics.test ', 'metrics.test pixel.approved.test ')}; upgrade-insecure-requests`.replace(
          '; upgrade-insecure-requests',
          "; manifest-src 'self'",
        )
      site.head.push('<script src="http://pixel.approved.test/px.js" async></script>')
      site.files['pixel.approved.test/px.js'] = js(
        'new Image().src = "http://pixel.approved.test/t?e=checkout&r=" + Math.random();',
      )
    },
  },
  inline(
    'rates',
    'prices in another currency',
    'document.addEventListener("DOMContentLoaded", function () { fetch("/rates?to=USD").then(function (r) { return r.ok ? r.text() : ""; }).then(function (t) { document.querySelector(".menu").dataset.rate = t; }); });',
  ),
  shop(
    'keep-form',
    'what was filled in is kept until the order, but never card fields',
    'var keep = ["email"]; keep.forEach(function (n) { var i = document.querySelector("[name=" + n + "]"); i.value = sessionStorage.getItem("f-" + n) || i.value; i.addEventListener("input", function () { sessionStorage.setItem("f-" + n, i.value); }); });',
  ),
  {
    id: 'vendor-carousel',
    about: 'the vendor adds moving pictures',
    change: (site) => {
      site.head[0] = '<script src="http://cdn.vendor.test/ui-4.3.0.min.js"></script>'
      site.files['cdn.vendor.test/ui-4.3.0.min.js'] = js(
        `${vendorBundle('4.3.0', 'k4')}(function(){var n=0;setInterval(function(){document.querySelectorAll(".slides>*").forEach(function(s,i,a){s.hidden=i!==n%a.length});n++},4000)})();\n//# sourceMappingURL=ui-4.3.0.min.js.map`,
      )
    },
  },
]

export const laterHostedHonest: readonly Variant[] = [
  {
    id: 'sdk-appearance',
    about: 'the frame of the provider is told colours and language',
    change: (site) =>
      void (site.files['js.provider.test/v3/elements.js'] = js(
        hosted
          .sdk('a1')
          .replace(
            '"&c=" +',
            '"&locale=de&appearance=" + encodeURIComponent(JSON.stringify({ theme: "night", radius: 4 })) + "&c=" +',
          ),
      )),
  },
  {
    id: 'consent-frame',
    about: 'an approved consent manager with a frame at the end of the window',
    change: (site) => {
      site.head.unshift('<script src="http://cmp.tools-approved.test/stub.js"></script>')
      site.files['cmp.tools-approved.test/stub.js'] = js(
        'window.__tcfapi=function(c,v,f){(window.__tcfapi.q=window.__tcfapi.q||[]).push([c,v,f])};document.addEventListener("DOMContentLoaded",function(){var f=document.createElement("iframe");f.title="Consent";f.src="http://cmp.tools-approved.test/ui.html";f.style.cssText="position:fixed;left:0;right:0;bottom:0;width:100%;height:90px;border:0";document.body.append(f);addEventListener("message",function(e){if(e.source===f.contentWindow&&e.data.tc){document.cookie="euconsent="+e.data.tc+";path=/";f.remove()}})});',
      )
    },
  },
  checkout(
    'gift-card',
    'a field for gift cards whose balance is looked up',
    'document.querySelector("#pay").insertAdjacentHTML("beforeend", "<label>Gift card number <input name=gift_code></label><output></output>"); Q("[name=gift_code]").on("change", function (e) { Q.ajax({ type: "POST", url: "/gift/balance", data: "code=" + encodeURIComponent(e.target.value) }); });',
  ),
]

export const laterAppHonest: readonly Variant[] = [
  {
    id: 'vendor-chunk',
    about: 'the build puts libraries into a file of their own',
    change: (site) => {
      site.head[2] =
        '<link rel="modulepreload" href="/assets/vendor-Ck2v.js"><script type="module" src="/assets/index-Dx91.js"></script>'
      site.files['shop.test/assets/vendor-Ck2v.js'] = js(
        'export const clamp = (n, a, b) => Math.min(Math.max(n, a), b); export const money = (n) => new Intl.NumberFormat("de", { style: "currency", currency: "EUR" }).format(n);',
      )
      site.files['shop.test/assets/index-Dx91.js'] = js(
        `import { money } from "./vendor-Ck2v.js";\n${app.bundle('3.4.0')}\ndocument.querySelector("#checkout button").textContent = "Pay " + money(59.9);`,
      )
    },
  },
  {
    id: 'tracing',
    about: 'requests of the shop are traced, to the shop itself',
    change: (site) =>
      void (site.files[asset] = js(
        app.bundle(
          '3.4.1',
          'const plain = window.fetch; window.fetch = async (input, init = {}) => { const start = performance.now(), own = String(input).startsWith("/"); const answer = await plain(input, own ? { ...init, headers: { ...init.headers, traceparent: "00-" + crypto.randomUUID().replaceAll("-", "") + "-01" } } : init); navigator.sendBeacon("/otel/v1/traces", JSON.stringify({ name: String(input).split("?")[0], ms: performance.now() - start, status: answer.status })); return answer; };',
        ),
      )),
  },
  {
    id: 'words',
    about: 'texts are loaded in the language of the visitor',
    change: (site) =>
      void (site.files[asset] = js(
        app.bundle(
          '3.4.2',
          'fetch("/locales/" + navigator.language.slice(0, 2) + ".json").then((r) => (r.status === 200 ? r.json() : {})).then((words) => document.querySelectorAll("[data-t]").forEach((e) => (e.textContent = words[e.dataset.t] ?? e.textContent)));',
        ),
      )),
  },
]

export const laterStoreHonest: readonly Variant[] = [
  {
    id: 'terms-check',
    about: 'the checkout asks for the terms and remembers the step',
    change: (site) => {
      site.files['shop.test/plugins/store/checkout.min.js'] = js(
        store.checkoutScript(
          'sessionStorage.setItem("step", "pay"); form.addEventListener("submit", function (e) { var t = document.getElementById("terms"); if (t && !t.checked) { e.preventDefault(); t.closest("p").classList.add("invalid"); } });',
        ),
      )
      site.extra.push('<p><label><input type="checkbox" id="terms" form="pay"> I have read the terms</label></p>')
    },
  },
  {
    id: 'saved-cards',
    about: 'the gateway lists cards that were saved and offers to save this one',
    change: (site) => {
      site.files['shop.test/plugins/gateway/upe.js'] = js(
        store.gateway(
          '8.3.0',
          'Q("[name=gw_token]").on("change", function (e) { document.getElementById("gw-number").parentNode.hidden = e.target.value !== "new"; });',
        ),
      )
      site.body = store
        .storeBody()
        .replace(
          '<div id="gw-number">',
          '<label><input type="radio" name="gw_token" value="7"> Visa ending in 4242</label><label><input type="radio" name="gw_token" value="new" checked> Another card</label><label><input type="checkbox" name="gw_save"> Save payment information</label><div id="gw-number">',
        )
    },
  },
  {
    id: 'heartbeat',
    about: 'the page tells the shop that it is still open',
    change: (site) =>
      void site.inline.push(
        'setInterval(function () { navigator.sendBeacon("/?ajax=heartbeat", new URLSearchParams({ _nonce: store_params.nonce, n: String(Date.now()) })); }, 300);',
      ),
  },
]
