import { resolve } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import { describeError, ShopwardenError } from '../../../core/errors.ts'
import { stateDir, stateOption } from '../../../core/options.ts'
import { ruleNames } from '../decide/names.ts'
import { makeRuleSet, type RuleSet } from '../decide/rule-set.ts'
import { failingExamples } from '../rules/examples.ts'
import { readRuleFile, readText } from '../rules/file.ts'
import { guardDir } from '../log/read.ts'
import { promote, readVersions, rollback, shadow } from '../versions/store.ts'
import { emit, formatOption, json, type Options, textOption } from './input.ts'
import type { CommandIo, ExitStatus } from '../../../core/area.ts'

function check(file: string, options: Options, io: CommandIo): ExitStatus {
  const format = formatOption(options, ['text', 'json'])
  let problems: string[]
  let ruleSet: RuleSet | undefined
  try {
    const read = readRuleFile(resolve(io.cwd, file))
    ruleSet = read
    problems = read.rules.flatMap((rule) => failingExamples(rule, read).map((problem) => `${rule.id} ${problem}`))
  } catch (error) {
    if (!(error instanceof ShopwardenError)) throw error
    problems = [describeError(error)]
  }
  const result = {
    file,
    ok: problems.length === 0,
    rules: ruleSet?.rules.length ?? 0,
    features: ruleSet?.features.size ?? 0,
    problems,
  }
  if (format === 'json') emit(json(result), options, io)
  else if (result.ok)
    emit(`${file}: ${result.rules} rules are sound; they read ${result.features} features.\n`, options, io)
  else emit(`${problems.map((problem) => `${file}: ${problem}`).join('\n')}\n`, options, io)
  return result.ok ? 0 : 1
}

function names(options: Options, io: CommandIo): ExitStatus {
  const all = ruleNames()
  const features = all.filter(({ kind }) => kind === 'feature').length
  emit(
    formatOption(options, ['text', 'json']) === 'json'
      ? json(all)
      : `${all
          .filter(({ kind }) => kind !== 'feature')
          .map(({ name, kind, help }) => `${kind.padEnd(10)}${name}  ${help}\n`)
          .join(
            '',
          )}${features} features, e.g. cards_by_user_24h, orders_by_ip_10m, amount_by_card_7d, age_of_device, chargebacks_of_card\n`,
    options,
    io,
  )
  return 0
}

function list(options: Options, io: CommandIo): ExitStatus {
  const format = formatOption(options, ['text', 'json'])
  const rules = makeRuleSet().rules.map(({ id, outcome, points, when, says }) => ({ id, outcome, points, when, says }))
  emit(
    format === 'json'
      ? json(rules)
      : rules
          .map((rule) => `${rule.id}  ${rule.outcome}  ${rule.points}\n    ${rule.when}\n    ${rule.says}\n`)
          .join(''),
    options,
    io,
  )
  return 0
}

/** `fraud rules check FILE`, `fraud rules list`, `fraud rules fields`. */
export const rulesVerb: Verb = {
  summary:
    'check FILE: find mistakes; list: the built-in rules; fields: what rules may name; shadow FILE, promote [FILE], rollback, versions: what is in force',
  arguments: ['<action>', '[file]'],
  options: [
    stateOption,
    { flags: '--by <name>', description: 'who changes the rules' },
    { flags: '--format <format>', description: 'text or json', default: 'text' },
    { flags: '--out <file>', description: 'write there instead of the terminal' },
  ],
  async run([action, file], options, io) {
    if (action === 'check' && typeof file === 'string') return check(file, options, io)
    if (action === 'list') return list(options, io)
    if (action === 'fields') return names(options, io)
    const dir = guardDir(stateDir(options, io))
    const who = { at: io.now().toISOString(), by: textOption(options, 'by') ?? io.env['USER'] ?? 'unknown' }
    const text = typeof file === 'string' ? readText(resolve(io.cwd, file)) : undefined
    const tell = (version: string, what: string): ExitStatus => {
      io.stdout.write(`${version} ${what}; a running guard takes it up within two seconds.\n`)
      return 0
    }
    if (action === 'shadow' && text !== undefined) return tell(shadow(dir, text, who), 'decides in shadow mode')
    if (action === 'promote') return tell(promote(dir, text, who), 'is in force')
    if (action === 'rollback') return tell(rollback(dir, who), 'is in force again')
    if (action === 'versions') {
      emit(json(readVersions(dir)), options, io)
      return 0
    }
    throw new ShopwardenError('SW_FRAUD_OPTION', `"rules ${String(action)}" is not known or lacks its file`, {
      fix: 'Use: rules check FILE, list, fields, shadow FILE, promote [FILE], rollback, versions.',
    })
  },
}
