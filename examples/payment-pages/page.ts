/** A checkout page as files by host and path. Variants change a copy of it. Everything is inert: "evil.test" leads nowhere. */
export interface Site {
  headers: Record<string, string>
  /** Scripts in the page, in order. */
  inline: string[]
  /** Tags in the head. */
  head: string[]
  /** HTML after the form. */
  extra: string[]
  formAction: string
  frameSrc: string
  cardInputs: string
  /** The whole body, where a page is not a form beside a frame. */
  body?: string
  /** Files by "host/path". */
  files: Record<string, { type: string; body: string }>
  nonce: string
}

const script = (body: string) => ({ type: 'text/javascript', body })

export const vendorBundle = (version: string, token: string) => `/*! vendor ui ${version} */
(function (w, d) {
  var build = "${version}", token = "${token}";
  function qs(selector) { return d.querySelector(selector); }
  function toggle(element) { if (element) element.classList.toggle("open"); }
  function format(amount) { return (amount / 100).toFixed(2); }
  w.vendorUi = { build: build, token: token, toggle: toggle, format: format };
  d.addEventListener("DOMContentLoaded", function () { toggle(qs(".menu")); });
})(window, document);
`

const shopScript = (version: string) => `"use strict";
var shopVersion = "${version}";
function validate(form) {
  var number = form.querySelector("[name=cardnumber]");
  return number.value.replace(/\\s/g, "").length > 11;
}
document.getElementById("pay").addEventListener("submit", function (event) {
  if (!validate(event.target)) event.preventDefault();
});
`

const metrics = (id: string) => `(function () {
  var id = "${id}";
  var beacon = new Image();
  beacon.src = "http://metrics.test/hit?id=" + id + "&page=" + encodeURIComponent(location.pathname);
})();
`

export const sources = { vendorBundle, shopScript, metrics }

/** The page as its owner knows it. */
export function honestSite(nonce = 'r4nd0m'): Site {
  return {
    headers: {
      'content-security-policy':
        `default-src 'self'; script-src 'self' 'nonce-${nonce}' 'unsafe-inline' cdn.vendor.test metrics.test *.tools-approved.test; img-src * data:; connect-src *; frame-src *; style-src 'self' 'unsafe-inline'; form-action *; worker-src 'self' blob:`.replace(
          "'nonce-" + nonce + "' ",
          '',
        ),
      'strict-transport-security': 'max-age=31536000',
      'x-frame-options': 'DENY',
    },
    inline: [`window.shopConfig = { currency: "EUR", session: "s-${nonce}", experiment: "a" };`],
    head: [
      '<script src="http://cdn.vendor.test/ui-4.2.1.min.js"></script>',
      '<script src="http://metrics.test/m.js" async></script>',
      '<script src="/shop.js?v=17" defer></script>',
    ],
    extra: ['<footer class="menu">Terms and returns</footer>'],
    formAction: '/order',
    frameSrc: 'http://pay.provider.test/frame',
    cardInputs:
      '<label>Card number <input name="cardnumber" autocomplete="cc-number"></label><label>Security code <input name="cvc" autocomplete="cc-csc"></label>',
    files: {
      'cdn.vendor.test/ui-4.2.1.min.js': script(vendorBundle('4.2.1', 'k1')),
      'metrics.test/m.js': script(metrics('A-1')),
      'shop.test/shop.js': script(shopScript('17')),
      'pay.provider.test/frame': {
        type: 'text/html',
        body: '<!doctype html><title>pay</title><p>Wallets of the provider</p>',
      },
    },
    nonce,
  }
}

/** The page's HTML. */
export function render(site: Site): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Checkout</title>${site.head.join('')}${site.inline.map((text) => `<script>${text}</script>`).join('')}</head>
<body>${site.body === undefined ? formBody(site) : site.body + site.extra.join('')}</body></html>`
}

const formBody = (
  site: Site,
) => `<h1>Checkout</h1><form id="pay" method="post" action="${site.formAction}"><label>E-mail <input name="email"></label>${site.cardInputs}<button>Pay</button></form>
<iframe title="Wallets" src="${site.frameSrc}" width="300" height="120"></iframe>${site.extra.join('')}`
