import { bundle, errors, shield, worker } from './app.ts'
import { sources } from './page.ts'
import { html, inline, js, shopAt, tool, type Variant } from './variants.ts'

const code = String.raw
const at = (id: string, about: string, path: string, body: string): Variant => ({
  id,
  about,
  change: (site) => void (site.files[path] = js(body)),
})
const shop = shopAt('18')

export const eighthOwnHonest: readonly Variant[] = [
  shop(
    'h8-luhn',
    'the digits are checked and grouped, and the security code has as many places as the brand has',
    code`(function (f) { f.cardnumber.addEventListener("blur", function () { for (var d = f.cardnumber.value.replace(/\D/g, ""), s = 0, i = 0; i < d.length; i++) { var n = Number(d.charAt(d.length - 1 - i)); if (i % 2) n = n * 2 > 9 ? n * 2 - 9 : n * 2; s += n; } f.cardnumber.setCustomValidity(d && s % 10 ? "Please check the number" : ""); f.cvc.maxLength = /^3[47]/.test(d) ? 4 : 3; }); })(document.getElementById("pay"));`,
  ),
  shop(
    'h8-provider-bin',
    'the first six digits ask the provider whether the card can be paid in parts',
    code`(function (n) { var last = ""; n.addEventListener("input", function () { var b = n.value.replace(/\D/g, "").substring(0, 6); if (b.length < 6 || b === last) return; last = b; fetch("http://pay.provider.test/v1/bins/" + b).then(function (r) { n.dataset.parts = r.status === 200; }).catch(function () {}); }); })(document.querySelector("[name=cardnumber]"));`,
  ),
  {
    id: 'h8-ui-library',
    about: 'the library from the network of the vendor is a new version under a new address',
    change: (site) => {
      site.head[0] = '<script src="http://cdn.vendor.test/ui-4.4.0.min.js" crossorigin="anonymous"></script>'
      delete site.files['cdn.vendor.test/ui-4.2.1.min.js']
      site.files['cdn.vendor.test/ui-4.4.0.min.js'] = js(
        `${sources.vendorBundle('4.4.0', 'k9')}(function(u){u.modal=function(e){e.setAttribute("open","")};u.money=function(a,c){return new Intl.NumberFormat(document.documentElement.lang,{style:"currency",currency:c}).format(a/100)}})(window.vendorUi);`,
      )
    },
  },
  {
    id: 'h8-nonce-day',
    about:
      'another session, another arm of the experiment, other prices and what is in stock, as data for search engines too',
    change: (site) => {
      site.inline[0] = 'window.shopConfig = { currency: "EUR", session: "s-7b11e0", experiment: "b", total: 6490 };'
      site.extra.push(
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Order","price":"64.90","orderNumber":"2026112600017734"}</script><p>Only 3 left</p>',
      )
    },
  },
  {
    id: 'h8-tighter-policy',
    about: 'the policy allows less and reports to the shop',
    change: (site) => {
      site.headers['content-security-policy'] =
        `${(site.headers['content-security-policy'] ?? '').replace('connect-src *', "connect-src 'self' http://metrics.test http://pay.provider.test")}; base-uri 'self'; object-src 'none'; report-uri /csp-report`
      site.headers['referrer-policy'] = 'strict-origin-when-cross-origin'
    },
  },
  {
    id: 'h8-fields-hints',
    about: 'hints for keyboards, password managers and readers of the screen on the fields',
    change: (site) => {
      site.cardInputs =
        '<label for="cn">Card number</label><input id="cn" name="cardnumber" autocomplete="cc-number" inputmode="numeric" maxlength="23" spellcheck="false" aria-describedby="brands" data-lpignore="true" data-bwignore><small id="brands">Visa, Mastercard, Amex</small><label for="cs">Security code</label><input id="cs" name="cvc" type="password" autocomplete="cc-csc" inputmode="numeric" maxlength="4" enterkeyhint="done" data-lpignore="true"><details><summary>Where is it?</summary>Three digits on the back</details>'
    },
  },
  html(
    'h8-prefetch',
    'the browser may fetch the page of thanks and the pictures of the shop ahead',
    '<script type="speculationrules">{"prefetch":[{"source":"list","urls":["/thanks","/terms"]}]}</script><link rel="prefetch" href="/img/thanks.webp"><link rel="dns-prefetch" href="http://metrics.test"><link rel="preconnect" href="http://pay.provider.test">',
  ),
  at(
    'h8-metrics-two',
    'measuring in its second version notes clicks by their place in the page',
    'metrics.test/m.js',
    sources.metrics('A-1') +
      code`(function () { function where(e) { for (var p = []; e && e !== document.body && p.length < 6; e = e.parentElement) p.unshift(e.tagName + ":" + [].indexOf.call(e.parentElement ? e.parentElement.children : [], e)); return p.join(">"); } addEventListener("click", function (e) { new Image().src = "http://metrics.test/hit?id=A-1&ev=click&at=" + encodeURIComponent(where(e.target)) + "&x=" + e.clientX + "&y=" + e.clientY + "&t=" + Date.now(); }, true); })();`,
  ),
  tool(
    'h8-consent',
    'the consent manager comes with its own signal and lets scripts run that wait as text',
    code`(function (w, d) { var c = d.cookie.indexOf("consent=") >= 0; w.__tcfapi = function (cmd, v, cb) { cb({ tcString: "CQAAAAAQAAAAAAHABAENBXFgAAAAAAAAAAAAAAAAAAAA", gdprApplies: true, eventStatus: c ? "tcloaded" : "cmpuishown" }, true); }; var f = d.createElement("iframe"); f.name = "__tcfapiLocator"; f.title = "Consent"; f.style.display = "none"; d.documentElement.appendChild(f); w.addEventListener("message", function (e) { var m = e.data && e.data.__tcfapiCall; if (m) w.__tcfapi(m.command, m.version, function (r, ok) { e.source.postMessage({ __tcfapiReturn: { returnValue: r, success: ok, callId: m.callId } }, "*"); }); }); w.addEventListener("load", function () { [].forEach.call(d.querySelectorAll("script[type='text/plain']"), function (s) { var n = d.createElement("script"); n.textContent = s.textContent; s.parentNode.replaceChild(n, s); }); d.cookie = "consent=1;path=/;samesite=lax"; navigator.sendBeacon("http://cmp.tools-approved.test/log", "v=3&c=1"); }); })(window, document);`,
    '',
    '<script type="text/plain" data-purpose="statistics">window.statsAllowed = true; new Image().src = "http://pixel.approved.test/p?ev=Checkout";</script>',
  ),
  tool(
    'h8-approved-experiment',
    'a tool for experiments moves and renames parts of the page by a list it carries packed',
    `(function () { var list = JSON.parse(atob("${Buffer.from(
      JSON.stringify([
        { q: 'h1', t: 'Almost done' },
        { q: '#pay button', t: 'Pay safely now', c: 'cta' },
      ]),
    ).toString(
      'base64',
    )}")); function go() { list.forEach(function (c) { var e = document.querySelector(c.q); if (!e) return; e.textContent = c.t; if (c.c) e.className = c.c; }); var s = document.createElement("style"); s.textContent = ".cta{background:#0a0;color:#fff;font-size:1.2em}"; document.head.appendChild(s); navigator.sendBeacon("http://exp.tools-approved.test/i", "e=41&v=b&u=" + Math.random().toString(36).slice(2)); } document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", go) : go(); })();`,
  ),
  inline(
    'h8-anti-frame',
    'the page steps out of frames, says so in the console and watches whether it is left unfinished',
    code`if (self !== top) top.location = self.location; console.log("%cStop!", "color:red;font-size:2em", "Whoever told you to paste something here wants to betray you."); addEventListener("beforeunload", function () { navigator.sendBeacon("/events/leave", JSON.stringify({ filled: [].filter.call(document.querySelectorAll("#pay input"), function (i) { return i.value; }).length })); });`,
  ),
]

export const eighthAppHonest: readonly Variant[] = [
  {
    id: 'h8-app-release',
    about: 'a new release: the bundle has a new name, a part for brands comes later, the worker keeps other files',
    change: (site) => {
      site.head[2] = '<script type="module" src="/assets/index-c40d.js"></script>'
      site.inline[0] = 'Mon.init({ dsn: "4711", release: "shop@3.3.0" });'
      delete site.files['shop.test/assets/index-a81c.js']
      site.files['shop.test/assets/index-c40d.js'] = js(
        bundle(
          '3.3.0',
          'import("/assets/brands-19ab.js").then((m) => m.watch(document.querySelector("[name=cardNumber]")));',
        ),
      )
      site.files['shop.test/assets/brands-19ab.js'] = js(
        code`export const watch = (i) => i.addEventListener("input", () => { const d = i.value.replace(/\D/g, ""); i.style.backgroundImage = d[0] === "4" ? "url(/img/visa.svg)" : d[0] === "5" ? "url(/img/mc.svg)" : "none"; i.setAttribute("aria-invalid", String(d.length > 0 && d.length < 12)); });`,
      )
      site.files['shop.test/sw.js'] = js(worker('3.3.0').replace('index-a81c', 'index-c40d'))
    },
  },
  at(
    'h8-psp-second',
    'the second version of the interface of the provider, at the same host',
    'shop.test/assets/index-a81c.js',
    bundle('3.2.4', '', 'http://api.psp.test/v2/payment_methods?expand=brand'),
  ),
  at(
    'h8-form-state',
    'what was entered survives a reload, but for the card; a wake lock and a timer of the basket',
    'shop.test/assets/index-a81c.js',
    bundle(
      '3.2.5',
      code`const mail = document.querySelector("[name=email]"); mail.value = state.email = sessionStorage.getItem("mail") ?? ""; mail.addEventListener("change", () => { sessionStorage.setItem("mail", mail.value); fetch("/api/baskets/current", { method: "PATCH", headers: { "content-type": "application/json" }, body: JSON.stringify({ email: mail.value }) }).catch(() => {}); });
let left = 900; const clock = document.createElement("output"); document.getElementById("root").append(clock); setInterval(() => { clock.value = "Reserved for " + Math.floor(--left / 60) + " min"; }, 1000);`,
    ),
  ),
  at(
    'h8-mon-nine',
    'the reporter of errors wraps fetch to time it; of the address it keeps host and path, of the body its length',
    'js.mon.test/errors.min.js',
    errors(
      '9.0.1',
      code`var f = w.fetch; w.fetch = function (u, o) { var t = performance.now(), id = crypto.randomUUID().replace(/-/g, ""), n = o && o.body ? String(o.body).length : 0; return f.apply(this, arguments).then(function (r) { var x = new XMLHttpRequest(); x.open("POST", "http://in.mon.test/api/4711/envelope/"); x.send(JSON.stringify({ type: "transaction", trace_id: id, op: "http", name: String(u.url || u).split("?")[0], status: r.status, size: n, ms: Math.round(performance.now() - t) })); return r; }); };`,
    ),
  ),
  at(
    'h8-shield-rhythm',
    'the fraud tag tells how the time between keys is spread, and draws more of the device',
    'fp.shield.test/tag.js',
    shield(
      'c77a',
      code`document.addEventListener("focusout",function(e){if(!e.target.name)return;for(var d=[],i=1;i<k.length;i++)d.push(k[i]-k[i-1]);navigator.sendBeacon("http://fp.shield.test/p?s="+s,JSON.stringify({f:fp(),el:e.target.name,n:k.length,rhythm:d.slice(-20),fonts:["Arial","Courier"].filter(function(x){return document.fonts.check("12px "+x)})}));});`,
    ),
  ),
  {
    id: 'h8-app-locale',
    about: 'words of the page in another language, read from a file, and the direction of writing',
    change: (site) => {
      site.files['shop.test/assets/words-fr.json'] = {
        type: 'application/json',
        body: '{"Card number":"Numéro de carte","Expiry":"Date d’expiration","Security code":"Cryptogramme","E-mail":"E-mail"}',
      }
      site.files['shop.test/assets/index-a81c.js'] = js(
        bundle(
          '3.2.6',
          'fetch("/assets/words-fr.json").then((r) => r.json()).then((w) => document.querySelectorAll("label").forEach((l) => { const t = l.firstChild; if (w[t.data]) t.data = w[t.data]; }));',
        ),
      )
    },
  },
]
