import type { AreaCommand } from '../../core/area.ts'
import { exportVerb } from './commands/export.ts'
import { probeVerb } from './commands/probe.ts'
import { testVerb } from './commands/test.ts'
import { tokenVerb } from './commands/token.ts'

/** `shopwarden resilience …` */
export const command: AreaCommand = {
  summary: 'Denial of service: look harmlessly, or rehearse an attack on a shop of your own',
  verbs: { probe: probeVerb, test: testVerb, token: tokenVerb, export: exportVerb },
}
