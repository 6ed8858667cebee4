import { timingSafeEqual, createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { errorAnswer, type Route, type RouteAnswer } from './standalone.ts'

const MAX_BODY = 2_000_000

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Whether a request carries the token; compared in constant time. */
function admitted(request: IncomingMessage, token: string | undefined): boolean {
  if (token === undefined) return true
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))
}

/** Routes as a handler for node:http, for a guard that runs by itself. */
export function httpHandler(routes: readonly Route[], token: string | undefined): RequestListener {
  const byKey = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]))
  return (request, response) => {
    const sendText = (status: number, text: string) => {
      const bytes = Buffer.byteLength(text)
      // Plain ASCII, as most answers are, goes out faster when it need not be encoded.
      response
        .writeHead(status, { 'content-type': 'application/json', 'content-length': bytes })
        .end(text, bytes === text.length ? 'latin1' : 'utf8')
    }
    const send = (status: number, body: unknown) => sendText(status, body === undefined ? '' : JSON.stringify(body))
    const sendAnswer = ({ status, body, json }: RouteAnswer) =>
      json === undefined ? send(status, body) : sendText(status, json)
    const route = byKey.get(`${request.method} ${request.url?.split('?')[0]}`)
    if (route === undefined) return send(404, { error: { code: 'SW_FRAUD_ROUTE', message: 'There is nothing here.' } })
    if (!admitted(request, token))
      return send(401, { error: { code: 'SW_FRAUD_TOKEN', message: 'The token is missing or wrong.' } })
    const pieces: Buffer[] = []
    let size = 0
    request.on('data', (piece: Buffer) => {
      size += piece.length
      if (size <= MAX_BODY) pieces.push(piece)
    })
    request.on('end', () => {
      if (size > MAX_BODY) return send(413, { error: { code: 'SW_FRAUD_EVENT', message: 'The request is too large.' } })
      const body = pieces.length === 1 ? (pieces[0] as Buffer).toString('utf8') : Buffer.concat(pieces).toString('utf8')
      const handled = async () => route.handle({ body, by: 'api' })
      handled().then(sendAnswer, (error: unknown) => sendAnswer(errorAnswer(error)))
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
