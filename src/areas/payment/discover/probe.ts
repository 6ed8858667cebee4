import { existsSync } from 'node:fs'
import type { Probe } from '../../../core/probe.ts'
import { storedFact } from '../schema.ts'
import { discover } from './discover.ts'
import { storedCardFindings } from './findings.ts'

/** Looks for card numbers in the dumps and exports that the shop names. */
export const discoveryProbe: Probe = {
  id: 'payment/discovery',
  version: '1',
  area: 'payment',
  needs: [],
  touch: 'passive',
  facts: [storedFact],
  timeLimitSeconds: 60,
  async run(shop, context) {
    const { mapping: _, ...feeds } = shop.feeds
    const named = [...shop.databases.map((database) => database.dump), ...Object.values(feeds)]
    const paths = named.filter((path): path is string => path !== undefined && existsSync(path))
    if (paths.length === 0)
      return context.couldNotLook(
        storedFact,
        'stored data',
        'No database dump or export was given.',
        'Name one under databases or feeds in shop.yaml, or run "shopwarden payment discover DIR".',
      )
    const result = await discover(paths, { signal: context.signal, progress: context.progress })
    const findings = storedCardFindings(result)
    context.observe(
      storedFact,
      'stored data',
      {
        files: result.files,
        bytes: result.bytes,
        numbers: result.found.filter((item) => !item.test).length,
        filesWithNumbers: findings.length,
      },
      { findings },
    )
  },
}
