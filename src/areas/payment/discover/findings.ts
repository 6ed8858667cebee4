import { fingerprint, type Finding } from '../../../core/finding.ts'
import type { Discovery } from './discover.ts'

/** One finding a file: a file with a thousand numbers is one fault. Test numbers are none. */
export function storedCardFindings(result: Discovery): Finding[] {
  const byFile = new Map<string, Discovery['found']>()
  for (const item of result.found.filter((found) => !found.test))
    byFile.set(item.file, [...(byFile.get(item.file) ?? []), item])
  return [...byFile].map(([file, items]) => ({
    area: 'payment',
    rule: 'payment/stored-card-number',
    title: `${items.length} card number${items.length === 1 ? '' : 's'} stored in the clear`,
    message: `For example ${items[0]!.issuer} ${items[0]!.number} at byte ${items[0]!.at}${items[0]!.encoding ? `, ${items[0]!.encoding}` : ''}.`,
    severity: 'critical',
    confidence: items.length > 2 ? 'high' : 'medium',
    cwe: [312],
    advisories: [],
    location: { uri: file },
    trace: [],
    fingerprint: fingerprint('payment/stored-card-number', file),
    remedy:
      'Delete the numbers and find what writes them there: logging of requests, exports, a form of your own. Keep only what the payment provider gives you (token, last four digits).',
  }))
}
