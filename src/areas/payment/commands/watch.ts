import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import {
  areaState,
  choice,
  failOn,
  type Options,
  scanOptions,
  stateOption,
  writeAnswer,
} from '../../../core/options.ts'
import { toSarif } from '../../../core/sarif.ts'
import { atLeast } from '../../../core/severity.ts'
import { VERSION } from '../../../core/version.ts'
import { alertFindings, runWatch } from '../watch/run.ts'
import { watchText } from '../watch/text.ts'
import { PROFILES } from '../watch/watch.ts'
import { readWay, wayOptions } from './steps.ts'
import { neededBrowser, neededUrl } from './needed.ts'

function authorisation(options: Options): { by: string; justification: string } | undefined {
  const { authorise: by, because } = options
  if (typeof by !== 'string') return undefined
  if (typeof because !== 'string' || because.trim() === '')
    throw new ShopwardenError('SW_PAYMENT_BECAUSE', 'An authorisation needs a written justification (PCI DSS 6.4.3)', {
      fix: 'Add --because "what these scripts are for".',
    })
  return { by, justification: because }
}

/** `shopwarden payment watch URL` */
export const watchVerb: Verb = {
  summary: 'Watch the payment page in a real browser: scripts, changes, theft of card data (PCI DSS 6.4.3, 11.6.1)',
  arguments: ['<url>'],
  options: [
    ...wayOptions,
    {
      flags: '--authorise <name>',
      description: 'take what is there now into the inventory, authorised by this person',
    },
    { flags: '--because <text>', description: 'why these scripts are needed' },
    { flags: '--approve <hosts>', description: 'hosts whose scripts are approved in advance, comma-separated' },
    {
      flags: '--receives-card <hosts>',
      description: 'with --authorise: hosts that the page itself may send card data to (a provider)',
    },
    stateOption,
    ...scanOptions,
  ],
  async run([given], options, io) {
    const url = neededUrl(given)
    const chromium = neededBrowser(io)
    const format = choice(options, 'format', ['text', 'json', 'sarif'], 'text')
    const threshold = failOn(options)
    const allowed = authorisation(options)
    const hosts = (name: string) => {
      const given = options[name]
      return typeof given === 'string' ? given.split(',').map((host) => host.trim()) : undefined
    }
    const approve = hosts('approve')
    const receivers = hosts('receivesCard')
    const result = await runWatch({
      url,
      ...readWay(options, io),
      profiles: PROFILES,
      chromium,
      dir: areaState(options, io, 'payment'),
      now: io.now,
      signal: io.signal,
      progress: (message) => void io.stderr.write(`  ${message}\n`),
      ...(allowed && { authorise: allowed }),
      ...(approve && { approve }),
      ...(receivers && { receivers }),
    })
    const findings = alertFindings(url, result.alerts)
    const text =
      format === 'text'
        ? watchText(result)
        : JSON.stringify(
            format === 'sarif'
              ? toSarif(findings, VERSION)
              : { ...result.run, notices: result.notices, inventory: result.inventory },
            null,
            2,
          )
    writeAnswer(text, options, io)
    return findings.some((finding) => atLeast(finding.severity, threshold)) ? 1 : 0
  },
}
