import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fraudLabsPro } from '../../connect/fraudlabspro/fraudlabspro.ts'
import { minFraud } from '../../connect/minfraud/minfraud.ts'
import type { ScreeningOrder, ScreeningService } from '../../connect/screening.ts'
import { sift } from '../../connect/sift/sift.ts'
import { stripeRadar } from '../../connect/stripe-radar/stripe-radar.ts'
import { createHttpClient } from '../../net/http-client.ts'
import { combined, type PanelMember, ScreeningPanel } from './panel.ts'
import type { Look } from './schema.ts'

interface Asked {
  url: string
  headers: IncomingMessage['headers']
  body: string
}
const asked: Asked[] = []
let answer: { status: number; body: string; delayMs?: number }
let server: Server
let base: string

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (piece: string) => (body += piece))
    request.on('end', () => {
      asked.push({ url: request.url ?? '', headers: request.headers, body })
      const { status, body: text, delayMs = 0 } = answer
      setTimeout(() => response.writeHead(status, { 'content-type': 'application/json' }).end(text), delayMs)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const http = createHttpClient({ hosts: new Set(['127.0.0.1']), allowPrivateAddresses: true })
const order: ScreeningOrder = {
  id: 'o-1',
  at: '2026-11-01T10:00:00Z',
  amount: 99.5,
  currency: 'eur',
  customerId: 'c-7',
  email: 'anna@example.org',
  ip: '198.51.100.7',
  billing: { name: 'Anna Maria Kowalska', line1: 'ul. Długa 1', city: 'Kraków', country: 'pl', postcode: '30-001' },
  shipping: { name: 'Jan Nowak', country: 'de' },
  card: { bin: '411111', last4: '1111' },
  phone: '+48 (12) 345-67-89',
  paymentReference: 'ch_3Abc',
}
const limits = { timeoutMs: 20_000 }

function ask(service: ScreeningService, body: unknown, status = 200) {
  asked.length = 0
  answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) }
  return service.screen(order, http, limits)
}

describe('adapters speak the published formats', () => {
  it('minFraud v2', async () => {
    const result = await ask(minFraud({ accountId: '10', licenseKey: 'k', base }), {
      id: '5bc5d6c2-b2c8-40af-87f4-6d61af86b6ae',
      risk_score: 12.5,
      funds_remaining: 25,
      queries_remaining: 5000,
      disposition: { action: 'manual_review', reason: 'default' },
      ip_address: { risk: 0.01 },
      warnings: [{ code: 'IP_ADDRESS_NOT_FOUND', warning: 'x', input_pointer: '/device/ip_address' }],
    })
    expect(result).toEqual({
      score: 12.5,
      advice: 'review',
      reference: '5bc5d6c2-b2c8-40af-87f4-6d61af86b6ae',
      reasons: [],
      warnings: ['IP_ADDRESS_NOT_FOUND /device/ip_address'],
      remaining: 5000,
    })
    expect(asked[0]?.url).toBe('/minfraud/v2.0/score')
    expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('10:k').toString('base64')}`)
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      device: { ip_address: '198.51.100.7' },
      event: { transaction_id: 'o-1', type: 'purchase' },
      email: { address: 'anna@example.org', domain: 'example.org' },
      billing: { first_name: 'Anna Maria', last_name: 'Kowalska', country: 'PL' },
      shipping: { first_name: 'Jan', last_name: 'Nowak' },
      credit_card: { issuer_id_number: '411111', last_digits: '1111' },
      order: { amount: 99.5, currency: 'EUR' },
    })
  })

  it('FraudLabs Pro v2, with the recipient apart from the payer', async () => {
    const result = await ask(fraudLabsPro({ key: 'k', base }), {
      fraudlabspro_id: '20260101-ABC',
      fraudlabspro_score: 73,
      fraudlabspro_status: 'REJECT',
      fraudlabspro_rules: ['high_risk_country'],
      remaining_credits: 480,
    })
    expect(result).toMatchObject({ score: 73, advice: 'decline', remaining: 480 })
    const sent = new URLSearchParams(asked[0]?.body)
    expect(asked[0]?.url).toBe('/v2/order/screen')
    expect([sent.get('last_name'), sent.get('ship_last_name'), sent.get('ip')]).toEqual([
      'Kowalska',
      'Nowak',
      '198.51.100.7',
    ])
    expect([sent.get('user_phone'), sent.get('amount'), sent.get('email_domain')]).toEqual([
      '48123456789',
      '99.50',
      'example.org',
    ])
  })

  it('Stripe Radar, from the charge', async () => {
    const result = await ask(stripeRadar({ key: 'rk', base }), {
      id: 'ch_3Abc',
      object: 'charge',
      outcome: {
        network_status: 'approved_by_network',
        reason: 'elevated_risk_level',
        risk_level: 'elevated',
        risk_score: 66,
        type: 'manual_review',
      },
    })
    expect(result).toMatchObject({ score: 66, advice: 'review', reference: 'ch_3Abc' })
    expect(asked[0]?.url).toBe('/v1/charges/ch_3Abc')
    expect(asked[0]?.headers.authorization).toBe('Bearer rk')
  })

  it('Sift, from $create_order with its score', async () => {
    const result = await ask(sift({ apiKey: 'k', base }), {
      status: 0,
      error_message: 'OK',
      score_response: {
        status: 0,
        user_id: 'c-7',
        scores: { payment_abuse: { score: 0.898, reasons: [{ name: 'UsersPerDevice', value: '4' }] } },
      },
    })
    expect(result).toMatchObject({ score: 89.8, reasons: ['UsersPerDevice'] })
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      $type: '$create_order',
      $user_id: 'c-7',
      $amount: 99_500_000,
      $currency_code: 'EUR',
      $time: Date.parse(order.at),
    })
  })

  it.each([
    [400, { status: 51, error_message: 'Invalid API key' }, 'SW_SCREENING_INPUT', '51'],
    [429, { status: -4, error_message: 'Rate limited' }, 'SW_SCREENING_FAILED', '-4'],
    [200, { status: 0, error_message: 'OK', score_response: { scores: {} } }, 'SW_SCREENING_ANSWER', 'score_response'],
  ])('Sift, without a score: %i', async (status, body, code, where) => {
    await expect(ask(sift({ apiKey: 'k', base }), body, status)).rejects.toMatchObject({ code, where })
  })

  it.each([
    ['refused', { code: 'AUTHORIZATION_INVALID' }, 401, 'SW_SCREENING_REFUSED'],
    ['in trouble', 'oops', 503, 'SW_SCREENING_FAILED'],
    ['of another shape', { risk: 5 }, 200, 'SW_SCREENING_ANSWER'],
    ['no JSON', '<html>', 200, 'SW_SCREENING_ANSWER'],
  ])('an answer that is %s is an error with a code', async (_, body, status, code) => {
    await expect(ask(minFraud({ accountId: '1', licenseKey: 'k', base }), body, status)).rejects.toMatchObject({ code })
  })
})

describe('the panel', () => {
  const member = (over: Partial<PanelMember> = {}): PanelMember => ({
    service: minFraud({ accountId: '1', licenseKey: 'k', base }),
    deadlineMs: 20_000,
    price: 1,
    ...over,
  })
  const make = (members: PanelMember[], over = {}) => {
    const looks: Look[] = []
    let now = Date.parse('2026-11-01T00:00:00Z')
    const panel = new ScreeningPanel(members, {
      http,
      now: () => new Date(now),
      dailyBudget: 100,
      record: (look) => looks.push(look),
      ...over,
    })
    return { panel, looks, later: (ms: number) => (now += ms) }
  }
  const good = { status: 200, body: JSON.stringify({ risk_score: 5 }) }

  it('asks once for the same order and records it', async () => {
    answer = good
    asked.length = 0
    const { panel, looks } = make([member()])
    await panel.screen(order)
    expect((await panel.screen(order))[0]).toMatchObject({ answered: true, cached: true })
    expect([asked.length, looks.length]).toEqual([1, 1])
    expect(JSON.stringify(looks)).not.toContain('example.org')
  })

  it('answers by the deadline when a service is slow, then leaves it alone', async () => {
    answer = { ...good, delayMs: 30_000 }
    const { panel, later } = make([member({ deadlineMs: 400 })])
    for (let index = 0; index < 5; index++)
      expect((await panel.screen({ ...order, id: `slow-${index}` }))[0]).toMatchObject({ answered: false })
    expect((await panel.screen({ ...order, id: 'next' }))[0]).toMatchObject({
      answered: false,
      why: expect.stringContaining('failed several times'),
    })
    answer = good
    later(31_000)
    expect((await panel.screen({ ...order, id: 'again' }))[0]).toMatchObject({ answered: true })
  })

  it('stops at the budget', async () => {
    answer = good
    const { panel } = make([member({ price: 60 })])
    await panel.screen(order)
    expect((await panel.screen({ ...order, id: 'o-2' }))[0]).toMatchObject({
      answered: false,
      why: expect.stringContaining('budget'),
    })
    expect(panel.spent).toBe(60)
  })

  it('does not ask without what the service needs, and says so', async () => {
    const { panel } = make([member()])
    const opinions = await panel.screen({ id: 'x', at: order.at })
    expect(opinions).toEqual([{ service: 'minfraud', answered: false, why: 'not asked: ip or email is missing' }])
    expect(combined(opinions)).toBeUndefined()
  })
})
