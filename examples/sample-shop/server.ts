import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { common } from './common.ts'
import type { Session, Shop, Variant } from './contract.ts'
import { openDatabase } from './database.ts'
import { writeFeeds } from './feeds.ts'
import { flawed } from './flawed/variant.ts'
import { repaired } from './repaired/variant.ts'

const maxFormBytes = 100_000

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxFormBytes) break
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

function readCookies(request: IncomingMessage): Map<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return new Map(pairs.map(([name = '', value = '']) => [name, value]))
}

/** The request listener of one form of the shop. */
function listener(variant: Variant, shop: Shop): RequestListener {
  const handlers = { ...common, ...variant.handlers }
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://shop')
    const cookies = readCookies(request)
    const known = shop.sessions.get(cookies.get('shop_session') ?? '')
    const session: Session = known ?? {
      id: variant.newSessionId(),
      csrf: randomBytes(16).toString('hex'),
      cart: [],
      coupons: [],
      currency: 'EUR',
      credit: 0,
      giftCards: [],
    }
    if (known === undefined) shop.sessions.set(session.id, session)
    const handler = handlers[`${request.method === 'HEAD' ? 'GET' : request.method} ${url.pathname}`]
    const given = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      form: await readForm(request),
      cookies,
      session,
    }
    const before = session.id
    const result = handler
      ? await handler(given, shop)
      : { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<h1>Not found</h1>' }
    const cookie =
      known === undefined || session.id !== before ? { 'set-cookie': variant.sessionCookie(session.id) } : {}
    response.writeHead(result.status ?? 200, { ...variant.headers, ...cookie, ...result.headers })
    response.end(result.body)
  }
  return (request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end('error'))
  }
}

/** The payment provider's origin: a frame that takes card data and gives the shop none of it. */
const paymentFrame: RequestListener = (_, response) => {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
  })
  response.end(
    '<!doctype html><title>Payment</title><form method="post"><label>Card number <input name="cardnumber" autocomplete="cc-number"></label> <label>Valid until <input name="exp" autocomplete="cc-exp"></label> <label>CVC <input name="cvc" autocomplete="cc-csc"></label><button>Pay</button></form>',
  )
}

/** Listens on the wanted port, so that two audits see the same address; on any free one where it is taken. */
async function listen(server: Server, wanted: number): Promise<string> {
  const attempt = (port: number) =>
    new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
  if (!(await attempt(wanted))) await attempt(0)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export interface RunningShop {
  url: string
  paymentOrigin: string
  shopFile: string
  close(): void
}

/** Starts the shop and its payment provider on loopback, and writes the shop.yaml that describes them. */
export async function startShop(options: { repaired: boolean; now: Date }): Promise<RunningShop> {
  const variant = options.repaired ? repaired : flawed
  const payment = createServer(paymentFrame)
  const paymentOrigin = await listen(payment, 8766)
  const shop: Shop = {
    db: openDatabase(),
    sessions: new Map(),
    paymentOrigin,
    callbackSecret: randomBytes(16).toString('hex'),
    failures: new Map(),
    inCurrency: variant.inCurrency,
  }
  const patience = options.repaired
    ? { headersTimeout: 5000, requestTimeout: 5000, connectionsCheckingInterval: 500 }
    : {}
  const server = createServer(patience, listener(variant, shop))
  server.maxConnections = 2000
  const url = await listen(server, 8765)
  const dir = mkdtempSync(join(tmpdir(), 'sample-shop-'))
  const shopFile = join(dir, 'shop.yaml')
  const description = {
    name: 'Sample shop',
    urls: { storefront: url, checkout: `${url}/checkout` },
    allowPrivateAddresses: true,
    sources: [{ path: join(import.meta.dirname, options.repaired ? 'repaired' : 'flawed') }],
    feeds: writeFeeds(dir, options.now, options.repaired),
    notApplicable: {
      platform: 'The sample shop is written from scratch, on no platform.',
      patches: 'The sample shop runs on the machine of whoever tries it.',
    },
  }
  writeFileSync(shopFile, stringify(description))
  return {
    url,
    paymentOrigin,
    shopFile,
    close: () => {
      server.close()
      server.closeAllConnections()
      payment.close()
      payment.closeAllConnections()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

if (import.meta.main) {
  const running = await startShop({ repaired: process.argv.includes('--repaired'), now: new Date() })
  if (process.send) process.send({ shopFile: running.shopFile })
  else process.stdout.write(`${running.url}\n`)
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) {
    process.on(signal, () => {
      running.close()
      process.exit(0)
    })
  }
}
