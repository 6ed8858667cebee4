import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { readReasons } from '../../src/areas/disputes/qualify/reasons.ts'
import { takeMessage } from '../../src/areas/disputes/records/cases.ts'
import { locationOf, openRoom } from '../../src/areas/disputes/records/room.ts'
import { raiseAlerts } from '../../src/areas/malware/watch/alerts.ts'
import { inventorySchema } from '../../src/areas/payment/watch/inventory.ts'
import { NoticeQueue } from '../../src/areas/notices/queue/queue.ts'
import { recordLook } from '../../src/areas/screening/usage.ts'
import { recordRun, writeInventory } from '../../src/areas/payment/watch/records.ts'
import type { RunningServer } from '../../src/server/server.ts'
import { expectAccessible, openBrowser, setUp, visit, type Visitor } from '../helpers/page.ts'
import { startTestServer } from '../helpers/server.ts'

const chromium = inject('pageBrowser')
const hostile = '<img src=x onerror=alert(1)>'

/** Orders of many customers, and one who tries one card after another from one address. */
function someEvents() {
  const start = Date.parse('2026-11-20T10:00:00Z')
  const order = (id: string, minutes: number, customer: string, card: string, ip: string, amount: number) => ({
    id,
    type: 'order',
    at: new Date(start + minutes * 60_000).toISOString(),
    customer: { id: customer, email: `${customer}@mail.example` },
    order: { id: `o-${id}`, amount, currency: 'EUR', note: hostile },
    payment: { instrument: card, result: 'declined' },
    ip: { address: ip },
    ...(amount > 100 && { services: { minfraud: { score: 84, advice: 'review' }, sift: { score: 91.2 } } }),
  })
  return [
    ...Array.from({ length: 60 }, (_, n) => order(`e${n}`, n * 30, `c${n}`, `card${n}`, `198.51.100.${n}`, 40)),
    ...Array.from({ length: 12 }, (_, n) =>
      order(`x${n}`, 1800 + n, n < 9 ? 'thief' : `c${n}`, `stolen${n}`, '203.0.113.9', 500),
    ),
  ]
}

describe.skipIf(chromium === undefined)('the guards', () => {
  let server: RunningServer
  let browser: Browser
  let visitor: Visitor
  let at: string
  let shop: string
  let stateDir: string
  const call = (method: string, path: string, body?: unknown) =>
    visitor.page.evaluate(
      async ([verb, address, json]) => {
        const response = await fetch(`/api/v1${address}`, {
          method: verb as string,
          ...(json !== undefined && { body: json as string, headers: { 'content-type': 'application/json' } }),
        })
        return response.json()
      },
      [method, path, body === undefined ? undefined : JSON.stringify(body)],
    )

  beforeAll(async () => {
    server = await startTestServer()
    browser = await openBrowser(chromium!)
    visitor = await visit(browser)
    await setUp(visitor.page, server.url)
    const made = await call('POST', '/shops', {
      description: {
        name: `Shop ${hostile}`,
        urls: { storefront: 'http://127.0.0.1:9/', checkout: 'http://127.0.0.1:9/checkout' },
      },
    })
    shop = made.id
    at = `${server.url}s/${shop}`
    stateDir = join(server.house.workspace.dir, 'shops', shop)
    await call('POST', `/shops/${shop}/fraud/events`, { events: someEvents() })
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
  })

  it('fraud: the queue is worked with the keyboard, decisions explain themselves, links are drawn', async () => {
    const { page } = visitor
    await page.goto(`${at}/fraud`)
    await page.locator('.queue-item').first().waitFor()
    await page.getByRole('heading', { name: 'Who is linked to whom' }).waitFor()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    await page.getByText('minfraud 84').first().waitFor()
    await expectAccessible(page, 'fraud desk')
    const open = await page.locator('.queue-item').count()
    await page.keyboard.press('j')
    await expect.poll(() => page.locator('.queue-item').nth(1).getAttribute('aria-current')).toBe('true')
    await page.keyboard.press('k')
    await page.keyboard.press('a')
    await page.locator('.queue-item').first().getByText('Olga Owner').waitFor()
    await page.keyboard.press('f')
    await expect.poll(() => page.locator('.queue-item').count()).toBe(open - 1)
    await page.getByLabel('State').selectOption('closed')
    await page.getByText('Closed as: fraud').waitFor()
    await page.getByRole('tab', { name: 'Look up' }).click()
    await page.getByLabel('By').selectOption('ip')
    await page.getByLabel('Value').fill('203.0.113.9')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.locator('.links').waitFor()
  })

  it('fraud: rules are checked while they are typed, tried, put in force and taken back', async () => {
    const { page } = visitor
    await page.getByRole('tab', { name: 'Rules' }).click()
    await page.getByText(/In order: \d+ rules/).waitFor()
    await expectAccessible(page, 'rules')
    const editor = page.getByRole('textbox', { name: 'Rules' })
    await editor.fill('rules:\n  - id: velocity/own\n    when: order.amont > 100\n    outcome: review\n    says: Large')
    await page.getByText(/SW_FRAUD_RULE/).waitFor()
    await editor.fill(
      'rules:\n  - id: velocity/own\n    when: order.amount > 100\n    outcome: review\n    points: 10\n    says: Large',
    )
    await page.getByText(/In order: \d+ rules/).waitFor()
    await page.getByRole('button', { name: 'Test the rules' }).click()
    await page.getByText(/^72 events over/).waitFor()
    await page.getByRole('row', { name: /^Review/ }).waitFor()
    await page.getByRole('button', { name: 'Try beside the live ones' }).click()
    await page.getByText(/Tried beside/).waitFor()
    await page.getByRole('button', { name: 'Put in force' }).click()
    await expect.poll(() => page.getByText(/rules in force: (?!built-in)/).count()).toBe(1)
    await page.getByRole('button', { name: 'Go back' }).click()
    await page.getByText('rules in force: built-in').waitFor()
  })

  it('outside services: what they answered, and how right they were', async () => {
    const { page } = visitor
    const label = (id: string) => ({
      id: `label-${id}`,
      type: 'label',
      at: new Date().toISOString(),
      label: { of: id, verdict: 'chargeback' },
    })
    await call('POST', `/shops/${shop}/fraud/events`, { events: [label('x0'), label('x1')] })
    for (const [index, score] of [91, 84, 7].entries())
      recordLook(stateDir, {
        at: new Date().toISOString(),
        service: 'FraudLabs Pro',
        order: `o-x${index}`,
        ok: index < 2,
        ms: 120,
        ...(index < 2 ? { score } : { error: 'SW_SCREENING_LATE' }),
      })
    await page.getByRole('tab', { name: 'Outside services' }).click()
    await page.getByText('SW_SCREENING_LATE').waitFor()
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByText('2 orders with a known end, 2 of them fraud.').waitFor()
    await expectAccessible(page, 'outside services')
  })

  it('malware: an alert is judged, a false alarm with a reason', async () => {
    const { page } = visitor
    const report = {
      path: `up/${hostile}.php`,
      sha256: 'ab'.repeat(32),
      category: 'malicious',
      reasons: [{ why: 'runs input' }],
    }
    raiseAlerts(join(stateDir, 'malware'), '/srv/shop', [report as never], new Date())
    await page.goto(`${at}/malware`)
    await page.getByText(`up/${hostile}.php`).waitFor()
    await expectAccessible(page, 'malware')
    await page.getByRole('button', { name: 'Judge' }).click()
    await page.getByRole('dialog').getByLabel('State').selectOption('false-alarm')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('a false alarm needs a reason').waitFor()
    await page.getByRole('dialog').getByLabel('Reason').fill('Our own test')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.locator('.lines').getByText('False alarm').waitFor()
    // The refusal is the server's answer to a mistake on purpose.
    visitor.complaints.splice(0, 1)
  })

  it('payment: scripts stand beside what they were, and are authorised with a reason', async () => {
    const { page } = visitor
    const url = 'http://127.0.0.1:9/checkout'
    const script = {
      key: 'pay.js',
      host: 'cdn.example',
      capabilities: [],
      hosts: ['cdn.example'],
      integrity: 'none',
      touchesCard: true,
      seeksCard: true,
      firstSeen: '2026-11-01T00:00:00Z',
    }
    const version = (day: string) => ({
      sha384: day.repeat(20),
      structure: 's',
      firstSeen: `2026-11-${day}T00:00:00.000Z`,
    })
    writeInventory(
      join(stateDir, 'payment'),
      url,
      inventorySchema.parse({
        format: 'shopwarden-payment-inventory/1',
        url,
        headers: {},
        ...Object.fromEntries(
          ['frameHosts', 'formHosts', 'cardFields', 'requestHosts', 'serviceWorkers', 'overlays'].map((name) => [
            name,
            [],
          ]),
        ),
        scripts: [
          {
            ...script,
            versions: [version('02'), version('20')],
            authorisedBy: 'Olga',
            authorisedAt: '2026-11-10T00:00:00Z',
            justification: 'pays',
          },
          { ...script, key: 'new.js', versions: [version('21')] },
        ],
      }),
    )
    recordRun(join(stateDir, 'payment'), {
      at: new Date().toISOString(),
      url,
      profiles: 2,
      scripts: 2,
      unauthorised: 1,
      alerts: [{ rule: 'payment/new-script', severity: 'high', title: 'A script is new', detail: 'new.js' }],
    })
    await page.goto(`${at}/payment`)
    await page.getByText('Changed since', { exact: true }).waitFor()
    await page.locator('summary', { hasText: 'pay.js' }).click()
    await page.getByRole('heading', { name: 'Since then' }).first().waitFor()
    await expectAccessible(page, 'payment page')
    await page.getByRole('button', { name: /Authorise/ }).click()
    await page.getByLabel('Why these scripts are needed').fill('The new payment provider')
    await page.getByRole('dialog').getByRole('button', { name: 'Authorise' }).click()
    await expect.poll(() => page.getByText('Not authorised').count()).toBe(0)
  })

  it('leaks: customers are taken in and compared, a notice is previewed and a campaign planned', async () => {
    const { page } = visitor
    await page.goto(`${at}/leaks`)
    await page.getByText('Nothing was compared yet').waitFor()
    await expectAccessible(page, 'leaks')
    const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page
      .getByLabel('Export of customers')
      .setInputFiles(
        file('customers.csv', 'customer_id,email,name\n1,anna@mail.example,Anna\n2,bert@mail.example,Bert\n'),
      )
    await page.getByRole('button', { name: 'Take in' }).click()
    await expect.poll(() => page.locator('.figure-value').first().textContent(), { timeout: 30_000 }).toBe('2')
    await page
      .getByLabel('Leaked list')
      .setInputFiles(file('leak.txt', 'anna@mail.example:hunter2\nother@mail.example:x\n'))
    await page.getByLabel('Name of the leak').fill('Old forum')
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByText('1 of 2 customers').waitFor({ timeout: 30_000 })
    await page.getByRole('button', { name: 'New' }).click()
    await page.getByLabel('Name of the shop in the mail').fill('Acme Shoes')
    await page.getByLabel('Address customers type').fill('acme.example')
    await page.getByLabel('Sender').fill('service@acme.example')
    await page.getByLabel('Where customers write to').fill('service@acme.example')
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.locator('.notice-text').waitFor()
    await expectAccessible(page, 'preview of a notice')
    await page.getByRole('button', { name: 'Gather who is told' }).click()
    await page.getByText('Waits for another person').waitFor()
    // Another person has approved it.
    const queue = new NoticeQueue(join(stateDir, 'notices'))
    queue.approve(queue.campaigns().at(-1)!.id, 'Bob', new Date().toISOString())
    queue.close()
    await page.reload()
    await page.getByText('Send, and what came of it').click()
    await page.getByText('0 of 1 sent').waitFor()
    await expectAccessible(page, 'an approved campaign')
    await page.getByLabel('Or: reason to send without looking').fill('a test')
    await page.getByRole('button', { name: 'Send what is due' }).click()
    await page.getByText('Started').first().waitFor()
  })

  it('disputes: by deadline, with advice, proof and the answer as a PDF', async () => {
    const { page } = visitor
    const dir = join(stateDir, 'disputes')
    const room = await openRoom(locationOf(dir, undefined), join(dir, 'keys'), new Date())
    const notice = {
      kind: 'dispute' as const,
      provider: 'stripe' as const,
      eventId: 'evt_1',
      eventAt: new Date().toISOString(),
      providerId: 'du_1',
      state: 'open' as const,
      facts: {
        payment: 'pi_1',
        network: 'visa' as const,
        reasonCode: '10.4',
        amount: { minor: 12_345, currency: 'EUR' },
        openedAt: new Date().toISOString(),
        dueAt: new Date(Date.now() + 40 * 3_600_000).toISOString(),
      },
    }
    await takeMessage(room, notice, readReasons(server.house.knowledgeDir), new Date())
    await room.close()
    await page.goto(`${at}/disputes`)
    await page.getByText('stripe:du_1').waitFor()
    await page.getByRole('button', { name: 'Open' }).click()
    await page.getByText('€123.45').waitFor()
    await page.getByText(/^Advice: /).waitFor()
    await expectAccessible(page, 'disputes')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Answer as PDF' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/du_1\.pdf$/)
  })

  it('knowledge: says how old the facts are and what is not in order', async () => {
    const { page } = visitor
    await page.goto(`${at}/knowledge`)
    await page.getByText('platform-releases').waitFor()
    await expectAccessible(page, 'knowledge')
  })

  it('nothing that was stored became part of the page, and the console has nothing to say', async () => {
    expect(await visitor.page.locator('img[src="x"]').count()).toBe(0)
    expect(visitor.complaints).toEqual([])
  })
})
