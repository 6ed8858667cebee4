import type { AreaCommand } from '../../core/area.ts'
import { testVerb } from './commands/test.ts'

/** `shopwarden resilience …` */
export const command: AreaCommand = {
  summary: 'Denial of service: look harmlessly, or rehearse an attack on a shop of your own',
  verbs: { test: testVerb },
}
