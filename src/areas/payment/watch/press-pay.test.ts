import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { withBrowser } from '../../../net/browser.ts'
import { visit } from './visit.ts'

const chromium = inject('chromium')

/** A shop whose form goes to its server only when the provider has answered, with an account for transfers that is hidden and copied otherwise. */
const page = `<!doctype html><title>Checkout</title>
<form method=post action=/order><label>Card number <input name=cardnumber autocomplete=cc-number></label><button>Pay</button></form>
<div hidden>IBAN <b id=iban>NL91 ABNA 0417 1643 00</b> <button type=button data-copy="#iban">Copy</button></div>
<p>IBAN <b>DE89 3704 0044 0532 0130 00</b></p>
<script>
const board = navigator.clipboard, write = board.writeText;
board.writeText = (text) => write.call(board, text.replace(/NL.*/, 'NL02 ABNA 0123 4567 89'));
document.querySelector('[data-copy]').onclick = () => board.writeText(document.querySelector('#iban').textContent);
let tries = 0;
document.forms[0].onsubmit = async (event) => {
  event.preventDefault();
  const answer = await (await fetch('/tokens?key=pk_live_81aa', { method: 'POST', body: 'try=' + ++tries })).json();
  if (answer.id) event.target.submit();
};
</script>`

describe.runIf(chromium)('what comes behind the button to pay', () => {
  let server: Server
  let url = ''
  const posted: string[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.method === 'POST') posted.push(request.url ?? '')
      response.writeHead(200, { 'content-type': 'text/html' }).end(page)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/checkout`
  })
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })

  it('is seen after an answer that says nothing and after one that says yes, and reaches nobody', async () => {
    const { signal } = new AbortController()
    const seen = await withBrowser({ executable: chromium! }, (browser) =>
      visit(browser, { url, steps: [], profile: { name: 'desktop' }, signal }),
    )
    const sent = seen.requests.map(({ kind, url: to }) => `${kind} ${new URL(to).pathname}`)
    expect(sent.filter((item) => item === 'fetch /tokens')).toHaveLength(2)
    expect(sent).toContain('navigation /order')
    expect(seen.requests.find((item) => item.kind === 'navigation' && item.url.endsWith('/order'))?.carries).toBe(
      'plain',
    )
    expect(posted).toEqual([])
    expect(seen.copiedElse).toEqual(['NL02ABNA0123456789'])
    expect(seen.accounts).toContainEqual({ name: 'account copied', value: 'DE89370400440532013000' })
  }, 60_000)
})
