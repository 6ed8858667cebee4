import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'
import { scenarioNames } from './load/plan.ts'
import { figuresSchema, testVerdicts } from './rehearse/record.ts'

const frames = z.object({ frames: z.int(), ended: z.boolean() })

/**
 * Everything that a harmless look at a shop tells. Parts that were not looked at are missing. Times in seconds unless the
 * name says milliseconds; `seconds` undefined: still open when the wait was over.
 */
export const lookSchema = z.object({
  origin: z.string(),
  addresses: z.array(z.string()),
  server: z.string(),
  /** Day of the facts about networks that were used. */
  factsAsOf: z.string(),
  recognised: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['shield', 'waf', 'hosting', 'cache']),
      by: z.string(),
      rehearsal: z.string(),
    }),
  ),
  queueSigns: z.array(z.object({ name: z.string(), kind: z.enum(['queue', 'scaling']) })),
  caching: z.object({ page: z.boolean(), busted: z.boolean(), control: z.string().optional() }),
  versions: z.object({ http2: z.boolean(), http3: z.boolean(), http3Announced: z.boolean() }),
  waitedSeconds: z.number().optional(),
  cutOffs: z
    .array(
      z.object({
        kind: z.enum(['idle', 'header', 'header dribbled', 'body', 'body dribbled', 'keep-alive', 'reader']),
        seconds: z.number().optional(),
        answer: z.string().optional(),
        failed: z.string().optional(),
      }),
    )
    .optional(),
  perClient: z
    .union([
      z.object({ tried: z.int(), stood: z.int(), refusedBy: z.string().optional() }),
      z.object({ unclear: z.string() }),
    ])
    .optional(),
  sizes: z
    .object({
      header64k: z.int().optional(),
      url16k: z.int().optional(),
      bodyAccepted: z.number().optional(),
      bodyRefused: z.number().optional(),
    })
    .optional(),
  rates: z
    .array(
      z.object({
        page: z.enum(['login', 'search', 'cart', 'checkout', 'api']),
        path: z.string(),
        asked: z.int(),
        refusedAt: z.int().optional(),
        announces: z.string().optional(),
      }),
    )
    .optional(),
  cost: z
    .object({
      pages: z.array(z.object({ page: z.string(), path: z.string(), firstMs: z.number() })),
      ratio: z.number().optional(),
    })
    .optional(),
  rapidReset: frames.optional(),
  continuation: frames.optional(),
  dns: z
    .object({
      domain: z.string(),
      nameServers: z.array(z.string()),
      providers: z.array(z.object({ name: z.string(), anycast: z.boolean().optional() })),
      ttlSeconds: z.number().optional(),
      cnames: z.array(z.string()),
    })
    .optional(),
  originCandidates: z
    .array(z.object({ address: z.string(), via: z.string(), answersForShop: z.boolean().optional() }))
    .optional(),
  amplifiers: z
    .array(z.object({ service: z.string(), port: z.int(), asked: z.int(), answered: z.int(), factor: z.number() }))
    .optional(),
  /** What could not be looked at, with the reason. */
  unknown: z.array(z.object({ what: z.string(), why: z.string() })),
})
export type Look = z.infer<typeof lookSchema>

/** A harmless look at a shop: by the audit itself, or by `resilience probe` on record. */
export const lookFact = defineFact('resilience', 'look', lookSchema, 35)

/** The newest rehearsal of ours: verdicts without the course of each scenario. */
export const rehearsalFact = defineFact(
  'resilience',
  'rehearsal',
  z.object({
    ended: z.iso.datetime(),
    complete: z.boolean(),
    authorisation: z.string(),
    scenarios: z.array(
      z.object({
        scenario: z.enum(scenarioNames),
        verdict: z.enum(testVerdicts),
        because: z.string(),
        figures: figuresSchema,
      }),
    ),
  }),
  365,
)

/** A load or denial-of-service test by people, as filed: seen by its name and date, not read. */
export const documentFact = defineFact('resilience', 'test', z.object({ name: z.string(), modified: z.string() }), 365)
