import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { quiet } from '../../src/net/browser.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface Visitor {
  page: Page
  /** What the console said that it must not: errors and warnings, and exceptions nobody caught. */
  complaints: string[]
}

export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', ...quiet] })

/** Somebody in front of the page, with an empty browser. */
export async function visit(browser: Browser, options: { locale?: string; width?: number } = {}): Promise<Visitor> {
  const context = await browser.newContext({
    locale: options.locale ?? 'en-GB',
    viewport: { width: options.width ?? 1280, height: 900 },
    // The tests bring axe into the page, which its own policy would not let in.
    bypassCSP: false,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { page, complaints }
}

interface Violation {
  id: string
  nodes: { html: string; failureSummary?: string }[]
}

const wcag22aa = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** The rules among them that look at colours: of all rules only these can say something else in the dark. */
const ofColours = ['color-contrast', 'link-in-text-block']

/** No violation of WCAG 2.2 A and AA that axe can see, in the light and in the dark; nothing wider than the window at 360 px. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  const looks = [
    { colorScheme: 'light', runOnly: wcag22aa },
    { colorScheme: 'dark', runOnly: ofColours },
  ] as const
  for (const { colorScheme, runOnly } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(() => window.scrollTo(0, 0))
    // Colours change over a moment; what is judged is where they arrive.
    await page.waitForTimeout(250)
    await page.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter((animation) => animation instanceof CSSTransition)
          .map((animation) => animation.finished.catch(() => undefined)),
      ),
    )
    // Evaluated by the browser's own debugger, so that the page's policy stays as it is.
    if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
    const violations = (await page.evaluate(async (only) => {
      const axe = (
        globalThis as unknown as {
          axe: { run(context: unknown, options: unknown): Promise<{ violations: unknown[] }> }
        }
      ).axe
      const result = await axe.run(document, {
        runOnly: only,
        resultTypes: ['violations'],
      })
      return result.violations
    }, runOnly)) as Violation[]
    const told = violations.map(
      (each) => `${each.id}: ${each.nodes[0]?.html.slice(0, 200)} ${each.nodes[0]?.failureSummary ?? ''}`,
    )
    expect(told, `${name}, ${colorScheme}`).toEqual([])
  }
  const size = page.viewportSize()
  await page.setViewportSize({ width: 360, height: 800 })
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(wider, `${name} is wider than 360 px`).toBeLessThanOrEqual(0)
  if (size) await page.setViewportSize(size)
}

/** Sum of layout shifts that nobody caused, since the page was loaded (Core Web Vitals: CLS). */
export const layoutShift = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
            if (!shift.hadRecentInput) sum += shift.value
          }
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(sum), 300)
      }),
  )

export const password = 'correct candle anvil river'

/** First visit through the page. */
export async function setUp(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByLabel('Company').fill('Acme Shoes')
  await page.getByLabel('Name', { exact: true }).fill('Olga Owner')
  await page.getByLabel('Mail address').fill('olga@acme.example')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Create the owner' }).click()
  await page.getByRole('heading', { name: 'Your first report in five minutes' }).waitFor()
}
