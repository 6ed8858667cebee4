// A new user's way through the page, from the first visit to the report, with a picture of every page it meets.
// node bench/server/screens.bench.ts FOLDER [shop's address] [its source] [chromium]; without an address: the sample shop
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { ensureWebBuilt } from '../../scripts/build-web.mjs'
import { setUp } from '../../test/helpers/page.ts'
import { startTestServer } from '../../test/helpers/server.ts'

const [folder = 'screens', address = '', source = '', executablePath = '/usr/bin/chromium'] = process.argv.slice(2)
// Without it the page is empty, and every wait runs to its end.
ensureWebBuilt()
mkdirSync(folder, { recursive: true })
const server = await startTestServer({ chromium: executablePath })
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce' })
page.setDefaultTimeout(60_000)
const complaints: string[] = []
page.on('console', (message) => {
  if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
})
page.on('pageerror', (error) => complaints.push(String(error)))
/** At a desk and in the hand, in light and in dark; `everywhere: false` for what passes while it is looked at. */
const picture = async (name: string, everywhere = true) => {
  await page.waitForTimeout(1200)
  await page.screenshot({ path: join(folder, `${name}.png`) })
  if (!everywhere) return
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.waitForTimeout(300)
  await page.screenshot({ path: join(folder, `${name}-dark.png`) })
  await page.setViewportSize({ width: 360, height: 800 })
  await page.waitForTimeout(300)
  await page.screenshot({ path: join(folder, `${name}-360-dark.png`) })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.waitForTimeout(300)
  await page.screenshot({ path: join(folder, `${name}-360.png`), fullPage: true })
  await page.setViewportSize({ width: 1280, height: 900 })
}

const began = performance.now()
await setUp(page, server.url)
await picture('guide')
if (address === '') await page.getByRole('button', { name: 'Audit the sample shop' }).click()
else {
  await page.getByLabel('Name of the shop').fill('OpenCart')
  await page.getByLabel('Address', { exact: true }).fill(address)
  if (source !== '')
    await page
      .getByLabel(/source/i)
      .first()
      .fill(source)
  await page.getByRole('button', { name: 'Start the first audit' }).click()
}
await page.getByRole('heading', { name: 'Looking at the shop' }).waitFor()
await picture('progress', false)
await page.getByRole('heading', { name: 'The thirteen answers' }).waitFor({ timeout: 600_000 })
const seconds = Math.round((performance.now() - began) / 1000)
const shop = /\/s\/([^/?]+)/.exec(page.url())?.[1] ?? ''
const at = (path: string) => page.goto(`${server.url}s/${shop}${path}`)
await at('')
await page.getByRole('heading', { name: 'The few risks that matter now' }).waitFor()
await picture('overview')
for (const [path, name] of [
  ['/questions/payment', 'question'],
  ['/findings', 'findings'],
  ['/roadmap', 'roadmap'],
  ['/fraud', 'fraud-empty'],
  ['/disputes', 'disputes'],
  ['/malware', 'malware'],
  ['/payment', 'payment'],
  ['/leaks', 'leaks-empty'],
  ['/knowledge', 'knowledge'],
  ['/activity', 'activity'],
  ['/settings', 'shop-settings'],
] as const) {
  await at(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await picture(name)
}
await at('/findings')
await page.locator('.finding-row').first().click()
await page.waitForURL(/findings\/./)
await page.getByRole('heading', { name: 'What was seen' }).waitFor()
await picture('finding')
await page.goto(`${server.url}settings`)
await page.getByRole('tab', { name: 'People' }).click()
await picture('settings')
await page.getByRole('tab', { name: 'Clients' }).click()
await picture('clients')
await page.goto(`${server.url}reference`)
await picture('reference')
console.log(JSON.stringify({ firstVisitToReportSeconds: seconds, score: await score(), complaints }))
await browser.close()
await server.stop()

async function score(): Promise<string> {
  await at('')
  return (await page.getByRole('img', { name: /Score \d+ of 100/ }).getAttribute('aria-label')) ?? ''
}
