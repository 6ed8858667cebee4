import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, RequestListener } from 'node:http'

const MAX_BODY = 2_000_000

/** Hands a request on, as its method and path ("POST /fraud/events") and the raw text; `answered` is called once, with JSON or nothing. */
export type Ask = (path: string, body: string, answered: (status: number, json: string) => void) => void

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Whether a request carries the token; compared in constant time. */
function admitted(request: IncomingMessage, token: string | undefined): boolean {
  if (token === undefined) return true
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))
}

const refusal = (code: string, message: string) => JSON.stringify({ error: { code, message } })
const NOTHING_HERE = refusal('SW_FRAUD_ROUTE', 'There is nothing here.')
const NO_TOKEN = refusal('SW_FRAUD_TOKEN', 'The token is missing or wrong.')
const TOO_LARGE = refusal('SW_FRAUD_EVENT', 'The request is too large.')

/** A handler for node:http: reads requests for known paths, bounded in size, and writes answers. What they mean `ask` decides. */
export function httpHandler(paths: ReadonlySet<string>, token: string | undefined, ask: Ask): RequestListener {
  return (request, response) => {
    const send = (status: number, text: string) => {
      const bytes = Buffer.byteLength(text)
      // Plain ASCII, as most answers are, goes out faster when it need not be encoded.
      response
        .writeHead(status, { 'content-type': 'application/json', 'content-length': bytes })
        .end(text, bytes === text.length ? 'latin1' : 'utf8')
    }
    const path = `${request.method} ${request.url?.split('?')[0]}`
    if (!paths.has(path)) return send(404, NOTHING_HERE)
    if (!admitted(request, token)) return send(401, NO_TOKEN)
    const pieces: Buffer[] = []
    let size = 0
    request.on('data', (piece: Buffer) => {
      size += piece.length
      if (size <= MAX_BODY) pieces.push(piece)
    })
    request.on('end', () => {
      if (size > MAX_BODY) return send(413, TOO_LARGE)
      const bytes = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces)
      ask(path, bytes.toString('utf8'), send)
    })
  }
}
