import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { CommandIo, Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import {
  answerOptions,
  areaState,
  choice,
  type Options,
  stateOption,
  wholeNumber,
  writeAnswer,
} from '../../../core/options.ts'
import { CustomerBook } from '../../../connect/customers/book.ts'
import { HIBP_URL, Hibp } from '../../../connect/hibp/client.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import { hibpSource } from '../sweep/hibp-source.ts'
import { loadSource } from '../sweep/own-source.ts'
import type { LeakSource } from '../sweep/source.ts'
import { sweep } from '../sweep/sweep.ts'
import { needCustomers } from './need-customers.ts'

/** @throws SW_LEAKS_HIBP_KEY */
function haveIBeenPwned(options: Options, io: CommandIo): LeakSource {
  const key = io.env['HIBP_API_KEY']
  if (key === undefined || key === '')
    throw new ShopwardenError('SW_LEAKS_HIBP_KEY', 'No key of Have I Been Pwned is given', {
      fix: 'Set the environment variable HIBP_API_KEY (haveibeenpwned.com/API/Key).',
    })
  const base = String(options['url'] ?? HIBP_URL).replace(/\/$/, '')
  const http = createHttpClient({
    hosts: new Set([new URL(base).hostname]),
    allowPrivateAddresses: false,
    signal: io.signal,
  })
  return hibpSource(new Hibp({ http, key, base }), options['range'] === true)
}

/** `leaks sweep`: asks Have I Been Pwned about every customer. */
export const sweepVerb: Verb = {
  summary:
    'Ask Have I Been Pwned, or a source of your own, about every customer, at the pace of your plan; run it again to go on',
  options: [
    {
      flags: '--range',
      description: 'give away six characters of a hash instead of the address (needs a plan with it)',
    },
    { flags: '--shop-host <hosts>', description: "the shop's verified host names: look for stolen log-ins to them" },
    { flags: '--domain <domains>', description: 'mail domains verified there: one question answers for all in them' },
    { flags: '--sites', description: 'ask of those in stealer logs for which websites (needs a plan with it)' },
    { flags: '--since-newest', description: 'ask again whoever was asked before the newest leak was added' },
    { flags: '--every <days>', description: 'ask about a customer again after so many days', default: '30' },
    { flags: '--per-minute <n>', description: 'slower than your plan allows' },
    { flags: '--most <n>', description: 'most customers of this run' },
    { flags: '--source <module>', description: 'another service, by a module of your own (docs/leak-source.md)' },
    { flags: '--url <address>', description: 'address of the service or of a proxy', default: HIBP_URL },
    stateOption,
    ...answerOptions,
  ],
  async run(_args, options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const dir = areaState(options, io, 'leaks')
    needCustomers(dir)
    const list = (name: string) =>
      String(options[name] ?? '')
        .toLowerCase()
        .split(',')
        .filter(Boolean)
    const perMinute = options['perMinute'] === undefined ? undefined : wholeNumber(options, 'perMinute', 10)
    const module = options['source']
    const source =
      typeof module === 'string' ? await loadSource(resolve(io.cwd, module), io.env) : haveIBeenPwned(options, io)
    const book = CustomerBook.open(dir, io.now())
    try {
      const report = await sweep({
        book,
        source,
        shopHosts: list('shopHost'),
        domains: list('domain'),
        sites: options['sites'] === true,
        sinceNewest: options['sinceNewest'] === true,
        everyDays: wholeNumber(options, 'every', 30),
        perMinute,
        most: wholeNumber(options, 'most', Number.MAX_SAFE_INTEGER),
        now: () => io.now(),
        sleep: async (ms) => {
          await wait(ms, undefined, { signal: io.signal })
        },
        signal: io.signal,
        progress: (message) => io.stderr.write(`${message}\n`),
      })
      const text = [
        `${report.asked} of ${report.customers} customers were asked about; ${report.found} exposures, ${report.fresh} of them new.`,
        ...(report.left > 0
          ? [
              `${report.left} are left. At ${report.requestsPerMinute} a minute they will be done by ${report.doneAt}: run the same command again.`,
            ]
          : []),
        ...(report.withoutContact > 0
          ? [`${report.withoutContact} cannot be asked about: only their hash is kept.`]
          : []),
        ...(report.stopped === undefined ? [] : [`Stopped: ${report.stopped}`]),
      ].join('\n')
      writeAnswer(format === 'json' ? JSON.stringify(report, null, 2) : text, options, io)
      return report.left > 0 || report.stopped !== undefined || report.withoutContact > 0 ? 3 : 0
    } finally {
      book.close()
    }
  },
}
