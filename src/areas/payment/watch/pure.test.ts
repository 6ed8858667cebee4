import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { findSplit, findTyped, isOpaque } from './find-typed.ts'
import { openedSources } from './headers.ts'
import { keyOf } from './scripts.ts'
import {
  capabilitiesOf,
  hostsIn,
  isObfuscated,
  isPassiveWorker,
  seeksCardData,
  sendsWhatItReads,
  structureOf,
} from './source.ts'
import { CARD_FIELD } from './typing.ts'

const card = '4000056655665556'
const b64 = (text: string) => Buffer.from(text, 'latin1').toString('base64')

describe('typed data in a request', () => {
  it.each([
    ['plain', `n=${card}`],
    ['base64', `d=${b64(`x${card}`)}`],
    ['base64, base64', `d=${b64(`q=${b64(card)}`)}`],
    ['hex', Buffer.from(card).toString('hex')],
    ['percent', [...card].map((digit) => `%3${digit}`).join('')],
    ['reversed', [...card].reverse().join('')],
    ['with separators', '4000 0566 5566 5556'],
    ['xor', Buffer.from([...card].map((digit) => digit.charCodeAt(0) ^ 23)).toString('latin1')],
    ['character codes', [...card].map((digit) => digit.charCodeAt(0)).join(',')],
    ['shifted digits', [...card].map((digit) => (Number(digit) + 3) % 10).join('')],
  ])('is found: %s', (name, text) => expect(findTyped(text, card)).toContain(name.split(',')[0]))

  it.each(['id=1234567890123456&t=1700000000000', 'page=/checkout&w=1280', '', 'd=aGVsbG8gd29ybGQgaGVsbG8='])(
    'is not found in %j',
    (text) => {
      expect(findTyped(text, card)).toBeUndefined()
    },
  )

  it('is found in pieces', () => {
    expect(findSplit(['p=4000', 'p=0566', 'p=5566', 'p=5556'], card)).toBe(true)
    expect(findSplit(['p=4000', 'p=1234'], card)).toBe(false)
  })

  it('is unreadable where it is coded, not for the parts of its path', () => {
    expect(isOpaque('https://shop.example/rest/V1/guest-carts/reminders\n{"cart":"c-77120"}')).toBe(false)
    expect(isOpaque('https://shop.example/log\nd=q83vEjRWeJCrze8SNFZ4kKvN7w')).toBe(true)
    expect(isOpaque('https://shop.example/i?d=q83vEjRWeJCrze8SNFZ4kKvN7w')).toBe(true)
    expect(isOpaque('https://shop.example/i/q83vEjRWeJCrze8SNFZ4kKvN7w')).toBe(true)
  })

  it('never fails, whatever is sent', () => {
    fc.assert(fc.property(fc.string({ maxLength: 400, unit: 'binary' }), (text) => void findTyped(text, card)))
  })
})

describe('scripts', () => {
  it('keep their structure when a vendor rebuilds them, and change it with new code', () => {
    const one = 'function price(a){return a*100+"EUR"} /* v1 */'
    const two = 'function  p(x){return x*200+"USD"} // v2'
    expect(structureOf(one)).toBe(structureOf(two))
    expect(structureOf(one)).not.toBe(structureOf('function price(a){send(a);return a*100+"EUR"}'))
  })

  it('tell what they can do', () => {
    expect(capabilitiesOf('document.cookie="a"; fetch("/x?" + a)')).toEqual(
      expect.arrayContaining(['network', 'storage']),
    )
    expect(capabilitiesOf('var total = 1 + 2')).toEqual([])
    expect(isObfuscated('var _0x12ab=["a"],_0x34cd=_0x12ab[0];_0x12ab(_0x34cd,_0x56ef,_0x78aa);')).toBe(true)
    expect(isObfuscated('function add(a, b) { return a + b } // adds two numbers, nothing more')).toBe(false)
  })

  it('go for what is typed, or for something else', () => {
    const lookUp = (field: string) =>
      `document.querySelector("[name=${field}]").addEventListener("change", function () { fetch("/a?q=" + this.value); });`
    expect(sendsWhatItReads(lookUp('postcode'))).toBe(false)
    expect(sendsWhatItReads(lookUp('cardnumber'))).toBe(true)
    expect(sendsWhatItReads(lookUp('f1'))).toBe(true)
    const listener = (body: string) => `addEventListener("message", function (e) { ${body} });`
    expect(seeksCardData(listener('new Image().src = "/m?" + JSON.stringify(e.data);'))).toBe(true)
    expect(seeksCardData(listener('frame.height = e.data.height;'))).toBe(false)
    expect(seeksCardData('form.addEventListener("formdata", function (e) { send(e.formData) })')).toBe(true)
  })

  it('make code from text, or ask for the global object as bundlers do', () => {
    expect(capabilitiesOf('var g = this || new Function("return this")()')).not.toContain('code-from-text')
    expect(capabilitiesOf('new Function("return fetch(1)")()')).toContain('code-from-text')
    expect(capabilitiesOf('[]["filter"]["constructor"](t)()')).toContain('code-from-text')
  })

  it('keep one name across versions', () => {
    expect(keyOf('https://cdn.example/ui-4.2.1.min.js?x=1')).toBe(keyOf('https://cdn.example/ui-5.0.0.min.js'))
    expect(keyOf('https://shop.example/app.9f8e7d6c5b.js')).toBe(keyOf('https://shop.example/app.0a1b2c3d4e.js'))
    expect(keyOf('https://a.example/x.js')).not.toBe(keyOf('https://b.example/x.js'))
  })

  it('name hosts', () =>
    expect(hostsIn('a="https://evil.example/x";b="//cdn.example/y";c="https:\\/\\/esc.example"')).toEqual([
      'evil.example',
      'cdn.example',
      'esc.example',
    ]))
})

describe('names of fields for the card', () => {
  const field = new RegExp(CARD_FIELD, 'i')
  it.each([
    'payment[cc_cid]',
    'Card Verification Number',
    'cc-csc',
    'Prüfnummer',
    'Código de seguridad',
    'Card PIN',
    'Online banking password',
    'PIN',
  ])('know %s', (name) => expect(field.test(name)).toBe(true))
  it.each([
    'gift_pin  off PIN',
    'PIN code',
    'pincode',
    'shipping',
    'Verification code from your e-mail',
    'pinterest',
    'accident',
  ])('leave %s', (name) => expect(field.test(name)).toBe(false))
})

it('is no theft to answer whoever asks', () => {
  const stub = (answer: string) =>
    `addEventListener("message", function (e) { var c = e.data && e.data.__api; if (c) ${answer}({ id: c.id }, "*"); });`
  expect(seeksCardData(stub('e.source.postMessage'))).toBe(false)
  expect(seeksCardData(stub('parent.postMessage'))).toBe(true)
})

it('sees what a policy newly allows, not rotating nonces', () => {
  expect(openedSources("script-src 'self' 'nonce-a'", "script-src 'self' 'nonce-b'")).toEqual([])
  expect(openedSources("script-src 'self'", "script-src 'self' evil.example")).toEqual(['script-src evil.example'])
  expect(openedSources("default-src 'self'", "default-src 'self'; object-src 'none'")).toEqual([])
  expect(openedSources("default-src 'self'; script-src 'self'", "default-src 'self'")).toEqual(['script-src is gone'])
  expect(openedSources('connect-src *', "connect-src 'self' https://pay.example")).toEqual([])
  expect(openedSources('script-src *', "script-src * 'unsafe-eval' data:")).toEqual([
    "script-src 'unsafe-eval'",
    'script-src data:',
  ])
})

describe('a worker between the page and the network', () => {
  it.each([
    [
      'keeps files',
      'self.addEventListener("fetch", (e) => { if (e.request.method === "GET") e.respondWith(caches.match(e.request).then((r) => r || fetch(e.request))); });',
    ],
    [
      'works things out',
      'onmessage = (m) => { const d = m.data.replace(/\\D/g, ""); postMessage({ ok: d.length > 11 }); };',
    ],
    ['shows messages', 'self.addEventListener("push", (e) => e.waitUntil(self.registration.showNotification("x")));'],
  ])('that %s is passive', (_name, source) => expect(isPassiveWorker(source)).toBe(true))

  it.each([
    [
      'reads what is sent',
      'self.addEventListener("fetch", (e) => { e.request.clone().text().then((t) => caches.open(t)); });',
    ],
    ['takes messages', 'self.addEventListener("message", (e) => caches.open(e.data));'],
    ['tells other pages', 'onmessage = (m) => new BroadcastChannel("c").postMessage(m.data)'],
    ['sends what it is told', 'onmessage = (m) => fetch("/w", { method: "POST", body: m.data })'],
    ['makes answers', 'self.addEventListener("fetch", (e) => e.respondWith(new Response("x")));'],
    ['sends by itself', 'self.addEventListener("fetch", (e) => { fetch("/log?" + e.request.url); });'],
    ['brings other code', 'importScripts("/other.js")'],
  ])('that %s is not', (_name, source) => expect(isPassiveWorker(source)).toBe(false))
})
