import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { isPrivateAddress } from '../../net/addresses.ts'
import type { House } from '../house.ts'
import { sameText } from '../secrets.ts'

/** Routes for those who run the server: is it alive, is it ready, what does it do. Outside /api: no sign-in, no personal data. */
export function mountOperations(app: FastifyInstance, house: House): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'shopwarden_' })
  const requests = new Histogram({
    name: 'shopwarden_http_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  const running = new Gauge({
    name: 'shopwarden_jobs_running',
    help: 'Audits and scans that run on this server',
    collect() {
      this.set(house.jobs.running)
    },
    registers: [],
  })
  registry.registerMetric(running)
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    requests.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
  })

  app.get('/health', { schema: { hide: true } }, async () => ({ ok: true }))
  app.get('/ready', { schema: { hide: true } }, async (_request, reply) => {
    try {
      await sql`select 1`.execute(house.workspace.store.db)
      return { ready: true }
    } catch {
      return reply.code(503).send({ ready: false, why: 'the database does not answer' })
    }
  })
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const token = house.config.metricsToken
    const loopback = isPrivateAddress(request.ip) && /^(127\.|::1$|::ffff:127\.)/.test(request.ip)
    const allowed = token === undefined ? loopback : sameText(request.headers.authorization ?? '', `Bearer ${token}`)
    if (!allowed) return reply.code(403).send({ why: 'set metricsToken and send it as bearer token' })
    return reply.type(registry.contentType).send(await registry.metrics())
  })

  const contact = house.config.securityContact
  if (contact !== undefined)
    app.get('/.well-known/security.txt', { schema: { hide: true } }, async (_request, reply) => {
      const expires = new Date(house.now().getTime() + 180 * 86_400_000).toISOString()
      return reply.type('text/plain; charset=utf-8').send(`Contact: ${contact}\nExpires: ${expires}\n`)
    })
}
