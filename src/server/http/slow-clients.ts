import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

const beatMs = 500
/** Beats that a head (5 s) and a JSON body (6 s) may take; uploads take as long as they need. */
const headBeats = 10
const bodyBeats = 12
const isUpload = (request: IncomingMessage) => request.headers['content-type'] === 'application/octet-stream'
const refusal = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'

interface Line {
  /** Request that is being read or answered. */
  request: IncomingMessage | undefined
  /** Bytes of the connection that whole requests have used up. */
  used: number
  beats: number
}

/**
 * Closes connections whose head or body is dribbled. Time is counted in beats of this process, not by the clock: after it stood
 * still for ten seconds (a busy machine, a suspended one) what the clients sent long ago lies unread, and a clock would blame them
 * for it before it is read.
 */
export function cutSlowClients(app: FastifyInstance): void {
  const lines = new Map<Socket, Line>()
  app.server.on('connection', (socket) => {
    lines.set(socket, { request: undefined, used: 0, beats: 0 })
    socket.on('close', () => lines.delete(socket))
  })
  app.server.on('request', (request, response) => {
    const line = lines.get(request.socket)
    if (line === undefined) return
    line.request = request
    line.beats = 0
    response.on('close', () => {
      // An answer that came before the body (nothing here, too large) does not stop the count: the rest is still on its way.
      if (line.request !== request || !request.complete) return
      line.request = undefined
      line.used = request.socket.bytesRead
    })
  })
  const beat = setInterval(() => {
    for (const [socket, line] of lines) {
      const { request } = line
      const fresh = line.used === 0
      const late =
        request === undefined ? fresh || socket.bytesRead > line.used : !request.complete && !isUpload(request)
      line.beats = late ? line.beats + 1 : 0
      if (line.beats <= (request === undefined ? headBeats : bodyBeats)) continue
      if (request === undefined) socket.end(refusal)
      socket.destroySoon()
    }
  }, beatMs).unref()
  app.addHook('onClose', async () => clearInterval(beat))
}
