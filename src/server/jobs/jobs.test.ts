import { mkdtempSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Client,
  clientOf,
  firstOwner,
  goodPassword,
  someShop,
  startTestServer,
} from '../../../test/helpers/server.ts'
import type { RunningServer } from '../server.ts'

let server: RunningServer
let owner: Client
beforeAll(async () => {
  server = await startTestServer()
  owner = await firstOwner(server)
})
afterAll(() => server.stop())

const ended = async (client: Client, shop: string, job: string) => {
  let last: { state: string; status?: number; error?: { code: string } } = { state: '' }
  await expect
    .poll(
      async () => {
        last = (await client.get(`/shops/${shop}/jobs/${job}`)).body
        return ['done', 'failed', 'cancelled'].includes(last.state)
      },
      { timeout: 60_000 },
    )
    .toBe(true)
  return last
}

describe('a command as a job', () => {
  it('runs in a process of its own and leaves the document that it writes on the command line', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'sw-source-'))
    writeFileSync(join(dir, 'a.php'), '<?php eval($_POST["x"]);')
    const { body: shop } = await owner.post('/shops', { description: { name: 'Php', sources: [{ path: dir }] } })
    const { body: job } = await owner.post(`/shops/${shop.id}/malware/verbs/scan`, {})
    expect(await ended(owner, shop.id, job.id)).toMatchObject({ state: 'done', status: 1 })
    const { body: result } = await owner.get(`/shops/${shop.id}/jobs/${job.id}/result`)
    expect(result.findings[0].location.uri).toContain('a.php')
  })

  it('says with a code why it could not', async () => {
    const shop = await someShop(owner)
    const { body: job } = await owner.post(`/shops/${shop}/malware/verbs/scan`, {})
    expect(await ended(owner, shop, job.id)).toMatchObject({ state: 'failed', error: { code: 'SW_SERVER_SHOP' } })
  })

  it('can be stopped', async () => {
    const { body: shop } = await owner.post('/shops', { sample: true })
    const { body: job } = await owner.post(`/shops/${shop.id}/audits`, {})
    await expect.poll(async () => (await owner.get(`/shops/${shop.id}/jobs/${job.id}`)).body.state).toBe('running')
    await owner.post(`/shops/${shop.id}/jobs/${job.id}/cancel`)
    expect(['cancelled', 'done']).toContain((await ended(owner, shop.id, job.id)).state)
  })
})

describe('folders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sw-roots-'))
  let client: Client

  it('a client names only what it may: links out of it and tricks with dots are refused', async () => {
    mkdirSync(join(folder, 'mine', 'shop'), { recursive: true })
    mkdirSync(join(folder, 'theirs'))
    symlinkSync(join(folder, 'theirs'), join(folder, 'mine', 'link'))
    const { body } = await owner.post('/clients', {
      name: 'Tenant',
      roots: [join(folder, 'mine')],
      owner: { name: 'T', email: 't@tenant.example' },
    })
    client = clientOf(server)
    await client.post('/welcome', { token: new URL(body.invitation.link).hash.slice(1), password: goodPassword })
    const add = (path: string) => client.post('/shops', { description: { name: 'x', sources: [{ path }] } })
    expect((await add(join(folder, 'mine', 'shop'))).status).toBe(201)
    for (const path of [
      '/',
      '/etc',
      'relative',
      join(folder, 'mine', '..', 'theirs'),
      `${folder}/mine/../theirs`,
      join(folder, 'mine', 'link'),
      `${join(folder, 'mine')}-other`,
      server.house.workspace.dir,
      'upload:../../keys',
      'upload:upload_aaaaaaaaaaaaaaaaaaaaaa',
    ])
      expect([404, 422], path).toContain((await add(path)).status)
  })

  it('private addresses are for those who may have them', async () => {
    for (const url of ['http://127.0.0.1/', 'http://10.0.0.1/', 'http://[::1]/', 'http://localhost/'])
      expect(
        (await client.post('/shops', { description: { name: 'x', urls: { storefront: url } } })).body.code,
        url,
      ).toBe('SW_SERVER_PRIVATE')
    expect((await client.post('/shops', { description: { name: 'x', allowPrivateAddresses: true } })).status).toBe(422)
  })
})

describe('uploads', () => {
  it('lie under an id whatever they are called, and are refused beyond the limit', async () => {
    const small = await startTestServer({ settings: { uploadMegabytes: 1 } })
    const boss = await firstOwner(small)
    const shop = await someShop(boss)
    const put = (name: string, body: string) =>
      boss.call('PUT', `/shops/${shop}/uploads?name=${encodeURIComponent(name)}`, body, {
        'content-type': 'application/octet-stream',
      })
    for (const name of ['../../../keys/signing.pem', 'a/b', 'a\\b', 'a\nb'])
      expect((await put(name, 'x')).status, name).toBe(400)
    const { body, status } = await put('<b>orders.csv', 'a,b\n')
    expect([status, body.bytes, body.id]).toEqual([201, 4, expect.stringMatching(/^upload_/)])
    expect((await put('big', 'x'.repeat(1_500_000))).status).toBe(413)
    expect((await boss.get(`/shops/${shop}/uploads`)).body.items).toHaveLength(1)
    await small.stop()
  })
})

it('a job that ran when the server was killed is told as interrupted at the next start', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sw-killed-'))
  const first = await startTestServer({ dir, settings: { jobs: 0 } })
  const boss = await firstOwner(first)
  const shop = await someShop(boss)
  const { body: job } = await boss.post(`/shops/${shop}/audits`, {})
  await first.house.workspace.store.db.updateTable('job').set({ state: 'running' }).execute()
  await first.stop()
  const second = await startTestServer({ dir, settings: { jobs: 0 } })
  const again = clientOf(second)
  await again.post('/sign-in', { email: 'olga@acme.example', password: goodPassword })
  const { body } = await again.get(`/shops/${shop}/jobs/${job.id}`)
  expect(body).toMatchObject({ state: 'failed', error: { code: 'SW_SERVER_INTERRUPTED' } })
  await second.stop()
})
