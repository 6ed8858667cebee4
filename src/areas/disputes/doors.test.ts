import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { knowledge, orderEvents } from '../../../test/helpers/dispute-room.ts'
import { collect } from '../../core/collect.ts'
import type { CommandIo } from '../../core/area.ts'
import { shopSchema } from '../../core/shop.ts'
import { command } from './command.ts'
import { probes } from './probe.ts'
import { routes } from './routes.ts'

const now = new Date('2026-06-15T12:00:00Z')

/** A folder of its own, and the verbs of the area run in it. */
function shell(env: Record<string, string> = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'sw-doors-'))
  const io = (stdin = ''): CommandIo & { text: () => string } => {
    const stdout = new PassThrough()
    let text = ''
    stdout.on('data', (piece: Buffer) => {
      text += piece.toString()
    })
    return {
      stdin: PassThrough.from([stdin]) as unknown as PassThrough,
      stdout,
      stderr: new PassThrough().resume(),
      cwd,
      env,
      knowledgeDir: knowledge,
      chromium: undefined,
      now: () => now,
      signal: new AbortController().signal,
      text: () => text,
    }
  }
  const run = async (
    verb: string,
    args: (string | string[] | undefined)[] = [],
    options: Record<string, string | boolean> = {},
    stdin = '',
  ) => {
    const own = io(stdin)
    const status = await command.verbs[verb]!.run(args, { format: 'json', ...options }, own)
    await new Promise((resolve) => setImmediate(resolve))
    return { status, data: own.text() === '' ? undefined : (JSON.parse(own.text()) as Record<string, never>) }
  }
  return { cwd, run, io }
}

const lines = (events: object[]) => events.map((event) => JSON.stringify(event)).join('\n')

it('from import to a drafted answer, a pack, deadlines, labels, and what the audit sees', async () => {
  const { cwd, run, io } = shell()
  const order = { at: '2026-05-20T10:00:00Z' }
  const events = [
    ...orderEvents('A', { ...order, delivered: '2026-05-23T10:00:00Z' }),
    ...orderEvents('B', order),
    ...orderEvents('E1', { at: '2025-12-01T10:00:00Z' }),
    ...orderEvents('E2', { at: '2025-11-01T10:00:00Z' }),
  ]
  expect(await run('import', ['-'], {}, lines(events))).toMatchObject({
    status: 0,
    data: { read: events.length, added: events.length, refused: 0 },
  })
  expect(
    await run(
      'import',
      ['-'],
      {},
      lines([
        { kind: 'order', order: 'X', at: 'bad' },
        { kind: 'usage', order: 'B', at: '2026-05-21', what: 'login' },
      ]),
    ),
  ).toMatchObject({ status: 3, data: { added: 1, refused: 1 } })
  writeFileSync(join(cwd, 'note.pdf'), '%PDF-1.7\n1 0 obj << /Type /Page >>\n%%EOF')
  expect(await run('ship', ['note.pdf'], { order: 'A' })).toMatchObject({
    status: 0,
    data: { mediaType: 'application/pdf', flaw: '' },
  })
  writeFileSync(join(cwd, 'bad.pdf'), 'MZ')
  expect((await run('ship', ['bad.pdf'], { order: 'A' })).status).toBe(1)
  expect(await run('completeness', [], { days: '30' })).toMatchObject({
    status: 1,
    data: { withNote: 2, withProof: 1, withoutProof: ['B'], alert: true },
  })
  writeFileSync(
    join(cwd, 'disputes.csv'),
    'dispute_id,provider,payment,network,reason_code,amount,currency,opened_at,due_at\nD1,stripe,ch_A,visa,10.4,49.90,EUR,2026-06-10,2026-06-22\nD2,other,ch_B,mastercard,4853,49.90,EUR,2026-06-01,2026-06-16\nD3,stripe,ch_B,visa,13.1,x,EUR,2026-06-01,2026-06-20\n',
  )
  expect(await run('take', ['disputes.csv'])).toMatchObject({ status: 3, data: { taken: 2, again: 0 } })
  expect(await run('take', ['disputes.csv'])).toMatchObject({ data: { taken: 0, again: 2 } })
  const advice = (await run('advise')).data as unknown as {
    dispute: { providerId: string }
    action: string
    ce3: { qualifies: boolean } | null
  }[]
  expect(advice.map((item) => [item.dispute.providerId, item.action, item.ce3?.qualifies])).toEqual([
    ['D2', 'contest', undefined],
    ['D1', 'contest', true],
  ])
  expect(await run('answer', ['D1'])).toMatchObject({ status: 0, data: { state: 'draft', flaws: [] } })
  writeFileSync(join(cwd, 'edit.json'), JSON.stringify({ evidence: { uncategorized_text: 'Edited.' } }))
  expect(await run('answer', ['D1'], { edit: 'edit.json' })).toMatchObject({
    data: { answer: { body: { evidence: { uncategorized_text: 'Edited.' } } } },
  })
  expect(await run('answer', ['D1'])).toMatchObject({
    data: { answer: { body: { evidence: { uncategorized_text: 'Edited.' } } } },
  })
  expect(await run('answer', ['D1'], { submit: true })).toMatchObject({
    status: 3,
    data: { sent: [{ outcome: 'not-set-up' }] },
  })
  expect(await run('pack', ['A'], { pdf: 'a.pdf' })).toMatchObject({ status: 0 })
  expect(readFileSync(join(cwd, 'a.pdf')).subarray(0, 5).toString()).toBe('%PDF-')
  expect(await run('deadlines')).toMatchObject({
    status: 1,
    data: [
      { dispute: 'other:D2', level: 'now' },
      { dispute: 'stripe:D1', level: 'plan' },
    ],
  })
  expect(((await run('labels', [], { format: 'json' })).data as unknown as object[]).length).toBe(2)
  expect((await run('ratios')).data).toMatchObject({ factsAsOf: expect.stringMatching(/^\d{4}/) })
  expect(await run('forget', [['A']])).toMatchObject({ status: 3, data: [{ outcome: 'put-off' }] })

  const records = probes.find((probe) => probe.id === 'disputes/records')!
  const evidence = await collect(records, shopSchema.parse({ name: 'A' }), { ...io(), cwd: join(cwd, '.shopwarden') })
  expect(evidence.map((item) => [item.fact, item.couldNotLook === undefined])).toEqual([
    ['disputes.coverage', true],
    ['disputes.answered', true],
    ['disputes.ratios', true],
  ])
  const empty = await collect(records, shopSchema.parse({ name: 'A' }), { ...io(), cwd: join(cwd, 'nothing') })
  expect(empty.every((item) => item.couldNotLook !== undefined)).toBe(true)
})

it('verbs without records read JSON, JSONL and CSV, with names as exports write them', async () => {
  const { cwd, run } = shell()
  const prior = (id: string, date: string) => ({
    id,
    transaction_date: date,
    card_fingerprint: 'fp',
    ip_address: '93.184.216.34',
    customer_account_id: 'anna',
    arn: '1'.repeat(23),
    amount: '10.00',
    currency: 'EUR',
    product_description: 'Lamp',
  })
  const one = {
    case: 'c1',
    disputed: { ...prior('d', '2026-06-01'), network: 'Visa', reason_code: '10.4', dispute_date: '2026-06-15' },
    prior_transactions: [prior('e1', '2026-01-01'), prior('e2', '2025-12-01')],
  }
  expect((await run('qualify', ['-'], {}, JSON.stringify(one, null, 2))).data).toMatchObject([
    { case: 'c1', qualifies: true, ready: true, chosen: expect.arrayContaining(['e1', 'e2']) },
  ])
  expect(
    (
      await run(
        'qualify',
        ['-'],
        {},
        `${JSON.stringify(one)}\n${JSON.stringify({ ...one, case: 'c2', prior_transactions: [] })}`,
      )
    ).data,
  ).toMatchObject([{ qualifies: true }, { qualifies: false }])
  writeFileSync(
    join(cwd, 'q.csv'),
    'case,role,id,date,network,reason_code,dispute_date,card_fingerprint,ip,user_id,description,disputed\nk,disputed,d,2026-06-01,visa,10.4,2026-06-15,fp,93.184.216.34,anna,Lamp,\nk,earlier,e1,2026-01-01,,,,fp,93.184.216.34,anna,Lamp,\nk,earlier,e2,2025-12-01,,,,fp,93.184.216.34,anna,Lamp,true\n',
  )
  expect((await run('qualify', ['q.csv'])).data).toMatchObject([
    {
      case: 'k',
      qualifies: false,
      earlier: [{ qualifies: true }, { qualifies: false, why: [{ rule: 'undisputed' }] }],
    },
  ])
  const months = 'month,network,transactions,disputes,fraud_reports\n2026-05,visa,100000,800,800\n'
  expect(await run('ratios', ['-'], {}, months)).toMatchObject({
    status: 1,
    data: { results: expect.arrayContaining([expect.objectContaining({ programme: 'vamp', alarm: 'over' })]) },
  })
  expect(
    await run('deadlines', ['-'], {}, 'dispute_id,amount,currency,due_by\nD9,10,EUR,2026-06-15T20:00:00Z\n'),
  ).toMatchObject({ status: 1, data: [{ level: 'now', hoursLeft: 8 }] })
  const document = {
    dispute: {
      id: 'D',
      network: 'visa',
      reason_code: '13.1',
      amount: '49.90',
      currency: 'EUR',
      opened_at: '2026-06-10',
      due_at: '2026-06-25',
    },
    events: orderEvents('A', { at: '2026-06-01T10:00:00Z', delivered: '2026-06-03T10:00:00Z' }),
  }
  expect((await run('advise', ['-'], {}, JSON.stringify(document))).data).toMatchObject([
    { action: 'contest', stands: 'strong' },
  ])
  for (const [verb, text] of [
    ['qualify', '{ broken'],
    ['ratios', 'month,network\n2026-13,visa\n'],
    ['qualify', '[1, 2'],
  ] as const)
    await expect(run(verb, ['-'], {}, text)).rejects.toMatchObject({ code: 'SW_DISPUTES_INPUT' })
  await expect(run('qualify', ['missing.json'])).rejects.toMatchObject({ code: 'SW_DISPUTES_INPUT' })
})

it('the HTTP door gives what the command line gives', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'sw-doors-'))
  const door = routes()
  const context = {
    stateDir,
    knowledgeDir: knowledge,
    now: () => now,
    shop: shopSchema.parse({ name: 'Northwind' }),
  } as never
  const call = async (method: string, path: string, request: object = {}) => {
    const route = door.routes.find((item) => item.method === method && item.path === path)!
    const parsed = { params: {}, ...request, query: route.query.parse((request as { query?: object }).query ?? {}) }
    const answer = await route.handle(parsed as never, context)
    return route.answer === 'file'
      ? (answer as Record<string, never>)
      : (route.answer.parse(answer) as Record<string, never>)
  }
  const events = orderEvents('A', { at: '2026-05-20T10:00:00Z', delivered: '2026-05-23T10:00:00Z' })
  expect(await call('POST', '/events', { body: events })).toEqual({ added: events.length })
  expect(await call('POST', '/events', { body: events })).toEqual({ added: 0 })
  expect(await call('GET', '/orders/:order', { params: { order: 'A' } })).toMatchObject({ order: 'A' })
  await expect(call('GET', '/orders/:order', { params: { order: 'none' } })).rejects.toMatchObject({
    code: 'SW_DISPUTES_ORDER',
  })
  await expect(call('GET', '/cases/:id', { params: { id: 'none' } })).rejects.toMatchObject({
    code: 'SW_DISPUTES_CASE',
  })
  expect(await call('GET', '/completeness', { query: { days: '60' } })).toMatchObject({ orders: 1, withProof: 1 })
  expect(await call('GET', '/cases')).toEqual({ items: [] })
  expect(await call('GET', '/deadlines')).toEqual({ items: [] })
  expect((await call('GET', '/deadlines.ics'))['mediaType']).toMatch(/calendar/)
  expect(await call('GET', '/ratios')).toMatchObject({ results: expect.any(Array) })
  await door.close?.()
})
