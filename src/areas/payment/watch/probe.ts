import { join } from 'node:path'
import type { Probe } from '../../../core/probe.ts'
import { readProviders } from '../providers.ts'
import { readCheckout } from '../saq/checkout.ts'
import { checkoutFact, watchFact } from '../schema.ts'
import { readRuns } from './records.ts'
import { alertFindings, runWatch } from './run.ts'
import type { Recipe } from './recipes.ts'
import type { Step } from './steps.ts'
import { PROFILES } from './watch.ts'

const dayMs = 86_400_000
const periodDays = 30

/** Longest time without a watch within the period that ends now. Days. */
export function longestGap(times: readonly number[], now: number): number {
  const start = now - periodDays * dayMs
  const points = [start, ...times.filter((time) => time > start).sort((a, b) => a - b), now]
  return Math.max(...points.slice(1).map((point, index) => point - points[index]!)) / dayMs
}

/** Watches the checkout once as part of the audit: one visitor, so that it stays quick. */
export const browserProbeWith = (way: { steps: readonly Step[]; recipe?: Recipe | 'auto' | undefined }): Probe => ({
  id: 'payment/browser',
  version: '1',
  area: 'payment',
  needs: ['url'],
  touch: 'active',
  facts: [watchFact, checkoutFact],
  timeLimitSeconds: 45,
  async run(shop, context) {
    const url = shop.urls.checkout
    if (url === undefined)
      return context.couldNotLook(
        watchFact,
        'checkout',
        'The address of the checkout was not given.',
        'Give urls.checkout, or run "shopwarden payment watch URL".',
      )
    if (context.chromium === undefined)
      return context.couldNotLook(
        watchFact,
        url,
        'No Chromium was found to look with.',
        'Install it (Debian: apt-get install chromium).',
      )
    const dir = join(context.stateDir, 'payment')
    const earlier = readRuns(dir, url).filter((run) => run.failed === undefined)
    const { run, inventory, alerts, observations } = await runWatch({
      url,
      ...way,
      profiles: PROFILES.slice(0, 1),
      chromium: context.chromium,
      dir,
      now: context.now,
      signal: context.signal,
      progress: context.progress,
    })
    const { providers } = readProviders(context.knowledgeDir)
    context.observe(checkoutFact, url, readCheckout(observations, url, providers))
    const now = context.now().getTime()
    context.observe(
      watchFact,
      url,
      {
        scripts: run.scripts,
        unauthorised: run.unauthorised,
        withIntegrity: inventory.scripts.filter((entry) => entry.integrity !== 'none').length,
        alerts: alerts.map((alert) => alert.title),
        watches: earlier.filter((item) => Date.parse(item.at) > now - periodDays * dayMs).length + 1,
        longestGapDays:
          Math.round(
            longestGap(
              earlier.map((item) => Date.parse(item.at)),
              now,
            ) * 10,
          ) / 10,
      },
      { findings: alertFindings(url, alerts) },
    )
  },
})

export const browserProbe = browserProbeWith({ steps: [] })
