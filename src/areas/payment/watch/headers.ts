import type { Alert } from './alert.ts'
import type { Inventory } from './inventory.ts'
import { isApproved, isKnownHost, isRelative, servesScripts } from './known-hosts.ts'
import type { Observation } from './observation.ts'

const short = (text: string) => (text.length > 120 ? `${text.slice(0, 117)}…` : text)

/** A header whose loss or weakening opens the page. */
export function headerAlerts(observation: Observation, inventory: Inventory): Alert[] {
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
      const opened = openedSources(
        before,
        now,
        (host) => isApproved(host, inventory) || isKnownHost(host, inventory) || servesScripts(host, inventory),
        inventory.scripts.some(
          (entry) => entry.host === new URL(inventory.url).host && entry.key.startsWith(entry.host),
        ),
      )
      for (const host of reportHosts(now))
        if (!reportHosts(before).includes(host) && !isKnownHost(host, inventory))
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

/** The host that a source of a policy names, without port and path; undefined for keywords, schemes and `*`. */
const hostOfSource = (source: string): string | undefined =>
  /^(?:\w+:\/\/)?((?:\*\.)?[\w-]+(?:\.[\w-]+)+)(?::[\d*]+)?(?:\/.*)?$/.exec(source)?.[1]

/**
 * What a policy allows that an older one did not; nonces and hashes rotate and do not count, nor hosts that are approved or belong
 * to the owner of one that was allowed; nor the shop's own host where it serves scripts of the page (`servesOwn`).
 */
export function openedSources(
  before: string,
  now: string,
  isApprovedHost: (host: string) => boolean = () => false,
  servesOwn = false,
): string[] {
  const [old, current] = [directives(before), directives(now)]
  const opened: string[] = []
  const reports = /^report-(?:uri|to)$/
  // Beside a nonce or hash browsers ignore 'unsafe-inline' and, for 'strict-dynamic', hosts: stricter than what allowed any inline script.
  const pinned = /'(?:nonce|sha\d+)-/.test(now)
  const loose = /'unsafe-inline'|'strict-dynamic'/.test(before)
  for (const name of old.keys()) if (!current.has(name) && !reports.test(name)) opened.push(`${name} is gone`)
  for (const [name, sources] of current) {
    if (reports.test(name)) continue
    // Only what may be loaded falls back to default-src; other directives narrow a policy by being there.
    const earlier = old.get(name) ?? (name.endsWith('-src') ? old.get('default-src') : undefined)
    if (earlier === undefined) continue
    const hosts = [...earlier].flatMap((source) => hostOfSource(source) ?? [])
    // What was open to every host is not opened by naming some.
    const open = earlier.has('*')
    for (const source of sources) {
      const host = hostOfSource(source)?.replace(/^\*\./, '')
      const vouched = host !== undefined && (isApprovedHost(host) || isRelative(host, hosts))
      const ignored =
        (source === "'unsafe-inline'" && pinned && name.startsWith('script-src')) ||
        (source === "'strict-dynamic'" && pinned && loose)
      const narrower = open && (host !== undefined || source === "'self'" || /^(?:https?|wss?):$/.test(source))
      const own = source === "'self'" && servesOwn
      if (!earlier.has(source) && source !== "'none'" && !vouched && !own && !ignored && !narrower)
        opened.push(`${name} ${source}`)
    }
  }
  return opened
}
