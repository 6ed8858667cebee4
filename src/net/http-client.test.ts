import type { lookup as dnsLookup } from 'node:dns'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { header } from '../core/http.ts'
import { isPrivateAddress } from './addresses.ts'
import { createHttpClient } from './http-client.ts'

const open: { close(): unknown }[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener)
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const client = (hosts = ['127.0.0.1']) => createHttpClient({ hosts: new Set(hosts), allowPrivateAddresses: false })

describe('HTTP client', () => {
  it('cuts an endless body at its limit', async () => {
    const url = await serve((_, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(65_536)), 1)
      response.on('close', () => clearInterval(timer))
    })
    const response = await client().request(url, { maxBytes: 200_000 })
    expect(response.body.length).toBe(200_000)
    expect(response.truncated).toBe(true)
  })

  it('cuts a gzip bomb at its limit', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    const response = await client().request(url, { maxBytes: 1000 })
    expect(response).toMatchObject({ truncated: true })
    expect(response.body.length).toBe(1000)
  })

  it('says that a server which never answers timed out', async () => {
    const url = await serve(() => undefined)
    await expect(client().request(url, { timeoutMs: 200 })).rejects.toMatchObject({ code: 'SW_NET_TIMEOUT' })
  })

  it('does not follow a redirect to a host that is not named', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: 'http://elsewhere.example/' }).end())
    await expect(client().request(url, { maxRedirects: 3 })).rejects.toMatchObject({ code: 'SW_NET_HOST_NOT_NAMED' })
  })

  it('carries a secret only over TLS or to a named private address, and along no redirect', async () => {
    const named = createHttpClient({ hosts: new Set(['shop.example', '127.0.0.1']), allowPrivateAddresses: true })
    await expect(named.request('http://shop.example/', { secret: true })).rejects.toMatchObject({
      code: 'SW_NET_SECRET_IN_CLEAR',
    })
    let asked = 0
    const url = await serve((_, response) => {
      asked++
      response.writeHead(302, { location: '/again' }).end()
    })
    expect((await named.request(url, { secret: true, maxRedirects: 4 })).status).toBe(302)
    expect(asked).toBe(1)
  })

  it('ends a redirect loop and returns the last redirect', async () => {
    let asked = 0
    const url = await serve((_, response) => {
      asked++
      response.writeHead(302, { location: '/again' }).end()
    })
    expect((await client().request(url, { maxRedirects: 4 })).status).toBe(302)
    expect(asked).toBe(5)
  })

  it('keeps repeated headers apart', async () => {
    const url = await serve((_, response) => response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'] }).end())
    const response = await client().request(url)
    expect(response.headers.get('set-cookie')).toEqual(['a=1', 'b=2'])
    expect(header(response, 'Set-Cookie')).toBe('a=1')
  })

  it('gives a coded error for binary nonsense and for nobody listening', async () => {
    const nonsense = createTcpServer((socket) => socket.end(Buffer.from([0, 255, 1, 13, 10, 0])))
    open.push(nonsense)
    await new Promise<void>((resolve) => nonsense.listen(0, '127.0.0.1', resolve))
    await expect(
      client().request(`http://127.0.0.1:${(nonsense.address() as AddressInfo).port}`),
    ).rejects.toMatchObject({ code: 'SW_NET_NOT_HTTP' })
    await expect(client().request('http://127.0.0.1:1')).rejects.toMatchObject({
      code: expect.stringMatching(/^SW_NET_/),
    })
  })

  it('refuses a public name that leads to a private address', async () => {
    const lookup = ((_name: string, _options: object, callback: (error: null, addresses: object[]) => void) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }])) as unknown as typeof dnsLookup
    const rules = { hosts: new Set(['shop.example']), lookup }
    await expect(
      createHttpClient({ ...rules, allowPrivateAddresses: false }).request('http://shop.example/'),
    ).rejects.toMatchObject({
      code: 'SW_NET_PRIVATE_ADDRESS',
    })
    const url = await serve((_, response) => response.end('laboratory'))
    const port = new URL(url).port
    const allowed = await createHttpClient({ ...rules, allowPrivateAddresses: true }).request(
      `http://shop.example:${port}/`,
    )
    expect(allowed.body.toString()).toBe('laboratory')
  })
})

describe('addresses', () => {
  it.each([
    ['127.0.0.1', true],
    ['10.1.2.3', true],
    ['169.254.169.254', true],
    ['::1', true],
    ['::ffff:10.0.0.1', true],
    ['fd00::1', true],
    ['8.8.8.8', false],
    ['2606:4700::1111', false],
    ['no address', true],
  ])('%s private: %s', (address, expected) => expect(isPrivateAddress(address)).toBe(expected))
})
