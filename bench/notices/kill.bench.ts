/**
 * A campaign to a real SMTP server on loopback, killed with SIGKILL again and again; counts at the server.
 * node bench/notices/kill.bench.ts [customers] [kills]
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { NoticeQueue } from '../../src/areas/notices/queue/queue.ts'
import { planCampaign } from '../../src/areas/notices/queue/plan.ts'
import { brandSchema } from '../../src/areas/notices/render/notice.ts'
import { normaliseAddress } from '../../src/connect/customers/address.ts'
import { CustomerBook } from '../../src/connect/customers/book.ts'
import { startMailServer } from '../../test/helpers/mail-server.ts'

const customers = Number(process.argv[2] ?? 20_000)
const kills = Number(process.argv[3] ?? 50)
const state = mkdtempSync(join(tmpdir(), 'notices-'))
const now = new Date()
const book = CustomerBook.open(join(state, 'leaks'), now)
book.together(() => {
  for (let index = 0; index < customers; index++) {
    const address = normaliseAddress(`user${index}@host${index % 50}.example`)!
    book.put(address, { reference: String(index), language: 'en', name: 'Maria' }, now.toISOString())
    book.expose(book.find(address.address)!, 'leak', 'plaintext', true, now.toISOString())
  }
})
const queue = new NoticeQueue(join(state, 'notices'))
const brand = brandSchema.parse({
  shop: 'Northwind',
  site: 'northwind.example',
  from: 'service@northwind.example',
  contact: 'privacy@northwind.example',
  quiet: 'none',
})
const { campaign } = planCampaign({ book, queue, brand, by: 'A', now })
queue.approve(campaign!, 'B', now.toISOString())
queue.close()
book.close()

const server = await startMailServer({}, false)
const log = join(state, 'mail.log')
const run = () => {
  writeFileSync(log, server.arrived.map((mail) => mail.messageId).join('\n'))
  return spawn(
    process.execPath,
    [
      'src/cli/main.ts',
      'notices',
      'send',
      '--plain',
      '--state',
      state,
      '--smtp',
      `127.0.0.1:${server.port}`,
      '--unaligned',
      'bench',
      '--per-domain',
      '600000',
      '--relay-log',
      log,
      '--connections',
      process.argv[4] ?? '16',
    ],
    { stdio: ['ignore', kills === 0 ? 'inherit' : 'ignore', 'inherit'] },
  )
}
const perKill = Math.floor(customers / (kills + 1))
for (let kill = 0; kill < kills; kill++) {
  const child = run()
  const aim = perKill * (kill + 1) - Math.floor(perKill / 2)
  while (server.arrived.length < aim && child.exitCode === null) await sleep(1)
  child.kill('SIGKILL')
  if (child.exitCode === null) await new Promise((gone) => child.once('exit', gone))
  await sleep(50)
}
const before = server.arrived.length
const last = run()
while (server.arrived.length < before + 200 && last.exitCode === null) await sleep(1)
const started = performance.now()
const from = server.arrived.length
if (last.exitCode === null) await new Promise((gone) => last.once('exit', gone))
const rate = (server.arrived.length - from) / ((performance.now() - started) / 1000)
const counts = new Map<string, number>()
for (const mail of server.arrived) counts.set(mail.to, (counts.get(mail.to) ?? 0) + 1)
const twice = [...counts.values()].filter((count) => count > 1).length
console.log(
  JSON.stringify({
    customers,
    kills,
    arrived: server.arrived.length,
    told: counts.size,
    twice,
    messagesPerSecond: Math.round(rate),
  }),
)
await server.close()
