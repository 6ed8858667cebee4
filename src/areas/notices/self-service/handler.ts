import type { IncomingMessage, ServerResponse } from 'node:http'
import { normaliseAddress } from '../../../connect/customers/address.ts'
import type { Brand } from '../render/notice.ts'
import { languageFor } from '../words/all.ts'
import { LANGUAGES, type Language } from '../words/words.ts'
import type { SelfServiceDesk } from './desk.ts'
import { askerOf, RateLimit } from './limits.ts'
import { pageHtml, policyOf, widgetScript } from './page.ts'
import { pageWords } from './words/all.ts'
import { readRequestBody } from '../../../net/body.ts'

const MAX_BODY = 4096
const PER_ASKER = 20
const hourMs = 3_600_000

export interface Handling {
  desk: SelfServiceDesk
  brand: Brand
  /** Origins of the shop's pages that may show the widget or frame the page. */
  origins: readonly string[]
  /** Believe the last X-Forwarded-For, which our own reverse proxy adds. */
  behindProxy: boolean
  now(): Date
  /** Told of faults; gets no personal data. */
  fault(error: unknown): void
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const body = await readRequestBody(request, MAX_BODY)
  return body && new URLSearchParams(body.toString('utf8'))
}

/** The language somebody asked for, else the first that the browser names and we have, else the shop's own. */
export function languageOf(asked: string | null, accept: string | undefined, fallback: Language): Language {
  const wanted = [...(asked === null ? [] : [asked]), ...(accept ?? '').slice(0, 500).split(',')]
  const known = wanted.map((item) => item.trim().slice(0, 2).toLowerCase())
  return languageFor(
    known.find((code) => (LANGUAGES as readonly string[]).includes(code)),
    fallback,
  )
}

/** HTTP of the customer's page. Answers before it looks anything up, so that time tells nothing either. */
export function selfServiceHandler(handling: Handling) {
  const { desk, brand, origins, now } = handling
  const perAsker = new RateLimit(PER_ASKER, hourMs)
  const policy = policyOf(brand, origins)
  const asker = (request: IncomingMessage): string => {
    const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    const last = handling.behindProxy ? forwarded.split(',').at(-1)?.trim() : ''
    return askerOf(last || (request.socket.remoteAddress ?? ''))
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const origin = request.headers.origin
    const answer = (status: number, body: string, type: string) =>
      void response
        .writeHead(status, {
          'content-type': `${type}; charset=utf-8`,
          'content-security-policy': policy,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cache-control': type === 'text/javascript' ? 'public, max-age=3600' : 'no-store',
          ...(type === 'text/javascript' && { 'cross-origin-resource-policy': 'cross-origin' }),
          ...(origin !== undefined &&
            origins.includes(origin) && { 'access-control-allow-origin': origin, vary: 'origin' }),
        })
        .end(body)
    try {
      const path = url.pathname
      const inBrowser = languageOf(url.searchParams.get('lang'), request.headers['accept-language'], brand.language)
      if (request.method === 'GET' && path === '/widget.js')
        return answer(200, widgetScript(inBrowser), 'text/javascript')
      if (request.method === 'GET' && path === '/') return answer(200, pageHtml(brand, inBrowser), 'text/html')
      if (request.method !== 'POST' || !['/check', '/stop', '/confirm'].includes(path))
        return answer(404, 'Not found', 'text/plain')
      const form = await formOf(request)
      const language = languageOf(form?.get('lang') ?? null, request.headers['accept-language'], brand.language)
      const text = pageWords[language]
      const say = (status: number, said: string) =>
        /json/.test(request.headers.accept ?? '')
          ? answer(status, JSON.stringify({ said }), 'application/json')
          : answer(status, pageHtml(brand, language, said), 'text/html')
      if (!perAsker.take(asker(request), now().getTime())) return say(429, text.tooMany)
      const address = normaliseAddress(form?.get('email') ?? '')?.address
      if (address === undefined) return say(422, text.unclear)
      if (path === '/confirm') {
        const stopped = desk.stop(address, form?.get('code') ?? '')
        return stopped ? say(200, text.stopped) : say(422, text.wrongCode)
      }
      say(202, text.asked)
      setImmediate(() => {
        const work = path === '/check' ? desk.ask(address, language) : desk.askToStop(address, language)
        work.catch(handling.fault)
      })
    } catch (error) {
      handling.fault(error)
      if (!response.headersSent) answer(503, 'Please try again later', 'text/plain')
    }
  }
}
