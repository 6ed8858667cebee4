import type { AreaCommand } from '../../core/area.ts'
import { cspVerb } from './commands/csp.ts'
import { guardVerb } from './commands/guard.ts'
import { inventoryVerb, proofVerb } from './commands/inventory.ts'
import { reportsVerb } from './commands/reports.ts'
import { discoverVerb } from './commands/discover.ts'
import { asvVerb } from './commands/asv.ts'
import { saqVerb } from './commands/saq.ts'
import { tlsVerb } from './commands/tls.ts'
import { watchVerb } from './commands/watch.ts'

/** `shopwarden payment …` */
export const command: AreaCommand = {
  summary: 'PCI DSS: which SAQ, the payment page watched, ASV documents read, stored card numbers found',
  verbs: {
    watch: watchVerb,
    discover: discoverVerb,
    tls: tlsVerb,
    saq: saqVerb,
    asv: asvVerb,
    csp: cspVerb,
    reports: reportsVerb,
    guard: guardVerb,
    inventory: inventoryVerb,
    proof: proofVerb,
  },
}
