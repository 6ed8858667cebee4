import type { Language } from '../policy/languages/index.ts'

/** Words of the meter itself, for each language. */
export interface MeterWords {
  /** Strength from 0 to 4. */
  strengths: readonly [string, string, string, string, string]
  strength: string
  /** Said where nothing is against the password. */
  fine: string
}

export const meterWords: Readonly<Record<Language, MeterWords>> = {
  en: {
    strength: 'Strength',
    strengths: ['very weak', 'weak', 'fair', 'good', 'very good'],
    fine: 'This password can be used.',
  },
  pl: {
    strength: 'Siła hasła',
    strengths: ['bardzo słabe', 'słabe', 'średnie', 'dobre', 'bardzo dobre'],
    fine: 'To hasło można przyjąć.',
  },
  de: {
    strength: 'Stärke',
    strengths: ['sehr schwach', 'schwach', 'mittel', 'gut', 'sehr gut'],
    fine: 'Dieses Passwort ist in Ordnung.',
  },
  fr: {
    strength: 'Solidité',
    strengths: ['très faible', 'faible', 'moyenne', 'bonne', 'très bonne'],
    fine: 'Ce mot de passe convient.',
  },
  es: {
    strength: 'Fortaleza',
    strengths: ['muy débil', 'débil', 'media', 'buena', 'muy buena'],
    fine: 'Esta contraseña sirve.',
  },
  it: {
    strength: 'Robustezza',
    strengths: ['molto debole', 'debole', 'media', 'buona', 'molto buona'],
    fine: 'Questa password va bene.',
  },
}
