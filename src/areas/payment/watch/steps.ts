import type { Page, Request } from 'playwright-core'
import { z } from 'zod'
import { ShopwardenError } from '../../../core/errors.ts'

const optional = z.boolean().optional().describe('Go on where it does not work.')

/** One step on the way to the checkout, as a shop's YAML gives it. */
export const stepSchema = z.union([
  z.strictObject({ goto: z.string() }),
  z.strictObject({ click: z.string(), optional }),
  z.strictObject({ fill: z.string(), with: z.string(), optional }),
  /** Chooses an entry of a list: by its text; else what is chosen stays, or the first that is one. */
  z.strictObject({ select: z.string(), option: z.string().optional(), optional }),
  z.strictObject({ waitFor: z.string(), optional }),
])

export type Step = z.infer<typeof stepSchema>

const stepTimeoutMs = 8000
const optionalTimeoutMs = 1500
const missingTimeoutMs = 500
const arrivalMs = 5000

/** Clicks; what the click starts (a request, a dialogue) gets a moment, a page that it opens the time to load, on a busy machine too. */
async function clickAndArrive(page: Page, selector: string, timeout: number): Promise<void> {
  let coming: Promise<unknown> | undefined
  const note = (request: Request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame())
      coming ??= page.waitForEvent('load', { timeout: arrivalMs }).catch(() => undefined)
  }
  page.on('request', note)
  try {
    await page.locator(selector).first().click({ timeout })
    await page.waitForLoadState('load', { timeout }).catch(() => undefined)
    await page.waitForTimeout(300)
    await coming
  } finally {
    page.off('request', note)
  }
}

async function take(page: Page, step: Step): Promise<void> {
  if ('goto' in step) {
    await page.goto(new URL(step.goto, page.url()).href, { waitUntil: 'load', timeout: 15_000 })
    return
  }
  const timeout = step.optional ? optionalTimeoutMs : stepTimeoutMs
  const selector =
    'click' in step ? step.click : 'fill' in step ? step.fill : 'select' in step ? step.select : undefined
  // What may be missing is given up soon: a way has many such steps.
  if (step.optional && selector !== undefined)
    await page.locator(selector).first().waitFor({ state: 'attached', timeout: missingTimeoutMs })
  if ('click' in step) {
    await clickAndArrive(page, step.click, timeout)
  } else if ('fill' in step) {
    const field = page.locator(step.fill).first()
    await field.fill(step.with, { timeout })
    // Shops ask for shipping and payment methods once the customer has left the address.
    await field.blur({ timeout }).catch(() => undefined)
  } else if ('waitFor' in step) await page.locator(step.waitFor).first().waitFor({ timeout })
  else {
    const list = page.locator(step.select).first()
    await list.waitFor({ timeout })
    const first = await list.evaluate((element) => {
      const { options: entries, value } = element as HTMLSelectElement
      const options = [...entries]
      if (value !== '' && value !== '0') return value
      return options.find((option) => !['', '0'].includes(option.value) && !option.disabled)?.value ?? ''
    })
    await list.selectOption(step.option === undefined ? { value: first } : { label: step.option }, { timeout })
    await page.waitForTimeout(300)
  }
}

/**
 * Walks the steps; selectors are CSS or Playwright's (`text=Add to cart`).
 * @throws SW_PAYMENT_STEP at the first step that does not work and is not optional
 */
export async function runSteps(page: Page, steps: readonly Step[]): Promise<void> {
  for (const [index, step] of steps.entries()) {
    try {
      await take(page, step)
    } catch (cause) {
      if ('optional' in step && step.optional) continue
      throw new ShopwardenError('SW_PAYMENT_STEP', `Step ${index + 1} to the checkout does not work`, {
        where: `${JSON.stringify(step)} on ${page.url().slice(0, 200)}`,
        fix: 'Open the shop and check the selector; give your own way with --steps.',
        cause,
      })
    }
  }
}
