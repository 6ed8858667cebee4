import { ShopwardenError } from '../../../core/errors.ts'
import type { RuleSet } from '../decide/rule-set.ts'
import { type Node, parseRule } from '../language/parser.ts'

const plain: ReadonlySet<string> = new Set(['and', 'or', 'in'])

/** Lists that a condition reads. `turned`: only those whose entries may make it false, as under "not" or compared with something. */
function listsIn(node: Node, turned: boolean, under = false, into = new Set<string>()): Set<string> {
  if (node.kind === 'call') {
    const [first] = node.args
    if (node.name === 'list' && first?.kind === 'text' && (under || !turned)) into.add(first.value)
    for (const item of node.args) listsIn(item, turned, true, into)
  } else if (node.kind === 'binary')
    for (const side of [node.left, node.right]) listsIn(side, turned, under || !plain.has(node.operator), into)
  else if (node.kind === 'not' || node.kind === 'minus') listsIn(node.of, turned, true, into)
  else if (node.kind === 'list') for (const item of node.items) listsIn(item, turned, true, into)
  return into
}

/**
 * Everything by which a version lets orders pass unchecked: its allow rules, and entries of the lists that they read, or that
 * keep another rule from firing.
 */
function passes(ruleSet: RuleSet): Map<string, string> {
  const found = new Map<string, string>()
  for (const rule of ruleSet.rules) {
    const allows = rule.outcome === 'allow'
    if (allows) found.set(`rule\0${rule.id}\0${rule.when}`, `rule ${rule.id}`)
    for (const list of listsIn(parseRule(rule.when), !allows))
      for (const [value, until] of ruleSet.lists.get(list) ?? [])
        found.set(`list\0${list}\0${value}\0${until}`, `an entry of list ${list}`)
  }
  return found
}

/** What a new version lets pass that the old one did not, in words without the entries themselves. Pure. */
export function letsMorePass(before: RuleSet, after: RuleSet): string[] {
  const known = passes(before)
  const counts = new Map<string, number>()
  for (const [key, words] of passes(after)) if (!known.has(key)) counts.set(words, (counts.get(words) ?? 0) + 1)
  return [...counts].map(([words, count]) => (count === 1 ? words : `${words} (${count} times)`))
}

/**
 * Who lets orders pass unchecked must not be alone: one person proposes the version (shadow), another puts it in force.
 * @throws SW_FRAUD_FOUR_EYES
 */
export function mustBeTwo(before: RuleSet, after: RuleSet, proposer: string | undefined, promoter: string): void {
  const more = letsMorePass(before, after)
  if (more.length === 0 || (proposer !== undefined && proposer !== promoter)) return
  throw new ShopwardenError(
    'SW_FRAUD_FOUR_EYES',
    `These rules let more orders pass unchecked: ${more.slice(0, 5).join(', ')}`,
    {
      where: after.version,
      fix:
        proposer === undefined
          ? 'One person puts them in shadow mode ("rules shadow FILE"), another promotes them.'
          : 'Somebody else than who put them in shadow mode must promote them.',
    },
  )
}
