import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startMailServer } from '../../../test/helpers/mail-server.ts'
import type { Alert } from './alert.ts'
import { programChannel } from './channels.ts'
import { channelsFrom } from './options.ts'
import { posting } from './posting.ts'
import { tell } from './tell.ts'

const alert: Alert = {
  id: 'msg_1',
  kind: 'audit.done',
  at: '2026-11-25T10:00:00Z',
  shop: { id: 's', name: 'n' },
  title: 'Audit of <!channel> & co',
  text: 'text',
  link: 'https://sw.example/s/1',
  data: {},
}

describe('shapes', () => {
  const made = (kind: 'slack' | 'teams' | 'matrix', target = 'https://chat.example/x') =>
    posting(kind, target, 'token', alert, new Date(0))

  it('Slack: nothing in a name becomes a mention or a link', () => {
    expect(JSON.parse(made('slack').body).text).toContain('*Audit of &lt;!channel&gt; &amp; co*')
  })
  it('Teams: an adaptive card', () => {
    expect(JSON.parse(made('teams').body).attachments[0].content.body[0].text).toBe(alert.title)
  })
  it('Matrix: an event that is sent once under its id, with the token in the header only', () => {
    const call = made('matrix', 'https://hs.example/_matrix/client/v3/rooms/!r/send/m.room.message')
    expect(call.method).toBe('PUT')
    expect(call.url).toBe('https://hs.example/_matrix/client/v3/rooms/!r/send/m.room.message/msg_1')
    expect(call.headers['authorization']).toBe('Bearer token')
    expect(call.body).not.toContain('token')
  })
})

describe('options of a command', () => {
  const dir = mkdtempSync(join(tmpdir(), 'sw-alerts-'))
  const io = (env: NodeJS.ProcessEnv = {}) => ({
    cwd: dir,
    env,
    now: () => new Date('2026-11-25T10:00:00Z'),
    signal: new AbortController().signal,
  })

  it('name real receivers, each of which is told', async () => {
    const got: string[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (piece: Buffer) => (body += piece.toString()))
      request.on('end', () => {
        got.push(`${request.url} ${JSON.parse(body).type ?? JSON.parse(body).text}`)
        response.end()
      })
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const mail = await startMailServer()
    const program = join(dir, 'hook.sh')
    writeFileSync(program, `#!/bin/sh\ncat > ${join(dir, 'hook.json')}\n`)
    chmodSync(program, 0o700)
    const channels = channelsFrom(
      {
        webhook: `${base}/w`,
        slack: `${base}/s`,
        teams: `${base}/t`,
        mail: 'boss@shop.example',
        smtp: `127.0.0.1:${mail.port}`,
        plain: true,
        hook: './hook.sh',
      },
      io(),
    )
    const trouble: string[] = []
    const telling = {
      now: () => new Date('2026-11-25T10:00:00Z'),
      onTrouble: (text: string) => void trouble.push(text),
    }
    const file = join(dir, 'told.json')
    expect(await tell(file, [alert], channels, telling)).toEqual({ told: 5, failed: 0 })
    expect(await tell(file, [alert], channels, telling)).toEqual({ told: 0, failed: 0 })
    expect(trouble).toEqual([])
    expect(got.map((line) => line.split(' ')[0])).toEqual(['/w', '/s', '/t'])
    expect(mail.arrived).toHaveLength(1)
    expect(mail.arrived[0]?.text).toContain('Auto-Submitted: auto-generated')
    expect(JSON.parse(readFileSync(join(dir, 'hook.json'), 'utf8'))).toEqual(alert)
    server.close()
    await mail.close()
  })

  it.each([
    [{ webhook: 'file:///etc/passwd' }, {}],
    [{ slack: 'hooks.example' }, {}],
    [{ mail: 'boss@shop.example' }, {}],
    [{ webhook: 'https://x.example/' }, { SHOPWARDEN_WEBHOOK_SECRET: 'short' }],
  ])('are refused with what to do: %j', (options, env) => {
    expect(() => channelsFrom(options, io(env))).toThrow(expect.objectContaining({ code: 'SW_CLI_OPTION' }))
  })
})

it('tells again who could not be reached, and nobody else', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sw-alerts-')), 'told.json')
  const got: string[] = []
  let broken = true
  const channels = [
    { name: 'good', send: async ({ id }: Alert) => void got.push(`good ${id}`) },
    {
      name: 'bad',
      async send({ id }: Alert) {
        if (broken) throw new Error('down')
        got.push(`bad ${id}`)
      },
    },
  ]
  let now = Date.parse('2026-11-25T10:00:00Z')
  const run = () =>
    tell(file, [alert], channels, { now: () => new Date(now), againMs: 86_400_000, onTrouble: () => undefined })
  expect(await run()).toEqual({ told: 1, failed: 1 })
  broken = false
  expect(await run()).toEqual({ told: 1, failed: 0 })
  expect(got).toEqual(['good msg_1', 'bad msg_1'])
  // A damaged memory tells twice, not never.
  writeFileSync(file, '{"half":')
  expect(await run()).toEqual({ told: 2, failed: 0 })
  now += 90_000_000
  expect(await run()).toEqual({ told: 2, failed: 0 })
})

it('a program that fails or is not there counts as not told', async () => {
  await expect(programChannel('/bin/false').send(alert)).rejects.toMatchObject({ code: 'SW_ALERT_PROGRAM' })
  await expect(programChannel('/no/such/program').send(alert)).rejects.toThrow('ENOENT')
})
