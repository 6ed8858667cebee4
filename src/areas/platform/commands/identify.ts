import { count } from '../../../core/count.ts'
import { resolve } from 'node:path'
import type { CommandIo, Verb } from '../../../core/area.ts'
import { collect } from '../../../core/collect.ts'
import type { Evidence } from '../../../core/evidence.ts'
import { answerOptions, choice, textOf, writeAnswer } from '../../../core/options.ts'
import { ADMIN_APIS, type AdminApiKind, shopSchema } from '../../../core/shop.ts'
import { EvidenceView } from '../../../core/view.ts'
import { tokenVariable } from '../../../connect/admin-api/read.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import { admin } from '../probes/admin.ts'
import { outside } from '../probes/outside.ts'
import { source } from '../probes/source.ts'
import { adminFact, holesFact, outsideFact, platformVersion } from '../schema.ts'

const isUrl = (text: string) => /^https?:\/\//.test(text)

/** One shop from outside: only the host named is contacted. */
function fromOutside(url: string, platform: string | undefined, io: CommandIo): Promise<Evidence[]> {
  const http = createHttpClient({
    hosts: new Set([new URL(url).hostname]),
    allowPrivateAddresses: true,
    insecureTls: true,
    signal: io.signal,
  })
  const shop = shopSchema.parse({ name: url, urls: { storefront: url }, ...(platform && { platform }) })
  return collect(outside, shop, io, http)
}

/** The same by the platform's own API: tokens go only over TLS that verifies, or to a private address that is named as one. */
function fromApi(url: string, kind: AdminApiKind, tokenEnv: string, io: CommandIo): Promise<Evidence[]> {
  const shop = shopSchema.parse({ name: url, adminApis: [{ kind, url, tokenEnv }] })
  const http = createHttpClient({
    hosts: new Set([new URL(url).hostname]),
    allowPrivateAddresses: true,
    signal: io.signal,
  })
  return collect(admin(io.env), shop, io, http)
}

function apiText(view: EvidenceView): string[] {
  const holes = view.all(holesFact)
  return view.all(adminFact).flatMap(({ subject, value }) => {
    const found = holes.find((item) => item.subject === subject)?.value
    return [
      ...(value.version ? [] : [`${subject}: ${value.name}${value.line ? ` ${value.line}` : ''}, by its API`]),
      ...value.extensions.map(
        (item) =>
          `  ${item.kind} ${item.name} ${item.version}${item.newest ? ` → ${item.newest}` : ''}${item.active === false ? ' (not active)' : ''}`,
      ),
      ...value.runtimes.map(
        (item) =>
          `  ${item.product} ${item.version}${item.supported === false ? `: no security fixes since ${item.ends}` : item.ends ? `: supported until ${item.ends}` : ''}`,
      ),
      ...(found ? [`  ${count(found.holes.length, 'published hole')} in ${count(found.compared, 'package')}`] : []),
      ...(found?.blind ?? []).map(
        (item) => `  unknown: no advisories for ${count(item.packages, 'package')} of kind ${item.kind}`,
      ),
      ...value.notTold.map((what) => `  not told by the API: ${what}`),
    ]
  })
}

function asText(view: EvidenceView): string[] {
  const lines = view.all(platformVersion).map(({ subject, value }) => {
    const { release } = value
    const behind =
      release?.behind === 0
        ? 'the newest release'
        : release?.behind
          ? `${count(release.behind, 'release')} behind ${release.newest}`
          : 'its releases are not known'
    return `${subject}: ${value.name} ${value.version ?? '(version not found)'}, ${behind}${release ? ` (facts of ${release.knowledgeAsOf})` : ''}`
  })
  for (const { subject, value } of view.all(outsideFact)) {
    const { candidates, perhapsNewer, mixed, stated, requests, atBest } = value
    const set =
      candidates.length === 0
        ? mixed
          ? 'files of different releases lie side by side'
          : 'version not known'
        : candidates.length === 1
          ? `${candidates[0]}${perhapsNewer ? ' or later' : ''}`
          : `one of ${candidates.length}: ${candidates.join(', ')}${perhapsNewer ? ', or later' : ''}`
    const best = atBest?.behind ? `; at best ${count(atBest.behind, 'release')} behind ${atBest.newest}` : ''
    const claim = stated ? `; the page itself says ${stated.platform} ${stated.version}` : ''
    lines.push(
      `${subject}: ${value.name}, ${set}${best}${claim} (${requests} requests, facts of ${value.knowledgeAsOf})`,
    )
  }
  return lines
}

export const identify: Verb = {
  summary: 'Platform and version: exactly from a source tree, as a set of releases from a URL; and how far behind',
  arguments: ['<places...>'],
  options: [
    { flags: '--platform <name>', description: 'platform, where it is known (for URLs)' },
    { flags: '--api <kind>', description: `ask the platform's own API instead: ${ADMIN_APIS.join(', ')}` },
    { flags: '--token-env <name>', description: 'environment variable that holds the token or "user:password"' },
    ...answerOptions,
  ],
  async run([given], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const places = Array.isArray(given) ? given : []
    const platform = typeof options['platform'] === 'string' ? options['platform'] : undefined
    const sources = places.filter((place) => !isUrl(place)).map((dir) => ({ path: resolve(io.cwd, dir) }))
    const evidence = sources.length > 0 ? await collect(source, shopSchema.parse({ name: 'tree', sources }), io) : []
    const api = textOf(options, 'api') === undefined ? undefined : choice(options, 'api', ADMIN_APIS, 'woocommerce')
    const tokenEnv = textOf(options, 'tokenEnv') ?? tokenVariable
    for (const url of places.filter(isUrl))
      evidence.push(...(await (api ? fromApi(url, api, tokenEnv, io) : fromOutside(url, platform, io))))
    const view = new EvidenceView(evidence, io.now())
    const lines = [...asText(view), ...apiText(view)]
    const versions = new Set([platformVersion.id, outsideFact.id])
    const missed = evidence.filter((item) => versions.has(item.fact) && item.couldNotLook !== undefined)
    for (const item of missed) lines.push(`${item.subject}: unknown. ${item.couldNotLook?.reason}`)
    writeAnswer(format === 'json' ? JSON.stringify(evidence, null, 2) : lines.join('\n'), options, io)
    return missed.length > 0 ? 3 : 0
  },
}
