import type { Finding } from '../../core/finding.ts'
import { fingerprint } from '../../core/finding.ts'
import type { Probe, ProbeContext } from '../../core/probe.ts'
import type { Shop } from '../../core/shop.ts'
import { discoveryProbe } from './discover/probe.ts'
import { continuity } from './documents/judge.ts'
import { readDocument, type ReadDocument, readVendors } from './documents/read.ts'
import { isSessionCookie, readCookies, readPage } from './page.ts'
import { readProviders } from './providers.ts'
import { documentsFact, pageFact, tlsFact } from './schema.ts'
import { lookAtTls } from './tls.ts'
import { browserProbe } from './watch/probe.ts'

/** Headers that bear on payment security; the rest is not kept. */
const kept = [
  'content-security-policy',
  'content-security-policy-report-only',
  'strict-transport-security',
  'x-frame-options',
  'x-content-type-options',
  'referrer-policy',
  'permissions-policy',
  'cross-origin-opener-policy',
  'reporting-endpoints',
  'server',
  'x-powered-by',
]

const addresses = (shop: Shop) => [
  ...new Set([shop.urls.storefront, shop.urls.checkout].filter((url) => url !== undefined)),
]

async function look(url: URL, context: ProbeContext): Promise<void> {
  if (url.protocol === 'http:')
    return context.observe(tlsFact, url.host, { offered: [], classes: [], postQuantum: false, plainHttpOnly: true })
  const facts = await lookAtTls(url.hostname.replace(/^\[|\]$/g, ''), Number(url.port || 443), context.signal)
  if ('failed' in facts)
    return context.couldNotLook(
      tlsFact,
      url.host,
      `No TLS handshake succeeded (${facts.failed}).`,
      'Check that the server answers on this port, then audit again.',
    )
  context.observe(tlsFact, url.host, facts)
}

export const tlsProbe: Probe = {
  id: 'payment/tls',
  version: '1',
  area: 'payment',
  needs: ['url'],
  touch: 'passive',
  facts: [tlsFact],
  timeLimitSeconds: 30,
  async run(shop, context) {
    const origins = new Map(addresses(shop).map((address) => [new URL(address).host, new URL(address)]))
    for (const url of origins.values()) await look(url, context)
  },
}

function weakness(
  url: string,
  rule: string,
  severity: Finding['severity'],
  cwe: number,
  title: string,
  message: string,
  remedy: string,
): Finding {
  const id = `payment/${rule}`
  return {
    area: 'payment',
    rule: id,
    title,
    message,
    severity,
    confidence: 'high',
    cwe: [cwe],
    advisories: [],
    location: { uri: url },
    trace: [],
    fingerprint: fingerprint(id, url, title),
    remedy,
  }
}

export const pageProbe: Probe = {
  id: 'payment/page',
  version: '1',
  area: 'payment',
  needs: ['url'],
  touch: 'passive',
  facts: [pageFact],
  timeLimitSeconds: 60,
  async run(shop, context) {
    const { providers } = readProviders(context.knowledgeDir)
    for (const address of addresses(shop)) {
      const response = await context.http.request(address, { maxRedirects: 5 })
      const type = response.headers.get('content-type')?.[0] ?? ''
      if (response.status >= 400 || !/html/i.test(type)) {
        context.couldNotLook(
          pageFact,
          address,
          `The page answered with status ${response.status} and type "${type.slice(0, 60)}".`,
          'Check the address; where the page needs a basket or a log-in, use "shopwarden payment watch".',
        )
        continue
      }
      const cookies = readCookies(response)
      const parts = readPage(response.body.toString('utf8'), response.url, providers)
      const headers = Object.fromEntries(
        kept.flatMap((name) => (response.headers.has(name) ? [[name, response.headers.get(name)!.join(', ')]] : [])),
      )
      const secure = response.url.startsWith('https:')
      const findings = cookies
        .filter(
          (cookie) =>
            isSessionCookie(cookie.name) &&
            (!cookie.httpOnly || (secure && !cookie.secure) || cookie.sameSite === undefined),
        )
        .map((cookie) =>
          weakness(
            address,
            'session-cookie-flags',
            cookie.httpOnly ? 'low' : 'medium',
            cookie.httpOnly ? 1275 : 1004,
            `Session cookie "${cookie.name}" lacks protection`,
            `HttpOnly: ${cookie.httpOnly}, Secure: ${cookie.secure}, SameSite: ${cookie.sameSite ?? 'not set'}.`,
            'Set HttpOnly, Secure and SameSite=Lax on the session cookie.',
          ),
        )
      for (const source of parts.mixedContent)
        findings.push(
          weakness(
            address,
            'mixed-content',
            'medium',
            319,
            'A secure page loads a part without encryption',
            source,
            'Load it over https.',
          ),
        )
      context.observe(
        pageFact,
        address,
        { status: response.status, secure, headers, cookies, ...parts },
        { findings, artefacts: [await context.keep(response.body, 'text/html')] },
      )
    }
  },
}

/** Hosts that a document must cover: those named for payment, and those of the shop's own pages. */
const paymentHosts = (shop: Shop) => [
  ...new Set([...shop.payment.hosts, ...addresses(shop).map((address) => new URL(address).hostname)]),
]

export const documentsProbe: Probe = {
  id: 'payment/documents',
  version: '2',
  area: 'payment',
  needs: ['documents'],
  touch: 'passive',
  facts: [documentsFact],
  timeLimitSeconds: 120,
  async run(shop, context) {
    const about = { hosts: paymentHosts(shop), vendors: readVendors(context.knowledgeDir), now: context.now() }
    const files: ReadDocument[] = []
    for (const { file, kind } of shop.documents) {
      if (kind !== 'asv' && kind !== 'aoc') continue
      context.signal.throwIfAborted()
      const read = await readDocument(file, kind, about)
      if (read) files.push(read)
    }
    if (files.length === 0)
      return context.couldNotLook(
        documentsFact,
        'documents',
        'No readable ASV report or attestation of compliance is filed.',
        "Ask your payment provider or ASV for the last quarter's attestation of scan compliance and name it under documents.",
      )
    context.observe(documentsFact, 'documents', {
      files,
      ...continuity(
        files.flatMap((file) => file.asv ?? []),
        context.now(),
      ),
    })
  },
}

export const probes: readonly Probe[] = [tlsProbe, browserProbe, pageProbe, discoveryProbe, documentsProbe]
