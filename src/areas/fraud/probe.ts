import { resolve } from 'node:path'
import { describeError } from '../../core/errors.ts'
import type { Probe, ProbeContext } from '../../core/probe.ts'
import type { Shop } from '../../core/shop.ts'
import { makeRuleSet } from './decide/rule-set.ts'
import { openHistory } from './history/load.ts'
import { readMappingFile } from './history/mapping.ts'
import { buildReport } from './report/build.ts'
import { alertFindings } from './report/findings.ts'
import { historyFact, watchFact } from './schema.ts'
import { readWatch } from './watch/status.ts'

/** Most alerts that are filed as findings; all are counted. */
const MAX_FINDINGS = 100

async function lookAt(path: string, shop: Shop, context: ProbeContext): Promise<void> {
  const { mapping } = shop.feeds
  const history = await openHistory(
    resolve(path),
    mapping === undefined ? undefined : readMappingFile(resolve(mapping)),
    context.signal,
  )
  const report = await buildReport(history, makeRuleSet(), {
    labelDelayDays: 30,
    progress: (events) => context.progress(`${events} events replayed`),
  })
  const { firstAt, lastAt } = report
  if (firstAt === undefined || lastAt === undefined)
    return context.couldNotLook(
      historyFact,
      path,
      'No row of the export could be read as an event.',
      'Run "shopwarden fraud replay" on it: it says why rows are left out.',
    )
  context.observe(
    historyFact,
    path,
    {
      events: report.events,
      firstAt,
      lastAt,
      fields: Object.keys(report.columns),
      patterns: report.patterns,
      alerts: report.alerts.length,
      alertsToDecline: report.alerts.filter((alert) => alert.outcome === 'decline').length,
      rowsLeftOut: Object.values(report.losses.rows).reduce((sum, count) => sum + count, 0),
    },
    { findings: alertFindings(report.alerts.slice(0, MAX_FINDINGS), path) },
  )
}

const historyProbe: Probe = {
  id: 'fraud/history',
  version: '1',
  area: 'fraud',
  needs: ['feed'],
  touch: 'passive',
  facts: [historyFact],
  timeLimitSeconds: 900,
  async run(shop, context) {
    const paths = [...new Set([shop.feeds.events, shop.feeds.orders].filter((path) => path !== undefined))]
    if (paths.length === 0)
      return context.couldNotLook(
        historyFact,
        'feeds',
        'shop.yaml names no export of orders or events.',
        'Add feeds.orders (CSV or JSONL).',
      )
    for (const path of paths)
      try {
        await lookAt(path, shop, context)
      } catch (error) {
        context.signal.throwIfAborted()
        context.couldNotLook(
          historyFact,
          path,
          describeError(error),
          'Run "shopwarden fraud replay" on the file to see what it needs.',
        )
      }
  },
}

const watchProbe: Probe = {
  id: 'fraud/watch',
  version: '1',
  area: 'fraud',
  needs: ['records'],
  touch: 'passive',
  facts: [watchFact],
  timeLimitSeconds: 300,
  async run(_shop, context) {
    const status = await readWatch(context.stateDir, context.now())
    if (status === undefined)
      return context.couldNotLook(
        watchFact,
        'guard',
        'The fraud guard has not recorded anything for this shop.',
        'Start it with "shopwarden fraud serve" and send it your events.',
      )
    context.observe(watchFact, 'guard', status)
  },
}

export const probes: readonly Probe[] = [historyProbe, watchProbe]
