import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http'
import https, { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as official from '@maxmind/minfraud-api-node'
// @ts-expect-error the client has no types
import fraudLabs from 'fraudlabspro-nodejs'
import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fraudLabsPro } from '../../connect/fraudlabspro/fraudlabspro.ts'
import { minFraud } from '../../connect/minfraud/minfraud.ts'
import type { ScreeningOrder, ScreeningService } from '../../connect/screening.ts'
import { stripeRadar } from '../../connect/stripe-radar/stripe-radar.ts'
import { createHttpClient } from '../../net/http-client.ts'

/**
 * The vendors' own clients and our adapters, side by side against one local server: the same order must leave both alike, and
 * the same answer must be read by both alike. Sift publishes no client for Node.
 */
interface Asked {
  method: string
  path: string
  query: string
  headers: IncomingMessage['headers']
  body: string
}
let asked: Asked[] = []
let answer = { status: 200, body: '{}' }
const listener: RequestListener = (request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (piece: string) => (body += piece))
  request.on('end', () => {
    const url = new URL(request.url ?? '', 'http://local')
    const { method = '', headers } = request
    asked.push({ method, path: url.pathname, query: decodeURIComponent(url.search), headers, body })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
  })
}
const plain = createHttpServer(listener)
let secure: https.Server
const usual = https.globalAgent
let port = 0
let base = ''

beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sw-clients-'))
  const [key, cert] = [join(dir, 'k'), join(dir, 'c')]
  const names = 'subjectAltName=DNS:minfraud.maxmind.com,DNS:api.fraudlabspro.com'
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert]
  execFileSync('openssl', ['req', '-x509', ...made, '-days', '2', '-subj', '/CN=local', '-addext', names], {
    stdio: 'ignore',
  })
  const ca = readFileSync(cert)
  secure = createHttpsServer({ key: readFileSync(key), cert: ca }, listener)
  rmSync(dir, { recursive: true })
  const listen = (server: { listen(port: number, host: string, done: () => void): unknown }) =>
    new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await Promise.all([listen(plain), listen(secure)])
  port = (plain.address() as AddressInfo).port
  base = `http://127.0.0.1:${port}`
  // Two of the clients know no other address than the vendor's: their connections are led to the local server instead.
  https.globalAgent = new https.Agent({ host: '127.0.0.1', port: (secure.address() as AddressInfo).port, ca })
})
afterAll(() => {
  https.globalAgent = usual
  for (const server of [plain, secure]) {
    server.closeAllConnections()
    server.close()
  }
})

const http = createHttpClient({ hosts: new Set(['127.0.0.1']), allowPrivateAddresses: true })
const order: ScreeningOrder = {
  id: 'o-1',
  at: '2026-11-01T10:00:00.000Z',
  amount: 99.5,
  currency: 'eur',
  quantity: 3,
  customerId: 'c-7',
  sessionId: 's-9',
  email: 'anna@example.org',
  ip: '198.51.100.7',
  userAgent: 'Mozilla/5.0',
  billing: {
    name: 'Anna Maria Kowalska',
    line1: 'ul. Długa 1',
    city: 'Kraków',
    region: '12',
    country: 'pl',
    postcode: '30-001',
    phone: '+48 (12) 345-67-89',
  },
  shipping: { name: 'Jan Nowak', line1: 'Hauptstr. 12', city: 'Köln', country: 'de', postcode: '50667' },
  card: { bin: '41111111', last4: '1111', token: 'tok_9f' },
  paymentReference: 'pi_3Abc',
}

/** What each sent, and what each made of the answer: a value or an error. */
async function both<T>(service: ScreeningService, client: () => Promise<T>, status: number, body: unknown) {
  answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) }
  asked = []
  const caught = (error: unknown) => ({ error }) as { error: Record<string, unknown> }
  const theirs = await client().then((value) => ({ value }), caught)
  const ours = await service.screen(order, http, { timeoutMs: 20_000 }).then((value) => ({ value }), caught)
  const [sentByThem, sentByUs] = asked as [Asked, Asked]
  return { theirs, ours, sentByThem, sentByUs }
}
const parts = (sent: Asked) => ({
  method: sent.method,
  path: sent.path,
  query: sent.query,
  authorization: sent.headers.authorization,
  type: sent.headers['content-type'],
})

describe('minFraud v2 beside @maxmind/minfraud-api-node', () => {
  const service = () => minFraud({ accountId: '10', licenseKey: 'k', base })
  function client() {
    const { billing, shipping, card } = order
    return new official.Client('10', 'k').score(
      new official.Transaction({
        device: new official.Device({
          ipAddress: order.ip as string,
          userAgent: order.userAgent as string,
          sessionId: order.sessionId as string,
        }),
        event: new official.Event({
          transactionId: order.id,
          time: new Date(order.at),
          type: official.Constants.EventType.Purchase,
        }),
        account: new official.Account({ userId: order.customerId as string }),
        email: new official.Email({ address: order.email as string }),
        billing: new official.Billing({
          firstName: 'Anna Maria',
          lastName: 'Kowalska',
          address: billing?.line1 as string,
          city: billing?.city as string,
          region: billing?.region as string,
          country: 'PL',
          postal: billing?.postcode as string,
          phoneNumber: billing?.phone as string,
        }),
        shipping: new official.Shipping({
          firstName: 'Jan',
          lastName: 'Nowak',
          address: shipping?.line1 as string,
          city: shipping?.city as string,
          country: 'DE',
          postal: shipping?.postcode as string,
        }),
        creditCard: new official.CreditCard({
          issuerIdNumber: card?.bin as string,
          lastDigits: card?.last4 as string,
          token: card?.token as string,
        }),
        order: new official.Order({ amount: order.amount as number, currency: 'EUR' }),
      }),
    )
  }

  it('sends the same request and reads the same answer', async () => {
    const { theirs, ours, sentByThem, sentByUs } = await both(service(), client, 200, {
      id: '00000000-0000-4000-8000-000000000001',
      risk_score: 63.25,
      funds_remaining: 12.5,
      queries_remaining: 250,
      ip_address: { risk: 7.5 },
      disposition: { action: 'manual_review', reason: 'custom_rule', rule_label: 'big' },
      warnings: [{ code: 'CITY_NOT_FOUND', warning: 'The city is not known.', input_pointer: '/shipping/city' }],
    })
    expect(parts(sentByUs)).toEqual(parts(sentByThem))
    expect(JSON.parse(sentByUs.body)).toEqual(JSON.parse(sentByThem.body))
    const read = (theirs as { value: Awaited<ReturnType<typeof client>> }).value
    expect(read.disposition?.action).toBe('manual_review')
    expect(ours).toEqual({
      value: {
        score: read.riskScore,
        advice: 'review',
        reference: read.id,
        reasons: [],
        warnings: read.warnings?.map(({ code, inputPointer }) => `${code} ${inputPointer}`),
        remaining: read.queriesRemaining,
      },
    })
  })

  it.each([
    [400, { code: 'JSON_INVALID', error: 'x' }, 'JSON_INVALID', 'SW_SCREENING_INPUT'],
    [401, { code: 'AUTHORIZATION_INVALID', error: 'x' }, 'AUTHORIZATION_INVALID', 'SW_SCREENING_REFUSED'],
    [402, { code: 'INSUFFICIENT_FUNDS', error: 'x' }, 'INSUFFICIENT_FUNDS', 'SW_SCREENING_REFUSED'],
    [403, { code: 'PERMISSION_REQUIRED', error: 'x' }, 'PERMISSION_REQUIRED', 'SW_SCREENING_REFUSED'],
    [415, '', 'INVALID_RESPONSE_BODY', 'SW_SCREENING_REFUSED'],
    [503, '<html>', 'INVALID_RESPONSE_BODY|SERVER_ERROR', 'SW_SCREENING_FAILED'],
  ])('reads an error %i as the client does', async (status, body, code, ourCode) => {
    const { theirs, ours } = await both(service(), client, status, body)
    expect(theirs).toMatchObject({ error: { code: expect.stringMatching(`^(${code})$`) } })
    expect(ours).toMatchObject({ error: { code: ourCode } })
    if (typeof body === 'object') expect(ours).toMatchObject({ error: { where: body.code } })
  })
})

describe('FraudLabs Pro v2 beside fraudlabspro-nodejs', () => {
  const service = () => fraudLabsPro({ key: 'k', base })
  const client = () =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      const { billing, shipping } = order
      new fraudLabs.FraudValidation('k').validate(
        {
          ip: order.ip,
          billing: {
            first_name: 'Anna Maria',
            last_name: 'Kowalska',
            email: order.email,
            phone: billing?.phone,
            address: billing?.line1,
            city: billing?.city,
            state: billing?.region,
            country: 'PL',
            zip_code: billing?.postcode,
          },
          shipping: {
            first_name: 'Jan',
            last_name: 'Nowak',
            address: shipping?.line1,
            city: shipping?.city,
            country: 'DE',
            zip_code: shipping?.postcode,
          },
          order: { order_id: order.id, currency: 'EUR', amount: order.amount, quantity: 3, bin_no: order.card?.bin },
        },
        (error: Error | null, result: Record<string, unknown>) => (error ? reject(error) : resolve(result)),
      )
    })
  /** What the client adds of itself. The hashes are of what is sent in the clear beside them: they would tell nothing new. */
  const itsOwn = new Set(['source', 'source_version', 'email_hash', 'card_hash'])

  it('sends the same fields but its own, and reads the same answer', async () => {
    const { theirs, ours, sentByThem, sentByUs } = await both(service(), client, 200, {
      ip_geolocation: { country_code: 'PL', is_proxy: false },
      user_order_id: 'o-1',
      fraudlabspro_id: '20261101-XYZ123',
      fraudlabspro_score: 73,
      fraudlabspro_status: 'REJECT',
      fraudlabspro_rules: ['IP Address is in blacklist'],
      api_version: '2.0.0',
      remaining_credits: 480,
    })
    expect(parts(sentByUs)).toEqual(parts(sentByThem))
    const fields = (sent: Asked) => [...new URLSearchParams(sent.body)].filter(([name]) => !itsOwn.has(name)).sort()
    expect(fields(sentByUs)).toEqual(fields(sentByThem))
    const read = (theirs as { value: Record<string, unknown> }).value
    expect(ours).toEqual({
      value: {
        score: read['fraudlabspro_score'],
        advice: 'decline',
        reference: read['fraudlabspro_id'],
        reasons: read['fraudlabspro_rules'],
        warnings: [],
        remaining: read['remaining_credits'],
      },
    })
  })

  it.each([
    [200, 'SW_SCREENING_REFUSED'],
    [400, 'SW_SCREENING_INPUT'],
    [401, 'SW_SCREENING_REFUSED'],
    [429, 'SW_SCREENING_FAILED'],
  ])('an error of status %i, which the client hands on as an answer, is never a score', async (status, code) => {
    const error = { error_code: 10007, error_message: 'INSUFFICIENT CREDIT' }
    const { theirs, ours } = await both(service(), client, status, { error })
    expect(theirs).toEqual({ value: { error } })
    expect(ours).toMatchObject({ error: { code, where: expect.stringContaining('10007') } })
  })

  it('leaves out what the service would refuse the order for', async () => {
    answer = { status: 200, body: JSON.stringify({ fraudlabspro_score: 1, fraudlabspro_status: 'APPROVE' }) }
    asked = []
    const long = { ...order, id: 'order-2026-0000001', amount: 25_000_000, currency: 'VND' }
    await service().screen(long, http, { timeoutMs: 20_000 })
    const sent = new URLSearchParams(asked[0]?.body)
    expect([sent.get('user_order_id'), sent.get('amount'), sent.get('currency')]).toEqual([null, null, 'VND'])
  })
})

describe('Stripe Radar beside stripe', () => {
  const service = () => stripeRadar({ key: 'rk_x', base })
  const stripe = () => new Stripe('rk_x', { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0 })
  const client = () => stripe().paymentIntents.retrieve('pi_3Abc', { expand: ['latest_charge'] })
  const intent = (outcome: unknown) => ({
    id: 'pi_3Abc',
    object: 'payment_intent',
    latest_charge: outcome === undefined ? null : { id: 'ch_3Abc', object: 'charge', outcome },
  })

  it('asks for the same in the same version of the API and reads the same answer', async () => {
    const outcome = { type: 'blocked', reason: 'highest_risk_level', risk_level: 'highest', risk_score: 91 }
    const { theirs, ours, sentByThem, sentByUs } = await both(service(), client, 200, intent(outcome))
    expect({ ...parts(sentByUs), type: '' }).toEqual({ ...parts(sentByThem), type: '' })
    expect(sentByUs.headers['stripe-version']).toBe(sentByThem.headers['stripe-version'])
    const charge = (theirs as { value: Stripe.PaymentIntent }).value.latest_charge as Stripe.Charge
    expect(ours).toMatchObject({
      value: {
        score: charge.outcome?.risk_score,
        advice: 'decline',
        reference: charge.id,
        reasons: [charge.outcome?.reason],
      },
    })
  })

  it.each([
    ['no charge yet', undefined],
    ['no outcome', null],
    ['not assessed', { type: 'authorized', risk_level: 'not_assessed' }],
    ['an error of the assessment', { type: 'authorized', risk_level: 'unknown' }],
  ])('%s is no score of 0', async (_, outcome) => {
    const { ours } = await both(service(), client, 200, intent(outcome))
    expect(ours).toMatchObject({ error: { code: 'SW_SCREENING_NOT_JUDGED' } })
  })

  it.each([
    [401, { type: 'invalid_request_error' }, 'StripeAuthenticationError', 'SW_SCREENING_REFUSED'],
    [
      403,
      { type: 'invalid_request_error', code: 'more_permissions_required' },
      'StripePermissionError',
      'SW_SCREENING_REFUSED',
    ],
    [
      404,
      { type: 'invalid_request_error', code: 'resource_missing' },
      'StripeInvalidRequestError',
      'SW_SCREENING_INPUT',
    ],
    [429, { type: 'invalid_request_error', code: 'rate_limit' }, 'StripeRateLimitError', 'SW_SCREENING_FAILED'],
    [500, { type: 'api_error' }, 'StripeAPIError', 'SW_SCREENING_FAILED'],
  ])('reads an error %i as the client does', async (status, error, type, code) => {
    const { theirs, ours } = await both(service(), client, status, { error: { ...error, message: 'x' } })
    expect(theirs).toMatchObject({ error: { type, statusCode: status } })
    expect(ours).toMatchObject({ error: { code, where: 'code' in error ? error.code : error.type } })
  })
})
