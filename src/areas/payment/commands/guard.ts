import { alertOptions, channelsFrom } from '../../../connect/alerts/options.ts'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { areaState, stateOption, wholeNumber } from '../../../core/options.ts'
import { guardOnce, type GuardOptions, keepGuard } from '../guard.ts'
import { runWatch } from '../watch/run.ts'
import { PROFILES } from '../watch/watch.ts'
import { readWay, wayOptions } from './steps.ts'
import { neededBrowser, neededUrl } from './needed.ts'

/** `shopwarden payment guard URL` */
export const guardVerb: Verb = {
  summary: 'Watch the payment page on a schedule, keep proof of it, and tell by mail or webhook (PCI DSS 11.6.1)',
  arguments: ['<url>'],
  options: [
    { flags: '--every <hours>', description: 'hours between watches, at most 168 (a week)', default: '24' },
    { flags: '--once', description: 'one watch, for cron' },
    ...wayOptions,
    ...alertOptions,
    stateOption,
  ],
  async run([given], options, io) {
    const url = neededUrl(given)
    const hours = wholeNumber(options, 'every', 24)
    if (hours > 168)
      throw new ShopwardenError('SW_CLI_OPTION', 'PCI DSS 11.6.1 asks for a watch at least every week', {
        fix: 'Use --every 168 or less.',
      })
    const dir = areaState(options, io, 'payment')
    const way = readWay(options, io)
    const guard: GuardOptions = {
      url,
      dir,
      channels: channelsFrom(options, io),
      now: io.now,
      signal: io.signal,
      onTrouble: (message) => void io.stderr.write(`${message}\n`),
      async watch() {
        const result = await runWatch({
          url,
          ...way,
          profiles: PROFILES,
          chromium: neededBrowser(io),
          dir,
          now: io.now,
          signal: io.signal,
          progress: () => undefined,
        })
        io.stdout.write(`${result.run.at} ${result.run.scripts} scripts, ${result.alerts.length} alerts\n`)
        return result
      },
    }
    if (options['once'] !== true) {
      await keepGuard(guard, hours * 3_600_000)
      return 0
    }
    const result = await guardOnce(guard)
    return result === undefined ? 3 : result.alerts.length > 0 ? 1 : 0
  },
}
