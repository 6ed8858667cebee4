import { createHmac } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runVerb } from '../../../../test/helpers/cli.ts'
import { clientOf, firstOwner, startTestServer } from '../../../../test/helpers/server.ts'
import { openHashes } from '../../../connect/customers/tables.ts'
import { command } from '../command.ts'
import { readExposures } from '../read-records.ts'
import { measuresVerb } from './measures.ts'

const now = new Date('2026-06-01T09:00:00Z')
const secret = Buffer.alloc(32, 7).toString('base64')

async function shop() {
  const cwd = mkdtempSync(join(tmpdir(), 'measures-'))
  const write = (name: string, text: string) => writeFileSync(join(cwd, name), text)
  const verb = (
    name: string,
    args: (string | string[])[],
    options: Record<string, string | boolean> = {},
    when = now,
  ) => runVerb(command, name, args, { format: 'json', ...options }, { cwd, now: when })
  write('customers.csv', 'customer_id,email\nn1,anna@shop.example\nn2,bert@shop.example\nn3,carl@shop.example\n')
  write('leak.txt', 'anna@shop.example:Zażółć 1\nbert@shop.example:5f4dcc3b5aa765d61d8327deb882cf99\n')
  await verb('import', ['customers.csv'])
  await verb('match', [['leak.txt']], { pairs: true })
  const due = async (options = {}) =>
    JSON.parse((await verb('measures', [], options, new Date(now.getTime() + 60_000))).text)
  return { cwd, write, verb, due }
}

describe('leaks measures', () => {
  it('lists what accounts need, until the shop has confirmed it or the password is new', async () => {
    const { cwd, write, due } = await shop()
    expect((await due()).customers).toEqual([
      { customer_id: 'n1', measures: ['require_reset', 'step_up'], since: now.toISOString() },
      { customer_id: 'n2', measures: ['require_reset'], since: now.toISOString() },
    ])
    const at = new Date(now.getTime() + 1000).toISOString()
    write(
      'done.csv',
      `customer_id,what,at\nn1,step_up,${at}\nn2,password_changed,${at}\nn9,step_up,${at}\nn1,dance,${at}\nn1,step_up,2030-01-01\n`,
    )
    expect(await due({ confirm: 'done.csv' })).toMatchObject({
      customers: [{ customer_id: 'n1', measures: ['require_reset'] }],
      readBack: { rows: 5, confirmed: 2, wrong: 2 },
    })
    write('reset.csv', 'customer_id,what\nn1,require_reset\n')
    expect((await due({ confirm: 'reset.csv' })).customers).toEqual([])
    const db = openHashes(join(cwd, '.shopwarden/leaks'), true)
    // The audit counts both as dealt with, though nobody was told.
    expect(readExposures(db, now)).toMatchObject({
      known: 2,
      told: 0,
      changed: 1,
      secured: 1,
      open: { high: { count: 0 } },
    })
    db.close()
  })

  it('tells the shop by signed calls and reads back what it confirms in its answer', async () => {
    const { cwd } = await shop()
    const heard: { signed: boolean; body: string }[] = []
    const server = createServer(async (request, response) => {
      const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString('utf8')
      const id = String(request.headers['webhook-id'])
      const text = `${id}.${String(request.headers['webhook-timestamp'])}.${body}`
      const expected = createHmac('sha256', Buffer.from(secret, 'base64')).update(text).digest('base64')
      heard.push({ signed: request.headers['webhook-signature'] === `v1,${expected}`, body })
      response.end(JSON.stringify({ confirmations: [{ customer_id: 'n2', what: 'require_reset' }] }))
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    onTestFinished(() => void server.close())
    const stdout = new PassThrough()
    let text = ''
    stdout.on('data', (piece: Buffer) => {
      text += piece.toString()
    })
    const io = {
      stdin: new PassThrough(),
      stdout,
      stderr: new PassThrough().resume(),
      cwd,
      env: { SHOPWARDEN_WEBHOOK_SECRET: secret },
      knowledgeDir: '',
      chromium: undefined,
      now: () => new Date(now.getTime() + 5000),
      signal: new AbortController().signal,
    }
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
    expect(await measuresVerb.run([], { post: url, format: 'json' }, io)).toBe(0)
    expect(heard.map((item) => item.signed)).toEqual([true])
    expect(JSON.parse(text)).toMatchObject({
      told: 2,
      confirmedAtOnce: 1,
      customers: [{ customer_id: 'n1' }],
    })
    expect(heard[0]!.body).not.toContain('anna@')
    await expect(measuresVerb.run([], { post: url }, { ...io, env: {} })).rejects.toThrow('cannot be signed')
  })

  it('keeps no password and no address in the clear', async () => {
    const { cwd } = await shop()
    const dir = join(cwd, '.shopwarden/leaks')
    for (const name of readdirSync(dir)) {
      const bytes = readFileSync(join(dir, name))
      for (const text of ['Zażółć', 'anna@', 'bert@']) expect(bytes.includes(text)).toBe(false)
    }
  })
})

describe('over HTTP', () => {
  it('takes customers, forgets them, advises log-ins, lists measures and reads back', async () => {
    const server = await startTestServer()
    onTestFinished(() => server.stop())
    const owner = await firstOwner(server)
    const { body: made } = await owner.post('/shops', { description: { name: 'Shop' } })
    const at = `/shops/${made.id}/leaks`
    expect((await owner.get(`${at}/measures`)).status).toBe(409)
    const { body: taken } = await owner.post(`${at}/customers`, {
      customers: [
        { email: 'Anna@Shop.example', reference: 'n1' },
        { email: 'bert@shop.example', reference: 'n2', language: 'de', zone: 'Europe/Berlin' },
        { email: 'two@a.example\r\nBcc: x@b.example', reference: 'n3' },
        { email: `${'x'.repeat(9000)}@b.example` },
      ],
    })
    expect(taken).toEqual({ taken: 2, objected: 0, unreadable: [2, 3], watched: 2 })
    const leak = 'anna@shop.example:hunter2\n'
    const upload = await owner.call('PUT', `/shops/${made.id}/uploads?name=leak.txt`, leak, {
      'content-type': 'application/octet-stream',
    })
    const { body: job } = await owner.post(`${at}/verbs/match`, { file: upload.body.id, breach: 'Forum', pairs: true })
    await expect
      .poll(async () => (await owner.get(`/shops/${made.id}/jobs/${job.id}`)).body.state, { timeout: 30_000 })
      .toBe('done')
    const logIn = async (body: object) => (await owner.post(`${at}/log-in`, body)).body
    expect(await logIn({ email: 'ANNA@shop.example', password: 'hunter2' })).toEqual({
      watched: true,
      measures: ['require_reset', 'end_sessions', 'step_up'],
      leakedPassword: true,
    })
    expect(await logIn({ customer_id: 'n1', password: 'another' })).toEqual({
      watched: true,
      measures: ['require_reset', 'step_up'],
      leakedPassword: false,
    })
    // The shop's own hash decides whether the leaked password is still the account's: PHP's password_hash of "hunter2" and of "other".
    const bcrypt = {
      hunter2: '$2y$04$p71.J3m79TjCrWaD8CBq2OztbO4Z1DiCOKJwql9EmmedCD0Wy1YLm',
      other: '$2y$04$r53SLNZWc5DNN.RO5vsANuOtqWOnw80NTSw1cyM72k1iYMBlhcuDW',
    }
    expect(await logIn({ customer_id: 'n1', password: 'hunter2', hash: bcrypt.hunter2 })).toMatchObject({
      measures: ['require_reset', 'end_sessions', 'step_up'],
      leakedPassword: true,
    })
    expect(await logIn({ customer_id: 'n1', password: 'hunter2', hash: bcrypt.other })).toMatchObject({
      measures: ['require_reset', 'step_up'],
      leakedPassword: false,
    })
    expect(await logIn({ customer_id: 'n1', password: 'hunter2', hash: 'of no known form' })).toMatchObject({
      leakedPassword: true,
    })
    expect(await logIn({ email: 'who@else.example', password: 'hunter2' })).toEqual({ watched: false, measures: [] })
    expect((await owner.get(`${at}/measures`)).body.items).toMatchObject([{ customer_id: 'n1' }])
    const confirmations = ['require_reset', 'step_up'].map((what) => ({ customer_id: 'n1', what }))
    expect(
      (
        await owner.post(`${at}/measures/confirm`, {
          confirmations: [...confirmations, { customer_id: 'x', what: 'step_up' }],
        })
      ).body,
    ).toEqual({ news: 2, unknown: [2], future: [] })
    expect((await owner.get(`${at}/measures`)).body.items).toEqual([])
    expect((await owner.post(`${at}/customers/forget`, { emails: ['anna@shop.example'], object: true })).body).toEqual({
      deleted: 1,
      objected: 1,
      unreadable: [],
    })
    expect((await owner.post(`${at}/customers`, { customers: [{ email: 'anna@shop.example' }] })).body).toMatchObject({
      taken: 0,
      objected: 1,
    })
    expect((await clientOf(server).get(`${at}/measures`)).status).toBe(401)
  }, 60_000)
})
