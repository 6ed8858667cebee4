import { fingerprint, type Finding } from '../../../core/finding.ts'
import { PATTERNS } from '../rules/rule.ts'
import type { Alert } from './alerts.ts'

const plain = (text: string) => text.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 120)

/** Alerts as findings, for SARIF and for --fail-on: what would be declined is high, what would be reviewed medium. */
export function alertFindings(alerts: readonly Alert[], uri: string): Finding[] {
  return alerts.map((alert) => ({
    area: 'fraud',
    rule: `fraud/${alert.pattern}`,
    title: PATTERNS[alert.pattern],
    message: `${alert.says} ${alert.events} events around ${alert.around} ${plain(alert.value)}, ${alert.firstAt} to ${alert.lastAt}, score ${alert.score}.`,
    severity: alert.outcome === 'decline' ? 'high' : 'medium',
    confidence: alert.score >= 80 ? 'high' : 'medium',
    cwe: [],
    advisories: [],
    location: { uri },
    trace: [],
    fingerprint: fingerprint('fraud', alert.pattern, alert.around, alert.value),
    remedy: `Look at ${alert.examples.map(plain).join(', ')} before shipping; call the customer or ask for 3-D Secure.`,
  }))
}
