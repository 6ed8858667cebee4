import { statfsSync } from 'node:fs'
import { z } from 'zod'
import { knowledgeHeads } from '../../knowledge/heads.ts'
import { type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { readServiceKeys, servicesOf } from '../shops/service-keys.ts'

const dayMs = 86_400_000
const staleKnowledgeDays = 120
const leastFreeMegabytes = 1000

const checkSchema = z.object({
  name: z.string(),
  state: z.enum(['good', 'look', 'bad']),
  says: z.string(),
  fix: z.string().optional(),
})

type Check = z.input<typeof checkSchema>

/** Dated facts: how old each file is, and where its facts come from. */
const knowledge = (dir: string, now: Date) =>
  knowledgeHeads(dir).map(({ name, asOf, sources }) => {
    const days = asOf === undefined ? undefined : Math.floor((now.getTime() - Date.parse(asOf)) / dayMs)
    return { name, asOf, days, stale: days === undefined || days > staleKnowledgeDays, sources }
  })

/** Facts that cannot be read make answers unknown: said here, before someone wonders why. */
function facts(files: ReturnType<typeof knowledge>): Check {
  const unread = files.filter((file) => file.asOf === undefined).map((file) => file.name)
  return unread.length > 0
    ? {
        name: 'Facts',
        state: 'bad',
        says: `${unread.join(', ')} cannot be read.`,
        fix: 'Restore the folder knowledge from the installation, then run "shopwarden knowledge update".',
      }
    : { name: 'Facts', state: 'good', says: 'All files of facts can be read.' }
}

function machine(house: House): Check[] {
  const { bavail, bsize } = statfsSync(house.workspace.dir)
  const freeMegabytes = Math.floor((bavail * bsize) / 1e6)
  return [
    house.chromium === undefined
      ? {
          name: 'Browser',
          state: 'look',
          says: 'No Chromium was found: the payment page cannot be watched.',
          fix: 'Install it (Debian: apt-get install chromium).',
        }
      : { name: 'Browser', state: 'good', says: 'A Chromium is there.' },
    freeMegabytes < leastFreeMegabytes
      ? {
          name: 'Disk',
          state: 'bad',
          says: `${freeMegabytes} MB are free.`,
          fix: 'Make room: audits and guards cannot file anything on a full disk.',
        }
      : { name: 'Disk', state: 'good', says: `${Math.floor(freeMegabytes / 1000)} GB are free.` },
    {
      name: 'Database',
      state: 'good',
      says: house.workspace.store.kind === 'sqlite' ? 'SQLite, embedded.' : 'PostgreSQL.',
    },
    house.config.mailServer === undefined
      ? {
          name: 'Mail',
          state: 'look',
          says: 'No mail server is set up: notifications by mail cannot be sent.',
          fix: 'Set mailServer and mailFrom.',
        }
      : { name: 'Mail', state: 'good', says: 'A mail server is set up.' },
  ]
}

export function healthRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store
  return [
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/health',
      summary: 'How old the knowledge is, which outside services are set up, what failed lately',
      tag: 'Health',
      access: 'read',
      answer: z.object({
        knowledge: z.array(
          z.object({
            name: z.string(),
            asOf: z.string().optional(),
            days: z.int().optional(),
            stale: z.boolean(),
            sources: z.array(z.string()),
          }),
        ),
        services: z.array(z.object({ name: z.string(), configured: z.boolean() })),
        checks: z.array(checkSchema),
      }),
      async handle({ shop }) {
        const now = house.now()
        const own = await readServiceKeys(house, shop.id)
        const since = new Date(now.getTime() - 7 * dayMs).toISOString()
        const failed = await db
          .selectFrom('job')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where('shop', '=', shop.id)
          .where('state', '=', 'failed')
          .where('requested_at', '>', since)
          .executeTakeFirstOrThrow()
        const late = await db
          .selectFrom('schedule')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where('shop', '=', shop.id)
          .where('enabled', '=', 1)
          .where('next_at', '<', new Date(now.getTime() - 10 * 60_000).toISOString())
          .executeTakeFirstOrThrow()
        const files = knowledge(house.knowledgeDir, now)
        const checks: Check[] = [
          ...machine(house),
          facts(files),
          Number(failed.count) > 0
            ? {
                name: 'Jobs',
                state: 'look',
                says: `${failed.count} failed in the last seven days.`,
                fix: 'See Activity for the reasons.',
              }
            : { name: 'Jobs', state: 'good', says: 'None failed in the last seven days.' },
          Number(late.count) > 0
            ? {
                name: 'Schedules',
                state: 'bad',
                says: `${late.count} are late.`,
                fix: 'See whether jobs hang under Activity.',
              }
            : { name: 'Schedules', state: 'good', says: 'None is late.' },
        ]
        return {
          knowledge: files,
          services: servicesOf(house.areas).map(({ name, keys }) => ({
            name,
            configured: keys.every((key) => own[key] !== undefined || process.env[key] !== undefined),
          })),
          checks,
        }
      },
    }),
  ]
}
