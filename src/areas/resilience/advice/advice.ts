import type { ScenarioName } from '../load/plan.ts'
import type { TestRecord } from '../rehearse/record.ts'
import { type Remedy, remedies, type ServerKind, serverKinds, serverNames } from './settings.ts'

/** Which kind of weakness a scenario shows. */
const remedyOf: Record<ScenarioName, Remedy> = {
  'slow-headers': 'slow clients',
  'slow-body': 'slow clients',
  'slow-read': 'slow clients',
  hoarding: 'slow clients',
  'websocket-hoarding': 'slow clients',
  'flood-static': 'floods',
  'flood-dear': 'floods',
  'flood-cache-busting': 'floods',
  'flood-login': 'floods',
  'flood-search': 'floods',
  uploads: 'uploads',
  'graphql-depth': 'graphql',
  'http2-multiplex': 'http2',
  'http2-rapid-reset': 'http2',
  'http2-continuation': 'http2',
  mixed: 'slow clients',
}

/** Which servers a Server header names. Several may stand behind each other: what is in front is what it tells. */
export function serversOf(header: string, limit?: string): ServerKind[] {
  const found: ServerKind[] = []
  for (const [kind, pattern] of [
    ['nginx', /nginx|openresty|tengine/i],
    ['apache', /apache/i],
    ['lighttpd', /lighttpd/i],
    ['haproxy', /haproxy/i],
    ['varnish', /varnish/i],
    ['node', /express|node|next\.js|koa|fastify/i],
    ['cloudflare', /cloudflare/i],
  ] as const)
    if (pattern.test(header)) found.push(kind)
  if (limit !== undefined && /php-fpm/i.test(limit)) found.push('php-fpm')
  return found
}

export interface AdvicePart {
  server: string
  why: string
  settings: string
}

/** Settings to change, in the language of the server that was recognised; of all servers where none was. Pure. */
export function adviceFor(record: Pick<TestRecord, 'server' | 'scenarios'>): AdvicePart[] {
  const bad = record.scenarios.filter((result) => result.verdict === 'falls' || result.verdict === 'holds')
  const wanted = new Map<Remedy, ScenarioName[]>()
  for (const { scenario } of bad) wanted.set(remedyOf[scenario], [...(wanted.get(remedyOf[scenario]) ?? []), scenario])
  const limit = bad.map((result) => result.limit?.what).find((what) => what?.startsWith('PHP-FPM'))
  const known = serversOf(record.server, limit)
  const servers = known.length > 0 ? known : (['nginx', 'apache', 'haproxy', 'node'] as const)
  return [...wanted].flatMap(([remedy, scenarios]) => {
    const able = servers.filter((server) => remedies[server][remedy] !== undefined)
    // None of those seen has a setting against it: what stands behind them may.
    const all = able.length > 0 ? able : serverKinds.filter((server) => remedies[server][remedy] !== undefined)
    return all.map((server) => ({
      server: serverNames[server],
      why: `against ${scenarios.join(', ')}`,
      settings: remedies[server][remedy]!,
    }))
  })
}
