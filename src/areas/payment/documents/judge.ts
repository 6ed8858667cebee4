import type { AocDocument } from './aoc.ts'
import type { AsvDocument } from './asv.ts'
import { addDays, daysBetween } from '../../../connect/pdf-text/dates.ts'

export interface Vendors {
  asOf: string
  vendors: readonly { name: string; aliases: readonly string[] }[]
}

const folded = (text: string) =>
  text
    .toLowerCase()
    .replace(/\b(?:inc|llc|ltd|gmbh|corp|corporation|limited|ag|plc|holdings)\b\.?/g, '')
    .replace(/[^a-z0-9]/g, '')

/** Whether the dated list knows a vendor, by name or alias. */
export function knownVendor(name: string, { vendors }: Vendors): boolean {
  const given = folded(name)
  return vendors.some((vendor) =>
    [vendor.name, ...vendor.aliases].some(
      (known) => given.length > 2 && (given === folded(known) || given.startsWith(folded(known))),
    ),
  )
}

/** Score from which a finding fails a scan (ASV Program Guide: CVSS 4.0 and above). */
const failingScore = 4
const validDays = 90

const inNetwork = (address: string, network: string): boolean => {
  const [base, bits] = network.split('/')
  const number = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const size = 2 ** (32 - Number(bits))
  return Math.floor(number(address) / size) === Math.floor(number(base!) / size)
}

/** Hosts of the shop that a document does not name. */
export function notCovered(hosts: readonly string[], named: readonly string[]): string[] {
  return hosts.filter(
    (host) =>
      !named.some(
        (item) =>
          item === host ||
          item === `www.${host}` ||
          (item.includes('/') && /^[\d.]+$/.test(host) && inNetwork(host, item)),
      ),
  )
}

/** What is wrong with an ASV document at a moment, worst first; empty where nothing is. Pure. */
export function asvProblems(document: AsvDocument, hosts: readonly string[], vendors: Vendors, now: Date): string[] {
  const problems: string[] = []
  const today = now.toISOString().slice(0, 10)
  if (document.status === 'fail') problems.push('the scan did not pass')
  if (document.status === undefined) problems.push('whether the scan passed was not found')
  if (document.scanned === undefined) problems.push('the day of the scan was not found')
  else if (document.scanned > today) problems.push(`its scan day ${document.scanned} lies in the future`)
  if (document.expires !== undefined && document.expires < today) problems.push(`it ran out on ${document.expires}`)
  if (document.scanned && document.expires && Math.abs(daysBetween(document.scanned, document.expires) - validDays) > 2)
    problems.push(`its expiry ${document.expires} is not 90 days after the scan of ${document.scanned}`)
  if (document.ambiguousDates) problems.push('its dates can be read in two ways (day or month first)')
  if (document.status === 'pass' && (document.highestCvss ?? 0) >= failingScore)
    problems.push(
      `it says pass but names a score of ${document.highestCvss}: ask for the dispute or exception behind it`,
    )
  if (document.status === 'pass' && (document.failing ?? 0) > 0)
    problems.push(`it says pass but counts ${document.failing} failing findings`)
  if (document.partial) problems.push('it is a partial scan')
  if (!document.vendorAttested) problems.push("the vendor's attestation was not found")
  if (!document.customerAttested) problems.push("the customer's attestation was not found")
  if (document.vendorAttested && document.certificate === undefined)
    problems.push("the vendor's certificate number was not found")
  if (document.vendor !== undefined && !knownVendor(document.vendor, vendors))
    problems.push(
      `"${document.vendor.slice(0, 60)}" is not on our list of ${vendors.asOf}: look it up at the PCI Security Standards Council`,
    )
  const lacking = notCovered(hosts, document.hosts)
  if (lacking.length > 0) problems.push(`it does not name ${lacking.slice(0, 5).join(', ')}`)
  return problems
}

/** Passing scans of the last year in order, with gaps longer than a quarter. Days. */
export function continuity(documents: readonly AsvDocument[], now: Date): { scans: string[]; gaps: string[] } {
  const today = now.toISOString().slice(0, 10)
  const year = addDays(today, -365)
  const scans = [
    ...new Set(
      documents.flatMap((item) =>
        item.status === 'pass' && item.scanned && item.scanned <= today ? [item.scanned] : [],
      ),
    ),
  ].sort()
  const recent = scans.filter((day) => day > addDays(year, -92))
  const gaps = recent.slice(1).flatMap((day, index) => {
    const before = recent[index]!
    const days = daysBetween(before, day)
    return days > 92 ? [`${days} days between ${before} and ${day}`] : []
  })
  const last = recent.at(-1)
  if (last === undefined) gaps.push('no passing scan within a year')
  else if (daysBetween(last, today) > 92) gaps.push(`${daysBetween(last, today)} days since ${last}`)
  const earliest = recent[0]
  if (earliest !== undefined && daysBetween(earliest, today) < 4 * 92 - 92 - 10)
    gaps.push(`nothing before ${earliest}: four quarters are not on file yet`)
  return { scans: recent, gaps }
}

/** What is wrong with a provider's attestation of compliance at a moment. Pure. */
export function aocProblems(document: AocDocument, now: Date): string[] {
  const today = now.toISOString().slice(0, 10)
  const problems: string[] = []
  if (document.compliant === false) problems.push('it does not say compliant')
  if (document.compliant === undefined) problems.push('whether it says compliant was not found')
  if (document.issued === undefined) problems.push('its day was not found')
  else if (addDays(document.issued, 365) < today)
    problems.push(`it is of ${document.issued}: attestations are renewed every year`)
  if (document.ambiguousDates) problems.push('its date can be read in two ways (day or month first)')
  if (document.version !== undefined && Number.parseFloat(document.version) < 4)
    problems.push(`it is of PCI DSS ${document.version}, which is no longer in force`)
  return problems
}
