import { columnOf, readRows, type Row } from '../../../connect/tabular/read.ts'
import { readDays } from '../../../connect/pdf-text/dates.ts'
import type { AsvDocument } from './asv.ts'

const maxRows = 200_000
const names = {
  host: ['host', 'hostname', 'fqdn', 'dns', 'dns name', 'ip', 'ip address', 'component', 'target', 'asset'],
  second: ['ip', 'ip address', 'ipv4', 'fqdn', 'dns name', 'hostname'],
  cvss: [
    'cvss',
    'cvss base',
    'cvss base score',
    'cvss score',
    'cvss v3',
    'cvss3 base',
    'cvss v2 base score',
    'base score',
  ],
  status: [
    'pci status',
    'pci compliance',
    'pci compliance status',
    'compliance status',
    'pass/fail',
    'status',
    'result',
  ],
  date: ['scan date', 'date scan completed', 'last scan', 'last detected', 'date', 'scan completed'],
}

/** A scan's results as CSV, one line a weakness: hosts, highest score, pass or fail, day of the scan. @throws SW_TABULAR_FILE */
export async function parseAsvCsv(file: string): Promise<AsvDocument> {
  const hosts = new Set<string>()
  const days: string[] = []
  let highest: number | undefined
  let passed = 0
  let failed = 0
  let rows = 0
  for await (const row of readRows(file)) {
    if (++rows > maxRows) break
    const value = (aliases: readonly string[]) => {
      const column = columnOf(row as Row, aliases)
      return column === undefined ? '' : (row[column] ?? '').trim()
    }
    for (const host of [value(names.host), value(names.second)])
      if (host !== '' && hosts.size < 2000) hosts.add(host.toLowerCase())
    const score = Number(/\d+(?:\.\d+)?/.exec(value(names.cvss))?.[0] ?? Number.NaN)
    if (score >= 0 && score <= 10) highest = Math.max(highest ?? 0, score)
    if (/^fail|non-?compliant/i.test(value(names.status))) failed++
    else if (/^pass|^compliant/i.test(value(names.status))) passed++
    const found = readDays(value(names.date))
    if (found.length === 1) days.push(found[0]!)
  }
  const scanned = days.sort().at(-1)
  return {
    ...(failed > 0 ? { status: 'fail' as const } : passed > 0 ? { status: 'pass' as const } : {}),
    ...(scanned && { scanned }),
    ambiguousDates: false,
    partial: false,
    customerAttested: false,
    vendorAttested: false,
    ...(highest !== undefined && { highestCvss: highest }),
    failing: failed,
    components: hosts.size,
    hosts: [...hosts],
  }
}
