import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const MAX_BODY = 2_000_000

/** Hands a request on, as the number of its path in the list and the raw text; `answered` is called once, with JSON or nothing. */
export type Ask = (path: number, body: string, answered: (status: number, json: string) => void) => void

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

/**
 * Paths ("POST /fraud/events") as a handler for node:http: reads requests, bounded in size, and writes answers. What they mean is
 * decided elsewhere, so that this can run in a thread of its own.
 */
export function httpHandler(paths: readonly string[], token: string | undefined, ask: Ask): RequestListener {
  const numbers = new Map(paths.map((path, index) => [path, index]))
  return (request, response) => {
    const send = (status: number, text: string) => {
      const bytes = Buffer.byteLength(text)
      // Plain ASCII, as most answers are, goes out faster when it need not be encoded.
      response
        .writeHead(status, { 'content-type': 'application/json', 'content-length': bytes })
        .end(text, bytes === text.length ? 'latin1' : 'utf8')
    }
    const path = numbers.get(`${request.method} ${request.url?.split('?')[0]}`)
    if (path === undefined) return send(404, NOTHING_HERE)
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

/** Listens; answers the server and its port. */
export async function listen(
  handler: RequestListener,
  host: string,
  port: number,
): Promise<{ server: Server; port: number }> {
  const server = createServer({ keepAliveTimeout: 60_000 }, handler)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return { server, port: (server.address() as AddressInfo).port }
}
