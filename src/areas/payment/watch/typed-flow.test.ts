import { describe, expect, it } from 'vitest'
import { typedFlows } from './typed-flow.ts'

const flows = (source: string) => typedFlows(source)?.flows
const field = 'document.querySelector("[name=cardnumber]")'

describe('where what is typed may leave a script by', () => {
  it.each([
    ['a value in an address', `new Image().src = "/x?" + ${field}.value`, ['to /x']],
    [
      'through names, calls and returns',
      `function enc(t) { return btoa(t); } var o = {}; o.n = enc(${field}.value); fetch("/a", { body: JSON.stringify(o) })`,
      ['to /a'],
    ],
    [
      'all fields of a form',
      'var p = [].map.call(document.forms[0].elements, function (e) { return e.name + "=" + e.value; }); navigator.sendBeacon("/p", p.join("&"))',
      ['to /p'],
    ],
    ['a whole form', 'fetch("/f", { method: "POST", body: new FormData(document.forms[0]) })', ['to /f']],
    [
      'keys',
      'var k = ""; addEventListener("keydown", (e) => { k += e.key; }); setInterval(() => send(k), 9)',
      ['send'],
    ],
    [
      'what the form gathered',
      'form.onformdata = (e) => navigator.sendBeacon("/g", [...e.formData.values()].join())',
      ['to /g'],
    ],
    [
      'text that people write into',
      'd.innerHTML = "<div contenteditable>"; d.oninput = () => { new Image().src = "/e?" + btoa(d.innerText) }',
      ['to /e'],
    ],
    ['taken apart by name', `const { value } = ${field}; fetch(\`/t/\${value}\`)`, ['to /t/']],
    ['digits by digits', `for (const d of ${field}.value) fetch("/d/" + d)`, ['to /d/']],
    ['by a letter for each digit', `fetch("/l", { body: "qwertyuiop"[${field}.value[3]] })`, ['to /l']],
    ['kept in the browser', `localStorage.setItem("a", ${field}.value)`, ['setItem']],
    ['handed to whatever is there', `window.last = ${field}.value`, ['global last']],
    ['through another call', `fetch.call(window, "/c?" + ${field}.value)`, ['to /c']],
    [
      'by a form of its own',
      `var f = document.createElement("form"); f.q.value = ${field}.value; f.submit()`,
      ['field'],
    ],
    ['by a form that is there', 'document.forms[0].action = "/elsewhere"', ['to /elsewhere']],
    ['in a fault', `throw new Error("x" + ${field}.value)`, ['Error', 'throw']],
    [
      'by rules for fetching ahead',
      `var s = document.createElement("script"); s.textContent = ${field}.value`,
      ['text'],
    ],
    [
      'by conditions on single digits',
      `var v = ${field}.value; for (var i = 0; i < 16; i++) if (v[i] === "4") new Image().src = "/4/" + i`,
      ['condition'],
    ],
    [
      'a field in the clothes of a record',
      'form.oninput = function () { fetch("/r?" + document.forms[0].n.value); }; on("begin", function (e) { log(e.currency); })',
      ['to /r'],
    ],
    [
      'through a function of its own that is called as the language calls one',
      `var lib = { map: map }; function map(v) { fetch("/m?" + v); } lib.map(${field}.value)`,
      ['to /m'],
    ],
    [
      'a field handed to what asks for a currency',
      `function told(r) { return r.currency ? "" : r.value; } later(function () { fetch("/r?" + told(${field})); })`,
      ['to /r'],
    ],
    [
      'fields worked through as records',
      'document.querySelectorAll("input").forEach(function (r) { fetch("/r?" + r.value + r.currency); })',
      ['to /r'],
    ],
    ['by text of a script that a library writes', `$("script.late").text(${field}.value)`, ['text']],
    ['on a list of others', `dataLayer.push({ v: ${field}.value })`, ['list']],
  ])('follows %s', (_name, source, expected) => {
    expect(flows(source)).toEqual(expected)
  })

  it.each([
    ['whether something was typed', `fetch("/x", { body: ${field}.value.length > 0 ? "yes" : "no" })`],
    ['the brand', `var b = /^4/.test(${field}.value) ? "visa" : "other"; fetch("/b/" + b)`],
    [
      'the first digits and the last four',
      `var n = ${field}.value; fetch("/r", { body: n.slice(0, 6) + n.slice(-4) })`,
    ],
    [
      'what another window says',
      'addEventListener("message", function (e) { if (e.origin === "https://p.test") f.src = "https://p.test/c#" + e.data.challenge; })',
    ],
    [
      'what another window says, heard by name',
      'function $heard(e) { f.src = "https://p.test/c#" + e.data } addEventListener("message", $heard)',
    ],
    ['the text of an element', 'fetch("/m", { body: document.title + el.textContent })'],
    ['masked signs', `fetch("/m", { body: ${field}.value.replace(/./g, "*") })`],
    ['the first digit', `fetch("/b", { body: ${field}.value[0] === "4" ? "visa" : "other" })`],
    ['how many signs', `fetch("/m", { body: "*".repeat(${field}.value.length) })`],
    ['another field', 'on(form.coupon, "change", function () { fetch("/c/" + this.value); })'],
    [
      'a mail address',
      'document.addEventListener("focusout", (e) => { if (e.target.type !== "email") return; fetch("/v?" + e.target.value); })',
    ],
    [
      'what was formatted and put back',
      `${field}.addEventListener("input", function () { this.value = this.value.replace(/\\D/g, ""); }); fetch("/t")`,
    ],
    [
      'the same name in another function',
      `function a() { var v = ${field}.value; return v > 1; } function b(v) { fetch("/b" + v); }`,
    ],
    [
      'a form of the script that holds nothing typed',
      'var f = document.createElement("form"); f.action = "/3ds"; f.d.value = "tx"; f.submit()',
    ],
    [
      'what a measurement tells',
      'watch("layout-shift", function (e) { if (!e.hadRecentInput) sum += e.value; }); navigator.sendBeacon("/v", sum)',
    ],
    [
      'by which method something was asked for',
      'var go = window.fetch; window.fetch = function (u, x) { navigator.sendBeacon("/t", x.method || "GET"); return go.apply(this, arguments); }',
    ],
    [
      'a list worked through where a function of the script has that name',
      `function reduce(s) { return s + ${field}.value; } new Image().src = "/t?" + [1].reduce(function (o, n) { return o + n; }, "")`,
    ],
    [
      "what a provider's server answers",
      'var first = pay.tokenize; pay.tokenize = function (card) { return first(card).then(function (r) { f.src = "/challenge/" + r.challenge; return r; }); }',
    ],
    [
      'what an event is worth',
      'var tag = { params: function (ev) { return { "epn.value": ev.value, "ep.currency": "EUR" }; } }; on("begin", function (ev) { fetch("/e?" + new URLSearchParams(tag.params(ev))); })',
    ],
    ['an event of the shop', 'on("begin", function (e) { fetch("/e?v=" + e.value + e.currency); })'],
    [
      'a field made without a name that the page knows as another',
      'const gift = h("input", { id: "email", autocomplete: "off" }); fetch("/g?" + gift.value)',
    ],
    ['what is shown by a library', `$(".art").text(${field}.value)`],
    ['values of measuring', 'dataLayer.forEach(function (e) { new Image().src = "/c?v=" + e.value; })'],
  ])('lets pass %s', (_name, source) => {
    expect(flows(source)).toEqual([])
  })

  it('says whether anything is read, and nothing of what it cannot read', () => {
    expect(typedFlows(`var n = ${field}.value.length`)?.reads).toBe(true)
    expect(typedFlows('var n = 1')?.reads).toBe(false)
    expect(typedFlows('var = ;')).toBeUndefined()
    expect(typedFlows('('.repeat(5000))).toBeUndefined()
    expect(typedFlows('a;'.repeat(300_000))).toBeUndefined()
  })

  it('knows a way again in another build', () => {
    const at = (build: string, name: string) =>
      flows(`var ${name} = ${field}.value; fetch("/v2/pay-${build}/x", { body: ${name} })`)
    expect(at('81', 'a')).toEqual(at('4f2', 'q'))
    expect(flows(`postJson("/v2/pay-9/x", ${field}.value)`)).toEqual(at('81', 'a'))
  })
})

describe('what stands in the place of something the browser offers', () => {
  const followed = (source: string) => {
    const { hooksFollowed, flows: ways } = typedFlows(source)!
    return hooksFollowed ? ways : undefined
  }
  it.each([
    [
      'requests that are timed',
      'var f = window.fetch; window.fetch = function (u, o) { var t = Date.now(), n = o && o.body ? String(o.body).length : 0; return f.apply(this, arguments).then(function (r) { navigator.sendBeacon("/t", String(u).split("?")[0] + r.status + n + (Date.now() - t)); return r; }); }',
    ],
    [
      'passive listeners',
      '(function (add) { EventTarget.prototype.addEventListener = function (n, f, o) { return add.call(this, n, f, o === undefined ? { passive: true } : o); }; })(EventTarget.prototype.addEventListener)',
    ],
    [
      'big numbers as text',
      '(function (s) { JSON.stringify = function (v, r, p) { return s(v, r || function (k, x) { return typeof x === "bigint" ? String(x) : x; }, p); }; })(JSON.stringify)',
    ],
    [
      'addresses of requests',
      'var o = XMLHttpRequest.prototype.open; XMLHttpRequest.prototype.open = function (m, u) { this.n = m + " " + u; this.addEventListener("load", function () { navigator.sendBeacon("/x", this.n) }); return o.apply(this, arguments); }',
    ],
    [
      'what old browsers lack, beside a state of its own that tells when it changes',
      'function state(start) { return new Proxy(start, { set(t, k, v) { t[k] = v; return true; } }); } if (!w.HTMLFormElement.prototype.requestSubmit) w.HTMLFormElement.prototype.requestSubmit = function () { this.querySelector("button").click(); };',
    ],
  ])('lets pass %s', (_name, source) => expect(followed(source)).toEqual([]))

  it.each([
    [
      'the body of a request',
      'var f = window.fetch; window.fetch = function (u, o) { navigator.sendBeacon("/s", o.body); return f.apply(this, arguments); }',
      ['to /s'],
    ],
    [
      'what becomes text',
      'var s = JSON.stringify; JSON.stringify = function (v) { var t = s.apply(this, arguments); new Image().src = "/j?" + btoa(t); return t; }',
      ['to /j'],
    ],
    [
      'the request itself, led elsewhere',
      'var f = window.fetch; window.fetch = function (u, o) { var w = "/e?" + o.body; return f(w, o); }',
      ['call'],
    ],
    [
      'text that is replaced',
      'var r = String.prototype.replace; String.prototype.replace = function () { var t = r.apply(this, arguments); navigator.sendBeacon("/r", t); return t; }',
      ['to /r'],
    ],
  ])('follows %s', (_name, source, expected) => expect(followed(source)).toEqual(expected))

  it.each([
    ['a property', 'Object.defineProperty(HTMLInputElement.prototype, "value", { get: function () { return 1 } })'],
    ['what is no function', 'window.fetch = make(window.fetch)'],
    [
      'a proxy of what others made',
      'window.bank = new Proxy(bank, {}); var f = fetch; window.fetch = function () { return f.apply(this, arguments); }',
    ],
    [
      'a proxy of what is offered, under another name',
      'const kept = window.XMLHttpRequest, put = "XMLHttp" + "Request"; window[put] = new Proxy(kept, {}); history.pushState = function () {}',
    ],
  ])('says nothing of %s', (_name, source) => expect(followed(source)).toBeUndefined())
})

it('follows a function that is called by another name for calling', () => {
  expect(flows(`function steal(x) { navigator.sendBeacon("/c", x); } steal.call(null, ${field}.value)`)).toEqual([
    'to /c',
  ])
  expect(flows(`function steal(x) { navigator.sendBeacon("/c", x); } steal.apply(null, [${field}.value])`)).toEqual([
    'to /c',
  ])
})

it('knows fields of the page that are not for the card, also by a list of their names', () => {
  const others = new Set(['club', 'email', 'street'])
  const ways = (source: string) => typedFlows(source, others)?.flows
  expect(ways('fetch("/p?" + form.club.value)')).toEqual([])
  expect(ways('fetch("/p?" + form.clubs.value)')).toEqual(['to /p'])
  const listens = (name: string) =>
    ways(
      `document.getElementById("${name}").addEventListener("change", function () { var v = this.value; fetch("/l?" + v); })`,
    )
  expect(listens('street')).toEqual([])
  expect(listens('pan')).toEqual(['to /l'])
  const asks = (name: string) =>
    ways(
      `document.addEventListener("input", (e) => { if (e.target.id !== "${name}") return; fetch("/a?" + e.target.value); })`,
    )
  expect(asks('club')).toEqual([])
  expect(asks('cc_num')).toEqual(['to /a'])
  const each = (list: string) =>
    ways(
      `var keep = [${list}]; var o = {}; keep.forEach(function (n) { o[n] = form[n].value; }); fetch("/d", { body: JSON.stringify(o) })`,
    )
  expect(each('"email", "street"')).toEqual([])
  expect(each('"email", "cc_number"')).toEqual(['to /d'])
})

describe('from one script of the page into another', () => {
  it.each([
    ['a global', `window.lastSeen = ${field}.value`, 'fetch("/g?" + window.lastSeen)', ['to /g']],
    [
      'a name at the top',
      `var gathered = ""; on("input", () => { gathered += ${field}.value })`,
      'navigator.sendBeacon("/n", gathered)',
      ['to /n'],
    ],
    [
      'storage',
      `localStorage.setItem("draft", ${field}.value)`,
      'fetch("/s", { body: localStorage.getItem("draft") })',
      ['to /s'],
    ],
    [
      'an event',
      `document.dispatchEvent(new CustomEvent("typed", { detail: ${field}.value }))`,
      'document.addEventListener("typed", function (e) { new Image().src = "/e?" + e.detail })',
      ['to /e'],
    ],
  ])('by %s', (_name, collector, sender, expected) => {
    const gives = new Set(typedFlows(collector)!.gives)
    expect(typedFlows(sender)!.flows).toEqual([])
    expect(typedFlows(sender, new Set(), gives)!.flows).toEqual(expected)
  })
  it('not where the other script means something of its own by the name', () => {
    const shared = new Set(['gathered'])
    expect(typedFlows('function a(gathered) { fetch("/o?" + gathered) } a(1)', new Set(), shared)!.flows).toEqual([])
  })
})

describe("what stands in the place of a bank's function", () => {
  it.each([
    [
      'var made = w.bank.createEncryption; w.bank.createEncryption = function (k) { var o = made(k); return { encrypt: function (x) { fetch("/log", { body: o.encrypt(x) }); return o.encrypt(x); } }; };',
      ['to /log'],
    ],
    [
      'var real = stripe.createToken; stripe.createToken = function (c, d) { navigator.sendBeacon("/m", JSON.stringify(d)); return real.call(stripe, c, d); };',
      ['to /m'],
    ],
    [
      'var real = stripe.createToken; stripe.createToken = function (c, d) { navigator.sendBeacon("/m", "asked"); return real.call(stripe, c, d); };',
      [],
    ],
    [
      'var make = pay.card.createToken; pay.card.createToken = function (form, o, done) { make(form, o, function (s, a) { frame.src = "/3ds#" + a.flow; done(s, a); }); };',
      [],
    ],
    ['var old = $.ajax; $.ajax = function (o) { navigator.sendBeacon("/t", o.url); return old.call($, o); };', []],
  ])('%s', (source, ways) => expect(typedFlows(source)!.flows).toEqual(ways))
})

it('tells nobody by a size, but by a picture', () => {
  const style = (name: string) => typedFlows(`f.style.${name} = document.forms[0].card.value`)!.flows
  expect([style('height'), style('backgroundImage')]).toEqual([[], ['backgroundImage']])
})
