import { z } from 'zod'
import { type AuditResult, auditResultSchema } from '../../audit/result.ts'
import { SEVERITIES } from '../../core/severity.ts'

const evidenceItem = auditResultSchema.shape.evidence.element.omit({ findings: true }).extend({
  /** Findings that came with it; they are listed under /findings. */
  findings: z.int(),
  value: z.unknown(),
  /** True where the value was too large to be kept here; the report holds it. */
  shortened: z.boolean().default(false),
})

/** A report as the page shows it: everything but the findings, which have a list of their own. */
export const auditSummarySchema = auditResultSchema.omit({ evidence: true }).extend({
  evidence: z.array(evidenceItem),
  findings: z.object({ total: z.int(), bySeverity: z.record(z.string(), z.int()) }),
})

export type AuditSummary = z.output<typeof auditSummarySchema>

const longestValue = 20_000

/** Pure. */
export function summaryOf(result: AuditResult): AuditSummary {
  const { evidence, ...rest } = result
  const findings = evidence.flatMap((item) => item.findings)
  return {
    ...rest,
    evidence: evidence.map(({ findings: found, ...item }) => {
      const shortened = JSON.stringify(item.value).length > longestValue
      return { ...item, value: shortened ? null : item.value, findings: found.length, shortened }
    }),
    findings: {
      total: findings.length,
      bySeverity: Object.fromEntries(
        SEVERITIES.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length]),
      ),
    },
  }
}
