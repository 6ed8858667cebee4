import { randomBytes } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { ShopwardenError } from '../../../core/errors.ts'
import { attributeScripts, besideScripts, collectScripts, workerScripts } from './compiled.ts'
import { findTyped } from './find-typed.ts'
import { instrument, type Notes } from './instrument.ts'
import { accountsAsked, accountsOf, accountsShown, copiedElse } from './accounts.ts'
import { placedValues } from './card-dependence.ts'
import { deepFields } from './deep-fields.ts'
import type { Observation } from './observation.ts'
import { arrive, comeBack, hide } from './behave.ts'
import { holdBack } from './press-pay.ts'
import { addSent, hostOf, judgeRequests, record, type Recorder, tellsOn } from './requests.ts'
import { pageFacts } from './page-facts.ts'
import { hearUnload, leave, tellAtUnload } from './unload.ts'
import { boundedVisit, visitLimitMs } from './bounded-visit.ts'
import { imposePolicy, type TriedPolicy } from '../csp/impose.ts'
import { describeScripts } from './scripts.ts'
import { type Recipe, recipes, recognise } from './recipes.ts'
import type { Step } from './steps.ts'
import { runSteps } from './steps.ts'
import { CARD_FIELD, TEST_CARDS, typeTestData } from './typing.ts'
import { within } from './within.ts'

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
  /** A second visit of the same kind, for what leaves only: scripts are not read again. The page is opened twice, as by who comes back. */
  again?: boolean
  /** Time zone of the browser (IANA name), and hour of its clock where it is set. */
  timeZone?: string
  /** Asks pages for reduced motion, as some visitors' settings do. */
  reducedMotion?: boolean
  hour?: number
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
const settleMs = 400
const mostTurns = 4
const loadMs = 12_000

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
      const notes = await inTime(
        frame.evaluate((name) => (window as unknown as Record<string, Notes | undefined>)[name], slot),
      )
      return notes ? [{ url: frame.url(), notes }] : []
    })
  return (await Promise.all(read)).flat()
}

/** Frames other than the page itself that hold fields for card data, also the provider's. */
async function frameFields(page: Page): Promise<Observation['frameFields']> {
  const frames = page.frames().filter((frame) => frame !== page.mainFrame())
  const counted = frames.slice(0, 30).map(async (frame) => {
    const facts = await inTime(frame.evaluate(pageFacts, CARD_FIELD))
    return { host: hostOf(frame.url()), fields: facts?.cardForms.length ?? 0 }
  })
  return (await Promise.all(counted)).filter((frame) => frame.fields > 0)
}

/** What a frame that does not answer costs. Milliseconds. */
const frameMs = 1500
const inTime = <T>(work: Promise<T>) => within(work, frameMs)

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
    ...(profile.mobile && { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }),
    ...(profile.timeZone && { timezoneId: profile.timeZone }),
    ...(profile.reducedMotion && { reducedMotion: 'reduce' as const }),
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
  const [bridge, final] = [`${slot}b`, `${slot}f`]
  await page.addInitScript(instrument, { slot, pattern: CARD_FIELD })
  await page.addInitScript(tellAtUnload, { bridge, final })
  if (profile.forwardMs)
    await page.clock.install(profile.hour === undefined ? {} : { time: new Date().setUTCHours(profile.hour, 30) })
  const session = await context.newCDPSession(page)
  const scriptsOf = await collectScripts(session, slot)
  await hearUnload(session, bridge, recorder)
  if (options.policy) await imposePolicy(session, options.policy)
  page.on('pageerror', (error) => errors.length < 50 && errors.push(error.message.slice(0, 200)))
  const response = await open(page, options.url, obstacles, profile.referrer)
  const opened = page.url()
  await runSteps(page, await stepsFor(page, options))
  if (profile.again) await comeBack(page, loadMs)
  await page.waitForTimeout(settleMs)
  await arrive(page)
  recorder.typing = true
  await typeTestData(page, card)
  if (profile.forwardMs) await page.clock.runFor(profile.forwardMs).catch(() => undefined)
  // Who sends piece by piece is heard out, within reason.
  await page.waitForTimeout(settleMs)
  for (let turn = 0, from = 0; turn < mostTurns && tellsOn(recorder, from); turn++) {
    from = recorder.requests.length
    await page.waitForTimeout(2 * settleMs)
  }
  const facts = await page.evaluate(pageFacts, CARD_FIELD)
  const hidden = await deepFields(session, hostOf(page.url()), new RegExp(CARD_FIELD, 'i'))
  for (const url of facts.links) recorder.requests.push({ url, kind: 'look-ahead', text: url, afterTyping: true })
  const notes = await readNotes(page, slot)
  if (facts.logIn) obstacles.push('the page asks for a log-in')
  if (facts.puzzle) obstacles.push('the page asks to solve a puzzle (captcha)')
  if (facts.consent) obstacles.push('the page asks for consent before it shows anything else')
  const frames = await frameFields(page)
  const cookies = (await context.cookies()).map((cookie) => ({ place: `cookie ${cookie.name}`, text: cookie.value }))
  const rest = await inTime(
    page.evaluate(() => [
      { place: 'window.name', text: window.name },
      { place: 'address', text: location.href },
      ...Object.entries({ ...localStorage }).map(([name, text]) => ({ place: `localStorage ${name}`, text })),
      ...Object.entries({ ...sessionStorage }).map(([name, text]) => ({ place: `sessionStorage ${name}`, text })),
    ]),
  )
  const pageUrl = page.url()
  // Before pay is pressed: a page that is left behind takes its sources with it.
  const sources = profile.again
    ? []
    : [
        ...(await scriptsOf()),
        ...(await workerScripts(context, page)),
        ...(await besideScripts(
          page,
          notes.flatMap((item) => item.notes.beside),
        )),
        ...attributeScripts(pageUrl, facts.handlers, facts.codeAddresses),
      ]
  await hide(page)
  const pay = await holdBack(page, recorder, profile.mobile ?? false)
  await pay?.copy()
  const payLeadsTo = await pay?.press('nothing')
  if (pay === undefined) obstacles.push('pay was not pressed: what it sends could not be held back')
  // A page that says the card was declined and asks again, or draws another one by itself, shows its fields only now.
  const stays = hostOf(page.url()) === hostOf(pageUrl)
  const after = stays ? await inTime(page.evaluate(pageFacts, CARD_FIELD)) : undefined
  const deepAfter = stays
    ? ((await inTime(deepFields(session, hostOf(pageUrl), new RegExp(CARD_FIELD, 'i')))) ?? [])
    : []
  // Who got no answer tries again, and gets one.
  const thenTo = payLeadsTo?.length === 0 && stays ? await pay?.press('yes') : undefined
  const lateNotes = await readNotes(page, slot)
  addSent(recorder, lateNotes.length > 0 ? lateNotes : notes, hostOf(pageUrl))
  const headers = response ? await response.allHeaders() : {}
  if (payLeadsTo !== undefined) await leave(page, final)
  const requests = judgeRequests(recorder, card)
  // What was kept until pay was pressed, and then: notes only grow, but a frame may be gone with its own.
  const early = notes.filter((item) => !lateNotes.some((late) => late.url === item.url))
  const lasting = [...lateNotes, ...early]
  const kept = [...lasting.flatMap((item) => item.notes.kept), ...cookies, ...(rest ?? [])]
  const copied = lasting.flatMap((item) => item.notes.copied)
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
      otherFields: facts.otherFields,
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
    silentFormHosts: hosts(facts.silentActions),
    cardFields: [...new Set([...facts.cardFields, ...(after?.cardFields ?? []), ...hidden, ...deepAfter])],
    cardForms: facts.cardForms.map((form) => ({ ...form, target: hostOf(form.target) })),
    frameFields: frames,
    leadsTo: hosts([...facts.linksAway, ...facts.formActions, ...facts.buttonActions]),
    payLeadsTo: [...(payLeadsTo ?? []), ...(thenTo ?? [])],
    readingStyles: facts.readingStyles.map((text) => text.slice(0, 300)),
    violations: notes.flatMap((item) => (item.url.startsWith(new URL(pageUrl).origin) ? item.notes.refused : [])),
    errors,
    handlers: facts.handlers,
    importMaps: facts.importMaps,
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
    accounts: [
      ...accountsOf(sources, facts.hiddenFields, [...facts.frames, ...facts.tags.map((tag) => tag.src)]),
      ...accountsAsked(recorder.requests, hostOf(pageUrl)),
      ...accountsShown(facts.shownTexts, copied),
    ],
    copiedElse: copiedElse(facts.shownTexts, copied),
    sealed: [
      ...new Set(
        // Not what is sealed when pay is pressed: so shops do for their bank, and where it goes shows itself.
        notes
          .flatMap((item) => item.notes.sealed)
          .filter(hasCard)
          .map(({ place }) => place),
      ),
    ],
    stored: kept.filter(hasCard).map(({ place }) => place),
  }
}
