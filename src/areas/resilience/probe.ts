import { lookup } from 'node:dns/promises'
import { connect as connectTcp } from 'node:net'
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { header } from '../../core/http.ts'
import type { Probe } from '../../core/probe.ts'
import { cutOffFact, edgeFact, testFact } from './schema.ts'
import { fromCache, shieldOf } from './shields.ts'

// Long enough to see the cut-offs of hardened servers (5 s), short enough for an audit that people wait for.
const waitSeconds = 6

/** Opens one connection, sends half a request header, and measures when the server gives up. */
function headerCutOff(url: URL, signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
    const socket =
      url.protocol === 'https:'
        ? connectTls({ host, port, rejectUnauthorized: false, ...(!/^[\d.]+$|:/.test(host) && { servername: host }) })
        : connectTcp({ host, port })
    const started = performance.now()
    const finish = (seconds: number | undefined) => {
      signal.removeEventListener('abort', abort)
      socket.destroy()
      resolve(seconds)
    }
    const abort = () => finish(undefined)
    signal.addEventListener('abort', abort, { once: true })
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () =>
      socket.write(`GET / HTTP/1.1\r\nHost: ${url.host}\r\nX-Slow: `),
    )
    socket.once('error', (error) =>
      socket.bytesWritten > 0 ? finish((performance.now() - started) / 1000) : reject(error),
    )
    socket.once('close', () => finish((performance.now() - started) / 1000))
    socket.resume()
    setTimeout(() => finish(undefined), waitSeconds * 1000).unref()
  })
}

const edge: Probe = {
  id: 'resilience/edge',
  version: '1',
  area: 'resilience',
  needs: ['url'],
  touch: 'passive',
  facts: [edgeFact],
  timeLimitSeconds: 60,
  async run(shop, context) {
    const url = new URL(shop.urls.storefront!)
    const random = () => Math.trunc(context.now().getTime() + performance.now() * 1000).toString(36)
    const get = async (query: string) =>
      context.http.request(`${url.origin}${url.pathname}${query}`, { maxRedirects: 3 })
    await get('')
    const plain = await get('')
    const busted = [await get(`?nocache=${random()}`), await get(`?nocache=${random()}`)]
    const search = await get(`?search=${random()}&route=product/search&s=${random()}`)
    const addresses = await lookup(url.hostname.replace(/^\[|\]$/g, ''), { all: true })
    const shield = shieldOf(plain)
    context.observe(edgeFact, url.host, {
      addresses: addresses.map((entry) => entry.address),
      cachedPage: fromCache(plain),
      cacheBustedCached: busted.every(fromCache),
      plainMs: Math.round(plain.elapsedMs),
      searchMs: Math.round(search.elapsedMs),
      rateLimited: [plain, ...busted, search].some(
        (response) =>
          response.status === 429 ||
          header(response, 'ratelimit-limit') !== undefined ||
          header(response, 'ratelimit') !== undefined,
      ),
      ...(shield && { shield }),
    })
  },
}

const cutOff: Probe = {
  id: 'resilience/cut-off',
  version: '1',
  area: 'resilience',
  needs: ['url'],
  touch: 'active',
  facts: [cutOffFact],
  timeLimitSeconds: waitSeconds + 10,
  async run(shop, context) {
    const url = new URL(shop.urls.storefront!)
    // Through the guarded client first: it checks that this host may be contacted at all.
    await context.http.request(url.href)
    const headerSeconds = await headerCutOff(url, context.signal)
    context.observe(cutOffFact, url.host, {
      waitedSeconds: waitSeconds,
      ...(headerSeconds !== undefined && { headerSeconds: Math.round(headerSeconds * 10) / 10 }),
    })
  },
}

const tests: Probe = {
  id: 'resilience/documents',
  version: '1',
  area: 'resilience',
  needs: ['documents'],
  touch: 'passive',
  facts: [testFact],
  timeLimitSeconds: 10,
  async run(shop, context) {
    for (const document of shop.documents.filter((candidate) => candidate.kind === 'load-test')) {
      const stat = statSync(document.file, { throwIfNoEntry: false })
      if (stat)
        context.observe(
          testFact,
          basename(document.file),
          { name: basename(document.file), modified: stat.mtime.toISOString() },
          { observedAt: stat.mtime },
        )
    }
  },
}

export const probes: readonly Probe[] = [edge, cutOff, tests]
