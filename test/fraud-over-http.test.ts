import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readUsage, recordLook } from '../src/areas/screening/usage.ts'
import type { RunningServer } from '../src/server/server.ts'
import { join } from 'node:path'
import { type Client, firstOwner, invited, someShop, startTestServer } from './helpers/server.ts'

let server: RunningServer
let owner: Client
let engineer: Client
let shop: string
const start = Date.now() - 100 * 86_400_000
const order = (index: number, name = 'o') => ({
  id: `${name}${index}`,
  type: 'order',
  at: new Date(start + index * 3_600_000).toISOString(),
  customer: { id: `c${index}` },
  order: { amount: index % 10 === 0 ? 5000 : 20, currency: 'EUR' },
})
const rules =
  'rules: [{ id: spend/very-large, when: order.amount > 1000, outcome: review, says: More than a thousand }]'
const trust = `${rules}\nlists: { trusted-customers: [c7] }`

beforeAll(async () => {
  server = await startTestServer()
  owner = await firstOwner(server)
  engineer = await invited(server, owner, 'engineer')
  shop = await someShop(owner)
})
afterAll(() => server.stop())

const post = (path: string, body?: unknown, by: Client = owner) => by.post(`/shops/${shop}${path}`, body)
const decide = async (index: number, name: string) =>
  (await post('/fraud/events', { events: [order(index, name)] })).body.answers[0].decision.outcome

/** Runs a verb as a job and answers its id and its document. */
async function finished(path: string, body: unknown) {
  const { body: made, status } = await post(path, body)
  expect([status, made]).toEqual([202, expect.anything()])
  let last: { state: string; status?: number; error?: unknown } = { state: '' }
  await expect
    .poll(
      async () => {
        last = (await owner.get(`/shops/${shop}/jobs/${made.id}`)).body
        return last.state
      },
      { timeout: 30_000 },
    )
    .toMatch(/done|failed/)
  expect(last).toMatchObject({ state: 'done' })
  return { id: made.id, document: (await owner.get(`/shops/${shop}/jobs/${made.id}/result`)).body }
}
const job = async (path: string, body: unknown) => (await finished(path, body)).document

describe('over HTTP', () => {
  it('a rule is helped with, checked, tried on what was stored, run beside, put in force and taken back', async () => {
    await post('/fraud/events', { events: Array.from({ length: 100 }, (_, index) => order(index)) })
    const names = await owner.get(`/shops/${shop}/fraud/rules/names?like=order.am`)
    expect(names.body.names[0]).toEqual({ name: 'order.amount', kind: 'field', help: 'number' })
    expect(
      (await post('/fraud/rules/check', { text: rules.replace('amount', 'amuont') })).body.fault.message,
    ).toContain('Did you mean order.amount?')
    expect((await post('/fraud/rules/check', { text: rules })).body.rules).toBeGreaterThan(90)
    const tried = await job('/fraud/verbs/backtest', { stored: true, rules })
    expect(tried).toMatchObject({
      events: 100,
      before: { outcomes: { review: 0 } },
      after: { outcomes: { review: 10 } },
    })
    await post('/fraud/rules/shadow', { text: rules })
    expect(await decide(200, 'shadow')).not.toBe('review')
    expect((await post('/fraud/rules/promote')).status).toBe(200)
    expect(await decide(210, 'live')).toBe('review')
    expect((await post('/fraud/rules/rollback')).status).toBe(200)
    expect(await decide(220, 'back')).not.toBe('review')
  })

  it('what lets orders pass takes two people', async () => {
    await post('/fraud/rules/shadow', { text: trust })
    const alone = await post('/fraud/rules/promote')
    expect([alone.status, alone.body.code]).toEqual([409, 'SW_FRAUD_FOUR_EYES'])
    expect((await post('/fraud/rules/promote', undefined, engineer)).status).toBe(200)
  })

  it('the report of a week and the state of the learned score come as jobs', async () => {
    const activity = await job('/fraud/verbs/report', { period: 'week' })
    expect(activity.period.decisions).toBe(103)
    expect(await job('/fraud/verbs/learn', { action: 'list' })).toEqual({ history: [] })
  })

  it("services' scores stand beside what became of the orders", async () => {
    const stateDir = join(server.house.workspace.dir, 'shops', shop)
    for (const [name, score] of [
      ['o1', 90],
      ['o2', 5],
    ] as const)
      recordLook(stateDir, { at: new Date().toISOString(), service: 'minfraud', order: name, ok: true, ms: 9, score })
    const uploaded = await owner.call(
      'PUT',
      `/shops/${shop}/uploads?name=outcomes.csv`,
      'order,outcome\no1,chargeback\no2,legitimate\n',
      {
        'content-type': 'application/octet-stream',
      },
    )
    const compared = await job('/screening/verbs/compare', { outcomes: uploaded.body.id })
    const expected = { orders: 2, frauds: 1, services: [{ service: 'minfraud', quality: { auc: 1 } }] }
    expect(compared).toMatchObject(expected)
    // The same from what the guard knows: a chargeback, and an order that nobody complained of.
    const label = { of: 'o1', verdict: 'chargeback' }
    await post('/fraud/events', { events: [{ id: 'l1', type: 'label', at: new Date().toISOString(), label }] })
    const outcomes = await finished('/fraud/verbs/outcomes', { mature: 45 })
    expect(outcomes.document).toHaveLength(103)
    expect(outcomes.document.slice(0, 2)).toMatchObject([{ order: 'o0' }, { order: 'o1', outcome: 'chargeback' }])
    expect(await job('/screening/verbs/compare', { outcomes: outcomes.id })).toMatchObject({
      ...expected,
      services: [...expected.services, { service: 'own rules', orders: 2 }],
    })
    const { body: status } = await owner.get(`/shops/${shop}/screening/status`)
    expect(status).toMatchObject({
      ready: [],
      services: [{ service: 'minfraud', answered: 2, failed: 0, medianMs: 9 }],
    })
  })

  it('a checkout asks the services of its shop, and its own decision stands where they fail', async () => {
    let asked = 0
    let fails = false
    const service = createServer((request, response) => {
      asked++
      request.resume()
      response.statusCode = fails ? 503 : 200
      response.end(JSON.stringify({ fraudlabspro_score: 88, fraudlabspro_status: 'REJECT', remaining_credits: 9 }))
    })
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    vi.stubEnv('FRAUDLABSPRO_URL', `http://127.0.0.1:${(service.address() as AddressInfo).port}`)
    const ask = (id: string, own?: string) =>
      post('/screening/orders', { order: { ...order(1), id, order: undefined, ip: { address: '198.51.100.7' } }, own })
    try {
      expect(await ask('s1', 'approve')).toMatchObject({ status: 409, body: { code: 'SW_SCREENING_NO_SERVICE' } })
      await owner.call('PUT', `/shops/${shop}/services/FRAUDLABSPRO_KEY`, { value: 'key-of-the-shop' })
      expect((await ask('s1', 'approve')).body).toMatchObject({
        outcome: 'decline',
        together: { score: 88 },
        opinions: [{ answered: true, cached: false }],
      })
      expect((await ask('s1', 'approve')).body).toMatchObject({ opinions: [{ cached: true }] })
      fails = true
      expect((await ask('s2', 'challenge')).body).toMatchObject({
        outcome: 'challenge',
        together: null,
        opinions: [{ answered: false, why: 'FraudLabs Pro answered 503' }],
      })
      expect(asked).toBe(2)
      expect(await post('/screening/orders', { order: { id: '4111 1111 1111 1111' } })).toMatchObject({
        status: 422,
        body: { code: 'SW_SCREENING_PAN' },
      })
      // The guard asks by itself where it is told to: once an order, and what was said is decided on and kept.
      const guarded = async (id: string, over = {}) =>
        (
          await post('/fraud/events', {
            ask: true,
            events: [{ ...order(301, id), ip: { address: '198.51.100.7' }, ...over }],
          })
        ).body.answers[0]
      expect(await guarded('g')).toMatchObject({
        decision: { outcome: 'approve' },
        services: { answered: {}, silent: { fraudlabspro: 'FraudLabs Pro answered 503' } },
      })
      fails = false
      const refused = await guarded('h')
      expect(refused).toMatchObject({
        decision: {
          outcome: 'decline',
          reasons: expect.arrayContaining([expect.objectContaining({ rule: 'service/decline' })]),
        },
        services: { answered: { fraudlabspro: { score: 88, advice: 'decline' } } },
      })
      expect(await guarded('h')).toEqual({ decision: refused.decision, duplicate: true })
      expect((await guarded('p', { customer: { id: '4111 1111 1111 1111' } })).error.code).toBe('SW_FRAUD_PAN')
      expect((await guarded('l', { type: 'login' })).services).toBeUndefined()
      const many = Array.from({ length: 51 }, (_, index) => order(index, 'm'))
      expect((await post('/fraud/events', { ask: true, events: many })).status).toBe(400)
      expect(asked).toBe(4)
      // What the checkout asked itself is what the audit counts as in use.
      const usage = await readUsage(join(server.house.workspace.dir, 'shops', shop), new Date())
      expect(usage).toMatchObject({ fromCheckoutLastWeek: 2 })
    } finally {
      vi.unstubAllEnvs()
      service.closeAllConnections()
      service.close()
    }
  })
})
