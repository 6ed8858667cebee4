import { allFeatures } from '../features/names.ts'
import { functions } from '../language/functions.ts'
import { STANDARD_LISTS } from './schema.ts'
import { defaultParameters } from '../rules/parameters.ts'
import { PATTERNS } from '../rules/rule.ts'
import { derived } from './derived.ts'
import { fields } from './fields.ts'

/** Everything a rule may name, for editors: what it is, and what it comes out as or how it is called. */
export interface RuleName {
  name: string
  kind: 'field' | 'parameter' | 'function' | 'feature' | 'list' | 'pattern'
  help: string
}

export function ruleNames(): RuleName[] {
  return [
    ...[...Object.entries(fields), ...Object.entries(derived)].map(([name, { type }]) => ({
      name,
      kind: 'field' as const,
      help: type as string,
    })),
    ...Object.entries(functions).map(([name, { takes, gives, help }]) => ({
      name: `${name}(`,
      kind: 'function' as const,
      help: `(${takes.join(', ')}): ${gives}. ${help}`,
    })),
    { name: 'missing(', kind: 'function', help: '(field): boolean. Whether the event does not say it.' },
    {
      name: 'list(',
      kind: 'function',
      help: '("name"): list. One of your lists, e.g. customer.id in list("trusted-customers").',
    },
    ...Object.entries(defaultParameters).map(([name, value]) => ({
      name: `param.${name}`,
      kind: 'parameter' as const,
      help: String(value),
    })),
    ...STANDARD_LISTS.map((name) => ({ name: `list("${name}")`, kind: 'list' as const, help: 'list' })),
    ...Object.entries(PATTERNS).map(([name, says]) => ({ name: `${name}/`, kind: 'pattern' as const, help: says })),
    ...allFeatures().map((name) => ({ name, kind: 'feature' as const, help: 'number' })),
  ]
}
