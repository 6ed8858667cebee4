import { ShopwardenError } from '../../../core/errors.ts'
import { type FeatureSpec, parseFeature } from '../features/names.ts'
import { type Compiled, compileRule } from '../language/compile.ts'
import { Slots } from '../language/types.ts'
import { MODEL_INPUTS } from '../model/inputs.ts'
import type { Scorecard } from '../model/scorecard.ts'
import { builtInRules } from '../rules/built-in.ts'
import { disposableMail } from '../rules/disposable-mail.ts'
import { defaultParameters } from '../rules/parameters.ts'
import type { Rule } from '../rules/rule.ts'
import { derived } from './derived.ts'
import { ruleSchema, STANDARD_LISTS } from './schema.ts'

export interface CompiledRule extends Rule {
  condition: Compiled
  gradeBy?: Compiled
}

/** Rules, parameters and lists as one version, compiled and checked. */
export interface RuleSet {
  version: string
  rules: readonly CompiledRule[]
  parameters: Readonly<Record<string, number>>
  /** Entries of each list; a number is until when (ms) an entry counts. */
  lists: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Every name that the rules read, by the slot its value has at run time. */
  slots: Slots
  /** Features that the rules read, by name. */
  features: ReadonlyMap<string, FeatureSpec>
  /** Slots of what the learned score looks at, and the score itself where one is in force. */
  learned?: { inputs: readonly number[]; card: Scorecard | undefined }
}

/** The same rules with what a learned score needs; with a scorecard it has its say, after the rules. */
export function withLearned(ruleSet: RuleSet, card?: Scorecard): RuleSet {
  const features = new Map(ruleSet.features)
  for (const { name } of MODEL_INPUTS) addFeatures(name, features)
  const inputs = MODEL_INPUTS.map(({ name }) => ruleSet.slots.of(name))
  return { ...ruleSet, features, learned: { inputs, card } }
}

function addFeatures(name: string, features: Map<string, FeatureSpec>): void {
  for (const read of derived[name]?.features ?? [name]) {
    const spec = parseFeature(read)
    if (spec) features.set(read, spec)
  }
}

export interface RuleSetInput {
  version?: string
  rules?: readonly Rule[]
  parameters?: Readonly<Record<string, number>>
  lists?: Readonly<Record<string, readonly (string | { value: string; until?: string | undefined })[]>>
  /** Ids of built-in rules to leave out. */
  off?: readonly string[]
}

function compileOne(rule: Rule, schema: ReturnType<typeof ruleSchema>, slots: Slots): CompiledRule {
  try {
    const gradeBy = rule.grade === undefined ? undefined : compileRule(rule.grade, schema, slots, 'number')
    return { ...rule, condition: compileRule(rule.when, schema, slots), ...(gradeBy && { gradeBy }) }
  } catch (error) {
    if (!(error instanceof ShopwardenError)) throw error
    throw new ShopwardenError(error.code, error.message, {
      where: `rule ${rule.id}, ${error.where ?? ''}`,
      ...(error.fix && { fix: error.fix }),
      cause: error,
    })
  }
}

/** The built-in rules with a shop's own on top. @throws SW_FRAUD_RULE where one does not fit. */
export function makeRuleSet(input: RuleSetInput = {}): RuleSet {
  const parameters = { ...defaultParameters, ...input.parameters }
  const lists = new Map<string, Map<string, number>>(STANDARD_LISTS.map((name) => [name, new Map()]))
  lists.set('disposable-mail', new Map(disposableMail.map((domain) => [domain, Number.POSITIVE_INFINITY])))
  for (const [name, entries] of Object.entries(input.lists ?? {})) {
    const list = lists.get(name) ?? new Map<string, number>()
    for (const entry of entries) {
      if (typeof entry === 'string') list.set(entry, Number.POSITIVE_INFINITY)
      else list.set(entry.value, entry.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(entry.until))
    }
    lists.set(name, list)
  }
  const slots = new Slots()
  const schema = ruleSchema(parameters, lists.keys())
  const own = input.rules ?? []
  const replaced = new Set([...own.map((rule) => rule.id), ...(input.off ?? [])])
  const rules = [...builtInRules.filter((rule) => !replaced.has(rule.id)), ...own].map((rule) =>
    compileOne(rule, schema, slots),
  )
  const features = new Map<string, FeatureSpec>()
  for (const rule of rules)
    for (const name of [...rule.condition.reads, ...(rule.gradeBy?.reads ?? [])]) addFeatures(name, features)
  return { version: input.version ?? 'built-in', rules, parameters, lists, features, slots }
}
