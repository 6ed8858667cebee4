import { z } from 'zod'
import { capsSchema, scenarioNames } from '../load/plan.ts'
import { stepSchema } from '../load/shopper.ts'

/** withstands: the user shopped on and every figure is within its bar. holds: the user shopped on, but a figure is not. falls: the user did not. */
export const testVerdicts = ['withstands', 'holds', 'falls', 'not tested'] as const

/** One moment of a rehearsal, for charts and for whoever doubts. */
export const sampleSchema = z.object({
  /** Seconds since the scenario began. */
  t: z.number(),
  phase: z.enum(['ramp', 'hold', 'recover']),
  level: z.int(),
  open: z.int(),
  /** Answers (or frames) a second since the last sample. */
  rate: z.number(),
  limited: z.int(),
  /** Of the visits sent in the last second: share that succeeded, and the slowest's milliseconds. */
  success: z.number().optional(),
  latencyMs: z.number().optional(),
  server: z
    .object({
      cpuMs: z.number(),
      descriptors: z.int(),
      descriptorLimit: z.int().optional(),
      established: z.int(),
      waitingToBeAccepted: z.int(),
      workers: z.array(
        z.object({ kind: z.string(), busy: z.int(), total: z.int().optional(), queued: z.int().optional() }),
      ),
    })
    .optional(),
})
export type Sample = z.infer<typeof sampleSchema>

export const figuresSchema = z.object({
  /** Share of the legitimate user's pages that came, whole and right, while the attack ran. */
  legitimateSuccess: z.number().optional(),
  legitimateP95Ms: z.number().optional(),
  quietP95Ms: z.number().optional(),
  visits: z.int().optional(),
  /** Connections that were open, or answers a second, when the user began to suffer; undefined: never. */
  kneeConnections: z.int().optional(),
  /** Floods: most answers a second the server gave. */
  capacityPerSecond: z.number().optional(),
  /** Floods: answers a second at the first step that reached nine tenths of the capacity. */
  kneePerSecond: z.number().optional(),
  /** Connections the attack began, and those the server let in. */
  connectionsTried: z.int().optional(),
  connectionsOpened: z.int().optional(),
  peakOpen: z.int().optional(),
  /** Seconds until nine tenths of the attack's connections were closed by the server; undefined: not within the wait. */
  shedSeconds: z.number().optional(),
  recoverySeconds: z.number().optional(),
  /** Server's processor time for each of the attacker's. */
  costRatio: z.number().optional(),
  serverMsPerRequest: z.number().optional(),
  clientMsPerRequest: z.number().optional(),
  /** Share of answers that refused (429, 503). */
  limitedShare: z.number().optional(),
  /** HTTP/2: frames after which the server ended a connection. */
  framesUntilEnd: z.int().optional(),
  /** New connections a second that would keep the server full, from its cut-off and the knee. */
  connectionsPerSecondToFill: z.number().optional(),
})
export type Figures = z.infer<typeof figuresSchema>

export const scenarioResultSchema = z.object({
  scenario: z.enum(scenarioNames),
  verdict: z.enum(testVerdicts),
  because: z.string(),
  figures: figuresSchema,
  /** What ran out, with what shows it. */
  limit: z.object({ what: z.string(), evidence: z.string() }).optional(),
  stoppedBy: z.string().optional(),
  caps: capsSchema.optional(),
  samples: z.array(sampleSchema),
})
export type ScenarioResult = z.infer<typeof scenarioResultSchema>

/** One rehearsal, as kept in .shopwarden/resilience/tests/. */
export const testRecordSchema = z.object({
  schema: z.literal(1),
  target: z.string(),
  address: z.string(),
  /** Why it was allowed. */
  authorisation: z.string(),
  server: z.string(),
  started: z.iso.datetime(),
  ended: z.iso.datetime(),
  /** False when it was interrupted or stopped before every scenario had its turn. */
  complete: z.boolean(),
  journey: z.array(stepSchema),
  shopperAddress: z.string().optional(),
  scenarios: z.array(scenarioResultSchema),
  notes: z.array(z.string()),
})
export type TestRecord = z.infer<typeof testRecordSchema>
