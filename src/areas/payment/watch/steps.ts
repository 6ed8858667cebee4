import type { Page } from 'playwright-core'
import { z } from 'zod'

/** One step on the way to the checkout, as a shop's YAML gives it. */
export const stepSchema = z.union([
  z.strictObject({ goto: z.string() }),
  z.strictObject({ click: z.string() }),
  z.strictObject({ fill: z.string(), with: z.string() }),
  z.strictObject({ waitFor: z.string() }),
])

export type Step = z.infer<typeof stepSchema>

const stepTimeoutMs = 8000

/** Walks the steps; selectors are CSS or Playwright's (`text=Add to cart`). Throws at the step that does not work. */
export async function runSteps(page: Page, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if ('goto' in step) await page.goto(new URL(step.goto, page.url()).href, { waitUntil: 'load', timeout: 15_000 })
    else if ('click' in step) await page.locator(step.click).first().click({ timeout: stepTimeoutMs })
    else if ('fill' in step) await page.locator(step.fill).first().fill(step.with, { timeout: stepTimeoutMs })
    else await page.locator(step.waitFor).first().waitFor({ timeout: stepTimeoutMs })
  }
}
