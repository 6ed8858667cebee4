import type { StructureCheck } from './check.ts'
import { expressAccess } from './express-access.ts'
import { prestashopAccess } from './prestashop-access.ts'
import { secrets } from './secrets.ts'
import { springAccess } from './spring-access.ts'
import { trustsAll } from './trusts-all.ts'
import { weakToken } from './weak-token.ts'
import { wordpressAccess } from './wordpress-access.ts'

/** Every check that looks at how code is built. */
export const structureChecks: readonly StructureCheck[] = [
  wordpressAccess,
  prestashopAccess,
  expressAccess,
  springAccess,
  secrets,
  weakToken,
  trustsAll,
]
