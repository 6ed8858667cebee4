import type { Browser, BrowserContext, CDPSession, Page, Request } from 'playwright-core'
import { ShopwardenError } from '../../../core/errors.ts'
import { findSplit, findTyped } from './find-typed.ts'
import { instrument } from './instrument.ts'
import type { Observation, WatchedRequest } from './observation.ts'
import { pageFacts } from './page-facts.ts'
import { describeScripts, type RawScript } from './scripts.ts'
import type { Step } from './steps.ts'
import { runSteps } from './steps.ts'
import { CARD_FIELD, TEST_CARDS, typeTestData } from './typing.ts'

/** How one visitor looks to the page: several are tried against cloaking. */
export interface Profile {
  name: string
  userAgent?: string
  mobile?: boolean
  referrer?: string
  /** Page time that passes during the visit: wakes scripts that wait. Milliseconds. */
  forwardMs?: number
}

export interface VisitOptions {
  url: string
  steps: readonly Step[]
  profile: Profile
  /** Which test card is typed (index into TEST_CARDS). */
  card: number
  signal: AbortSignal
}

/** Headers that bear on the security of a page. */
const watchedHeaders = [
  'content-security-policy',
  'content-security-policy-report-only',
  'strict-transport-security',
  'x-frame-options',
  'x-content-type-options',
  'cross-origin-opener-policy',
  'cross-origin-embedder-policy',
  'cross-origin-resource-policy',
  'referrer-policy',
  'permissions-policy',
  'reporting-endpoints',
]
const maxRequests = 2000
const maxBody = 64_000
const settleMs = 400

interface Recorder {
  requests: { url: string; kind: string; text: string; afterTyping: boolean }[]
  typing: boolean
}

function bodyOf(request: Request): string {
  try {
    return request.postDataBuffer()?.subarray(0, maxBody).toString('latin1') ?? ''
  } catch {
    return ''
  }
}

function record(context: BrowserContext, page: Page, recorder: Recorder): void {
  const add = (url: string, kind: string, text: string) => {
    if (recorder.requests.length < maxRequests)
      recorder.requests.push({ url, kind, text: `${url}\n${text}`.slice(0, maxBody), afterTyping: recorder.typing })
  }
  // The context also sees what service workers and pop-ups send.
  context.on('request', (request) => add(request.url(), request.resourceType(), bodyOf(request)))
  page.on('websocket', (socket) => {
    add(socket.url(), 'websocket', '')
    socket.on('framesent', ({ payload }) =>
      add(socket.url(), 'websocket', typeof payload === 'string' ? payload : payload.toString('latin1')),
    )
  })
}

/** Sources of every script that the main page compiled, as the browser received them. */
async function collectScripts(session: CDPSession): Promise<() => Promise<RawScript[]>> {
  const parsed: { scriptId: string; url: string; dynamic: boolean }[] = []
  session.on('Debugger.scriptParsed', (event) => {
    // Our own and Playwright's helpers run in a world of their own, or are evaluated with nothing of the page on the stack.
    const foreignWorld = (event.executionContextAuxData as { isDefault?: boolean } | undefined)?.isDefault === false
    const fromPage = event.url !== '' || (event.stackTrace?.callFrames ?? []).some((frame) => frame.url !== '')
    if (foreignWorld || !fromPage || parsed.length >= 1000) return
    parsed.push({ scriptId: event.scriptId, url: event.url, dynamic: event.url === '' })
  })
  await session.send('Debugger.enable')
  return async () => {
    const scripts: RawScript[] = []
    for (const { scriptId, url, dynamic } of parsed) {
      const source = await session.send('Debugger.getScriptSource', { scriptId }).catch(() => undefined)
      if (source) scripts.push({ url, dynamic, source: source.scriptSource })
    }
    return scripts
  }
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '')

function judgeRequests(recorder: Recorder, card: string): WatchedRequest[] {
  const byHost = new Map<string, string[]>()
  for (const request of recorder.requests.filter((item) => item.afterTyping))
    byHost.set(hostOf(request.url), [...(byHost.get(hostOf(request.url)) ?? []), request.text])
  const split = new Set([...byHost].filter(([, texts]) => findSplit(texts, card)).map(([host]) => host))
  return recorder.requests.map(({ url, kind, text, afterTyping }) => {
    const carries = afterTyping
      ? (findTyped(text, card) ?? (split.has(hostOf(url)) ? 'in pieces' : undefined))
      : undefined
    return {
      host: hostOf(url),
      url: url.slice(0, 300).replace(card, '[test card]'),
      kind,
      afterTyping,
      ...(carries && { carries }),
    }
  })
}

/**
 * Presses the pay button while nothing can leave any more: every request from here on is noted and dropped, so that no order
 * is ever placed.
 */
async function pressPay(page: Page): Promise<void> {
  await page.context().route('**/*', (route) => route.abort())
  const button = page.locator('button:visible, input[type=submit]:visible').last()
  await button.click({ timeout: 1500, force: true, noWaitAfter: true }).catch(() => undefined)
  await page.waitForTimeout(settleMs)
}

/** Opens the page. @throws SW_PAYMENT_PAGE with Chromium's reason */
async function open(page: Page, url: string, how: Parameters<Page['goto']>[1]) {
  try {
    return await page.goto(url, how)
  } catch (cause) {
    const reason = /net::(\w+)|Timeout/.exec(cause instanceof Error ? cause.message : '')?.[0] ?? 'unknown reason'
    throw new ShopwardenError('SW_PAYMENT_PAGE', `The payment page could not be opened (${reason})`, {
      where: url,
      fix: 'Check the address; where a basket is needed, give the way there with --steps.',
      cause,
    })
  }
}

/** What an ordinary desktop Chrome of this version says of itself: "HeadlessChrome" would warn a skimmer. */
const ordinaryAgent = (version: string) =>
  `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version.split('.')[0]}.0.0.0 Safari/537.36`

/** One visit: goes to the page, types test data, waits, presses pay into the void, and says what it saw. */
export async function visit(browser: Browser, options: VisitOptions): Promise<Observation> {
  const { profile } = options
  const card = TEST_CARDS[options.card % TEST_CARDS.length]!
  const context = await browser.newContext({
    userAgent: profile.userAgent ?? ordinaryAgent(browser.version()),
    ...(profile.mobile && { viewport: { width: 390, height: 844 }, hasTouch: true }),
    ignoreHTTPSErrors: true,
    serviceWorkers: 'allow',
  })
  const abort = () => void context.close().catch(() => undefined)
  options.signal.addEventListener('abort', abort, { once: true })
  try {
    const page = await context.newPage()
    const recorder: Recorder = { requests: [], typing: false }
    record(context, page, recorder)
    await page.addInitScript(instrument)
    if (profile.forwardMs) await page.clock.install()
    const session = await context.newCDPSession(page)
    const scriptsOf = await collectScripts(session)
    const response = await open(page, options.url, {
      waitUntil: 'load',
      timeout: 15_000,
      ...(profile.referrer && { referer: profile.referrer }),
    })
    await runSteps(page, options.steps)
    await page.waitForTimeout(settleMs)
    recorder.typing = true
    await typeTestData(page, card)
    if (profile.forwardMs) await page.clock.runFor(profile.forwardMs).catch(() => undefined)
    await page.waitForTimeout(settleMs)
    const facts = await page.evaluate(pageFacts, CARD_FIELD)
    for (const url of facts.links) recorder.requests.push({ url, kind: 'look-ahead', text: url, afterTyping: true })
    const stored = await page
      .evaluate(() => [
        ...Object.entries({ ...localStorage }).map(([name, value]) => [`localStorage ${name}`, value] as const),
        ...Object.entries({ ...sessionStorage }).map(([name, value]) => [`sessionStorage ${name}`, value] as const),
      ])
      .catch(() => [])
    const cookies = (await context.cookies()).map((cookie) => [`cookie ${cookie.name}`, cookie.value] as const)
    const touched = await page
      .evaluate(
        () =>
          (window as unknown as { __shopwardenTouched?: { script: string; field: string; how: string }[] })
            .__shopwardenTouched ?? [],
      )
      .catch(() => [])
    const pageUrl = page.url()
    // Before pay is pressed: a page that is left behind takes its sources with it.
    const sources = await scriptsOf()
    await pressPay(page)
    const base = new URL(pageUrl)
    const actionHost = (action: string) => (URL.canParse(action, base) ? new URL(action, base).host : '')
    const headers = response ? await response.allHeaders() : {}
    return {
      profile: profile.name,
      url: pageUrl,
      status: response?.status() ?? 0,
      headers: Object.fromEntries(
        watchedHeaders.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
      ),
      scripts: describeScripts(sources, { page: pageUrl, tags: facts.tags, touched, cardField: CARD_FIELD }),
      scriptTags: facts.tags.flatMap((tag) =>
        tag.src === '' ? [] : [{ host: hostOf(tag.src), url: tag.src.slice(0, 300) }],
      ),
      frames: facts.frames.map((url) => ({ host: hostOf(url), url: url.slice(0, 300) })),
      formHosts: [...new Set([...facts.formActions, ...facts.buttonActions].map(actionHost))],
      cardFields: facts.cardFields,
      overlays: facts.overlays,
      serviceWorkers: context.serviceWorkers().map((worker) => worker.url().slice(0, 300)),
      requests: judgeRequests(recorder, card),
      stored: [...stored, ...cookies]
        .filter(([, value]) => findTyped(value, card) !== undefined)
        .map(([place]) => place),
    }
  } finally {
    options.signal.removeEventListener('abort', abort)
    await context.close().catch(() => undefined)
  }
}
