import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ModelSet } from '../../../analysis/models.ts'
import type { CommandIo, Verb } from '../../../core/area.ts'
import type { Finding } from '../../../core/finding.ts'
import { toSarif } from '../../../core/sarif.ts'
import { atLeast, type Confidence, SEVERITIES } from '../../../core/severity.ts'
import { VERSION } from '../../../core/version.ts'
import { changedSince } from '../scan/changed.ts'
import { scanInThread } from '../scan/thread.ts'
import { choice, fileOption, give, wrong } from './options.ts'
import { scanText } from './scan-text.ts'

const levels: readonly Confidence[] = ['high', 'medium', 'low']

const sureEnough = (least: Confidence) => (finding: Finding) =>
  levels.indexOf(finding.confidence) <= levels.indexOf(least)

/** One line that is written over, on a terminal only. */
function progressTo(io: CommandIo): (message: string) => void {
  const terminal = io.stderr as NodeJS.WriteStream
  if (!terminal.isTTY) return () => undefined
  return (message) => terminal.write(`\r${message.padEnd(60)}\r`)
}

/** Schemas, rules and models take most of a second to load: here only where an option asks for them, else in the thread that scans. */
const baselines = () => import('../baseline.ts')
const ownModels = async (path: string): Promise<ModelSet> => (await import('../own-models.ts')).readOwnModels(path)
async function otherReport(path: string, findings: readonly Finding[]): Promise<Finding[]> {
  const { readSarif, withoutDuplicates } = await import('../sarif-import.ts')
  return withoutDuplicates(
    findings,
    readSarif(path).flatMap((item) => item.findings),
  )
}

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
    { flags: '--since <revision>', description: 'report only what is in files changed since this git revision' },
    { flags: '--models <file>', description: 'YAML file that describes functions of your own' },
    { flags: '--import <file>', description: 'SARIF report of another engine to show in the same list' },
    { flags: '--no-cache', description: 'neither use nor keep earlier results (.shopwarden/code)' },
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
    const baseline = baselineFile === undefined ? undefined : (await baselines()).readBaseline(baselineFile)
    const models = fileOption(options, 'models', io)
    const result = await scanInThread(root, {
      includeVendor: options['vendor'] === true,
      ...(models !== undefined && { models: await ownModels(models) }),
      ...(options['cache'] !== false && { cacheDir: join(io.cwd, '.shopwarden', 'code') }),
      signal: io.signal,
      progress: progressTo(io),
    })
    const changed = typeof options['since'] === 'string' ? changedSince(root, options['since']) : undefined
    const report = fileOption(options, 'import', io)
    const others = report === undefined ? [] : await otherReport(report, result.findings)
    const sure = [...result.findings.filter(sureEnough(least)), ...others].filter(
      (finding) => changed === undefined || changed.has(finding.location.uri),
    )
    const writeTo = fileOption(options, 'writeBaseline', io)
    if (writeTo !== undefined) (await baselines()).writeBaseline(writeTo, sure, io.now())
    const findings = baseline === undefined ? sure : (await baselines()).newFindings(sure, baseline)
    if (format === 'text') give(scanText(result, findings, sure.length - findings.length), options, io)
    else {
      const document = format === 'sarif' ? toSarif(findings, VERSION) : { ...result, findings }
      give(`${JSON.stringify(document, null, 2)}\n`, options, io)
    }
    if (findings.some((finding) => atLeast(finding.severity, threshold))) return 1
    return result.notCovered.length > 0 ? 3 : 0
  },
}
