import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type MailServerRules, startMailServer } from '../../../../test/helpers/mail-server.ts'
import { runVerb } from '../../../../test/helpers/cli.ts'
import { normaliseAddress } from '../../../connect/customers/address.ts'
import { CustomerBook } from '../../../connect/customers/book.ts'
import { command } from '../command.ts'
import { NoticeQueue } from './queue.ts'

const root = join(import.meta.dirname, '../../../..')
const now = new Date('2026-06-01T09:00:00Z')
const later = (days: number) => new Date(now.getTime() + days * 86_400_000)

/** A folder with customers in a leak, and a campaign that is planned and approved. */
async function shopWith(addresses: readonly string[], leaked: 'plaintext' | 'address' = 'plaintext', quiet = 'none') {
  const cwd = mkdtempSync(join(tmpdir(), 'notices-'))
  writeFileSync(
    join(cwd, 'brand.yaml'),
    `shop: Northwind\nsite: northwind.example\nfrom: service@northwind.example\ncontact: privacy@northwind.example\nzone: UTC\nquiet: ${quiet}\n`,
  )
  const book = CustomerBook.open(join(cwd, '.shopwarden/leaks'), now)
  const at = now.toISOString()
  book.together(() => {
    for (const [index, address] of addresses.entries()) {
      book.put(normaliseAddress(address)!, { reference: `n${index}`, language: 'en' }, at)
      book.expose(book.find(normaliseAddress(address)!.address)!, 'leak.txt', leaked, true, at)
    }
  })
  book.close()
  const verb = (
    name: string,
    args: (string | string[])[],
    options: Record<string, string | boolean> = {},
    when = now,
  ) => runVerb(command, name, args, options, { cwd, now: when })
  await verb('plan', [], { by: 'Ann' })
  await verb('approve', [], { by: 'Bob' })
  const server = async (rules: MailServerRules = {}) => {
    const started = await startMailServer(rules)
    onTestFinished(() => started.close())
    return started
  }
  const send = (port: number, options: Record<string, string | boolean> = {}, when = now) =>
    verb('send', [], { smtp: `127.0.0.1:${port}`, plain: true, unaligned: 'test', format: 'json', ...options }, when)
  return { cwd, verb, send, server }
}

const many = (count: number) => Array.from({ length: count }, (_, index) => `user${index}@host${index % 7}.example`)

describe('sending', () => {
  it('needs the approval of another person, however the name is written', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'notices-'))
    const shop = await shopWith(['a@b.example'])
    await expect(shop.verb('approve', [], { by: ' ANN ' })).rejects.toThrow('Ann planned')
    await expect(runVerb(command, 'plan', [], { by: 'A' }, { cwd, now })).rejects.toThrow('No customers')
  })

  it('sends one mail each, in both forms, and nothing when run again', async () => {
    const shop = await shopWith(many(30))
    const server = await shop.server()
    expect((await shop.send(server.port)).status).toBe(0)
    await shop.send(server.port)
    expect(server.arrived.map((mail) => mail.to).sort()).toEqual(many(30).sort())
    expect(server.arrived[0]!.text).toMatch(/multipart\/alternative[\s\S]*text\/plain[\s\S]*text\/html/)
  })

  it('reminds on day 3 and 10 until the password is changed', async () => {
    const shop = await shopWith(['a@b.example', 'c@d.example'])
    const server = await shop.server()
    await shop.send(server.port)
    await shop.send(server.port, {}, later(2))
    expect(server.arrived).toHaveLength(2)
    writeFileSync(join(shop.cwd, 'changed.csv'), `customer_id,changed_at\nn0,${later(2).toISOString()}\n`)
    await shop.verb('confirm', ['changed.csv'], {}, later(3))
    await shop.send(server.port, {}, later(4))
    await shop.send(server.port, {}, later(12))
    await shop.send(server.port, {}, later(40))
    expect(server.arrived.slice(2).map((mail) => mail.to)).toEqual(['c@d.example', 'c@d.example'])
    expect(server.arrived[2]!.text).toContain('Reminder')
  })

  it('waits after a greylisting and comes back; never again after a refusal', async () => {
    let tries = 0
    const shop = await shopWith(['grey@b.example', 'gone@d.example'])
    const server = await shop.server({
      recipient: (address) => {
        if (address === 'gone@d.example') return [550, '5.1.1 unknown user']
        return tries++ === 0 ? [451, '4.7.1 come back later'] : undefined
      },
    })
    expect(JSON.parse((await shop.send(server.port)).text)).toMatchObject({ sent: 0, refused: 1, putOff: 1 })
    await shop.send(server.port, {}, new Date(now.getTime() + 5 * 60_000))
    expect(server.arrived).toHaveLength(0)
    await shop.send(server.port, {}, new Date(now.getTime() + 16 * 60_000))
    expect(server.arrived.map((mail) => mail.to)).toEqual(['grey@b.example'])
    await shop.send(server.port, {}, later(12))
    expect(server.arrived.filter((mail) => mail.to === 'gone@d.example')).toEqual([])
  })

  it('does not send twice when the server drops the line after taking the mail, and decides by its log', async () => {
    const shop = await shopWith(['a@b.example'])
    const server = await shop.server({ message: () => (server.arrived.length === 0 ? 'drop' : undefined) })
    const first = await shop.send(server.port)
    expect(JSON.parse(first.text)).toMatchObject({ sent: 0, uncertain: 1 })
    expect(first.status).toBe(3)
    await shop.send(server.port)
    expect(server.arrived).toHaveLength(1)
    writeFileSync(join(shop.cwd, 'mail.log'), `cleanup: message-id=${server.arrived[0]!.messageId}\n`)
    const decided = await shop.send(server.port, { relayLog: 'mail.log' })
    expect(JSON.parse(decided.text)).toMatchObject({ resolved: { arrived: 1, again: 0 } })
    expect(server.arrived).toHaveLength(1)
  })

  it('stops at once by the kill switch', async () => {
    const shop = await shopWith(many(3))
    const server = await shop.server()
    await shop.verb('stop', [], { why: 'wrong words' })
    const ran = await shop.send(server.port)
    expect(ran.status).toBe(3)
    expect(JSON.parse(ran.text)).toMatchObject({ sent: 0, stopped: 'wrong words' })
    await shop.verb('resume', [])
    await shop.send(server.port)
    expect(server.arrived).toHaveLength(3)
  })

  it('refuses mail that would be taken for forged', async () => {
    const shop = await shopWith(['a@b.example'])
    await expect(shop.verb('send', [], { smtp: '127.0.0.1:1', plain: true })).rejects.toThrow('DKIM selector')
  })

  it('tells every customer exactly once although it is killed again and again', async () => {
    const addresses = many(500)
    const shop = await shopWith(addresses)
    const server = await shop.server()
    const log = join(shop.cwd, 'mail.log')
    const run = (): ChildProcess => {
      writeFileSync(log, server.arrived.map((mail) => mail.messageId).join('\n'))
      return spawn(
        process.execPath,
        [
          '--disable-warning=ExperimentalWarning',
          join(root, 'src/cli/main.ts'),
          'notices',
          'send',
          '--plain',
          '--smtp',
          `127.0.0.1:${server.port}`,
          '--unaligned',
          'test',
          '--relay-log',
          log,
          '--per-domain',
          '600000',
        ],
        { cwd: shop.cwd, stdio: 'ignore' },
      )
    }
    for (let kill = 0; kill < 4; kill++) {
      const child = run()
      const before = server.arrived.length
      while (server.arrived.length < before + 20 + kill * 31 && child.exitCode === null) await sleep(2)
      child.kill('SIGKILL')
      await new Promise((gone) => (child.exitCode === null ? child.once('exit', gone) : gone(undefined)))
      // What the kernel still holds of a dead sender's last lines arrives within this time.
      await sleep(50)
    }
    const last = run()
    expect(await new Promise((done) => last.once('exit', done))).toBe(0)
    expect(server.arrived.map((mail) => mail.to).sort()).toEqual([...addresses].sort())
    const queue = new NoticeQueue(join(shop.cwd, '.shopwarden/notices'))
    expect(queue.counts()).toEqual({ sent: 500, waiting: 500 })
    queue.close()
  })

  it('waits for the end of quiet hours on the clock of each customer', async () => {
    const shop = await shopWith(['a@b.example', 'c@d.example'], 'plaintext', '{ from: 21, to: 8 }')
    const book = CustomerBook.open(join(shop.cwd, '.shopwarden/leaks'), now)
    book.put(normaliseAddress('c@d.example')!, { reference: 'n1', zone: 'America/Los_Angeles' }, now.toISOString())
    book.close()
    const server = await shop.server()
    expect(JSON.parse((await shop.send(server.port)).text)).toMatchObject({ sent: 1, quiet: 1 })
    await shop.send(server.port, {}, new Date('2026-06-01T14:58:00Z'))
    expect(server.arrived.map((mail) => mail.to)).toEqual(['a@b.example'])
    await shop.send(server.port, {}, new Date('2026-06-01T15:00:00Z'))
    expect(server.arrived.map((mail) => mail.to)).toEqual(['a@b.example', 'c@d.example'])
  })

  it('tells the hold-out of an experiment later, and says what the notice brought', async () => {
    const shop = await shopWith(['early@b.example'])
    const book = CustomerBook.open(join(shop.cwd, '.shopwarden/leaks'), now)
    book.together(() => {
      for (let index = 0; index < 100; index++) {
        const address = normaliseAddress(`x${index}@host${index}.example`)!
        book.put(address, { reference: `x${index}` }, now.toISOString())
        book.expose(book.find(address.address)!, 'leak.txt', 'plaintext', true, now.toISOString())
      }
    })
    book.close()
    await expect(shop.verb('plan', [], { by: 'Ann', holdOut: '90' })).rejects.toThrow('More than half')
    const { held, campaign } = JSON.parse(
      (await shop.verb('plan', [], { by: 'Ann', holdOut: '50', format: 'json' })).text,
    )
    expect(held).toBeGreaterThan(20)
    expect(held).toBeLessThan(80)
    await shop.verb('approve', [campaign], { by: 'Bob' })
    const server = await shop.server()
    const send = (when: Date) =>
      shop.verb('send', [campaign], { smtp: `127.0.0.1:${server.port}`, plain: true, unaligned: 'test' }, when)
    await send(now)
    expect(server.arrived).toHaveLength(100 - held)
    const changed = server.arrived.slice(0, 15).map((mail) => `${mail.to},${later(1).toISOString()}`)
    writeFileSync(join(shop.cwd, 'changed.csv'), `email,changed_at\n${changed.join('\n')}\n`)
    await shop.verb('confirm', ['changed.csv'], {}, later(2))
    const { experiment } = JSON.parse((await shop.verb('outcome', [campaign], { format: 'json' }, later(4))).text)
    expect(experiment).toMatchObject({ over: false, told: { changed: 15 }, held: { customers: held, changed: 0 } })
    expect(experiment.low).toBeGreaterThan(0)
    await send(later(5))
    expect(new Set(server.arrived.map((mail) => mail.to)).size).toBe(100)
  })

  it('shows the letters of a campaign with whom they are for hidden', async () => {
    const shop = await shopWith(['maria.keller@host.example', 'x@y.example'])
    const ran = await shop.verb('preview', [], { campaign: 'newest', format: 'json', most: '5' })
    const { letters } = JSON.parse(ran.text)
    // One letter of each kind and language.
    expect(letters).toHaveLength(1)
    expect(letters[0].text).toContain('Northwind was not broken into')
    expect(ran.text).not.toMatch(/maria|keller|x@y/)
    const { to } = letters[0]
    expect(['m…r@h…t.example', '…@….example']).toContain(to)
  })

  it('warms up a new sender: a few on the first day, twice as many on the next', async () => {
    const shop = await shopWith(many(40))
    const server = await shop.server()
    const days = []
    for (let day = 0; day < 3; day++) {
      await shop.send(server.port, { warmUp: '8' }, later(day))
      await shop.send(server.port, { warmUp: '8' }, later(day))
      days.push(server.arrived.length)
    }
    expect(days).toEqual([8, 24, 40])
  })
})
