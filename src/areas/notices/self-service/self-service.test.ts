import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { type MailServerRules, startMailServer } from '../../../../test/helpers/mail-server.ts'
import { openBrowser, visit } from '../../../../test/helpers/page.ts'
import { normaliseAddress } from '../../../connect/customers/address.ts'
import { CustomerBook } from '../../../connect/customers/book.ts'
import { SmtpSession } from '../../../connect/smtp/session.ts'
import { NoticeQueue } from '../queue/queue.ts'
import { brandSchema } from '../render/notice.ts'
import { readingGrade } from '../render/reading.ts'
import { LANGUAGES } from '../words/words.ts'
import { SelfServiceDesk } from './desk.ts'
import { selfServiceHandler } from './handler.ts'
import { askerOf, RateLimit } from './limits.ts'
import { Outbox } from './outbox.ts'
import { pageWords } from './words/all.ts'

const chromium = inject('pageBrowser')
const brand = brandSchema.parse({
  shop: 'Northwind',
  site: 'northwind.example',
  from: 'service@northwind.example',
  contact: 'privacy@northwind.example',
})
const start = Date.parse('2026-06-01T09:00:00Z')

async function page(rules: MailServerRules = {}, origins = ['https://northwind.example']) {
  const dir = mkdtempSync(join(tmpdir(), 'self-'))
  const book = CustomerBook.open(join(dir, 'leaks'), new Date(start))
  const queue = new NoticeQueue(join(dir, 'notices'))
  const at = new Date(start).toISOString()
  for (const [index, address] of ['anna@b.example', 'bert@b.example'].entries())
    book.put(normaliseAddress(address)!, { reference: `n${index}`, name: 'Anna' }, at)
  const anna = book.find('anna@b.example')!
  book.putBreach({
    name: 'Forum',
    title: 'Old Forum <script>',
    domain: '',
    dataClasses: [],
    fabricated: false,
    spamList: false,
    attribution: 'x',
  })
  book.expose(anna, 'Forum', 'plaintext', true, at)
  book.expose(anna, 'Alike', 'plaintext', false, at)
  const mail = await startMailServer(rules)
  let time = start
  const faults: string[] = []
  const stop = new AbortController()
  const outbox = new Outbox({
    from: brand.from,
    connect: () => SmtpSession.open({ host: '127.0.0.1', port: mail.port, secure: false, requireTls: false }),
    signal: stop.signal,
    fault: (reason) => faults.push(reason),
    retryMs: 5,
  })
  const now = () => new Date(time)
  const desk = new SelfServiceDesk({ book, queue, brand, now, send: (to, raw) => outbox.add(to, raw) })
  const handle = selfServiceHandler({
    desk,
    brand,
    origins,
    behindProxy: true,
    now,
    fault: (error) => faults.push(String(error)),
  })
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  onTestFinished(async () => {
    stop.abort()
    server.closeAllConnections()
    server.close()
    await mail.close()
    book.close()
    queue.close()
  })
  let asker = 0
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(base + path, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { 'x-forwarded-for': `192.0.2.1, 198.51.100.${++asker % 250}`, ...headers },
    })
  return { base, book, queue, mail, post, faults, pass: (ms: number) => (time += ms) }
}

describe('a customer checks the own address', () => {
  it('is answered by mail to that address; the page says the same to everybody', async () => {
    const { post, mail, base } = await page()
    const [known, stranger] = await Promise.all(
      ['Anna@b.example', 'nobody@b.example'].map((email) => post('/check', { email, lang: 'de' })),
    )
    expect([known!.status, stranger!.status]).toEqual([202, 202])
    const text = await known!.text()
    expect(await stranger!.text()).toBe(text)
    expect(text).toContain(pageWords.de.asked)
    const headers = (response: Response) => [...response.headers].filter(([name]) => name !== 'date')
    expect(headers(known!)).toEqual(headers(stranger!))
    await expect.poll(() => mail.arrived.length).toBe(1)
    await post('/check', { email: 'bert@b.example', lang: 'en' })
    await expect.poll(() => mail.arrived.length).toBe(2)
    expect(mail.arrived.map((item) => item.to)).toEqual(['anna@b.example', 'bert@b.example'])
    expect(mail.arrived[0]!.text).toContain('Old Forum script')
    expect(mail.arrived[0]!.text).not.toContain('Alike')
    expect(mail.arrived[1]!.text).toContain('Good news')
    expect((await fetch(`${base}/?lang=pl`)).headers.get('content-security-policy')).toContain(
      'frame-ancestors https://northwind.example',
    )
  })

  it('cannot be used to flood a mailbox, to guess by the hundred or to smuggle headers', async () => {
    const { post, mail, pass } = await page()
    for (let index = 0; index < 10; index++)
      expect((await post('/check', { email: 'anna@b.example' })).status).toBe(202)
    const one = { 'x-forwarded-for': '203.0.113.9' }
    const statuses = []
    for (let index = 0; index < 25; index++)
      statuses.push((await post('/check', { email: `guess${index}@b.example` }, one)).status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(5)
    for (const email of ['a@b.example\r\nBcc: x@y.example', '', 'no address', 'a@b', `${'x'.repeat(3000)}@b.example`])
      expect((await post('/check', { email })).status).toBe(422)
    expect((await post('/check', { email: 'x'.repeat(10_000) })).status).toBe(422)
    pass(25 * 3_600_000)
    await post('/check', { email: 'anna@b.example' })
    await expect.poll(() => mail.arrived.length).toBe(4)
  })

  it('tries again where the mail server puts it off, and gives up in the end', async () => {
    let refusals = 2
    const { post, mail, faults } = await page({
      recipient: (address) => (address === 'bert@b.example' || refusals-- > 0 ? [451, '4.7.1 later'] : undefined),
    })
    await post('/check', { email: 'anna@b.example' })
    await expect.poll(() => mail.arrived.length).toBe(1)
    await post('/check', { email: 'bert@b.example' })
    await expect.poll(() => faults).toEqual(['an answer was given up after several tries'])
  })
})

describe('a customer objects', () => {
  const codeIn = (text: string) => /: ([A-Z2-9]{8})\./.exec(text)![1]!

  it('with the code from the mailbox, once, within an hour; then everything is gone and stays out', async () => {
    const { post, mail, book, queue, pass } = await page()
    const confirm = async (code: string, email = 'anna@b.example') => (await post('/confirm', { email, code })).status
    await post('/stop', { email: 'anna@b.example', lang: 'en' })
    await expect.poll(() => mail.arrived.length).toBe(1)
    pass(61 * 60_000)
    expect(await confirm(codeIn(mail.arrived[0]!.text))).toBe(422)
    await post('/stop', { email: 'anna@b.example', lang: 'en' })
    await expect.poll(() => mail.arrived.length).toBe(2)
    const code = codeIn(mail.arrived[1]!.text)
    expect(await confirm(code, 'bert@b.example')).toBe(422)
    expect(await confirm('AAAAAAAA')).toBe(422)
    const customer = book.find('anna@b.example')!
    expect(await confirm(code.toLowerCase())).toBe(200)
    expect(await confirm(code)).toBe(422)
    expect(book.exposures({ customer })).toEqual([])
    expect(queue.isSuppressed(customer)).toBe(true)
    expect(book.put(normaliseAddress('anna@b.example')!, undefined, new Date().toISOString())).toBe(false)
  })

  it('not by guessing: five tries, then the code is void', async () => {
    const { post, mail, book } = await page()
    await post('/stop', { email: 'anna@b.example', lang: 'en' })
    await expect.poll(() => mail.arrived.length).toBe(1)
    for (let index = 0; index < 5; index++) await post('/confirm', { email: 'anna@b.example', code: `AAAAAAA${index}` })
    const code = codeIn(mail.arrived[0]!.text)
    expect((await post('/confirm', { email: 'anna@b.example', code })).status).toBe(422)
    expect(book.find('anna@b.example')).toBeDefined()
  })
})

describe('the widget', () => {
  it('is a script in the language asked for, and only the shop may read its answers', async () => {
    const { base, post } = await page()
    const script = await (await fetch(`${base}/widget.js?lang=fr`)).text()
    expect(script).toContain(pageWords.fr.label)
    expect(() => new Function(script)).not.toThrow()
    const shop = await post(
      '/check',
      { email: 'a@b.example' },
      { origin: 'https://northwind.example', accept: 'application/json' },
    )
    expect(shop.headers.get('access-control-allow-origin')).toBe('https://northwind.example')
    expect(await shop.json()).toEqual({ said: pageWords.en.asked })
    const other = await post('/check', { email: 'a@b.example' }, { origin: 'https://other.example' })
    expect(other.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe.runIf(chromium)('the widget in a page of the shop', () => {
  it('asks, says what it is told, and brings no markup', async () => {
    let widget = ''
    const shop = createServer((_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<div data-leak-check></div><script src="${widget}" async></script>`),
    )
    await new Promise<void>((ready) => shop.listen(0, '127.0.0.1', ready))
    const origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
    const { base, mail } = await page({}, [origin])
    widget = `${base}/widget.js?lang=pl`
    const browser = await openBrowser(chromium!)
    onTestFinished(async () => {
      await browser.close()
      shop.close()
    })
    const { page: view, complaints } = await visit(browser)
    await view.goto(origin)
    await view.getByLabel(pageWords.pl.label).fill('anna@b.example')
    await view.getByRole('button', { name: pageWords.pl.ask }).click()
    await view.getByText(pageWords.pl.asked).waitFor()
    await expect.poll(() => mail.arrived.map((item) => item.to)).toEqual(['anna@b.example'])
    expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([])
  })
})

describe('parts', () => {
  it('counts a household as one', () => {
    expect(askerOf('::ffff:192.0.2.1')).toBe('192.0.2.1')
    expect(askerOf('2001:db8:1:2:3:4:5:6')).toBe(askerOf('2001:db8:1:2::9'))
    expect(askerOf('2001:db8:1:2::1')).not.toBe(askerOf('2001:db8:1:3::1'))
    expect(askerOf('::1')).toBe('0:0:0:0')
  })

  it('keeps the limits in bounded memory', () => {
    const limit = new RateLimit(1, 1000)
    for (let index = 0; index < 250_000; index++) expect(limit.take(`k${index}`, 0)).toBe(true)
    expect(limit.take('k249999', 10)).toBe(false)
    expect(limit.take('k249999', 1001)).toBe(true)
  })

  it('is written plainly in every language', () => {
    const { en } = pageWords
    expect(readingGrade([en.why, en.whatText, ...en.tips, en.stopText, en.asked, en.codeText].join('\n'))).toBeLessThan(
      8,
    )
    for (const language of LANGUAGES)
      for (const text of Object.values(pageWords[language]).flat()) expect(text.length).toBeGreaterThan(3)
  })
})
