import type { Condition, Decision } from './decide.ts'
import type { Part } from './checkout.ts'
import type { Row } from './requirements.ts'

/** Everything `payment saq` says, in one document. */
export interface SaqView {
  url: string
  at: string
  standard: string
  factsAsOf: { requirements: string; providers: string }
  saq: Decision['saq']
  way: Decision['way']
  reasons: string[]
  conditions: Condition[]
  toConfirm: string[]
  confirmedBy?: string
  parts: Part[]
  rows: Row[]
  /** File that holds the evidence of the ids. */
  evidenceFile: string
}

const shortened = (text: string, to: number) => (text.length > to ? `${text.slice(0, to - 1)}…` : text)

export function saqText(view: SaqView): string {
  const lines = [
    `Payment of ${view.url}`,
    view.saq === 'unknown' ? 'Which SAQ applies: unknown' : `SAQ ${view.saq} applies, as far as seen`,
    ...view.reasons.map((reason) => `  - ${reason}`),
    '',
    'Who serves what:',
    ...view.parts.map(
      (part) => `  ${part.what.padEnd(18)} ${part.host}  (${part.provider ? `${part.provider}, ` : ''}${part.by})`,
    ),
  ]
  if (view.conditions.length > 0)
    lines.push(
      '',
      `Conditions of SAQ ${view.saq}:`,
      ...view.conditions.map((item) => `  [${item.state}, ${item.basis}] ${item.asks}. ${item.because}`),
    )
  lines.push('', `Requirements of ${view.standard}, in our own words (the form itself decides):`)
  const asked = view.rows.filter((item) => item.state !== 'not applicable')
  for (const row of asked.filter((item) => item.state !== 'unknown'))
    lines.push(
      `  ${row.id.padEnd(9)} ${row.result} (${row.state}): ${row.asks}`,
      `            ${shortened(row.because, 160)}`,
    )
  const open = asked.filter((item) => item.state === 'unknown').map((item) => item.id)
  if (open.length > 0) lines.push(`  unknown:  ${open.join(', ')} (--format csv, xlsx or pdf says how to answer each)`)
  if (view.toConfirm.length > 0)
    lines.push('', 'Please confirm (nothing of this can be measured):', ...view.toConfirm.map((item) => `  ? ${item}`))
  lines.push(
    '',
    view.confirmedBy
      ? `Confirmed by ${view.confirmedBy}.`
      : 'Next: write "shopwarden payment saq --template --out answers.yaml", fill it in, and give it with --answers.',
    `Evidence: ${view.evidenceFile}`,
  )
  return `${lines.join('\n')}\n`
}
