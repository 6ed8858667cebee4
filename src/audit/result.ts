import { z } from 'zod'
import { attestationSchema, waiverSchema } from '../core/attestation.ts'
import { evidenceSchema } from '../core/evidence.ts'

const verdict = z.enum(['yes', 'partly', 'no', 'unknown'])
const basis = z.enum(['measured', 'attested', 'both', 'none'])
const urgency = z.enum(['act', 'attend', 'track'])
const effort = z.enum(['minutes', 'hours', 'days', 'weeks'])
const owner = z.enum(['CEO', 'CTO', 'COO'])

const criterionAnswerSchema = z.object({
  id: z.string(),
  asks: z.string(),
  points: z.number(),
  earned: z.number(),
  verdict,
  because: z.string(),
  evidence: z.array(z.string()),
  confidence: z.number(),
  fix: z.string().optional(),
  urgency: urgency.optional(),
  basis: z.enum(['measured', 'attested', 'none']),
  gate: z.boolean(),
  advice: z.object({ step: z.string(), how: z.string(), effort, owner }),
  attest: z.object({ ask: z.string(), validDays: z.number() }).optional(),
  attestation: attestationSchema.optional(),
  waiver: waiverSchema.optional(),
})

const answerSchema = z.object({
  question: z.string(),
  number: z.int(),
  asks: z.string(),
  why: z.string(),
  verdict: z.enum([...verdict.options, 'not applicable']),
  notApplicable: z.string().optional(),
  basis,
  confidence: z.number(),
  points: z.object({ earned: z.number(), known: z.number(), measured: z.number(), possible: z.number() }),
  criteria: z.array(criterionAnswerSchema),
})

const stepSchema = z.object({
  criterion: z.string(),
  question: z.string(),
  kind: z.enum(['mend', 'find out']),
  step: z.string(),
  how: z.string(),
  why: z.string(),
  verdict,
  urgency,
  effort,
  owner,
  gain: z.number(),
  due: z.string(),
  evidence: z.array(z.string()),
})

const scoreSchema = z.object({
  score: z.number(),
  sum: z.number(),
  weight: z.number(),
  coverage: z.number(),
  measuredCoverage: z.number(),
  gates: z.array(z.object({ criterion: z.string(), because: z.string() })),
  lines: z.array(
    z.object({
      question: z.string(),
      number: z.int(),
      weight: z.number(),
      earned: z.number(),
      possible: z.number(),
      contributes: z.number(),
    }),
  ),
})

const changesSchema = z.object({
  since: z.iso.datetime(),
  scoreBefore: z.number(),
  coverageBefore: z.number(),
  answers: z.array(z.object({ question: z.string(), criterion: z.string(), before: verdict, after: verdict })),
  newFindings: z.array(z.string()),
  goneFindings: z.array(z.string()),
})

/**
 * The one model of a report: every format shows this and nothing else. Published as JSON Schema
 * (`shopwarden schema report`); fields are only ever added within a format version.
 */
export const auditResultSchema = z.object({
  format: z.literal('shopwarden-report/1'),
  version: z.string(),
  shop: z.object({ name: z.string(), url: z.string().optional() }),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  score: scoreSchema,
  answers: z.array(answerSchema),
  roadmap: z.array(stepSchema),
  changes: changesSchema.optional(),
  trend: z.array(z.object({ at: z.iso.datetime(), score: z.number(), coverage: z.number() })),
  evidence: z.array(evidenceSchema),
  runs: z.array(z.object({ probe: z.string(), seconds: z.number(), evidence: z.int() })),
  /** Set when the audit was stopped early: it then says less than it could. */
  interrupted: z.boolean(),
})

export type AuditResult = z.infer<typeof auditResultSchema>
export type AuditAnswer = AuditResult['answers'][number]
export type Changes = z.infer<typeof changesSchema>

/** What the ledger keeps of each audit, enough for trend and "what changed since". */
export const auditRecordSchema = z.object({
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  score: z.number(),
  coverage: z.number(),
  verdicts: z.record(z.string(), z.object({ question: z.string(), verdict })),
  findings: z.array(z.string()),
})

export type AuditRecord = z.infer<typeof auditRecordSchema>
