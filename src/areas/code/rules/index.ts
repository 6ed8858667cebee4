import { xmlExternalEntities } from './xml-external-entities.ts'
import { noCertificateCheck } from './no-certificate-check.ts'
import { weakPasswordHash } from './weak-password-hash.ts'
import { trustBoundary } from './trust-boundary.ts'
import { weakCipher } from './weak-cipher.ts'
import { weakHash } from './weak-hash.ts'
import { weakRandom } from './weak-random.ts'
import { informationExposure } from './information-exposure.ts'
import { insecureCookie } from './insecure-cookie.ts'
import { codeInjection } from './code-injection.ts'
import { commandInjection } from './command-injection.ts'
import { crossSiteScripting } from './cross-site-scripting.ts'
import { errorPage } from './error-page.ts'
import { fileInclusion } from './file-inclusion.ts'
import { headerInjection } from './header-injection.ts'
import { ldapInjection } from './ldap-injection.ts'
import { openRedirect } from './open-redirect.ts'
import { pathTraversal } from './path-traversal.ts'
import { serverSideRequestForgery } from './server-side-request-forgery.ts'
import { sqlInjection } from './sql-injection.ts'
import { unsafeDeserialisation } from './unsafe-deserialisation.ts'
import { unsafeReflection } from './unsafe-reflection.ts'
import { unsafeUpload } from './unsafe-upload.ts'
import { xpathInjection } from './xpath-injection.ts'
import { missingAuthorisation } from './missing-authorisation.ts'
import { missingRequestToken } from './missing-request-token.ts'
import { hardCodedSecret } from './hard-coded-secret.ts'
import { weakToken } from './weak-token.ts'
import { nosqlInjection } from './nosql-injection.ts'
import { massAssignment } from './mass-assignment.ts'
import { templateInjection } from './template-injection.ts'
import { logInjection } from './log-injection.ts'
import type { CodeRule } from './rule.ts'

/** Every rule, the worst first. */
export const rules: readonly CodeRule[] = [
  sqlInjection,
  crossSiteScripting,
  errorPage,
  commandInjection,
  codeInjection,
  fileInclusion,
  pathTraversal,
  unsafeDeserialisation,
  serverSideRequestForgery,
  openRedirect,
  headerInjection,
  ldapInjection,
  xpathInjection,
  unsafeReflection,
  unsafeUpload,
  trustBoundary,
  xmlExternalEntities,
  noCertificateCheck,
  weakPasswordHash,
  weakCipher,
  weakHash,
  weakRandom,
  logInjection,
  templateInjection,
  massAssignment,
  nosqlInjection,
  weakToken,
  hardCodedSecret,
  missingRequestToken,
  missingAuthorisation,
  informationExposure,
  insecureCookie,
]

/** Sinks of all rules with the check of each, as the engine takes them. */
export const sinkRules = rules.flatMap((rule) => Object.entries(rule.sinks).map(([id, check]) => ({ id, check })))

export const ruleOfSink: ReadonlyMap<string, CodeRule> = new Map(
  rules.flatMap((rule) => Object.keys(rule.sinks).map((sink) => [sink, rule])),
)
