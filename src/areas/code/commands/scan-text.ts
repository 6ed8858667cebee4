import type { Finding } from '../../../core/finding.ts'
import type { ScanResult } from '../scan/open.ts'

/** Text on one line: names and code may hold anything, also escape sequences. */
const printable = (text: string) =>
  text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)

const maxSteps = 8

function findingText(finding: Finding): string[] {
  const { location } = finding
  const lines = [
    `${finding.severity.toUpperCase()}  ${printable(location.uri)}:${location.line ?? 1}  ${finding.title}`,
    `  ${finding.rule}, CWE-${finding.cwe.join(', CWE-')}, confidence ${finding.confidence}`,
    `  ${printable(finding.message)}`,
  ]
  const steps = finding.trace
  const shown = steps.length <= maxSteps ? steps : [...steps.slice(0, 3), ...steps.slice(steps.length - maxSteps + 3)]
  for (const [index, step] of shown.entries()) {
    if (steps.length > maxSteps && index === 3) lines.push(`    … ${steps.length - maxSteps} more steps`)
    lines.push(`    ${printable(step.location.uri)}:${step.location.line ?? 1}  ${printable(step.message)}`)
    if (step.location.snippet) lines.push(`      | ${printable(step.location.snippet)}`)
  }
  lines.push(`  What to do: ${finding.remedy}`, '')
  return lines
}

/** The result of a scan for a person at a terminal. */
export function scanText(result: ScanResult, findings: readonly Finding[], known: number): string {
  const lines = findings.flatMap(findingText)
  if (result.notCovered.length > 0) {
    lines.push(`NOT FULLY UNDERSTOOD (${result.notCovered.length})`)
    for (const item of result.notCovered.slice(0, 20))
      lines.push(`  ${printable(item.path)}: ${printable(item.reason)}`)
    if (result.notCovered.length > 20)
      lines.push(`  … and ${result.notCovered.length - 20} more (--format json lists all)`)
    lines.push('')
  }
  const of = (severity: string) => findings.filter((finding) => finding.severity === severity).length
  const extra = [
    known > 0 ? `${known} known from the baseline` : '',
    result.suppressed.length > 0 ? `${result.suppressed.length} accepted in the code` : '',
  ].filter((part) => part !== '')
  lines.push(
    `${result.files} files, ${result.lines} lines in ${result.seconds.toFixed(1)} s${result.platform ? ` (${result.platform})` : ''}: ${of('critical')} critical, ${of('high')} high, ${of('medium')} medium, ${of('low')} low${extra.length > 0 ? `; ${extra.join(', ')}` : ''}.`,
    '',
  )
  return lines.join('\n')
}
