import type { Line } from '../../../connect/pdf-text/lines.ts'
import { readDays } from '../../../connect/pdf-text/dates.ts'
import { valuesOf } from '../../../connect/pdf-text/fields.ts'

/** What a service provider's attestation of compliance says of itself. */
export interface AocDocument {
  provider?: string
  assessor?: string
  version?: string
  compliant?: boolean
  /** YYYY-MM-DD: day of the assessment or signature. */
  issued?: string
  ambiguousDates: boolean
}

export const isAocText = (text: string): boolean =>
  /attestation of compliance/i.test(text) && !/attestation of scan compliance/i.test(text)

/** Reads the fields of an attestation of compliance (service providers and merchants). Pure; says nothing of authenticity. */
export function parseAoc(pages: readonly (readonly Line[])[]): AocDocument {
  const lines = pages.flat()
  const running = lines
    .map((line) => line.map((cell) => cell.text).join(' '))
    .join(' ')
    .replace(/\s+/g, ' ')
  const companies = valuesOf(lines, /^company(?: name)?\s*:?/i)
  const provider = companies[0] ?? valuesOf(lines, /^service provider(?: company)?(?: name)?\s*:?/i)[0]
  const assessor = companies[1] ?? valuesOf(lines, /^(?:QSA|lead QSA|assessor) company(?: name)?\s*:?/i)[0]
  const dates = [
    /^date (?:of report|assessment (?:ended|completed))/i,
    /^(?:ROC )?date of (?:completion|report)/i,
    /^date(?: signed)?\s*:/i,
    /^assessment end date/i,
  ].flatMap((label) => valuesOf(lines, label))
  const days = dates.map(readDays).find((found) => found.length > 0) ?? []
  const version = /(?:PCI DSS|data security standard)[^.]{0,40}?(?:version|v)\s*\.?\s*(\d(?:\.\d){0,2})/i.exec(
    running,
  )?.[1]
  const not = /[☒☑✓✔]\s*non-?compliant|\[[xX]\]\s*non-?compliant|rating[^.]{0,40}\bNON-?COMPLIANT/i.test(running)
  const yes = /[☒☑✓✔]\s*compliant|\[[xX]\]\s*compliant|demonstrated full compliance|rating[^.]{0,40}\bCOMPLIANT/i.test(
    running,
  )
  return {
    ...(provider && { provider }),
    ...(assessor && { assessor }),
    ...(version && { version }),
    ...(not ? { compliant: false } : yes ? { compliant: true } : {}),
    ...(days[0] && { issued: days[0] }),
    ambiguousDates: days.length > 1,
  }
}
