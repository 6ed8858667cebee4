import type { Page } from 'playwright-core'
import { within } from './within.ts'

/** What a customer does before typing: moves the mouse, scrolls. Scripts that wait for that wake up. */
export async function arrive(page: Page): Promise<void> {
  try {
    for (let step = 1; step <= 4; step++) await page.mouse.move(40 * step, 60 + 20 * step)
    await page.mouse.wheel(0, 240)
    await page.waitForTimeout(50)
    await page.mouse.wheel(0, -240)
  } catch {
    // A page that left or hangs: the visit itself says so.
  }
}

/** Opens the page once more, as somebody who comes back: what was kept the first time is there. */
export async function comeBack(page: Page, timeout: number): Promise<void> {
  await page.reload({ waitUntil: 'load', timeout }).catch(() => undefined)
}

/** Tells the page that its tab is put away, for a moment: scripts send then what they gathered. */
export async function hide(page: Page): Promise<void> {
  const told = page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' })
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    window.dispatchEvent(new PageTransitionEvent('pagehide'))
    for (const name of ['visibilityState', 'hidden']) Reflect.deleteProperty(document, name)
  })
  await within(told, 1000)
  await page.waitForTimeout(100).catch(() => undefined)
}
