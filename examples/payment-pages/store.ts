import type { Site } from './page.ts'
import { cardFrame, library } from './hosted.ts'

const js = (body: string) => ({ type: 'text/javascript', body })

/** The checkout of a shop plugin: refreshes the totals with the whole form when something changes. */
export const checkoutScript = (more = '') => `jqReady(function () {
  var form = document.querySelector("form.checkout"), timer;
  function refresh() { Q.ajax({ type: "POST", url: store_params.ajax + "update_order_review", data: "security=" + store_params.nonce + "&post_data=" + encodeURIComponent("email=" + form.elements.billing_email.value + "&postcode=" + form.elements.billing_postcode.value) }); }
  Q(form).on("change", function () { clearTimeout(timer); timer = setTimeout(refresh, 50); });
  Q("[name=payment_method]").on("change", function (e) { [].forEach.call(document.querySelectorAll(".payment_box"), function (b) { b.hidden = b.dataset.method !== e.target.value; }); });
  ${more}
});
`

/** The gateway's plugin: mounts the provider's frames, one for each field. */
export const gateway = (version: string, more = '') => `/* gateway ${version} */
jqReady(function () {
  var key = gateway_params.key, origin = "http://js.provider.test";
  ["number", "expiry", "cvc"].forEach(function (part) { var f = document.createElement("iframe"); f.title = "Secure " + part; f.width = 260; f.height = 60; f.src = origin + "/v3/" + part + ".html#" + key; document.getElementById("gw-" + part).appendChild(f); });
  addEventListener("message", function (e) { if (e.origin === origin && e.data && e.data.source) document.querySelector("[name=gw_source]").value = e.data.source; });
  ${more}
});
`

export const ready =
  'function jqReady(f) { document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", f) : f(); }'

export const storeBody = (methods = '', merchant = 'M-4711') =>
  `<h1>Checkout</h1><form class="checkout" id="pay" method="post" action="/?ajax=checkout"><label>E-mail <input name="billing_email"></label><label>Postcode <input name="billing_postcode"></label><input type="hidden" name="merchant" value="${merchant}"><input type="hidden" name="gw_source"><ul class="methods"><li><label><input type="radio" name="payment_method" value="gw" checked> Card</label><div class="payment_box" data-method="gw"><div id="gw-number"></div><div id="gw-expiry"></div><div id="gw-cvc"></div></div></li><li><label><input type="radio" name="payment_method" value="bacs"> Bank transfer</label><div class="payment_box" data-method="bacs" hidden>Pay within 7 days.</div></li>${methods}</ul><button>Place order</button></form>`

/** A fourth checkout: the plugin of a blog, a gateway with one frame for each card field, a list of payment methods. */
export function storeSite(nonce = '9f31c2'): Site {
  return {
    headers: { 'x-frame-options': 'SAMEORIGIN', 'strict-transport-security': 'max-age=15768000' },
    inline: [
      ready,
      `var store_params = {"ajax":"\\/?ajax=","nonce":"${nonce}","country":"DE"};`,
      'var gateway_params = {"key":"pk_live_51H","locale":"de"};',
    ],
    head: [
      '<script src="/lib/lib.js?ver=3.7.1"></script>',
      '<script src="/plugins/store/checkout.min.js?ver=9.1.2" defer></script>',
      '<script src="/plugins/gateway/upe.js?ver=8.1.0" defer></script>',
      '<script src="http://tags.measure.test/gtm.js?id=T-9" async></script>',
    ],
    extra: ['<footer>Terms, returns</footer>'],
    formAction: '',
    frameSrc: '',
    cardInputs: '',
    body: storeBody(),
    files: {
      'shop.test/lib/lib.js': js(library('3.7.1')),
      'shop.test/plugins/store/checkout.min.js': js(checkoutScript()),
      'shop.test/plugins/gateway/upe.js': js(gateway('8.1.0')),
      'tags.measure.test/gtm.js': js(
        '(function(){var i=new Image();i.src="http://tags.measure.test/c?id=T-9&u="+encodeURIComponent(location.pathname);})();',
      ),
      'js.provider.test/v3/number.html': cardFrame('b2'),
      'js.provider.test/v3/expiry.html': {
        type: 'text/html',
        body: '<label>Expiry <input autocomplete="cc-exp"></label>',
      },
      'js.provider.test/v3/cvc.html': { type: 'text/html', body: '<label>CVC <input autocomplete="cc-csc"></label>' },
    },
    nonce,
  }
}
