import type { AreaCommand } from '../../core/area.ts'
import { watchVerb } from './commands/watch.ts'

/** `shopwarden payment …` */
export const command: AreaCommand = {
  summary: 'PCI DSS: watch the payment page',
  verbs: { watch: watchVerb },
}
