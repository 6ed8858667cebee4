import { alertOptions, channelsFrom } from '../../../connect/alerts/options.ts'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { areaState, stateOption, wholeNumber } from '../../../core/options.ts'
import { guardOnce, type GuardOptions, keepGuard } from '../guard.ts'
import { RECIPES } from '../watch/recipes.ts'
import { runWatch } from '../watch/run.ts'
import { PROFILES } from '../watch/watch.ts'
import { readRecipe, readSteps } from './steps.ts'

/** `shopwarden payment guard URL` */
export const guardVerb: Verb = {
  summary: 'Watch the payment page on a schedule, keep proof of it, and tell by mail or webhook (PCI DSS 11.6.1)',
  arguments: ['<url>'],
  options: [
    { flags: '--every <hours>', description: 'hours between watches, at most 168 (a week)', default: '24' },
    { flags: '--once', description: 'one watch, for cron' },
    { flags: '--steps <file>', description: 'YAML list of steps from this address to the checkout' },
    { flags: '--recipe <name>', description: `walk from the start page to the checkout: auto, ${RECIPES.join(', ')}` },
    ...alertOptions,
    stateOption,
  ],
  async run([url], options, io) {
    if (typeof url !== 'string' || !URL.canParse(url))
      throw new ShopwardenError('SW_PAYMENT_URL', 'No address of a payment page was given', {
        fix: 'Give it with https:// in front.',
      })
    const hours = wholeNumber(options, 'every', 24)
    if (hours > 168)
      throw new ShopwardenError('SW_CLI_OPTION', 'PCI DSS 11.6.1 asks for a watch at least every week', {
        fix: 'Use --every 168 or less.',
      })
    const { chromium } = io
    const dir = areaState(options, io, 'payment')
    const steps = readSteps(options, io)
    const recipe = readRecipe(options)
    const guard: GuardOptions = {
      url,
      dir,
      channels: channelsFrom(options, io),
      now: io.now,
      signal: io.signal,
      onTrouble: (message) => void io.stderr.write(`${message}\n`),
      async watch() {
        if (chromium === undefined)
          throw new ShopwardenError('SW_PAYMENT_BROWSER', 'No Chromium was found', {
            fix: 'Install it (Debian: apt-get install chromium) or name one in SHOPWARDEN_CHROMIUM.',
          })
        const result = await runWatch({
          url,
          steps,
          recipe,
          profiles: PROFILES,
          chromium,
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
