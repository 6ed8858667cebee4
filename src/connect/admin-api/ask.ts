import type { z } from 'zod'
import { type ErrorCode, ShopwardenError } from '../../core/errors.ts'
import { type HttpClient, type HttpRequest, type HttpResponse, header } from '../../core/http.ts'

const limits = { maxBytes: 8_000_000, timeoutMs: 20_000 }

type Asked = Pick<HttpRequest, 'method' | 'headers' | 'body'>

/** Questions to one API: all below its address, bounded in size and time. */
export interface Ask {
  /** JSON of the expected shape. */
  json<T>(path: string, shape: z.ZodType<T>, request?: Asked): Promise<T>
  /** The answer as it is, for what stands in headers or in plain text. */
  plain(path: string, request?: Asked): Promise<HttpResponse>
}

const refusals: Readonly<Record<number, [ErrorCode, string, string]>> = {
  401: [
    'SW_ADMIN_API_REFUSED',
    'The shop refuses the token',
    'Check the environment variable that tokenEnv names, and that the token has not been withdrawn.',
  ],
  403: [
    'SW_ADMIN_API_FORBIDDEN',
    'The token is known but may not read this',
    "Give its user the right to read what the area's README names; no right to change anything is needed.",
  ],
  404: [
    'SW_ADMIN_API_MISSING',
    'There is no such API at this address',
    'Check kind and url: the address must be the one that the API paths begin at, and the API must be switched on.',
  ],
  429: ['SW_ADMIN_API_LIMITED', 'The shop asks to be asked less often', 'Audit again later.'],
}

/** What is wrong with an answer that is no success; undefined where it is one. The body is never repeated. */
function fault(response: HttpResponse, path: string): ShopwardenError | undefined {
  const { status } = response
  const make = (code: ErrorCode, message: string, fix: string) =>
    new ShopwardenError(code, message, { where: path, fix })
  if (status >= 200 && status < 300) return undefined
  if (status >= 300 && status < 400)
    return make(
      'SW_ADMIN_API_REDIRECT',
      `The shop sends on to another address (status ${status}); a token is not carried along`,
      'Give the address that it sends on to, e.g. with https:// or www.',
    )
  const known = refusals[status]
  if (known) return make(known[0], `${known[1]} (status ${status})`, known[2])
  return status >= 500
    ? make(
        'SW_ADMIN_API_FAILED',
        `The shop failed (status ${status})`,
        'Audit again later; look into the log of the shop.',
      )
    : make('SW_ADMIN_API_REFUSED', `The shop refuses the request (status ${status})`, 'Check kind, url and token.')
}

/** Asks the API at `base` through `http`, which decides what may be reached. Nothing follows a redirect. */
export function askAt(base: string, http: HttpClient, signal: AbortSignal): Ask {
  const root = base.replace(/[?#].*$/, '').replace(/\/+$/, '')
  async function plain(path: string, request: Asked = {}): Promise<HttpResponse> {
    const { maxBytes, timeoutMs } = limits
    const response = await http.request(root + path, { ...request, secret: true, maxBytes, timeoutMs, signal })
    const wrong = fault(response, path)
    if (wrong) throw wrong
    if (response.truncated)
      throw new ShopwardenError(
        'SW_ADMIN_API_ANSWER',
        `The answer is longer than ${limits.maxBytes} bytes or was cut`,
        {
          where: path,
          fix: 'Check that the address is that of the API.',
        },
      )
    return response
  }
  return {
    plain,
    async json(path, shape, request = {}) {
      const { headers, ...rest } = request
      const response = await plain(path, { ...rest, headers: { accept: 'application/json', ...headers } })
      const wrong = (what: string) =>
        new ShopwardenError('SW_ADMIN_API_ANSWER', `The answer is ${what}`, {
          where: path,
          fix: 'Check kind and url, and that nothing stands before the API (a maintenance page, a wall against robots).',
        })
      let body: unknown
      try {
        body = JSON.parse(response.body.toString('utf8').replace(/^\uFEFF/, ''))
      } catch {
        throw wrong(/html/i.test(header(response, 'content-type') ?? '') ? 'a web page, not JSON' : 'no JSON')
      }
      const parsed = shape.safeParse(body)
      if (!parsed.success)
        throw wrong(`not in the published form of this API (${parsed.error.issues[0]?.path.join('.') || 'as a whole'})`)
      return parsed.data
    },
  }
}
