import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { withBrowser } from '../../../net/browser.ts'
import { observe, PROFILES } from './watch.ts'

const chromium = inject('chromium')

/** Each condition by which scripts hide from watchers asks for an address of its own when it is met. */
const gates = `
const met = (name) => fetch('/met/' + name, { method: 'POST', keepalive: true });
if (localStorage.seen) met('second-visit'); localStorage.seen = 1;
if (matchMedia('(pointer: coarse)').matches && navigator.maxTouchPoints > 0) met('coarse-pointer');
addEventListener('touchend', () => met('tap'), true);
if (document.referrer) met('referrer');
const hour = new Date().getHours(); if (hour > 21 || hour < 6) met('night');
setTimeout(() => met('five-minutes'), 300000);
let moved = 0, scrolled = 0, told = 0;
const warm = () => { if (moved > 2 && scrolled && !told++) met('mouse-and-scroll'); };
addEventListener('mousemove', () => { moved++; warm(); });
addEventListener('scroll', () => { scrolled++; warm(); });
addEventListener('pagehide', (e) => navigator.sendBeacon(!e.isTrusted ? '/met/page-left' : '/met/really-left', 'x'));
addEventListener('pagehide', (e) => e.isTrusted && document.forms[0].cardnumber.value && fetch('/met/outlives', { method: 'POST', keepalive: true, body: new Blob(['n' + document.forms[0].cardnumber.value]) }));
document.addEventListener('visibilitychange', () => { if (document.hidden) met('hidden'); });`

describe.runIf(chromium)('visitors meet what scripts wait for', () => {
  let server: Server
  const posted: string[] = []
  let url = ''
  beforeAll(async () => {
    const page = `<!doctype html><meta name=viewport content="width=device-width"><title>Checkout</title>
      <form method=post action=/pay><label>Card number <input name=cardnumber autocomplete=cc-number></label><button>Pay</button></form>
      <div style="height:3000px"></div><script>${gates}</script>`
    server = createServer((request, response) => {
      posted.push(request.url ?? '')
      response.writeHead(200, { 'content-type': 'text/html' }).end(page)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/checkout`
  })
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })

  it('by one of them at least', async () => {
    const signal = new AbortController().signal
    const seen = await withBrowser({ executable: chromium! }, (browser) =>
      observe(browser, { url, steps: [], profiles: PROFILES, signal, progress: () => undefined }),
    )
    const met = new Set(
      seen.flatMap((item) => item.requests.flatMap(({ url: to }) => /\/met\/(.*)/.exec(to)?.[1] ?? [])),
    )
    expect([...met].sort()).toEqual([
      'coarse-pointer',
      'five-minutes',
      'hidden',
      'mouse-and-scroll',
      'night',
      'outlives',
      'page-left',
      'really-left',
      'referrer',
      'second-visit',
      'tap',
    ])
    // What leaves at the very end is noted with what it carries, and reaches nobody.
    const last = seen.flatMap((item) => item.requests.filter(({ url: to }) => to.endsWith('/met/outlives')))
    // On a machine with much to do typing may be cut short, or the end of one visit come too late.
    expect(last.map(({ carries }) => carries)).toContain('plain')
    expect(posted.filter((to) => /outlives|pay/.test(to))).toEqual([])
  }, 60_000)
})
