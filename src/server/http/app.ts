import cookie from '@fastify/cookie'
import swagger from '@fastify/swagger'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { jsonSchemaTransform, validatorCompiler } from 'fastify-type-provider-zod'
import { VERSION } from '../../core/version.ts'
import type { House } from '../house.ts'
import { toProblem } from './problem.ts'
import { cutSlowClients } from './slow-clients.ts'

const bodyLimit = 2_000_000

/** Only our own bundle runs in the page; nothing may frame it or be sent elsewhere. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The HTTP server without routes: limits, headers, errors, the API's description. */
export async function createApp(house: House): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: house.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: house.config.trustProxy,
    bodyLimit,
    // A client that sends its request a byte a minute holds nothing for long: heads have 5 s, bodies 6 s (slow-clients.ts), uploads
    // more. Node's own clock is the second line only: it counts time in which this process stood still against the client.
    requestTimeout: 15 * 60_000,
    connectionTimeout: 0,
    // Longer than a reverse proxy keeps its own (nginx: 60 s): who closes first must not be the server, or a request that is on its
    // way meets a closed door.
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 60_000, maxHeaderSize: 32_768 },
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    return503OnClosing: true,
    forceCloseConnections: 'idle',
  })
  app.server.keepAliveTimeoutBuffer = 5000
  app.setValidatorCompiler(validatorCompiler)
  // Answers are checked and written in one place (mount.ts); nothing is left for a serialiser to do.
  app.setSerializerCompiler(() => (data) => (typeof data === 'string' ? data : JSON.stringify(data)))
  await app.register(cookie)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Shopwarden',
        version: VERSION,
        description:
          'Everything that Shopwarden does, over HTTP. Errors are problem+json (RFC 9457) with a stable code. Lists take limit and cursor. Changing requests may carry an Idempotency-Key.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'sw_session' },
          key: { type: 'http', scheme: 'bearer', description: 'An API key (Settings, API keys).' },
        },
      },
    },
    transform: jsonSchemaTransform,
  })
  cutSlowClients(app)
  app.addHook('onSend', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), publickey-credentials-get=(self)',
      'content-security-policy': contentSecurityPolicy,
    })
    if (house.publicUrl().protocol === 'https:')
      reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
  app.setErrorHandler((error, _request, reply) => {
    const problem = toProblem(error)
    reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  })
  return app
}
