/** What a notice is about: a password for this very shop, a password of another site, or the address alone. */
export const VARIANTS = ['shop', 'password', 'address'] as const
export type Variant = (typeof VARIANTS)[number]

export const LANGUAGES = ['en', 'pl', 'de', 'fr', 'es', 'it'] as const
export type Language = (typeof LANGUAGES)[number]

/** What differs between the three variants. `{shop}`, `{leak}` and `{site}` are filled in. */
interface VariantWords {
  subject: string
  /** What happened, where; that it was not this shop. */
  cause: string
  /** What follows for the reader. */
  meaning: string
  /** The one action, in steps; empty where nothing needs to be done. */
  steps: readonly string[]
  /** After the steps. */
  after: string
}

/** A notice in one language: one cause, one action, no threat, no password, nothing to click. */
export interface Words {
  language: Language
  hello: string
  /** Said only where the shop has looked: nothing points to misuse of the account. */
  noMisuse: string
  variants: Readonly<Record<Variant, VariantWords>>
  reminder: string
  /** Before the subject of a reminder. */
  reminderMark: string
  and: string
  more: string
  why: string
  whyText: string
}
