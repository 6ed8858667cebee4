import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer as createHttp, type Server } from 'node:http'
import { createServer as createHttp2 } from 'node:http2'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { type DnsData, startDns } from '../../../../test/helpers/dns-server.ts'
import { predict } from '../predict.ts'
import type { Look } from '../schema.ts'
import { resolveTarget, type Target } from '../target.ts'
import { lookAtAmplification } from './amplification.ts'
import { fromCache } from './caching.ts'
import { lookAtCutOffs } from './cut-offs.ts'
import { certificateNames, lookAtDns, providersOf, spfAddresses } from './dns.ts'
import { continuationFlood, rapidReset } from './http2.ts'
import { look } from './look.ts'
import { networkOf, queueSigns, readNetworks, recognise } from './networks.ts'
import { originCandidates } from './origin.ts'
import { lookAtPerClientLimit } from './per-client.ts'
import { greeting, negotiated, speaksQuic } from './quic.ts'

const networks = readNetworks('knowledge')
const { signal } = new AbortController()
const closers: (() => void)[] = []
afterAll(() => {
  for (const close of closers) close()
})

async function listen(server: Pick<Server, 'listen' | 'address' | 'close' | 'once'>): Promise<Target> {
  server.listen(0, '127.0.0.1')
  await once(server as Server, 'listening')
  closers.push(() => server.close())
  return resolveTarget(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
}

describe('who stands in front', () => {
  const seen = { headers: {}, cnames: [], addresses: [] }
  it.each([
    ['by header', { ...seen, headers: { 'cf-ray': '8a-WAW' } }, ['Cloudflare']],
    ['by header value', { ...seen, headers: { 'x-served-by': 'cache-fra-1' } }, ['Fastly']],
    ['another machine of that name', { ...seen, headers: { 'x-served-by': 'web1' } }, []],
    ['by alias', { ...seen, cnames: ['d1.cloudfront.net'] }, ['Amazon CloudFront']],
    ['an alias that only looks like it', { ...seen, cnames: ['notcloudfront.net'] }, []],
    ['by address', { ...seen, addresses: ['104.16.1.1'] }, ['Cloudflare']],
    ['by IPv6 address', { ...seen, addresses: ['2a04:4e42::1'] }, ['Fastly']],
    ['a plain server', { ...seen, headers: { server: 'nginx' }, addresses: ['198.51.100.1'] }, []],
    ['a cache behind a shield', { ...seen, headers: { 'x-varnish': '1', 'x-iinfo': '2' } }, ['Imperva', 'Varnish']],
  ])('%s', (_, input, expected) => expect(recognise(networks, input).map((one) => one.name)).toEqual(expected))

  it('every range of the facts can be read', () => {
    expect(networkOf(networks, '131.0.72.1')?.name).toBe('Cloudflare')
    expect(networkOf(networks, '198.51.100.1')).toBeUndefined()
  })
  it('queue pages and balancers', () => {
    expect(queueSigns(networks, { 'set-cookie': 'QueueITAccepted-SDFrts345E-V3_shop=1' })).toEqual([
      { name: 'Queue-it', kind: 'queue' },
    ])
    expect(queueSigns(networks, { 'set-cookie': 'session=1' })).toEqual([])
    expect(queueSigns(networks, { location: 'https://shop.queue-it.net/?c=shop&e=e1' })).toEqual([
      { name: 'Queue-it', kind: 'queue' },
    ])
    expect(queueSigns(networks, { location: 'https://shop.example/?next=//queue-it.net' })).toEqual([])
    expect(queueSigns(networks, { 'set-cookie': 'crowdhandler=tok0; path=/' })).toEqual([
      { name: 'CrowdHandler', kind: 'queue' },
    ])
  })
})

describe('names', () => {
  it('providers of name servers', () => {
    expect(providersOf(networks, ['ns-1.awsdns-01.com', 'ns-2.awsdns-02.org'])).toEqual([
      { name: 'Amazon Route 53', anycast: undefined },
    ])
    expect(providersOf(networks, ['ns.notinwx.de', 'ns2.inwx.de']).map((one) => one.name)).toEqual([
      'notinwx.de',
      'INWX',
    ])
    expect(providersOf(networks, ['ns1.small.example', 'ada.ns.cloudflare.com']).map((one) => one.name)).toEqual([
      'small.example',
      'Cloudflare DNS',
    ])
  })
  it('senders of SPF, names of certificates', () => {
    expect(
      spfAddresses([
        ['v=spf1 ip4:198.51.100.7 ip4:203.0.113.0/24 ip6:2001:db8::1 include:x -all'],
        ['other ip4:192.0.2.1'],
      ]),
    ).toEqual(['198.51.100.7', '203.0.113.0', '2001:db8::1'])
    expect(
      certificateNames(
        'DNS:shop.example, DNS:origin.shop.example, DNS:*.shop.example, DNS:notshop.example',
        'shop.example',
      ),
    ).toEqual(['origin.shop.example'])
  })
  it('a real name server: providers, lifetime, and the origin that mail, SPF and sub-domain records give away', async () => {
    const zone: Record<string, DnsData[]> = {
      'shop.example': [
        { type: 'A', address: '104.16.1.1' },
        { type: 'NS', host: 'ada.ns.cloudflare.com' },
        { type: 'MX', preference: 10, host: 'mx.shop.example' },
        { type: 'TXT', text: 'v=spf1 ip4:198.51.100.8 -all' },
      ],
      'www.shop.example': [{ type: 'A', address: '104.16.1.1' }],
      'mx.shop.example': [{ type: 'A', address: '198.51.100.7' }],
      'staging.shop.example': [{ type: 'A', address: '198.51.100.9' }],
      'api.shop.example': [{ type: 'A', address: '172.64.0.5' }],
    }
    const server = await startDns({ address: '127.0.0.1', port: 0, ttl: 300 }, (name) => zone[name] ?? [])
    closers.push(() => server.close())
    const seen = await lookAtDns('www.shop.example', networks, 'DNS:www.shop.example, DNS:api.shop.example', signal, [
      `127.0.0.1:${server.port}`,
    ])
    expect(seen).toMatchObject({
      domain: 'shop.example',
      providers: [{ name: 'Cloudflare DNS', anycast: true }],
      ttlSeconds: 300,
      addresses: ['104.16.1.1'],
    })
    expect(originCandidates(seen, networks, [])).toEqual([
      { address: '198.51.100.7', via: 'mail exchanger mx.shop.example' },
      { address: '198.51.100.8', via: 'SPF record shop.example' },
      { address: '198.51.100.9', via: 'well-known name staging.shop.example' },
    ])
  })
  it('a name server that says nothing is waited for no longer than asked', async () => {
    const silent = createSocket('udp4')
    silent.bind(0, '127.0.0.1')
    await once(silent, 'listening')
    closers.push(() => silent.close())
    const seen = await lookAtDns('www.shop.example', networks, '', AbortSignal.timeout(1500), [
      `127.0.0.1:${silent.address().port}`,
    ])
    expect(seen).toMatchObject({ nameServers: [], addresses: [], related: [], ttlSeconds: undefined })
  })
  it('origin candidates are what is neither public nor a network', () => {
    const dns = {
      domain: 'shop.example',
      nameServers: [],
      providers: [],
      ttlSeconds: 60,
      cnames: [],
      addresses: ['104.16.1.1'],
      related: [
        { name: 'mail.shop.example', via: 'well-known name', addresses: ['198.51.100.7', '104.16.1.1', '172.64.0.5'] },
      ],
    }
    expect(originCandidates(dns, networks, ['192.0.2.9'])).toEqual([
      { address: '192.0.2.9', via: 'named by the owner' },
      { address: '198.51.100.7', via: 'well-known name mail.shop.example' },
    ])
  })
})

it.each([
  [{ age: '12' }, true],
  [{ age: '0' }, false],
  [{ 'x-cache': 'HIT' }, true],
  [{ 'x-cache': 'MISS' }, false],
  [{ 'cache-status': 'edge; hit' }, true],
  [{ 'x-varnish': '32770 3' }, true],
  [{ 'x-varnish': '32770' }, false],
  [{}, false],
])('%j came from a cache: %s', (headers, expected) =>
  expect(fromCache(headers as unknown as Record<string, string>)).toBe(expected),
)

describe('behaviour of real servers', () => {
  it('cut-offs of a Node server with short limits', async () => {
    const server = createHttp(
      { connectionsCheckingInterval: 200, headersTimeout: 1000, requestTimeout: 2000, keepAliveTimeout: 1000 },
      (request, response) => {
        request.resume()
        request.on('end', () => response.end('x'))
      },
    )
    const seen = await lookAtCutOffs(
      await listen(server),
      { path: '/', asset: '/', large: { path: '/', times: 100, fills: false } },
      8,
      signal,
    )
    const seconds = (kind: string) => seen.find((one) => one.kind === kind)?.seconds
    // Not before their limit and within the wait; how soon after it is the machine's affair.
    for (const kind of ['header', 'header dribbled', 'keep-alive']) expect(seconds(kind)).toBeGreaterThanOrEqual(0.9)
    expect(seconds('body dribbled')).toBeGreaterThanOrEqual(1.9)
    // It would close all connections, the slow reader's too, but not because its answers were not read.
    expect(seen.find((one) => one.kind === 'reader')).toMatchObject({
      seconds: undefined,
      failed: expect.stringContaining('not looked at'),
    })
    server.closeAllConnections()
  })

  it('cut-offs of a server that waits for ever', async () => {
    const server = createTcp((socket) => {
      closers.push(() => socket.destroy())
      socket.on('error', () => undefined)
    })
    const seen = await lookAtCutOffs(
      await listen(server as unknown as Server),
      { path: '/', asset: '/', large: { path: '/', times: 100, fills: true } },
      1,
      signal,
    )
    expect(seen.every((one) => one.seconds === undefined && one.failed === undefined)).toBe(true)
  })

  it('a limit of 20 connections for one client', async () => {
    let open = 0
    const server = createTcp((socket) => {
      socket.on('error', () => undefined)
      socket.once('close', () => open--)
      if (++open > 20) socket.destroy()
    })
    expect(await lookAtPerClientLimit(await listen(server as unknown as Server), '/', signal)).toMatchObject({
      tried: 55,
      stood: 20,
      refusedBy: 'closed',
    })
  })

  it('HTTP/2: Node ends a header without end; streams that are reset come to an end one way or the other', async () => {
    const server = createHttp2((_, response) => response.end('x'))
    server.on('sessionError', () => undefined)
    const target = await listen(server as unknown as Server)
    const continued = await continuationFlood(target, '/', signal)
    expect(continued.ended).toBe(true)
    expect(continued.frames).toBeLessThanOrEqual(200)
    const reset = await rapidReset(target, '/', signal)
    expect(reset.frames).toBeGreaterThan(0)
    expect(reset.frames).toBeLessThanOrEqual(2000)
  })
})

describe('datagrams', () => {
  it('an amplifier is measured, silence is none', async () => {
    const server = createSocket('udp4')
    server.on('message', (_, from) => server.send(Buffer.alloc(500), from.port, from.address))
    server.bind(0, '127.0.0.1')
    await once(server, 'listening')
    closers.push(() => server.close())
    const { port } = server.address()
    const question = Buffer.alloc(10)
    expect(await lookAtAmplification('127.0.0.1', 300, [{ name: 'test', port, question }])).toEqual([
      { service: 'test', port, asked: 10, answered: 500, factor: 50 },
    ])
  })
  it('version negotiation of QUIC', async () => {
    const server = createSocket('udp4')
    server.on('message', (packet, from) => {
      const ids = packet.subarray(5, 23)
      server.send(
        Buffer.concat([Buffer.from([0x80, 0, 0, 0, 0]), ids, Buffer.from([0, 0, 0, 1])]),
        from.port,
        from.address,
      )
    })
    server.bind(0, '127.0.0.1')
    await once(server, 'listening')
    closers.push(() => server.close())
    const target = await resolveTarget(new URL(`http://127.0.0.1:${server.address().port}`))
    expect(await speaksQuic(target, 1000)).toBe(true)
    expect(negotiated(greeting(() => 0.5))).toBeUndefined()
    expect(negotiated(Buffer.from('HTTP/1.1 400'))).toBeUndefined()
  })
})

it('looks at a whole server and predicts', async () => {
  const server = createHttp((request, response) => {
    request.resume()
    request.on('end', () => {
      response.setHeader('content-type', 'text/html')
      if (request.method === 'POST' && request.url === '/login') response.writeHead(429)
      response.end(
        '<title>S</title><a href="/login">in</a><a href="/product/1">p</a><form action="/"><input name="q"></form>',
      )
    })
  })
  const target = await listen(server)
  const seen = (await look(target, {
    networks,
    waitSeconds: 1,
    thorough: true,
    origins: [],
    signal,
    random: Math.random,
    say: () => undefined,
  })) as Look
  expect(seen.rates?.find((one) => one.page === 'login')).toMatchObject({ refusedAt: 1 })
  expect(seen.rates?.find((one) => one.page === 'search')).not.toHaveProperty('refusedAt')
  expect(seen.sizes).toMatchObject({ header64k: 431 })
  expect(seen.perClient).toEqual({ tried: 55, stood: 55 })
  expect(predict(seen).find((one) => one.scenario === 'flood-login')?.expected).toBe('withstands')
  server.closeAllConnections()
})

describe('predictions', () => {
  const base: Look = {
    origin: 'http://a',
    addresses: [],
    server: 'nginx',
    factsAsOf: '2024-06-25',
    recognised: [],
    queueSigns: [],
    caching: { page: false, busted: false },
    versions: { http2: false, http3: false, http3Announced: false },
    unknown: [],
    waitedSeconds: 20,
  }
  const header = (seconds?: number) => [{ kind: 'header dribbled' as const, ...(seconds !== undefined && { seconds }) }]
  it.each([
    ['drops at 5 s', { ...base, cutOffs: header(5) }, 'withstands'],
    ['keeps, small server', { ...base, cutOffs: header() }, 'falls'],
    ['keeps, unknown capacity', { ...base, server: '', cutOffs: header() }, 'holds'],
    [
      'keeps, but few for one client',
      { ...base, cutOffs: header(), perClient: { tried: 55, stood: 10 } },
      'withstands',
    ],
    ['waited too short', { ...base, waitedSeconds: 6, cutOffs: header() }, 'holds'],
    ['was not looked at', base, undefined],
    [
      'could not connect',
      { ...base, cutOffs: [{ kind: 'header dribbled' as const, failed: 'ECONNREFUSED' }] },
      undefined,
    ],
  ])('slow headers: %s', (_, seen, expected) =>
    expect(predict(seen).find((one) => one.scenario === 'slow-headers')?.expected).toBe(expected),
  )
})
