import type { AreaCommand } from '../../core/area.ts'
import { index, pwned } from './commands/breached.ts'

/** `shopwarden passwords …` */
export const command: AreaCommand = {
  summary: 'Passwords: look them up among breached ones without the network',
  verbs: { index, pwned },
}
