import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { keepBrowser } from '../../../../test/helpers/browser.ts'
import { openedSources } from '../watch/headers.ts'
import { visit } from '../watch/visit.ts'
import { searchPolicy } from './search.ts'

const chromium = inject('pageBrowser')

/** A checkout with what makes policies hard; `extra` is put into the page. */
const page = (extra: string, turn: number) => `<!doctype html><html><head><title>Pay</title><style>p{color:#333}</style>
<script>window.config = { currency: "EUR" };</script><script src="/shop.js"></script>${extra.replaceAll('TURN', String(turn))}</head>
<body><form action="/order" method="post"><input name="cardnumber" autocomplete="cc-number"><button>Pay</button></form></body></html>`

// At once: a visit mostly waits for what the page may do.
describe.runIf(chromium)('a policy for a page', { concurrent: true }, () => {
  let server: Server
  let kept: Awaited<ReturnType<typeof keepBrowser>>
  /** What each page has besides, by its path. */
  const extras = new Map<string, string>()
  let turn = 0
  let origin = ''
  beforeAll(async () => {
    kept = await keepBrowser(chromium!)
    server = createServer((request, response) => {
      if (request.url === '/shop.js')
        return response
          .writeHead(200, { 'content-type': 'text/javascript' })
          .end('document.documentElement.dataset.ready = "1";')
      const extra = extras.get(request.url ?? '')
      if (extra !== undefined) return response.writeHead(200, { 'content-type': 'text/html' }).end(page(extra, ++turn))
      return response.writeHead(204).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    await kept.close()
    server.close()
  })

  const look = (path: string, policy?: { header: string; nonce?: string | undefined }) =>
    visit(kept.browser, {
      url: origin + path,
      steps: [],
      profile: { name: 'desktop' },
      signal: new AbortController().signal,
      policy,
    })
  const search = (path: string, extra: string) => {
    extras.set(path, extra)
    return searchPolicy(
      (policy) => look(path, policy),
      () => 'dGVzdA',
    )
  }

  it('names scripts in the page by hash, and lets no other run', async () => {
    const { header, broken } = await search('/still', '')
    expect(broken).toEqual([])
    expect(header).toMatch(/script-src 'self' 'sha384-[^ ]+'/)
    expect(header).not.toMatch(/script-src[^;]*unsafe/)
    extras.set(
      '/still',
      `<script>addEventListener("load", function () { document.querySelector("[name=cardnumber]").onblur = function () { fetch("/c?n=" + this.value); }; });</script>`,
    )
    const under = await look('/still', { header: header! })
    expect(under.violations.map((item) => item.directive)).toContain('script-src-elem')
    expect(under.requests.some((request) => request.url.includes('/c?n='))).toBe(false)
  })

  it('asks for a nonce where scripts in the page change each time', async () => {
    const { header, needsNonce } = await search('/changing', '<script>window.session = "TURN";</script>')
    expect(needsNonce).toBe(true)
    expect(header).toContain("'nonce-RANDOM'")
    expect(header).not.toContain("unsafe-inline'; script")
  })

  it('allows code in attributes and from text only where it is needed, and says that it weakens', async () => {
    const { header, weaknesses } = await search(
      '/loose',
      '<script src="/shop.js?2" onload="document.title = String(new Function(\'return 2\')())"></script>',
    )
    expect(header).toContain("'unsafe-hashes'")
    expect(header).toContain("'unsafe-eval'")
    expect(weaknesses.join()).toContain('made from text')
  })
})

it('takes places for reports and narrower directives for no weakening', () => {
  expect(openedSources("default-src 'self'", "default-src 'self'; report-uri /csp; frame-ancestors *")).toEqual([])
  expect(openedSources("default-src 'self'", "default-src 'self'; img-src *")).toEqual(['img-src *'])
})
