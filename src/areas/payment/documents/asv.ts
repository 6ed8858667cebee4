import type { Line } from '../../../connect/pdf-text/lines.ts'
import { addDays, daysBetween, readDays } from '../../../connect/pdf-text/dates.ts'
import { hostsNamed, unwrapped, valuesOf, valueWhere } from '../../../connect/pdf-text/fields.ts'
import { labels, resultIn } from './asv-words.ts'

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

const first = (lines: readonly Line[], label: RegExp) => valuesOf(lines, label)[0]
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

/** A form to tick: "[x] Pass [ ] Fail". */
const isForm = (text: string) => /[☐☒☑]|\[[ xX]?\]|pass.{0,12}fail/i.test(text)
const ticked = (text: string): AsvDocument['status'] =>
  /[☒☑✓✔xX]\W{0,3}\s*pass/i.test(text) ? 'pass' : /[☒☑✓✔xX]\W{0,3}\s*fail/i.test(text) ? 'fail' : undefined

/** The result of a summary that says it for each component only: one that failed fails the scan (ASV Program Guide, appendix B). */
function statusOfComponents(lines: readonly Line[]): AsvDocument['status'] {
  const results = new Set<string>()
  let columns: Line = []
  for (const line of lines) {
    const heads = line.filter((cell) => /^(?:pass|fail)$/i.test(cell.text))
    if (heads.length === 2) columns = heads
    else if (line.some((cell) => hostsNamed(cell.text).length > 0)) {
      for (const cell of heads) results.add(cell.text.toLowerCase())
      for (const mark of line.filter((cell) => /^(?:\[?[xX]\]?|[☒☑✓✔])$/.test(cell.text))) {
        const head = columns.find((cell) => Math.abs(cell.x - mark.x) < 25)
        if (head) results.add(head.text.toLowerCase())
      }
    }
  }
  return results.has('fail') ? 'fail' : results.has('pass') ? 'pass' : undefined
}

function statusOf(lines: readonly Line[], text: string): AsvDocument['status'] {
  const value = valueWhere(lines, [labels.status], (given) => isForm(given) || resultIn(given) !== undefined)
  if (value !== undefined) return isForm(value) ? ticked(value) : resultIn(value)
  const told =
    /(?:compliance|scan) status\W{0,10}(\w[\w -]{0,20})/i.exec(text)?.[1] ??
    /\b(?:has|have|did|is|was) (?:not )?(?:successfully )?(?:pass(?:ed)?|failed|compliant)\b/i.exec(text)?.[0] ??
    ''
  return resultIn(told) ?? statusOfComponents(lines)
}

function highestCvss(lines: readonly Line[], text: string): number | undefined {
  const scores = [...text.matchAll(/CVSS[^\n\d]{0,30}(?:v[23](?:\.\d)?)?[^\n\d]{0,20}\b(10(?:\.0)?|\d\.\d)\b/gi)].map(
    (match) => Number(match[1]),
  )
  // A column with this head: every score that begins under it.
  let column: number | undefined
  for (const line of lines) {
    // Narrow columns run together to one cell.
    const head = line.find((cell) => (line.length > 1 ? /\bCVSS/i : /^CVSS/i).test(cell.text))
    if (head) {
      column = head.x + (head.width * head.text.search(/\bCVSS/i)) / head.text.length
      continue
    }
    if (column === undefined) continue
    const cell = line.find((item) => Math.abs(item.x - column!) < 30 && /^(?:10(?:\.0)?|\d\.\d)$/.test(item.text))
    if (cell) scores.push(Number(cell.text))
  }
  return scores.length > 0 ? Math.max(...scores) : undefined
}

/** Days that a sentence tells, where no field does: "a scan on October 12, 2026", "valid until January 10, 2027". */
function toldDays(text: string): { scanned: string; expires: string } {
  const day =
    '(?:\\p{L}{3,12}\\.? \\d{1,2}(?:st|nd|rd|th)?,? 20\\d\\d|\\d{1,2}\\.? \\p{L}{3,12} 20\\d\\d|[\\d./-]{8,10})'
  const after = (words: string) => new RegExp(`${words}\\s+(${day})`, 'iu').exec(text)?.[1] ?? ''
  return {
    scanned: after('\\bscan(?:ned|ning)?\\b[^.]{0,120}?(?:[A-Z][a-z]{0,4}\\.[^.]{0,40}?)?\\bon'),
    expires: after('(?:valid (?:until|through|to)|expires(?: on)?)'),
  }
}

/**
 * Reads the fields of an ASV's document from its lines: attestation, executive summary or details, in the layouts of the ASV Program
 * Guide's appendices and what vendors make of them. Pure; says nothing of authenticity.
 */
export function parseAsv(pages: readonly (readonly Line[])[]): AsvDocument {
  const given = pages.flat()
  const lines = unwrapped(given)
  const text = given.map((line) => line.map((cell) => cell.text).join('  ')).join('\n')
  const running = text.replace(/\s+/g, ' ')
  const prepared =
    /prepared and conducted by\s+(.{2,80}?)\s+under certificate number\s*:?\s*([\w-]{4,24})/i.exec(running) ??
    /conducted by\s+(.{2,80}?)\s*[,(]?\s*(?:ASV )?certificate (?:number|no\.?|#)\s*:?\s*([\w-]{4,24})/i.exec(running)
  const told =
    /(?:conducted|performed) by (?:the )?(?:approved scanning vendor|ASV)[,:]? (.{2,60}?) (?:on|under|for)\b/i
  const companies = valuesOf(lines, /^(?:scan customer )?company(?: name)?\s*:?/i).filter(
    (name) => !/^information/i.test(name),
  )
  const vendor = (told.exec(running)?.[1] ?? prepared?.[1] ?? first(lines, labels.vendor) ?? companies[1])?.replace(
    /,? approved scanning vendor.*$/i,
    '',
  )
  const customer = first(lines, labels.customer) ?? companies[0]
  const certificate =
    prepared?.[2] ??
    /certificate (?:number|no\.?|#)\s*:?\s*(\d{4}-\d{2}-\d{2}(?:-\d+)?|[A-Z0-9]{2,}-?\d[\w-]{2,})/i.exec(running)?.[1]
  const days = toldDays(running)
  const scanned =
    valueWhere(lines, [labels.scanned], isDay) ?? valueWhere(given, [labels.scanned], isDay) ?? days.scanned
  const expires =
    valueWhere(lines, [labels.expires], isDay) ?? valueWhere(given, [labels.expires], isDay) ?? days.expires
  const status = statusOf(lines, running)
  const components = wholeNumber(valueWhere(lines, [labels.components], isNumber))
  const failing = wholeNumber(valueWhere(lines, [labels.failing], isNumber))
  const highest = highestCvss(given, text)
  const period = readPeriod(scanned, expires)
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
