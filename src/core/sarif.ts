import type { Finding, Location } from './finding.ts'
import type { Severity } from './severity.ts'

const level: Record<Severity, string> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
}
/** GitHub's reading of `security-severity`: over 9 critical, 7 high, 4 medium, else low. */
const securitySeverity: Record<Severity, string> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.0',
}

function physicalLocation(location: Location): object {
  const { line, column, endLine, snippet } = location
  const region =
    line === undefined
      ? {}
      : {
          startLine: line,
          ...(column && { startColumn: column }),
          ...(endLine && { endLine }),
          ...(snippet && { snippet: { text: snippet } }),
        }
  return {
    physicalLocation: { artifactLocation: { uri: encodeURI(location.uri) }, ...(line !== undefined && { region }) },
  }
}

function result(finding: Finding, ruleIndex: number): object {
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: level[finding.severity],
    message: { text: `${finding.title}. ${finding.message}` },
    locations: [physicalLocation(finding.location)],
    partialFingerprints: { 'shopwarden/v1': finding.fingerprint },
    ...(finding.trace.length > 0 && {
      codeFlows: [
        {
          threadFlows: [
            {
              locations: finding.trace.map((step) => ({
                location: { ...physicalLocation(step.location), message: { text: step.message } },
              })),
            },
          ],
        },
      ],
    }),
    properties: { severity: finding.severity, confidence: finding.confidence, area: finding.area },
  }
}

function rule(finding: Finding): object {
  return {
    id: finding.rule,
    name: finding.rule.replace(/(^|[/.-])([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase()),
    shortDescription: { text: finding.title },
    help: { text: finding.remedy },
    properties: {
      tags: ['security', ...finding.cwe.map((number) => `external/cwe/cwe-${String(number).padStart(3, '0')}`)],
      'security-severity': securitySeverity[finding.severity],
    },
  }
}

/** Findings as a SARIF 2.1.0 log (OASIS standard) with one run. */
export function toSarif(findings: readonly Finding[], version: string): object {
  const rules = new Map<string, { index: number; rule: object }>()
  for (const finding of findings)
    if (!rules.has(finding.rule)) rules.set(finding.rule, { index: rules.size, rule: rule(finding) })
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Shopwarden',
            semanticVersion: version,
            rules: [...rules.values()].map((entry) => entry.rule),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => result(finding, rules.get(finding.rule)?.index ?? -1)),
      },
    ],
  }
}
