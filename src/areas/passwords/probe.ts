import { globSync } from 'node:fs'
import { join } from 'node:path'
import type { Probe } from '../../core/probe.ts'
import { readTextUpTo } from '../../net/files.ts'
import { enforcedLog } from './enforced-log.ts'
import { readIdentityExport } from './identity-exports.ts'
import { enforcedFact, settingsFact } from './schema.ts'
import { readSettings } from './settings.ts'

const maxDumpBytes = 200_000_000
const maxLogBytes = 5_000_000

const maxExportBytes = 20_000_000
const mostMatches = 50

/** Text of a file below a folder, or of all files that a path with * for one name means, joined. */
function readMatching(root: string, path: string): string | undefined {
  if (!path.includes('*')) return readTextUpTo(join(root, path))
  const texts = globSync(path, { cwd: root })
    .slice(0, mostMatches)
    .flatMap((found) => readTextUpTo(join(root, found)) ?? [])
  return texts.length > 0 ? texts.join('\n') : undefined
}

const settings: Probe = {
  id: 'passwords/settings',
  version: '1',
  area: 'passwords',
  needs: [],
  touch: 'passive',
  facts: [settingsFact],
  timeLimitSeconds: 60,
  async run(shop, context) {
    for (const { file, kind } of shop.documents) {
      if (kind !== 'identity') continue
      const found = readIdentityExport(readTextUpTo(file, maxExportBytes) ?? '', file)
      // Customers sign in there, so the rules of the shop's platform do not count.
      if (found) return context.observe(settingsFact, 'settings', found)
      return context.couldNotLook(
        settingsFact,
        'settings',
        'The export is none of a Keycloak realm or an Auth0 connection.',
        'Export the realm (kc.sh export) or the database connection, as JSON.',
      )
    }
    const dumps = shop.databases.flatMap(({ dump }) => {
      const text = dump && readTextUpTo(dump, maxDumpBytes)
      return text ? [{ name: dump, text }] : []
    })
    const roots = shop.sources.flatMap((source) => [
      source.path,
      join(source.path, 'upload'),
      join(source.path, 'htdocs'),
      join(source.path, 'src'),
    ])
    const readFile = (path: string) => roots.flatMap((root) => readMatching(root, path) ?? [])[0]
    const found = readSettings(readFile, dumps)
    if (found) context.observe(settingsFact, 'settings', found)
    else
      context.couldNotLook(
        settingsFact,
        'settings',
        'No password settings of a known platform were found.',
        "Give the source tree and a dump of the shop's settings (sources and databases in shop.yaml).",
      )
  },
}

const enforced: Probe = {
  id: 'passwords/enforced',
  version: '1',
  area: 'passwords',
  needs: ['records'],
  touch: 'passive',
  facts: [enforcedFact],
  timeLimitSeconds: 20,
  async run(shop, context) {
    const origins = new Set(Object.values(shop.urls).flatMap((url) => (url === undefined ? [] : [new URL(url).origin])))
    const records = (readTextUpTo(join(context.stateDir, 'passwords', enforcedLog), maxLogBytes) ?? '')
      .split('\n')
      .flatMap((line) => {
        try {
          const parsed = enforcedFact.value.safeParse(JSON.parse(line))
          return parsed.success && origins.has(parsed.data.origin) ? [parsed.data] : []
        } catch {
          // A torn last line, as a crash leaves it.
          return []
        }
      })
    const last = records.at(-1)
    if (last) context.observe(enforcedFact, last.origin, last, { observedAt: new Date(last.testedAt) })
    else
      context.couldNotLook(
        enforcedFact,
        'sign-up',
        'What the running shop enforces was not tested.',
        'Run "shopwarden passwords audit URL" against it, or a copy of it.',
      )
  },
}

export const probes: readonly Probe[] = [settings, enforced]
