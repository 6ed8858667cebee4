import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { toProblem } from './problem.ts'

const problem404 = () => toProblem({ statusCode: 404 })

/** The page: files of the bundle, and its one HTML for every address that the page itself routes. */
export async function mountWeb(app: FastifyInstance, dist: string): Promise<void> {
  const built = existsSync(join(dist, 'index.html'))
  if (built)
    await app.register(fastifyStatic, {
      root: dist,
      // Names of built files hold their hash: they never change.
      setHeaders: (reply, path) =>
        void reply.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        ),
      preCompressed: true,
      wildcard: false,
      index: false,
    })
  app.setNotFoundHandler((request, reply) => {
    const wantsPage =
      request.method === 'GET' && !request.url.startsWith('/api/') && !/\.\w{2,5}($|\?)/.test(request.url)
    if (wantsPage && built)
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').sendFile('index.html')
    return reply
      .code(404)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          ...problem404(),
          title: wantsPage
            ? 'The page has not been built: start Shopwarden with "./shopwarden serve"'
            : 'There is nothing here',
          code: 'SW_SERVER_NOT_FOUND',
        }),
      )
  })
}
