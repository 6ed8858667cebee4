import { styleText } from 'node:util'
import type { AuditResult } from '../audit/result.ts'
import { bySeverity } from '../core/severity.ts'
import { type Tone, verdictWord } from './model.ts'

const width = 80
const colours = {
  yes: 'green',
  partly: 'yellow',
  no: 'red',
  unknown: 'gray',
  'not applicable': 'gray',
  plain: 'white',
} as const

/** Breaks text into lines of at most `room` characters, at spaces where there are any. */
export function wrap(text: string, room: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of printable(text).split(/\s+/)) {
    let rest = word
    if (line !== '' && line.length + 1 + rest.length > room) {
      lines.push(line)
      line = ''
    }
    while (rest.length > room) {
      lines.push(rest.slice(0, room))
      rest = rest.slice(room)
    }
    line = line === '' ? rest : `${line} ${rest}`
  }
  if (line !== '') lines.push(line)
  return lines
}

/** What comes from a shop may hold escape sequences: a report must not move the reader's cursor or retitle the window. */
export function printable(text: string): string {
  return text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}

/** The report for a terminal of 80 columns; says the same without colour. */
export function terminalReport(result: AuditResult, options: { color: boolean; folder: string }): string {
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    options.color ? styleText(format, text, { validateStream: false }) : text
  const out: string[] = []
  const indent = (text: string, by: number) => {
    for (const line of wrap(text, width - by)) out.push(' '.repeat(by) + line)
  }
  const heading = (text: string) =>
    out.push('', ...wrap(text, width).map((line) => paint('bold', line)), '─'.repeat(Math.min(width, text.length)))
  const tone = (value: Tone) => paint(colours[value], verdictWord(value).padEnd(8).slice(0, 14))

  heading(`Security audit of ${result.shop.name}`)
  const { score } = result
  out.push(
    paint('bold', `Score ${score.score} of 100`) +
      `   coverage ${score.coverage}% (measured ${score.measuredCoverage}%)`,
  )
  for (const gate of score.gates) indent(`Capped: ${gate.because}`, 2)
  if (result.interrupted) indent('This audit was interrupted: it says less than it could.', 2)

  heading('The thirteen answers')
  for (const answer of result.answers.filter((candidate) => candidate.number > 0)) {
    const [first = '', ...rest] = wrap(answer.asks, width - 15)
    out.push(
      `${String(answer.number).padStart(2)}  ${tone(answer.verdict)}   ${first}`,
      ...rest.map((line) => ' '.repeat(15) + line),
    )
    const shown = answer.criteria.filter((item) => item.verdict !== 'yes').slice(0, 2)
    for (const item of shown) indent(`${verdictWord(item.verdict)}: ${item.because}`, 15)
    if (answer.notApplicable) indent(answer.notApplicable, 15)
  }
  const unscored = result.answers.filter((answer) => answer.number === 0)
  if (unscored.length > 0) heading('Also reported, not scored')
  for (const answer of unscored)
    for (const item of answer.criteria) {
      const [first = '', ...rest] = wrap(`${item.asks} ${item.because}`, width - 15)
      out.push(`    ${tone(item.verdict)}   ${first}`, ...rest.map((line) => ' '.repeat(15) + line))
    }

  const findings = result.evidence.flatMap((item) => item.findings).sort(bySeverity)
  if (findings.length > 0) {
    heading(`Findings (${findings.length})`)
    for (const finding of findings.slice(0, 10)) {
      const line = finding.location.line === undefined ? '' : `:${finding.location.line}`
      indent(`${finding.severity}: ${finding.title} at ${finding.location.uri}${line}`, 2)
    }
    if (findings.length > 10) out.push(`  … and ${findings.length - 10} more in the report`)
  }

  if (result.changes) {
    heading(`Since ${result.changes.since.slice(0, 10)}`)
    const { changes } = result
    out.push(
      `  score ${changes.scoreBefore} → ${score.score}, ${changes.newFindings.length} new findings, ${changes.goneFindings.length} mended`,
    )
    for (const item of changes.answers.slice(0, 10))
      out.push(`  ${item.criterion}: ${verdictWord(item.before)} → ${verdictWord(item.after)}`)
  }

  heading('Next steps')
  result.roadmap.slice(0, 7).forEach((step, index) => {
    const [first = '', ...rest] = wrap(step.step, width - 4)
    out.push(
      `${String(index + 1).padStart(2)}  ${paint('bold', first)}`,
      ...rest.map((line) => `    ${paint('bold', line)}`),
    )
    indent(step.how, 4)
    indent(`${step.owner}, ${step.effort}, by ${step.due}`, 4)
  })
  out.push('', `The whole report: ${options.folder}/report.html (also .pdf, .json, .sarif)`, '')
  return `${out.join('\n')}`
}
