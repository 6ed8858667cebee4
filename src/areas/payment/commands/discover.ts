import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { choice, failOn, scanOptions, writeAnswer } from '../../../core/options.ts'
import { toSarif } from '../../../core/sarif.ts'
import { atLeast } from '../../../core/severity.ts'
import { VERSION } from '../../../core/version.ts'
import { type Discovery, discover } from '../discover/discover.ts'
import { storedCardFindings } from '../discover/findings.ts'

const shown = 50

function asText(result: Discovery): string {
  const real = result.found.filter((item) => !item.test)
  const lines = real
    .slice(0, shown)
    .map(
      (item) =>
        `${item.file} at byte ${item.at}: ${item.issuer} ${item.number}${item.encoding ? ` (${item.encoding})` : ''}`,
    )
  if (real.length > shown) lines.push(`… and ${real.length - shown} more`)
  const tests = result.found.length - real.length
  lines.push(
    '',
    `${result.files} files, ${(result.bytes / 1e6).toFixed(1)} MB read: ${real.length} card numbers stored${tests > 0 ? `, ${tests} published test numbers` : ''}.`,
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
  summary: 'Find stored card numbers in logs, dumps and other files (PCI DSS 3.3, 3.5); shows them masked',
  arguments: ['<paths...>'],
  options: [...scanOptions],
  async run([given], options, io) {
    const paths = (Array.isArray(given) ? given : []).map((path) => resolve(io.cwd, path))
    const missing = paths.find((path) => !existsSync(path))
    if (missing !== undefined)
      throw new ShopwardenError('SW_PAYMENT_PATH', 'There is no such file or folder', {
        where: missing,
        fix: 'Check the path.',
      })
    const format = choice(options, 'format', ['text', 'json', 'sarif'], 'text')
    const result = discover(paths, { signal: io.signal, progress: () => undefined })
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
