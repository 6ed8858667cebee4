import type { Line } from '../../../connect/pdf-text/lines.ts'
import { addDays, daysBetween, readDays } from '../../../connect/pdf-text/dates.ts'
import { hostsNamed, valuesOf, valueWhere } from '../../../connect/pdf-text/fields.ts'

/** What an attestation of scan compliance or a scan report says of itself. Missing fields were not found. */
export interface AsvDocument {
  customer?: string
  vendor?: string
  certificate?: string
  status?: 'pass' | 'fail'
  /** Days as YYYY-MM-DD. */
  scanned?: string
  expires?: string
  /** Days that could be read in two ways. */
  ambiguousDates: boolean
  partial: boolean
  customerAttested: boolean
  vendorAttested: boolean
  components?: number
  failing?: number
  /** Highest CVSS base score in the document. */
  highestCvss?: number
  /** Hosts and addresses that the document names. */
  hosts: string[]
}

const validDays = 90

const first = (lines: readonly Line[], ...labels: RegExp[]) => labels.flatMap((label) => valuesOf(lines, label))[0]
const isDay = (text: string) => readDays(text).length > 0
const isNumber = (text: string) => /^\d[\d,]*\b/.test(text)
const wholeNumber = (text: string | undefined) => {
  const found = /\d[\d,]*/.exec(text ?? '')?.[0].replaceAll(',', '')
  return found === undefined ? undefined : Number(found)
}

/** Scan day and expiry, read so that they fit each other where a day could be read in two ways. */
function readPeriod(scanned: string, expires: string): Pick<AsvDocument, 'scanned' | 'expires' | 'ambiguousDates'> {
  const from = readDays(scanned)
  const to = readDays(expires)
  const fits = from.flatMap((start) =>
    to.filter((end) => Math.abs(daysBetween(start, end) - validDays) <= 2).map((end) => [start, end] as const),
  )
  const pair = fits[0]
  const chosen = pair ?? [from[0], to[0]]
  return {
    ...(chosen[0] && { scanned: chosen[0] }),
    ...(chosen[1] && { expires: chosen[1] }),
    ambiguousDates: pair === undefined ? from.length > 1 || to.length > 1 : fits.length > 1,
  }
}

function statusOf(lines: readonly Line[], text: string): AsvDocument['status'] {
  const value = first(
    lines,
    /^(?:overall )?(?:pci )?compliance status/i,
    /^(?:overall|scan|pci) (?:status|result)/i,
    /^(?:overall )?(?:status|result)$/i,
  )
  const read = (given: string) =>
    /\b(?:fail(?:ed|ing)?|non-?compliant|not compliant)\b/i.test(given)
      ? 'fail'
      : /\b(?:pass(?:ed|ing)?|compliant)\b/i.test(given)
        ? 'pass'
        : undefined
  // A form to tick: "[x] Pass [ ] Fail".
  const ticked = (given: string) =>
    /[☒☑✓✔xX]\W{0,3}\s*pass/i.test(given) ? 'pass' : /[☒☑✓✔xX]\W{0,3}\s*fail/i.test(given) ? 'fail' : undefined
  const form = /[☐☒☑]|\[[ xX]\]/.test(value ?? '') || /pass.{0,12}fail/i.test(value ?? '')
  if (value !== undefined) return form ? ticked(value) : read(value)
  return read(/(?:compliance|scan) status\W{0,10}(\w[\w -]{0,20})/i.exec(text)?.[1] ?? '')
}

function highestCvss(lines: readonly Line[], text: string): number | undefined {
  const scores = [...text.matchAll(/CVSS[^\n\d]{0,30}(?:v[23](?:\.\d)?)?[^\n\d]{0,20}\b(10(?:\.0)?|\d\.\d)\b/gi)].map(
    (match) => Number(match[1]),
  )
  // A column with this head: every score that begins under it.
  let column: number | undefined
  for (const line of lines) {
    const head = line.find((cell) => /^CVSS/i.test(cell.text))
    if (head) {
      column = head.x
      continue
    }
    if (column === undefined) continue
    const cell = line.find((item) => Math.abs(item.x - column!) < 20 && /^(?:10(?:\.0)?|\d\.\d)$/.test(item.text))
    if (cell) scores.push(Number(cell.text))
  }
  return scores.length > 0 ? Math.max(...scores) : undefined
}

/** Whether a text is of the kind that this parser reads. */
export const isAsvText = (text: string): boolean =>
  /attestation of scan compliance|ASV scan report|approved scanning vendor/i.test(text)

/**
 * Reads the fields of an ASV's document from its lines: attestation, executive summary or details, in the layouts of the ASV Program
 * Guide's appendices and what vendors make of them. Pure; says nothing of authenticity.
 */
export function parseAsv(pages: readonly (readonly Line[])[]): AsvDocument {
  const lines = pages.flat()
  const text = lines.map((line) => line.map((cell) => cell.text).join('  ')).join('\n')
  const running = text.replace(/\s+/g, ' ')
  const prepared =
    /prepared and conducted by\s+(.{2,80}?)\s+under certificate number\s*:?\s*([\w-]{4,24})/i.exec(running) ??
    /conducted by\s+(.{2,80}?)\s*[,(]?\s*(?:ASV )?certificate (?:number|no\.?|#)\s*:?\s*([\w-]{4,24})/i.exec(running)
  const companies = [
    ...valuesOf(lines, /^(?:scan customer )?company(?: name)?\s*:?/i),
    ...valuesOf(lines, /^scan customer\s*:/i),
  ].filter((name) => !/^information/i.test(name))
  const vendor =
    prepared?.[1] ??
    first(lines, /^(?:ASV|approved scanning vendor)(?: company| name)?\s*:/i, /^scanning vendor\s*:?/i) ??
    companies[1]
  const customer =
    first(lines, /^scan customer(?: company| name)?\s*:/i, /^(?:client|merchant|customer)(?: name)?\s*:/i) ??
    companies[0]
  const certificate =
    prepared?.[2] ??
    /certificate (?:number|no\.?|#)\s*:?\s*(\d{4}-\d{2}-\d{2}(?:-\d+)?|[A-Z0-9]{2,}-?\d[\w-]{2,})/i.exec(running)?.[1]
  const scanned = valueWhere(
    lines,
    [
      /^(?:date )?scan (?:was )?completed(?: date| on)?/i,
      /^(?:most recent )?scan (?:completion )?date/i,
      /^date of (?:the )?scan/i,
      /^date scan completed/i,
    ],
    isDay,
  )
  const expires = valueWhere(
    lines,
    [/^(?:scan )?(?:report )?expir(?:ation|y)(?: date)?/i, /^(?:scan )?(?:valid until|expires)(?: on)?/i],
    isDay,
  )
  const status = statusOf(lines, running)
  const components = wholeNumber(
    valueWhere(
      lines,
      [/^(?:total )?number of unique (?:in-scope )?components(?: scanned)?/i, /^(?:in-scope )?components scanned/i],
      isNumber,
    ),
  )
  const failing = wholeNumber(
    valueWhere(
      lines,
      [/^(?:total )?number of identified failing vulnerabilities/i, /^failing vulnerabilities/i],
      isNumber,
    ),
  )
  const highest = highestCvss(lines, text)
  const period = readPeriod(scanned ?? '', expires ?? '')
  return {
    ...(customer && { customer }),
    ...(vendor && { vendor: vendor.replace(/[\s,]+$/, '') }),
    ...(certificate && { certificate }),
    ...(status && { status }),
    ...period,
    ...(period.scanned && !period.expires && { expires: addDays(period.scanned, validDays) }),
    partial: /[☒☑✓✔xX]\W{0,3}\s*partial/i.test(text) || /report type\W{1,4}partial/i.test(running),
    customerAttested: /attests? (?:on|that)\b.{0,200}\bscan\b|scan customer attestation.{0,400}attest/i.test(running),
    vendorAttested: prepared !== null || /ASV attestation.{0,300}(?:prepared|conducted)/i.test(running),
    ...(components !== undefined && { components }),
    ...(failing !== undefined && { failing }),
    ...(highest !== undefined && { highestCvss: highest }),
    hosts: hostsNamed(text),
  }
}
