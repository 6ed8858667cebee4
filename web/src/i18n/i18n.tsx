import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react'
import { en, type Words } from './en.ts'

export type Language = 'en' | 'pl'
export type Key = keyof Words
type Values = Readonly<Record<string, string | number>>

export interface Texts {
  language: Language
  /** The words of a key, `{name}` in them filled in. */
  t(key: Key, values?: Values): string
  /** The word for a count: keys `<key>.one`, `.few`, `.many`, `.other` by the language's plural rules. */
  n(key: string, count: number): string
  date(instant: string): string
  dateTime(instant: string): string
  /** How long ago, in words. */
  ago(instant: string): string
  number(value: number): string
  change(language: Language): void
}

const Context = createContext<Texts | undefined>(undefined)

const loaders: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => en,
  pl: () => import('./pl.ts').then((module) => module.pl),
}

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', pl: 'pl-PL' }

export function preferredLanguage(): Language {
  const kept = localStorage.getItem('sw-language')
  if (kept === 'en' || kept === 'pl') return kept
  return navigator.language.toLowerCase().startsWith('pl') ? 'pl' : 'en'
}

export const loadWords = (language: Language): Promise<Words> => loaders[language]()

function makeTexts(language: Language, words: Words, change: (language: Language) => void): Texts {
  const locale = locales[language]
  const t = (key: Key, values: Values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole))
  const plural = new Intl.PluralRules(locale)
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const figures = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  return {
    language,
    t,
    n: (key, count) => {
      const exact = `${key}.${plural.select(count)}`
      return t((exact in words ? exact : `${key}.other`) as Key, { n: figures.format(count) })
    },
    date: (instant) => day.format(new Date(instant)),
    dateTime: (instant) => moment.format(new Date(instant)),
    ago: (instant) => {
      const seconds = (Date.parse(instant) - Date.now()) / 1000
      const [unit, size] =
        Math.abs(seconds) < 3600
          ? (['minute', 60] as const)
          : Math.abs(seconds) < 86_400
            ? (['hour', 3600] as const)
            : (['day', 86_400] as const)
      return relative.format(Math.round(seconds / size), unit)
    },
    number: (value) => figures.format(value),
    change,
  }
}

export function LanguageProvider(props: { language: Language; words: Words; children: ReactNode }) {
  const [state, setState] = useState({ language: props.language, words: props.words })
  const change = useCallback((language: Language) => {
    void loadWords(language).then((words) => {
      localStorage.setItem('sw-language', language)
      document.documentElement.lang = language
      setState({ language, words })
    })
  }, [])
  const texts = useMemo(() => makeTexts(state.language, state.words, change), [state, change])
  return <Context value={texts}>{props.children}</Context>
}

export function useTexts(): Texts {
  const texts = use(Context)
  if (texts === undefined) throw new Error('LanguageProvider is missing')
  return texts
}
