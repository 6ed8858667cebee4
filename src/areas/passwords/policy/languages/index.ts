import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { pl } from './pl.ts'
import type { Numbers, ReasonCode, Said, Words } from './words.ts'

const words = { en, pl, de, fr, es, it } satisfies Record<string, Words>

/** Languages that reasons are given in (ISO 639-1). */
export type Language = keyof typeof words
export const languages = Object.keys(words) as Language[]

/** The language of a tag such as de-AT (BCP 47), else English. */
export function languageOf(tag: string | undefined): Language {
  const primary = tag?.toLowerCase().split('-')[0]
  return languages.find((language) => language === primary) ?? 'en'
}

/** A reason in words. Pure. */
export const say = (code: ReasonCode, language: Language, numbers: Numbers = { has: 0, wanted: 0 }): Said =>
  words[language][code](numbers)
