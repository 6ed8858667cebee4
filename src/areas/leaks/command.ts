import type { AreaCommand } from '../../core/area.ts'
import { breachesVerb } from './verbs/breaches.ts'
import { forgetVerb } from './verbs/forget.ts'
import { importVerb } from './verbs/import.ts'
import { matchVerb } from './verbs/match.ts'
import { measuresVerb } from './verbs/measures.ts'
import { normaliseVerb } from './verbs/normalise.ts'
import { sweepVerb } from './verbs/sweep.ts'
import { rotateVerb } from './verbs/rotate.ts'

export const command: AreaCommand = {
  summary: "compare customers' addresses with leaked lists, keeping keyed hashes only",
  verbs: {
    import: importVerb,
    normalise: normaliseVerb,
    match: matchVerb,
    sweep: sweepVerb,
    breaches: breachesVerb,
    measures: measuresVerb,
    forget: forgetVerb,
    rotate: rotateVerb,
  },
}
