import { z } from 'zod'
import { targetSchema } from '../target.ts'

export const scenarioNames = [
  'slow-headers',
  'slow-body',
  'slow-read',
  'hoarding',
  'websocket-hoarding',
  'flood-static',
  'flood-dear',
  'flood-cache-busting',
  'flood-login',
  'flood-search',
  'uploads',
  'graphql-depth',
  'http2-multiplex',
  'http2-rapid-reset',
  'http2-continuation',
  'mixed',
] as const
export type ScenarioName = (typeof scenarioNames)[number]

/** Hard limits of one scenario, enforced in the attacking process itself. */
export const capsSchema = z.object({
  /** Connections open at once. */
  connections: z.int().min(1).max(20_000),
  /** New connections a second. */
  connectionsPerSecond: z.int().min(1).max(5000),
  /** Requests (or HTTP/2 streams or frames) a second. */
  requestsPerSecond: z.int().min(1).max(1_000_000),
  /** Bytes sent and received in all. */
  bytes: z.int().min(1).max(100_000_000_000),
  /** Seconds from start to exit, whatever happens. */
  seconds: z.int().min(1).max(600),
})
export type Caps = z.infer<typeof capsSchema>

/** What an attacking process does. `hold` keeps connections, `flood` asks as fast as answers come, `http2` sends frames. */
export const attackSchema = z.object({
  target: targetSchema,
  kind: z.enum(['hold', 'flood', 'http2']),
  /** Variant within the kind: the scenario's name, except in mixed attacks. */
  scenario: z.enum(scenarioNames),
  method: z.enum(['GET', 'HEAD', 'POST']),
  /** Path and query. `{random}` is replaced by a fresh word for each request. */
  path: z.string().startsWith('/').max(4000),
  /** Form or JSON body; `{random}` as in the path. */
  body: z
    .string()
    .max(2_000_000)
    .regex(/^[\x00-\x7f]*$/)
    .optional(),
  contentType: z.string().max(100).optional(),
  /** Requests sent at once on one connection by a slow reader: enough to fill the buffers between us. */
  pipelined: z.int().min(1).max(500).default(100),
  /** Seconds between two dribbled pieces. */
  dribbleSeconds: z.number().min(0.05).max(60),
  /** Open a new connection for each that the server closes. */
  reopen: z.boolean(),
  caps: capsSchema,
  /** Loopback and private addresses only: checked again by the attacking process before anything is sent. */
  labOnly: z.boolean(),
})
export type Attack = z.infer<typeof attackSchema>

/** What the parent tells an attacking process. Silence ends it: after two seconds, in a laboratory after eight. */
export const orderSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), attack: attackSchema }),
  /** Connections to hold, or to ask on at once. */
  z.object({ type: z.literal('level'), level: z.int().nonnegative() }),
  /** Open nothing more; keep and dribble on what is open. */
  z.object({ type: z.literal('cease') }),
  /** Close everything now. */
  z.object({ type: z.literal('drop') }),
  z.object({ type: z.literal('beat') }),
])
export type Order = z.infer<typeof orderSchema>

/** Counters since the start, as an attacking process reports them four times a second. */
export const countersSchema = z.object({
  open: z.int(),
  /** Connections that were begun; what is neither opened nor refused of them still waits for an answer. */
  tried: z.int(),
  opened: z.int(),
  /** Could not be opened: refused or timed out. */
  refused: z.int(),
  /** Closed by the server. */
  shed: z.int(),
  requests: z.int(),
  ok: z.int(),
  clientErrors: z.int(),
  limited: z.int(),
  serverErrors: z.int(),
  /** Answers that are no HTTP. */
  nonsense: z.int(),
  bytesOut: z.int(),
  bytesIn: z.int(),
  /** Milliseconds of processor time of the attacking process. */
  cpuMs: z.number(),
  /** Median and 95th percentile of answers in the last interval, milliseconds; the thread's own rests are in it (rest.ts). */
  p50: z.number().optional(),
  p95: z.number().optional(),
  /** HTTP/2: frames sent on connections that the server then ended, the largest of them. */
  framesUntilEnd: z.int().optional(),
  /** Why the process stopped itself, where it did. */
  stopped: z.string().optional(),
})
export type Counters = z.infer<typeof countersSchema>

export const noCounters = (): Counters => ({
  open: 0,
  tried: 0,
  opened: 0,
  refused: 0,
  shed: 0,
  requests: 0,
  ok: 0,
  clientErrors: 0,
  limited: 0,
  serverErrors: 0,
  nonsense: 0,
  bytesOut: 0,
  bytesIn: 0,
  cpuMs: 0,
})

/** Counters of several processes together. */
export function addCounters(all: readonly Counters[]): Counters {
  const sum = noCounters()
  for (const one of all) {
    for (const key of Object.keys(sum) as (keyof typeof sum)[])
      (sum as unknown as Record<string, number>)[key]! += Number(one[key] ?? 0)
    for (const key of ['p50', 'p95', 'framesUntilEnd'] as const)
      if (one[key] !== undefined) sum[key] = Math.max(sum[key] ?? 0, one[key])
    if (one.stopped !== undefined) sum.stopped = one.stopped
  }
  return sum
}
