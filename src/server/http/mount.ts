import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import type { FileAnswer } from '../../core/routes.ts'
import type { House } from '../house.ts'
import { callerOf } from '../people/caller.ts'
import { type Caller, holds } from '../people/rights.ts'
import { shopOf, type ShopRecord } from '../shops/records.ts'
import { refuseUnstorable } from './clean.ts'
import { type Answered, once } from './idempotency.ts'
import { checkOrigin } from './origin.ts'
import { problemSchema, toProblem } from './problem.ts'
import type { ServerRoute } from './route.ts'

const shopParams = z.object({ shop: z.string().max(100).describe('Id of the shop.') })
const changes = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * A page says for which client it was drawn. Where its session works for another one by now (changed in another tab), what it
 * sends was meant for the first.
 * @throws SW_SERVER_CLIENT
 */
function stillAt(caller: Caller, request: FastifyRequest): void {
  const drawn = request.headers['shopwarden-client']
  if (drawn === undefined || drawn === caller.client) return
  throw new ShopwardenError('SW_SERVER_CLIENT', 'You work for another client by now: this page shows the one before', {
    fix: 'Load the page anew.',
  })
}

async function admit(house: House, route: ServerRoute, request: FastifyRequest): Promise<Caller | undefined> {
  checkOrigin(request, house.publicUrl())
  if (route.access === 'public') return undefined
  const caller = await callerOf(house, request)
  stillAt(caller, request)
  if (route.access === 'person') {
    if (caller.session !== undefined) return caller
    throw new ShopwardenError('SW_SERVER_FORBIDDEN', 'Only a person can do this, not an API key')
  }
  if (holds(caller, route.access, route.area)) return caller
  throw new ShopwardenError(
    'SW_SERVER_FORBIDDEN',
    `This needs the right "${route.access}", which ${caller.actor.role} does not have here`,
    {
      fix: 'Ask an owner.',
    },
  )
}

/** Attachment, never shown by the browser as a page of ours. */
function sendFile(reply: FastifyReply, file: FileAnswer): FastifyReply {
  const ascii = file.name.replace(/[^\w.-]+/g, '_')
  return reply
    .header('content-type', file.mediaType)
    .header('content-disposition', `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .send(Buffer.from(file.content))
}

async function answer(house: House, route: ServerRoute, request: FastifyRequest, reply: FastifyReply) {
  const caller = await admit(house, route, request)
  const params = request.params as Record<string, string>
  const shop: ShopRecord | undefined =
    caller !== undefined && params['shop'] !== undefined
      ? await shopOf(house.workspace, caller.client, params['shop'])
      : undefined
  const work = () =>
    route.handle({
      params: request.params as never,
      query: request.query as never,
      body: request.body as never,
      caller: caller as never,
      shop: shop as never,
      raw: request,
      reply,
    })
  if (route.answer === 'stream') {
    await work()
    return reply
  }
  if (route.answer === 'file') return sendFile(reply, (await work()) as FileAnswer)
  const schema = route.answer
  const parsed = async (): Promise<Answered> => ({ status: route.status, body: schema.parse(await work()) })
  const key = request.headers['idempotency-key']
  const result =
    typeof key === 'string' && caller !== undefined && changes.has(route.method)
      ? await once(
          house,
          key,
          // One account may work for several clients: what it was answered at one must not come back at another.
          `${caller.client} ${caller.actor.id}`,
          { route: `${route.method} ${request.url}`, body: request.body ?? null },
          parsed,
        )
      : await parsed()
  return reply.code(result.status).type('application/json').send(JSON.stringify(result.body))
}

/** Puts routes under a prefix: who may call, what is parsed, what errors look like, all in one place. */
export function mount(app: FastifyInstance, house: House, prefix: string, routes: readonly ServerRoute[]): void {
  for (const route of routes) {
    const params = route.path.includes(':shop') ? shopParams.extend(route.params.shape) : route.params
    app.route({
      method: route.method,
      url: `${prefix}${route.path}`,
      schema: {
        summary: route.summary,
        tags: [route.tag],
        ...(route.access !== 'public' && { security: [{ session: [] }, { key: [] }] }),
        ...(Object.keys(params.shape).length > 0 && { params }),
        ...(Object.keys(route.query.shape).length > 0 && { querystring: route.query }),
        ...(route.body !== undefined && { body: route.body }),
        response: {
          ...(typeof route.answer === 'string' ? {} : { [route.status]: route.answer }),
          default: problemSchema,
        },
      },
      preValidation: refuseUnstorable,
      handler: (request, reply) => answer(house, route, request, reply),
      errorHandler: (error, request, reply) => {
        const problem = toProblem(error, route.errors)
        // What was sent stays out of the log: method, route and code are enough to find the place.
        const entry = { method: request.method, route: request.routeOptions.url, code: problem.code }
        if (problem.status >= 500)
          request.log.error({ ...entry, stack: error instanceof Error ? error.stack : undefined }, 'failed')
        else request.log.info(entry, 'refused')
        reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
      },
    })
  }
}
