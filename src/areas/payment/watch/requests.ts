import type { BrowserContext, Page, Request } from 'playwright-core'
import { findSplit, findTyped, isOpaque } from './find-typed.ts'
import type { Notes } from './instrument.ts'
import type { WatchedRequest } from './observation.ts'

const maxRequests = 2000
const maxBody = 64_000

/** What left the page, in the order it left, and whether test data had been typed by then. */
export interface Recorder {
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

/** Notes everything that the page, its pop-ups and its workers ask the network for. */
export function record(context: BrowserContext, page: Page, recorder: Recorder): void {
  const add = (url: string, kind: string, text: string) => {
    // What a page made itself does not leave it.
    if (recorder.requests.length < maxRequests && !/^(?:blob|data):/.test(url))
      recorder.requests.push({ url, kind, text: `${url}\n${text}`.slice(0, maxBody), afterTyping: recorder.typing })
  }
  // Names that browsers set themselves, and those that say what a body is, carry nothing of a page's own.
  const usual =
    /^(?:accept.*|content-.*|user-agent|referer|origin|cookie|sec-.*|upgrade.*|cache-control|pragma|connection|host|if-.*|range|priority|dnt|x-requested-with)$/
  const ownHeaders = (request: Request) => {
    const own = Object.entries(request.headers()).filter(([name]) => !usual.test(name))
    if (own.length > 0) add(request.url(), 'header', JSON.stringify(Object.fromEntries(own)))
  }
  const leaves = (request: Request) => {
    try {
      return request.isNavigationRequest() && request.frame().parentFrame() === null
    } catch {
      return false
    }
  }
  // The context also sees what service workers and pop-ups send.
  context.on('request', (request) => {
    add(request.url(), leaves(request) ? 'navigation' : request.resourceType(), bodyOf(request))
    ownHeaders(request)
  })
  page.on('websocket', (socket) => {
    add(socket.url(), 'websocket', '')
    socket.on('framesent', ({ payload }) =>
      add(socket.url(), 'websocket', typeof payload === 'string' ? payload : payload.toString('latin1')),
    )
  })
  // A dialogue would hold the page for ever; who is asked whether to leave, leaves.
  page.on(
    'dialog',
    (dialog) => void (dialog.type() === 'beforeunload' ? dialog.accept() : dialog.dismiss()).catch(() => undefined),
  )
}

export const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '')

/** Whether the page went on telling one address one thing after another since a time at which it had made `from` requests. */
export function tellsOn({ requests }: Recorder, from: number): boolean {
  const place = ({ kind, url }: Recorder['requests'][number]) => `${kind} ${url.replace(/[?#].*$/, '')}`
  const fresh = new Set(requests.slice(from).map(place))
  const each = Map.groupBy(
    requests.filter((request) => request.afterTyping && fresh.has(place(request))),
    place,
  )
  return [...each.values()].some((group) => new Set(group.map(({ text }) => text)).size > 1)
}

/** What each request carries of the test card: by itself, or in pieces with others to its host. */
export function judgeRequests(recorder: Recorder, card: string): WatchedRequest[] {
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

/** What left by ways that are no requests; messages count only where another site's frame got them. */
export function addSent(recorder: Recorder, notes: readonly { url: string; notes: Notes }[], host: string): void {
  for (const { url, notes: noted } of notes)
    for (const sent of noted.sent)
      if (sent.kind !== 'message' || hostOf(url) !== host)
        recorder.requests.push({ ...sent, text: `${sent.url}\n${sent.text}`, afterTyping: true })
}
