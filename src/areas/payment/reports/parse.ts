import { z } from 'zod'

/** One report of a browser, reduced to what can be grouped: addresses without query, no samples of content. */
export interface PageReport {
  type: 'csp' | 'integrity'
  directive: string
  blocked: string
  page: string
  disposition: 'enforce' | 'report'
}

const text = z.string().max(4000).optional().catch(undefined)
const oldSchema = z.object({
  'csp-report': z.looseObject({
    'document-uri': text,
    'blocked-uri': text,
    'effective-directive': text,
    'violated-directive': text,
    disposition: text,
  }),
})
const newSchema = z.array(z.looseObject({ type: z.string(), url: text, body: z.looseObject({}) })).max(100)

/** Queries and fragments hold tokens and what customers typed: only the place is kept. */
function place(address: unknown): string {
  if (typeof address !== 'string' || address === '') return 'inline'
  if (!URL.canParse(address)) return address.slice(0, 60)
  const { protocol, host, pathname } = new URL(address)
  if (!/^(?:https?|wss?):$/.test(protocol)) return protocol
  return `${protocol}//${host}${pathname.replace(/\/[^/]*\d[^/]*/g, '/*').slice(0, 120)}`
}

const word = (value: unknown) => (typeof value === 'string' ? (/^[a-z-]{1,40}/.exec(value)?.[0] ?? '') : '')

/**
 * Reads what browsers send: `application/csp-report` (CSP 2) and `application/reports+json` (Reporting API: csp-violation,
 * integrity-violation). Anything else gives nothing. Never throws.
 */
export function parseReports(body: string): PageReport[] {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return []
  }
  const old = oldSchema.safeParse(json)
  if (old.success) {
    const report = old.data['csp-report']
    return [
      {
        type: 'csp',
        directive: word(report['effective-directive'] ?? report['violated-directive']),
        blocked: place(report['blocked-uri']),
        page: place(report['document-uri']),
        disposition: report.disposition === 'report' ? 'report' : 'enforce',
      },
    ]
  }
  const fresh = newSchema.safeParse(json)
  if (!fresh.success) return []
  return fresh.data.flatMap(({ type, url, body: about }): PageReport[] => {
    if (type !== 'csp-violation' && type !== 'integrity-violation') return []
    return [
      {
        type: type === 'csp-violation' ? 'csp' : 'integrity',
        directive: word(about['effectiveDirective'] ?? about['destination']),
        blocked: place(about['blockedURL']),
        page: place(about['documentURL'] ?? url),
        disposition: about['disposition'] === 'report' || about['reportOnly'] === true ? 'report' : 'enforce',
      },
    ]
  })
}
