import { type Finding, fingerprint } from '../../../core/finding.ts'
import type { Severity } from '../../../core/severity.ts'
import type { Exposure, Leaked } from '../../../connect/customers/schema.ts'

const kinds: Record<Leaked, { severity: Severity; says: string; remedy: string }> = {
  'shop-stealer': {
    severity: 'critical',
    says: 'typed their password for this shop on an infected device',
    remedy: 'End their sessions, require a new password at the next log-in, and send the notice today.',
  },
  stealer: {
    severity: 'high',
    says: 'had passwords taken from an infected device',
    remedy: 'Require a new password at the next log-in and send the notice.',
  },
  plaintext: {
    severity: 'high',
    says: 'are in the leak with a readable password',
    remedy: 'Require a new password at the next log-in and send the notice.',
  },
  hash: {
    severity: 'medium',
    says: 'are in the leak with a scrambled password',
    remedy: 'Send the notice and ask for a new password.',
  },
  address: {
    severity: 'low',
    says: 'are in the leak with their address only',
    remedy: 'Tell them in the next digest to expect fraudulent mail.',
  },
  spam: {
    severity: 'info',
    says: 'are in a list for spam or a made-up leak',
    remedy: 'Nothing needs to be done.',
  },
}

/** From the worst: stolen from this shop's log-in page, readable passwords, scrambled ones, the address only, spam lists. */
export const severityOf = (leaked: Leaked): Severity => kinds[leaked].severity

/** How many of each kind. */
export function tally(exposures: readonly Pick<Exposure, 'leaked'>[]): Partial<Record<Leaked, number>> {
  const counts: Partial<Record<Leaked, number>> = {}
  for (const { leaked } of exposures) counts[leaked] = (counts[leaked] ?? 0) + 1
  return counts
}

/** One finding for all customers of one kind: no customer is named. */
export function exposureFinding(leaked: Leaked, count: number, breach: string): Finding {
  const { severity, says, remedy } = kinds[leaked]
  return {
    area: 'leaks',
    rule: `leaks/${leaked}`,
    title: `${count} customers ${says}`,
    message: `Leak: ${breach}.`,
    severity,
    confidence: 'high',
    cwe: leaked === 'address' || leaked === 'spam' ? [] : [1391],
    advisories: [],
    location: { uri: `leak/${breach}` },
    trace: [],
    fingerprint: fingerprint('leaks', leaked, breach),
    remedy,
  }
}
