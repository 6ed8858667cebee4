import type { Answer } from '../core/answer.ts'
import type { AuditRecord, Changes } from './result.ts'

/** What this audit's record for the ledger says. */
export function recordOf(input: {
  startedAt: string
  finishedAt: string
  score: number
  coverage: number
  answers: readonly Answer[]
  findings: readonly string[]
}): AuditRecord {
  const { answers, findings, ...rest } = input
  const criteria = answers.flatMap((answer) =>
    answer.criteria.map((item) => [item.id, { question: answer.question, verdict: item.verdict }] as const),
  )
  return { ...rest, verdicts: Object.fromEntries(criteria), findings: [...new Set(findings)].sort() }
}

/** What is different from the audit before: verdicts that moved, findings that came and went (by fingerprint). Pure. */
export function changesSince(before: AuditRecord, after: AuditRecord): Changes {
  const known = new Set(before.findings)
  const now = new Set(after.findings)
  return {
    since: before.finishedAt,
    scoreBefore: before.score,
    coverageBefore: before.coverage,
    answers: Object.entries(after.verdicts).flatMap(([criterion, { question, verdict }]) => {
      const earlier = before.verdicts[criterion]?.verdict ?? 'unknown'
      return earlier === verdict ? [] : [{ question, criterion, before: earlier, after: verdict }]
    }),
    newFindings: after.findings.filter((fingerprint) => !known.has(fingerprint)),
    goneFindings: before.findings.filter((fingerprint) => !now.has(fingerprint)),
  }
}
