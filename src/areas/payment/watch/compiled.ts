import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import type { RawScript } from './scripts.ts'
import { within } from './within.ts'

const maxScripts = 1000
/** Scripts above this, and all behind the first so many bytes of a visit, are named and hashed, not read. Characters. */
const maxSource = 8_000_000
const maxSources = 32_000_000
const fetchMs = 2000

/** Sources of every script that the main page compiled, as the browser received them. */
export async function collectScripts(session: CDPSession, slot: string): Promise<() => Promise<RawScript[]>> {
  const parsed: (Omit<RawScript, 'source'> & { scriptId: string; length: number; hash: string })[] = []
  // What runs before a document without anything of the page on the stack is ours; the page's scripts stand on it where they make a frame.
  const ours = new Set<string>()
  session.on('Debugger.scriptParsed', (event) => {
    // Our own and Playwright's helpers run in a world of their own, or are evaluated with nothing of the page on the stack.
    const foreignWorld = (event.executionContextAuxData as { isDefault?: boolean } | undefined)?.isDefault === false
    const fromPage = event.url !== '' || (event.stackTrace?.callFrames ?? []).some((frame) => frame.url !== '')
    if (!foreignWorld && !fromPage && ours.size < maxScripts) ours.add(event.hash)
    if (foreignWorld || !fromPage || parsed.length >= maxScripts) return
    const { scriptId, url, startLine, startColumn, endLine, endColumn, hash, length = 0 } = event
    if (url === '' && ours.has(hash)) return
    const span = { startLine, startColumn, endLine, endColumn }
    parsed.push({ scriptId, url, dynamic: url === '', span, hash, length })
  })
  await session.send('Debugger.enable')
  // "debugger" statements would stop the page: scripts use them to keep watchers out.
  await session.send('Debugger.setSkipAllPauses', { skip: true })
  return async () => {
    const scripts: RawScript[] = []
    let total = 0
    for (const { scriptId, url, dynamic, span, length, hash } of parsed) {
      const unread = length > maxSource || total + length > maxSources
      if (!unread) total += length
      const source = unread
        ? `/* ${length} bytes, not read */ eval("${hash}")`
        : (await session.send('Debugger.getScriptSource', { scriptId }).catch(() => undefined))?.scriptSource
      if (source !== undefined && !source.includes(slot)) scripts.push({ url, dynamic, span, source })
    }
    return scripts
  }
}

/** Code in attributes: handlers of events, and addresses that run. Chromium compiles them only when they are used. */
export function attributeScripts(url: string, handlers: readonly string[], addresses: readonly string[]): RawScript[] {
  const decode = (text: string) => {
    try {
      return decodeURIComponent(text)
    } catch {
      return text
    }
  }
  const run = addresses.map((address) => decode(address.replace(/^javascript:/i, '')))
  return (
    [...handlers, ...run]
      .filter((source) => !/^\s*(?:void\s*\(?0\)?|return (?:true|false)|history\.back\(\))?\s*;?\s*$/.test(source))
      // Nothing that a stack names stands in it: the browser compiles such code once more, as a script of its own.
      .map((source) => ({
        url,
        dynamic: false,
        source,
        span: { startLine: 0, startColumn: 0, endLine: -1, endColumn: 0 },
      }))
  )
}

/** Code of workers and worklets: what the page made of text as it was, the rest fetched by the page once more. */
export async function besideScripts(
  page: Page,
  beside: readonly { url: string; text?: string }[],
): Promise<RawScript[]> {
  const texts = new Map(beside.map(({ url, text }) => [url, text]))
  const read = [...texts].slice(0, 10).map(async ([url, text]): Promise<RawScript> => {
    const source =
      text ??
      (await within(
        page.evaluate(async (address) => (await (await fetch(address)).text()).slice(0, 5_000_000), url),
        fetchMs,
      ))
    return { url, dynamic: false, worker: true, source: !source ? `/* ${url} could not be read */` : source }
  })
  return Promise.all(read)
}

/** Code of workers and service workers: read from within them, where no service worker answers in place of the server. */
export async function workerScripts(context: BrowserContext, page: Page): Promise<RawScript[]> {
  const workers = [...context.serviceWorkers(), ...page.workers()].slice(0, 20)
  const read = workers.map(async (worker): Promise<RawScript> => {
    const url = worker.url()
    const source = await within(
      worker.evaluate(async (address) => (await (await fetch(address)).text()).slice(0, 5_000_000), url),
      fetchMs,
    )
    return { url, dynamic: false, worker: true, source: !source ? `/* ${url} could not be read */` : source }
  })
  return Promise.all(read)
}
