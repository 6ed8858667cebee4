import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CommandIo, Verb } from '../../../core/area.ts'
import { textOf } from '../../../core/options.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { readRequestBody } from '../../../net/body.ts'
import { certificateSource } from '../intake/certificate.ts'
import { receive, type Receiving, secretsFrom, SENDERS, type Sender } from '../intake/receive.ts'
import { readReasons } from '../qualify/reasons.ts'
import { listCases } from '../records/cases.ts'
import type { Room } from '../records/room.ts'
import { calendar } from '../watch/ics.ts'
import { options, withRoom } from './common.ts'

const MAX_BODY = 2_000_000
const digest = (text: string) => createHash('sha256').update(text).digest()

export function webhookHandler(
  receiving: Receiving,
  calendarOf: (() => Promise<string>) | undefined,
  token: string | undefined,
) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const send = (status: number, body: string, type = 'application/json') =>
      void response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body)
    const url = new URL(request.url ?? '/', 'http://localhost')
    const sender = SENDERS.find((name) => url.pathname === `/webhooks/${name}`)
    try {
      if (request.method === 'POST' && sender !== undefined) {
        const body = await readRequestBody(request, MAX_BODY, 10 * MAX_BODY)
        if (body === undefined) return send(413, '{"error":{"code":"SW_DISPUTES_TOO_LARGE"}}')
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
        )
        const answer = await receive(sender satisfies Sender, body, headers, receiving)
        return send(
          answer.status,
          answer.body,
          sender === 'adyen' && answer.status === 200 ? 'text/plain' : 'application/json',
        )
      }
      // Calendar programs cannot send headers: the feed's token is part of its address.
      if (
        request.method === 'GET' &&
        url.pathname === '/deadlines.ics' &&
        calendarOf &&
        token !== undefined &&
        timingSafeEqual(digest(url.searchParams.get('token') ?? ''), digest(token))
      )
        return send(200, await calendarOf(), 'text/calendar; charset=utf-8')
      return send(404, '{"error":{"code":"SW_DISPUTES_ROUTE"}}')
    } catch {
      if (!response.headersSent) send(503, '{"error":{"code":"SW_DISPUTES_FAULT"}}')
    }
  }
}

async function serve(room: Room, host: string, port: number, io: CommandIo): Promise<void> {
  const receiving: Receiving = {
    room,
    reasons: readReasons(io.knowledgeDir),
    secrets: secretsFrom(io.env),
    now: io.now,
    certificate: certificateSource(io.env['PAYPAL_CERTIFICATE_FILE'], io.signal),
  }
  const handler = webhookHandler(
    receiving,
    async () => calendar(await listCases(room), io.now()),
    io.env['SHOPWARDEN_ICS_TOKEN'] || undefined,
  )
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => void handler(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  io.stdout.write(
    `Webhooks are taken on http://${host}:${(server.address() as AddressInfo).port}/webhooks/{${SENDERS.filter((name) => receiving.secrets[name]).join(',')}}\n`,
  )
  await new Promise<void>((stop) => {
    if (io.signal.aborted) stop()
    io.signal.addEventListener('abort', () => stop(), { once: true })
  })
  server.close()
  server.closeAllConnections()
}

export const serveVerb: Verb = {
  summary: 'Take webhooks of Stripe, Adyen, PayPal, EasyPost and AfterShip, and serve the calendar of deadlines',
  options: [
    options[2],
    { flags: '--host <address>', description: 'address to listen on', default: '127.0.0.1' },
    { flags: '--port <port>', description: 'port to listen on', default: '8788' },
  ],
  async run(_args, given, io) {
    if (!Object.values(secretsFrom(io.env)).some(Boolean))
      throw new ShopwardenError('SW_DISPUTES_NOT_SET_UP', 'No secret of a webhook is set', {
        fix: 'Set STRIPE_WEBHOOK_SECRET, ADYEN_HMAC_KEY, PAYPAL_WEBHOOK_ID, EASYPOST_WEBHOOK_SECRET or AFTERSHIP_WEBHOOK_SECRET.',
      })
    const port = Number(textOf(given, 'port') ?? 8788)
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new ShopwardenError('SW_CLI_OPTION', 'The port is no port', { fix: 'For example --port 8788.' })
    await withRoom(given, io, (room) => serve(room, textOf(given, 'host') ?? '127.0.0.1', port, io))
    return 0
  },
}
