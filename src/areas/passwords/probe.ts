import { join } from 'node:path'
import type { Probe } from '../../core/probe.ts'
import { readTextUpTo } from '../../net/files.ts'
import { settingsFact } from './schema.ts'
import { readSettings } from './settings.ts'

const maxDumpBytes = 200_000_000

const settings: Probe = {
  id: 'passwords/settings',
  version: '1',
  area: 'passwords',
  needs: [],
  touch: 'passive',
  facts: [settingsFact],
  timeLimitSeconds: 60,
  async run(shop, context) {
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
    const readFile = (path: string) => roots.flatMap((root) => readTextUpTo(join(root, path)) ?? [])[0]
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

export const probes: readonly Probe[] = [settings]
