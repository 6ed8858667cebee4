/** What the shop of boxoffice.ts and its provider of payments load. */
const code = String.raw

/** The library of the shop: chains of elements, requests, fragments of HTML that the server sends, forms that keep themselves. */
export const library = (version: string, more = '') => code`/*! quill ${version} */
(function (w, d) {
  "use strict";
  function Q(s, at) { if (!(this instanceof Q)) return typeof s === "function" ? Q.ready(s) : new Q(s, at); this.list = !s ? [] : typeof s === "string" ? [].slice.call((at || d).querySelectorAll(s)) : Array.isArray(s) ? s : [s]; }
  Q.ready = function (f) { if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", function () { f(Q); }); else f(Q); };
  Q.fn = Q.prototype = {
    each: function (f) { this.list.forEach(function (e, i) { f.call(e, i, e); }); return this; },
    on: function (types, sel, f) { if (!f) { f = sel; sel = ""; } return this.each(function () { var e = this; types.split(" ").forEach(function (t) { e.addEventListener(t, function (ev) { var hit = sel ? ev.target.closest && ev.target.closest(sel) : e; if (hit) f.call(hit, ev); }); }); }); },
    val: function (v) { if (v === undefined) return this.list[0] ? this.list[0].value : ""; return this.each(function () { this.value = v; }); },
    text: function (t) { if (t === undefined) return this.list[0] ? this.list[0].textContent : ""; return this.each(function () { this.textContent = t; }); },
    serialize: function () { var out = []; this.each(function () { [].forEach.call(this.elements, function (i) { if (i.name && !i.disabled && !/^(submit|button|file)$/.test(i.type) && (i.checked || !/^(radio|checkbox)$/.test(i.type))) out.push(encodeURIComponent(i.name) + "=" + encodeURIComponent(i.value)); }); }); return out.join("&"); } };
  Q.ajax = function (o) { var x = new XMLHttpRequest(); x.open(o.type || "GET", o.url); x.setRequestHeader("X-Requested-With", "XMLHttpRequest"); if (o.data) x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded"); x.onload = function () { if (o.success) o.success(x.status === 200 ? x.responseText : ""); }; x.send(o.data || null); return x; };
  Q.swap = function (html) { var t = d.createElement("template"); t.innerHTML = html; [].forEach.call(t.content.querySelectorAll("[data-swap]"), function (n) { var at = d.querySelector(n.dataset.swap); n.removeAttribute("data-swap"); if (at) at.replaceWith(n); }); };
  Q.ready(function () { Q("[data-load]").each(function () { Q.ajax({ url: this.dataset.load, success: Q.swap }); }); });
  Q(d).on("change", "input,select,textarea", function () { var f = this.form; if (f && f.dataset.autosave) Q.ajax({ type: "POST", url: f.dataset.autosave, data: Q(f).serialize(), success: Q.swap }); });
  Q(d).on("click", "[data-copy]", function () { if (navigator.clipboard) navigator.clipboard.writeText(Q(this.dataset.copy).text()).catch(function () {}); });
  w.jQuery = w.$ = Q;
  ${more}
})(window, document);
`

/** The steps of the checkout: the card goes to the provider for a token, the form to the shop with the token only. */
export const steps = (version: string, more = '') => code`/* steps ${version} */
jQuery(function ($) {
  var set = window.shopCheckout, left = set.hold, busy = false;
  Paywell.setPublishableKey(set.paywell.key);
  function say(text) { busy = false; $("#payment-errors").text(text); }
  $(document).on("click", ".step-head", function () { this.parentNode.classList.toggle("open"); });
  $(document).on("change", "[name=method]", function () { var m = this.value; $(".method-box").each(function () { this.hidden = this.dataset.method !== m; }); });
  $(document).on("submit", "#payment-form", function (e) {
    var form = this; e.preventDefault(); if (busy) return;
    if ($("[name=method]:checked").val() !== "card") { form.submit(); return; }
    $("#payment-errors").text(""); busy = true;
    if (window.HumanScore) HumanScore.execute("pay", function (t) { $("[name=hs_token]").val(t); });
    Paywell.card.createToken(form, { account: set.paywell.account, return_url: set.paywell.back }, function (status, a) { if (!a.id) { say((a.error && a.error.message) || "The payment could not be started."); return; } $("[name=paywell_token]").val(a.id); form.submit(); });
  });
  setInterval(function () { if (left > 0) left--; $("#hold").text(Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0")); }, 1000);
  ${more}
});
`

/** The provider's library: makes a token of the card by a request of its own; the fields have no names and never go to the shop. */
export const paywell = (version: string, more = '') => code`/*! paywell.js ${version} */
(function (w, d) {
  var me = d.currentScript, api = (me && me.dataset.api) || "http://api.paywell.test/v1", key = "";
  function part(form, k) { var i = form.querySelector('[data-paywell="' + k + '"]'); return i ? i.value.trim() : ""; }
  function digits(t) { return (t || "").replace(/\D/g, ""); }
  function send(path, data, done) { var x = new XMLHttpRequest(); x.open("POST", api + path); x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded"); x.onload = function () { var a = {}; try { a = JSON.parse(x.responseText); } catch (e) {} done(x.status, a); }; x.onerror = function () { done(0, { error: { message: "No connection to the payment service." } }); }; x.send(new URLSearchParams(data).toString()); }
  function card(form) { var x = part(form, "exp").split("/"); return { "card[number]": digits(part(form, "number")), "card[cvc]": digits(part(form, "cvc")), "card[exp_month]": digits(x[0]), "card[exp_year]": digits(x[1]), "card[name]": part(form, "name") }; }
  w.Paywell = { version: "${version}", setPublishableKey: function (k) { key = k; }, card: {
    validateNumber: function (n) { n = digits(n); return n.length > 11 && n.length < 20; },
    createToken: function (form, o, done) { var data = Object.assign({ key: key }, o, card(form)); if (!w.Paywell.card.validateNumber(data["card[number]"])) { done(402, { error: { message: "Please check the card number." } }); return; } send("/tokens", data, done); } } };
  ${more}
})(window, document);
`
