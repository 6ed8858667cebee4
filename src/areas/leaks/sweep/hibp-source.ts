import type { Leaked } from '../../../connect/customers/schema.ts'
import type { Hibp } from '../../../connect/hibp/client.ts'
import type { HibpBreach } from '../../../connect/hibp/schema.ts'
import type { LeakSource } from './source.ts'

/** The service names kinds of data, not how passwords were kept: its description says so where it was plain text. */
export function leakedOf(breach: HibpBreach): Leaked {
  if (breach.IsFabricated || breach.IsSpamList) return 'spam'
  if (breach.IsStealerLog) return 'stealer'
  if (!breach.DataClasses.includes('Passwords')) return 'address'
  return /plain[- ]?text/i.test(breach.Description) ? 'plaintext' : 'hash'
}

/** Have I Been Pwned as a source; `byRange` gives away six characters of a hash instead of the address. */
export const hibpSource = (hibp: Hibp, byRange: boolean): LeakSource => ({
  name: 'Have I Been Pwned',
  requestsPerMinute: () => hibp.requestsPerMinute(),
  async catalogue() {
    const reply = await hibp.breaches()
    if (reply.kind === 'wait') return reply
    const value = reply.value.map((breach) => ({
      name: breach.Name,
      title: breach.Title,
      domain: breach.Domain,
      date: breach.BreachDate,
      dataClasses: breach.DataClasses.map((item) => item.slice(0, 100)),
      fabricated: breach.IsFabricated,
      spamList: breach.IsSpamList,
      attribution: 'Have I Been Pwned (haveibeenpwned.com), CC BY 4.0',
      leaked: leakedOf(breach),
    }))
    return { kind: 'answer', value }
  },
  leaksOf: (address) => (byRange ? hibp.accountByRange(address) : hibp.account(address)),
  async newestAt() {
    const reply = await hibp.latestBreach()
    if (reply.kind === 'wait') return reply
    const added = reply.value?.AddedDate
    return { kind: 'answer', value: added === undefined ? undefined : new Date(added).toISOString() }
  },
  leaksOfDomain: (domain) => hibp.domain(domain),
  stolenFromDomain: (domain) => hibp.stealerLogsByEmailDomain(domain),
  sitesOf: (address) => hibp.stealerLogsByEmail(address),
  stolenFor: (website) => hibp.stealerLogsByWebsite(website),
})
