import { z } from 'zod'
import { ROOMS } from './areas.ts'
import { findingSchema } from './finding.ts'

const instant = z.iso.datetime()

/** A raw artefact kept beside the ledger under its hash. */
export const artefactSchema = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
  mediaType: z.string(),
})

/**
 * One observed fact. `observedAt` is when it was seen, not when it was filed; `validUntil` is when it stops counting.
 * `couldNotLook` marks the opposite of an observation: the probe tried and says why it knows nothing.
 */
export const evidenceSchema = z.object({
  id: z.string().regex(/^ev_[0-9a-f]{24}$/),
  area: z.enum(ROOMS),
  /** Kind of fact, `<area>.<name>`; its value's shape is in the area's schema.ts. */
  fact: z.string().regex(/^[a-z]+\.[a-zA-Z0-9-]+$/),
  /** What was looked at: a URL, a path, a host name, a feed. */
  subject: z.string(),
  value: z.json(),
  probe: z.object({ id: z.string(), version: z.string() }),
  /** The audit or guard run that saw it: what a newer run of the same fact no longer finds stops counting. */
  run: z.string().optional(),
  observedAt: instant,
  validUntil: instant,
  artefacts: z.array(artefactSchema).default([]),
  findings: z.array(findingSchema).default([]),
  couldNotLook: z.object({ reason: z.string(), fix: z.string() }).optional(),
})

export type Artefact = z.infer<typeof artefactSchema>
export type Evidence = z.infer<typeof evidenceSchema>
