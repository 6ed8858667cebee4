import type { Alert } from './alert.ts'
import type { Inventory } from './inventory.ts'
import type { Observation } from './observation.ts'

const short = (text: string) => (text.length > 120 ? `${text.slice(0, 117)}…` : text)

/** A header whose loss or weakening opens the page. */
export function headerAlerts(
  observation: Observation,
  inventory: Inventory,
  isKnown: (host: string) => boolean,
): Alert[] {
  const alerts: Alert[] = []
  for (const [name, before] of Object.entries(inventory.headers)) {
    const now = observation.headers[name]
    if (now === undefined) {
      alerts.push({
        rule: 'payment/header-lost',
        severity: 'high',
        title: `The header ${name} is gone`,
        detail: `It was: ${short(before)}`,
      })
    } else if (name === 'content-security-policy') {
      const opened = openedSources(before, now)
      for (const host of reportHosts(now))
        if (!reportHosts(before).includes(host) && !isKnown(host))
          alerts.push({
            rule: 'payment/reports-elsewhere',
            severity: 'medium',
            title: `Reports of the Content-Security-Policy now go to ${host}`,
            detail: 'Reports name the page and what it loads.',
          })
      if (opened.length > 0)
        alerts.push({
          rule: 'payment/csp-weakened',
          severity: 'high',
          title: 'The Content-Security-Policy allows more than before',
          detail: opened.slice(0, 5).join('; '),
        })
    } else if (
      name === 'strict-transport-security' &&
      Number(/max-age=(\d+)/.exec(now)?.[1] ?? 0) < Number(/max-age=(\d+)/.exec(before)?.[1] ?? 0) / 2
    ) {
      alerts.push({
        rule: 'payment/header-weakened',
        severity: 'medium',
        title: 'HSTS became shorter',
        detail: `${short(before)} → ${short(now)}`,
      })
    }
  }
  return alerts
}

/** Hosts that a policy's reports are sent to. */
function reportHosts(policy: string): string[] {
  const targets = directives(policy).get('report-uri') ?? new Set()
  return [...targets].flatMap((target) => (URL.canParse(target) ? [new URL(target).hostname] : []))
}

function directives(policy: string): Map<string, Set<string>> {
  return new Map(
    policy.split(';').flatMap((part) => {
      const [name, ...sources] = part.trim().split(/\s+/)
      return name
        ? [[name.toLowerCase(), new Set(sources.filter((source) => !/^'(nonce|sha\d+)-/.test(source)))] as const]
        : []
    }),
  )
}

/** What a policy allows that an older one did not; nonces and hashes rotate and do not count. */
export function openedSources(before: string, now: string): string[] {
  const [old, current] = [directives(before), directives(now)]
  const opened: string[] = []
  const reports = /^report-(?:uri|to)$/
  for (const name of old.keys()) if (!current.has(name) && !reports.test(name)) opened.push(`${name} is gone`)
  for (const [name, sources] of current) {
    if (reports.test(name)) continue
    // Only what may be loaded falls back to default-src; other directives narrow a policy by being there.
    const earlier = old.get(name) ?? (name.endsWith('-src') ? old.get('default-src') : undefined)
    if (earlier === undefined) continue
    for (const source of sources) if (!earlier.has(source) && source !== "'none'") opened.push(`${name} ${source}`)
  }
  return opened
}
