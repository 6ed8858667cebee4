import type { Page } from 'playwright-core'
import { consent, guessText, type Person } from './fill.ts'

/** A field that a visitor sees: where it is, and the words on and beside it. */
interface ShownField {
  index: number
  kind: 'password' | 'email' | 'text' | 'checkbox' | 'select' | 'choice'
  words: string
  required: boolean
}

export const passwordFields = (page: Page): Promise<number> => page.locator('input[type=password]:visible').count()

/** Runs in the page: marks the fields that can be written into, and tells of each what it is. */
function readFields(): ShownField[] {
  const fields: ShownField[] = []
  const found = document.querySelectorAll<HTMLElement>('input, select, textarea, [role=combobox]:not(input)')
  for (const element of found) {
    const input = element as HTMLInputElement
    const type = element.tagName === 'INPUT' ? input.type : element.tagName.toLowerCase()
    if (/^(?:hidden|submit|button|image|reset|file|radio|search)$/.test(type) || input.disabled) continue
    // Check boxes are often drawn by something else; they count although they are not seen.
    if (type !== 'checkbox' && (element.offsetParent === null || element.closest('[aria-hidden=true]'))) continue
    const labels = [...(input.labels ?? [])].map((label) => label.textContent)
    const named = ['name', 'id', 'placeholder', 'aria-label', 'autocomplete', 'formcontrolname', 'data-placeholder']
    const words = [...named.map((name) => element.getAttribute(name)), ...labels].filter(Boolean).join(' ')
    const index = fields.length
    element.setAttribute('data-shopwarden', String(index))
    fields.push({
      index,
      kind:
        type === 'password' || type === 'email' || type === 'checkbox' || type === 'select'
          ? type
          : element.getAttribute('role') === 'combobox' && element.tagName !== 'INPUT'
            ? 'choice'
            : 'text',
      words,
      required: input.required || element.getAttribute('aria-required') === 'true',
    })
  }
  return fields
}

/** Closes what lies over the page, such as a greeting or the question about cookies. */
async function clearWay(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  const over = page.getByRole('button', {
    name: /accept|agree|dismiss|close|got it|me want it|akzept|zgadzam|aceptar/i,
  })
  for (const button of (await over.all()).slice(0, 4))
    await button.evaluate((node) => (node as HTMLElement).click()).catch(() => undefined)
}

/** Writes a person and a password into the fields of a page, as a visitor would. */
export async function fillPage(page: Page, person: Person, password: string): Promise<void> {
  await clearWay(page)
  for (const { index, kind, words, required } of await page.evaluate(readFields)) {
    const field = page.locator(`[data-shopwarden="${index}"]`)
    const quick = { timeout: 2000, force: true }
    if (kind === 'password') await field.fill(password, quick)
    else if (kind === 'email') await field.fill(person.email, quick)
    else if (kind === 'text') await field.fill(guessText(words, person), quick).catch(() => undefined)
    else if (kind === 'checkbox') {
      if (required || consent.test(words)) await field.check(quick).catch(() => undefined)
    } else if (kind === 'select') {
      const values = await field
        .locator('option')
        .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
      const value = values.find((one) => one !== '' && one !== '0')
      if (value !== undefined) await field.selectOption(value, quick).catch(() => undefined)
    } else {
      await field.evaluate((node) => (node as HTMLElement).click())
      const option = page.locator('[role=option]').first()
      await option.waitFor({ timeout: 2000 }).catch(() => undefined)
      await option.evaluate((node) => (node as HTMLElement).click(), undefined, { timeout: 500 }).catch(() => undefined)
    }
  }
}

/** Runs in the page: presses the button that belongs to the password. */
function press(): boolean {
  const field = [...document.querySelectorAll<HTMLElement>('input[type=password]')].findLast((one) => one.offsetParent)
  const says =
    /regist|sign.?(?:up|in)|create|log.?in|join|continue|submit|send|anmeld|zarejestr|zaloguj|inscri|crear|accedi|iniciar/i
  // The nearest ancestor with a button to send by: shops drawn by scripts need no form.
  for (let around = field?.parentElement; around; around = around.parentElement) {
    const buttons = [...around.querySelectorAll<HTMLButtonElement>('button, input[type=submit], [role=button]')].filter(
      (one) => one.offsetParent !== null && !one.disabled,
    )
    const button =
      buttons.find((one) => one.getAttribute('type') === 'submit') ??
      buttons.find((one) => says.test(`${one.id} ${one.textContent} ${one.getAttribute('aria-label')}`))
    if (!button) continue
    button.click()
    return true
  }
  return false
}

/** Sends what was written: by the button, else by Enter. */
export async function pressSend(page: Page): Promise<void> {
  // Pages check while one leaves a field; only then does the button work.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.waitForTimeout(100)
  if (!(await page.evaluate(press))) await page.locator('input[type=password]:visible').last().press('Enter')
}
