import type { AreaCommand } from '../../core/area.ts'
import { advisories } from './commands/advisories.ts'
import { compare } from './commands/compare.ts'
import { identify } from './commands/identify.ts'
import { rhythm } from './commands/rhythm.ts'
import { checkSbom, sbom } from './commands/sbom.ts'

/** `shopwarden platform …` */
export const command: AreaCommand = {
  summary: 'Shop platform: version, age, published holes, rhythm of updates',
  verbs: { identify, advisories, rhythm, compare, sbom, 'check-sbom': checkSbom },
}
