import { askerAnswers } from './asker-answers.ts'
import { backOfficeAccess, openServiceAccess } from './back-office-access.ts'
import { branchGuards } from './branch-guards.ts'
import { changesByLink } from './changes-by-link.ts'
import { familyGuards } from './family-guards.ts'
import { foreignRecords } from './foreign-records.ts'
import { forgottenParent } from './forgotten-parent.ts'
import { formToken } from './form-token.ts'
import { livewireRecords } from './livewire-records.ts'
import { nestAccess } from './nest-access.ts'
import { nextAccess, nextSiblings } from './next-access.ts'
import { nodeAccess } from './node-access.ts'
import { nodeBelieves } from './node-believes.ts'
import { medusaAccess, paymentHook, routeTable, travellingSession, vendureAccess } from './node-doors.ts'
import { ownRecords } from './own-records.ts'
import { ownRows } from './own-rows.ts'
import { javaAccess, springToken } from './java-access.ts'
import { javaBelieves } from './java-believes.ts'
import { laravelAccess } from './laravel-access.ts'
import { laravelRecords } from './laravel-records.ts'
import { opencartAccess } from './opencart-access.ts'
import type { StructureCheck } from './check.ts'
import { prestashopAccess } from './prestashop-access.ts'
import { prestashopAdmin } from './prestashop-admin.ts'
import { prestashopDoors } from './prestashop-doors.ts'
import { prestashopFront } from './prestashop-front.ts'
import { prestashopHooks } from './prestashop-hooks.ts'
import { requestToken } from './request-token.ts'
import { scriptRecords, scriptToken } from './script-records.ts'
import { paymentNotice } from './payment-notice.ts'
import { formKeyOff } from './form-key-off.ts'
import { openPermission } from './open-permission.ts'
import { publicToken } from './public-token.ts'
import { secrets } from './secrets.ts'
import { controllerModule, controllerRecords, handlerRecords, nextRecords } from './sibling-records.ts'
import { resolverOwner, shopWork } from './shop-work.ts'
import { servedUploads } from './served-uploads.ts'
import { siblingGuards } from './sibling-guards.ts'
import { shopwareAccess } from './shopware-access.ts'
import { signedInChanges } from './signed-in-changes.ts'
import { guardBehind, staffScript } from './staff-script.ts'
import { symfonyAccess } from './symfony-access.ts'
import { trustsAll } from './trusts-all.ts'
import { unguardedScript } from './unguarded-script.ts'
import { voidChecks } from './void-checks.ts'
import { weakCookie } from './weak-cookie.ts'
import { weakGuard } from './weak-guard.ts'
import { weakToken } from './weak-token.ts'
import { wordpressAccess } from './wordpress-access.ts'

/** Every check that looks at how code is built. */
export const structureChecks: readonly StructureCheck[] = [
  wordpressAccess,
  prestashopAccess,
  nodeAccess,
  javaAccess,
  javaBelieves,
  springToken,
  prestashopFront,
  prestashopDoors,
  prestashopHooks,
  prestashopAdmin,
  backOfficeAccess,
  openServiceAccess,
  nestAccess,
  nextAccess,
  nextSiblings,
  nodeBelieves,
  voidChecks,
  askerAnswers,
  forgottenParent,
  ownRecords,
  ownRows,
  foreignRecords,
  controllerRecords,
  handlerRecords,
  nextRecords,
  controllerModule,
  paymentHook,
  routeTable,
  medusaAccess,
  vendureAccess,
  travellingSession,
  opencartAccess,
  laravelAccess,
  laravelRecords,
  livewireRecords,
  shopWork,
  resolverOwner,
  signedInChanges,
  paymentNotice,
  formKeyOff,
  openPermission,
  publicToken,
  secrets,
  weakToken,
  weakGuard,
  servedUploads,
  weakCookie,
  requestToken,
  formToken,
  symfonyAccess,
  shopwareAccess,
  siblingGuards,
  branchGuards,
  familyGuards,
  changesByLink,
  scriptRecords,
  scriptToken,
  staffScript,
  guardBehind,
  unguardedScript,
  trustsAll,
]
