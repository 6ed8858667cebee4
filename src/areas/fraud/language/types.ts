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
  /** The value of a name that is the same at every event; undefined for all others. */
  constant?(name: string): number | undefined
  /** How dear a name is to know, against reading a field (0): what is cheap is looked at first. */
  costOf?(name: string): number
}

/** Numbers for names, so that an evaluation looks values up by position. One table a set of rules. */
export class Slots {
  readonly names: string[] = []
  readonly #numbers = new Map<string, number>()

  of(name: string): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    const slot = this.names.push(name) - 1
    this.#numbers.set(name, slot)
    return slot
  }
}

/** Values at one event, by slot. */
export interface Scope {
  get(slot: number): Value
  /** The field to name where `get` gave undefined. */
  missingField(slot: number): string
  inList(list: string, value: string): boolean
}
