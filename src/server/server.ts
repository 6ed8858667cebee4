import { randomInt } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { openWorkspace } from '../audit/workspace.ts'
import type { Area } from '../core/area.ts'
import { ShopwardenError } from '../core/errors.ts'
import { auditRoutes } from './audits/routes.ts'
import { statementRoutes } from './audits/statement-routes.ts'
import type { ServerConfig } from './config.ts'
import { findingRoutes } from './findings/routes.ts'
import type { House } from './house.ts'
import { createApp } from './http/app.ts'
import { openAreas } from './http/areas.ts'
import { createBus } from './http/bus.ts'
import { eventRoutes } from './http/events.ts'
import { mountHooks } from './http/hooks.ts'
import { mount } from './http/mount.ts'
import { mountWeb } from './http/web.ts'
import { createJobQueue } from './jobs/queue.ts'
import { jobRoutes } from './jobs/routes.ts'
import { healthRoutes } from './ops/health-routes.ts'
import { createLog } from './ops/log.ts'
import { mountOperations } from './ops/routes.ts'
import { channelRoutes } from './notify/routes.ts'
import { deliver, startNotifier } from './notify/dispatch.ts'
import { clientRoutes } from './people/client-routes.ts'
import { companyRoutes } from './people/company-routes.ts'
import { keyRoutes } from './people/key-routes.ts'
import { meRoutes } from './people/me-routes.ts'
import { passkeyRoutes } from './people/passkey-routes.ts'
import { peopleRoutes } from './people/people-routes.ts'
import { seatRoutes } from './people/seat-routes.ts'
import { sessionRoutes } from './people/session-routes.ts'
import { loadSealer } from './secrets.ts'
import { startClock } from './schedules/clock.ts'
import { runDue } from './schedules/due.ts'
import { scheduleRoutes } from './schedules/routes.ts'
import { shopRoutes } from './shops/routes.ts'
import { serviceRoutes } from './shops/service-routes.ts'
import { uploadRoutes } from './shops/upload-routes.ts'

export interface ServerOptions {
  config: ServerConfig
  areas: readonly Area[]
  /** Workspace: database, keys, artefacts, shops' folders. */
  dir: string
  databaseUrl?: string
  installation: string
  knowledgeDir: string
  chromium: string | undefined
  /** Folder of the built page; below the installation by default. */
  webDist?: string
  now?: () => Date
}

export interface RunningServer {
  url: string
  house: House
  app: FastifyInstance
  /** Stops taking requests, ends jobs, closes the database. */
  stop(): Promise<void>
}

const loopback = /^(127\.|::1$|localhost$)/

/** @throws SW_SERVER_PASSWORDS where no area brings a policy */
async function judgeOf(areas: readonly Area[]) {
  const judge = await areas.find((area) => area.passwordJudge !== undefined)?.passwordJudge?.()
  if (judge) return judge
  throw new ShopwardenError('SW_SERVER_PASSWORDS', 'No area brings a password policy')
}

/** Everything in one process, ready to serve when this resolves. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, areas, dir, databaseUrl } = options
  const now = options.now ?? (() => new Date())
  const workspace = await openWorkspace(dir, databaseUrl)
  let address = new URL('http://127.0.0.1/')
  const house: House = {
    config,
    workspace,
    areas,
    installation: options.installation,
    databaseUrl,
    knowledgeDir: options.knowledgeDir,
    chromium: options.chromium,
    sealer: loadSealer(join(dir, 'keys', 'secrets.key')),
    judge: await judgeOf(areas),
    bus: createBus(),
    jobs: createJobQueue(() => house),
    log: createLog(config.logLevel),
    now,
    setupCode: loopback.test(config.host) ? undefined : String(randomInt(10 ** 8)).padStart(8, '0'),
    publicUrl: () => (config.publicUrl === undefined ? address : new URL(config.publicUrl)),
  }
  const app = await createApp(house)
  const doors = await openAreas(house, areas)
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
  mountOperations(app, house)
  mount(app, house, '/api/v1', [
    ...sessionRoutes(house),
    ...meRoutes(house),
    ...passkeyRoutes(house),
    ...companyRoutes(house),
    ...peopleRoutes(house),
    ...seatRoutes(house),
    ...keyRoutes(house),
    ...clientRoutes(house),
    ...channelRoutes(house),
    ...scheduleRoutes(house),
    ...shopRoutes(house),
    ...uploadRoutes(house),
    ...serviceRoutes(house),
    ...auditRoutes(house),
    ...statementRoutes(house),
    ...findingRoutes(house),
    ...jobRoutes(house),
    ...eventRoutes(house),
    ...healthRoutes(house),
    ...doors.routes,
  ])
  await mountHooks(app, house, doors.hooks)
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  await mountWeb(app, options.webDist ?? join(options.installation, 'web', 'dist'))
  await app.ready()
  await house.jobs.start()
  const stopNotifier = startNotifier(house)
  const stopClock = startClock(house, [runDue, deliver])
  await app.listen({ host: config.host, port: config.port })
  const { port } = app.server.address() as AddressInfo
  address = new URL(`http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}/`)
  return {
    url: house.publicUrl().href,
    house,
    app,
    async stop() {
      await stopClock()
      await house.jobs.stop()
      await stopNotifier()
      app.server.closeAllConnections()
      await app.close()
      await doors.close()
      await workspace.close()
    },
  }
}
