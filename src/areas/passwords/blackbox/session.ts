import { header, type HttpClient } from '../../../core/http.ts'
import type { Form } from './forms.ts'

/** What a request came to, its redirects followed. */
export interface Answer {
  url: string
  status: number
  text: string
  contentType: string
}

const maxRedirects = 4
const maxBytes = 1_000_000

/** One visitor with cookies of his own, who stays on one origin. */
export class Session {
  readonly #cookies = new Map<string, string>()
  readonly #http: HttpClient
  readonly #origin: string
  readonly #pause: () => Promise<void>

  constructor(http: HttpClient, origin: string, pause: () => Promise<void>) {
    this.#http = http
    this.#origin = origin
    this.#pause = pause
  }

  get(url: string): Promise<Answer> {
    return this.#follow(url, 'GET', undefined)
  }

  submit(form: Form, body: URLSearchParams): Promise<Answer> {
    if (form.method === 'GET') return this.get(`${form.action.replace(/[?#].*$/, '')}?${body.toString()}`)
    return this.#follow(form.action, 'POST', body)
  }

  async #follow(first: string, method: string, form: URLSearchParams | undefined): Promise<Answer> {
    let url = first
    let verb = method
    let body = form
    for (let hop = 0; ; hop++) {
      await this.#pause()
      const cookies = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await this.#http.request(url, {
        method: verb,
        headers: {
          accept: 'text/html,application/json;q=0.9,*/*;q=0.8',
          'x-shopwarden': 'passwords',
          ...(cookies !== '' && { cookie: cookies }),
          ...(body && { 'content-type': 'application/x-www-form-urlencoded', origin: this.#origin, referer: url }),
        },
        ...(body && { body: body.toString() }),
        maxBytes,
      })
      for (const line of response.headers.get('set-cookie') ?? []) {
        const match = /^\s*([^=;\s]+)=([^;]*)/.exec(line)
        if (match) this.#cookies.set(match[1]!, match[2]!)
      }
      const next = header(response, 'location')
      const target = next !== undefined && URL.canParse(next, url) ? new URL(next, url) : undefined
      if (
        response.status < 300 ||
        response.status > 399 ||
        !target ||
        target.origin !== this.#origin ||
        hop >= maxRedirects
      )
        return {
          url,
          status: response.status,
          text: response.body.toString('utf8'),
          contentType: header(response, 'content-type') ?? '',
        }
      url = target.href
      verb = 'GET'
      body = undefined
    }
  }
}
