import { backOfficeAccess } from './back-office-access.ts'
import { laravelAccess } from './laravel-access.ts'
import { opencartAccess } from './opencart-access.ts'
import type { StructureCheck } from './check.ts'
import { prestashopAccess } from './prestashop-access.ts'
import { prestashopFront } from './prestashop-front.ts'
import { secrets } from './secrets.ts'
import { trustsAll } from './trusts-all.ts'
import { weakToken } from './weak-token.ts'
import { wordpressAccess } from './wordpress-access.ts'

/** Every check that looks at how code is built. */
export const structureChecks: readonly StructureCheck[] = [
  wordpressAccess,
  prestashopAccess,
  prestashopFront,
  backOfficeAccess,
  opencartAccess,
  laravelAccess,
  secrets,
  weakToken,
  trustsAll,
]
