import type { Verb } from '../../../core/area.ts'
import { toSarif } from '../../../core/sarif.ts'
import { VERSION } from '../../../core/version.ts'
import { makeRuleSet } from '../decide/rule-set.ts'
import { openHistory } from '../history/load.ts'
import { readMappingFile } from '../history/mapping.ts'
import { buildReport } from '../report/build.ts'
import { alertFindings } from '../report/findings.ts'
import { reportText } from '../report/text.ts'
import { readRuleFile } from '../rules/file.ts'
import { historyWithRates, ratesOption } from './rates.ts'
import { emit, formatOption, json, numberOption, statusOf, textOption, withFile } from './input.ts'
import { resolve } from 'node:path'

export const common = [
  { flags: '--mapping <file>', description: 'YAML that says which column holds what' },
  { flags: '--rules <file>', description: 'your own rules, parameters and lists (fraud.yaml)' },
  ratesOption,
  { flags: '--label-delay <days>', description: 'days until the rules learn of a fraud the file names', default: '30' },
  { flags: '--format <format>', description: 'text, json or sarif', default: 'text' },
  { flags: '--out <file>', description: 'write there instead of the terminal' },
  { flags: '--fail-on <severity>', description: 'exit with 1 from this severity on, or never', default: 'high' },
] as const

/** `fraud replay FILE`: suspicious activity of the past from an export. */
export const replayVerb: Verb = {
  summary: 'Report suspicious activity of the past from an export of orders or events (CSV, JSONL); no server needed',
  arguments: ['<file>'],
  options: common,
  async run([file], options, io) {
    const format = formatOption(options, ['text', 'json', 'sarif'])
    const mappingPath = textOption(options, 'mapping')
    const rulesPath = textOption(options, 'rules')
    const mapping = mappingPath === undefined ? undefined : readMappingFile(resolve(io.cwd, mappingPath))
    const ruleSet = rulesPath === undefined ? makeRuleSet() : readRuleFile(resolve(io.cwd, rulesPath))
    const labelDelayDays = numberOption(options, 'labelDelay', 30)
    return withFile(file, io, async (path) => {
      const history = await historyWithRates(await openHistory(path, mapping, io.signal), options, io)
      const report = await buildReport(history, ruleSet, {
        labelDelayDays,
        progress: (events) => io.stderr.write(`${events} events …\n`),
      })
      const findings = alertFindings(report.alerts, typeof file === 'string' ? file : 'stdin')
      if (format === 'json') emit(json(report), options, io)
      else if (format === 'sarif') emit(json(toSarif(findings, VERSION)), options, io)
      else emit(reportText(report), options, io)
      if (report.events === 0) return 3
      return statusOf(findings, options)
    })
  },
}
