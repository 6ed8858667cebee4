import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { pl } from './pl.ts'
import { LANGUAGES, type Language, type Words } from './words.ts'

export const words: Readonly<Record<Language, Words>> = { en, pl, de, fr, es, it }

/** The customer's language where there are words in it (`pl-PL` is `pl`), else the shop's own. */
export function languageFor(wanted: string | undefined, fallback: Language): Language {
  const short = wanted?.slice(0, 2).toLowerCase()
  return LANGUAGES.find((language) => language === short) ?? fallback
}
