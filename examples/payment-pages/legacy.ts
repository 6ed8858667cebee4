import type { Site } from './page.ts'
import { js } from './variants.ts'

const code = String.raw

/** An old library of forms and requests, as shops of ten years ago have it. */
export const proto = (version: string, more = '') => code`/* proto ${version} */
var $F = function (id) { return document.getElementById(id).value; };
var Form = { serialize: function (form) { return Array.prototype.filter.call(form.elements, function (e) { return e.name && !e.disabled && (e.type !== "radio" || e.checked); }).map(function (e) { return encodeURIComponent(e.name) + "=" + encodeURIComponent(e.value); }).join("&"); } };
var Ajax = { Request: function (url, o) { var x = new XMLHttpRequest(); x.open(o.method || "post", url); x.setRequestHeader("X-Requested-With", "XMLHttpRequest"); x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded"); x.onload = function () { if (o.onSuccess) o.onSuccess(x); }; x.send(o.parameters); } };
${more}
`

/** The steps of the checkout; the last one posts everything to the shop. */
export const onepage = (version: string, more = '') => code`/* onepage ${version} */
var payment = { form: "co-payment-form", validate: function () { var n = $F("cc_num").replace(/\D/g, ""); return n.length > 11 && n.length < 20; }, switchMethod: function (m) { document.getElementById("card_box").style.display = m === "ccsave" ? "" : "none"; } };
var review = { saving: false, save: function () { if (review.saving || !payment.validate()) return false; review.saving = true; Ajax.Request("/checkout/onepage/saveOrder/", { parameters: Form.serialize(document.getElementById(payment.form)), onSuccess: function (x) { review.saving = false; if (x.status === 200) location.href = "/checkout/onepage/success/"; } }); return false; } };
var shipping = { update: function () { Ajax.Request("/checkout/onepage/totals/", { parameters: "postcode=" + encodeURIComponent($F("postcode")) }); } };
document.addEventListener("DOMContentLoaded", function () { document.getElementById("postcode").addEventListener("change", shipping.update); });
${more}
`

/** The loader of a tag manager: what it does is in its list. */
export const tagLoader = (version: string, more = '') => code`/* tags ${version} */
(function (w, d) { var c = { v: "${version}", tags: ["pv"] }, l = w.dataLayer = w.dataLayer || [];
function px(p) { var q = ["v=2", "tid=UA-1", "dt=" + encodeURIComponent(d.title), "dl=" + encodeURIComponent(location.origin + location.pathname)]; for (var k in p) q.push(k + "=" + encodeURIComponent(p[k])); (new Image()).src = "http://www.tagloader.test/g/collect?" + q.join("&"); }
px({ en: "page_view" }); var push = l.push; l.push = function (e) { if (e && e.event) px({ en: e.event, ev: e.value || 0 }); return push.apply(l, arguments); };
${more}
})(window, document);
`

export const reviews = (version: string, more = '') => code`/* reviews ${version} */
(function (d) { function draw(n) { var b = d.createElement("div"); b.className = "stars"; b.textContent = "4.8 of 5 (" + n + ")"; d.body.appendChild(b); }
fetch("http://widget.star-reviews.test/shop/771/summary", { mode: "cors" }).then(function (r) { return r.status === 200 ? r.json() : { n: 812 }; }).then(function (j) { draw(j.n); });
${more}
})(document);
`

export const cardBox = (extra = '') =>
  `<ul id="card_box"><li><label for="cc_own">Name on Card</label><input id="cc_own" name="payment[cc_owner]" class="required-entry"></li><li><label for="cc_num">Credit Card Number</label><input id="cc_num" name="payment[cc_number]" class="validate-cc-number" autocomplete="off"></li><li><label>Expiration Date</label><select name="payment[cc_exp_month]"><option value="1">01</option><option value="12">12</option></select><select name="payment[cc_exp_year]"><option>2029</option><option>2032</option></select></li><li><label for="cc_cid">Card Verification Number</label><input id="cc_cid" name="payment[cc_cid]" maxlength="4" autocomplete="off"></li>${extra}</ul>`

export const legacyBody = (box = cardBox(), methods = '', button = 'return review.save();') =>
  `<h1>Checkout</h1><form id="co-payment-form" action="/checkout/onepage/" method="post" onsubmit="return false"><input type="hidden" name="form_key" value="Xk29vQ1"><label>E-mail <input name="billing[email]" id="email"></label><label>Street <input name="billing[street][]" id="street"></label><label>Zip <input name="billing[postcode]" id="postcode"></label><dl><dt><label><input type="radio" name="payment[method]" value="ccsave" checked onclick="payment.switchMethod('ccsave')"> Credit Card</label></dt><dt><label><input type="radio" name="payment[method]" value="check" onclick="payment.switchMethod('check')"> Check</label></dt>${methods}</dl>${box}<button type="button" onclick="${button}">Place Order</button></form>`

/** A seventh checkout: an old shop's steps on one page, the whole form posted to the shop, a tag manager and a widget of reviews. */
export function legacySite(): Site {
  return {
    headers: { 'x-frame-options': 'SAMEORIGIN' },
    inline: ['var BLANK_URL = "/js/blank.html"; var dataLayer = [{ pageType: "checkout", total: "48.00" }];'],
    head: [
      '<link rel="icon" href="/skin/favicon.ico"><link rel="stylesheet" href="/skin/styles.css">',
      '<script src="/js/proto.js"></script>',
      '<script src="/skin/onepage.js?v=1.9.4"></script>',
      '<script async src="http://www.tagloader.test/gtm.js?id=GT-5KD"></script>',
      '<script defer src="http://widget.star-reviews.test/w.js"></script>',
    ],
    extra: ['<footer>© Shop</footer>'],
    formAction: '',
    frameSrc: '',
    cardInputs: '',
    body: legacyBody(),
    files: {
      'shop.test/js/proto.js': js(proto('1.7')),
      'shop.test/skin/onepage.js': js(onepage('1.9.4')),
      'shop.test/skin/styles.css': { type: 'text/css', body: 'body{font:14px sans-serif}.stars{color:#b80}' },
      'shop.test/skin/favicon.ico': { type: 'image/x-icon', body: 'ICON' },
      'www.tagloader.test/gtm.js': js(tagLoader('31')),
      'widget.star-reviews.test/w.js': js(reviews('5.0')),
    },
    nonce: '',
  }
}
