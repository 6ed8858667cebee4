import type { FastifyInstance, FastifyRequest } from 'fastify'

const bodyMs = 10_000
const isUpload = (request: FastifyRequest) => request.headers['content-type'] === 'application/octet-stream'

/** JSON bodies are small: one that has not arrived within ten seconds is dribbled on purpose, and its connection is closed. */
export function cutSlowBodies(app: FastifyInstance): void {
  const waiting = new WeakMap<FastifyRequest, NodeJS.Timeout>()
  app.addHook('onRequest', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD' || isUpload(request)) return
    waiting.set(
      request,
      setTimeout(() => request.raw.destroy(), bodyMs),
    )
  })
  const arrived = async (request: FastifyRequest) => clearTimeout(waiting.get(request))
  app.addHook('preValidation', arrived)
  app.addHook('onResponse', arrived)
  app.addHook('onRequestAbort', arrived)
}
