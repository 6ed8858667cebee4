/** Types of the rule language. */
export type Type = 'number' | 'text' | 'boolean' | 'list'
export type Value = number | string | boolean | undefined

/** What a rule may name, with types; a rule that names anything else is refused before it runs. */
export interface Schema {
  /** Type of a field or feature; undefined where there is none of that name. */
  typeOf(name: string): Type | undefined
  /** Names close to a wrong one, for "did you mean". */
  known(): Iterable<string>
  lists(): Iterable<string>
}

/** Values at one event. `missing` is told which field stopped an evaluation. */
export interface Scope {
  get(name: string): Value
  /** The field to name where `get` gave undefined. */
  missingField(name: string): string
  inList(list: string, value: string): boolean
}
