import { answerQuestion, type Answer } from '../core/answer.ts'
import { type Attestation, attestationSchema, type Waiver, waiverSchema } from '../core/attestation.ts'
import { type Evidence, evidenceSchema } from '../core/evidence.ts'
import type { Question } from '../core/question.ts'
import type { Shop } from '../core/shop.ts'
import type { EvidenceView } from '../core/view.ts'
import { readBodies } from './ledger.ts'
import { type AuditRecord, auditRecordSchema } from './result.ts'
import type { Workspace } from './workspace.ts'

/** Everything that the ledger knows of one shop. */
export interface Past {
  evidence: Evidence[]
  attestations: Attestation[]
  waivers: Waiver[]
  audits: AuditRecord[]
}

export async function readPast({ store }: Pick<Workspace, 'store'>, shop: string): Promise<Past> {
  const [evidence, attestations, waivers, audits] = await Promise.all([
    readBodies(store, shop, 'evidence'),
    readBodies(store, shop, 'attestation'),
    readBodies(store, shop, 'waiver'),
    readBodies(store, shop, 'audit'),
  ])
  return {
    evidence: evidence.map((body) => evidenceSchema.parse(body)),
    attestations: attestations.map((body) => attestationSchema.parse(body)),
    waivers: waivers.map((body) => waiverSchema.parse(body)),
    audits: audits.map((body) => auditRecordSchema.parse(body)),
  }
}

/** The answers that evidence and people's statements give at one moment. Pure. */
export function answerAll(
  questions: readonly Question[],
  view: EvidenceView,
  shop: Shop,
  past: Pick<Past, 'attestations' | 'waivers'>,
): Answer[] {
  return questions.map((question) =>
    answerQuestion(question, { view, shop, attestations: past.attestations, waivers: past.waivers }),
  )
}
