import UTIF from 'utif2'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { newRoom, orderEvents, reasons } from '../../../../test/helpers/dispute-room.ts'
import { dispatchEnv, type DisputeServers, startDisputeServers } from '../../../../test/helpers/dispute-servers.ts'
import { aftership } from '../../../connect/aftership/aftership.ts'
import { easypost } from '../../../connect/easypost/easypost.ts'
import { makePdf } from '../../../connect/pdf/make.ts'
import { readPdf } from '../../../connect/pdf-text/read.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import { checkAnswer } from '../answer/check.ts'
import { editAnswer } from '../answer/edit.ts'
import { assemble } from '../answer/assemble.ts'
import { providersFrom } from '../cli/common.ts'
import { draft, runPolicy } from '../guard.ts'
import type { Notice } from '../intake/schema.ts'
import { parseEvent } from '../order/event.ts'
import { evaluate } from '../qualify/evaluate.ts'
import { keepAttachment } from '../records/attachments.ts'
import { readCase, takeMessage } from '../records/cases.ts'
import { addEvents, readFile } from '../records/orders.ts'
import type { Room } from '../records/room.ts'
import { poll } from '../records/tracking.ts'
import { readAnswer, writeDraft } from './outbox.ts'
import { submit, type Submitting } from './submit.ts'

const postgres = inject('postgresUrl')
let clock = new Date('2026-06-15T12:00:00Z')
let servers: DisputeServers
let room: Room
beforeEach(async () => {
  clock = new Date('2026-06-15T12:00:00Z')
  servers = await startDisputeServers()
  room = (await newRoom(undefined, clock)).room
})
afterEach(async () => {
  await room.close()
  await servers.close()
})

const http = () => createHttpClient({ hosts: new Set(['127.0.0.1']), allowPrivateAddresses: true })
const submitting = (over: Partial<Submitting> = {}): Submitting => ({
  room,
  providers: providersFrom(dispatchEnv(servers.base)).providers,
  http: http(),
  reasons,
  now: () => clock,
  timeoutMs: 5000,
  ...over,
})
const assembling = { shop: 'Northwind', merchantAccount: 'ShopECOM' }

const notice = (provider: Notice['provider'], id: string, payment: string, over: Notice['facts'] = {}): Notice => ({
  kind: 'dispute',
  provider,
  eventId: `evt_${id}`,
  eventAt: '2026-06-10T00:00:00.000Z',
  providerId: id,
  state: 'open',
  facts: {
    payment,
    network: 'visa',
    reasonCode: '13.1',
    amount: { minor: 4990, currency: 'EUR' },
    openedAt: '2026-06-10T00:00:00.000Z',
    dueAt: '2026-06-20T00:00:00.000Z',
    ...over,
  },
})

/** A dispute with a delivered order behind it, its answer drafted. */
async function drafted(
  provider: 'stripe' | 'adyen' | 'paypal',
  id = 'D1',
  facts: Notice['facts'] = {},
): Promise<string> {
  await addEvents(room, orderEvents(`O-${id}`, { at: '2026-06-01T10:00:00Z', delivered: '2026-06-03T10:00:00Z' }))
  await takeMessage(room, notice(provider, id, `ch_O-${id}`, facts), reasons, clock)
  const dispute = (await readCase(room, `${provider}:${id}`))!
  await draft(room, await evaluate(room, dispute, reasons, [], clock), reasons, { ...assembling, now: clock })
  return dispute.id
}

describe.each(['stripe', 'adyen', 'paypal'] as const)('an answer to %s', (provider) => {
  it('arrives once, in the published format, and is not sent again', async () => {
    const id = await drafted(provider)
    expect(await submit(id, submitting())).toMatchObject({ outcome: 'sent', again: false })
    expect(await submit(id, submitting())).toMatchObject({ outcome: 'already' })
    expect(servers.submissions).toHaveLength(1)
    expect(servers.submissions[0]).toMatchObject({ provider, dispute: 'D1' })
    expect(await readCase(room, id)).toMatchObject({ state: 'answered', answeredAt: clock.toISOString() })
    expect(await readAnswer(room, id)).toMatchObject({ state: 'sent' })
    await expect(writeDraft(room, id, (await readAnswer(room, id))!.answer, clock)).rejects.toMatchObject({
      code: 'SW_DISPUTES_SENT',
    })
  })

  it('that broke off after the provider took it is found there, not repeated', async () => {
    const id = await drafted(provider)
    const last = provider === 'stripe' ? /disputes\/D1$/ : provider === 'adyen' ? /defendDispute/ : /provide-evidence/
    servers.after = (_, path) => (last.test(path) && servers.submissions.length > 0 ? 'drop' : 'answer')
    expect(await submit(id, submitting())).toMatchObject({ outcome: 'failed' })
    expect(await readCase(room, id)).toMatchObject({ state: 'sending' })
    servers.after = undefined
    // Another run must wait while the first may be alive; one that knows better need not.
    expect(await submit(id, submitting())).toMatchObject({ outcome: 'busy' })
    clock = new Date('2026-06-21T12:00:00Z')
    expect(await submit(id, submitting())).toMatchObject({ outcome: 'sent', again: true })
    expect(servers.submissions).toHaveLength(1)
    expect(await readCase(room, id)).toMatchObject({ state: 'answered' })
  })

  it('that never arrived is sent by the next run, with the same key', async () => {
    const id = await drafted(provider)
    servers.before = () => 'drop'
    expect(await submit(id, submitting())).toMatchObject({ outcome: 'failed' })
    servers.before = undefined
    expect(await submit(id, submitting({ takeOver: true }))).toMatchObject({ outcome: 'sent', again: true })
    expect(servers.submissions).toHaveLength(1)
  })

  it('that is refused leaves the dispute open', async () => {
    const id = await drafted(provider)
    servers.before = () => 'refuse'
    expect(await submit(id, submitting())).toMatchObject({ outcome: 'refused', code: 'SW_DISPUTES_REFUSED' })
    expect(await readCase(room, id)).toMatchObject({ state: 'open' })
    servers.before = () => 'fail'
    expect(await submit(id, submitting())).toMatchObject({ outcome: 'failed', code: 'SW_DISPUTES_FAILED' })
    expect(servers.submissions).toHaveLength(0)
  })
})

it('is sent once by two runs at the same time', async () => {
  const id = await drafted('paypal')
  const results = await Promise.all([submit(id, submitting()), submit(id, submitting()), submit(id, submitting())])
  expect(results.filter((item) => item.outcome === 'sent')).toHaveLength(1)
  expect(results.every((item) => ['sent', 'busy', 'already'].includes(item.outcome))).toBe(true)
  expect(servers.submissions).toHaveLength(1)
})

it.skipIf(!postgres)('is sent once by two runs at the same time on PostgreSQL', async () => {
  await room.close()
  room = (await newRoom(postgres, clock)).room
  const id = await drafted('paypal')
  const results = await Promise.all([submit(id, submitting()), submit(id, submitting())])
  expect(results.filter((item) => item.outcome === 'sent')).toHaveLength(1)
  expect(results.every((item) => ['sent', 'busy', 'already'].includes(item.outcome))).toBe(true)
  expect(servers.submissions).toHaveLength(1)
})

it('is not sent after the deadline, without a draft, or to a provider that is not set up', async () => {
  const id = await drafted('stripe')
  expect(await submit(id, submitting({ providers: {} }))).toMatchObject({ outcome: 'not-set-up' })
  expect(await readCase(room, id)).toMatchObject({ state: 'open' })
  clock = new Date('2026-06-20T00:00:01Z')
  expect(await submit(id, submitting())).toMatchObject({ outcome: 'late' })
  await expect(submit('stripe:none', submitting())).rejects.toMatchObject({ code: 'SW_DISPUTES_CASE' })
  expect(servers.requests).toEqual([])
})

it('goes out by policy: decisive ones; the rest is left to a person with the reason; overdue ones are marked', async () => {
  await addEvents(room, [
    ...orderEvents('strong', { at: '2026-06-01T10:00:00Z', delivered: '2026-06-03T10:00:00Z' }),
    ...orderEvents('weak', { at: '2026-06-01T10:00:00Z' }),
  ])
  await takeMessage(room, notice('stripe', 'S', 'ch_strong'), reasons, clock)
  await takeMessage(room, notice('adyen', 'W', 'ch_weak'), reasons, clock)
  await takeMessage(room, notice('paypal', 'U', 'nobody'), reasons, clock)
  await takeMessage(room, notice('paypal', 'L', 'ch_strong', { dueAt: '2026-06-15T12:00:01.000Z' }), reasons, clock)
  clock = new Date('2026-06-15T13:00:00Z')
  const run = await runPolicy('strong', submitting(), assembling)
  expect(run.sent.map((item) => [item.dispute, item.outcome])).toEqual([['stripe:S', 'sent']])
  expect(run.left.map((item) => [item.dispute, item.action]).sort()).toEqual([
    ['adyen:W', 'contest'],
    ['paypal:U', 'accept'],
  ])
  expect(run.expired).toBe(1)
  expect(await readCase(room, 'paypal:L')).toMatchObject({ state: 'expired' })
  expect((await runPolicy('contest', submitting(), assembling)).sent.map((item) => item.dispute)).toEqual(['adyen:W'])
})

it('with Compelling Evidence 3.0 carries exactly two earlier payments in the fields of Stripe', async () => {
  await addEvents(room, [
    ...orderEvents('E1', { at: '2025-12-01T10:00:00Z' }),
    ...orderEvents('E2', { at: '2025-11-01T10:00:00Z' }),
    ...orderEvents('E3', { at: '2025-10-01T10:00:00Z' }),
  ])
  const id = await drafted('stripe', 'D1', { reasonCode: '10.4' })
  expect(await submit(id, submitting())).toMatchObject({ outcome: 'sent' })
  const fields = new URLSearchParams(servers.submissions[0]!.body)
  const prior = 'evidence[enhanced_evidence][visa_compelling_evidence_3][prior_undisputed_transactions]'
  expect(fields.get(`${prior}[0][charge]`)).toMatch(/^ch_E/)
  expect(fields.get(`${prior}[1][charge]`)).toMatch(/^ch_E/)
  expect(fields.get(`${prior}[2][charge]`)).toBeNull()
  expect(
    fields.get(
      'evidence[enhanced_evidence][visa_compelling_evidence_3][disputed_transaction][merchandise_or_services]',
    ),
  ).toBe('merchandise')
  expect(fields.get('evidence[uncategorized_file]')).toMatch(/^file_/)
})

it('is cut to the lengths of the provider, checked, and can be edited by hand', async () => {
  const long = 'Words and more words. '.repeat(5000)
  await addEvents(room, [
    parseEvent({ kind: 'usage', order: 'O-D1', at: '2026-06-02', what: 'download', detail: 'x' }),
    ...Array.from({ length: 300 }, (_, index) =>
      parseEvent({
        kind: 'usage',
        order: 'O-D1',
        at: '2026-06-02',
        what: 'play',
        detail: `${index} ${'session '.repeat(20)}`,
      }),
    ),
  ])
  const id = await drafted('stripe')
  const stored = (await readAnswer(room, id))!
  if (stored.answer.provider !== 'stripe') throw new Error('wrong provider')
  expect(stored.answer.body.evidence['access_activity_log']!.length).toBeLessThanOrEqual(20_000)
  expect(stored.answer.body.evidence['access_activity_log']).toMatch(/cut; the whole text/)
  const edited = editAnswer(stored.answer, { evidence: { uncategorized_text: 'Ours.', shipping_carrier: null } })
  expect(edited).toMatchObject({ body: { evidence: { uncategorized_text: 'Ours.' } } })
  expect(checkAnswer(edited, 'visa')).toEqual([])
  expect(checkAnswer(editAnswer(stored.answer, { evidence: { uncategorized_text: long } }), 'visa')).toEqual([
    expect.objectContaining({ field: 'uncategorized_text' }),
  ])
  expect(checkAnswer(editAnswer(stored.answer, { evidence: { invented: 'x' } }), 'visa')[0]).toMatchObject({
    because: 'Stripe has no such text field',
  })
  expect(() => editAnswer(stored.answer, { evidence: { uncategorized_text: 5 } })).toThrow(/expected string/i)
})

it('encloses documents, leaves out files that a bank must not get, and says so', async () => {
  const note = await makePdf({ content: ['Handed over to Anna Nowak'], defaultStyle: { font: 'Roboto' } })
  const scan = new Uint8Array(UTIF.encodeImage(new Uint8Array(200 * 100 * 4).fill(90), 200, 100))
  const kept = [
    await keepAttachment(room, Buffer.from('%PDF-1.7\n<< /Encrypt 1 0 R >>\n%%EOF'), undefined, clock),
    await keepAttachment(room, note, undefined, clock),
    await keepAttachment(room, scan, undefined, clock),
    await keepAttachment(room, Buffer.from('%PDF-1.7\n1 0 obj << /Type /Page >>\n%%EOF'), undefined, clock),
    await keepAttachment(room, Buffer.from('MZ a program'), undefined, clock),
  ]
  await addEvents(
    room,
    kept.map((file, index) =>
      parseEvent({
        kind: 'attachment',
        order: 'O-D1',
        at: '2026-06-02',
        sha256: file.sha256,
        name: `note-${index}.pdf`,
        mediaType: file.mediaType,
        bytes: file.bytes,
        role: 'shipping-note',
      }),
    ),
  )
  const id = await drafted('stripe')
  const { answer, leftOut, pdf, exhibits } = await assemble(
    room,
    await evaluate(room, (await readCase(room, id))!, reasons, [], clock),
    reasons,
    { ...assembling, now: clock },
  )
  expect(leftOut).toHaveLength(3)
  expect(leftOut.join('\n')).toMatch(/encrypted/)
  expect(leftOut.join('\n')).toMatch(/damaged and cannot be drawn/)
  expect(leftOut.join('\n')).toMatch(/executable|octet-stream|text\/plain|x-exec/)
  expect(answer!.files.map((file) => file.field)).toEqual(['uncategorized_file'])
  expect(checkAnswer(answer!, 'visa')).toEqual([])
  expect(exhibits.length).toBe(10)
  const said = await readPdf(pdf)
  const text = 'pages' in said ? said.pages.map((page) => page.flat().map((cell) => cell.text)) : []
  const pageWith = (words: string) => text.find((page) => page.includes(words))
  expect(pageWith('Handed over to Anna Nowak')?.join(' ')).toMatch(/Enclosure to exhibit \d+, page 1 of 1/)
  expect(text.flat().filter((line) => line.startsWith('Enclosure to exhibit'))).toHaveLength(2)
  for (const exhibit of exhibits)
    expect(text.flat().some((line) => line.startsWith(`Exhibit ${exhibit.number}:`))).toBe(true)
})

it.each(['easypost', 'aftership'] as const)(
  'carriers are asked through %s, and what they say is proof',
  async (name) => {
    clock = new Date('2026-06-15T12:00:00Z')
    await addEvents(room, [
      ...orderEvents('A', { at: '2026-06-01T10:00:00Z', tracking: 'P1' }),
      ...orderEvents('B', { at: '2026-06-01T10:00:00Z', tracking: 'P2' }),
    ])
    servers.parcels.set('P1', {
      status: 'delivered',
      signed_by: 'Anna',
      details: [
        { datetime: '2026-06-02T10:00:00Z', status: 'in_transit', message: 'Sorted' },
        { datetime: '2026-06-03T10:00:00Z', status: 'delivered', message: 'Delivered' },
      ],
    })
    const service =
      name === 'easypost' ? easypost({ key: 'EZ', base: servers.base }) : aftership({ key: 'AS', base: servers.base })
    const first = await poll(room, service, http(), clock, new AbortController().signal)
    expect(first).toMatchObject({ asked: 2, delivered: 1, added: 2 })
    expect((await readFile(room, 'A'))!.events.delivery.at(-1)).toMatchObject({
      status: 'delivered',
      signedBy: 'Anna',
      at: '2026-06-03T10:00:00.000Z',
    })
    expect((await poll(room, service, http(), clock, new AbortController().signal)).asked).toBe(1)
    const wrongKey =
      name === 'easypost' ? easypost({ key: 'no', base: servers.base }) : aftership({ key: 'no', base: servers.base })
    expect((await poll(room, wrongKey, http(), clock, new AbortController().signal)).unanswered[0]!.because).toMatch(
      /SW_TRACKING_REFUSED/,
    )
  },
)
