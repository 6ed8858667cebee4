import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Verb } from '../../../core/area.ts'
import { describeError, ShopwardenError } from '../../../core/errors.ts'
import { stateOption, wholeNumber } from '../../../core/options.ts'
import { mailServerFrom, mailServerOptions } from '../../../connect/smtp/options.ts'
import { SmtpSession } from '../../../connect/smtp/session.ts'
import { SelfServiceDesk } from '../self-service/desk.ts'
import { selfServiceHandler } from '../self-service/handler.ts'
import { Outbox } from '../self-service/outbox.ts'
import { readBrand, text, withRooms } from './common.ts'

/** @throws SW_NOTICES_ORIGIN */
function originsOf(given: string | undefined): string[] {
  return (given ?? '')
    .split(',')
    .filter(Boolean)
    .map((item) => {
      if (URL.canParse(item) && new URL(item).origin === item && item.startsWith('http')) return item
      throw new ShopwardenError('SW_NOTICES_ORIGIN', `"${item}" is no origin`, {
        fix: 'Give scheme and host only, e.g. https://shop.example',
      })
    })
}

/** `notices serve`: the page and widget for customers. */
export const serveVerb: Verb = {
  summary:
    "Serve the customers' page: check the own address (answer by mail only), why, what to do, stop; and a widget",
  options: [
    { flags: '--listen <host>', description: 'address to listen on', default: '127.0.0.1' },
    { flags: '--port <port>', description: 'port to listen on', default: '8027' },
    { flags: '--origin <origins>', description: "the shop's origins that may embed it, e.g. https://shop.example" },
    { flags: '--behind-proxy', description: 'believe the last X-Forwarded-For of the reverse proxy in front' },
    { flags: '--brand <file>', description: 'brand file (default brand.yaml)' },
    ...mailServerOptions,
    stateOption,
  ],
  run: (_args, options, io) =>
    withRooms(options, io, async ({ book, queue }) => {
      const brand = readBrand(options, io)
      const settings = mailServerFrom(options, io.env)
      const origins = originsOf(text(options, 'origin'))
      const fault = (reason: unknown) => io.stderr.write(`${describeError(reason)}\n`)
      const outbox = new Outbox({
        from: brand.from,
        connect: () => SmtpSession.open(settings),
        signal: io.signal,
        fault: (reason) => fault(new Error(reason)),
      })
      const desk = new SelfServiceDesk({ book, queue, brand, now: io.now, send: (to, mail) => outbox.add(to, mail) })
      const behindProxy = options['behindProxy'] === true
      const handle = selfServiceHandler({ desk, brand, origins, behindProxy, now: io.now, fault })
      const server = createServer(
        { requestTimeout: 15_000, headersTimeout: 10_000, maxHeaderSize: 16_384 },
        (request, response) => void handle(request, response),
      )
      server.maxConnections = 500
      const host = text(options, 'listen') ?? '127.0.0.1'
      await new Promise<void>((ready, failed) => {
        server.once('error', failed)
        server.listen(wholeNumber(options, 'port', 8027, 0), host, ready)
      })
      io.stdout.write(`The customers' page is at http://${host}:${(server.address() as AddressInfo).port}/\n`)
      await new Promise<void>((stop) => {
        if (io.signal.aborted) stop()
        io.signal.addEventListener('abort', () => stop(), { once: true })
      })
      server.close()
      server.closeAllConnections()
      return 0 as const
    }),
}
