/** What services of others load into the page of outfitter.ts. */
const code = String.raw

/** The container of a tag manager: tags by event; it brings the analytics. */
export const taghive = (version: string, tags = '', more = '') => code`/* taghive ${version} */
(function (w, d) {
  var layer = w.dataLayer = w.dataLayer || [], cw = w.countwise = w.countwise || function () { (w.countwise.q = w.countwise.q || []).push(arguments); };
  function load(src) { var s = d.createElement("script"); s.async = true; s.src = src; d.head.append(s); }
  function html(t) { var x = d.createElement("template"); x.innerHTML = t; x.content.querySelectorAll("script").forEach(function (s) { var n = d.createElement("script"); [].forEach.call(s.attributes, function (a) { n.setAttribute(a.name, a.value); }); n.text = s.text; s.replaceWith(n); }); d.body.append(x.content); }
  function stat(name, keys) { return function (e) { var p = {}; keys.forEach(function (k) { if (e[k] !== undefined) p[k] = e[k]; }); w.countwise("event", name, p); }; }
  var tags = [{ on: "th.dom", run: stat("page_view", []) }, { on: "begin_checkout", run: stat("begin_checkout", ["value", "currency", "items"]) }, { on: "add_payment_info", run: stat("add_payment_info", ["payment_type"]) }${tags}];
  function take(e) { if (e && e.event) tags.forEach(function (t) { if (t.on !== e.event) return; if (t.html) html(t.html); else t.run(e); }); }
  load("http://cdn.countwise.test/cw.js?id=CW-31077"); layer.forEach(take); var push = layer.push; layer.push = function (e) { take(e); return push.apply(layer, arguments); };
  function dom() { layer.push({ event: "th.dom" }); } if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", dom); else dom();
  ${more}
})(window, document);
`

export const countwise = (version: string, more = '') => code`/* countwise ${version} */
(function (w, d) {
  var id = "CW-31077", old = (w.countwise && w.countwise.q) || [], cid = (d.cookie.match(/_cw=([\w.]+)/) || [])[1] || Math.random().toString(36).slice(2) + "." + Date.now();
  d.cookie = "_cw=" + cid + ";path=/;max-age=31536000;SameSite=Lax";
  function hit(name, p, to) { var u = new URLSearchParams({ v: "2", tid: to || id, cid: cid, en: name, dl: location.origin + location.pathname }); for (var k in p || {}) u.set("ep." + k, p[k]); navigator.sendBeacon("http://in.countwise.test/g/collect?" + u); }
  w.countwise = function (cmd, name, p) { if (cmd === "event") hit(name, p, p && p.send_to); };
  ${more}
  [].forEach.call(old, function (a) { w.countwise.apply(null, a); });
})(window, document);
`

export const cookiegate = (version: string, more = '') => code`/* cookiegate ${version} */
(function (w, d) {
  var site = "cg-204", got = (d.cookie.match(/cgate=(\w+)/) || [])[1] || "";
  function keep(c) { got = c; d.cookie = "cgate=" + c + ";path=/;max-age=15552000;SameSite=Lax"; navigator.sendBeacon("http://log.cookiegate.test/c", JSON.stringify({ s: site, c: c, v: "${version}" })); (w.dataLayer = w.dataLayer || []).push({ event: "consent_update", choice: c }); }
  function bar(o) { var b = d.createElement("div"); b.className = "cgate"; b.setAttribute("role", "region"); b.setAttribute("aria-label", o.title); b.append(o.text + " "); o.choices.forEach(function (c) { var k = d.createElement("button"); k.type = "button"; k.textContent = c[1]; k.onclick = function () { keep(c[0]); b.remove(); }; b.append(k); }); d.body.append(b); }
  w.CookieGate = { choice: function () { return got; } };
  function start() { if (!got) fetch("http://cdn.cookiegate.test/cg-204.json").then(function (r) { return r.status === 200 ? r.json() : null; }).then(function (o) { if (o) bar(o); }); }
  if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", start); else start();
  ${more}
})(window, document);
`

export const talkbubble = (version: string, more = '') => code`/* talkbubble ${version} */
(function (w, d) {
  var app = "tb_8813", host = "http://chat.talkbubble.test", frame;
  function tell(path, o) { fetch("http://api.talkbubble.test/v2/" + path, { method: "POST", mode: "no-cors", keepalive: true, body: JSON.stringify(Object.assign({ app: app }, o)) }); }
  function open() { if (frame) { frame.hidden = !frame.hidden; return; } frame = d.createElement("iframe"); frame.title = "Chat"; frame.style.cssText = "position:fixed;right:8px;bottom:60px;width:300px;height:340px;border:1px solid #ccc;background:#fff"; frame.src = host + "/room.html#" + app; d.body.append(frame); }
  function button() { var b = d.createElement("button"); b.type = "button"; b.className = "talkbubble"; b.textContent = "Chat"; b.style.cssText = "position:fixed;right:8px;bottom:8px"; b.onclick = open; d.body.append(b); tell("seen", { page: location.pathname }); }
  w.TalkBubble = { open: open, tell: tell };
  if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", button); else button();
  ${more}
})(window, document);
`

/** Experiments, which come as data: style, and changes of attributes and words by selector. */
export const forkroad = (version: string, more = '') => code`/* forkroad ${version} */
(function (w, d) {
  var site = 5120;
  function arm(x) { var k = "fr_" + x.id, a = localStorage.getItem(k); if (a === null || !x.arms[a]) { a = Math.floor(Math.random() * x.arms.length); localStorage.setItem(k, a); } return +a; }
  function apply(c) { d.querySelectorAll(c.at).forEach(function (e) { if (e.dataset.fr === c.at) return; e.dataset.fr = c.at; if (c.text) e.textContent = c.text; for (var k in c.set || {}) e.setAttribute(k, c.set[k]); if (c.add) e.insertAdjacentHTML("afterend", c.add); }); }
  function run(cfg) { cfg.experiments.forEach(function (x) { var a = arm(x), o = x.arms[a]; if (o.css) { var s = d.createElement("style"); s.textContent = o.css; d.head.append(s); } (o.changes || []).forEach(function (c) { apply(c); new MutationObserver(function () { apply(c); }).observe(d.documentElement, { childList: true, subtree: true }); }); navigator.sendBeacon("http://log.forkroad.test/e", JSON.stringify({ site: site, x: x.id, arm: a })); }); }
  fetch("http://cdn.forkroad.test/5120.json").then(function (r) { return r.status === 200 ? r.json() : { experiments: [] }; }).then(run);
  ${more}
})(window, document);
`

/** Session replay: records the tree's changes and inputs; what is masked becomes dots. */
export const rewindly = (version: string, more = '') => code`/* rewindly ${version} */
(function (w, d) {
  var o = { site: "", mask: "input,textarea,select", block: ".payment" }, q = [], t0 = Date.now(), sid = Math.random().toString(36).slice(2);
  function rec(type, x) { q.push([type, Date.now() - t0, x]); }
  function blocked(e) { return !!(o.block && e.closest && e.closest(o.block)); }
  function value(e) { return o.mask && e.matches(o.mask) ? "•".repeat(e.value.length) : e.value; }
  function flush() { if (q.length) navigator.sendBeacon("http://in.rewindly.test/r?s=" + o.site + "&i=" + sid, JSON.stringify({ v: "${version}", e: q.splice(0) })); }
  function start() { rec("size", [w.innerWidth, w.innerHeight]); d.addEventListener("input", function (e) { if (e.target.matches && !blocked(e.target)) rec("input", [e.target.name || e.target.id, value(e.target)]); }, true); d.addEventListener("click", function (e) { rec("click", [e.clientX, e.clientY]); }, true); new MutationObserver(function (l) { rec("nodes", l.length); }).observe(d.documentElement, { childList: true, subtree: true }); setInterval(flush, 1500); d.addEventListener("visibilitychange", flush); }
  w.rewindly = { init: function (c) { Object.assign(o, c); start(); } };
  ${more}
})(window, document);
`

export const bugnest = (version: string, more = '') => code`/* bugnest ${version} */
(function (w) {
  var o = { dsn: "" };
  function send(kind, text, stack) { fetch("http://in.bugnest.test/" + o.dsn + "/envelope", { method: "POST", mode: "no-cors", keepalive: true, body: JSON.stringify({ sdk: "${version}", kind: kind, text: String(text), stack: stack || "", url: location.pathname, release: o.release }) }); }
  w.BugNest = { init: function (c) { Object.assign(o, c); }, capture: function (e) { send("caught", e && e.message, e && e.stack); } };
  w.addEventListener("error", function (e) { if (e.message) send("error", e.message, e.error && e.error.stack); });
  w.addEventListener("unhandledrejection", function (e) { send("rejection", e.reason && e.reason.message); });
  ${more}
})(window);
`

export const starpost = (version: string, more = '') => code`/* starpost ${version} */
(function (d) {
  function draw(o) { var at = d.querySelector(".reviews"); if (!at) return; var b = d.createElement("b"), s = d.createElement("small"); b.textContent = "★ " + o.score; s.textContent = " " + o.count + " reviews"; at.replaceChildren(b, s); }
  function start() { fetch("http://widget.starpost.test/shops/northpeg.json").then(function (r) { return r.status === 200 ? r.json() : null; }).then(function (o) { if (o) draw(o); }); }
  if (d.documentElement.dataset.ready) start(); else setTimeout(start, 400);
  ${more}
})(document);
`

/** Knows a device again: what the browser tells, a drawing, counts of movements and keys. */
export const trustprint = (version: string, more = '') => code`/* trustprint ${version} */
(function (w, d) {
  var id = "tp_" + Math.random().toString(36).slice(2) + Date.now().toString(36), n = { keys: 0, moves: 0, pastes: 0 };
  function drawn() { var c = d.createElement("canvas"), x = c.getContext("2d"), s = 0; x.font = "16px Arial"; x.fillText("Trust \u2665 print", 2, 18); c.toDataURL().split("").forEach(function (t) { s = (s * 31 + t.charCodeAt(0)) | 0; }); return s; }
  function traits() { return { ua: navigator.userAgent, tz: Intl.DateTimeFormat().resolvedOptions().timeZone, size: [screen.width, screen.height, w.devicePixelRatio], cpu: navigator.hardwareConcurrency, langs: navigator.languages, canvas: drawn() }; }
  function send(step, x) { navigator.sendBeacon("http://d.trustprint.test/v3/" + step, JSON.stringify(Object.assign({ id: id, v: "${version}" }, x))); }
  d.addEventListener("keydown", function () { n.keys++; }, true); d.addEventListener("pointermove", function () { n.moves++; }, { passive: true }); d.addEventListener("paste", function () { n.pastes++; }, true);
  w.TrustPrint = { id: function () { send("pay", { n: n }); return id; } };
  send("open", traits());
  ${more}
})(window, document);
`
