import { basename, resolve } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import { areaState, choice, failOn, scanOptions, stateOption, writeAnswer } from '../../../core/options.ts'
import { atLeast } from '../../../core/severity.ts'
import { CustomerBook } from '../../../connect/customers/book.ts'
import { LEAKED, type Leaked } from '../../../connect/customers/schema.ts'
import { toSarif } from '../../../core/sarif.ts'
import { VERSION } from '../../../core/version.ts'
import { exposureFinding, severityOf, tally } from '../breach/severity.ts'
import { type FileReport, readLeak } from '../match/match-file.ts'
import { Matcher } from '../match/matcher.ts'
import { needCustomers } from './need-customers.ts'

const words = (options: Record<string, string | boolean | undefined>, name: string): string | undefined =>
  typeof options[name] === 'string' ? options[name] : undefined

/** `leaks match FILE…`: compares files of leaked lines with the customers. */
export const matchVerb: Verb = {
  summary: 'Compare leaked files with the customers: text, CSV, JSON, SQL or combo lists, also gzip, zstd or zip',
  arguments: ['<files...>'],
  options: [
    { flags: '--breach <name>', description: 'name of the leak (default: name of the file)' },
    { flags: '--title <title>', description: 'the leak as customers know it, e.g. the name of the site' },
    { flags: '--date <date>', description: 'day of the leak, YYYY-MM-DD' },
    { flags: '--from <source>', description: 'who supplied the file' },
    {
      flags: '--leaked <kind>',
      description: `what leaked, if you know better than the lines show: ${LEAKED.join(', ')}`,
    },
    { flags: '--fabricated', description: 'the leak is known to be made up' },
    { flags: '--shop-host <hosts>', description: "the shop's own host names, separated by commas" },
    {
      flags: '--pairs',
      description: 'keep a keyed hash of each readable password of a customer, so that it is recognised at log-in',
    },
    { flags: '--encoding <label>', description: 'encoding of the file where it is not UTF-8, e.g. windows-1252' },
    stateOption,
    ...scanOptions,
  ],
  async run([given], options, io) {
    const format = choice(options, 'format', ['text', 'json', 'sarif'], 'text')
    const threshold = failOn(options)
    const leaked = options['leaked'] === undefined ? undefined : choice(options, 'leaked', LEAKED, 'address')
    const dir = areaState(options, io, 'leaks')
    needCustomers(dir)
    const files = ((Array.isArray(given) ? given : []) as string[]).map((file) => resolve(io.cwd, file))
    const book = CustomerBook.open(dir, io.now())
    try {
      const at = io.now().toISOString()
      const name = words(options, 'breach') ?? basename(files[0] ?? 'file').replace(/\.(?:gz|zst|zip|br)$/i, '')
      const fabricated = options['fabricated'] === true
      const breach = {
        name,
        title: words(options, 'title') ?? name,
        domain: '',
        ...(words(options, 'date') !== undefined && { date: words(options, 'date')! }),
        dataClasses: [],
        fabricated,
        spamList: leaked === 'spam',
        attribution: words(options, 'from') ?? 'a file supplied to the shop',
      }
      const kind: Leaked | undefined = fabricated ? 'spam' : leaked
      const shopHosts = (words(options, 'shopHost') ?? '').toLowerCase().split(',').filter(Boolean)
      const matcher = new Matcher(book, {
        breach: name,
        leaked: kind,
        shopHosts,
        at,
        pairs: options['pairs'] === true,
        encoding: words(options, 'encoding'),
      })
      const reports: FileReport[] = []
      let said = 0
      for (const file of files)
        reports.push(
          ...(await readLeak(file, {
            found: (entry) => matcher.add(entry),
            encoding: words(options, 'encoding'),
            signal: io.signal,
            progress: (lines) => {
              if (lines - said < 2_000_000 && lines >= said) return
              said = lines
              io.stderr.write(`${lines} lines compared\n`)
            },
          })),
        )
      book.putBreach(breach)
      matcher.flush()
      const total = (field: 'lines' | 'readable') => reports.reduce((sum, report) => sum + report[field], 0)
      const stopped = reports.filter((report) => report.stopped !== undefined)
      const customers = book.count()
      const sweep = {
        at,
        source: name,
        kind: 'file' as const,
        customers,
        lines: total('lines'),
        readable: total('readable'),
      }
      book.recordSweep({ ...sweep, found: matcher.found, fresh: matcher.fresh, complete: stopped.length === 0 })
      const exposures = book.exposures().filter((item) => item.breach === name && item.lastSeen === at)
      const counts = tally(exposures)
      const answer = {
        ...sweep,
        found: matcher.found,
        exposures: exposures.length,
        fresh: matcher.fresh,
        byKind: counts,
        files: reports,
      }
      const findings = Object.entries(counts).map(([leakedKind, count]) =>
        exposureFinding(leakedKind as Leaked, count, breach.title),
      )
      const text = [
        `${answer.lines} lines were compared with ${customers} customers; ${answer.readable} name an address beyond doubt.`,
        `${exposures.length} customers are in "${breach.title}", ${matcher.fresh} of them not known before.`,
        ...findings.map((finding) => `  ${finding.severity.padEnd(9)} ${finding.title}`),
        ...stopped.map((report) => `Not read to the end: ${report.name}: ${report.stopped}`),
        ...(exposures.length > 0
          ? ['Next: shopwarden leaks measures (what the shop should do), shopwarden notices plan (tell them)']
          : []),
      ].join('\n')
      const shown = {
        text,
        json: JSON.stringify(answer, null, 2),
        sarif: JSON.stringify(toSarif(findings, VERSION), null, 2),
      }
      writeAnswer(shown[format], options, io)
      if (stopped.length > 0) return 3
      return exposures.some((item) => atLeast(severityOf(item.leaked), threshold)) ? 1 : 0
    } finally {
      book.close()
    }
  },
}
