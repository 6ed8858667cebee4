import { z } from 'zod'
import { AREAS } from '../../core/areas.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { findingSchema } from '../../core/finding.ts'
import { pageOf, pageQuery } from '../../core/routes.ts'
import { SEVERITIES, type Severity } from '../../core/severity.ts'
import { cut, fromCursor } from '../http/paging.ts'
import { type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { recordAction } from '../people/actions.ts'
import { changeFinding, findingOf } from './change.ts'
import { filters, findingStates, lineSchema } from './filters.ts'
import { type FindingRow, groupFindings, selectFindings } from './select.ts'

const tag = 'Findings'
const toLine = (row: FindingRow): z.input<typeof lineSchema> => ({
  fingerprint: row.fingerprint,
  area: row.area as (typeof AREAS)[number],
  rule: row.rule,
  severity: row.severity as Severity,
  confidence: row.confidence,
  title: row.title,
  place: row.place,
  ...(row.line !== null && { line: row.line }),
  state: row.state as (typeof findingStates)[number],
  ...(row.assignee !== null && { assignee: row.assignee }),
  ...(row.reason !== null && { reason: row.reason }),
  ...(row.until !== null && { until: row.until }),
  ...(row.changed_by !== null && { changedBy: row.changed_by }),
  ...(row.changed_at !== null && { changedAt: row.changed_at }),
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
})

const param = z.object({ fingerprint: z.string().max(100) })

export function findingRoutes(house: House): ServerRoute[] {
  const { store } = house.workspace
  return [
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/findings',
      summary: 'Findings, the worst first',
      tag,
      access: 'read',
      query: pageQuery.extend(filters.shape),
      answer: pageOf(lineSchema),
      async handle({ query, shop }) {
        const after = fromCursor(query.cursor, ['number', 'string'] as const)
        const rows = await selectFindings(store, shop.id, query, after, query.limit + 1)
        return cut(rows, query.limit, toLine, (row) => [row.rank, row.fingerprint])
      },
    }),
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/findings-groups',
      summary: 'Findings counted by area, rule, place or severity',
      tag,
      access: 'read',
      query: filters.extend({ by: z.enum(['area', 'rule', 'place', 'severity']).default('rule') }),
      answer: z.object({
        total: z.int(),
        items: z.array(z.object({ name: z.string(), count: z.int(), worst: z.enum(SEVERITIES) })),
      }),
      handle: async ({ query, shop }) => groupFindings(store, shop.id, query, query.by),
    }),
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/findings/:fingerprint',
      summary: 'One finding with its trace and remedy',
      tag,
      access: 'read',
      params: param,
      answer: lineSchema.extend({ finding: findingSchema }),
      async handle({ params, shop }) {
        const row = await findingOf(store, shop.id, params.fingerprint)
        return { ...toLine(row), finding: findingSchema.parse(JSON.parse(row.body)) }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/shops/:shop/findings/:fingerprint/state',
      summary: 'Assign, suppress with a reason, or reopen a finding',
      tag,
      access: 'decide',
      params: param,
      body: z.discriminatedUnion('state', [
        z.strictObject({ state: z.literal('open') }),
        z.strictObject({ state: z.literal('assigned'), assignee: z.string().trim().min(1).max(200) }),
        z.strictObject({
          state: z.literal('suppressed'),
          reason: z.string().trim().min(1).max(2000),
          until: z.iso.date().optional().describe('From then on it is open again.'),
        }),
      ]),
      answer: lineSchema,
      async handle({ params, body, caller, shop }) {
        const before = await findingOf(store, shop.id, params.fingerprint)
        if (before.state === 'gone')
          throw new ShopwardenError(
            'SW_SERVER_CONFLICT',
            'This finding is gone: the last audit did not see it any more',
            {
              fix: 'Nothing is left to do.',
            },
          )
        const row = await changeFinding(store, before, body, caller.actor.name, house.now())
        await recordAction(house, caller.client, caller.actor, `findings.${body.state}`, params.fingerprint, {
          shop: shop.id,
          ...(body.state === 'suppressed' && { reason: body.reason }),
        })
        house.bus.publish({
          kind: 'finding.changed',
          client: caller.client,
          shop: shop.id,
          at: house.now().toISOString(),
          data: { fingerprint: params.fingerprint, state: body.state },
        })
        return toLine(row)
      },
    }),
  ]
}
