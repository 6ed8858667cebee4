import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { channelsFrom } from '../../../connect/alerts/options.ts'
import { signature } from '../../../connect/alerts/posting.ts'
import { FraudGuard } from '../guard.ts'
import { alertRound } from './round.ts'

let clock = Date.UTC(2026, 10, 2)
const now = () => new Date(clock)
const burst = (name: string, from: number) =>
  Array.from({ length: 6 }, (_, index) => ({
    id: `${name}${index}`,
    type: 'payment' as const,
    at: new Date(clock + (from + index) * 1000).toISOString(),
    customer: { id: name, email: `${name}@private.example` },
    payment: { instrument: `tok_${name}_${index}`, result: 'declined' as const },
    ip: { address: `192.0.${name.charCodeAt(0)}.9` },
  }))

it('tells of new cases once, signed, without personal data, and again when the receiver was down', async () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  let broken = false
  const got: { body: string; headers: NodeJS.Dict<string | string[]> }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString()))
    request.on('end', () => {
      if (!broken) got.push({ body, headers: request.headers })
      response.writeHead(broken ? 503 : 204).end()
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const dir = mkdtempSync(join(tmpdir(), 'alerts-'))
  const channels = channelsFrom(
    { webhook: `http://127.0.0.1:${(server.address() as AddressInfo).port}/x` },
    { cwd: dir, env: { SHOPWARDEN_WEBHOOK_SECRET: secret }, now, signal: new AbortController().signal },
  )
  const trouble: string[] = []
  const guard = await FraudGuard.open({ stateDir: dir, now })
  const round = () =>
    alertRound(guard.dir, guard.cases(), channels, { now, onTrouble: (text) => void trouble.push(text) })
  for (const event of burst('old', 0)) await guard.decide(event)
  clock += 60_000
  await round()
  expect(got).toEqual([])
  for (const event of burst('anna', 0)) await guard.decide(event)
  clock += 60_000
  await round()
  await round()
  expect(got).toHaveLength(1)
  const [{ body, headers }] = got as [(typeof got)[0]]
  expect(headers['webhook-signature']).toBe(
    signature(secret, String(headers['webhook-id']), Number(headers['webhook-timestamp']), body),
  )
  expect(body).toContain('suspicious')
  expect(body).not.toMatch(/anna|192\.0|tok_/)
  broken = true
  for (const event of burst('bert', 0)) await guard.decide(event)
  clock += 60_000
  await round()
  expect(trouble.join()).toContain('503')
  broken = false
  clock += 60_000
  await round()
  await round()
  expect(got).toHaveLength(2)
  expect(got[1]?.headers['webhook-id']).not.toBe(got[0]?.headers['webhook-id'])
  await guard.close()
  server.close()
})
