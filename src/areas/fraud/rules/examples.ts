import type { CompiledRule, RuleSet } from '../decide/rule-set.ts'
import type { Scope } from '../language/types.ts'
import type { ExampleValues } from './rule.ts'

/** An example as the values a rule sees; a value "@name" is on the list of that name, nothing else is on any. */
function exampleScope(values: ExampleValues, ruleSet: RuleSet): Scope {
  const nameOf = (slot: number) => ruleSet.slots.names[slot] ?? ''
  return {
    get: (slot) => values[nameOf(slot)],
    missingField: nameOf,
    inList: (list, value) => value === `@${list}` || (ruleSet.lists.get(list)?.has(value) ?? false),
  }
}

/** What is wrong with a rule's own examples, in words; empty where they hold. */
export function failingExamples(rule: CompiledRule, ruleSet: RuleSet): string[] {
  const run = (values: ExampleValues) => rule.condition.run(exampleScope(values, ruleSet))
  return [
    ...rule.examples.fires
      .filter((values) => run(values) !== true)
      .map((values) => `does not fire on ${JSON.stringify(values)}`),
    ...rule.examples.quiet
      .filter((values) => run(values) !== false)
      .map((values) => `is not quiet on ${JSON.stringify(values)}`),
  ]
}
