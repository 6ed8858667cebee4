import { hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CommandIo, Verb } from '../../../core/area.ts'
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
import { type Discovery, discover } from '../discover/discover.ts'
import { discoverDatabase } from '../discover/database.ts'
import { Journal } from '../discover/journal.ts'
import { storedCardFindings } from '../discover/findings.ts'

const shown = 50

/** Files, or a running database; what is finished is noted, so that a search that was stopped can go on. */
async function search(
  paths: readonly string[],
  address: string | undefined,
  options: Options,
  io: CommandIo,
): Promise<Discovery> {
  const name = hash('sha256', JSON.stringify([paths, address]), 'hex').slice(0, 12)
  const journal = new Journal(
    join(areaState(options, io, 'payment'), `discover-${name}.jsonl`),
    options['resume'] === true,
  )
  const how = { signal: io.signal, progress: () => undefined, journal }
  const result = paths.length > 0 ? await discover(paths, how) : { files: 0, bytes: 0, found: [], skipped: [] }
  if (address !== undefined) {
    // The drivers are loaded only when a database is named.
    const { openShopDatabase } = await import('../../../connect/database/open.ts')
    const database = await openShopDatabase(address, io.env)
    try {
      const more = await discoverDatabase(database, how)
      result.files += more.files
      result.bytes += more.bytes
      result.found.push(...more.found)
      result.skipped.push(...more.skipped)
    } finally {
      await database.close()
    }
  }
  journal.close()
  return result
}

function asText(result: Discovery): string {
  const real = result.found.filter((item) => !item.test)
  const lines = real
    .slice(0, shown)
    .map(
      (item) =>
        `${item.file} at ${item.at}: ${item.issuer} ${item.number}${item.encoding ? ` (${item.encoding})` : ''}`,
    )
  if (real.length > shown) lines.push(`… and ${real.length - shown} more`)
  const tests = result.found.length - real.length
  lines.push(
    '',
    `${result.files} files or tables, ${(result.bytes / 1e6).toFixed(1)} MB read: ${real.length} card numbers stored${tests > 0 ? `, ${tests} published test numbers` : ''}.`,
  )
  if (real.length > 0)
    lines.push(
      'Next: delete them and what writes them there; PCI DSS 3.3 and 3.5 forbid storing them in the clear. Change nothing before your payment provider agrees, if somebody may have taken them.',
    )
  for (const item of result.skipped.slice(0, 10)) lines.push(`not read: ${item.file}: ${item.reason}`)
  if (result.skipped.length > 10)
    lines.push(`not read: ${result.skipped.length - 10} further files (--format json lists all)`)
  return lines.join('\n')
}

/** `shopwarden payment discover PATH…` */
export const discoverVerb: Verb = {
  summary:
    'Find stored card numbers in logs, dumps, mailboxes, archives and running databases (PCI DSS 3.3, 3.5); shows them masked',
  arguments: ['[paths...]'],
  options: [
    {
      flags: '--database <address>',
      description:
        'a running database instead of files, e.g. mysql://user@host/shop; password in SHOPWARDEN_DB_PASSWORD',
    },
    { flags: '--resume', description: 'go on where an earlier search of the same was stopped' },
    stateOption,
    ...scanOptions,
  ],
  async run([given], options, io) {
    const paths = (Array.isArray(given) ? given : []).map((path) => resolve(io.cwd, path))
    const missing = paths.find((path) => !existsSync(path))
    if (missing !== undefined)
      throw new ShopwardenError('SW_PAYMENT_PATH', 'There is no such file or folder', {
        where: missing,
        fix: 'Check the path.',
      })
    const format = choice(options, 'format', ['text', 'json', 'sarif'], 'text')
    const address = options['database']
    if (paths.length === 0 && typeof address !== 'string')
      throw new ShopwardenError('SW_PAYMENT_PATH', 'Nothing to search was given', {
        fix: 'Name files or folders, or a database with --database.',
      })
    const result = await search(paths, typeof address === 'string' ? address : undefined, options, io)
    const findings = storedCardFindings(result)
    writeAnswer(
      format === 'text'
        ? asText(result)
        : JSON.stringify(format === 'sarif' ? toSarif(findings, VERSION) : result, null, 2),
      options,
      io,
    )
    if (findings.some((finding) => atLeast(finding.severity, failOn(options)))) return 1
    return result.skipped.some((item) => item.reason.startsWith('cannot be read')) ? 3 : 0
  },
}
