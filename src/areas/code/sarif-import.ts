import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { type Finding, fingerprint } from '../../core/finding.ts'
import type { Severity } from '../../core/severity.ts'

const text = z.object({ text: z.string().optional() }).optional()
const ruleSchema = z.object({
  id: z.string(),
  shortDescription: text,
  help: text,
  properties: z
    .object({ tags: z.array(z.string()).optional(), 'security-severity': z.coerce.number().optional() })
    .optional(),
})
const resultSchema = z.object({
  ruleId: z.string().optional(),
  level: z.string().optional(),
  message: text,
  locations: z
    .array(
      z.object({
        physicalLocation: z
          .object({
            artifactLocation: z.object({ uri: z.string().optional() }).optional(),
            region: z.object({ startLine: z.int().positive().optional() }).optional(),
          })
          .optional(),
      }),
    )
    .optional(),
})
const sarifSchema = z.object({
  runs: z.array(
    z.object({
      tool: z.object({ driver: z.object({ name: z.string(), rules: z.array(ruleSchema).optional() }) }),
      invocations: z.array(z.object({ endTimeUtc: z.string().optional() })).optional(),
      results: z.array(resultSchema).nullish(),
    }),
  ),
})

export interface ImportedReport {
  tool: string
  when: string | undefined
  findings: Finding[]
}

type Rule = z.infer<typeof ruleSchema>
type Result = z.infer<typeof resultSchema>

const levels: Record<string, Severity> = { error: 'high', warning: 'medium', note: 'low', none: 'info' }

function severityOf(rule: Rule | undefined, result: Result): Severity {
  const score = rule?.properties?.['security-severity']
  if (score !== undefined) return score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low'
  return levels[result.level ?? 'warning'] ?? 'medium'
}

/** Name of a rule of another engine as one of ours: `code/<tool>.<rule>` in plain letters. */
const ruleName = (tool: string, id: string) => `code/${`${tool}.${id}`.toLowerCase().replace(/[^a-z0-9.-]+/g, '-')}`

function toFinding(tool: string, rules: ReadonlyMap<string, Rule>, result: Result): Finding {
  const id = result.ruleId ?? 'unnamed'
  const rule = rules.get(id)
  const place = result.locations?.[0]?.physicalLocation
  const uri = decodeURI(place?.artifactLocation?.uri ?? '').replace(/^file:\/\/\/?/, '')
  const line = place?.region?.startLine
  const cwe = (rule?.properties?.tags ?? []).flatMap((tag) => /cwe-0*(\d+)/i.exec(tag)?.[1] ?? []).map(Number)
  return {
    area: 'code',
    rule: ruleName(tool, id),
    title: rule?.shortDescription?.text ?? id,
    message: result.message?.text ?? id,
    severity: severityOf(rule, result),
    confidence: 'medium',
    cwe,
    advisories: [],
    location: { uri, ...(line !== undefined && { line }) },
    trace: [],
    fingerprint: fingerprint(tool, id, uri, String(line ?? 0)),
    remedy: rule?.help?.text?.slice(0, 1500) ?? `See the rule ${id} of ${tool}.`,
  }
}

/** Reads a SARIF 2.1.0 report of another engine. */
export function readSarif(path: string): ImportedReport[] {
  let parsed: z.infer<typeof sarifSchema>
  try {
    parsed = sarifSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new ShopwardenError('SW_CODE_SARIF', 'The report cannot be read as SARIF 2.1.0', {
      where: path,
      fix: 'Have the other engine write SARIF 2.1.0.',
      cause,
    })
  }
  return parsed.runs.map((run) => {
    const { name } = run.tool.driver
    const rules = new Map((run.tool.driver.rules ?? []).map((rule) => [rule.id, rule]))
    return {
      tool: name,
      when: run.invocations?.[0]?.endTimeUtc,
      findings: (run.results ?? []).map((result) => toFinding(name, rules, result)),
    }
  })
}

/** Other engines' findings that ours do not cover: same file, a line at most two apart and a common CWE count as the same. */
export function withoutDuplicates(own: readonly Finding[], others: readonly Finding[]): Finding[] {
  return others.filter(
    (other) =>
      !own.some(
        (finding) =>
          (finding.location.uri.endsWith(other.location.uri) || other.location.uri.endsWith(finding.location.uri)) &&
          Math.abs((finding.location.line ?? 0) - (other.location.line ?? 0)) <= 2 &&
          (other.cwe.length === 0 || other.cwe.some((number) => finding.cwe.includes(number))),
      ),
  )
}
