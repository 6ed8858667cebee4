import type { AreaCommand } from '../../core/area.ts'
import { audit } from './commands/audit.ts'
import { index, pwned } from './commands/breached.ts'
import { check } from './commands/check.ts'
import { hashes } from './commands/hashes.ts'
import { module } from './commands/module.ts'
import { rank } from './commands/rank.ts'

/** `shopwarden passwords …` */
export const command: AreaCommand = {
  summary:
    'Passwords: judge them by a rule book, estimate their strength, look them up among breached ones without the network',
  verbs: { check, audit, rank, index, pwned, hashes, module },
}
