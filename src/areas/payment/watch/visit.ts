import { randomBytes } from 'node:crypto'
import type { Browser, BrowserContext, CDPSession, Page, Request } from 'playwright-core'
import { ShopwardenError } from '../../../core/errors.ts'
import { findSplit, findTyped, isOpaque } from './find-typed.ts'
import { instrument, type Notes } from './instrument.ts'
import { accountsOf } from './accounts.ts'
import { placedValues } from './card-dependence.ts'
import { deepFields } from './deep-fields.ts'
import type { Observation, WatchedRequest } from './observation.ts'
import { pageFacts } from './page-facts.ts'
import { boundedVisit, visitLimitMs } from './bounded-visit.ts'
import { imposePolicy, type TriedPolicy } from '../csp/impose.ts'
import { describeScripts, type RawScript } from './scripts.ts'
import { type Recipe, recipes, recognise } from './recipes.ts'
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
  /** Which test card this visitor types (index into TEST_CARDS), the first by default. */
  card?: number
  /** A second visit of the same kind, for what leaves only: scripts are not read again. */
  again?: boolean
}

export interface VisitOptions {
  url: string
  steps: readonly Step[]
  /** Walk a known way from the start page instead: that of a platform, or of the one that is recognised. */
  recipe?: Recipe | 'auto' | undefined
  profile: Profile
  signal: AbortSignal
  /** A policy to try in place of the page's own. */
  policy?: TriedPolicy | undefined
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
const maxScripts = 1000
/** Scripts above this, and all behind the first so many bytes of a visit, are named and hashed, not read. Characters. */
const maxSource = 8_000_000
const maxSources = 32_000_000
const settleMs = 400
const loadMs = 12_000

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
    // What a page made itself does not leave it.
    if (recorder.requests.length < maxRequests && !/^(?:blob|data):/.test(url))
      recorder.requests.push({ url, kind, text: `${url}\n${text}`.slice(0, maxBody), afterTyping: recorder.typing })
  }
  const leaves = (request: Request) => {
    try {
      return request.isNavigationRequest() && request.frame().parentFrame() === null
    } catch {
      return false
    }
  }
  // The context also sees what service workers and pop-ups send.
  context.on('request', (request) =>
    add(request.url(), leaves(request) ? 'navigation' : request.resourceType(), bodyOf(request)),
  )
  page.on('websocket', (socket) => {
    add(socket.url(), 'websocket', '')
    socket.on('framesent', ({ payload }) =>
      add(socket.url(), 'websocket', typeof payload === 'string' ? payload : payload.toString('latin1')),
    )
  })
  // A dialogue would hold the page for ever.
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined))
}

/** Sources of every script that the main page compiled, as the browser received them. */
async function collectScripts(session: CDPSession, slot: string): Promise<() => Promise<RawScript[]>> {
  const parsed: (Omit<RawScript, 'source'> & { scriptId: string; length: number; hash: string })[] = []
  session.on('Debugger.scriptParsed', (event) => {
    // Our own and Playwright's helpers run in a world of their own, or are evaluated with nothing of the page on the stack.
    const foreignWorld = (event.executionContextAuxData as { isDefault?: boolean } | undefined)?.isDefault === false
    const fromPage = event.url !== '' || (event.stackTrace?.callFrames ?? []).some((frame) => frame.url !== '')
    if (foreignWorld || !fromPage || parsed.length >= maxScripts) return
    const { scriptId, url, startLine, startColumn, endLine, endColumn, hash, length = 0 } = event
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

/** Code of workers and service workers: read from within them, where no service worker answers in place of the server. */
async function workerScripts(context: BrowserContext, page: Page): Promise<RawScript[]> {
  const workers = [...context.serviceWorkers(), ...page.workers()].slice(0, 20)
  const read = workers.map(async (worker): Promise<RawScript> => {
    const url = worker.url()
    const source = await Promise.race([
      worker
        .evaluate(async (address) => (await (await fetch(address)).text()).slice(0, 5_000_000), url)
        .catch(() => ''),
      new Promise<string>((resolve) => setTimeout(resolve, 2000, '')),
    ])
    return { url, dynamic: false, worker: true, source: source === '' ? `/* ${url} could not be read */` : source }
  })
  return Promise.all(read)
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '')

function judgeRequests(recorder: Recorder, card: string): WatchedRequest[] {
  const whole = recorder.requests.map(({ text, afterTyping }) => (afterTyping ? findTyped(text, card) : undefined))
  // Pieces are looked for among the requests to one host that do not carry the number by themselves.
  const byHost = new Map<string, string[]>()
  for (const [index, request] of recorder.requests.entries())
    if (request.afterTyping && whole[index] === undefined)
      byHost.set(hostOf(request.url), [...(byHost.get(hostOf(request.url)) ?? []), request.text])
  const split = new Set([...byHost].filter(([, texts]) => findSplit(texts, card)).map(([host]) => host))
  return recorder.requests.map(({ url, kind, text, afterTyping }, index) => {
    const carries = whole[index] ?? (afterTyping && split.has(hostOf(url)) ? 'in pieces' : undefined)
    return {
      host: hostOf(url),
      url: url.slice(0, 300).replace(card, '[test card]'),
      kind,
      afterTyping,
      opaque: afterTyping && isOpaque(text),
      ...(carries && { carries }),
    }
  })
}

const payWords =
  /pay|order|buy|checkout|confirm|zahl|bestell|kauf|kup|zap[łl]a|zam[óo]w|payer|command|pagar|comprar|paga|acquista|betal|k[øo]p/i

/**
 * Presses the pay button while nothing can leave any more: every request from here on is noted and dropped, so that no order
 * is ever placed. Returns the hosts the page wanted to go to.
 */
async function pressPay(page: Page, recorder: Recorder): Promise<string[]> {
  // A script that waits for the provider's answer before it orders gets an empty one, so that what it would send next is seen, too.
  const answer = {
    status: 200,
    headers: { 'access-control-allow-origin': '*' },
    contentType: 'application/json',
    body: '{}',
  }
  await page
    .context()
    .route('**/*', (route) =>
      /^(?:fetch|xhr)$/.test(route.request().resourceType()) ? route.fulfill(answer) : route.abort(),
    )
  const before = recorder.requests.length
  const buttons = page.locator(
    'button:visible, input[type=submit]:visible, input[type=image]:visible, [role=button]:visible',
  )
  const named = buttons.filter({ hasText: payWords })
  const button = (await named.count()) > 0 ? named.last() : buttons.last()
  await button.click({ timeout: 1500, force: true, noWaitAfter: true }).catch(() => undefined)
  await page.waitForTimeout(settleMs)
  const gone = recorder.requests.slice(before).filter((request) => request.kind === 'navigation')
  return [...new Set(gone.map((request) => hostOf(request.url)))]
}

/** Opens the page and waits until it has loaded, or long enough. @throws SW_PAYMENT_PAGE with Chromium's reason */
async function open(page: Page, url: string, obstacles: string[], referer: string | undefined) {
  try {
    const response = await page.goto(url, { waitUntil: 'commit', timeout: 15_000, ...(referer && { referer }) })
    await page.waitForLoadState('load', { timeout: loadMs }).catch(() => {
      obstacles.push(`the page was still loading after ${loadMs / 1000} s`)
    })
    return response
  } catch (cause) {
    const reason = /net::(\w+)|Timeout/.exec(cause instanceof Error ? cause.message : '')?.[0] ?? 'unknown reason'
    throw new ShopwardenError('SW_PAYMENT_PAGE', `The payment page could not be opened (${reason})`, {
      where: url,
      fix: 'Check the address; where a basket is needed, give the way there with --steps.',
      cause,
    })
  }
}

/** What the instruments noted, in every frame that still answers. */
async function readNotes(page: Page, slot: string): Promise<{ url: string; notes: Notes }[]> {
  const read = page
    .frames()
    .slice(0, 30)
    .map(async (frame) => {
      const notes = await within(
        frame.evaluate((name) => (window as unknown as Record<string, Notes | undefined>)[name], slot),
      )
      return notes ? [{ url: frame.url(), notes }] : []
    })
  return (await Promise.all(read)).flat()
}

/** What left by ways that are no requests; messages count only where another site's frame got them. */
function addSent(recorder: Recorder, notes: readonly { url: string; notes: Notes }[], host: string): void {
  for (const { url, notes: noted } of notes)
    for (const sent of noted.sent)
      if (sent.kind !== 'message' || hostOf(url) !== host)
        recorder.requests.push({ ...sent, text: `${sent.url}\n${sent.text}`, afterTyping: true })
}

/** Frames other than the page itself that hold fields for card data, also the provider's. */
async function frameFields(page: Page): Promise<Observation['frameFields']> {
  const frames = page.frames().filter((frame) => frame !== page.mainFrame())
  const counted = frames.slice(0, 30).map(async (frame) => {
    const facts = await within(frame.evaluate(pageFacts, CARD_FIELD))
    return { host: hostOf(frame.url()), fields: facts?.cardForms.length ?? 0 }
  })
  return (await Promise.all(counted)).filter((frame) => frame.fields > 0)
}

/** A frame that does not answer costs no more than this. */
const within = <T>(work: Promise<T>): Promise<T | undefined> =>
  Promise.race([work.catch(() => undefined), new Promise<undefined>((resolve) => setTimeout(resolve, 1500, undefined))])

/** What an ordinary desktop Chrome of this version says of itself: "HeadlessChrome" would warn a skimmer. */
const ordinaryAgent = (version: string) =>
  `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version.split('.')[0]}.0.0.0 Safari/537.36`

/** The steps to walk: those given, or the recipe of the platform that made the page. @throws SW_PAYMENT_RECIPE */
async function stepsFor(page: Page, { steps, recipe }: VisitOptions): Promise<readonly Step[]> {
  if (recipe === undefined) return steps
  const name = recipe === 'auto' ? recognise(await page.content()) : recipe
  if (name !== undefined) return recipes[name]
  throw new ShopwardenError('SW_PAYMENT_RECIPE', 'No recipe fits this shop', {
    where: page.url().slice(0, 200),
    fix: 'Give the way to the checkout with --steps (a YAML list of goto, click, fill, select, waitFor).',
  })
}

/** A visit in a browser context of its own, within `limitMs`. @throws SW_PAYMENT_PAGE when the page does not let itself be read */
export async function visit(browser: Browser, options: VisitOptions, limitMs = visitLimitMs): Promise<Observation> {
  const { profile, url } = options
  const context = await browser.newContext({
    userAgent: profile.userAgent ?? ordinaryAgent(browser.version()),
    ...(profile.mobile && { viewport: { width: 390, height: 844 }, hasTouch: true }),
    ignoreHTTPSErrors: true,
    serviceWorkers: 'allow',
  })
  return boundedVisit(context, { url, limitMs, signal: options.signal }, () => look(context, options))
}

/** Goes to the page, types test data, waits, presses pay into the void, and says what it saw. */
async function look(context: BrowserContext, options: VisitOptions): Promise<Observation> {
  const { profile } = options
  const card = TEST_CARDS[(profile.card ?? 0) % TEST_CARDS.length]!
  const slot = `_${randomBytes(6).toString('hex')}`
  const page = await context.newPage()
  const recorder: Recorder = { requests: [], typing: false }
  const obstacles: string[] = []
  const errors: string[] = []
  record(context, page, recorder)
  await page.addInitScript(instrument, { slot, pattern: CARD_FIELD })
  if (profile.forwardMs) await page.clock.install()
  const session = await context.newCDPSession(page)
  const scriptsOf = await collectScripts(session, slot)
  if (options.policy) await imposePolicy(session, options.policy)
  page.on('pageerror', (error) => errors.length < 50 && errors.push(error.message.slice(0, 200)))
  const response = await open(page, options.url, obstacles, profile.referrer)
  const opened = page.url()
  await runSteps(page, await stepsFor(page, options))
  await page.waitForTimeout(settleMs)
  recorder.typing = true
  await typeTestData(page, card)
  if (profile.forwardMs) await page.clock.runFor(profile.forwardMs).catch(() => undefined)
  await page.waitForTimeout(settleMs)
  const facts = await page.evaluate(pageFacts, CARD_FIELD)
  const hidden = await deepFields(session, hostOf(page.url()), new RegExp(CARD_FIELD, 'i'))
  for (const url of facts.links) recorder.requests.push({ url, kind: 'look-ahead', text: url, afterTyping: true })
  const notes = await readNotes(page, slot)
  if (facts.logIn) obstacles.push('the page asks for a log-in')
  if (facts.puzzle) obstacles.push('the page asks to solve a puzzle (captcha)')
  if (facts.consent) obstacles.push('the page asks for consent before it shows anything else')
  const frames = await frameFields(page)
  const cookies = (await context.cookies()).map((cookie) => ({ place: `cookie ${cookie.name}`, text: cookie.value }))
  const rest = await within(
    page.evaluate(() => [
      { place: 'window.name', text: window.name },
      { place: 'address', text: location.href },
      ...Object.entries({ ...localStorage }).map(([name, text]) => ({ place: `localStorage ${name}`, text })),
      ...Object.entries({ ...sessionStorage }).map(([name, text]) => ({ place: `sessionStorage ${name}`, text })),
    ]),
  )
  const pageUrl = page.url()
  // Before pay is pressed: a page that is left behind takes its sources with it.
  const sources = profile.again ? [] : [...(await scriptsOf()), ...(await workerScripts(context, page))]
  const payLeadsTo = await pressPay(page, recorder)
  // A page that says the card was declined and asks again shows its fields only now.
  const after = page.url() === pageUrl ? await within(page.evaluate(pageFacts, CARD_FIELD)) : undefined
  const lateNotes = await readNotes(page, slot)
  addSent(recorder, lateNotes.length > 0 ? lateNotes : notes, hostOf(pageUrl))
  const headers = response ? await response.allHeaders() : {}
  const requests = judgeRequests(recorder, card)
  const kept = [...notes.flatMap((item) => item.notes.kept), ...cookies, ...(rest ?? [])]
  const hasCard = ({ text }: { text: string }) => findTyped(text, card) !== undefined
  const hosts = (urls: readonly string[]) => [...new Set(urls.map(hostOf))]
  return {
    profile: profile.name,
    card: profile.card ?? 0,
    url: pageUrl,
    status: response?.status() ?? 0,
    headers: Object.fromEntries(
      watchedHeaders.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
    ),
    scripts: describeScripts(sources, {
      pages: [opened, pageUrl],
      tags: facts.tags,
      touched: notes.flatMap((item) => item.notes.touched),
    }),
    scriptTags: facts.tags.flatMap((tag) =>
      tag.src === '' ? [] : [{ host: hostOf(tag.src), url: tag.src.slice(0, 300) }],
    ),
    frames: facts.frames.map((url) => ({
      host: hostOf(url) || url.slice(0, 60),
      url: url.slice(0, 300),
      seen: facts.seenFrames.includes(url),
    })),
    goesTo: hosts(facts.goesTo).filter((host) => host !== ''),
    formHosts: hosts([...facts.formActions, ...facts.buttonActions]),
    cardFields: [...new Set([...facts.cardFields, ...(after?.cardFields ?? []), ...hidden])],
    cardForms: facts.cardForms.map((form) => ({ ...form, target: hostOf(form.target) })),
    frameFields: frames,
    leadsTo: hosts([...facts.linksAway, ...facts.formActions, ...facts.buttonActions]),
    payLeadsTo,
    readingStyles: facts.readingStyles.map((text) => text.slice(0, 300)),
    violations: notes.flatMap((item) => (item.url.startsWith(new URL(pageUrl).origin) ? item.notes.refused : [])),
    errors,
    handlers: facts.handlers,
    obstacles,
    walled: facts.logIn || facts.onlyPuzzle || facts.consent,
    overlays: facts.overlays,
    serviceWorkers: context.serviceWorkers().map((worker) => worker.url().slice(0, 300)),
    requests,
    values: placedValues(
      recorder.requests.flatMap(({ url, kind, text, afterTyping }, at) =>
        afterTyping && requests[at]?.carries === undefined ? [{ url, kind, body: text.slice(url.length + 1) }] : [],
      ),
      kept,
      Date.now(),
    ),
    accounts: accountsOf(sources, facts.hiddenFields, [...facts.frames, ...facts.tags.map((tag) => tag.src)]),
    sealed: [
      ...new Set(
        notes
          .flatMap((item) => item.notes.sealed)
          .filter(hasCard)
          .map(({ place }) => place),
      ),
    ],
    stored: kept.filter(hasCard).map(({ place }) => place),
  }
}
