import type { Page } from 'playwright-core'
import { hostOf, type Recorder } from './requests.ts'

const settleMs = 400
const blockMs = 5000

const payWords =
  /pay|order|buy|checkout|confirm|zahl|bestell|kauf|kup|zap[łl]a|zam[óo]w|payer|command|pagar|comprar|paga|acquista|betal|k[øo]p/i

/**
 * Presses the pay button while nothing can leave any more: every request from here on is noted and dropped, so that no order
 * is ever placed. `touch`: with a finger. Undefined where requests could not be blocked, and pay was not pressed; else the hosts the page wanted to go to.
 */
export async function pressPay(page: Page, recorder: Recorder, touch: boolean): Promise<string[] | undefined> {
  // A script that waits for the provider's answer before it orders gets an empty one, so that what it would send next is seen, too.
  const answer = {
    status: 200,
    headers: { 'access-control-allow-origin': '*' },
    contentType: 'application/json',
    body: '{}',
  }
  // Aborted, not failed: the page stays, no page of faults takes its place.
  const blocking = page
    .context()
    .route('**/*', (route) =>
      /^(?:fetch|xhr)$/.test(route.request().resourceType()) ? route.fulfill(answer) : route.abort('aborted'),
    )
  // A service worker that hangs keeps the browser from blocking: then an order could leave, and pay is not pressed.
  const blocked = await Promise.race([
    blocking.then(
      () => true,
      () => false,
    ),
    new Promise<boolean>((resolve) => setTimeout(resolve, blockMs, false)),
  ])
  if (!blocked) return undefined
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
}
