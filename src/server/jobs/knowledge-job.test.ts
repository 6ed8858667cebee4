import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { firstOwner, someShop, startTestServer } from '../../../test/helpers/server.ts'
import { shopSchema } from '../../core/shop.ts'
import { exploitedSchema } from '../../knowledge/advisories.ts'
import { readKnowledge } from '../../knowledge/read.ts'
import { shopDir } from '../shops/records.ts'
import { updateFacts } from './knowledge-job.ts'
import { orderSchema } from './order.ts'

const dir = mkdtempSync(join(tmpdir(), 'sw-facts-'))
const publisher = createServer((request, response) => {
  if (!request.url?.endsWith('/kev')) return response.writeHead(404).end()
  const vulnerabilities = [{ cveID: 'CVE-2024-34102', dateAdded: '2024-07-17' }]
  response.end(JSON.stringify({ dateReleased: '2026-06-29T00:00:00Z', vulnerabilities }))
})
await new Promise<void>((resolve) => publisher.listen(0, '127.0.0.1', resolve))
afterAll(() => {
  publisher.close()
  rmSync(dir, { recursive: true })
})

const order = (only: string[]) =>
  orderSchema.parse({
    job: 'job_1',
    kind: 'knowledge',
    input: { only },
    shop: { id: 's', name: 'Northwind', description: shopSchema.parse({ name: 'Northwind' }) },
    actor: { id: 'p', name: 'Anna' },
    keys: {},
    dir,
    installation: dir,
    knowledgeDir: join(dir, 'knowledge'),
    roots: [],
    allowPrivate: false,
  })
const world = {
  signal: new AbortController().signal,
  progress: () => undefined,
  mirror: `http://127.0.0.1:${(publisher.address() as AddressInfo).port}`,
  now: () => new Date('2026-06-30T00:00:00Z'),
}

it('brings the facts of the feeds that are named, and tells which failed', async () => {
  expect(await updateFacts(order(['kev']), world)).toBe(0)
  const known = readKnowledge(join(dir, 'knowledge'), 'exploited.json', exploitedSchema)
  expect(known.exploited).toHaveProperty('CVE-2024-34102')
  expect(await updateFacts(order(['epss', 'kev']), world)).toBe(3)
  const told = JSON.parse(readFileSync(join(shopDir(order([]), 's'), 'jobs', 'job_1.json'), 'utf8'))
  expect(told).toMatchObject([
    { feed: 'kev', state: 'updated' },
    { feed: 'epss', state: 'failed' },
  ])
})

it('can be scheduled, with feeds that exist', async () => {
  const server = await startTestServer({ settings: { jobs: 0 } })
  const owner = await firstOwner(server)
  const shop = await someShop(owner)
  const add = (input: object) =>
    owner.post(`/shops/${shop}/schedules`, { kind: 'knowledge', everyMinutes: 1440, input })
  expect((await add({ only: ['kev'] })).status).toBe(201)
  expect((await add({ only: ['nothing'] })).status).toBe(422)
  await server.stop()
})
