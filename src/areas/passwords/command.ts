import type { AreaCommand } from '../../core/area.ts'
import { index, pwned } from './commands/breached.ts'
import { check } from './commands/check.ts'

/** `shopwarden passwords …` */
export const command: AreaCommand = {
  summary: 'Passwords: judge them by a rule book, look them up among breached ones without the network',
  verbs: { check, index, pwned },
}
