import type { Alert } from '../../connect/alerts/alert.ts'
import type { ServerEvent } from '../http/bus.ts'
import type { House } from '../house.ts'
import { newId } from '../secrets.ts'

/** Kinds that are noise to people: they are for the page. */
const silent = /^(job\.(progress|started|queued|cancelled)|finding\.changed)$/

const points = (delta: number) => (delta === 0 ? 'unchanged' : `${delta > 0 ? '+' : ''}${delta}`)

async function auditWords(house: House, job: string, name: string): Promise<Pick<Alert, 'title' | 'text'> | undefined> {
  const { db } = house.workspace.store
  const audit = await db.selectFrom('audit').selectAll().where('id', '=', job).executeTakeFirst()
  if (audit === undefined) return undefined
  const before = await db
    .selectFrom('audit')
    .select(['score'])
    .where('shop', '=', audit.shop)
    .where('finished_at', '<', audit.finished_at)
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const open = await db
    .selectFrom('finding')
    .select((eb) => ['severity', eb.fn.countAll<number>().as('count')])
    .where('shop', '=', audit.shop)
    .where('state', 'in', ['open', 'assigned'])
    .where('severity', 'in', ['critical', 'high'])
    .groupBy('severity')
    .execute()
  const of = (severity: string) => Number(open.find((row) => row.severity === severity)?.count ?? 0)
  return {
    title: `Audit of ${name}: score ${audit.score}${before ? ` (${points(audit.score - before.score)})` : ''}`,
    text: `${of('critical')} critical and ${of('high')} high findings are open; ${audit.coverage}% of the questions' weight is answered.`,
  }
}

/** An event in words, or undefined where nobody needs to be told. */
export async function compose(house: House, event: ServerEvent): Promise<Alert | undefined> {
  if (silent.test(event.kind)) return undefined
  const { db } = house.workspace.store
  const shop =
    event.shop === undefined
      ? undefined
      : await db.selectFrom('shop').select(['id', 'name']).where('id', '=', event.shop).executeTakeFirst()
  const name = shop?.name ?? 'your shops'
  const what = String(event.data['what'] ?? '')
  const job = String(event.data['job'] ?? '')
  const words =
    event.kind === 'job.done'
      ? what === 'audit'
        ? await auditWords(house, job, name)
        : event.data['status'] === 0
          ? undefined
          : { title: `${what} of ${name}: something was found`, text: 'The result is on the page.' }
      : event.kind === 'job.failed'
        ? { title: `${what} of ${name} failed`, text: `Code ${String(event.data['code'])}. The reason is on the page.` }
        : {
            title: `${event.kind} at ${name}`,
            text: Object.entries(event.data)
              .map(([key, value]) => `${key}: ${value}`)
              .join(', '),
          }
  if (words === undefined) return undefined
  const path = shop === undefined ? '/' : event.kind === 'job.failed' ? `/s/${shop.id}/activity` : `/s/${shop.id}`
  return {
    id: newId('msg'),
    kind: event.kind === 'job.done' && what === 'audit' ? 'audit.done' : event.kind,
    at: event.at,
    shop: shop && { id: shop.id, name: shop.name },
    ...words,
    link: new URL(path, house.publicUrl()).href,
    data: event.data,
  }
}
