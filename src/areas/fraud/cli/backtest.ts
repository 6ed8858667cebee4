import { resolve } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import { makeRuleSet, type RuleSet } from '../decide/rule-set.ts'
import { openHistory } from '../history/load.ts'
import { readMappingFile } from '../history/mapping.ts'
import { compareRuleSets, comparisonText } from '../report/compare.ts'
import { readRuleFile } from '../rules/file.ts'
import { emit, formatOption, json, numberOption, textOption, withFile } from './input.ts'
import { common } from './replay.ts'

/** `fraud backtest FILE`: what a draft of rules would have done beside another version. */
export const backtestVerb: Verb = {
  summary:
    'Try rules on the past beside another version: precision, recall, money, honest customers stopped, what changes',
  arguments: ['<file>'],
  options: [
    ...common,
    { flags: '--against <file>', description: 'rules to compare with; the built-in ones if not given' },
  ],
  async run([file], options, io) {
    const format = formatOption(options, ['text', 'json'])
    const read = (name: string): RuleSet => {
      const path = textOption(options, name)
      return path === undefined ? makeRuleSet() : readRuleFile(resolve(io.cwd, path))
    }
    const draft = read('rules')
    const against = read('against')
    const mappingPath = textOption(options, 'mapping')
    const mapping = mappingPath === undefined ? undefined : readMappingFile(resolve(io.cwd, mappingPath))
    const labelDelayDays = numberOption(options, 'labelDelay', 30)
    return withFile(file, io, async (path) => {
      const history = await openHistory(path, mapping, io.signal)
      const comparison = await compareRuleSets(history.events, against, draft, labelDelayDays)
      emit(format === 'json' ? json(comparison) : comparisonText(comparison), options, io)
      return comparison.events === 0 ? 3 : 0
    })
  },
}
