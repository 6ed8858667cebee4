import type { Area } from '../../core/area.ts'
import { ShopwardenError } from '../../core/errors.ts'
import type { RemoteVerb } from '../../core/remote.ts'
import type { AreaHook, AreaRoute, AreaRoutes, RouteContext } from '../../core/routes.ts'
import { createHttpClient } from '../../net/http-client.ts'
import { namedHosts } from '../../audit/hosts.ts'
import type { House } from '../house.ts'
import { jobSchema, toJob } from '../jobs/schema.ts'
import { recordAction } from '../people/actions.ts'
import { clientLimits } from '../shops/clients.ts'
import { withinLimits } from '../shops/limits.ts'
import { shopDir } from '../shops/records.ts'
import { readServiceKeys } from '../shops/service-keys.ts'
import { readUpload } from '../shops/upload-records.ts'
import { rateLimit } from './rate.ts'
import { type Handled, type ServerRoute, serverRoute } from './route.ts'

type Ask = NonNullable<AreaRoutes['opinions']>
const nobodyKnows: Ask = async () => ({ answered: {}, silent: { nobody: 'This server asks no outside services.' } })

/** What an area's route is handed, made from what the server knows of the request. */
async function contextOf(
  house: House,
  area: string,
  ask: Ask,
  { caller, shop, reply }: Handled<never, never, never>,
): Promise<RouteContext> {
  const gone = new AbortController()
  reply.raw.on('close', () => gone.abort())
  const described = withinLimits(shop.description, shop.id, await clientLimits(house.workspace, caller.client))
  const context: RouteContext = {
    shop: described,
    shopId: shop.id,
    stateDir: shopDir(house.workspace, shop.id),
    knowledgeDir: house.knowledgeDir,
    chromium: house.chromium,
    now: house.now,
    signal: gone.signal,
    actor: caller.actor,
    http: createHttpClient({
      hosts: namedHosts(described),
      allowPrivateAddresses: described.allowPrivateAddresses,
      signal: gone.signal,
    }),
    keys: async () => ({ ...process.env, ...(await readServiceKeys(house, shop.id)) }),
    upload: (id) => readUpload(house, shop.id, id),
    opinions: (order) => ask(order, context),
    publish: (kind, data) => {
      if (!kind.startsWith(`${area}.`))
        throw new ShopwardenError('SW_SERVER_EVENT', `${area} may not speak for others: ${kind}`)
      house.bus.publish({ kind, client: caller.client, shop: shop.id, at: house.now().toISOString(), data })
    },
  }
  return context
}

function areaRoute(house: House, area: string, route: AreaRoute, ask: Ask): ServerRoute {
  const admit = route.perMinute === undefined ? undefined : rateLimit(route.perMinute, house.now)
  return {
    method: route.method,
    path: `/shops/:shop/${area}${route.path}`,
    summary: route.summary,
    tag: area,
    access: route.right,
    area,
    params: route.params,
    query: route.query,
    body: route.body,
    answer: route.answer,
    status: route.status === 204 ? 200 : route.status,
    errors: route.errors,
    async handle(request) {
      admit?.(request.caller.actor.id)
      const context = await contextOf(house, area, ask, request)
      const answer = await route.handle({ params: request.params, query: request.query, body: request.body }, context)
      if (route.recorded)
        await recordAction(
          house,
          request.caller.client,
          request.caller.actor,
          `${area}.${route.method.toLowerCase()}`,
          request.shop.id,
          { route: route.path },
        )
      return answer
    },
  }
}

/** Verbs that their area opens to the network, each as a route that starts a job. */
function verbRoutes(house: House, area: string, remotes: Readonly<Record<string, RemoteVerb>>): ServerRoute[] {
  return Object.entries(remotes).map(([name, remote]) =>
    serverRoute({
      method: 'POST',
      path: `/shops/:shop/${area}/verbs/${name}`,
      summary: `${remote.summary} (as a job)`,
      tag: area,
      access: remote.right,
      area,
      body: remote.input,
      answer: jobSchema,
      status: 202,
      async handle({ body, caller, shop }) {
        const id = await house.jobs.add({ shop, kind: `${area}.${name}`, input: body, by: caller.actor })
        await recordAction(house, caller.client, caller.actor, `${area}.${name}`, id, { shop: shop.id })
        return toJob(
          await house.workspace.store.db.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
        )
      },
    }),
  )
}

/** The HTTP doors of all areas. */
export async function openAreas(
  house: House,
  areas: readonly Area[],
): Promise<{ routes: ServerRoute[]; hooks: Record<string, readonly AreaHook[]>; close(): Promise<void> }> {
  const routes: ServerRoute[] = []
  const hooks: Record<string, readonly AreaHook[]> = {}
  const open = new Map<string, AreaRoutes>()
  for (const area of areas) {
    const own = await area.routes?.()
    if (own) open.set(area.name, own)
  }
  const ask = [...open.values()].find((own) => own.opinions !== undefined)?.opinions ?? nobodyKnows
  for (const area of areas) {
    const own = open.get(area.name)
    if (own?.hooks) hooks[area.name] = own.hooks
    routes.push(...(own?.routes ?? []).map((route) => areaRoute(house, area.name, route, ask)))
    const remotes = await area.remotes?.()
    if (remotes) routes.push(...verbRoutes(house, area.name, remotes))
  }
  return {
    routes,
    hooks,
    async close() {
      await Promise.all([...open.values()].map((each) => each.close?.()))
    },
  }
}
