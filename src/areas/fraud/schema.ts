import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'
import { PATTERNS, type Pattern } from './rules/rule.ts'

const count = z.int().nonnegative()
const coverSchema = z.object({
  pattern: z.enum(Object.keys(PATTERNS) as [Pattern, ...Pattern[]]),
  usable: count,
  rules: count,
  missing: z.array(z.string()),
})

/** What an export of the shop's past holds: events there are, and what could be watched with their fields. */
export const historyFact = defineFact(
  'fraud',
  'history',
  z.object({
    events: count,
    firstAt: z.iso.datetime(),
    lastAt: z.iso.datetime(),
    fields: z.array(z.string()),
    patterns: z.array(coverSchema),
    alerts: count,
    alertsToDecline: count,
    rowsLeftOut: count,
  }),
  30,
)

/** What the live guard recorded: events decided on as they happened, and what people did with its alerts. */
export const watchFact = defineFact(
  'fraud',
  'watch',
  z.object({
    events: count,
    eventsLastDay: count,
    /** When the guard last stored an event, by its own clock. */
    lastStoredAt: z.iso.datetime(),
    rules: z.string(),
    patterns: z.array(coverSchema),
    outcomes: z.record(z.string(), count),
    casesOpen: count,
    /** Open cases older than two days. */
    casesStale: count,
    casesClosed: count,
  }),
  7,
)

export type Cover = z.infer<typeof coverSchema>
