/** What others load into the page of boxoffice.ts. */
const code = String.raw

/** The container of a tag manager: its tags are a list; it brings the analytics. */
export const container = (version: string, tags = '', more = '') => code`/* tagyard ${version} */
(function (w, d) {
  var box = { id: "TY-W7K2", version: "${version}", tags: [{ on: "ty.js", type: "stat", name: "page_view" }, { on: "begin_checkout", type: "stat", name: "begin_checkout", params: function (e) { return { value: e.value, currency: e.currency }; } }${tags}] }, q = w.dataLayer = w.dataLayer || [];
  w.statwell = w.statwell || function () { (w.statwell.q = w.statwell.q || []).push(arguments); };
  function load(src) { var s = d.createElement("script"); s.async = true; s.src = src; d.head.appendChild(s); }
  function html(t) { var x = d.createElement("template"); x.innerHTML = t; [].forEach.call(x.content.querySelectorAll("script"), function (s) { var n = d.createElement("script"); [].forEach.call(s.attributes, function (a) { n.setAttribute(a.name, a.value); }); n.text = s.text; s.replaceWith(n); }); d.body.append(x.content); }
  function fire(e) { if (!e || !e.event) return; box.tags.forEach(function (t) { if (t.on !== e.event) return; if (t.type === "stat") w.statwell("event", t.name, t.params ? t.params(e) : {}); if (t.type === "html") html(t.html); if (t.type === "run") t.run(e); }); }
  load("http://cdn.statwell.test/sw.js?id=SW-2204"); q.forEach(fire); var push = q.push; q.push = function (e) { fire(e); return push.apply(q, arguments); };
  function dom() { q.push({ event: "ty.dom" }); } if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", dom); else dom();
  ${more}
})(window, document);
`

/** Analytics: counts events, knows the visitor by a cookie. */
export const statwell = (version: string, more = '') => code`/* statwell ${version} */
(function (w, d) {
  var id = "SW-2204", old = (w.statwell && w.statwell.q) || [], cid = (d.cookie.match(/_sw=([\w.]+)/) || [])[1] || Math.random().toString(36).slice(2) + "." + Date.now();
  d.cookie = "_sw=" + cid + ";path=/;max-age=31536000;SameSite=Lax";
  function hit(name, p) { var u = "http://in.statwell.test/collect?v=3&id=" + id + "&cid=" + cid + "&e=" + name + "&p=" + encodeURIComponent(location.pathname); for (var k in p || {}) u += "&p." + k + "=" + encodeURIComponent(p[k]); navigator.sendBeacon(u); }
  w.statwell = function (cmd, name, p) { if (cmd === "event") hit(name, p); };
  ${more}
  [].forEach.call(old, function (a) { w.statwell.apply(null, a); });
})(window, document);
`

/** Consent: a line at the end of the page whose words come as data; what was chosen is put on record. */
export const consentry = (version: string, more = '') => code`/* consentry ${version} */
(function (w, d) {
  var site = "771", chosen = (d.cookie.match(/cmp=(\w+)/) || [])[1] || "";
  function record(c) { chosen = c; d.cookie = "cmp=" + c + ";path=/;max-age=15552000;SameSite=Lax"; navigator.sendBeacon("http://log.consentry.test/r", JSON.stringify({ s: site, v: "${version}", c: c, at: Date.now() })); (w.dataLayer = w.dataLayer || []).push({ event: "consent", choice: c }); }
  function draw(o) { var b = d.createElement("section"), p = d.createElement("p"); b.className = "cmp"; b.setAttribute("aria-label", o.title); p.textContent = o.text; b.append(p); o.buttons.forEach(function (x) { var k = d.createElement("button"); k.type = "button"; k.textContent = x.label; k.onclick = function () { record(x.choice); b.remove(); }; b.append(k); }); d.body.append(b); }
  w.Consentry = { choice: function () { return chosen; } };
  function start() { if (chosen) return; fetch("http://cdn.consentry.test/cfg/771.json").then(function (r) { return r.status === 200 ? r.json() : null; }).then(function (o) { if (o) draw(o); }); }
  if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", start); else start();
  ${more}
})(window, document);
`

/** Experiments: which run, and what an arm changes, comes as data. */
export const splitlane = (version: string, more = '') => code`/* splitlane ${version} */
(function (w, d) {
  function arm(x) { var k = "sl_" + x.id, a = localStorage.getItem(k); if (a === null || !x.arms[a]) { a = Math.floor(Math.random() * x.arms.length); localStorage.setItem(k, a); } return +a; }
  function log(x, a, goal) { navigator.sendBeacon("http://log.splitlane.test/e", JSON.stringify({ site: 4410, x: x.id, arm: a, goal: goal })); }
  function run(c) { c.experiments.forEach(function (x) { var a = arm(x), o = x.arms[a], s; if (o.css) { s = d.createElement("style"); s.textContent = o.css; d.head.append(s); } if (o.js) new Function("document", "window", o.js)(d, w); log(x, a, "seen"); d.addEventListener("submit", function () { log(x, a, "pay"); }); }); }
  function start() { fetch("http://cdn.splitlane.test/cfg/4410.json").then(function (r) { return r.status === 200 ? r.json() : { experiments: [] }; }).then(run); }
  if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", start); else start();
  ${more}
})(window, document);
`

/** Proposes streets for a field that is marked for it. */
export const findstreet = (version: string, more = '') => code`/* findstreet ${version} */
(function (w, d) {
  var api = "http://api.findstreet.test/v4", key = d.currentScript.dataset.key, timer;
  function show(i, list) { var box = d.getElementById("fs-list") || d.body.appendChild(d.createElement("datalist")); box.id = "fs-list"; box.replaceChildren.apply(box, list.map(function (t) { return new Option(t, t); })); i.setAttribute("list", "fs-list"); }
  function ask(i) { fetch(api + "/suggest?key=" + key + "&country=nl&q=" + encodeURIComponent(i.value)).then(function (r) { return r.status === 200 ? r.json() : []; }).then(function (l) { show(i, l); }); }
  d.addEventListener("input", function (e) { var i = e.target; if (!i.dataset || !("findstreet" in i.dataset) || i.value.length < 4) return; clearTimeout(timer); timer = setTimeout(ask, 250, i); });
  ${more}
})(window, document);
`

/** Stars and the last review, which come as data. */
export const kindwords = (version: string, more = '') => code`/* kindwords ${version} */
(function (d) {
  function draw(o) { var at = d.querySelector(".reviews"); if (!at) return; at.innerHTML = "<b>" + o.score + "</b> of 5 (" + o.count + ")" + o.latest.map(function (r) { return "<blockquote>" + r.text + "<cite>" + r.by + "</cite></blockquote>"; }).join(""); }
  function start() { fetch("http://widget.kindwords.test/shop/771/latest").then(function (r) { return r.status === 200 ? r.json() : null; }).then(function (o) { if (o) draw(o); }); }
  if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", start); else start();
  ${more}
})(document);
`

/** Chat: a button that opens a frame, an interface by which the page tells who writes. */
export const hellobox = (version: string, more = '') => code`/* hellobox ${version} */
(function (w, d) {
  var app = "", q = (w.HelloBox && w.HelloBox.q) || [], frame;
  function post(path, o) { fetch("http://api.hellobox.test/v1/" + path, { method: "POST", mode: "no-cors", keepalive: true, body: JSON.stringify(o) }); }
  function toggle() { if (frame) { frame.hidden = !frame.hidden; return; } frame = d.createElement("iframe"); frame.title = "Chat"; frame.style.cssText = "position:fixed;right:8px;bottom:56px;width:300px;height:360px;border:1px solid #ccc;background:#fff"; frame.src = "http://js.hellobox.test/frame.html#" + app; d.body.append(frame); }
  function button() { var b = d.createElement("button"); b.type = "button"; b.className = "hb"; b.textContent = "Chat"; b.style.cssText = "position:fixed;right:8px;bottom:8px"; b.onclick = toggle; d.body.append(b); }
  var does = { boot: function (o) { app = o.app; post("ping", { app: app, page: location.pathname }); if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", button); else button(); }, update: function (o) { post("visitors", Object.assign({ app: app }, o)); } };
  w.HelloBox = function (cmd, o) { if (does[cmd]) does[cmd](o || {}); };
  ${more}
  [].forEach.call(q, function (a) { w.HelloBox.apply(null, a); });
})(window, document);
`

/** Tells people from robots by a score, without a question; the badge hands out the token. */
export const humanscore = (version: string, more = '') => code`/* humanscore ${version} */
(function (w, d) {
  var host = "http://www.humanscore.test", token = "";
  function badge() { var f = d.createElement("iframe"); f.title = "humanscore"; f.width = 120; f.height = 40; f.style.border = "0"; f.src = host + "/badge.html?k=hs_71"; d.querySelector("footer").append(f); }
  w.addEventListener("message", function (e) { if (e.origin === host && e.data && e.data.token) token = e.data.token; });
  w.HumanScore = { execute: function (action, done) { done(token && action + "." + token); } };
  if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", badge); else badge();
  ${more}
})(window, document);
`

/** Reports of errors. */
export const faultlog = (version: string, more = '') => code`/* faultlog ${version} */
(function (w) {
  var o = {};
  function send(kind, m, s) { fetch("http://in.faultlog.test/" + o.dsn + "/store", { method: "POST", mode: "no-cors", keepalive: true, body: JSON.stringify({ v: "${version}", kind: kind, m: String(m), s: s, u: location.pathname }) }); }
  w.FaultLog = { init: function (c) { Object.assign(o, c); }, capture: function (e) { send("caught", e && e.message, e && e.stack); } };
  w.addEventListener("error", function (e) { if (e.message) send("error", e.message, e.error && e.error.stack); });
  w.addEventListener("unhandledrejection", function (e) { send("rejection", e.reason && e.reason.message, ""); });
  ${more}
})(window);
`
