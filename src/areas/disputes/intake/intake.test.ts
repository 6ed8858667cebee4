import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newRoom, orderEvents, reasons } from '../../../../test/helpers/dispute-room.ts'
import {
  adyenWebhook,
  paypalPublicKey,
  paypalWebhook,
  secrets,
  stripeSigned,
  stripeWebhook,
  type Webhook,
} from '../../../../test/helpers/dispute-webhooks.ts'
import { listCases, readCase } from '../records/cases.ts'
import { addEvents, readFile } from '../records/orders.ts'
import { inspect } from '../records/inspect.ts'
import { applyNotice } from './apply.ts'
import { receive, type Receiving, type Sender } from './receive.ts'
import { noticeOfRow } from './rows.ts'
import type { Dispute, Notice, State } from './schema.ts'
import { isPayPalCertUrl } from './signature.ts'
import { createHmac } from 'node:crypto'

const now = new Date('2026-06-15T12:00:00Z')
const stripeDispute = {
  id: 'dp_1',
  charge: 'ch_A',
  amount: 4990,
  currency: 'EUR',
  created: '2026-06-10T00:00:00Z',
  due: '2026-06-20T00:00:00Z',
}

async function receiver() {
  const { room } = await newRoom(undefined, now)
  const receiving: Receiving = { room, reasons, secrets, now: () => now, certificate: async () => paypalPublicKey }
  return { room, take: (sender: Sender, hook: Webhook) => receive(sender, hook.body, hook.headers, receiving) }
}

describe('webhooks', () => {
  it('of three providers become disputes, each once', async () => {
    const { room, take } = await receiver()
    const hooks: [Sender, Webhook][] = [
      ['stripe', stripeWebhook('charge.dispute.created', 'evt_1', '2026-06-10T00:00:00Z', stripeDispute, now)],
      [
        'adyen',
        adyenWebhook('NOTIFICATION_OF_CHARGEBACK', {
          id: 'ADY1',
          payment: 'PSP1',
          amount: 1000,
          currency: 'JPY',
          at: '2026-06-10T10:00:00+02:00',
          due: '2026-07-01T23:59:59+02:00',
          code: '4853',
          method: 'mc',
        }),
      ],
      [
        'paypal',
        paypalWebhook('CUSTOMER.DISPUTE.CREATED', 'WH-1', {
          id: 'PP-D-1',
          payment: '7XY',
          value: '25.00',
          currency: 'USD',
          created: '2026-06-09T08:00:00.000Z',
          due: '2026-06-19T08:00:00.000Z',
        }),
      ],
    ]
    for (const [sender, hook] of hooks) {
      const first = await take(sender, hook)
      expect(first.status).toBe(200)
      if (sender === 'adyen') expect(first.body).toBe('[accepted]')
      expect((await take(sender, hook)).status).toBe(200)
    }
    const all = await listCases(room)
    expect(all).toHaveLength(3)
    expect(await readCase(room, 'stripe:dp_1')).toMatchObject({
      state: 'open',
      network: 'visa',
      reasonCode: '10.4',
      amount: { minor: 4990, currency: 'EUR' },
      dueAt: '2026-06-20T00:00:00.000Z',
    })
    expect(await readCase(room, 'adyen:ADY1')).toMatchObject({
      network: 'mastercard',
      amount: { minor: 1000, currency: 'JPY' },
      dueAt: '2026-07-01T21:59:59.000Z',
    })
    expect(await readCase(room, 'paypal:PP-D-1')).toMatchObject({
      payment: '7XY',
      amount: { minor: 2500, currency: 'USD' },
    })
    await room.close()
  })

  it('that are forged, changed or replayed are refused, and nothing is kept', async () => {
    const { room, take } = await receiver()
    const good = stripeWebhook('charge.dispute.created', 'evt_1', '2026-06-10T00:00:00Z', stripeDispute, now)
    const changed = Buffer.from(good.body.toString().replace('4990', '1'))
    const old = stripeWebhook(
      'charge.dispute.created',
      'evt_1',
      '2026-06-10T00:00:00Z',
      stripeDispute,
      new Date(now.getTime() - 301_000),
    )
    const adyen = adyenWebhook('CHARGEBACK', { id: 'A', payment: 'P', amount: 1, currency: 'EUR', at: '2026-06-01' })
    const paypal = paypalWebhook('CUSTOMER.DISPUTE.CREATED', 'WH', {
      id: 'P',
      payment: 'x',
      value: '1.00',
      currency: 'EUR',
      created: '2026-06-01T00:00:00Z',
    })
    const refused: [Sender, Webhook][] = [
      [
        'stripe',
        stripeWebhook('charge.dispute.created', 'evt_1', '2026-06-10T00:00:00Z', stripeDispute, now, 'whsec_other'),
      ],
      ['stripe', { ...good, body: changed }],
      ['stripe', old],
      ['stripe', { body: good.body, headers: {} }],
      ['stripe', { body: good.body, headers: { 'stripe-signature': 't=abc,v1=' } }],
      [
        'adyen',
        adyenWebhook(
          'CHARGEBACK',
          { id: 'A', payment: 'P', amount: 1, currency: 'EUR', at: '2026-06-01' },
          'aa'.repeat(32),
        ),
      ],
      ['adyen', { body: Buffer.from(adyen.body.toString().replace('"value":1', '"value":2')), headers: {} }],
      ['paypal', { ...paypal, body: Buffer.from(paypal.body.toString().replace('1.00', '9.00')) }],
      ['paypal', { ...paypal, headers: { ...paypal.headers, 'paypal-cert-url': 'https://evil.example/cert' } }],
      ['paypal', { ...paypal, headers: { ...paypal.headers, 'paypal-auth-algo': 'none' } }],
    ]
    for (const [sender, hook] of refused) expect(await take(sender, hook)).toMatchObject({ status: 401 })
    expect(await listCases(room)).toEqual([])
    await room.close()
  })

  it('of a wrong shape are answered so that the provider knows, without repeating what was sent', async () => {
    const { room, take } = await receiver()
    expect(
      (
        await take(
          'stripe',
          stripeSigned(
            {
              id: 'evt',
              type: 'charge.dispute.created',
              created: 1_780_000_000,
              data: { object: { id: 'dp', secret: 'Anna' } },
            },
            now,
          ),
        )
      ).status,
    ).toBe(422)
    expect(
      (
        await take(
          'stripe',
          stripeSigned({ id: 'evt2', type: 'customer.created', created: 1_780_000_000, data: { object: {} } }, now),
        )
      ).status,
    ).toBe(200)
    const hook = { body: Buffer.from('no json'), headers: {} }
    expect(await take('adyen', hook)).toMatchObject({ status: 400 })
    expect(
      await receive(
        'stripe',
        Buffer.from('{}'),
        {},
        { room, reasons, secrets: {}, now: () => now, certificate: async () => '' },
      ),
    ).toMatchObject({ status: 404 })
    await room.close()
  })

  it('that arrive years late are kept as expired, with nothing to send', async () => {
    const { room, take } = await receiver()
    await take(
      'stripe',
      stripeWebhook(
        'charge.dispute.created',
        'evt_1',
        '2023-06-10T00:00:00Z',
        { ...stripeDispute, created: '2023-06-10T00:00:00Z', due: '2023-06-20T00:00:00Z' },
        now,
      ),
    )
    expect(await readCase(room, 'stripe:dp_1')).toMatchObject({
      state: 'expired',
      openedAt: '2023-06-10T00:00:00.000Z',
    })
    await room.close()
  })

  it('of carriers and of early fraud warnings reach the order', async () => {
    const { room, take } = await receiver()
    await addEvents(room, orderEvents('A', { at: '2026-06-01T10:00:00Z', tracking: 'EZ1' }))
    const tracker = {
      id: 'trk_1',
      object: 'Tracker',
      tracking_code: 'EZ1',
      status: 'delivered',
      signed_by: 'Anna',
      carrier: 'DHL',
      tracking_details: [
        {
          datetime: '2026-06-03T08:00:00Z',
          status: 'delivered',
          message: 'Delivered',
          tracking_location: { city: 'Paris', state: null, country: 'FR', zip: '75001' },
        },
      ],
    }
    const body = Buffer.from(JSON.stringify({ description: 'tracker.updated', result: tracker }))
    const signature = `hmac-sha256-hex=${createHmac('sha256', secrets.easypost.normalize('NFKD')).update(body).digest('hex')}`
    expect((await take('easypost', { body, headers: { 'x-hmac-signature': signature } })).status).toBe(200)
    expect((await take('easypost', { body, headers: { 'x-hmac-signature': `${signature}0` } })).status).toBe(401)
    const after = Buffer.from(
      JSON.stringify({
        event: 'tracking_update',
        msg: {
          tracking_number: 'EZ1',
          slug: 'dhl',
          tag: 'InTransit',
          signed_by: null,
          checkpoints: [
            {
              checkpoint_time: '2026-06-02T08:00:00',
              tag: 'InTransit',
              message: 'On its way',
              city: 'Lyon',
              country_iso3: 'FRA',
              location: null,
            },
          ],
        },
      }),
    )
    expect(
      (
        await take('aftership', {
          body: after,
          headers: { 'aftership-hmac-sha256': createHmac('sha256', secrets.aftership).update(after).digest('base64') },
        })
      ).status,
    ).toBe(200)
    const warning = {
      id: 'evt_w',
      type: 'radar.early_fraud_warning.created',
      created: 1_780_000_000,
      data: {
        object: {
          id: 'issfr_1',
          object: 'radar.early_fraud_warning',
          charge: 'ch_A',
          fraud_type: 'made_with_stolen_card',
          created: 1_780_000_000,
        },
      },
    }
    for (let twice = 0; twice < 2; twice++) expect((await take('stripe', stripeSigned(warning, now))).status).toBe(200)
    const file = await readFile(room, 'A')
    expect(file?.events.delivery.map((item) => item.status)).toEqual(['in-transit', 'delivered'])
    expect(file?.events['fraud-report']).toHaveLength(1)
    await room.close()
  })
})

it.each([
  ['https://api.paypal.com/v1/notifications/certs/CERT', true],
  ['https://api.sandbox.paypal.com/v1/notifications/certs/CERT', true],
  ['http://api.paypal.com/cert', false],
  ['https://paypal.com.evil.example/cert', false],
  ['https://evilpaypal.com/cert', false],
  ['https://user@api.paypal.com/cert', false],
  ['https://api.paypal.com:8443/cert', false],
  ['no address', false],
])('PayPal certificate from %s: %s', (url, expected) => expect(isPayPalCertUrl(url)).toBe(expected))

describe('messages in any order', () => {
  const at = (day: number) => `2026-06-${String(day).padStart(2, '0')}T00:00:00.000Z`
  const notice = (day: number, state: State | undefined, facts: Notice['facts'] = {}): Notice => ({
    kind: 'dispute',
    provider: 'stripe',
    eventId: `e${day}`,
    eventAt: at(day),
    providerId: 'dp',
    state,
    facts,
  })

  it('lead to the same dispute', () => {
    const story = [
      notice(1, 'open', {
        amount: { minor: 500, currency: 'EUR' },
        openedAt: at(1),
        dueAt: '2026-07-01T00:00:00.000Z',
        payment: 'ch_1',
      }),
      notice(2, undefined, { amount: { minor: 600, currency: 'EUR' } }),
      notice(5, 'answered', {}),
      notice(9, 'lost', {}),
    ]
    const end = (list: readonly Notice[]) =>
      list.reduce<Dispute | undefined>((known, item) => applyNotice(known, item, now), undefined)!
    const right = end(story)
    expect(right).toMatchObject({
      state: 'lost',
      closedAt: at(9),
      amount: { minor: 600 },
      payment: 'ch_1',
      openedAt: at(1),
    })
    fc.assert(
      fc.property(fc.shuffledSubarray(story, { minLength: 4 }), (shuffled) => {
        const got = end(shuffled)
        expect(got.state).toBe('lost')
        expect(got.openedAt).toBe(at(1))
        expect(got.payment).toBe('ch_1')
        expect(got.dueAt).toBe('2026-07-01T00:00:00.000Z')
      }),
    )
  })

  it('never reopen what is on its way or answered, but do in a later phase', () => {
    const base = applyNotice(undefined, notice(1, 'open', { amount: { minor: 1, currency: 'EUR' } }), now)
    expect(applyNotice({ ...base, state: 'sending' }, notice(2, 'open'), now).state).toBe('sending')
    expect(applyNotice({ ...base, state: 'answered' }, notice(2, 'open', { phase: 'chargeback' }), now).state).toBe(
      'answered',
    )
    expect(
      applyNotice({ ...base, state: 'answered' }, notice(2, 'open', { phase: 'pre-arbitration' }), now).state,
    ).toBe('open')
    expect(applyNotice({ ...base, state: 'sending' }, notice(2, 'won'), now).state).toBe('won')
  })
})

it('reads rows with usual names, and names the field that is wrong', () => {
  const row = {
    'Dispute ID': 'D1',
    Amount: '1000',
    Currency: 'JPY',
    'Reason Code': '1040',
    'Card Brand': 'Visa',
    'Due By': '2026-07-01',
    Status: 'needs_response',
    provider: 'Adyen',
  }
  expect(noticeOfRow(row, 'line 2', now)).toMatchObject({
    provider: 'adyen',
    providerId: 'D1',
    state: 'open',
    facts: {
      amount: { minor: 1000, currency: 'JPY' },
      reasonCode: '10.4',
      network: 'visa',
      dueAt: '2026-07-01T00:00:00.000Z',
    },
  })
  for (const change of [{ Amount: '10.555' }, { Currency: 'EURO' }, { 'Due By': '2026-02-31' }, { 'Dispute ID': '' }])
    expect(() => noticeOfRow({ ...row, ...change }, 'line 2', now)).toThrow(/missing or wrong/)
})

it.each([
  ['a PDF', Buffer.from('%PDF-1.7\n…\n%%EOF\n'), undefined, /^$/],
  ['an encrypted PDF', Buffer.from('%PDF-1.7\ntrailer << /Encrypt 5 0 R >>\n%%EOF'), undefined, /encrypted/],
  ['a PDF with script', Buffer.from('%PDF-1.7\n<< /S /J#61vaScript >>\n%%EOF'), undefined, /active content/],
  ['a PDF cut off', Buffer.from('%PDF-1.7\n1 0 obj'), undefined, /cut off/],
  ['a program', Buffer.from('MZ\x90\0'), 'application/pdf', /x-executable.*says application\/pdf/],
  ['a zip', Buffer.from([0x50, 0x4b, 3, 4, 0]), undefined, /zip/],
  ['nothing', Buffer.alloc(0), undefined, /empty/],
  [
    'the test virus',
    Buffer.from(`X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`),
    undefined,
    /virus/,
  ],
  [
    'a picture under a wrong name',
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    'image/jpeg',
    /says image\/jpeg but is image\/png/,
  ],
] as const)('attachment: %s', (_, bytes, claimed, flaw) => expect(inspect(bytes, claimed).flaw).toMatch(flaw))
