/**
 * Pictures of every notice and of the customers' page: six languages, light and dark, 320 and 1280 px, to be looked at.
 * node bench/notices/screens.bench.ts [folder] [chromium]
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { noticeHtml } from '../../src/areas/notices/render/html.ts'
import { brandSchema, composeNotice } from '../../src/areas/notices/render/notice.ts'
import { pageHtml } from '../../src/areas/notices/self-service/page.ts'
import { LANGUAGES, VARIANTS } from '../../src/areas/notices/words/words.ts'

const folder = process.argv[2] ?? 'screens'
mkdirSync(folder, { recursive: true })
const brand = brandSchema.parse({
  shop: 'Northwind',
  site: 'northwind.example',
  from: 'service@northwind.example',
  contact: 'privacy@northwind.example',
  noMisuseSeen: true,
})
const all = LANGUAGES.flatMap((language) => [
  ...VARIANTS.map((variant) => {
    const notice = composeNotice({ brand, variant, language, leaks: ['Old Forum'], name: 'Maria', reminder: false })
    return { name: `${language}-${variant}`, html: noticeHtml(notice, brand) }
  }),
  { name: `${language}-page`, html: pageHtml(brand, language) },
])
const browser = await chromium.launch({
  executablePath: process.argv[3] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
})
for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [320, 1280]) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 640 } })
    for (const { name, html } of all) {
      await page.setContent(html)
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true })
    }
    await page.close()
  }
await browser.close()
console.log(`${all.length * 4} pictures in ${folder}`)
