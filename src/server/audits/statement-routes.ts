import { z } from 'zod'
import { append } from '../../audit/ledger.ts'
import { answerAll, readPast } from '../../audit/past.ts'
import { type Attestation, attestationSchema, type Waiver, waiverSchema } from '../../core/attestation.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { EvidenceView } from '../../core/view.ts'
import { readFileSync } from 'node:fs'
import { done, type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { recordAction } from '../people/actions.ts'
import type { ShopRecord } from '../shops/records.ts'
import { readUpload } from '../shops/upload-records.ts'

const tag = 'Statements'
const dayMs = 86_400_000
const criterionParam = z.object({ criterion: z.string().max(120) })

/** The criterion as it is answered today. */
async function criterionOf(house: House, shop: ShopRecord, id: string) {
  const past = await readPast(house.workspace, shop.id)
  const questions = house.areas.map((area) => area.question)
  const answers = answerAll(questions, new EvidenceView(past.evidence, house.now()), shop.description, past)
  const found = answers.flatMap((answer) => answer.criteria).find((item) => item.id === id)
  if (found) return found
  throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'There is no such criterion', { where: 'criterion' })
}

/** What people state, accept and withdraw: filed in the shop's ledger under their own name. */
export function statementRoutes(house: House): ServerRoute[] {
  const file = (shop: ShopRecord, kind: 'attestation' | 'waiver', body: Attestation | Waiver) =>
    append(house.workspace.store, house.workspace.signer, shop.id, [{ kind, body }], house.now())

  return [
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/statements',
      summary: 'Statements and accepted risks, oldest first',
      tag,
      access: 'read',
      answer: z.object({ attestations: z.array(attestationSchema), waivers: z.array(waiverSchema) }),
      async handle({ shop }) {
        const { attestations, waivers } = await readPast(house.workspace, shop.id)
        return { attestations, waivers }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/shops/:shop/criteria/:criterion/attest',
      summary: 'State what could not be measured, with documents; counted from the next audit on',
      tag,
      access: 'decide',
      params: criterionParam,
      body: z.strictObject({
        verdict: z.enum(['yes', 'partly', 'no']),
        statement: z.string().max(4000).default(''),
        validUntil: z.iso.date().optional(),
        documents: z.array(z.string().max(100)).max(20).default([]).describe('Ids of uploads.'),
      }),
      answer: attestationSchema,
      status: 201,
      async handle({ params, body, caller, shop }) {
        const item = await criterionOf(house, shop, params.criterion)
        if (item.attest === undefined)
          throw new ShopwardenError('SW_SERVER_MEASURED', 'This is measured; a statement does not count for it', {
            where: params.criterion,
            fix: item.fix ?? item.advice.how,
          })
        const now = house.now()
        const longest = new Date(now.getTime() + item.attest.validDays * dayMs)
        const wanted = body.validUntil === undefined ? longest : new Date(body.validUntil)
        const documents = []
        for (const id of body.documents) {
          const upload = await readUpload(house, shop.id, id)
          documents.push({ ...house.workspace.keep(readFileSync(upload.path), upload.mediaType), name: upload.name })
        }
        const attestation: Attestation = {
          criterion: params.criterion,
          verdict: body.verdict,
          statement: body.statement,
          by: caller.actor.name,
          statedAt: now.toISOString(),
          validUntil: new Date(Math.min(wanted.getTime(), longest.getTime())).toISOString(),
          documents,
        }
        await file(shop, 'attestation', attestation)
        await recordAction(house, caller.client, caller.actor, 'statements.attest', params.criterion, { shop: shop.id })
        return attestation
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/shops/:shop/criteria/:criterion/waive',
      summary: 'Accept a risk for a time: shown as such, earns no points',
      tag,
      access: 'decide',
      params: criterionParam,
      body: z.strictObject({ reason: z.string().trim().min(1).max(2000), validUntil: z.iso.date() }),
      answer: waiverSchema,
      status: 201,
      async handle({ params, body, caller, shop }) {
        await criterionOf(house, shop, params.criterion)
        const waiver: Waiver = {
          criterion: params.criterion,
          reason: body.reason,
          owner: caller.actor.name,
          statedAt: house.now().toISOString(),
          validUntil: new Date(body.validUntil).toISOString(),
        }
        await file(shop, 'waiver', waiver)
        await recordAction(house, caller.client, caller.actor, 'statements.waive', params.criterion, { shop: shop.id })
        return waiver
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/shops/:shop/criteria/:criterion/withdraw',
      summary: 'Withdraw the statement on a criterion and the acceptance of its risk',
      tag,
      access: 'decide',
      params: criterionParam,
      answer: done,
      async handle({ params, caller, shop }) {
        await criterionOf(house, shop, params.criterion)
        const at = house.now().toISOString()
        const common = { criterion: params.criterion, statedAt: at, validUntil: at, withdrawnAt: at }
        await file(shop, 'attestation', {
          ...common,
          verdict: 'no',
          statement: '',
          by: caller.actor.name,
          documents: [],
        })
        await file(shop, 'waiver', { ...common, reason: 'withdrawn', owner: caller.actor.name })
        await recordAction(house, caller.client, caller.actor, 'statements.withdraw', params.criterion, {
          shop: shop.id,
        })
        return { ok: true }
      },
    }),
  ]
}
