import { backOfficeAccess, openServiceAccess } from './back-office-access.ts'
import { changesByLink } from './changes-by-link.ts'
import type { StructureCheck } from './check.ts'
import { formKeyOff } from './form-key-off.ts'
import { formToken } from './form-token.ts'
import { opencartAccess } from './opencart-access.ts'
import { publicToken } from './public-token.ts'
import { requestToken } from './request-token.ts'
import { secrets } from './secrets.ts'
import { servedUploads } from './served-uploads.ts'
import { resolverOwner, shopWork } from './shop-work.ts'
import { signedInChanges } from './signed-in-changes.ts'
import { guardBehind, staffScript } from './staff-script.ts'
import { trustsAll } from './trusts-all.ts'
import { unguardedScript } from './unguarded-script.ts'
import { weakCookie } from './weak-cookie.ts'
import { weakGuard } from './weak-guard.ts'
import { weakToken } from './weak-token.ts'
import { downloads } from './exposed/downloads.ts'
import { guessableFiles } from './exposed/guessable-files.ts'
import { serverFacts } from './exposed/server-facts.ts'
import { signsInAnybody } from './exposed/signs-in.ts'
import { javaAccess, springToken } from './java/access.ts'
import { javaBelieves } from './java/believes.ts'
import { laravelAccess } from './laravel/access.ts'
import { livewireRecords } from './laravel/livewire-records.ts'
import { laravelRecords } from './laravel/records.ts'
import { nodeAccess } from './node/access.ts'
import { nodeBelieves } from './node/believes.ts'
import { medusaAccess, paymentHook, routeTable, travellingSession, vendureAccess } from './node/doors.ts'
import { nestAccess } from './node/nest-access.ts'
import { nextAccess, nextSiblings } from './node/next-access.ts'
import { prestashopAccess } from './prestashop/access.ts'
import { prestashopAdmin } from './prestashop/admin.ts'
import { prestashopDoors } from './prestashop/doors.ts'
import { prestashopFront } from './prestashop/front.ts'
import { prestashopHooks } from './prestashop/hooks.ts'
import { foreignRecords } from './records/foreign-records.ts'
import { ownRecords } from './records/own-records.ts'
import { ownRows } from './records/own-rows.ts'
import { scriptRecords, scriptToken } from './records/script-records.ts'
import { branchGuards } from './siblings/branch-guards.ts'
import { familyGuards } from './siblings/family-guards.ts'
import { siblingGuards } from './siblings/sibling-guards.ts'
import { controllerModule, controllerRecords, handlerRecords, nextRecords } from './siblings/sibling-records.ts'
import { symfonyAccess } from './symfony/access.ts'
import { shopwareAccess } from './symfony/shopware-access.ts'
import { askerAnswers } from './void-checks/asker-answers.ts'
import { voidChecks } from './void-checks/checks.ts'
import { forgottenParent } from './void-checks/forgotten-parent.ts'
import { wordpressAccess } from './wordpress/access.ts'
import { openPermission } from './wordpress/open-permission.ts'
import { paymentNotice } from './wordpress/payment-notice.ts'

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
  downloads,
  guessableFiles,
  serverFacts,
  signsInAnybody,
]
