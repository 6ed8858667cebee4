import { accountRules } from './accounts.ts'
import { ipRules } from './address-of-origin.ts'
import { cardTestingRules } from './card-testing.ts'
import { cardRules } from './cards.ts'
import { deviceRules } from './devices.ts'
import { identityRules } from './identity.ts'
import { knownRules } from './known.ts'
import { parcelRules } from './parcels.ts'
import { recipientRules } from './recipient.ts'
import { refundRules } from './refunds.ts'
import type { Rule } from './rule.ts'
import { serviceRules } from './services.ts'
import { velocityRules } from './velocity.ts'

/** The rules that ship, all enabled. */
export const builtInRules: readonly Rule[] = [
  ...cardRules,
  ...ipRules,
  ...recipientRules,
  ...cardTestingRules,
  ...accountRules,
  ...parcelRules,
  ...refundRules,
  ...identityRules,
  ...deviceRules,
  ...velocityRules,
  ...knownRules,
  ...serviceRules,
]
