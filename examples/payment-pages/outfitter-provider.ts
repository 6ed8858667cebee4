/** What the two providers of payments load into the page of outfitter.ts. */
const code = String.raw

/** The provider's library: each field is a frame of its own; "inline" is left from the days before frames. */
export const tillstone = (
  version: string,
  more = '',
  origin = 'http://fields.tillstone.test',
) => code`/*! tillstone.js ${version} */
(function (w, d) {
  var origin = "${origin}", api = "http://api.tillstone.test/v1", words = { number: ["Card number", "cc-number"], cvc: ["Security code", "cc-csc"] };
  function frame(page, name, title, q, height) { var f = d.createElement("iframe"); f.name = name; f.title = title; f.src = origin + "/v4/" + page + ".html#" + new URLSearchParams(q); f.allow = "payment"; f.style.cssText = "border:0;width:320px;height:" + height + "px"; return f; }
  w.Tillstone = function (key, o) {
    var made = {}, subs = {};
    w.addEventListener("message", function (e) { if (e.origin === origin && e.data && e.data.ts) (subs[e.data.ts] || []).forEach(function (f) { f(e.data); }); });
    var me = { version: "${version}", on: function (t, f) { (subs[t] = subs[t] || []).push(f); return me; },
      field: function (kind, at) { var t = words[kind]; if (o.mode === "inline") { at.innerHTML = "<label>" + t[0] + ' <input data-ts="' + kind + '" autocomplete="' + t[1] + '" inputmode="numeric"></label>'; made[kind] = at.querySelector("input"); } else made[kind] = at.appendChild(frame("field", "ts-" + kind, "Secure " + t[0].toLowerCase(), { kind: kind, locale: o.locale }, 56)); },
      wallet: function (at, q) { at.append(frame("wallet", "ts-wallet", "Wallet", Object.assign({ key: key }, q), 48)); },
      tokenize: function (more) { var ask = { key: key, account: o.account, name: more.name, expiry: more.expiry }; if (o.mode === "inline") return fetch(api + "/tokens", { method: "POST", body: JSON.stringify(Object.assign({ number: made.number.value, cvc: made.cvc.value }, ask)) }).then(function (r) { return r.status === 200 ? r.json() : { error: "The card was not accepted." }; }); return new Promise(function (ok) { var c = new MessageChannel(); c.port1.onmessage = function (e) { ok(e.data); }; made.number.contentWindow.postMessage(Object.assign({ ts: "tokenize" }, ask), origin, [c.port2]); }); } };
    ${more}
    return me;
  };
})(window, document);
`

/** One field of the provider; that for the number asks the other for the code and makes the token. */
export const fieldFrame = (version: string, more = '', api = 'http://api.tillstone.test/v1') => ({
  type: 'text/html',
  body: code`<!doctype html><html lang="en"><title>field</title><style>body{margin:0;font:15px sans-serif}label{display:block}</style><label><span></span> <input inputmode="numeric"></label><script>
var build = "${version}", q = new URLSearchParams(location.hash.slice(1)), kind = q.get("kind") || "number", i = document.querySelector("input"), w = { number: ["Card number", "cc-number", 23], cvc: ["Security code", "cc-csc", 4] }[kind];
document.querySelector("span").textContent = w[0]; i.name = kind; i.autocomplete = w[1]; i.maxLength = w[2];
function digits(t) { return t.replace(/\D/g, ""); }
function brand(n) { return /^4/.test(n) ? "visa" : /^(5[1-5]|2[2-7])/.test(n) ? "mastercard" : /^3[47]/.test(n) ? "amex" : ""; }
i.addEventListener("input", function () { var n = digits(i.value); parent.postMessage({ ts: "state", kind: kind, empty: !n, complete: n.length > (kind === "number" ? 11 : 2), brand: kind === "number" ? brand(n) : "" }, "*"); });
addEventListener("message", function (e) {
  if (e.source !== parent || !e.data || e.data.ts !== "tokenize") return;
  var port = e.ports[0], n = digits(i.value), c = digits(parent.frames["ts-cvc"].document.querySelector("input").value);
  if (n.length < 12) { port.postMessage({ error: "Please check the card number." }); return; } if (c.length < 3) { port.postMessage({ error: "Please check the security code." }); return; }
  fetch("${api}/tokens", { method: "POST", body: JSON.stringify({ key: e.data.key, account: e.data.account, number: n, cvc: c, name: e.data.name, expiry: e.data.expiry }) }).then(function (r) { return r.status === 200 ? r.json() : { error: "The card was not accepted." }; }).then(function (t) { port.postMessage(t); });
});
${more}</script></html>`,
})

export const walletFrame = (text = 'Pay with your wallet') => ({
  type: 'text/html',
  body: `<!doctype html><title>wallet</title><button type="button">${text}</button><script>document.querySelector("button").onclick = function () { parent.postMessage({ ts: "wallet", id: "wt_" + Date.now().toString(36) }, "*"); };</script>`,
})

/** The second provider: a button in a frame; who is paid stands in the address of its library. */
export const paynest = (version: string, more = '') => code`/*! paynest ${version} */
(function (w, d) {
  var id = new URL(d.currentScript.src).searchParams.get("client-id");
  w.PayNest = { version: "${version}", Buttons: function (o) { return { render: function (at) { var f = d.createElement("iframe"); f.title = "PayNest"; f.width = 240; f.height = 48; f.src = "http://www.paynest.test/smart/button?" + new URLSearchParams({ "client-id": id, amount: o.amount, currency: o.currency }); at.append(f); } }; } };
  ${more}
})(window, document);
`
