import type { Browser } from 'playwright-core'
import { withBrowser } from '../../src/net/browser.ts'

/** The product's browser for all tests of a file: starting one costs more than a visit. */
export async function keepBrowser(executable: string): Promise<{ browser: Browser; close(): Promise<void> }> {
  const opened = Promise.withResolvers<Browser>()
  const closing = Promise.withResolvers<void>()
  const gone = withBrowser({ executable }, (browser) => {
    opened.resolve(browser)
    return closing.promise
  })
  gone.catch(opened.reject)
  return {
    browser: await opened.promise,
    close() {
      closing.resolve()
      return gone
    },
  }
}
