import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startMailServer } from '../../../../test/helpers/mail-server.ts'
import { type Client, firstOwner, invited, startTestServer } from '../../../../test/helpers/server.ts'

const brand = {
  shop: 'Northwind',
  site: 'northwind.example',
  from: 'service@northwind.example',
  contact: 'privacy@northwind.example',
  quiet: 'none',
}

let server: Awaited<ReturnType<typeof startTestServer>>
let mail: Awaited<ReturnType<typeof startMailServer>>
let owner: Client
let at: string
beforeAll(async () => {
  mail = await startMailServer()
  server = await startTestServer({
    dir: mkdtempSync(join(tmpdir(), 'sw-notices-')),
    settings: { mailServer: `smtp://127.0.0.1:${mail.port}`, mailFrom: 'sw@northwind.example' },
  })
  owner = await firstOwner(server)
  const { body } = await owner.post('/shops', { description: { name: 'Northwind' } })
  at = `/shops/${body.id}`
})
afterAll(async () => {
  await server.stop()
  await mail.close()
})

const job = async (area: string, verb: string, body: object) => {
  const started = await owner.post(`${at}/${area}/verbs/${verb}`, body)
  expect(started.status).toBe(202)
  const path = `${at}/jobs/${started.body.id}`
  await expect.poll(async () => (await owner.get(path)).body.state, { timeout: 60_000 }).toMatch(/done|failed/)
  return (await owner.get(`${path}/result`)).body
}
const upload = async (name: string, text: string): Promise<string> =>
  (await owner.call('PUT', `${at}/uploads?name=${name}`, text, { 'content-type': 'application/octet-stream' })).body.id

describe('a customer is told in the shop or by mail, all over HTTP', () => {
  it('shows the banner in the customer’s language until it was seen, and lets the shop require a reset', async () => {
    const person = (name: string) => ({ email: `${name}@mail.example`, reference: name, name: 'Anna' })
    await owner.post(`${at}/leaks/customers`, {
      customers: [{ ...person('n1'), language: 'pl' }, person('n2'), person('n3')],
    })
    const file = await upload('leak.txt', 'n1@mail.example:hunter2\nn2@mail.example:hunter2\n')
    await job('leaks', 'match', { file, breach: 'Old Forum' })
    const ask = async (customer_id: string, more = {}) =>
      (await owner.post(`${at}/notices/banner`, { customer_id, ...more })).body
    expect(await ask('n1')).toMatchObject({ code: 'SW_NOTICES_BRAND' })
    expect(await ask('n1', { brand })).toMatchObject({
      show: true,
      mustReset: true,
      variant: 'password',
      language: 'pl',
    })
    expect((await ask('n1', { brand })).title).toContain('Northwind')
    for (const stranger of ['n3', 'n99'])
      expect(await ask(stranger)).toEqual({ show: false, mustReset: false, measures: [] })
    expect((await owner.post(`${at}/notices/banner/shown`, { customer_id: 'n1' })).body).toEqual({ told: 1 })
    expect((await owner.post(`${at}/notices/banner/shown`, { customer_id: 'n1' })).body).toEqual({ told: 0 })
  })

  it('plans, approves by another person, sends through the mail server of the installation, reads back and shows what came of it', async () => {
    const planned = (await owner.post(`${at}/notices/campaigns`, { brand })).body
    // The other one has seen the banner.
    expect(planned).toMatchObject({ customers: 1 })
    expect((await owner.post(`${at}/notices/campaigns/${planned.campaign}/approve`)).status).toBe(409)
    const other = await invited(server, owner, 'engineer')
    expect((await other.post(`${at}/notices/campaigns/${planned.campaign}/approve`)).status).toBe(200)
    expect(await job('notices', 'send', { dryRun: true })).toMatchObject({ letters: 1, sent: 0 })
    expect(mail.arrived).toHaveLength(0)
    expect(await job('notices', 'send', { unaligned: 'a test' })).toMatchObject({ sent: 1 })
    expect(mail.arrived.map((item) => item.to)).toEqual(['n2@mail.example'])
    const changed = await upload('changed.csv', `customer_id,changed_at\nn2,${new Date().toISOString()}\n`)
    expect(await job('notices', 'confirm', { file: changed })).toMatchObject({ customers: 1 })
    const { body } = await owner.get(`${at}/notices/campaigns/${planned.campaign}/outcome`)
    expect(body.variants).toMatchObject([{ variant: 'password', sent: 1, changed: 1 }])
    expect((await owner.get(`${at}/notices/campaigns/none/outcome`)).status).toBe(404)
  })
})
