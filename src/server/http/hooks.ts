import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AreaHook } from '../../core/routes.ts'
import type { House } from '../house.ts'
import { readServiceKeys } from '../shops/service-keys.ts'
import { shopDir } from '../shops/records.ts'

/** Most bytes of one message. */
const bodyLimit = 2_000_000

const firstOf = (headers: FastifyRequest['headers']) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]))

async function take(house: House, hook: AreaHook, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { shop: id, ...params } = request.params as Record<string, string>
  const shop = await house.workspace.store.db
    .selectFrom('shop')
    .select('id')
    .where('id', '=', id ?? '')
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  // The same answer as for an address that does not exist: nobody learns here which shops there are.
  if (shop === undefined) return reply.code(404).send()
  try {
    const answer = await hook.handle(
      { params, headers: firstOf(request.headers), body: request.body as Buffer },
      {
        stateDir: shopDir(house.workspace, shop.id),
        knowledgeDir: house.knowledgeDir,
        keys: { ...process.env, ...(await readServiceKeys(house, shop.id)) },
        now: house.now,
      },
    )
    return reply.code(answer.status).type(answer.mediaType).send(answer.body)
  } catch (error) {
    house.log.error({ hook: hook.path, code: String((error as { code?: unknown }).code ?? 'fault') }, 'hook failed')
    // Providers send again what was not taken.
    return reply.code(503).send()
  }
}

/**
 * Doors for programs that cannot sign in and sign their messages instead (webhooks of payment providers and carriers):
 * POST /hooks/<shop>/<area>/…, with the body as it was sent, since the signature is over its bytes.
 */
export function mountHooks(app: FastifyInstance, house: House, hooks: Readonly<Record<string, readonly AreaHook[]>>) {
  return app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))
    for (const [area, list] of Object.entries(hooks))
      for (const hook of list)
        scope.route({
          method: 'POST',
          url: `/hooks/:shop/${area}${hook.path}`,
          schema: { hide: true },
          handler: (request, reply) => take(house, hook, request, reply),
        })
  })
}
