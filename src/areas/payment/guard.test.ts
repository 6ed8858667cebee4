import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startMailServer } from '../../../test/helpers/mail-server.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { createHttpClient } from '../../net/http-client.ts'
import { httpChannel, mailChannel } from '../../connect/alerts/channels.ts'
import { signature } from '../../connect/alerts/posting.ts'
import { dueIn, guardOnce } from './guard.ts'
import { type Inventory, inventorySchema } from './watch/inventory.ts'
import { inventoryCsv } from './watch/inventory-csv.ts'
import { justify } from './watch/justify.ts'
import { checkRuns, readRuns, recordRun, type WatchRun } from './watch/records.ts'
import type { WatchResult } from './watch/run.ts'

const url = 'https://shop.example/checkout'
const signal = new AbortController().signal
const hour = 3_600_000
const start = Date.parse('2026-11-25T10:00:00Z')
const entry = (key: string) => ({
  key,
  host: 'shop.example',
  versions: [{ sha384: 'x', structure: 'y', firstSeen: '2026-11-01' }],
  capabilities: [],
  hosts: [],
  integrity: 'none',
  touchesCard: false,
  seeksCard: false,
  firstSeen: '2026-11-01',
})
const inventory: Inventory = inventorySchema.parse({
  format: 'shopwarden-payment-inventory/1',
  url,
  scripts: [entry('shop.example/a.js'), entry('shop.example/b.js')],
  headers: {},
  frameHosts: [],
  formHosts: [],
  cardFields: [],
  requestHosts: [],
  serviceWorkers: [],
  overlays: [],
})
const run = (at: number, change: Partial<WatchRun> = {}): WatchRun => ({
  at: new Date(at).toISOString(),
  url,
  profiles: 1,
  scripts: 2,
  unauthorised: 0,
  alerts: [],
  ...change,
})
const alert = { rule: 'payment/new-frame', severity: 'high' as const, title: 'A new frame', detail: 'evil.example' }
const seen = (at: number, alerts: WatchResult['alerts']): WatchResult => ({
  run: run(at),
  inventory,
  alerts,
  notices: [],
  first: false,
  observations: [],
})

let server: Server
let hook = ''
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const posted: { body: string; id: string; signed: string }[] = []
let status = 200
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString()))
    request.on('end', () => {
      posted.push({
        body,
        id: String(request.headers['webhook-id']),
        signed: String(request.headers['webhook-signature']),
      })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`
})
afterAll(() => server.close())

it('tells by webhook and mail, once for the same alerts, again the next day and when they change', async () => {
  const mail = await startMailServer()
  const dir = mkdtempSync(join(tmpdir(), 'sw-guard-'))
  const host = new URL(hook).host
  const http = createHttpClient({ hosts: new Set([host, '127.0.0.1']), allowPrivateAddresses: true, signal })
  let now = start
  const trouble: string[] = []
  const round = (alerts: WatchResult['alerts']) =>
    guardOnce({
      url,
      dir,
      channels: [
        httpChannel('webhook', hook, secret, http, () => new Date(now)),
        mailChannel(
          { host: '127.0.0.1', port: mail.port, secure: false, requireTls: false },
          'a@shop.example',
          'b@shop.example',
          () => new Date(now),
        ),
      ],
      now: () => new Date(now),
      signal,
      watch: async () => seen(now, alerts),
      onTrouble: (message) => trouble.push(message),
    })
  await round([])
  expect(posted).toHaveLength(0)
  status = 500
  await round([alert])
  expect(trouble.join()).toContain('SW_ALERT_WEBHOOK')
  status = 200
  await round([alert])
  await round([alert])
  // The refused post was tried again; the mail was taken the first time and not repeated.
  expect(posted).toHaveLength(2)
  expect(mail.arrived).toHaveLength(1)
  expect(mail.arrived[0]?.text).toContain('A new frame')
  const { id, signed, body } = posted[1]!
  expect(signed).toBe(signature(secret, id, Math.floor(start / 1000), body))
  // The first call and its repetition are one alert.
  expect(posted[0]?.id).toBe(id)
  now += 25 * hour
  await round([alert])
  await round([alert, { ...alert, title: 'Another' }])
  expect(mail.arrived).toHaveLength(3)
  await mail.close()
})

it('records that it could not look, tells so, and keeps the inventory', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sw-guard-'))
  const told: string[] = []
  const result = await guardOnce({
    url,
    dir,
    channels: [{ name: 'test', send: async (message) => void told.push(message.title) }],
    now: () => new Date(start),
    signal,
    watch: () => Promise.reject(new ShopwardenError('SW_PAYMENT_PAGE', 'The payment page could not be opened')),
    onTrouble: () => undefined,
  })
  expect(result).toBeUndefined()
  expect(told).toEqual(['Payment page of shop.example could not be watched'])
  expect(readRuns(dir, url)[0]?.failed).toContain('SW_PAYMENT_PAGE')
})

it('is due by what is on record, so that a restart neither skips nor repeats a watch', () => {
  const dir = mkdtempSync(join(tmpdir(), 'sw-guard-'))
  expect(dueIn(dir, url, 24 * hour, new Date(start))).toBe(0)
  recordRun(dir, run(start))
  expect(dueIn(dir, url, 24 * hour, new Date(start + hour))).toBe(23 * hour)
  expect(dueIn(dir, url, 24 * hour, new Date(start + 30 * hour))).toBe(0)
})

it('keeps records that hang together, and says where one was changed or taken out', () => {
  const dir = mkdtempSync(join(tmpdir(), 'sw-guard-'))
  for (let index = 0; index < 5; index++) recordRun(dir, run(start + index * hour))
  const file = join(dir, 'watch.jsonl')
  expect(checkRuns(dir)).toEqual({ lines: 5 })
  const whole = readFileSync(file, 'utf8')
  writeFileSync(file, whole.replace('"scripts":2', '"scripts":3'))
  expect(checkRuns(dir).brokenAt).toBe(2)
  writeFileSync(file, whole.split('\n').toSpliced(2, 1).join('\n'))
  expect(checkRuns(dir).brokenAt).toBe(3)
  // Cut short by a crash: the next record starts on a line of its own.
  writeFileSync(file, whole.slice(0, -10))
  recordRun(dir, run(start + 9 * hour))
  expect(readRuns(dir, url)).toHaveLength(5)
})

it('takes authorisations from an edited inventory, only with a name and a reason, and lets nothing else in', () => {
  const at = '2026-11-25T10:00:00.000Z'
  const { inventory: after, ...rest } = justify(
    inventory,
    [
      { key: 'shop.example/a.js', justification: 'shows the basket', authorisedBy: 'Anna' },
      { key: 'shop.example/b.js', justification: '', authorisedBy: 'Anna' },
      { key: 'evil.example/x.js', justification: 'nice', authorisedBy: 'Anna' },
      { nothing: 1 },
    ],
    at,
  )
  expect(rest).toEqual({
    authorised: 1,
    unknown: ['evil.example/x.js'],
    incomplete: ['shop.example/b.js', 'a line without a key'],
  })
  expect(after.scripts.map((item) => item.authorisedAt)).toEqual([at, undefined])
  expect(inventoryCsv(after)).toContain('"shows the basket","Anna"')
  const formula = justify(
    inventory,
    [{ key: 'shop.example/a.js', justification: '=HYPERLINK("x")', authorisedBy: 'Anna' }],
    at,
  )
  expect(inventoryCsv(formula.inventory)).toContain(`"'=HYPERLINK(""x"")"`)
})

it('reads inventories written before scripts said whether they seek card data', () => {
  const { seeksCard: _, ...before } = entry('shop.example/a.js')
  expect(inventorySchema.parse({ ...inventory, scripts: [before] }).scripts[0]?.seeksCard).toBe(false)
})
