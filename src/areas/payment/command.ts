import type { AreaCommand } from '../../core/area.ts'
import { discoverVerb } from './commands/discover.ts'
import { tlsVerb } from './commands/tls.ts'
import { watchVerb } from './commands/watch.ts'

/** `shopwarden payment …` */
export const command: AreaCommand = {
  summary: 'PCI DSS: watch the payment page, find stored card numbers',
  verbs: { watch: watchVerb, discover: discoverVerb, tls: tlsVerb },
}
