import { z } from 'zod'
import type { House } from '../house.ts'
import { callerOf } from '../people/caller.ts'
import { holds } from '../people/rights.ts'
import type { ServerEvent } from './bus.ts'
import { type ServerRoute, serverRoute } from './route.ts'

const heartbeatMs = 20_000
/** Bytes that a slow reader may leave unread before it is cut off: it reconnects and reads the state anew. */
const mostUnread = 1_000_000

/** Server-sent events (WHATWG HTML, 9.2) of the caller's client. */
export function eventRoutes(house: House): ServerRoute[] {
  return [
    serverRoute({
      method: 'GET',
      path: '/events',
      summary: 'Live: progress of jobs, new findings, decisions, alerts (text/event-stream)',
      tag: 'Events',
      access: 'read',
      query: z.object({ shop: z.string().max(100).optional().describe('Only events of this shop.') }),
      answer: 'stream',
      async handle({ query, caller, raw, reply }) {
        reply.hijack()
        const stream = reply.raw
        stream.writeHead(200, {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
          'x-content-type-options': 'nosniff',
        })
        stream.write('retry: 3000\n\n')
        const send = (event: ServerEvent) => {
          if (event.client !== caller.client || (query.shop !== undefined && event.shop !== query.shop)) return
          const { kind, shop, at, data } = event
          if (stream.writableLength > mostUnread) return void stream.destroy()
          stream.write(`event: message\ndata: ${JSON.stringify({ kind, shop, at, data })}\n\n`)
        }
        const stop = house.bus.subscribe(send)
        // The session may end, the role may change: looked at again with each beat.
        const beat = setInterval(() => {
          callerOf(house, raw).then(
            (now) =>
              holds(now, 'read', undefined) && now.client === caller.client ? stream.write(': \n\n') : stream.end(),
            () => stream.end(),
          )
        }, heartbeatMs)
        const end = () => {
          clearInterval(beat)
          stop()
        }
        stream.on('close', end)
        raw.raw.socket.on('close', end)
      },
    }),
  ]
}
