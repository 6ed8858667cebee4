/** What the page of classic.ts loads. */
const code = String.raw

/** The library of the shop and its exchange of events. */
export const core = (version: string, more = '') => code`/* core ${version} */
(function (w, d) {
  function $(s) { if (typeof s === "function") { if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", s); else s(); return; } return new $.fn.init(s); }
  $.fn = $.prototype = { init: function (s) { this.els = typeof s === "string" ? [].slice.call(d.querySelectorAll(s)) : [s]; },
    each: function (f) { this.els.forEach(function (e, i) { f.call(e, i, e); }); return this; },
    on: function (t, sel, f) { if (!f) { f = sel; sel = null; } return this.each(function () { var e = this; e.addEventListener(t, function (ev) { var hit = sel ? ev.target.closest && ev.target.closest(sel) : e; if (hit) f.call(hit, ev); }); }); },
    val: function () { return this.els[0] && this.els[0].value; }, html: function (t) { return this.each(function () { this.innerHTML = t; }); },
    toggle: function (on) { return this.each(function () { this.hidden = !on; }); }, ajaxSend: function (f) { $.hooks.push(f); return this; } };
  $.fn.init.prototype = $.fn; $.hooks = [];
  $.ajax = function (o) { var x = new XMLHttpRequest(); x.open(o.method || "GET", o.url); x.setRequestHeader("x-requested-with", "XMLHttpRequest"); $.hooks.forEach(function (f) { f({ type: "ajaxSend" }, x, o); }); x.onload = function () { if (o.success) o.success(x.status === 200 ? x.responseText : ""); }; x.send(o.data || null); };
  $.post = function (url, data, success) { $.ajax({ method: "POST", url: url, data: new URLSearchParams(data), success: success }); };
  var on = {}; w.$ = w.jQuery = $; w.prestashop = w.prestashop || {};
  w.prestashop.on = function (n, f) { (on[n] = on[n] || []).push(f); }; w.prestashop.emit = function (n, data) { (on[n] || []).forEach(function (f) { f(data); }); };
  ${more}
})(window, document);
`

/** The theme: steps that open, ways of paying, totals. */
export const theme = (version: string, more = '') => code`/* theme ${version} */
$(function () {
  $(document).on("click", ".checkout-step h2", function () { var s = this.parentNode; $(".checkout-step").each(function () { this.classList.toggle("js-current-step", this === s); }); });
  $(document).on("change", "[name=payment-option]", function () { var id = this.id; $(".js-additional-information").each(function () { this.hidden = this.dataset.option !== id; }); prestashop.emit("changedPaymentOption", { option: id }); });
  $(document).on("change", "[name=postcode],[name=email]", function () { $.post("/commande?ajax=1&action=update", { email: $("[name=email]").val(), postcode: $("[name=postcode]").val(), token: prestashop.static_token }, function (t) { if (t) $("#js-checkout-summary").html(t); prestashop.emit("updatedCart", {}); }); });
  ${more}
});
`

/** The bank's library of encryption, which comes from its own host: RSA for a key of its own, the card under that. */
export const cse = (version: string, more = '') => code`/* ogpay cse ${version} */
(function (w) {
  function hex(b) { return Array.from(b, function (x) { return x.toString(16).padStart(2, "0"); }).join(""); }
  function rsa(key, b) { var p = key.split("|"), e = BigInt("0x" + p[0]), m = BigInt("0x" + p[1]), r = 1n, v = BigInt("0x" + hex(b)) % m; for (; e; e >>= 1n) { if (e & 1n) r = (r * v) % m; v = (v * v) % m; } return r.toString(16); }
  function seal(k, text) { var s = [], i, j = 0, t; for (i = 0; i < 256; i++) s[i] = i; for (i = 0; i < 256; i++) { j = (j + s[i] + k[i % k.length]) & 255; t = s[i]; s[i] = s[j]; s[j] = t; } i = j = 0; return btoa(unescape(encodeURIComponent(text)).replace(/[\s\S]/g, function (c) { i = (i + 1) & 255; j = (j + s[i]) & 255; t = s[i]; s[i] = s[j]; s[j] = t; return String.fromCharCode(c.charCodeAt(0) ^ s[(s[i] + s[j]) & 255]); })); }
  w.ogpayCse = { version: "${version}", createEncryption: function (key) { return { encrypt: function (data) { var k = new Uint8Array(32); crypto.getRandomValues(k); return "ogcse0_1_25$" + rsa(key, k) + "$" + seal(k, JSON.stringify(data)); } }; } };
  ${more}
})(window);
`

/** The module of the bank: fields without names are sealed into one when the form is sent. */
export const ogpayModule = (version: string, more = '') => code`/* ogpay module ${version} */
$(function () {
  var form = document.getElementById("ogpay-form");
  form.addEventListener("submit", function () { var data = { generationtime: new Date().toISOString() }; $("[data-encrypted-name]").each(function () { data[this.dataset.encryptedName] = this.value; }); form.elements["ogpay-encrypted-data"].value = ogpayCse.createEncryption(ogpay.key).encrypt(data); });
  ${more}
});
`

/** A container of a tag manager: its tags are data, its program runs them. */
export const container = (
  version: string,
  tags = '',
  more = '',
) => code`var data = { resource: { version: "${version}", tags: [{ function: "__gaawe", on: "gtm.dom", vtp_eventName: "page_view" }, { function: "__gaawe", on: "gtm.click", vtp_eventName: "click" }${tags}] } };
(function (w, d) {
  var q = w.dataLayer = w.dataLayer || [], cid = (d.cookie.match(/_ga=GA1\.1\.([\d.]+)/) || [])[1] || Math.floor(Math.random() * 2147483647) + "." + Math.floor(Date.now() / 1000);
  d.cookie = "_ga=GA1.1." + cid + "; path=/; max-age=33696000";
  function ga(en, p) { var u = "http://region1.ga-measure.test/g/collect?v=2&tid=G-7TQ2&cid=" + cid + "&en=" + en + "&dl=" + encodeURIComponent(location.origin + location.pathname); for (var k in p || {}) u += "&" + k + "=" + encodeURIComponent(p[k]); navigator.sendBeacon(u); }
  function html(text) { var t = d.createElement("template"); t.innerHTML = text; [].forEach.call(t.content.querySelectorAll("script"), function (s) { var n = d.createElement("script"); [].forEach.call(s.attributes, function (a) { n.setAttribute(a.name, a.value); }); n.text = s.text; s.replaceWith(n); }); d.body.append(t.content); }
  function run(ev) { if (!ev || !ev.event) return; data.resource.tags.forEach(function (t) { if (t.on !== ev.event) return; if (t.function === "__gaawe") ga(t.vtp_eventName, typeof t.vtp_params === "function" ? t.vtp_params(ev) : t.vtp_params); if (t.function === "__html") html(t.vtp_html); if (t.function === "__cvt") t.vtp_run(ev); }); }
  q.forEach(run); var push = q.push; q.push = function (ev) { run(ev); return push.apply(q, arguments); };
  function dom() { q.push({ event: "gtm.dom" }); } if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", dom); else dom();
  d.addEventListener("click", function (e) { var b = e.target.closest && e.target.closest("a,button"); if (b) q.push({ event: "gtm.click", "gtm.element": b }); }, true);
  ${more}
})(window, document);
`
