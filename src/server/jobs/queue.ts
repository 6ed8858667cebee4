import { ShopwardenError } from '../../core/errors.ts'
import type { JobTable } from '../../store/server-tables.ts'
import type { House } from '../house.ts'
import { newId } from '../secrets.ts'
import type { JobQueue, ProgressLine } from './job-queue.ts'
import { readServiceKeys } from '../shops/service-keys.ts'
import { clientLimits } from '../shops/clients.ts'
import { type RunningJob, runJob } from './process.ts'

const mostWaiting = 100
const keptLines = 300
const lookEveryMs = 5000

interface Running {
  row: JobTable
  process: RunningJob
  lines: ProgressLine[]
  /** Settles when the outcome is in the database. */
  filed: Promise<void>
}

/** Jobs of all shops, a few at a time, oldest first; one shop's many do not hold up another's. */
export function createJobQueue(house: () => House): JobQueue {
  const running = new Map<string, Running>()
  let timer: NodeJS.Timeout | undefined
  let filling: Promise<void> = Promise.resolve()
  let stopping = false
  const jobs = () => house().workspace.store.db

  const tell = (
    row: Pick<JobTable, 'id' | 'client' | 'shop' | 'kind'>,
    kind: string,
    data: Record<string, string | number>,
  ) =>
    house().bus.publish({
      kind,
      client: row.client,
      shop: row.shop,
      at: house().now().toISOString(),
      data: { job: row.id, what: row.kind, ...data },
    })

  async function finish(row: JobTable, outcome: Awaited<RunningJob['ended']>): Promise<void> {
    const cancelled = 'error' in outcome && outcome.error.code === 'SW_SERVER_CANCELLED'
    const state = stopping || cancelled ? 'cancelled' : 'error' in outcome ? 'failed' : 'done'
    await jobs()
      .updateTable('job')
      .set({
        state,
        finished_at: house().now().toISOString(),
        ...('error' in outcome ? { error: JSON.stringify(outcome.error) } : { status: outcome.status }),
      })
      .where('id', '=', row.id)
      .execute()
    tell(row, `job.${state}`, 'error' in outcome ? { code: outcome.error.code } : { status: outcome.status })
  }

  async function launch(row: JobTable): Promise<void> {
    const { workspace, installation, knowledgeDir, chromium } = house()
    const shop = await jobs().selectFrom('shop').selectAll().where('id', '=', row.shop).executeTakeFirstOrThrow()
    const limits = await clientLimits(workspace, row.client)
    const [by = '', ...name] = row.requested_by.split(' ')
    const lines: ProgressLine[] = []
    const started = runJob(
      {
        job: row.id,
        kind: row.kind,
        input: JSON.parse(row.input),
        shop: { id: shop.id, name: shop.name, description: JSON.parse(shop.description) },
        actor: { id: by, name: name.join(' ') },
        keys: await readServiceKeys(house(), shop.id),
        ...limits,
        ...(house().databaseUrl !== undefined && { databaseUrl: house().databaseUrl }),
        installation,
        knowledgeDir,
        ...(chromium !== undefined && { chromium }),
        ...(house().config.mailServer !== undefined && { mailServer: house().config.mailServer }),
      },
      (report) => {
        if (report.kind !== 'progress') return
        const { step, message } = report
        lines.push({ at: house().now().toISOString(), step, message })
        if (lines.length > keptLines) lines.shift()
        tell(row, 'job.progress', { step, message })
      },
    )
    const filed = started.ended
      .then((outcome) => finish(row, outcome))
      .catch((error: unknown) =>
        house().log.error({ job: row.id, code: String((error as { code?: unknown }).code) }, 'job not filed'),
      )
      .finally(() => {
        running.delete(row.id)
        fill()
      })
    running.set(row.id, { row, process: started, lines, filed })
    tell(row, 'job.started', {})
  }

  /** Claims one waiting job; of several servers on one database only one gets it. */
  async function claim(): Promise<JobTable | undefined> {
    const waiting = await jobs()
      .selectFrom('job')
      .selectAll()
      .where('state', '=', 'queued')
      .orderBy('requested_at')
      .limit(50)
      .execute()
    const busyShops = new Set([...running.values()].map((each) => each.row.shop))
    for (const row of [
      ...waiting.filter((each) => !busyShops.has(each.shop)),
      ...waiting.filter((each) => busyShops.has(each.shop)),
    ]) {
      // Two audits of one shop at once would measure each other.
      if (
        row.kind === 'audit' &&
        [...running.values()].some((each) => each.row.shop === row.shop && each.row.kind === 'audit')
      )
        continue
      const won = await jobs()
        .updateTable('job')
        .set({ state: 'running', started_at: house().now().toISOString() })
        .where('id', '=', row.id)
        .where('state', '=', 'queued')
        .executeTakeFirst()
      if (Number(won.numUpdatedRows) === 1) return row
    }
    return undefined
  }

  function fill(): void {
    filling = filling
      .then(async () => {
        for (let free = house().config.jobs - running.size; free > 0; free--) {
          const row = stopping ? undefined : await claim()
          if (row === undefined) return
          await launch(row)
        }
      })
      .catch((error: unknown) =>
        house().log.error({ code: String((error as { code?: unknown }).code) }, 'jobs not taken up'),
      )
  }

  return {
    async add({ shop, kind, input, by }) {
      const { count } = await jobs()
        .selectFrom('job')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('client', '=', shop.client)
        .where('state', '=', 'queued')
        .executeTakeFirstOrThrow()
      if (Number(count) >= mostWaiting)
        throw new ShopwardenError('SW_SERVER_BUSY', `${mostWaiting} jobs wait already`, {
          fix: 'Wait until some are done, or cancel them.',
        })
      const row = {
        id: newId('job'),
        client: shop.client,
        shop: shop.id,
        kind,
        input: JSON.stringify(input),
        state: 'queued',
        requested_by: `${by.id} ${by.name}`,
        requested_at: house().now().toISOString(),
      }
      await jobs().insertInto('job').values(row).execute()
      tell(row, 'job.queued', {})
      fill()
      return row.id
    },
    async cancel(id) {
      running.get(id)?.process.stop()
      await jobs()
        .updateTable('job')
        .set({ state: 'cancelled', finished_at: house().now().toISOString() })
        .where('id', '=', id)
        .where('state', '=', 'queued')
        .execute()
    },
    progress: (id) => running.get(id)?.lines ?? [],
    async start() {
      const error = JSON.stringify({
        code: 'SW_SERVER_INTERRUPTED',
        message: 'The server was stopped while this ran',
        fix: 'Start it again; what had been seen is in the ledger.',
      })
      // One server on an embedded database: whatever says "running" is left over. On PostgreSQL others may be at it.
      if (house().workspace.store.kind === 'sqlite')
        await jobs()
          .updateTable('job')
          .set({ state: 'failed', finished_at: house().now().toISOString(), error })
          .where('state', '=', 'running')
          .execute()
      timer = setInterval(fill, lookEveryMs)
      timer.unref()
      fill()
    },
    async stop() {
      stopping = true
      clearInterval(timer)
      await filling
      const left = [...running.values()]
      for (const each of left) each.process.stop()
      await Promise.all(left.map((each) => each.filed))
    },
    get running() {
      return running.size
    },
  }
}
