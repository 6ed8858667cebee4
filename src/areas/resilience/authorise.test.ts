import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { ownershipToken } from '../../net/ownership.ts'
import { authorise } from './authorise.ts'
import type { Target } from './target.ts'

const keyDir = mkdtempSync(join(tmpdir(), 'resilience-key-'))
afterAll(() => rmSync(keyDir, { recursive: true, force: true }))

const now = new Date('2026-11-25T12:00:00Z')
const target = (address: string): Target => ({
  origin: 'https://shop.example',
  authority: 'shop.example',
  hostname: 'shop.example',
  address,
  port: 443,
  secure: true,
  path: '/',
})
// A public address (IANA); the request for the token file is aborted before it is sent.
const publicAddress = '192.0.43.10'
const base = { keyDir, now, signal: AbortSignal.abort(), txt: () => Promise.resolve([] as string[][]) }
const record = (token: string) => ({
  txt: (name: string) => Promise.resolve(name === '_shopwarden.shop.example' ? [[token]] : []),
})

it.each([
  ['loopback without lab mode', { ...base, target: target('127.0.0.1'), lab: false }],
  ['a private address without lab mode', { ...base, target: target('10.1.2.3'), lab: false }],
  [
    'a public address in lab mode',
    { ...base, target: target(publicAddress), lab: true, ...record(ownershipToken(keyDir, 'shop.example', now)) },
  ],
  ['a public address without proof', { ...base, target: target(publicAddress), lab: false }],
  [
    'the proof of another host',
    { ...base, target: target(publicAddress), lab: false, ...record(ownershipToken(keyDir, 'other.example', now)) },
  ],
  [
    'an old proof',
    {
      ...base,
      target: target(publicAddress),
      lab: false,
      ...record(ownershipToken(keyDir, 'shop.example', new Date('2026-05-01'))),
    },
  ],
])('refuses %s', async (_, input) => {
  await expect(authorise(input)).rejects.toMatchObject({
    code: 'SW_RESILIENCE_NOT_AUTHORISED',
    fix: expect.stringMatching(/\w/),
  })
})

it('accepts a laboratory, and a public address with its line', async () => {
  expect(await authorise({ ...base, target: target('127.0.0.1'), lab: true })).toMatch(/laboratory/)
  expect(
    await authorise({
      ...base,
      target: target(publicAddress),
      lab: false,
      ...record(ownershipToken(keyDir, 'shop.example', now)),
    }),
  ).toMatch(/DNS TXT/)
})
