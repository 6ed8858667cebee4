import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type TlsOptions } from 'node:tls'
import fc from 'fast-check'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { certificatesIn } from '../../../test/helpers/certificates.ts'
import { readStaple } from '../../net/tls-scan/staple.ts'
import { hstsWords, lookAtTls, tlsFaults } from './tls.ts'

const dir = mkdtempSync(join(tmpdir(), 'sw-tls-faults-'))
const { openssl, selfSigned, ocsp } = certificatesIn(dir)
const read = (name: string) => readFileSync(join(dir, name))
const pair = (name: string): TlsOptions => ({ key: read(`${name}.key`), cert: read(`${name}.crt`) })
const now = new Date()
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)

beforeAll(() => {
  selfSigned('plain')
  selfSigned('short', ['rsa:1024'])
  selfSigned('sha1', ['rsa:2048'], '-sha1')
  selfSigned('must', ['rsa:2048'], '-addext', 'tlsfeature=status_request')
  selfSigned('odd', ['rsa:2048'], '-subj', '/O=\u0001\u0007 O=fake\\/CN=x', '-utf8')
  const names = Array.from({ length: 2000 }, (_, i) => `DNS:h${i}.example`)
  selfSigned('names', ['rsa:2048'], '-addext', `subjectAltName=${names.join(',')}`)
  // Answers of a responder: good, then revoked.
  const serial = /=(\w+)/.exec(openssl('x509', '-in', 'plain.crt', '-noout', '-serial').toString())![1]!
  for (const [name, state] of [
    ['good', `V\t491231000000Z\t\t${serial}\tunknown\t/CN=localhost\n`],
    ['revoked', `R\t491231000000Z\t261101000000Z\t${serial}\tunknown\t/CN=localhost\n`],
    ['unknown', ''],
  ] as const) {
    writeFileSync(join(dir, `${name}.txt`), state)
    ocsp(name, { certificate: 'plain', issuer: 'plain', index: `${name}.txt` })
  }
})

const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})
async function lookAt(server: Server, host = 'localhost') {
  open.push(server)
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return lookAtTls(host, (server.address() as AddressInfo).port, AbortSignal.timeout(20_000))
}
async function faultsOf(options: TlsOptions, at = now): Promise<string> {
  const facts = await lookAt(createServer(options, (socket) => socket.on('error', () => undefined).end()))
  return 'failed' in facts
    ? facts.failed
    : tlsFaults(facts, at)
        .map((fault) => `${fault.kind}: ${fault.text}`)
        .join('\n')
}

it.each<[string, () => TlsOptions, RegExp, Date?]>([
  ['self-signed', () => pair('plain'), /not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/],
  ['run out', () => pair('plain'), /ran out on/, inDays(40)],
  ['about to run out', () => pair('plain'), /runs out on/, inDays(20)],
  ['short RSA key', () => ({ ...pair('short'), ciphers: 'ALL:@SECLEVEL=0' }), /key is short \(rsa 1024 bits\)/],
  ['SHA-1', () => ({ ...pair('sha1'), ciphers: 'ALL:@SECLEVEL=0' }), /signed with sha1/],
  ['must-staple, nothing sent', () => pair('must'), /asks for an OCSP answer/],
  ['odd characters in the subject', () => pair('odd'), /not trusted/],
  ['two thousand names', () => pair('names'), /not trusted/],
  ['no certificate', () => ({ ciphers: 'aNULL:@SECLEVEL=0', maxVersion: 'TLSv1.2' }), /without authentication/],
])('certificate of a fault: %s', async (_name, options, expected, at) => {
  expect(await faultsOf(options(), at)).toMatch(expected)
})

it.each(['good', 'revoked', 'unknown'] as const)('reads the OCSP answer of a real responder: %s', async (state) => {
  const server = createServer(pair('plain'), (socket) => socket.on('error', () => undefined).end())
  server.on('OCSPRequest', (_certificate, _issuer, answer) => answer(null, read(`${state}.ocsp`)))
  const facts = await lookAt(server)
  expect(facts).toMatchObject({ staple: state })
  if (!('failed' in facts))
    expect(tlsFaults(facts, now).some((fault) => /revoked/.test(fault.text))).toBe(state === 'revoked')
})

it('reads any staple without failing', () => {
  const good = read('good.ocsp')
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(good.length - 1), fc.nat(255), (bytes, place, value) => {
      const bent = Buffer.from(good)
      bent[place] = value
      const kinds = ['none', 'unreadable', 'good', 'revoked', 'unknown']
      expect(kinds).toContain(readStaple(Buffer.from(bytes)))
      expect(kinds).toContain(readStaple(bent))
      expect(kinds).toContain(readStaple(good.subarray(0, place)))
    }),
  )
  expect(readStaple(null)).toBe('none')
})

it.each([
  ['max-age=31536000; includeSubDomains; preload', /^yes, 365 days, with subdomains, preload/],
  ['max-age=86400', /^too short: 1 days/],
  ['max-age=0', /^no: max-age=0/],
  ['includeSubDomains', /^no: the header has no readable max-age/],
])('reads HSTS from a running server: %s', async (header, expected) => {
  const server = createHttps(pair('plain'), (_request, response) => {
    response.writeHead(302, { 'strict-transport-security': header, location: 'http://127.0.0.1:1/' }).end()
  })
  const facts = await lookAt(server)
  expect(hstsWords('failed' in facts ? undefined : facts.hsts)).toMatch(expected)
})

it('is not held by a server that sends a byte now and then, nor by one that says nothing', async () => {
  const drip = createTcp((socket) => {
    const timer = setInterval(() => socket.write('\x16'), 500)
    socket.on('close', () => clearInterval(timer)).on('error', () => undefined)
  })
  const silent = createTcp((socket) => socket.on('error', () => undefined))
  const failed = { failed: expect.any(String) as string }
  expect(await Promise.all([drip, silent].map((server) => lookAt(server)))).toMatchObject([failed, failed])
}, 45_000)
