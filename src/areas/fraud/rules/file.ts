import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { ShopwardenError } from '../../../core/errors.ts'
import { makeRuleSet, type RuleSet } from '../decide/rule-set.ts'
import { OUTCOMES, PATTERNS, type Rule } from './rule.ts'

const values = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]))

/** A shop's own rules, parameters and lists: fraud.yaml. */
export const ruleFileSchema = z.strictObject({
  version: z.string().max(100).optional(),
  parameters: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.number()).default({}),
  /** Ids of built-in rules to switch off. */
  off: z.array(z.string()).default([]),
  lists: z
    .record(
      z.string().regex(/^[a-z0-9-]+$/),
      z.array(
        z.union([
          z.string(),
          z.strictObject({ value: z.string(), until: z.iso.datetime({ offset: true }).optional() }),
        ]),
      ),
    )
    .default({}),
  rules: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'must look like pattern/name'),
        when: z.string(),
        outcome: z.enum(OUTCOMES),
        points: z.number().min(0).max(100).default(0),
        grade: z.string().optional(),
        says: z.string().min(1).max(500),
        examples: z
          .strictObject({ fires: z.array(values).default([]), quiet: z.array(values).default([]) })
          .default({ fires: [], quiet: [] }),
      }),
    )
    .default([]),
})

/** Reads the text of a rule file. @throws SW_FRAUD_RULES, SW_FRAUD_RULE with the rule and the column. */
export function parseRuleFile(text: string, where: string): RuleSet {
  let raw: unknown
  try {
    raw = parse(text, { maxAliasCount: 20, logLevel: 'error' }) ?? {}
  } catch (cause) {
    throw new ShopwardenError('SW_FRAUD_RULES', `The file is no YAML: ${(cause as Error).message}`, {
      where,
      fix: 'Check the indentation.',
      cause,
    })
  }
  const parsed = ruleFileSchema.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new ShopwardenError('SW_FRAUD_RULES', issue?.message ?? 'The file has a wrong shape', {
      where: `${where}: ${issue?.path.join('.') || 'top'}`,
      fix: 'Known parts: version, parameters, off, lists (name: [value, { value, until }]), rules (id, when, outcome, points, says, examples).',
    })
  }
  const file = parsed.data
  const rules: Rule[] = file.rules.map(({ grade, ...rule }) => {
    const pattern = rule.id.slice(0, rule.id.indexOf('/'))
    if (!Object.hasOwn(PATTERNS, pattern))
      throw new ShopwardenError('SW_FRAUD_RULES', `The rule's id begins with "${pattern}", which is no pattern`, {
        where: `${where}: ${rule.id}`,
        fix: `Patterns: ${Object.keys(PATTERNS).join(', ')}.`,
      })
    return { ...rule, pattern: pattern as Rule['pattern'], ...(grade !== undefined && { grade }) }
  })
  return makeRuleSet({
    version: file.version ?? where,
    rules,
    parameters: file.parameters,
    lists: file.lists,
    off: file.off,
  })
}

/** Text of a rule file. @throws SW_FRAUD_RULES where it cannot be read. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new ShopwardenError('SW_FRAUD_RULES', 'The rule file cannot be read', {
      where: path,
      fix: 'Check the path.',
      cause,
    })
  }
}

export const readRuleFile = (path: string): RuleSet => parseRuleFile(readText(path), path)
