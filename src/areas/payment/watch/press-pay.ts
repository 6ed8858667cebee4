import type { Page } from 'playwright-core'
import { hostOf, type Recorder } from './requests.ts'
import { within } from './within.ts'

const settleMs = 400
const blockMs = 5000

const payWords =
  /pay|order|buy|checkout|confirm|zahl|bestell|kauf|kup|zap[łl]a|zam[óo]w|payer|command|pagar|comprar|paga|acquista|betal|k[øo]p/i

/** An answer that says nothing, and one that says yes in the words of most interfaces: a token, a status, no error. */
const answers = {
  nothing: '{}',
  yes: '{"id":"tok_shopwarden","token":"tok_shopwarden","nonce":"tok_shopwarden","object":"token","status":"succeeded","result":"success","success":true,"ok":true}',
}

export interface Pay {
  /** Presses what copies an account. */
  copy(): Promise<void>
  /** Presses pay and gives the hosts that the page wanted to go to. */
  press(answer: keyof typeof answers): Promise<string[]>
}

/**
 * Gets ready to press pay while nothing can leave any more: every request from here on is noted and dropped, so that no order is ever
 * placed. `touch`: with a finger. Undefined where requests could not be blocked.
 */
export async function holdBack(page: Page, recorder: Recorder, touch: boolean): Promise<Pay | undefined> {
  // A script that waits for the provider's answer before it orders gets one, so that what it would send next is seen, too.
  const answer = {
    status: 200,
    headers: { 'access-control-allow-origin': '*' },
    contentType: 'application/json',
    body: answers.nothing,
  }
  // Aborted, not failed: the page stays, no page of faults takes its place.
  const blocking = page
    .context()
    .route('**/*', (route) =>
      /^(?:fetch|xhr)$/.test(route.request().resourceType()) ? route.fulfill(answer) : route.abort('aborted'),
    )
  // A service worker that hangs keeps the browser from blocking: then an order could leave, and pay is not pressed.
  const blocked = await within(
    blocking.then(() => true),
    blockMs,
  )
  if (!blocked) return undefined
  return {
    async copy() {
      await within(page.evaluate(pressCopy), 1000)
    },
    async press(kind) {
      answer.body = answers[kind]
      const before = recorder.requests.length
      const buttons = page.locator(
        'button:visible, input[type=submit]:visible, input[type=image]:visible, [role=button]:visible',
      )
      const named = buttons.filter({ hasText: payWords })
      const button = (await named.count()) > 0 ? named.last() : buttons.last()
      const how = { timeout: 1500, force: true, noWaitAfter: true }
      await (touch ? button.tap(how) : button.click(how)).catch(() => undefined)
      await page.waitForTimeout(settleMs)
      const gone = recorder.requests.slice(before).filter((request) => request.kind === 'navigation')
      return [...new Set(gone.map((request) => hostOf(request.url)))]
    },
  }
}

/** Runs in the page: presses buttons that copy, also those of a method that is not chosen, and copies accounts in sight by hand. */
function pressCopy(): void {
  const marked = '[data-copy], [data-clipboard-text], [data-clipboard-target]'
  const words = /cop(?:y|ier|iar|ia)\b|kopi[eo]/i
  const buttons = [...document.querySelectorAll(`${marked}, button[type=button], [role=button]`)] as HTMLElement[]
  const copying = buttons.filter(
    (button) =>
      button.matches(marked) ||
      words.test(`${button.textContent.slice(0, 60)} ${button.title} ${button.getAttribute('aria-label') ?? ''}`),
  )
  for (const button of copying.slice(0, 5)) button.click()
  const shown = [...document.querySelectorAll('body *')]
    .slice(0, 5000)
    .filter(
      (element) =>
        element.childElementCount === 0 && /\b[A-Z]{2}\d{2} ?[A-Z0-9]{4} ?[A-Z0-9]{4}/.test(element.textContent),
    )
  for (const element of shown.slice(0, 3)) {
    getSelection()?.selectAllChildren(element)
    // Not a wish to copy anything: what listens to copying is asked what it would make of it.
    document.execCommand('copy')
  }
  getSelection()?.removeAllRanges()
}
