import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { auditRecordSchema } from '../../audit/result.ts'
import { readBodies } from '../../audit/ledger.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { pageOf, pageQuery } from '../../core/routes.ts'
import { cut, fromCursor } from '../http/paging.ts'
import { type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { shopDir } from '../shops/records.ts'
import { auditSummarySchema } from './summary.ts'

const tag = 'Audits'

const files = {
  html: ['report.html', 'text/html; charset=utf-8'],
  pdf: ['report.pdf', 'application/pdf'],
  json: ['report.json', 'application/json'],
  sarif: ['report.sarif', 'application/sarif+json'],
  signature: ['report.sig.json', 'application/json'],
} as const

const auditLine = z.object({ id: z.string(), finishedAt: z.string(), score: z.number(), coverage: z.number() })
const missing = (what: string) => new ShopwardenError('SW_SERVER_NOT_FOUND', what, { fix: 'Start an audit first.' })

export function auditRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store

  async function auditOf(shop: string, id: string) {
    let query = db.selectFrom('audit').selectAll().where('shop', '=', shop)
    if (id !== 'latest') query = query.where('id', '=', id)
    const row = await query.orderBy('finished_at', 'desc').limit(1).executeTakeFirst()
    if (row) return row
    throw missing(id === 'latest' ? 'This shop has not been audited yet' : 'There is no such audit')
  }

  return [
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/audits',
      summary: 'Finished audits, newest first',
      tag,
      access: 'read',
      query: pageQuery,
      answer: pageOf(auditLine),
      async handle({ query, shop }) {
        const after = fromCursor(query.cursor, ['string', 'string'] as const)
        let rows = db.selectFrom('audit').select(['id', 'finished_at', 'score', 'coverage']).where('shop', '=', shop.id)
        if (after !== undefined)
          rows = rows.where((eb) =>
            eb.or([
              eb('finished_at', '<', after[0]),
              eb.and([eb('finished_at', '=', after[0]), eb('id', '<', after[1])]),
            ]),
          )
        const found = await rows
          .orderBy('finished_at', 'desc')
          .orderBy('id', 'desc')
          .limit(query.limit + 1)
          .execute()
        return cut(
          found,
          query.limit,
          (row) => ({ id: row.id, finishedAt: row.finished_at, score: row.score, coverage: row.coverage }),
          (row) => [row.finished_at, row.id],
        )
      },
    }),
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/audits/:audit',
      summary: 'One audit, or "latest": score, answers, roadmap, changes, evidence',
      tag,
      access: 'read',
      params: z.object({ audit: z.string().max(100) }),
      answer: auditSummarySchema.extend({ id: z.string() }),
      async handle({ params, shop }) {
        const row = await auditOf(shop.id, params.audit)
        return { id: row.id, ...auditSummarySchema.parse(JSON.parse(row.summary)) }
      },
    }),
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/audits/:audit/report/:format',
      summary: 'The signed report as HTML, PDF, JSON or SARIF, and its signature',
      tag,
      access: 'read',
      params: z.object({ audit: z.string().max(100), format: z.enum(['html', 'pdf', 'json', 'sarif', 'signature']) }),
      answer: 'file',
      async handle({ params, shop }) {
        const row = await auditOf(shop.id, params.audit)
        const [name, mediaType] = files[params.format]
        const path = join(shopDir(house.workspace, shop.id), 'audits', row.id, name)
        if (!existsSync(path)) throw missing('The files of this report are not on this machine')
        const stem = shop.name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)
        return { name: `${stem}-${row.finished_at.slice(0, 10)}-${name}`, mediaType, content: readFileSync(path) }
      },
    }),
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/history/:question',
      summary: 'How the criteria of a question were answered, audit by audit, oldest first',
      tag,
      access: 'read',
      params: z.object({ question: z.string().max(60) }),
      answer: z.object({
        items: z.array(z.object({ at: z.string(), score: z.number(), verdicts: z.record(z.string(), z.string()) })),
      }),
      async handle({ params, shop }) {
        const audits = (await readBodies(house.workspace.store, shop.id, 'audit')).map((body) =>
          auditRecordSchema.parse(body),
        )
        return {
          items: audits.slice(-100).map((record) => ({
            at: record.finishedAt,
            score: record.score,
            verdicts: Object.fromEntries(
              Object.entries(record.verdicts)
                .filter(([, entry]) => entry.question === params.question)
                .map(([criterion, entry]) => [criterion, entry.verdict]),
            ),
          })),
        }
      },
    }),
  ]
}
