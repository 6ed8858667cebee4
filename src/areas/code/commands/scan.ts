import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import type { Finding } from '../../../core/finding.ts'
import { toSarif } from '../../../core/sarif.ts'
import { atLeast, type Confidence, SEVERITIES } from '../../../core/severity.ts'
import { VERSION } from '../../../core/version.ts'
import { newFindings, readBaseline, writeBaseline } from '../baseline.ts'
import { rulesVersion } from '../rules/version.ts'
import { scanTree } from '../scan/scan.ts'
import { choice, fileOption, give, wrong } from './options.ts'
import { scanText } from './scan-text.ts'

const levels: readonly Confidence[] = ['high', 'medium', 'low']

const sureEnough = (least: Confidence) => (finding: Finding) =>
  levels.indexOf(finding.confidence) <= levels.indexOf(least)

/** `shopwarden code scan DIR` */
export const scan: Verb = {
  summary: 'search a source tree for security holes and show the way to each',
  arguments: ['<dir>'],
  options: [
    { flags: '--format <format>', description: 'text, json or sarif', default: 'text' },
    { flags: '--out <file>', description: 'write the answer to a file' },
    {
      flags: '--fail-on <severity>',
      description: 'exit 1 from this severity on (critical, high, medium, low, info)',
      default: 'high',
    },
    { flags: '--confidence <level>', description: 'least confidence to report (high, medium, low)', default: 'medium' },
    { flags: '--baseline <file>', description: 'report only what this file does not know' },
    { flags: '--write-baseline <file>', description: 'write what is found now as known' },
    { flags: '--vendor', description: 'look into vendor and test folders, too' },
  ],
  async run(args, options, io) {
    const [dir] = args
    if (typeof dir !== 'string') throw wrong('No folder was named', 'Give the folder with the source code.')
    const root = resolve(io.cwd, dir)
    if (!existsSync(root) || !statSync(root).isDirectory())
      throw wrong(`${root} is not a folder`, 'Give the folder with the source code.')
    const format = choice(options, 'format', '--format', ['text', 'json', 'sarif'], 'text')
    const least = choice(options, 'confidence', '--confidence', levels, 'medium')
    const threshold = choice(options, 'failOn', '--fail-on', SEVERITIES, 'high')
    const baselineFile = fileOption(options, 'baseline', io)
    const baseline = baselineFile === undefined ? undefined : readBaseline(baselineFile)
    const result = await scanTree(root, { includeVendor: options['vendor'] === true, signal: io.signal })
    const sure = result.findings.filter(sureEnough(least))
    const writeTo = fileOption(options, 'writeBaseline', io)
    if (writeTo !== undefined) writeBaseline(writeTo, sure, io.now())
    const findings = newFindings(sure, baseline)
    if (format === 'text') give(scanText(result, findings, sure.length - findings.length), options, io)
    else {
      const document = format === 'sarif' ? toSarif(findings, VERSION) : { ...result, rules: rulesVersion(), findings }
      give(`${JSON.stringify(document, null, 2)}\n`, options, io)
    }
    if (findings.some((finding) => atLeast(finding.severity, threshold))) return 1
    return result.notCovered.length > 0 ? 3 : 0
  },
}
