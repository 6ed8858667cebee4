import type { Language } from '../../words/words.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { pl } from './pl.ts'
import type { PageWords } from './words.ts'

export const pageWords: Readonly<Record<Language, PageWords>> = { en, pl, de, fr, es, it }
