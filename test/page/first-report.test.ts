import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Browser } from 'playwright-core'
import type { RunningServer } from '../../src/server/server.ts'
import { expectAccessible, layoutShift, openBrowser, setUp, visit, type Visitor } from '../helpers/page.ts'
import { startTestServer } from '../helpers/server.ts'

const chromium = inject('pageBrowser')

describe.skipIf(chromium === undefined)('from the first visit to the first report', () => {
  let server: RunningServer
  let browser: Browser
  let visitor: Visitor
  let shop: string
  beforeAll(async () => {
    server = await startTestServer()
    browser = await openBrowser(chromium!)
    visitor = await visit(browser)
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
  })

  it('the first visit makes the owner, and the guide starts the audit of the sample shop, live', async () => {
    const { page } = visitor
    await page.goto(server.url)
    await page.getByLabel('Company').waitFor()
    await expectAccessible(page, 'first visit')
    await setUp(page, server.url)
    await expectAccessible(page, 'guide')
    await page.getByRole('button', { name: 'Audit the sample shop' }).click()
    await page.getByRole('heading', { name: 'Looking at the shop' }).waitFor()
    await page.locator('.stage').first().waitFor()
    await page.getByRole('heading', { name: 'The thirteen answers' }).waitFor({ timeout: 90_000 })
    shop = /\/s\/([^/?]+)/.exec(page.url())?.[1] ?? ''
    expect(await page.locator('.answers').first().locator('li').count()).toBe(13)
  })

  it('the overview says how good, what matters, and does not jump while it loads', async () => {
    const { page } = visitor
    await page.goto(`${server.url}s/${shop}`)
    await page.getByRole('img', { name: /Score \d+ of 100/ }).waitFor()
    await page.getByRole('heading', { name: 'The few risks that matter now' }).waitFor()
    await expect.poll(() => page.locator('.few li').count()).toBeGreaterThan(2)
    expect(await layoutShift(page)).toBeLessThan(0.1)
    await expectAccessible(page, 'overview')
  })

  it('the report comes as signed files', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Report' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'PDF' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^Sample-shop-.*report\.pdf$/)
  })

  it('a question shows its evidence with age and origin, takes a statement, and accepts a risk', async () => {
    const { page } = visitor
    await page.goto(`${server.url}s/${shop}/questions/pentest`)
    await page.getByRole('heading', { name: 'Evidence' }).waitFor()
    await page.locator('.evidence summary').first().click()
    await page.getByText('Observed', { exact: true }).first().waitFor()
    await expectAccessible(page, 'question')
    await page.getByRole('button', { name: 'State what you know' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Your answer').selectOption('yes')
    await dialog.getByLabel('In your words').fill('Tested in May <script>alert(1)</script>')
    await dialog
      .getByLabel('Documents that show it')
      .setInputFiles({ name: 'report.txt', mimeType: 'text/plain', buffer: Buffer.from('tested') })
    await expectAccessible(page, 'statement')
    await dialog.getByRole('button', { name: 'File the statement' }).click()
    await page.getByText('Filed. The next audit counts it.').waitFor()
    await page.getByRole('button', { name: 'Accept the risk for a time' }).first().click()
    await page.getByLabel('Reason').fill('Old system, replaced in spring')
    await page.getByLabel('Valid until').fill('2030-01-01')
    await page.getByRole('dialog').getByRole('button', { name: 'Accept the risk for a time' }).click()
    await page.getByText('Accepted. The next audit shows it.').waitFor()
  })

  it('findings are filtered, grouped, opened, assigned and suppressed with a reason', async () => {
    const { page } = visitor
    await page.goto(`${server.url}s/${shop}/findings`)
    await page.locator('.finding-row').first().waitFor()
    await expectAccessible(page, 'findings')
    const all = await page.locator('.finding-row').count()
    await page.getByLabel('Severity').selectOption('critical')
    await expect.poll(() => page.locator('.finding-row').count()).toBeLessThan(all)
    await page.getByLabel('Group by').selectOption('area')
    await page.locator('.group-row').first().waitFor()
    await page.getByLabel('Group by').selectOption('none')
    await page.getByLabel('Search').fill('database command')
    await page.locator('.finding-row', { hasText: 'Foreign data becomes part' }).first().click()
    await page.getByRole('heading', { name: 'The way to it' }).waitFor()
    await expectAccessible(page, 'finding')
    await page.getByLabel('Assigned to').selectOption('Olga Owner')
    await page.locator('.page-head').getByText('Assigned').waitFor()
    await page.getByRole('button', { name: 'Suppress' }).click()
    await page.getByLabel('Reason').fill('Only in the sample')
    await page.getByRole('dialog').getByRole('button', { name: 'Suppress' }).click()
    await page.locator('.page-head').getByText('Suppressed').waitFor()
    await page.getByText('Only in the sample (Olga Owner)').waitFor()
    await page.getByRole('button', { name: 'Open again' }).click()
    await page.locator('.page-head').getByText('Open', { exact: true }).waitFor()
  })

  it('the roadmap is a board that can be narrowed down', async () => {
    const { page } = visitor
    await page.goto(`${server.url}s/${shop}/roadmap`)
    await page.locator('.step').first().waitFor()
    await expectAccessible(page, 'roadmap')
    const all = await page.locator('.step').count()
    await page.getByLabel('Owner', { exact: true }).selectOption('COO')
    await expect.poll(() => page.locator('.step').count()).toBeLessThan(all)
  })

  it('the second audit counts what was stated, and history begins', async () => {
    const { page } = visitor
    await page.goto(`${server.url}s/${shop}`)
    await page.getByRole('button', { name: 'Start audit' }).click()
    await page.getByRole('button', { name: 'Audit is running' }).waitFor()
    await page.getByRole('button', { name: 'Start audit' }).waitFor({ timeout: 90_000 })
    await page.getByRole('heading', { name: 'Changed since' }).waitFor()
    await page.locator('.u-wrap canvas').waitFor()
    await expectAccessible(page, 'overview with a line')
    await page.goto(`${server.url}s/${shop}/questions/pentest`)
    await page.getByText('Tested in May <script>alert(1)</script>').first().waitFor()
    await page.getByRole('heading', { name: 'History', exact: true }).waitFor()
    await page.goto(`${server.url}s/${shop}/activity`)
    await expect.poll(() => page.locator('tbody tr').count()).toBe(2)
    await expectAccessible(page, 'activity')
  })

  it('all of it without a word of complaint in the console', () => {
    expect(visitor.complaints).toEqual([])
  })
})
