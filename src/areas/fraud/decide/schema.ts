import { allFeatures, parseFeature } from '../features/names.ts'
import type { Schema } from '../language/types.ts'
import { derived } from './derived.ts'
import { fields } from './fields.ts'

/** Lists that always exist, even when empty. */
export const STANDARD_LISTS = [
  'blocked-cards',
  'blocked-emails',
  'blocked-ips',
  'trusted-customers',
  'disposable-mail',
] as const

/** The names that rules may use, given a shop's parameters and lists. */
export function ruleSchema(parameters: Readonly<Record<string, number>>, lists: Iterable<string>): Schema {
  const known = new Set([...STANDARD_LISTS, ...lists])
  return {
    typeOf(name) {
      if (name.startsWith('param.')) return Object.hasOwn(parameters, name.slice(6)) ? 'number' : undefined
      if (Object.hasOwn(fields, name)) return fields[name]?.type
      if (Object.hasOwn(derived, name)) return derived[name]?.type
      return parseFeature(name) === undefined ? undefined : 'number'
    },
    *known() {
      yield* Object.keys(fields)
      yield* Object.keys(derived)
      for (const name of Object.keys(parameters)) yield `param.${name}`
      yield* allFeatures()
    },
    lists: () => known,
    constant: (name) => (name.startsWith('param.') ? parameters[name.slice(6)] : undefined),
    costOf(name) {
      if (Object.hasOwn(fields, name) || name.startsWith('param.')) return 0
      return derived[name]?.cost ?? 1
    },
  }
}
