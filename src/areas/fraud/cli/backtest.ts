import { resolve } from 'node:path'
import type { ExitStatus, Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { stateDir, stateOption } from '../../../core/options.ts'
import { makeRuleSet, type RuleSet } from '../decide/rule-set.ts'
import { openHistory } from '../history/load.ts'
import { readMappingFile } from '../history/mapping.ts'
import { judgedEvents, periodOf } from '../history/stored.ts'
import { guardDir } from '../log/read.ts'
import { liveRules, readVersions, versionRules } from '../versions/store.ts'
import { type Comparison, compareRuleSets, comparisonText } from '../report/compare.ts'
import { readRuleFile } from '../rules/file.ts'
import { emit, formatOption, json, numberOption, textOption, withFile } from './input.ts'
import { historyWithRates } from './rates.ts'
import { common } from './replay.ts'

/** `fraud backtest [FILE]`: over an export, or over what the guard stored: what a draft of rules would have done beside another version. */
export const backtestVerb: Verb = {
  summary:
    'Try rules on the past beside another version: precision, recall, money, honest customers stopped, what changes',
  arguments: ['[file]'],
  options: [
    ...common,
    {
      flags: '--against <file>',
      description: 'rules to compare with; those in force, or the built-in ones, if not given',
    },
    {
      flags: '--from <time>',
      description: 'only count events from then on, e.g. 2026-11-01; earlier ones fill the windows',
    },
    { flags: '--to <time>', description: 'only count events before' },
    {
      flags: '--mature <days>',
      description: 'without a file: days after which an order without a complaint counts as honest',
      default: '45',
    },
    stateOption,
  ],
  async run([file], options, io) {
    const format = formatOption(options, ['text', 'json'])
    const given = (name: string): RuleSet | undefined => {
      const path = textOption(options, name)
      return path === undefined ? undefined : readRuleFile(resolve(io.cwd, path))
    }
    const period = periodOf(textOption(options, 'from'), textOption(options, 'to'))
    const finish = (comparison: Comparison): ExitStatus => {
      emit(format === 'json' ? json(comparison) : comparisonText(comparison), options, io)
      return comparison.events === 0 ? 3 : 0
    }
    const dir = guardDir(stateDir(options, io))
    if (file === undefined) {
      const { shadow } = readVersions(dir)
      const draft = given('rules') ?? (shadow === undefined ? undefined : versionRules(dir, shadow))
      if (draft === undefined)
        throw new ShopwardenError('SW_FRAUD_OPTION', 'There are no rules to try', {
          fix: 'Name them with --rules FILE, or put a draft in shadow mode first.',
        })
      const matureDays = numberOption(options, 'mature', 45)
      const events = judgedEvents(dir, { now: io.now(), matureDays, signal: io.signal })
      // Labels are events of their own there, with their real delay.
      return finish(
        await compareRuleSets(events, given('against') ?? liveRules(dir), draft, Number.POSITIVE_INFINITY, period),
      )
    }
    const draft = given('rules') ?? makeRuleSet()
    const against = given('against') ?? liveRules(dir)
    const mappingPath = textOption(options, 'mapping')
    const mapping = mappingPath === undefined ? undefined : readMappingFile(resolve(io.cwd, mappingPath))
    const labelDelayDays = numberOption(options, 'labelDelay', 30)
    return withFile(file, io, async (path) => {
      const history = await historyWithRates(await openHistory(path, mapping, io.signal), options, io)
      return finish(await compareRuleSets(history.events, against, draft, labelDelayDays, period))
    })
  },
}
