/** What is known of a hole beside its range. */
export interface Weight {
  /** Known to be exploited (CISA KEV). */
  exploited: boolean
  /** Probability of exploitation within 30 days, 0 to 1 (EPSS), where known. */
  likely?: number | undefined
  /** CVSS base score, where known. */
  cvss?: number | undefined
  /** Reachable by visitors: front end or storefront code rather than development tools. */
  exposed: boolean
}

/** SSVC's words (CISA 2022), without its "track*". */
export type Decision = 'act' | 'attend' | 'track'

/** EPSS from which exploitation counts as likely: about the highest tenth of all scored holes. */
const likelyFrom = 0.1

/** Exploited before likely before severe before exposed. Negative when `a` comes first. */
export function byPriority(a: Weight, b: Weight): number {
  return (
    Number(b.exploited) - Number(a.exploited) ||
    Number((b.likely ?? 0) >= likelyFrom) - Number((a.likely ?? 0) >= likelyFrom) ||
    (b.cvss ?? 5) - (a.cvss ?? 5) ||
    Number(b.exposed) - Number(a.exposed) ||
    (b.likely ?? 0) - (a.likely ?? 0)
  )
}

export function decide(weight: Weight): Decision {
  if (!weight.exposed) return weight.exploited ? 'attend' : 'track'
  if (weight.exploited) return 'act'
  // A hole whose severity nobody states is no light one until someone says so.
  if ((weight.likely ?? 0) >= likelyFrom || (weight.cvss ?? 7) >= 7) return 'attend'
  return 'track'
}

/** Severity word of a CVSS base score (CVSS 3.1, section 5); undefined score counts as medium. */
export function severityOf(cvss: number | undefined): 'critical' | 'high' | 'medium' | 'low' {
  if (cvss === undefined) return 'medium'
  return cvss >= 9 ? 'critical' : cvss >= 7 ? 'high' : cvss >= 4 ? 'medium' : 'low'
}
