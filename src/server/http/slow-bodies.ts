import type { FastifyInstance, FastifyRequest } from 'fastify'

const bodyMs = 6000
const isUpload = (request: FastifyRequest) => request.headers['content-type'] === 'application/octet-stream'

/** JSON bodies are small: one that has not arrived within six seconds is dribbled on purpose, and its connection is closed. */
export function cutSlowBodies(app: FastifyInstance): void {
  const waiting = new WeakMap<FastifyRequest, NodeJS.Timeout>()
  app.addHook('onRequest', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD' || isUpload(request)) return
    waiting.set(
      request,
      setTimeout(() => {
        if (!request.raw.complete) request.raw.destroy()
      }, bodyMs).unref(),
    )
  })
  const arrived = async (request: FastifyRequest) => {
    // An answer that came before the body (nothing here, too large) does not stop the clock: the rest is still on its way.
    if (request.raw.complete) clearTimeout(waiting.get(request))
  }
  app.addHook('preValidation', arrived)
  app.addHook('onResponse', arrived)
}
