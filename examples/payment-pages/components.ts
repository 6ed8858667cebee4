import type { Site } from './page.ts'
import { js } from './variants.ts'

const code = String.raw

/** The card as an element of the page's own: fields in its shadow, its value goes with the form. */
export const payCard = (version: string, more = '', inside = '') => code`/* pay-card ${version} */
class PayCard extends HTMLElement {
  static formAssociated = true;
  #internals = this.attachInternals();
  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = '<style>label{display:block}input{font:inherit}</style><label>Card number <input id="n" inputmode="numeric" autocomplete="cc-number"></label><label>Expires <input id="x" autocomplete="cc-exp" placeholder="MM/YY"></label><label>Security code <input id="c" inputmode="numeric" autocomplete="cc-csc" maxlength="4"></label>${inside}';
    root.addEventListener("input", () => this.update());
  }
  field(id) { return this.shadowRoot.getElementById(id); }
  update() {
    const data = new FormData();
    data.append("card[number]", this.field("n").value.replace(/\D/g, ""));
    data.append("card[expiry]", this.field("x").value);
    data.append("card[cvc]", this.field("c").value);
    this.#internals.setFormValue(data);
  }
}
customElements.define("pay-card", PayCard);
${more}
`

/** Starts the page: totals, the button. */
export const main = (version: string, more = '') => code`/* main ${version} */
const form = document.querySelector("form"), total = document.querySelector("output");
const api = (path, body) => fetch("/api/" + path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }).then((r) => (r.status === 200 ? r.json() : {}));
form.elements.country.addEventListener("change", async (e) => { const t = await api("totals", { country: e.target.value }); if (t.total) total.value = t.total; });
form.addEventListener("submit", () => { form.querySelector("button").disabled = true; });
${more}
`

/** Reports of errors: instruments requests and the console for its trail, as such SDKs do. */
export const sentinel = (version: string, more = '') => code`/* sentinel ${version} */
(function (w) { var o = {}, trail = []; function crumb(c) { trail.push(c); if (trail.length > 50) trail.shift(); }
function send(t, e) { var b = JSON.stringify({ sdk: "${version}", t: t, message: String(e && e.message || e), stack: e && e.stack, trail: trail }); (o.native || w.fetch).call(w, o.dsn + "/envelope", { method: "POST", mode: "no-cors", keepalive: b.length < 60000, body: b }); }
w.Sentinel = { init: function (c) { Object.assign(o, c); o.native = w.fetch; var f = w.fetch; w.fetch = function (u, i) { var t = Date.now(); return f.apply(w, arguments).then(function (r) { crumb({ c: "fetch", url: String(u && u.url || u).split("?")[0], status: r.status, ms: Date.now() - t }); return r; }); }; ["log", "warn", "error"].forEach(function (n) { var was = console[n]; console[n] = function () { crumb({ c: "console", n: n }); return was.apply(console, arguments); }; }); }, captureException: function (e) { send("event", e); } };
w.addEventListener("error", function (e) { send("event", e.error || e.message); }); w.addEventListener("unhandledrejection", function (e) { send("event", e.reason); });
document.addEventListener("click", function (e) { var t = e.target; crumb({ c: "ui.click", on: t.tagName + (t.id ? "#" + t.id : "") }); }, true);
${more}
})(window);
`

/** Records what happens on the page as pictures of its tree; what is typed is masked. */
export const replay = (version: string, more = '') => code`/* replay ${version} */
(function (w, d) { var o = { maskInputs: true }, q = [];
function value(i) { return o.maskInputs || i.type === "password" ? "*".repeat(i.value.length) : i.value; }
function flush() { if (!q.length) return; var b = JSON.stringify({ s: o.site, v: "${version}", e: q.splice(0) }); navigator.sendBeacon("http://rec.replayer.test/in", b); }
w.Replay = { start: function (c) { Object.assign(o, c); d.addEventListener("input", function (e) { var i = e.composedPath()[0]; q.push({ t: "input", id: i.id || i.name, v: value(i) }); }, true); d.addEventListener("scroll", function () { q.push({ t: "scroll", y: scrollY }); }, { passive: true }); new MutationObserver(function (l) { q.push({ t: "dom", n: l.length }); }).observe(d.documentElement, { childList: true, subtree: true }); setInterval(flush, 700); w.addEventListener("pagehide", flush); } };
${more}
})(window, document);
`

export const captcha = (version: string, more = '') => code`/* captcha ${version} */
(function (d) { function put() { var f = d.createElement("iframe"); f.title = "Security check"; f.width = 300; f.height = 65; f.src = "http://challenge.humancheck.test/frame.html?k=0x4AA"; var h = d.createElement("input"); h.type = "hidden"; h.name = "hc-response"; var s = d.querySelector(".human"); s.append(f, h); addEventListener("message", function (e) { if (e.origin === "http://challenge.humancheck.test" && e.data.token) h.value = e.data.token; }); }
d.readyState === "loading" ? d.addEventListener("DOMContentLoaded", put) : put();
${more}
})(document);
`

export const captchaFrame = (more = '') => ({
  type: 'text/html',
  body: `<!doctype html><title>check</title><label><input type="checkbox"> I am human</label><script>parent.postMessage({ token: "t." + Math.random().toString(36).slice(2) }, "*"); ${more}</script>`,
})

export const componentsBody = (card = '<pay-card name="card"></pay-card>', after = '') =>
  `<main><h1>Pay</h1><form method="post" action="/pay"><label>E-mail <input name="email" type="email" autocomplete="email"></label><label>Country <select name="country"><option>DE</option><option>FR</option></select></label>${card}<div class="human"></div><p>Total <output>48,00 €</output></p><button>Pay now</button></form></main>${after}`

export const policy = (nonce: string, more = '') =>
  `script-src 'nonce-${nonce}' 'strict-dynamic'; object-src 'none'; base-uri 'none'${more}`

/** An eighth checkout: the card is an element of its own with a shadow, posted with the form; errors, replay and a check for robots by others. */
export function componentsSite(nonce = Math.random().toString(36).slice(2)): Site {
  const tag = (rest: string) => `<script nonce="${nonce}" ${rest}></script>`
  return {
    headers: {
      'content-security-policy': policy(nonce),
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin-allow-popups',
    },
    inline: [],
    head: [
      `<script nonce="${nonce}" type="importmap">{"imports":{"@shop/card":"/m/pay-card.5.js"}}</script>`,
      tag('src="http://js.sentinel.test/9/b.min.js"'),
      tag('src="http://cdn.replayer.test/r.js"'),
      `<script nonce="${nonce}">Sentinel.init({ dsn: "http://in.sentinel.test/4711", release: "9.3" }); Replay.start({ site: "s-88" });</script>`,
      tag('src="http://challenge.humancheck.test/api.js" async defer'),
      tag('type="module" src="/m/main.5.js"'),
      `<script nonce="${nonce}" type="module">import "@shop/card";</script>`,
    ],
    extra: [],
    formAction: '',
    frameSrc: '',
    cardInputs: '',
    body: componentsBody(),
    files: {
      'js.sentinel.test/9/b.min.js': js(sentinel('9.3.1')),
      'cdn.replayer.test/r.js': js(replay('2.1')),
      'challenge.humancheck.test/api.js': js(captcha('1')),
      'challenge.humancheck.test/frame.html': captchaFrame(),
      'shop.test/m/pay-card.5.js': js(payCard('5')),
      'shop.test/m/main.5.js': js(main('5')),
    },
    nonce,
  }
}
