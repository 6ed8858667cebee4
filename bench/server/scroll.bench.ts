// Scrolling through a list of findings in Chromium: rows in the page, frames, tasks over 50 ms; 1,000 rows beside 100,000.
// node bench/server/scroll.bench.ts [rows] [chromium]
import { loadavg } from 'node:os'
import { chromium, type Page } from 'playwright-core'
import { ensureWebBuilt } from '../../scripts/build-web.mjs'
import { SEVERITIES } from '../../src/core/severity.ts'
import { countFindings } from '../../src/server/findings/count.ts'
import { setUp } from '../../test/helpers/page.ts'
import { startTestServer } from '../../test/helpers/server.ts'

ensureWebBuilt()
const most = Number(process.argv[2] ?? 100_000)
const server = await startTestServer({ settings: { jobs: 0 } })
const { store } = server.house.workspace
const browser = await chromium.launch({
  executablePath: process.argv[3] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
})
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
page.setDefaultTimeout(120_000)
await setUp(page, server.url)

async function shopWith(rows: number): Promise<string> {
  const made = await page.context().request.post(`${server.url}api/v1/shops`, { data: { description: { name: 'S' } } })
  const { id: shop } = (await made.json()) as { id: string }
  for (let at = 0; at < rows; at += 500)
    await store.db
      .insertInto('finding')
      .values(
        Array.from({ length: Math.min(500, rows - at) }, (_, n) => {
          const rank = (at + n) % 5
          return {
            shop,
            fingerprint: `f${String(at + n).padStart(8, '0')}`,
            area: 'code',
            rule: `code/rule-${n % 40}`,
            severity: SEVERITIES[rank] ?? 'info',
            rank,
            confidence: 'high',
            title: `Foreign data becomes part of a command, case ${at + n}`,
            place: `src/dir${n % 50}/file${n}.php`,
            line: n,
            body: '{}',
            first_seen: '2026-01-01T00:00:00Z',
            last_seen: '2026-11-01T00:00:00Z',
            last_audit: 'a',
            state: 'open',
          }
        }),
      )
      .execute()
  await countFindings(store, shop)
  return shop
}

/** Ten seconds of scrolling up and down by a screen a frame, through all that is loaded. */
const scroll = (target: Page) =>
  target.evaluate(async () => {
    const box = document.querySelector('.findings-box')!
    const long: number[] = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) long.push(entry.duration)
    }).observe({ type: 'longtask' })
    const frames: number[] = []
    let mostRows = 0
    let last = performance.now()
    const end = last + 10_000
    let down = true
    while (last < end) {
      await new Promise(requestAnimationFrame)
      const now = performance.now()
      frames.push(now - last)
      last = now
      if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1) down = false
      else if (box.scrollTop === 0) down = true
      box.scrollTop += (down ? 1 : -1) * box.clientHeight
      mostRows = Math.max(mostRows, document.querySelectorAll('.virtual-row').length)
    }
    frames.sort((a, b) => a - b)
    const at = (share: number) => Math.round(frames[Math.floor(frames.length * share)] ?? 0)
    return {
      frames: frames.length,
      frameMs: { p50: at(0.5), p99: at(0.99) },
      longTasks: long.length,
      longest: Math.round(Math.max(0, ...long)),
      mostRows,
    }
  })

const results = []
for (const rows of [1000, most]) {
  const shop = await shopWith(rows)
  await page.goto(`${server.url}s/${shop}/findings`)
  await page.locator('.virtual-row').first().waitFor()
  const began = performance.now()
  for (;;) {
    const loaded = await page.evaluate(() => {
      const box = document.querySelector('.findings-box')!
      box.scrollTop = box.scrollHeight
      return Math.round(box.scrollHeight / 64)
    })
    if (loaded >= rows) break
    await page.waitForTimeout(20)
  }
  const loadSeconds = Math.round((performance.now() - began) / 100) / 10
  await page.evaluate(() => document.querySelector('.findings-box')!.scrollTo(0, 0))
  results.push({ rows, loadSeconds, load: loadavg()[0], ...(await scroll(page)) })
  console.log(JSON.stringify(results.at(-1)))
}
await browser.close()
await server.stop()
