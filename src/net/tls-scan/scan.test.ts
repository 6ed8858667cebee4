import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type TlsOptions } from 'node:tls'
import fc from 'fast-check'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readAnswer } from './hello.ts'
import { scanTls } from './scan.ts'

const open: { close(): unknown }[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

let pair: { key: Buffer; cert: Buffer }
beforeAll(() => {
  const dir = mkdtempSync(join(tmpdir(), 'sw-tls-'))
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      join(dir, 'k'),
      '-out',
      join(dir, 'c'),
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
    ],
    { stdio: 'ignore' },
  )
  pair = { key: readFileSync(join(dir, 'k')), cert: readFileSync(join(dir, 'c')) }
})

async function scan(options: TlsOptions) {
  const server = createServer({ ...pair, ...options }, (socket) => socket.end())
  server.on('tlsClientError', () => undefined)
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return scanTls('127.0.0.1', (server.address() as AddressInfo).port, { signal: new AbortController().signal })
}

describe('against real servers', () => {
  it('sees a modern one', async () => {
    const result = await scan({ minVersion: 'TLSv1.2', ciphers: 'ECDHE+AESGCM' })
    expect(result).toMatchObject({ protocols: ['TLS 1.2', 'TLS 1.3'], classes: ['aead-forward'] })
  })

  it('sees old versions and CBC', async () => {
    const result = await scan({ minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' })
    expect(result.protocols).toEqual(['TLS 1.0', 'TLS 1.1', 'TLS 1.2', 'TLS 1.3'])
    expect(result.classes).toEqual(expect.arrayContaining(['cbc', 'aead-static', 'aead-forward']))
  })

  it('sees suites without encryption and without authentication', async () => {
    const result = await scan({
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.2',
      ciphers: 'aNULL:eNULL:ADH:AECDH:@SECLEVEL=0',
    })
    expect(result.classes).toContain('null')
    expect(result.classes).not.toContain('aead-forward')
  })

  it('sees TLS 1.3 alone', async () => {
    expect((await scan({ minVersion: 'TLSv1.3' })).protocols).toEqual(['TLS 1.3'])
  })

  it('finds nothing where no TLS is spoken, and does not hang', async () => {
    const server = createTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    open.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const result = await scanTls('127.0.0.1', (server.address() as AddressInfo).port, {
      signal: new AbortController().signal,
    })
    expect(result).toMatchObject({ protocols: [], classes: [], postQuantum: false })
  })
})

it('reads any bytes without failing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (tail, hello) => {
      const bytes = Buffer.concat([
        hello ? Buffer.from([22, 3, 3, 0, tail.length, 2]) : Buffer.alloc(0),
        Buffer.from(tail),
      ])
      expect(['hello', 'alert', 'other', undefined]).toContain(readAnswer(bytes)?.kind)
    }),
  )
})
