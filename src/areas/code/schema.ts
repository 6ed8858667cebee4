import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'
import { SEVERITIES } from '../../core/severity.ts'

const count = z.int().nonnegative()
const bySeverity = z.record(z.enum(SEVERITIES), count)

/** What one scan of a source tree covered and found. */
export const scanFact = defineFact(
  'code',
  'scan',
  z.object({
    files: count,
    lines: count,
    languages: z.record(z.string(), count),
    /** Files that were not understood or not read, and the first of them with the reason. */
    notCovered: count,
    notCoveredExamples: z.array(z.string()),
    seconds: z.number(),
    rules: z.string(),
    open: bySeverity,
    suppressed: count,
    inBaseline: count,
    /** Days since the oldest open finding was first seen. */
    oldestDays: z.number().nonnegative(),
    examples: z.array(z.string()),
  }),
  30,
)

/** On how many of the last days the tree was scanned. */
export const historyFact = defineFact(
  'code',
  'history',
  z.object({ windowDays: count, daysScanned: count, longestGapDays: z.number(), last: z.iso.datetime().optional() }),
  30,
)

/** A report of another engine that was handed in. */
export const importedFact = defineFact(
  'code',
  'imported',
  z.object({ tool: z.string(), results: count, high: count, when: z.iso.datetime().optional() }),
  90,
)

export type ScanValue = z.infer<typeof scanFact.value>
