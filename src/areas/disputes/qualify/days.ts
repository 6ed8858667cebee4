const dayMs = 86_400_000

/** The calendar day (UTC) of an instant or of a day, as days since 1970. */
const dayOf = (at: string): number => Math.floor(Date.parse(at.length === 10 ? `${at}T00:00:00Z` : at) / dayMs)

/**
 * Whole calendar days from `earlier` to `later`, as the schemes count them (not multiples of 24 hours). Banks count with the
 * processing date in their own zone: near a boundary the answer can differ by one, which `qualify` says.
 */
export const daysBetween = (earlier: string, later: string): number => dayOf(later) - dayOf(earlier)
