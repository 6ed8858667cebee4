import { mkdtempSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { keepBrowser } from '../../../../test/helpers/browser.ts'
import { withBrowser } from '../../../net/browser.ts'
import { guardOnce } from '../guard.ts'
import { checkRuns, readInventory, readRuns } from './records.ts'
import { runWatch } from './run.ts'
import { visit } from './visit.ts'

const chromium = inject('pageBrowser')
const signal = new AbortController().signal
const form = '<form method=post action=/pay><input name=cardnumber autocomplete=cc-number><button>Pay</button></form>'
const html = (body: string) => `<!doctype html><meta charset=utf-8><title>Checkout</title>${body}`
/** 100 MB of spaces in 100 kB: what a server sends that wants to fill a watcher's memory. */
const bomb = gzipSync(Buffer.concat([Buffer.from('window.a=1;'), Buffer.alloc(100_000_000, 32)]))

const pages: Record<string, string> = {
  '/good': html(form),
  '/loop': html(`${form}<script>addEventListener('load',function(){for(;;);})</script>`),
  '/alerts': html(`${form}<script>setTimeout(function(){for(;;)alert(1)},100)</script>`),
  '/reload': html(`${form}<script>setInterval(function(){location.reload()},30)</script>`),
  '/big': html(`${form}<script src=/bomb.js></script>`),
  '/maps': html(`${form}<script src=/mapped.js></script>`),
  '/fields': html(`${form}<div id=d></div><script>d.innerHTML='<input name=cardnumber hidden>'.repeat(20000)</script>`),
  '/lies': html(`${form}<script>navigator.serviceWorker.register('/lie.js')</script>`),
  '/log-in': html('<form><input name=user><input type=password name=p><button>Log in</button></form>'),
  '/captcha': html(
    '<p>Checking your browser. Are you human?</p><iframe src="/x?https://newassets.hcaptcha.com/c"></iframe>',
  ),
  '/consent': html('<div role=dialog>We use cookies. <button>Accept all</button><button>Reject</button></div>'),
}
const lie = `addEventListener('fetch',function(e){if(e.request.url.endsWith('/lie.js'))e.respondWith(new Response('/* nothing to see */'))});`

describe.runIf(chromium)('pages that do not want to be watched', () => {
  let server: Server
  let base = ''
  const asked: string[] = []
  /** What the address "/checkout" shows. */
  let now = '/good'
  const dir = mkdtempSync(join(tmpdir(), 'sw-hostile-'))
  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = request.url === '/checkout' ? now : (request.url ?? '/')
      asked.push(path)
      const script = (body: string) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(body)
      if (path === '/bomb.js')
        response.writeHead(200, { 'content-type': 'text/javascript', 'content-encoding': 'gzip' }).end(bomb)
      else if (path === '/mapped.js') script('window.b=2;\n//# sourceMappingURL=/bomb.map')
      else if (path === '/lie.js') script(lie)
      else if (path === '/endless') {
        response.writeHead(200, { 'content-type': 'text/html' }).write(html(form))
        const timer = setInterval(() => response.write('<p>more</p>'), 100)
        response.on('close', () => clearInterval(timer))
      } else if (path === '/never') response.on('close', () => undefined)
      else response.writeHead(200, { 'content-type': 'text/html' }).end(pages[path] ?? '')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })

  let kept: Awaited<ReturnType<typeof keepBrowser>>
  beforeAll(async () => {
    kept = await keepBrowser(chromium!)
  })
  afterAll(() => kept.close())

  const see = (path: string, limitMs: number, browser = kept.browser) =>
    visit(browser, { url: base + path, steps: [], profile: { name: 'x' }, signal }, limitMs)
  const watch = (extra: Partial<Parameters<typeof runWatch>[0]> = {}) =>
    runWatch({
      url: `${base}/checkout`,
      steps: [],
      profiles: [{ name: 'desktop' }],
      chromium: chromium!,
      dir,
      now: () => new Date('2026-11-25T00:00:00Z'),
      signal,
      progress: () => undefined,
      ...extra,
    })

  // At once: they are waited for. What is much to read has the machine to itself.
  describe.concurrent('that never come to an end, or hide behind something', () => {
    it.each(['/loop', '/alerts', '/never'])('gives up in time and says why: %s', async (path) => {
      // A page that hangs goes with its browser.
      const seen = withBrowser({ executable: chromium! }, (browser) => see(path, 3000, browser))
      await expect(seen).rejects.toMatchObject({
        code: 'SW_PAYMENT_PAGE',
        message: expect.stringContaining('no answer within 3 s') as string,
      })
    })

    it('gives a coded reason for a page that reloads for ever', async () => {
      const seen = await see('/reload', 8000).catch((error: unknown) => error)
      expect(seen).toMatchObject(
        seen instanceof Error ? { code: 'SW_PAYMENT_PAGE' } : { cardFields: expect.anything() as object },
      )
    })

    it('says of a page that never ends that it was still loading, and reads what is there', async () => {
      const seen = await see('/endless', 40_000)
      expect(seen.obstacles.join()).toContain('still loading')
      expect(seen.cardFields.length).toBe(1)
    })

    it('keeps the last good state behind a log-in, a puzzle or a question for consent', async () => {
      await watch({ authorise: { by: 'Anna', justification: 'ours' } })
      const good = readInventory(dir, `${base}/checkout`)
      for (const path of ['/log-in', '/captcha', '/consent']) {
        now = path
        const troubles: string[] = []
        await guardOnce({
          url: `${base}/checkout`,
          dir,
          channels: [],
          now: () => new Date('2026-11-25T01:00:00Z'),
          signal,
          watch: () => watch(),
          onTrouble: (message) => troubles.push(message),
        })
        expect(readRuns(dir, `${base}/checkout`).at(-1)?.failed).toMatch(
          { '/log-in': /log-in/, '/captcha': /puzzle/, '/consent': /consent/ }[path]!,
        )
      }
      expect(readInventory(dir, `${base}/checkout`)).toEqual(good)
      expect(checkRuns(dir)).toEqual({ lines: 4 })
    })
  })

  it('names and hashes a script of 100 MB without holding it, and does not fetch source maps', async () => {
    const seen = await see('/big', 60_000)
    const script = seen.scripts.find((item) => item.key.endsWith('/bomb.js'))
    expect(script?.bytes).toBeLessThan(1000)
    expect(script?.capabilities).toContain('code-from-text')
    await see('/maps', 30_000)
    expect(asked).toContain('/mapped.js')
    expect(asked).not.toContain('/bomb.map')
  })

  it('keeps no more of a page than it needs', async () => {
    const seen = await see('/fields', 60_000)
    expect(JSON.stringify(seen).length).toBeLessThan(400_000)
  })

  it('tells of a service worker that lies about itself', async () => {
    now = '/lies'
    const { alerts } = await watch()
    expect(alerts.map((alert) => alert.rule)).toContain('payment/service-worker')
  })
})
