import type { CommandIo, Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { areaState, type Options, stateOption, wholeNumber } from '../../../core/options.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import type { Notifier } from '../guard/notify.ts'
import { guardOnce, type GuardOptions, keepGuard } from '../guard.ts'
import { RECIPES } from '../watch/recipes.ts'
import { runWatch } from '../watch/run.ts'
import { PROFILES } from '../watch/watch.ts'
import { readRecipe, readSteps } from './steps.ts'

const textOf = (options: Options, name: string) => (typeof options[name] === 'string' ? options[name] : undefined)

async function notifiersFrom(options: Options, io: CommandIo): Promise<Notifier[]> {
  const found: Notifier[] = []
  const { mailNotifier, webhookNotifier } = await import('../guard/notify.ts')
  const webhook = textOf(options, 'webhook')
  if (webhook !== undefined) {
    if (!URL.canParse(webhook))
      throw new ShopwardenError('SW_CLI_OPTION', 'The webhook is no address', {
        fix: 'Give it with https:// in front.',
      })
    // Whoever runs the command names the receiver, which often stands in the own network.
    const http = createHttpClient({
      hosts: new Set([new URL(webhook).host, new URL(webhook).hostname]),
      allowPrivateAddresses: true,
      signal: io.signal,
    })
    found.push(webhookNotifier(webhook, io.env['SHOPWARDEN_WEBHOOK_SECRET'], http))
  }
  const to = textOf(options, 'mail')
  if (to !== undefined) {
    const match = /^(?:(smtps?):\/\/)?([a-z0-9.-]+):(\d{1,5})$/i.exec(textOf(options, 'smtp') ?? '')
    if (!match)
      throw new ShopwardenError('SW_CLI_OPTION', 'It is not said which mail server to use', {
        fix: 'Add --smtp HOST:PORT, e.g. --smtp mail.shop.example:587; the password is read from SMTP_PASSWORD.',
      })
    const user = textOf(options, 'smtpUser')
    const password = io.env['SMTP_PASSWORD']
    const settings = {
      host: match[2]!,
      port: Number(match[3]),
      secure: match[1] === 'smtps' || match[3] === '465',
      requireTls: options['plain'] !== true,
      ...(user !== undefined && { user }),
      ...(password !== undefined && { password }),
    }
    found.push(mailNotifier(settings, textOf(options, 'from') ?? to, to))
  }
  return found
}

/** `shopwarden payment guard URL` */
export const guardVerb: Verb = {
  summary: 'Watch the payment page on a schedule, keep proof of it, and tell by mail or webhook (PCI DSS 11.6.1)',
  arguments: ['<url>'],
  options: [
    { flags: '--every <hours>', description: 'hours between watches, at most 168 (a week)', default: '24' },
    { flags: '--once', description: 'one watch, for cron' },
    { flags: '--steps <file>', description: 'YAML list of steps from this address to the checkout' },
    { flags: '--recipe <name>', description: `walk from the start page to the checkout: auto, ${RECIPES.join(', ')}` },
    { flags: '--webhook <url>', description: 'address to post alerts to; signed with SHOPWARDEN_WEBHOOK_SECRET' },
    { flags: '--mail <address>', description: 'who is told by mail' },
    { flags: '--from <address>', description: 'sender of that mail' },
    { flags: '--smtp <host:port>', description: 'mail server; the password is read from SMTP_PASSWORD' },
    { flags: '--smtp-user <name>', description: 'user at the mail server' },
    { flags: '--plain', description: 'allow a mail server without TLS (on this machine)' },
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
      notifiers: await notifiersFrom(options, io),
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
